"""What a classifier got right, how sure that is, and what it looked at."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from artlab import images
from artlab.plots.charts import text_width
from artlab.plots.style import (
    BLUE,
    FAINT,
    INK,
    INTENSITY,
    PAPER,
    SIDE,
    TEXT_SIZE,
    VERMILION,
    axis_labels,
    figure,
    fonts,
    label,
    light_grid,
    panels,
    readable,
)

# Against the answer is blue, for it vermilion; where nothing changes one sees the picture.
EVIDENCE = LinearSegmentedColormap.from_list("evidence", ["#0A3D66", "#3C8CC4", "#F4F0E6",
                                                          "#E8803C", "#8C2D04"])  # fmt: skip
LEAST_HEAT = 0.02  # smaller falls of a probability are not stretched to full colour


def confusion_matrix(counts, classes, title, subtitle=None, *, order=None, width=None, height=None):
    """Which class was read as which: counts, and shares of the row as colour.

    Args:
        counts: shape (num_classes, num_classes): of row's class, read as column's; means over
            repeats need not be whole.
        classes: their names.
        title, subtitle: as in `figure`.
        order: the names in the order in which they are shown, such as that of time.
        width, height: inches; by default they follow from the number of classes.

    Returns:
        `Figure`; right answers stand on the diagonal, in frames.

    Raises:
        ValueError: `counts` is not square or has another size than `classes`, or `order` has
            other names.
    """
    counts, number = np.asarray(counts, float), len(classes)
    if counts.shape != (number, number) or not number:
        raise ValueError(
            f"`counts` must have shape ({number}, {number}), one row and column per class. "
            f"Received: {counts.shape}"
        )
    order = list(classes if order is None else order)
    if sorted(map(str, order)) != sorted(map(str, classes)):
        raise ValueError(f"`order` must hold the names of `classes`. Received: {order!r}")
    places = [list(classes).index(name) for name in order]
    counts, classes = counts[np.ix_(places, places)], order
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-9)
    names = [readable(str(name)) for name in classes]
    left, cell = SIDE + 0.5 + text_width(names), max(0.95, text_width(names) + 0.15)
    width = width or max(left + cell * number + 0.4, 5.4)
    canvas, axis = figure(width, height or 1.9 + 0.68 * number, title, subtitle, left=left)
    axis.imshow(shares, cmap=INTENSITY, vmin=0, vmax=1, aspect="auto")
    axis.set_xticks(range(number), names)
    axis.set_yticks(range(number), names)
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    for (row, column), part in np.ndenumerate(shares):
        _cell(axis, row, column, counts[row, column], part)
    axis_labels(axis, "read as", "true class")
    return canvas


def _cell(axis, row, column, count, part):
    """A count and, smaller, its share of the row; a frame on the diagonal."""
    style = {"ha": "center", "color": PAPER if part > 0.66 else INK, "family": fonts()}
    number = f"{count:.0f}" if abs(count - round(count)) < 0.05 else f"{count:.1f}"
    weight = "bold" if row == column else "normal"
    axis.text(column, row - 0.06, number, fontsize=13, va="center", fontweight=weight, **style)
    axis.text(column, row + 0.24, f"{part:.0%}", fontsize=10, va="center", **style)
    if row == column:
        frame = {"fill": False, "edgecolor": INK, "linewidth": 1.6}
        axis.add_patch(Rectangle((column - 0.47, row - 0.46), 0.94, 0.92, **frame))


def score_intervals(
    names,
    values,
    lows,
    highs,
    title,
    subtitle=None,
    *,
    baselines=None,
    x_label="share of right answers",
    highlight=None,
    limits=(0, 1),
    width=9.0,
    height=None,
):
    """Scores as points with their intervals as bars, beside what costs nothing to reach.

    Args:
        names: one text per score, from top to bottom.
        values, lows, highs: shape (num,): the scores and the ends of their intervals.
        title, subtitle: as in `figure`.
        baselines: dict from name to a score, drawn as dashed lines; two at most.
        x_label: what is measured.
        highlight: name, or names, of the scores to stress; the others turn pale.
        limits: `(low, high)` of the axis.
        width, height: inches; the height follows from the number of scores.

    Returns:
        `Figure`.

    Raises:
        ValueError: lengths differ, or a score lies outside its interval.
    """
    names = [readable(str(name)) for name in names]
    values, lows, highs = (np.asarray(given, float).ravel() for given in (values, lows, highs))
    if not len(names) == len(values) == len(lows) == len(highs) or not len(names):
        raise ValueError(
            "`values`, `lows` and `highs` must have one number per name. "
            f"Received: {len(values)}, {len(lows)}, {len(highs)} for {len(names)} names"
        )
    if (lows > values + 1e-9).any() or (values > highs + 1e-9).any():
        raise ValueError("`values` must lie between `lows` and `highs`.")
    stressed = {highlight} if isinstance(highlight, str) else set(highlight or names)
    height = height or 1.95 + 0.46 * len(names)
    left = SIDE + 0.25 + text_width(names)
    canvas, axis = figure(width, height, title, subtitle, left=left, right=0.5)
    axis.set(xlim=limits, ylim=(len(names) - 0.45, -0.85 if baselines else -0.55))
    for row, name in enumerate(names):
        color = BLUE if name in stressed else "#8FA9B8"
        _interval(axis, row, values[row], (lows[row], highs[row]), color)
    axis.set_yticks(range(len(names)), names)
    axis.tick_params(axis="y", length=0, labelsize=TEXT_SIZE)
    axis.spines["left"].set_visible(False)
    light_grid(axis, "x")
    _baselines(axis, baselines or {})
    axis_labels(axis, x_label)
    return canvas


def _interval(axis, row, value, ends, color):
    """A bar with end marks, a point, and the value above the point."""
    axis.plot(ends, (row, row), color=color, linewidth=3, solid_capstyle="butt", zorder=3)
    axis.plot(ends, (row, row), "|", color=color, markersize=11, markeredgewidth=2, zorder=3)
    axis.plot(value, row, "o", color=color, markersize=8, markeredgecolor=PAPER, zorder=4)
    text = label(axis, value, row, f"{value:.2f}", xytext=(0, 12), fontsize=11, color=INK)
    text.set(ha="center", zorder=5)


def _baselines(axis, baselines):
    """Dashed lines with their names above; a second name moves to the other side of its line."""
    dashes = ((0, (5, 2.4)), (0, (1.5, 1.8)))
    ordered = sorted(baselines.items(), key=lambda item: item[1])
    for number, (name, value) in enumerate(ordered[:2]):
        axis.axvline(value, color=VERMILION, linewidth=1.6, linestyle=dashes[number], zorder=2)
        side = "right" if number == 0 and len(ordered) > 1 else "left"
        offset = (-5 if side == "right" else 5, 0)
        text = label(axis, value, -0.66, f"{name} {value:.2f}", VERMILION, xytext=offset)
        text.set(ha=side, fontsize=11)


def occlusion(picture, heat, title, subtitle=None, *, name="the answer", width=9.0):
    """A picture, and over it which parts an answer rests on.

    Args:
        picture: (height, width, 3), uint8 or float in [-1, 1].
        heat: (rows, columns): by how much the answer's probability, or its log-odds, falls when
            the square there is covered; the squares are spread evenly over the picture.
        title, subtitle: as in `figure`.
        name: the answer, as the scale names it.
        width: inches.

    Returns:
        `Figure`: left the picture, right the picture in grey under the colours.

    Raises:
        ValueError: `heat` has another number of axes.
    """
    pixels, heat = images.to_uint8(np.asarray(picture)), np.asarray(heat, float)
    if heat.ndim != 2:
        raise ValueError(f"`heat` must have shape (rows, columns). Received: {heat.shape}")
    rows, columns = pixels.shape[:2]
    side = (width - 2 * SIDE - 0.3 - 1.0) / 2
    top = 0.7 + 0.35 * bool(subtitle) + 0.3
    height = min(side * rows / columns, 4.8) + top + 0.3
    canvas, axes = panels(1, 2, width, height, title, subtitle, left=SIDE, right=1.3, gap=0.3)
    canvas.subplots_adjust(bottom=0.3 / height)
    reach = max(float(np.abs(heat).max()), LEAST_HEAT)
    for axis in axes[0]:
        axis.set_xticks([])
        axis.set_yticks([])
        axis.spines[:].set_visible(False)
    axes[0, 0].imshow(pixels)
    grey = pixels @ np.array([0.299, 0.587, 0.114])
    axes[0, 1].imshow(0.35 * 255 + 0.65 * grey, cmap="gray", vmin=0, vmax=255)
    colors = EVIDENCE((heat / reach + 1) / 2)
    colors[..., 3] = 0.85 * np.abs(heat / reach) ** 0.7
    colors = np.clip(colors, 0, 1)
    extent = (-0.5, columns - 0.5, rows - 0.5, -0.5)
    axes[0, 1].imshow(colors, extent=extent, interpolation="bilinear")
    _scale(canvas, axes[0, 1], reach, name)
    return canvas


def _scale(canvas, axis, reach, name):
    """The colours beside the picture, with words at both ends."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    canvas.draw_without_rendering()
    box, (width, _) = axis.get_position(), canvas.get_size_inches()
    place = canvas.add_axes((box.x1 + 0.14 / width, box.y0, 0.15 / width, box.height))
    scale = canvas.colorbar(ScalarMappable(Normalize(-reach, reach), EVIDENCE), cax=place)
    scale.outline.set_visible(False)
    scale.set_ticks([-reach, 0, reach], labels=[f"−{reach:.2f}", "0", f"+{reach:.2f}"])
    place.tick_params(colors=FAINT, labelcolor=INK, labelsize=10, length=3, labelfontfamily=fonts())
    text = f"above 0: for “{name}”"
    place.set_ylabel(readable(text), fontsize=11, color=INK, family=fonts(), labelpad=4)
