"""Lesson 04: a slider for D's logit with every generator loss; pictures of runs on the ring."""

import numpy as np
from matplotlib.patches import Circle

from artlab import plots
from artlab.gan.points import REACH, islands
from artlab.plots.charts import draw_lines, name_ends
from artlab.plots.style import FAINT, PALETTE, axis_labels, label, light_grid
from artlab.widgets import base

LOGITS = np.linspace(-8.0, 8.0, 161)
LOSS_LIMITS, SLOPE_LIMITS = (-8.0, 8.0), (-3.0, 1.5)


def generator_losses(logits):
    """Loss and slope of every generator loss, in closed form.

    Args:
        logits: what D gives a fake before its sigmoid, any shape.

    Returns:
        dict from name to `(losses, slopes)`, float64 of the shape of `logits`; the slope is
        the derivative by the logit. Hinge and Wasserstein share the generator's half.

    Example:

    >>> round(float(generator_losses(-5.0)["minimax"][1]), 3)
    -0.007
    """
    logits = np.asarray(logits, float)
    probability = 0.5 * (1.0 + np.tanh(0.5 * logits))  # sigmoid, without overflow
    return {
        "minimax": (-np.logaddexp(0.0, logits), -probability),
        "non-saturating": (np.logaddexp(0.0, -logits), probability - 1.0),
        "least squares": (0.5 * (logits - 1.0) ** 2, logits - 1.0),
        "hinge, Wasserstein": (-logits, -np.ones_like(logits)),
    }


def loss_figure(logit):
    """The losses at the left, their slopes at the right, both marked at one logit.

    Args:
        logit: where the marks stand, in [-8, 8].

    Returns:
        `Figure`. Each line ends with its name and, at the right, with its slope at the logit.
    """
    title = f"D gives this fake the logit {_signed(logit, 1)}: it says {_percent(logit)} real"
    subtitle = "Dots: the four losses at this logit. The slope is what moves the generator."
    canvas, axes = plots.panels(
        1,
        2,
        9.0,
        4.7,
        title,
        subtitle,
        ("Loss of G", "Slope of that loss"),
        left=0.62,
        right=2.5,
        gap=0.6,
    )
    curves, here = generator_losses(LOGITS), generator_losses(logit)
    _draw(axes[0, 0], {name: pair[0] for name, pair in curves.items()}, LOSS_LIMITS)
    named = {f"{name}  {_signed(here[name][1], 3)}": slopes for name, (_, slopes) in curves.items()}
    ends = _draw(axes[0, 1], named, SLOPE_LIMITS)
    name_ends(axes[0, 1], ends)
    for axis, part in zip(axes[0], (0, 1), strict=True):
        _mark(axis, logit, [pair[part] for pair in here.values()])
        axis_labels(axis, "logit of D for a fake")
    return canvas


def loss_text(logit):
    """Alt text: the logit, D's probability, and the slope of every loss."""
    slopes = [f"{name} {_signed(pair[1], 3)}" for name, pair in generator_losses(logit).items()]
    return f"Logit {_signed(logit, 1)}, D says {_percent(logit)} real. Slopes: {', '.join(slopes)}."


def loss_slider(logit=-5.0):
    """A slider for D's logit; the curves of all generator losses and their slopes follow.

    Args:
        logit: where it starts, in [-8, 8].

    Returns:
        A widget.
    """
    place = base.slider("D's logit for a fake", logit, -8.0, 8.0, step=0.1, formatted=".1f")
    picture = base.Picture()
    base.connect(lambda logit: picture.show(loss_figure(logit), loss_text(logit)), logit=place)
    return base.panel(place, picture)


def _draw(axis, series, limits):
    light_grid(axis)
    axis.axhline(0, color=FAINT, linewidth=0.8, zorder=1)
    ends = draw_lines(axis, LOGITS, series)
    axis.set(xlim=(LOGITS[0], LOGITS[-1]), ylim=limits)
    return ends


def _mark(axis, logit, values):
    """A dot on each line; an arrow at the edge for a line that leaves the picture."""
    low, high = axis.get_ylim()
    axis.axvline(logit, color=FAINT, linewidth=1, linestyle=(0, (2, 2)), zorder=1)
    # The first dots are larger, so that one on top of another does not hide it.
    for size, value, colour in zip((13, 10, 7, 5), values, PALETTE, strict=False):
        inside = low <= value <= high
        marker = "o" if inside else ("^" if value > high else "v")
        height = float(np.clip(value, low, high))
        axis.plot(logit, height, marker, color=colour, markersize=size, clip_on=False, zorder=5)
    if any(not low <= value <= high for value in values):
        outside = next(value for value in values if not low <= value <= high)
        side = 1 if logit < 0 else -1
        text = label(axis, logit, np.clip(outside, low, high), _signed(outside, 1))
        text.set(position=(9 * side, 0), ha="left" if side > 0 else "right")


