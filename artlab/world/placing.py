"""A page on which things find a free place: grids of water, land and what is taken."""

import cv2
import numpy as np

GRID = 96  # cells along each side of the frame


class NoRoomError(Exception):
    """There is no place for an element at its present size."""


def outline_mask(points):
    """Cells inside a closed outline; bool array of shape (GRID, GRID)."""
    mask = np.zeros((GRID, GRID), np.uint8)
    cells = np.round(np.asarray(points) * GRID * 16 - 8).astype(np.int32)
    cv2.fillPoly(mask, [cells], 1, shift=4)
    return mask.astype(bool)


def land_outline(points):
    """Closes the upper edge of a piece of land along the sides of the frame.

    An edge that ends on one side twice is a tongue of land; any other is land down to the
    lower border.
    """
    points = np.asarray(points, dtype=np.float64)
    first, last = points[0], points[-1]
    if abs(first[0] - last[0]) < 0.02:
        return points
    return np.concatenate([points, [[last[0], 1.0], [first[0], 1.0]]])


class Page:
    """What lies where: `sky`, `water` and `land` cells, and cells that are `taken`.

    Args:
        skyline: y of the highest land at evenly spaced columns.
        horizon: y where the plane begins.
    """

    def __init__(self, skyline, horizon):
        rows = (np.arange(GRID) + 0.5) / GRID
        columns = np.interp(rows, np.linspace(0, 1, len(skyline)), skyline)
        self.sky = rows[:, None] < columns[None, :]
        self.water = np.zeros((GRID, GRID), bool)
        self.land = np.repeat((rows > horizon)[:, None], GRID, axis=1)
        self.taken = np.zeros((GRID, GRID), bool)
        self.boxes = []

    @staticmethod
    def cells(box):
        """Slices of a box `(left, top, right, bottom)` in the frame's units."""
        left, top, right, bottom = np.clip(box, 0, 1) * GRID
        rows = slice(int(top), max(int(np.ceil(bottom)), int(top) + 1))
        return rows, slice(int(left), max(int(np.ceil(right)), int(left) + 1))

    def add_water(self, mask):
        self.water |= mask
        self.land &= ~mask

    def add_land(self, mask):
        self.land |= mask
        self.water &= ~mask

    def is_free(self, box, ground=None):
        """Whether a box lies in the frame, on no taken cell and, if given, on `ground` alone."""
        if min(box) < 0.004 or max(box) > 0.996:
            return False
        cells = self.cells(box)
        return not self.taken[cells].any() and (ground is None or bool(ground[cells].all()))

    def take(self, box):
        self.taken[self.cells(box)] = True
        self.boxes.append(tuple(float(side) for side in box))


def box_of(lines):
    """The box around polylines: `(left, top, right, bottom)`."""
    points = np.concatenate([np.asarray(line) for line in lines])
    return (*points.min(axis=0), *points.max(axis=0))


def grow(box, amount):
    """A box with a margin on every side."""
    left, top, right, bottom = box
    return left - amount, top - amount, right + amount, bottom + amount
