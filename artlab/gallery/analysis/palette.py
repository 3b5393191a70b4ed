"""Colours of a picture: its palette and its colourfulness.

References:
    Ottosson 2020, A perceptual color space for image processing (OKLab);
    Hasler & Suesstrunk 2003, Measuring colourfulness in natural images.
"""

import dataclasses

import numpy as np

from artlab import _arguments, images
from artlab.gallery.analysis.viewing import view
from artlab.world.colour import oklab_to_srgb

ORIGIN, CELLS = np.array([0, -0.4, -0.4]), np.array([24, 30, 30])  # of OKLab; cells per unit
ROUNDS = 20  # of k-means
GREY = 0.025  # chroma below which the eye finds no hue
HUES = (  # degrees in OKLab at which a hue begins
    (10, "red"), (48, "orange"), (82, "yellow"), (118, "green"), (170, "teal"), (215, "blue"),
    (282, "violet"), (325, "pink"), (370, "red"),
)  # fmt: skip
SAND = 0.065  # chroma below which a light orange or yellow is called sand
SHADES = (  # what a hue is called when it is light or dark
    ("orange", lambda lightness: lightness < 0.62, "brown"),
    ("yellow", lambda lightness: lightness < 0.62, "olive"),
    ("red", lambda lightness: lightness > 0.7, "pink"),
    ("pink", lambda lightness: lightness < 0.62, "purple"),
)


@dataclasses.dataclass(frozen=True, eq=False)
class Palette:
    """The main colours of a picture, the most frequent first.

    Attributes:
        colors: uint8 (num, 3), sRGB.
        shares: share of the picture that is nearest to each, (num,); the sum is 1.
        lab: the same colours in OKLab, float (num, 3).
    """

    colors: np.ndarray
    shares: np.ndarray
    lab: np.ndarray

    @property
    def names(self):
        """A word or two for each colour, such as "dark blue"."""
        return tuple(map(color_name, self.lab))

    def __repr__(self):
        told = (f"{name} {share:.0%}" for name, share in zip(self.names, self.shares, strict=True))
        return f"Palette({', '.join(told)})"


def palette(picture, num=6):
    """The main colours: k-means in OKLab, the same for the same picture.

    Args:
        picture: as in `viewing.View`.
        num: how many at most; 1 to 16. A picture with fewer colours has fewer.

    Returns:
        A `Palette`.

    References:
        Lloyd 1982 (k-means); Gonzalez 1985 (each start is the farthest colour from those
        before, here weighted by its share).
    """
    num = _arguments.whole("num", num, 1, 16)
    colors, shares = _gathered(view(picture).lab.reshape(-1, 3))
    middles = _farthest(colors, shares, num)
    for _ in range(ROUNDS):
        nearest = _nearest(colors, middles)
        total = np.bincount(nearest, shares, len(middles))
        sums = np.stack([np.bincount(nearest, shares * c, len(middles)) for c in colors.T], axis=1)
        middles = sums[total > 0] / total[total > 0, None]
    total = np.bincount(_nearest(colors, middles), shares, len(middles))
    order = np.argsort(-total, kind="stable")
    pixels = np.rint(oklab_to_srgb(middles[order]) * 255).astype(np.uint8)
    return Palette(pixels, total[order], middles[order])


def _gathered(lab):
    """Colours that lie in one cell of a grid become their mean: (colours, shares)."""
    cells = np.clip((lab - ORIGIN) * CELLS, 0, 31).astype(np.int64)
    _, place, counts = np.unique(cells @ (1024, 32, 1), return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(place.ravel(), axis) for axis in lab.T], axis=1)
    return sums / counts[:, None], counts / len(lab)


def _farthest(colors, shares, num):
    """The most frequent colour, then each time the one farthest from those before."""
    chosen = [int(np.argmax(shares))]
    gap = ((colors - colors[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < num and gap.max() > 1e-9:
        chosen.append(int(np.argmax(gap * shares)))
        gap = np.minimum(gap, ((colors - colors[chosen[-1]]) ** 2).sum(axis=1))
    return colors[chosen]


def _nearest(colors, middles):
    return ((colors[:, None] - middles[None]) ** 2).sum(axis=-1).argmin(axis=1)


def color_name(lab):
    """A word or two for a colour in OKLab.

    Example:

    >>> color_name((0.95, 0.0, 0.01)), color_name((0.35, -0.02, -0.12))
    ('white', 'dark blue')
    """
    lightness, a, b = (float(value) for value in lab)
    if np.hypot(a, b) < GREY:
        steps = ((0.25, "black"), (0.45, "dark grey"), (0.72, "grey"), (0.9, "light grey"))
        return next((word for limit, word in steps if lightness < limit), "white")
    hue = np.rad2deg(np.arctan2(b, a)) % 360
    name = next((word for start, word in HUES[::-1] if hue >= start), "pink")
    if name in ("orange", "yellow") and lightness > 0.62 and np.hypot(a, b) < SAND:
        name = "sand"
    name = next((word for base, fits, word in SHADES if base == name and fits(lightness)), name)
    return ("dark " if lightness < 0.42 else "light " if lightness > 0.85 else "") + name


def colorfulness(picture):
    """How colourful a picture is: 0 for grey, 15 slightly, 45 averagely, 82 highly, 109 extremely.

    Args:
        picture: as in `viewing.View`.

    Returns:
        A float of 0 or more.

    References:
        Hasler & Suesstrunk 2003, section 7, the measure M^(3), and its table of words.
    """
    red, green, blue = np.moveaxis(view(picture).pixels.astype(np.float64), -1, 0)
    first, second = red - green, (red + green) / 2 - blue
    spread = np.hypot(first.std(), second.std())
    return float(spread + 0.3 * np.hypot(first.mean(), second.mean()))


def swatch(found, height=24, width=360):
    """A `Palette` as a strip, each colour as wide as its share: uint8 (height, width, 3)."""
    edges = np.rint(np.cumsum(found.shares) * width).astype(int)
    strip = np.repeat(found.colors, np.diff(edges, prepend=0), axis=0)
    return images.to_uint8(np.repeat(strip[None], height, axis=0))
