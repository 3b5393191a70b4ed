"""Lesson 11: a picture that takes on a style while you look on, and sliders that repaint it."""

import html
import threading
import time

import ipywidgets as widgets
import numpy as np
from PIL import Image

from artlab import _arguments
from artlab.widgets import base
from artlab.widgets.training import _display

SHORTEST = 0.25  # seconds between two drawings
WIDTH = 300  # of a picture on screen, in CSS pixels
DEFAULT_WEIGHT = 30  # the style weight of `transfer`
NUM_QUICK_STEPS = 20
LINE = '<p style="margin: 0.2em 0; font-size: 14px">{}</p>'


class LiveStyle:
    """Shows a picture while it takes on a style: hand it over as `on_step`.

    It draws four times a second at most, and keeps what it is asked to keep.

    Args:
        keep: numbers of the evaluations whose picture is kept, the first being 1.
        width: of the picture on screen, in CSS pixels.

    Attributes:
        picture: the `Picture` in the notebook.
        frames: the pictures kept, uint8 (height, width, 3), in turn; the first ones are smaller
            where the work goes from small to large.

    Example:
        gallery.transfer(content, style, on_step=widgets.LiveStyle())
    """

    def __init__(self, keep=(), width=WIDTH):
        self.keep = {_arguments.whole("keep", number, 1) for number in keep}
        self.width, self.picture, self.frames = width, base.Picture(), []
        self._due = None

    def __call__(self, step):
        """Takes a `StyleStep`; the first one puts the picture into the notebook."""
        if step.step == 1:
            self.frames, self.picture, self._due = [], base.Picture(), 0.0
            _display(self.picture)
        if step.step in self.keep:
            self.frames.append(step.picture)
        if time.perf_counter() >= self._due or step.step == step.steps:
            self.picture.show(large(step.picture, self.width), told(step), self.width)
            self._due = time.perf_counter() + SHORTEST

    def strip(self, side=None):
        """The pictures kept as a batch, all enlarged to one size.

        Args:
            side: the longer side in pixels; that of the largest by default.

        Returns:
            uint8 array (num, height, width, 3).

        Raises:
            ValueError: nothing was kept.
        """
        if not self.frames:
            raise ValueError("`keep` must name steps that were reached. Received: none of them")
        height, width = max((frame.shape[:2] for frame in self.frames), key=max)
        factor = (side or max(height, width)) / max(height, width)
        size = (round(factor * width), round(factor * height))
        return np.stack([np.asarray(Image.fromarray(f).resize(size)) for f in self.frames])


def large(picture, width):
    """A picture enlarged smoothly to a width in pixels; a wider one as it is."""
    height = round(picture.shape[0] * width / picture.shape[1])
    if picture.shape[1] >= width:
        return picture
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC))


def told(step):
    """One line about a `StyleStep`: how far it is, and both distances."""
    return (
        f"Step {step.step} of {step.steps}: content distance {step.content_loss:.2f}, "
        f"style distance {step.style_loss:.3f}"
    )


def style_mixer(content, styles, known=None, size=112, steps=NUM_QUICK_STEPS):
    """Content, style and what comes of them: each control that is released paints anew.

    The picture is shown while it is painted. "Stop" keeps the best so far; moving a control
    starts the next one. What was painted once is shown at once.

    Args:
        content: a picture, as `gallery.transfer` reads it.
        styles: Met paintings, or a dict from names to pictures.
        known: dict from style weight (0.03, 0.1, 0.3, 1 ... 100) to a `StyleResult` of the first
            style, painted at this size with these steps; shown without painting.
        size: longer side of the result in pixels, 32 to 512.
        steps: evaluations for each picture.

    Returns:
        A widget; its `result` is the newest `StyleResult`, or None.

    Raises:
        ValueError: there is no style, or a number is none of these.
    """
    size = _arguments.whole("size", size, 32, 512)
    steps = _arguments.whole("steps", steps, 1)
    if not isinstance(styles, dict):
        styles = {painting.caption: painting for painting in styles}
    if not styles:
        raise ValueError("`styles` must hold one picture or more. Received: none")
    return _Mixer(content, styles, known or {}, size, steps)


