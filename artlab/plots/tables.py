"""Numbers with names: bars and matrices."""

import itertools

import numpy as np

from artlab.plots.charts import text_width
from artlab.plots.style import (
    BLUE,
    FAINT,
    INK,
    INTENSITY,
    PAPER,
    SIDE,
    TEXT_SIZE,
    axis_labels,
    figure,
    fonts,
    label,
    light_grid,
    readable,
)


def bars(
    names,
    values,
    x_label,
    title,
    subtitle=None,
    *,
    highlight=None,
    formatted="{:.2f}",
    limits=None,
    width=9.0,
    height=None,
):
    """Lying bars with their names at the left and their values at the end.

    Args:
        names: one text per bar, from top to bottom.
        values: numbers, shape (num,), 0 or more or of both signs.
        x_label: what they measure, with the unit.
        title, subtitle: as in `figure`.
        highlight: name, or names, of the bars to stress; the others turn pale.
        formatted: format of the value at a bar's end.
        limits: `(low, high)` of the axis.
        width, height: inches; the height follows from the number of bars.

    Returns:
        `Figure`.
    """
    names, values = [str(name) for name in names], np.asarray(values, float).ravel()
    if len(names) != len(values):
        raise ValueError(
            f"`names` must have one text per value. Received: {len(names)} and {len(values)}"
        )
    stressed = {highlight} if isinstance(highlight, str) else set(highlight or names)
    height = height or 1.5 + 0.36 * len(names)
    left = SIDE + 0.2 + text_width(names)
    canvas, axis = figure(width, height, title, subtitle, left=left, right=0.8)
    rows = np.arange(len(names))
    colours = [BLUE if name in stressed else "#A9BFCB" for name in names]
    axis.barh(rows, values, height=0.66, color=colours)
    axis.set_yticks(rows, [readable(name) for name in names])
    axis.tick_params(axis="y", length=0, labelsize=TEXT_SIZE)
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.spines["bottom"].set_visible(False)
    if limits is None and (values < 0).any():
        axis.margins(x=0.14)  # room for the values at the left ends
    elif limits is not None:
        axis.set_xlim(*limits)
    for row, name, value in zip(itertools.count(), names, values, strict=False):
        side = -1 if value < 0 else 1
        text = label(
            axis, value, row, formatted.format(value).replace("-", "−"), xytext=(5 * side, 0)
        )
        text.set(ha="left" if side > 0 else "right", fontweight="bold" if name in stressed else 400)
    if (values < 0).any():
        axis.axvline(0, color=FAINT, linewidth=0.8)
        axis.spines["left"].set_visible(False)
    axis_labels(axis, x_label)
    axis.set_xticks([]) if limits is None else light_grid(axis, "x")
    return canvas


def matrix(
    values,
    row_names,
    column_names,
    title,
    subtitle=None,
    *,
    x_label="",
    y_label="",
    formatted="{:.2f}",
    low=None,
    high=None,
    width=None,
    height=None,
):
    """A table of numbers as coloured cells with the number in each.

    Args:
        values: shape (rows, columns), the first row at the top.
        row_names, column_names: one text per row and column.
        title, subtitle: as in `figure`.
        x_label, y_label: what columns and rows are.
        formatted: format of a number; "" writes none.
        low, high: values at the ends of the colours.
        width, height: inches; by default they follow from the number of cells.

    Returns:
        `Figure`.
    """
    values = np.asarray(values, float)
    if values.shape != (len(row_names), len(column_names)):
        raise ValueError(
            f"`values` must have shape ({len(row_names)}, {len(column_names)}), one name per row "
            f"and column. Received: {values.shape}"
        )
    names_width = 0.5 + 0.095 * max(len(str(name)) for name in row_names) + 0.3 * bool(y_label)
    width = width or min(9.0, names_width + 0.4 + 0.72 * len(column_names))
    height = height or min(8.0, 1.75 + 0.5 * len(row_names))
    canvas, axis = figure(width, height, title, subtitle, left=names_width)
    low = values.min() if low is None else low
    high = values.max() if high is None else high
    axis.imshow(values, cmap=INTENSITY, vmin=low, vmax=high, aspect="auto")
    axis.set_xticks(range(len(column_names)), [readable(name) for name in column_names])
    axis.set_yticks(range(len(row_names)), [readable(name) for name in row_names])
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    for (row, column), value in np.ndenumerate(values) if formatted else ():
        dark = (value - low) > 0.55 * (high - low)
        style = {"ha": "center", "va": "center", "fontsize": 11, "family": fonts()}
        colour = PAPER if dark else INK
        axis.text(column, row, formatted.format(value), color=colour, **style)
    axis_labels(axis, x_label, y_label)
    return canvas
