"""Pictures side by side, pixel by pixel as they are."""

import math

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from artlab import images as pictures
from artlab.plots.style import (
    INK,
    PAPER,
    SIDE,
    VERMILION,
    _headings,
    fonts,
    readable,
)

FULL_WIDTH = 648  # CSS pixels: 9 inches
GAP = 6


def image_grid(
    images, columns=8, titles=None, title=None, subtitle=None, highlight=None, *, size=None
):
    """Pictures in rows and columns, unblurred.

    Args:
        images: (num, height, width[, channels]), float in [-1, 1] or uint8; 1, 3 or 4 channels.
        columns: pictures per row.
        titles: one short text per picture, written under it.
        title, subtitle: above everything.
        highlight: indices of pictures to frame; a frame comes with a mark, not only a colour.
        size: width of one picture on screen in CSS pixels; by default the row fills the
            notebook, 96 at most.

    Returns:
        `Figure`.
    """
    batch = pictures.to_uint8(_batch(images))
    num, rows_pixels, columns_pixels, _ = batch.shape
    columns = max(1, min(int(columns), num))
    titles = [] if titles is None else [str(text) for text in titles]
    if titles and len(titles) != num:
        raise ValueError(
            f"`titles` must have one text per picture ({num}). Received: {len(titles)}"
        )
    wide = size or min(96, (FULL_WIDTH - 2 * SIDE * 72 - GAP * (columns - 1)) // columns)
    tall = wide * rows_pixels / columns_pixels
    caption = 19 if titles else 0
    rows = math.ceil(num / columns)
    inner = np.array([columns * (wide + GAP) - GAP, rows * (tall + GAP + caption) - GAP])
    canvas, axis = _sheet(inner, title, subtitle)
    for index, picture in enumerate(batch):
        row, column = divmod(index, columns)
        left, top = column * (wide + GAP), row * (tall + GAP + caption)
        _place(axis, picture, left, top, wide, tall)
        if titles:
            _write(axis, left + wide / 2, top + tall + 3, titles[index])
        if index in set(highlight if highlight is not None else ()):
            _frame(axis, left, top, wide, tall)
    return canvas


def _batch(images):
    array = np.asarray(images)
    array = array[..., None] if array.ndim == 3 else array
    if array.ndim != 4 or array.shape[-1] not in (1, 3, 4) or not len(array):
        raise ValueError(
            "`images` must have shape (num, height, width, channels) with 1, 3 or 4 channels "
            f"and at least one picture. Received: {np.shape(images)}"
        )
    return array


def _sheet(inner, title, subtitle):
    """A figure with axes counted in CSS pixels, y down, of the size that the pictures need."""
    side = SIDE * 72
    letters = max(
        len(title or "") * 10.2,
        max((len(line) for line in (subtitle or "").split("\n")), default=0) * 6.9,
    )
    width = max(inner[0], min(letters, FULL_WIDTH - 2 * side)) + 2 * side
    trial = Figure(figsize=(width / 72, 1))
    head = _headings(trial, readable(title or ""), subtitle) * 72 if title or subtitle else side
    height = head + inner[1] + side
    canvas = Figure(figsize=(width / 72, height / 72), dpi=144, facecolor=PAPER)
    _headings(canvas, readable(title or ""), subtitle)
    axis = canvas.add_axes((side / width, side / height, inner[0] / width, inner[1] / height))
    axis.set(xlim=(0, inner[0]), ylim=(inner[1], 0))
    axis.axis("off")
    return canvas, axis


def _place(axis, picture, left, top, wide, tall):
    grey = picture.shape[-1] == 1
    axis.imshow(
        picture[..., 0] if grey else picture,
        extent=(left, left + wide, top + tall, top),
        cmap="gray" if grey else None,
        vmin=0,
        vmax=255,
        interpolation="nearest" if wide >= picture.shape[1] else "antialiased",
        aspect="auto",
    )
    axis.add_patch(
        Rectangle(
            (left, top), wide, tall, fill=False, edgecolor="#CFC6B4", linewidth=0.7, clip_on=False
        )
    )


def _write(axis, x, y, text):
    axis.text(x, y, readable(text), ha="center", va="top", fontsize=11, color=INK, family=fonts())


def _frame(axis, left, top, wide, tall):
    axis.add_patch(
        Rectangle(
            (left, top), wide, tall, fill=False, edgecolor=VERMILION, linewidth=3, clip_on=False
        )
    )
    axis.plot(
        left + wide - 7,
        top + 7,
        marker="*",
        markersize=12,
        color=VERMILION,
        markeredgecolor=PAPER,
        clip_on=False,
    )