WEIGHTS = (0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
COLORS = (("of the style", False), ("of the content", "luminance"))


class _Mixer(widgets.VBox):
    """The controls, three pictures and the painter behind them."""

    def __init__(self, content, styles, known, size, steps):
        from artlab.gallery import checks

        self.content = checks.picture("content", content)
        self.styles = {name: checks.picture("styles", style) for name, style in styles.items()}
        self.size, self.steps, self.result = size, steps, None
        first = next(iter(self.styles))
        self.painted = {(first, weight, False): result for weight, result in known.items()}
        self._controls()
        self.pictures = {name: base.Picture() for name in ("content", "style", "result")}
        self.line, self.painter = widgets.HTML(), None
        self.pictures["content"].show(self.content, "The content picture", WIDTH // 2)
        controls = ([self.manner, self.colors], [self.weight, self.stop])
        super().__init__(base.panel(*controls, list(self.pictures.values()), self.line).children)
        self.repaint()

    def _controls(self):
        self.manner = base.choice("style", list(self.styles))
        self.colors = base.choice("colours", COLORS)
        self.weight = widgets.SelectionSlider(
            options=[(f"{weight:g}", weight) for weight in WEIGHTS],
            value=DEFAULT_WEIGHT,
            continuous_update=False,
            **base._named("style weight (content weight is 1)"),
        )
        self.weight.layout.width = "42em"
        (self.stop,) = base.buttons("Stop", tooltips=("End the painting and keep the best",))
        self.stop.on_click(lambda _: self.halt())
        for control in (self.manner, self.colors, self.weight):
            control.observe(lambda _: self.repaint(), names="value")

    def __repr__(self):
        return f"{self.pictures['result'].alt}. Style: {self.manner.value}"

    def halt(self):
        """Ends the painting under way; what is best so far is shown."""
        if self.painter is not None:
            self.painter.halt.set()

    def wait(self, seconds=60.0):
        """Waits until nothing is painted any more."""
        if self.painter is not None:
            self.painter.join(seconds)

    def repaint(self):
        """Shows what the controls ask for, at once where it is known."""
        self.halt()
        name, weight, colors = wish = (self.manner.value, self.weight.value, self.colors.value)
        self.pictures["style"].show(self.styles[name], f"The style picture: {name}", WIDTH // 2)
        if wish in self.painted:
            self.painter = None
            self.show(self.painted[wish])
            return
        options = {"style_weight": weight, "preserve_color": colors}
        self.painter = _Painter(self, wish, options, after=self.painter)
        self.painter.start()

    def show(self, result):
        """Shows a finished picture."""
        self.result = result
        ended = f"stopped after {result.steps} steps" if result.interrupted else "done"
        text = (
            f"Style weight {self.weight.value:g}, {ended}: content distance "
            f"{result.content_loss:.2f}, style distance {result.style_loss:.3f}"
        )
        self.tell(result.image, text)

    def tell(self, picture, text):
        """The picture under way, with a line below."""
        self.pictures["result"].show(large(picture, WIDTH), text, WIDTH)
        self.line.value = LINE.format(html.escape(text))


class _Painter(threading.Thread):
    """Paints one wish in the background, so that the controls stay alive.

    Args:
        mixer: whom to show the pictures.
        wish: style, weight and colours: where the result is kept.
        options: of `transfer`.
        after: the `_Painter` that was at work before, or None; it is waited for.
    """

    def __init__(self, mixer, wish, options, after):
        super().__init__(daemon=True)
        self.mixer, self.wish, self.options, self.after = mixer, wish, options, after
        self.halt, self.due = threading.Event(), 0.0

    def run(self):
        """Paints, unless another wish has come."""
        if self.after is not None:
            self.after.join()
            self.after = None
        if self.halt.is_set() and not self.wanted:
            return
        try:
            self.paint()
        except Exception as error:  # a thread's traceback would be lost
            self.mixer.line.value = LINE.format(html.escape(f"{type(error).__name__}: {error}"))

    @property
    def wanted(self):
        """Whether the mixer still waits for this wish."""
        return self.mixer.painter is self

    def paint(self):
        from artlab import gallery

        mixer = self.mixer
        style = mixer.styles[self.wish[0]]
        options = {"size": mixer.size, "steps": mixer.steps, "on_step": self.look} | self.options
        result = gallery.transfer(mixer.content, style, **options)
        if not result.interrupted:
            mixer.painted[self.wish] = result
        if self.wanted:
            mixer.show(result)

    def look(self, step):
        """Shows the picture now and then; True ends the work."""
        if self.wanted and time.perf_counter() >= self.due:
            self.mixer.tell(step.picture, told(step))
            self.due = time.perf_counter() + SHORTEST
        return self.halt.is_set()
