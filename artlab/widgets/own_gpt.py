"""Lesson 07: a GPT that learns to write while you look on, and what of its text is copied."""

import html
import re
import time
from functools import lru_cache

import ipywidgets
import numpy as np

from artlab import plots
from artlab.plots.histories import running_mean
from artlab.widgets import base
from artlab.widgets.training import LiveView

CARD = (
    '<section style="background: #FBF8F1; color: #26221C; border: 1px solid #E4DDCE;'
    " border-radius: 4px; padding: 0.5em 0.9em; margin: 0.4em 0; max-width: 48em;"
    ' line-height: 1.6; font-size: 14px">'
    '<div style="font-weight: 600">{head}</div>{body}</section>'
)
LINE = '<p style="margin: 0.3em 0; overflow-wrap: anywhere; font-size: 15px">{}</p>'
SMALL = '<p style="margin: 0.2em 0 0; font-size: 13px; color: #6F685C">{}</p>'
# Red, and underlined with a gap at its end, so that nothing is in the colour alone.
COPIED = (
    '<span title="{source}" style="color: #B3261E; border-bottom: 2px solid #B3261E;'
    ' margin-right: 3px; padding-bottom: 1px">{text}</span>'
)
NUM_SHOWN = 6  # texts in the live view
NUM_BASELINE = 100  # held-out texts that say how much true texts share


class Page(ipywidgets.HTML):
    """Text as a widget; its repr is the text without marks."""

    def show(self, markup):
        """Replaces the text."""
        self.value = markup

    def __repr__(self):
        return html.unescape(re.sub(r"<[^>]+>", " ", self.value)).strip()


def sentence_case(text):
    """The text with a capital at the start of each sentence, and a capital I; as long as it was.

    Example:

    >>> sentence_case("noon. i paint, and i wait.")
    'Noon. I paint, and I wait.'
    """
    text = re.sub(r"(^\W*|[.!?]\W+)([a-z])", lambda found: found[1] + found[2].upper(), text)
    return re.sub(r"\bi\b", "I", text)


def pieces_of(ids, tokenizer):
    """The text of each token, in sentence case: a list of str that add up to the whole text."""
    from artlab.gpt import visible_tokens

    special = set(tokenizer.all_special_ids)
    kept = [token for token in ids if token not in special]
    shown = iter(piece.replace("␣", " ") for piece in visible_tokens(tokenizer, kept))
    pieces = [next(shown) if token not in special else "" for token in ids]
    whole = sentence_case("".join(pieces))
    ends = np.cumsum([len(piece) for piece in pieces]).tolist()
    starts = [0, *ends[:-1]]
    return [whole[start:end] for start, end in zip(starts, ends, strict=True)]


def copied_html(ids, tokenizer, training_text, shortest=12):
    """A text in which what stands verbatim in the training text is red and underlined.

    Args:
        ids: token ids of the text.
        tokenizer: its tokenizer.
        training_text: an `artlab.gpt.TrainingText`.
        shortest: tokens that a copied span needs to be marked; 1 or more.

    Returns:
        A str of HTML, escaped; a span's tooltip names the training document it stands in.
    """
    pieces, parts, place = pieces_of(ids, tokenizer), [], 0
    for span in training_text.spans(ids, shortest):
        parts.append(html.escape("".join(pieces[place : span.start])))
        text = "".join(pieces[span.start : span.stop])
        source = f"{span.length} tokens, in training text {span.document}"
        parts.append(" " * text.startswith(" "))  # before the line under it
        parts.append(COPIED.format(source=source, text=html.escape(text.strip())))
        place = span.stop
    return "".join([*parts, html.escape("".join(pieces[place:]))]).strip()


class LiveWriting(LiveView):
    """A callback of `gpt.Trainer.fit`: the loss, and what the model writes, while it learns.

    As `LiveView` it takes at most 4% of the training time.

    Args:
        watch: an `artlab.gpt.Watch` that stands before it in the callbacks.
        share: largest share of the training time that drawing may take, in (0, 1).

    Example:
        watch = gpt.Watch(["Two mountains"])
        trainer.fit(callbacks=[watch, widgets.LiveWriting(watch)])
    """

    def __init__(self, watch, share=0.04):
        super().__init__(share=share)
        self.watch, self.grid = watch, Page()

    def on_end(self, trainer):
        """Draws the last state."""
        self.seconds_in_all = time.perf_counter() - self._started
        self.draw(trainer)

    def draw(self, trainer):
        """Draws the present state of a run."""
        if trainer.losses:
            self.curves.show(loss_figure(trainer, self.watch.snapshots), describe_loss(trainer))
        self.grid.show(samples_html(self.watch.snapshots, trainer.corpus.tokenizer))
        self.num_drawings += 1


