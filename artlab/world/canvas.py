"""A float canvas with the few ways in which paint meets it; planes first, for speed."""

import cv2
import numpy as np


def smoothstep(low, high, values):
    """0 below `low`, 1 above `high`, a smooth S between; any float array."""
    steps = np.clip((values - low) * np.float32(1 / (high - low)), 0, 1)
    return steps * steps * (3 - 2 * steps)


def blur(field, sigma):
    """Gaussian blur of one plane; `sigma` in pixels."""
    if sigma < 0.3:
        return field
    return cv2.GaussianBlur(field, (0, 0), float(sigma))


class Canvas:
    """sRGB planes of shape (3, height, width), float32 in [0, 1].

    Args:
        shape: `(height, width)` in pixels.
        color: three floats in [0, 1], the bare ground.
    """

    def __init__(self, shape, color):
        self.shape = shape
        self.planes = np.empty((3, *shape), np.float32)
        self.planes[:] = np.asarray(color, np.float32)[:, None, None]

    def cover(self, color, alpha, rows=slice(None)):
        """Opaque paint: mixes towards a colour (3,) or a picture (3, rows, width)."""
        color = np.asarray(color, np.float32)
        color = color[:, None, None] if color.ndim == 1 else color
        part = self.planes[:, rows]
        part += (color - part) * alpha

    def glaze(self, tint, density, rows=slice(None)):
        """Transparent paint: multiplies by a tint, (3,) or (3, rows, width), as `density` says."""
        tint = np.asarray(tint, np.float32)
        tint = tint[:, None, None] if tint.ndim == 1 else tint
        self.planes[:, rows] *= 1 - density * (1 - tint)

    def shade(self, amount, rows=slice(None)):
        """Multiplies all three planes by 1 + `amount`."""
        self.planes[:, rows] *= 1 + amount

    def image(self):
        """The picture so far: uint8 of shape (height, width, 3)."""
        planes = np.clip(self.planes * 255 + 0.5, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(planes.transpose(1, 2, 0))


def look_up(table, where):
    """Colours from a gradient.

    Args:
        table: array of shape (3, steps), as `colour.ramp` makes it.
        where: float array of any shape in [0, 1]; outside, the ends of the table hold.

    Returns:
        Array of shape (3, *where.shape).
    """
    steps = table.shape[1] - 1
    return table[:, np.clip(where * steps, 0, steps).astype(np.intp)]