def _percent(logit):
    return f"{100 * 0.5 * (1.0 + np.tanh(0.5 * logit)):.1f}%"


def _signed(value, digits):
    return f"{value:.{digits}f}".replace("-", "−")


def ring_figure(results, title, subtitle=None):
    """Every run on the ring as a small picture: islands as circles, generated points on top.

    Args:
        results: dict from the name of a loss to a `RingRuns`, all with as many runs.
        title, subtitle: as in `artlab.plots.figure`.

    Returns:
        `Figure`, a row per loss and a column per run; the number of islands reached stands
        above each picture.
    """
    num_runs = len(next(iter(results.values())).final)
    height = 0.85 + 0.3 * bool(subtitle) + 1.42 * len(results)
    options = {"left": 1.75, "right": 0.15, "gap": 0.06}
    canvas, axes = plots.panels(len(results), num_runs, 9.0, height, title, subtitle, **options)
    canvas.subplots_adjust(bottom=0.08 / height)
    for row, (name, runs) in zip(axes, results.items(), strict=True):
        for axis, cloud, count in zip(row, runs.points, runs.final, strict=True):
            _ring_panel(axis, cloud, count)
        text = label(row[0], -1.5, 0, name.replace(" ", "\n", 1), ha="right")
        text.set(fontweight="bold")
    return canvas


def _ring_panel(axis, cloud, count):
    axis.set(xlim=(-1.35, 1.35), ylim=(-1.35, 1.7), xticks=[], yticks=[], aspect="equal")
    axis.spines[:].set_visible(False)
    for centre in islands():
        axis.add_patch(Circle(centre, REACH, facecolor=PALETTE[0], alpha=0.22, linewidth=0))
        axis.add_patch(Circle(centre, REACH, fill=False, edgecolor=PALETTE[0], linewidth=0.9))
    axis.plot(*cloud.T, "^", color=plots.FAKE, markersize=1.8, alpha=0.5)
    label(axis, 0, 1.47, f"{count} of 8", fontsize=11, ha="center")


def ring_scrubber(results):
    """A slider through the trainings of `ring_figure`, from the first count to the last.

    Args:
        results: dict from the name of a loss to a `RingRuns`, all counted at the same steps.

    Returns:
        A widget: play button, slider, pictures.

    Raises:
        ValueError: the runs were counted at different steps.
    """
    steps = next(iter(results.values())).steps
    for name, runs in results.items():
        if not np.array_equal(runs.steps, steps):
            raise ValueError(f"`results` must be counted at the same steps. {name!r} is not")
    place, box = base.play("count", 0, len(steps) - 1, interval=700)
    pictures = base.Picture()

    def draw(index):
        here = {name: runs.until(index) for name, runs in results.items()}
        title = f"Step {steps[index]:,} of {steps[-1]:,}"
        pictures.show(ring_figure(here, title), f"{title}. {ring_text(here)}")

    base.connect(draw, index=place).fast = 0.4
    return base.panel(box, pictures)


def ring_text(results):
    """Alt text of `ring_figure`: islands of every run, and the share of points on one."""
    return (
        f"Generated points and the eight islands, a small picture for each run. {_counts(results)}"
    )


def coverage_text(results):
    """Alt text of `coverage_figure`."""
    return f"A row of dots for each loss, a dot for each run. {_counts(results)}"


def _counts(results):
    parts = [
        f"{name}: islands {', '.join(map(str, runs.final))}, "
        f"{runs.on_island[-1].mean():.0%} of the points on an island."
        for name, runs in results.items()
    ]
    return " ".join(parts)


def coverage_figure(results, title, subtitle=None):
    """Islands reached, one dot per run and one row per loss.

    Args:
        results: dict from a name to a `RingRuns`.
        title, subtitle: as in `artlab.plots.figure`.

    Returns:
        `Figure`; at the right the mean of the runs and the share of points on an island.
    """
    height = 1.75 + 0.42 * len(results)
    left = 0.45 + 0.095 * max(map(len, results))
    canvas, axis = plots.figure(9.0, height, title, subtitle, left=left, right=2.5)
    light_grid(axis, "x")
    for row, runs in enumerate(results.values()):
        for count in sorted(set(runs.final)):
            num = runs.final.count(count)
            places = row + 0.16 * (np.arange(num) - (num - 1) / 2)
            axis.plot([count] * num, places, "o", color=PALETTE[0], markersize=7, alpha=0.9)
        mean, share = np.mean(runs.final), runs.on_island[-1].mean()
        label(axis, 8.45, row, f"mean {mean:.1f}, {share:.0%} on land", ha="left")
    axis.set_yticks(range(len(results)), list(results))
    axis.set(xlim=(-0.3, 8.3), ylim=(len(results) - 0.4, -0.6), xticks=range(9))
    axis_labels(axis, "islands reached, of 8 (a dot is a run)")
    return canvas