def loss_figure(trainer, snapshots):
    """Loss of every step, a running mean of it, and the loss on held-out documents.

    Args:
        trainer: an `artlab.gpt.Trainer` with one step or more.
        snapshots: those of its `Watch`.

    Returns:
        `Figure`.
    """
    losses = np.asarray(trainer.losses)
    chosen, steps = trainer.settings, np.arange(1, len(losses) + 1)
    speed = len(losses) * chosen.batch_size * chosen.length / max(sum(trainer.seconds), 1e-9)
    thin = slice(None, None, max(1, len(losses) // 300))
    series = {"batches": (steps[thin], running_mean(losses, max(1, len(losses) // 50))[thin])}
    if snapshots:
        held_out = [(found.step, found.held_out) for found in snapshots]
        series["held out"] = tuple(np.array(held_out).T)
    return plots.curves(
        steps, series, "step", "loss (nats a token)", "How wrong its guesses are",
        f"step {len(losses):,} of {chosen.steps:,}, {speed:,.0f} tokens per second",
        y_limits=(0, None), height=3.4,
    )  # fmt: skip


def describe_loss(trainer):
    """Alt text of the loss: where it started and where it stands."""
    losses = np.asarray(trainer.losses)
    first, last = losses[:5].mean(), losses[-20:].mean()
    return f"Loss after {len(losses):,} steps: from {first:.2f} down to {last:.2f} nats a token."


def samples_html(snapshots, tokenizer):
    """The newest texts of a run, one card for each snapshot, the last one at the end."""
    cards = []
    for found in snapshots[:1] + snapshots[1:][1 - NUM_SHOWN :]:
        texts = ("".join(pieces_of(text, tokenizer)).strip() for text in found.texts)
        body = "".join(LINE.format(html.escape(text)) for text in texts)
        cards.append(CARD.format(head=f"step {found.step:,}", body=body))
    return "".join(cards)


def writing_scrubber(runs, shortest=16):
    """A slider through the training of one model or several: their texts, rewritten at each step.

    What stands verbatim in the texts that a model was trained on is red and underlined.

    Args:
        runs: dict from a name to a pair of an `artlab.gpt.Watch` and the `artlab.gpt.Corpus`.
        shortest: where the slider of the shortest marked span starts, 2 to 40 tokens.

    Returns:
        A widget: play button, slider of the steps, slider of the shortest span, the texts.

    Raises:
        ValueError: there is no run, or one without a snapshot.
    """
    if not runs or not all(watch.snapshots for watch, _ in runs.values()):
        raise ValueError("`runs` must hold one run or more, each with snapshots. Received: none")
    steps = sorted({found.step for watch, _ in runs.values() for found in watch.snapshots})
    stories = [_Story(name, *run) for name, run in runs.items()]
    place, box = base.play("snapshot", 0, len(steps) - 1, interval=1500)
    least = base.int_slider("mark copied spans of at least (tokens)", shortest, 2, 40)
    least.layout.width = "42em"
    page = Page()

    def draw(index, least):
        page.show("".join(story.card(steps[index], least) for story in stories))

    base.connect(draw, index=place, least=least).fast = 0.2
    return base.panel(box, least, page)


class _Story:
    """One run, with its training text ready for questions."""

    def __init__(self, name, watch, corpus):
        from artlab.gpt import TrainingText

        self.name, self.snapshots, self.tokenizer = name, watch.snapshots, corpus.tokenizer
        self.text = TrainingText(corpus.train)
        true = [self.text.longest(ids[1:-1]).length for ids in corpus.held_out[:NUM_BASELINE]]
        self.usual = int(np.median(true))
        self.body = lru_cache(maxsize=256)(self._body)

    def card(self, step, shortest):
        """The newest text at a step."""
        index = max(i for i, found in enumerate(self.snapshots) if found.step <= step)
        found = self.snapshots[index]
        ended = " (its last)" if found is self.snapshots[-1] else ""
        head = f"{self.name}, step {found.step:,}{ended}: loss {found.train:.2f} on training texts"
        head += f", {found.held_out:.2f} on held-out ones"
        return CARD.format(head=html.escape(head), body=self.body(index, shortest))

    def _body(self, index, shortest):
        lines = []
        for ids in self.snapshots[index].texts:
            longest = self.text.longest(ids).length
            lines.append(LINE.format(copied_html(ids, self.tokenizer, self.text, shortest)))
            lines.append(
                SMALL.format(
                    f"Longest copied span: {longest} of {len(ids)} tokens. Held-out true texts "
                    f"share {self.usual} (median)."
                )
            )
        return "".join(lines)
