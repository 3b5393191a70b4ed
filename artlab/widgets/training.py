"""Watching a GAN train, and scrubbing through its training afterwards."""

import sys
import time

import numpy as np

from artlab import images, plots
from artlab.plots.style import axis_labels, light_grid
from artlab.widgets import base

SHARE = 0.04  # of the training time the live view may take
SHORTEST = 0.5  # seconds between two drawings
COLLAPSED = tuple(int(plots.VERMILION[place : place + 2], 16) for place in (1, 3, 5))
NUM_TICKS = 9  # steps named under the curve of variety


class LiveView:
    """A callback of `Trainer.fit` that draws the run while it goes on.

    Losses, D(real) and D(fake) as curves, and the newest snapshot of 64 fixed latents. It
    measures what each drawing costs and waits until that is 4% of the time since the last
    one, so training never waits for the picture; `share` says what it came to.

    Args:
        columns: pictures in a row of the grid.
        share: largest share of the training time that drawing may take, in (0, 1).

    Example:
        trainer.fit(images, steps=2000, callbacks=[LiveView()])
    """

    def __init__(self, columns: int = 16, share: float = SHARE):
        if not 0 < share < 1:
            raise ValueError(f"`share` must lie in (0, 1). Received: {share!r}")
        self.columns, self.allowed = columns, share
        self.curves, self.grid = base.Picture(), base.Picture()
        self.seconds_drawing = self.seconds_in_all = 0.0
        self.num_drawings = 0
        self._started = self._due = None

    @property
    def share(self) -> float:
        """Share of the training time that went into drawing while it ran."""
        return self.seconds_drawing / self.seconds_in_all if self.seconds_in_all else 0.0

    def on_start(self, trainer):
        """Puts the pictures into the notebook; outside one it says nothing."""
        _display(base.panel(self.curves, self.grid))
        self._started = time.perf_counter()
        self._due = self._started + SHORTEST

    def on_step(self, trainer):
        """Draws, if the last drawing has been paid for."""
        now = time.perf_counter()
        if now < self._due:
            return
        self.draw(trainer)
        done = time.perf_counter()
        self.seconds_drawing += done - now
        self.seconds_in_all = done - self._started
        earliest = self._started + self.seconds_drawing / self.allowed
        self._due = max(done + SHORTEST, earliest + (done - now) / self.allowed)

    def on_end(self, trainer):
        """Draws the last state."""
        self.seconds_in_all = time.perf_counter() - self._started
        if len(trainer.history):
            self.draw(trainer)

    def draw(self, trainer):
        """Draws the present state of a run."""
        history, snapshots = trainer.history, trainer.snapshots
        self.curves.show(live_curves(history), describe_run(history))
        pixels = images.tile(snapshots.images[-1], columns=self.columns)
        self.grid.show(
            pixels,
            f"{len(snapshots.images[-1])} fixed latents, painted at step {snapshots.steps[-1]}",
            width=648,
        )
        self.num_drawings += 1


