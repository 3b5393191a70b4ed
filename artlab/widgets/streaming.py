"""Lesson 06: text that streams into the notebook, with a button that stops it."""

import html
import threading
import time

import ipywidgets

from artlab.studio import panels
from artlab.widgets import base

EVERY = 0.05  # seconds between two pictures of a text that grows
MOST_TOKENS = 300
PAGE = (
    '<div role="status" style="background: #FBF8F1; color: #26221C; border: 1px solid #E4DDCE;'
    " border-radius: 4px; padding: 0.6em 0.9em; max-width: 46em; min-height: 4.5em;"
    ' font-size: 15px; line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere">'
    '<span style="color: #6F685C">{asked}</span>{text}<span style="display: block;'
    ' margin-top: 0.4em; font-size: 12px; color: #6F685C; white-space: normal">{told}</span></div>'
)


def writing(writers, prompt="Paint a landscape.", max_new_tokens=120, temperature=0.8, seed=0):
    """A line to type in, and a writer that answers piece by piece until it is stopped.

    The text is written in a thread of its own, so the notebook stays free, and Stop works.

    Args:
        writers: one writer, or a dict from name to writer; a writer has
            `pieces(prompt, max_new_tokens, temperature, seed)`, an iterator of str.
        prompt: what is asked first; it is answered at once.
        max_new_tokens: where its slider starts, 1 to 300.
        temperature: where its slider starts, in [0, 2].
        seed: where its slider starts, 0 to 20.

    Returns:
        A widget; its `text` is what has been written so far. `wait()` waits for its end.

    Raises:
        ValueError: there is no writer.
    """
    if not isinstance(writers, dict):
        writers = {getattr(writers, "name", "writer"): writers}
    if not writers:
        raise ValueError("`writers` must hold one writer or more. Received: none")
    panel = _Panel(writers, prompt, max_new_tokens, temperature, seed)
    panel.start()
    return panel


class _Panel(ipywidgets.VBox):
    """Controls, and a page that one thread at a time writes; its repr is the text."""

    def __init__(self, writers, prompt, max_new_tokens, temperature, seed):
        self.writers, self.thread, self.halt, self.text = writers, None, threading.Event(), ""
        self.field = base.text("ask", prompt)
        self.which = base.choice("writer", list(writers))
        self.most = base.int_slider("most tokens", max_new_tokens, 1, MOST_TOKENS)
        self.heat = base.slider("temperature", temperature, 0.0, 2.0, 0.1, ".1f")
        self.seed = base.int_slider("seed", seed, 0, 20)
        for control in (self.most, self.heat, self.seed):
            control.layout.width = "23em"
        self.go, self.stop_button = base.buttons(
            "Write", "Stop", tooltips=("Writes an answer", "Ends the writing, and keeps the text")
        )
        self.page = ipywidgets.HTML()
        self.go.on_click(lambda _: self.start())
        self.stop_button.on_click(lambda _: self.stop())
        self.field.observe(lambda _: self.start(), names="value")
        choice = [self.which] if len(writers) > 1 else []
        sliders = [self.most, self.heat, self.seed]
        super().__init__(
            base.panel(
                self.field, sliders, [*choice, self.go, self.stop_button], self.page
            ).children
        )  # fmt: skip

    def __repr__(self):
        return f"Asked: {self.asked} Written: {self.text or 'nothing yet'}"

    def start(self):
        """Begins to answer what stands in the line; a writing that goes on is stopped first."""
        self.stop()
        self.halt, self.text, self.asked = threading.Event(), "", self.field.value
        options = (self.most.value, self.heat.value, self.seed.value)
        arguments = (self.writers[self.which.value], self.asked, options, self.halt)
        self.thread = threading.Thread(target=self._write, args=arguments, daemon=True)
        self.stop_button.disabled = False
        self.thread.start()

    def stop(self):
        """Ends the writing behind the piece that is being written."""
        self.halt.set()

    def wait(self, seconds=60.0):
        """Waits until nothing is being written; whether that came true in time."""
        if self.thread is not None:
            self.thread.join(seconds)
        return self.thread is None or not self.thread.is_alive()

    def _write(self, writer, asked, options, halt):
        """The work of a thread; one that has been halted says no more once another one writes."""
        start = shown = time.perf_counter()
        first, text, num, why = None, "", 0, ""
        self._show(halt, text, "reading …")
        try:
            pieces = iter(writer.pieces(asked, *options))
            for piece in pieces:
                now = time.perf_counter()
                first, text, num = first or now, text + piece, num + 1
                if halt.is_set():
                    why = "stopped"
                    break
                if now - shown > EVERY:
                    shown = now
                    self._show(halt, text, f"writing, {num} pieces so far")
            if hasattr(pieces, "close"):
                pieces.close()
        except Exception as error:  # a writer may fail in its own way: a server, an empty prompt
            why = f"{type(error).__name__}: {error}"
        self._show(halt, text, _told(num, first, start, why))
        if halt is self.halt:
            self.stop_button.disabled = True

    def _show(self, halt, text, told):
        if halt is self.halt:
            self.text = text
            parts = {"asked": f"{self.asked}\n", "text": text, "told": told}
            self.page.value = PAGE.format(**{k: html.escape(v) for k, v in parts.items()})


def _told(num, first, start, why):
    """One line about a writing: its size and speed, and why it ended."""
    told = [why] if why else []
    if first is not None:
        seconds = time.perf_counter() - first
        told.append(f"{num} pieces, the first after {first - start:.2f} s")
        if num > 1 and seconds > 0:
            told.append(f"then {(num - 1) / seconds:.0f} a second")
    return " · ".join(told) or "nothing was written"


class side_by_side:
    """Texts beside each other, each under its name.

    Args:
        texts: dict from name to text.

    Example:

    >>> side_by_side({"one": "A lake.", "other": "一片湖"})
    one: A lake.
    other: 一片湖
    """

    def __init__(self, texts):
        self.texts = {str(name): str(text) for name, text in texts.items()}

    def _repr_html_(self):
        shown = (panels.panel(name, panels.words(text)) for name, text in self.texts.items())
        return panels.ROW.format("".join(shown))

    def __repr__(self):
        return "\n".join(f"{name}: {text}" for name, text in self.texts.items())
