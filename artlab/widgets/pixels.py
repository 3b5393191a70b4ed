"""Lesson 01: slide a window over a picture and read the numbers that it is made of."""

import numpy as np
from matplotlib.patches import Rectangle

from artlab import images, plots
from artlab.widgets import base

WINDOW = 7  # pixels per side of the window
STORED, SEEN = "stored: 0 to 255", "seen by a network: -1 to 1"


def pixel_figure(picture, row, column, scale=SEEN, size=WINDOW):
    """A picture with a frame at the left, the numbers inside the frame at the right.

    Args:
        picture: shape (height, width, 1), float32 in [-1, 1].
        row, column: top left pixel of the frame.
        scale: `STORED` for uint8 numbers, `SEEN` for float ones.
        size: pixels per side of the frame.

    Returns:
        `Figure`.
    """
    picture = _checked(picture, size)
    window = window_numbers(picture, row, column, scale, size)
    place = f"rows {row} to {row + size - 1}, columns {column} to {column + size - 1}"
    canvas, axes = plots.panels(
        1,
        2,
        9.0,
        5.1,
        "A picture is an array of numbers",
        f"{place}; {scale.replace('-', '−')}",
        ("The picture", "The numbers in the frame"),
        left=0.65,
        gap=0.6,
    )
    whole, part = axes[0]
    for axis, pixels in ((whole, picture[..., 0]), (part, _cut(picture, row, column, size))):
        axis.imshow(pixels, cmap="gray", vmin=-1, vmax=1, interpolation="nearest")
    frame = {"fill": False, "edgecolor": plots.VERMILION, "linewidth": 3}
    whole.add_patch(Rectangle((column - 0.5, row - 0.5), size, size, **frame))
    part.set_xticks(range(size), range(column, column + size))
    part.set_yticks(range(size), range(row, row + size))
    for (down, across), number in np.ndenumerate(window):
        bright = _cut(picture, row, column, size)[down, across] > 0
        colour = plots.INK if bright else plots.PAPER
        text = f"{number:.2f}" if scale == SEEN else f"{number}"
        part.text(across, down, text.replace("-", "−"), color=colour, ha="center", va="center")
    return canvas


def window_numbers(picture, row, column, scale=SEEN, size=WINDOW):
    """The numbers of a window: float in [-1, 1], or uint8.

    Args:
        picture, row, column, scale, size: as in `pixel_figure`.

    Returns:
        Array (size, size).
    """
    window = _cut(_checked(picture, size), row, column, size)
    return window if scale == SEEN else images.to_uint8(window)


def pixel_reader(picture, size=WINDOW):
    """Two sliders that move a window over a picture; its numbers stand beside it.

    Args:
        picture: shape (height, width, 1), float32 in [-1, 1].
        size: pixels per side of the window.

    Returns:
        A widget.
    """
    picture = _checked(picture, size)
    height, width, _ = picture.shape
    row = base.int_slider("row (down)", height // 8, 0, height - size)
    column = base.int_slider("column (to the right)", width - size - 1, 0, width - size)
    scale = base.choice("numbers", [SEEN, STORED])
    shown = base.Picture()

    def draw(row, column, scale):
        window = window_numbers(picture, row, column, scale, size)
        text = (
            f"The picture, and {size} by {size} of its numbers from row {row}, column {column}: "
            f"{window.min():.4g} to {window.max():.4g}, {np.mean(window == window.max()):.0%} "
            f"of them at the upper end."
        )
        shown.show(pixel_figure(picture, row, column, scale, size), text)

    base.connect(draw, row=row, column=column, scale=scale)
    return base.panel(row, column, [scale], shown)


def _cut(picture, row, column, size):
    return picture[row : row + size, column : column + size, 0]


def _checked(picture, size):
    picture = np.asarray(picture)
    if picture.ndim != 3 or picture.shape[-1] != 1 or min(picture.shape[:2]) < size:
        raise ValueError(
            f"`picture` must have shape (height, width, 1), {size} pixels or more each way. "
            f"Received: {picture.shape}"
        )
    return picture
