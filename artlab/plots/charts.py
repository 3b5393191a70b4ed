"""Curves and histograms."""

import numpy as np

from artlab.plots.style import (
    DASHES,
    FAINT,
    INK,
    PALETTE,
    SIDE,
    TEXT_COLOURS,
    TEXT_SIZE,
    axis_labels,
    figure,
    fonts,
    label,
    light_grid,
    readable,
    spread,
)


def curves(
    x,
    series,
    x_label,
    y_label,
    title,
    subtitle=None,
    *,
    x_limits=None,
    y_limits=None,
    x_log=False,
    y_log=False,
    marks=None,
    width=9.0,
    height=4.6,
):
    """Lines over a common axis, each with its name at its end.

    Args:
        x: values of the horizontal axis, shape (num,).
        series: dict from name to values, shape (num,), or to a pair `(x, values)`.
        x_label, y_label: what the axes measure, with the unit.
        title, subtitle: as in `figure`.
        x_limits, y_limits: `(low, high)` or None for the data's own.
        x_log, y_log: logarithmic axes.
        marks: dict from name to a place on the horizontal axis: a thin upright line.
        width, height: inches.

    Returns:
        `Figure`.
    """
    right = SIDE + 0.12 + text_width(series)
    canvas, axis = figure(width, height, title, subtitle, right=right)
    light_grid(axis)
    axis.set(xscale="log" if x_log else "linear", yscale="log" if y_log else "linear")
    ends = draw_lines(axis, x, series)
    axis.margins(x=0.01)
    if x_limits is not None:
        axis.set_xlim(*x_limits)
    if y_limits is not None:
        axis.set_ylim(*y_limits)
    axis_labels(axis, x_label, y_label)
    _marks(axis, marks or {})
    name_ends(axis, ends)
    return canvas


def draw_lines(axis, x, series):
    """Draws the lines in different colours and dashes; returns [(name, colour, x, y)]."""
    ends = []
    for index, (name, values) in enumerate(series.items()):
        across, values = values if isinstance(values, tuple) else (x, values)
        across, values = np.asarray(across, float).ravel(), np.asarray(values, float).ravel()
        if across.shape != values.shape:
            raise ValueError(
                f"`series[{name!r}]` must have one value for each `x`. "
                f"Received: {values.size} values, {across.size} places"
            )
        colour, dash = PALETTE[index % len(PALETTE)], DASHES[index % len(DASHES)]
        axis.plot(across, values, color=colour, linestyle=dash, linewidth=2.2)
        ends.append((name, colour, across, values))
    return ends


def name_ends(axis, ends):
    """Writes every line's name to the right of its last point, moved apart where they meet."""
    low, high = sorted(axis.get_xlim())
    places = [_last_point(across, values, low, high) for _, _, across, values in ends]
    canvas_height = axis.figure.get_size_inches()[1] * axis.get_position().height  # inches
    pixels = axis.transData.transform([(high, place) for place in places])[:, 1] if ends else []
    bottom, top = axis.transData.transform([(low, end) for end in axis.get_ylim()])[:, 1]
    gap = 15 / 72 / canvas_height * (top - bottom)
    wanted = spread(np.clip(pixels, bottom, top), gap)
    for (name, colour, _, _), height in zip(ends, wanted, strict=True):
        axis.annotate(
            readable(name),
            (1, (height - bottom) / (top - bottom)),
            xycoords="axes fraction",
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=TEXT_COLOURS.get(colour, colour),
            fontsize=TEXT_SIZE,
            family=fonts(),
            annotation_clip=False,
        )


def _last_point(across, values, low, high):
    """Height of the line at the right edge of the axes."""
    seen = np.isfinite(values) & (across >= low) & (across <= high)
    return values[seen][np.argmax(across[seen])] if seen.any() else 0.0


def text_width(names):
    """Inches that the longest name needs at the right; DejaVu's mean letter is 0.56 em wide."""
    letters = max((len(readable(name)) for name in names), default=0)
    return letters * TEXT_SIZE * 0.57 / 72


def _marks(axis, marks):
    for name, place in marks.items():
        axis.axvline(place, color=FAINT, linewidth=1, linestyle=(0, (2, 2)))
        low, high = axis.get_xlim()
        flip = place > low + 0.7 * (high - low)
        axis.annotate(
            readable(name),
            (place, 1),
            xycoords=("data", "axes fraction"),
            xytext=(-5 if flip else 5, -2),
            textcoords="offset points",
            ha="right" if flip else "left",
            va="top",
            color=INK,
            fontsize=11,
            family=fonts(),
        )


def histogram(
    values,
    x_label,
    title,
    subtitle=None,
    *,
    bins=30,
    y_label="share per bin (%)",
    limits=None,
    width=9.0,
    height=4.2,
):
    """How often values occur: outlined steps, so that several can lie over each other.

    Args:
        values: numbers of any shape, or a dict from name to numbers.
        x_label: what they measure, with the unit.
        title, subtitle: as in `figure`.
        bins: number of bins, or their edges.
        y_label: heights are percent of each set.
        limits: `(low, high)` of the bins.
        width, height: inches.

    Returns:
        `Figure`.
    """
    sets = values if isinstance(values, dict) else {"": values}
    sets = {name: np.asarray(numbers, float).ravel() for name, numbers in sets.items()}
    everything = np.concatenate(list(sets.values()))
    edges = np.histogram_bin_edges(everything[np.isfinite(everything)], bins, limits)
    canvas, axis = figure(width, height, title, subtitle)
    light_grid(axis)
    highest = 0.0
    for index, (name, numbers) in enumerate(sets.items()):
        colour, dash = PALETTE[index % len(PALETTE)], DASHES[index % len(DASHES)]
        share = np.histogram(numbers, edges)[0] / max(numbers.size, 1) * 100
        axis.stairs(share, edges, fill=True, color=colour, alpha=0.22)
        axis.stairs(share, edges, color=colour, linewidth=2, linestyle=dash)
        highest = max(highest, share.max())
        if name:
            peak = np.argmax(share)
            centre = (edges[peak] + edges[peak + 1]) / 2
            label(axis, centre, share[peak], name, colour, xytext=(0, 11), ha="center")
    axis.set_ylim(0, highest * 1.16 or 1)
    axis_labels(axis, x_label, y_label)
    return canvas
