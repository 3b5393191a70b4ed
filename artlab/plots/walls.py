"""Paintings of any format on one wall: each on a square mat, in rows."""

import numpy as np

from artlab import images
from artlab.plots.grids import FULL_WIDTH, GAP, image_grid
from artlab.plots.style import SIDE

MAT = (239, 233, 219)  # a warm grey: nobody takes it for the paper of a painting
MARGIN = 0.05  # of the longer side
LARGEST = 200  # width of a mat on screen, in CSS pixels


def wall(pictures, titles=None, columns=4, title=None, subtitle=None, size=None):
    """Pictures of different formats side by side.

    Args:
        pictures: arrays of shape (height, width) or (height, width, channels); uint8, or float
            in [-1, 1]. All are shown at one scale.
        titles: one short text per picture, written under it.
        columns: pictures per row.
        title, subtitle: above everything.
        size: width of one mat on screen in CSS pixels; by default the row fills the notebook,
            200 at most.

    Returns:
        `Figure`.

    Raises:
        ValueError: there is no picture.
    """
    pictures = [_rgb(picture) for picture in pictures]
    if not pictures:
        raise ValueError("`pictures` must hold at least one picture. Received: none")
    side = max(max(picture.shape[:2]) for picture in pictures)
    room = FULL_WIDTH - 2 * SIDE * 72 - GAP * (columns - 1)
    size = size or min(LARGEST, int(room // columns))
    mats = np.stack([_mat(picture, side) for picture in pictures])
    return image_grid(mats, columns, titles, title, subtitle, size=size)


def _mat(picture, side):
    """A picture in the middle of a square that leaves a margin round the longest picture."""
    whole = side + 2 * round(MARGIN * side)
    height, width = picture.shape[:2]
    mat = np.empty((whole, whole, 3), np.uint8)
    mat[...] = MAT
    top, left = (whole - height) // 2, (whole - width) // 2
    mat[top : top + height, left : left + width] = picture
    return mat


def _rgb(picture):
    pixels = images.to_uint8(picture)
    pixels = pixels[..., None] if pixels.ndim == 2 else pixels
    if pixels.ndim != 3 or pixels.shape[-1] not in (1, 3):
        raise ValueError(
            "`pictures` must be arrays of shape (height, width[, 1 or 3]). "
            f"Received: {np.shape(picture)}"
        )
    return np.broadcast_to(pixels, (*pixels.shape[:2], 3))
