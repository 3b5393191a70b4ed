"""Lesson 08: where the next point of a drawing may go, as a glow on the paper."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from artlab import plots
from artlab.world.sketch import COLOURS
from artlab.world.strokes import curve

GLOW = LinearSegmentedColormap.from_list(
    "glow", ["#FFFFFF", "#FBE7C0", "#F6C274", "#EE8F35", "#D55E00", "#A33A00"]
)
SPREAD = 1.6  # levels by which a field is blurred, so that single points can be seen
TALL = 0.11  # height of the two margins, as a share of the picture


def point_field(fields, sketches, titles, title, subtitle=None, columns=2):
    """Probability of the next point over the paper, with what is drawn already.

    Args:
        fields: arrays (256, 256), rows are y from the top, columns are x; each sums to 1.
        sketches: one `Sketch` per field, what is drawn so far.
        titles: one text per field.
        title, subtitle: above everything.
        columns: pictures in a row.

    Returns:
        `Figure`. The glow is scaled in each picture to its own brightest point; along the
        lower edge stands the distribution of x, along the right edge that of y.
    """
    rows = -(-len(fields) // columns)
    side = (9.0 - 0.6 - 0.35 * (columns - 1)) / columns
    height = 1.35 + rows * (side + 0.55)
    canvas, axes = plots.panels(
        rows, columns, 9.0, height, title, subtitle, titles, left=0.3, right=0.3, gap=0.4
    )
    for axis in axes.flat[len(fields) :]:
        axis.set_visible(False)
    for axis, field, sketch in zip(axes.flat, fields, sketches, strict=False):
        _field(axis, np.asarray(field, float), sketch)
    return canvas


def _field(axis, field, sketch):
    if field.ndim != 2 or not np.isclose(field.sum(), 1, atol=1e-3):
        raise ValueError(
            "`fields` must be arrays (rows, columns) that sum to 1. "
            f"Received: shape {field.shape}, sum {field.sum():.3f}"
        )
    num = len(field)
    glow = np.sqrt(_blurred(field, SPREAD))  # the root lets faint places be seen
    axis.imshow(glow, cmap=GLOW, vmin=0, extent=(0, 1, 1, 0), interpolation="bilinear")
    for stroke in sketch.strokes:
        line = curve(stroke, (1000, 1000)) / 1000
        axis.plot(*line.T, color=COLOURS[stroke.element], linewidth=1.3, alpha=0.9)
    places = (np.arange(num) + 0.5) / num
    across, down = _blurred(field.sum(axis=0), 1), _blurred(field.sum(axis=1), 1)
    style = {"color": plots.BLUE, "alpha": 0.45, "linewidth": 0}
    axis.fill_between(places, 1, 1 - TALL * across / across.max(), **style)
    axis.fill_betweenx(places, 1, 1 - TALL * down / down.max(), **style)
    axis.set(xlim=(0, 1), ylim=(1, 0), xticks=[], yticks=[], aspect="equal")
    axis.spines[:].set_visible(True)


def _blurred(values, width):
    """Values spread by a bell curve along each axis; the sum stays, save at the edges."""
    reach = np.arange(-int(4 * width) - 1, int(4 * width) + 2)
    bell = np.exp(-0.5 * (reach / width) ** 2)
    bell /= bell.sum()
    for axis in range(values.ndim):
        values = np.apply_along_axis(np.convolve, axis, values, bell, mode="same")
    return values