def live_curves(history):
    """The curves of a run, thinned to 400 points so that a long one draws as quickly.

    Args:
        history: a `History` of one step or more.

    Returns:
        `Figure`.
    """
    window = max(1, len(history) // 400)
    thinned = {name: history[name][window - 1 :: window] for name in ("step", "seconds")}
    for name in ("discriminator_loss", "generator_loss", "real_probability", "fake_probability"):
        values = history[name][: len(thinned["step"]) * window]
        thinned[name] = values.reshape(-1, window).mean(axis=1)
    speed = len(history) / max(history["seconds"][-1], 1e-9)
    subtitle = f"step {len(history)}, {speed:.1f} steps per second"
    return plots.loss_curves(thinned, "The game so far", subtitle)


def describe_run(history):
    """Alt text of the curves: where the losses and D's answers stand."""
    last = {name: float(history[name][-1]) for name in history.keys()}  # noqa: SIM118
    return (
        f"Curves after {len(history)} steps. Loss of the discriminator "
        f"{last['discriminator_loss']:.2f}, of the generator {last['generator_loss']:.2f}. "
        f"D finds real pictures {last['real_probability']:.0%} real, fakes "
        f"{last['fake_probability']:.0%}."
    )


def training_scrubber(snapshots, variety=None, collapsed_below=0.5, columns=16):
    """A slider through a training run: the same fixed latents from fog to animals.

    Collapsed frames stand on a red ground, and the line below the pictures says so.

    Args:
        snapshots: a `Snapshots` with one snapshot or more.
        variety: `(num_snapshots,)`, how varied the 64 pictures are, 1 as varied as real
            ones (`artlab.gan.metrics.variety`); drawn below as a curve. None for none.
        collapsed_below: snapshots with less variety are marked as collapsed.
        columns: pictures in a row.

    Returns:
        A widget: play button, slider, pictures, curve of variety.

    Raises:
        ValueError: there is no snapshot, or `variety` has another length.
    """
    if not len(snapshots):
        raise ValueError("`snapshots` must hold one snapshot or more. Received: none")
    if variety is not None and len(variety) != len(snapshots):
        raise ValueError(
            f"`variety` must have one value per snapshot ({len(snapshots)}). "
            f"Received: {len(variety)}"
        )
    place, box = base.play("snapshot", 0, len(snapshots) - 1)
    grid, curve = base.Picture(), base.Picture()

    def draw(index):
        text = scrubber_text(snapshots.steps, index, variety, collapsed_below)
        collapsed = variety is not None and variety[index] < collapsed_below
        pixels = snapshot_grid(snapshots.images[index], columns, collapsed)
        num = len(snapshots.images[index])
        grid.show(pixels, f"{num} fixed latents. {text}", width=648)
        if variety is not None:
            curve.show(variety_curve(snapshots.steps, variety, index, collapsed_below), text)

    base.connect(draw, index=place)
    return base.panel(box, grid, *([curve] if variety is not None else []))


def snapshot_grid(frame, columns=16, collapsed=False):
    """The pictures of one snapshot in rows, on red ground where they have collapsed.

    Args:
        frame: uint8 `(num, height, width, channels)`.
        columns: pictures in a row.
        collapsed: whether to mark the frame.

    Returns:
        uint8 array `(rows * (height + 2) + 2, columns * (width + 2) + 2, 3)`.
    """
    return images.tile(frame, columns, background=COLLAPSED if collapsed else images.PAPER)


def scrubber_text(steps, index, variety=None, collapsed_below=0.5):
    """One line about a snapshot: its step, its variety, whether it collapsed."""
    text = f"Step {steps[index]}"
    if variety is None:
        return text
    state = ", collapsed" if variety[index] < collapsed_below else ""
    return f"{text}: variety {variety[index]:.2f}{state}"


def variety_curve(steps, variety, index, collapsed_below=0.5):
    """Variety along the run, the present snapshot marked, collapsed ones crossed out.

    Args:
        steps: `(num_snapshots,)`.
        variety: `(num_snapshots,)`, 1 as varied as real pictures.
        index: the present snapshot.
        collapsed_below: below it a snapshot counts as collapsed.

    Returns:
        `Figure`.
    """
    steps, variety = np.asarray(steps), np.asarray(variety, float)
    places = np.arange(len(steps))  # one place a snapshot, as on the slider
    text = scrubber_text(steps, index, variety, collapsed_below)
    figure, axis = plots.figure(9.0, 2.8, text)
    axis_labels(axis, "step (one place for each snapshot)", "variety")
    light_grid(axis)
    axis.plot(places, variety, color=plots.BLUE, linewidth=1.6)
    collapsed = variety < collapsed_below
    axis.plot(
        places[collapsed], variety[collapsed], "x", color=plots.VERMILION, markersize=7,
        markeredgewidth=1.8,
    )  # fmt: skip
    axis.plot(index, variety[index], "o", color=plots.INK, markersize=8)
    axis.axhline(1.0, color=plots.INK, linewidth=0.8, linestyle=(0, (2, 3)))
    axis.axhline(collapsed_below, color=plots.VERMILION, linewidth=0.8, linestyle=(0, (5, 3)))
    axis.set_ylim(0, max(1.2, 1.05 * variety.max()))
    axis.set_xlim(-0.5, len(steps) - 0.5)
    named = np.unique(np.linspace(0, len(steps) - 1, NUM_TICKS).round().astype(int))
    axis.set_xticks(named, [f"{steps[place]:,}" for place in named])
    return figure


def _display(widget):
    if "IPython" in sys.modules:
        from IPython import get_ipython
        from IPython.display import display

        if get_ipython() is not None:
            display(widget)
