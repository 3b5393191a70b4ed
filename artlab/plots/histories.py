"""How a training went: losses and probabilities, step by step."""

import numpy as np

from artlab.plots.charts import draw_lines, name_ends
from artlab.plots.style import FAINT, PALETTE, axis_labels, light_grid, panels


def loss_curves(history, title=None, subtitle=None, *, smooth=None, width=9.0, height=3.9):
    """The two losses, and what the discriminator says about real and generated pictures.

    Args:
        history: maps "step", "discriminator_loss", "generator_loss", "real_probability" and
            "fake_probability" to arrays (num,); what `Trainer.fit` returns.
        title, subtitle: as in `figure`.
        smooth: steps of the running mean drawn over the faint raw values; about a fiftieth
            of the run by default, 1 for none.
        width, height: inches.

    Returns:
        `Figure`: losses at the left, D(x) and D(G(z)) at the right.
    """
    steps = np.asarray(history["step"], float)
    window = max(1, len(steps) // 50) if smooth is None else smooth
    canvas, axes = panels(
        1,
        2,
        width,
        height,
        "Training, step by step" if title is None else title,
        subtitle,
        ("Losses", "How real D finds them"),
        right=1.15,
        gap=2.1,
    )
    _history_panel(
        axes[0, 0],
        steps,
        {
            "discriminator": history["discriminator_loss"],
            "generator": history["generator_loss"],
        },
        window,
    )
    _history_panel(
        axes[0, 1],
        steps,
        {"D(real)": history["real_probability"], "D(fake)": history["fake_probability"]},
        window,
        limits=(0, 1),
    )
    axes[0, 1].axhline(0.5, color=FAINT, linewidth=1, linestyle=(0, (2, 2)), zorder=0)
    axis_labels(axes[0, 0], "step", "loss (mean of a batch)")
    axis_labels(axes[0, 1], "step", "probability of “real”")
    return canvas


def _history_panel(axis, steps, series, window, limits=None):
    light_grid(axis)
    smoothed = {name: running_mean(values, window) for name, values in series.items()}
    if window > 1:
        for values, colour in zip(series.values(), PALETTE, strict=False):
            axis.plot(steps, values, color=colour, linewidth=0.7, alpha=0.28)
    ends = draw_lines(axis, steps, smoothed)
    axis.margins(x=0.01)
    if limits:
        axis.set_ylim(*limits)
    name_ends(axis, ends)


def running_mean(values, window):
    """Mean of the last `window` values at every place; fewer at the start.

    Example:

    >>> running_mean([1, 3, 5, 7], window=2)
    array([1., 2., 4., 6.])
    """
    values = np.asarray(values, float)
    sums = np.cumsum(np.concatenate([[0.0], values]))
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - window, 0)
    return (sums[ends] - sums[starts]) / (ends - starts)
