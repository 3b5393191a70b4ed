"""One picture as the measures look at it: small, in OKLab, its maps made once."""

import functools

import numpy as np

from artlab.gallery import checks
from artlab.world.colour import srgb_to_oklab

SIDE = 256  # of the longer side, so that pictures of every size are measured alike
LEAST = 16  # pixels of the shorter side


class View:
    """A picture at the size at which it is measured.

    Args:
        picture: uint8, or float in [-1, 1], (height, width, 3); a path; or an object with
            `painting` or `pixels`, such as an `Artwork` or a painting of the Met.

    Attributes:
        original: uint8 (height, width, 3).
        pixels: the same with a longer side of 256.

    Raises:
        ValueError: it is no picture, or has fewer than 16 pixels on a side.
    """

    def __init__(self, picture):
        self.original = checks.picture("picture", picture)
        height, width = self.original.shape[:2]
        if min(height, width) < LEAST:
            raise ValueError(
                f"`picture` must have {LEAST} or more pixels on each side. "
                f"Received: {width} by {height}"
            )
        scale = SIDE / max(height, width)
        size = tuple(max(LEAST, round(side * scale)) for side in (height, width))
        self.pixels = checks.resized(self.original, size)

    @property
    def shape(self):
        """(height, width) at which it is measured."""
        return self.pixels.shape[:2]

    @functools.cached_property
    def lab(self):
        """OKLab, float64 (height, width, 3)."""
        return srgb_to_oklab(self.pixels / 255)

    @property
    def lightness(self):
        """OKLab L in [0, 1], (height, width)."""
        return self.lab[..., 0]

    @functools.cached_property
    def chroma(self):
        """Distance from grey in OKLab, (height, width); about 0.3 at most."""
        return np.hypot(self.lab[..., 1], self.lab[..., 2])

    @functools.cached_property
    def hue(self):
        """Angle of the hue in OKLab in degrees, [0, 360), (height, width)."""
        return np.rad2deg(np.arctan2(self.lab[..., 2], self.lab[..., 1])) % 360

    @functools.cached_property
    def saliency(self):
        """What stands out, (height, width), at most 1; see `salience.spectral_residual`."""
        from artlab.gallery.analysis import salience

        return salience.spectral_residual(self.lab)

    @functools.cached_property
    def weight(self):
        """Visual weight, (height, width), its sum 1; see `salience.color_weight`."""
        from artlab.gallery.analysis import salience

        return salience.color_weight(self.lab)


def view(picture):
    """The picture as a `View`; a `View` is returned as it is."""
    return picture if isinstance(picture, View) else View(picture)
