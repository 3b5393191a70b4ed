"""Hues of a picture: whether they agree, and how well they fit a template of harmonic hues."""

import dataclasses

import numpy as np

from artlab.gallery.analysis.viewing import view

# Sectors of each template, narrowest first: (middle, width) in degrees.
TEMPLATES = {
    "i": ((0, 18),),
    "I": ((0, 18), (180, 18)),
    "V": ((0, 93.6),),
    "L": ((0, 18), (90, 79.2)),
    "Y": ((0, 93.6), (180, 18)),
    "T": ((0, 180),),
    "X": ((0, 93.6), (180, 93.6)),
}
ABOUT = {
    "i": "one hue",
    "I": "one hue and its opposite",
    "V": "neighbouring hues",
    "L": "one hue and a group at a right angle",
    "Y": "neighbouring hues and their opposite",
    "T": "half of the circle of hues",
    "X": "two opposite groups of hues",
    "N": "no hue",
}
LEAST_CHROMA = 0.008  # mean chroma below which a picture counts as grey
NEAR = 3.0  # degrees of misfit that count as a fit when a template is named


@dataclasses.dataclass(frozen=True)
class Harmony:
    """How well the hues of a picture fit a template of harmonic hues.

    Attributes:
        template: "i", "I", "V", "L", "Y", "T" or "X"; "N" for a grey picture.
        angle: by how many degrees it is turned.
        misfit: mean distance in degrees of the hues from the nearest sector of the template
            that fits best, weighted by chroma; 0 where all lie inside.
    """

    template: str
    angle: int
    misfit: float

    @property
    def about(self):
        """The template in words."""
        return ABOUT[self.template]


def hue_histogram(picture):
    """Share of the picture's chroma in each degree of hue, (360,); zeros for a grey picture."""
    seen = view(picture)
    if seen.chroma.mean() < LEAST_CHROMA:
        return np.zeros(360)
    counts = np.bincount(seen.hue.astype(int).ravel() % 360, seen.chroma.ravel(), 360)
    return counts / counts.sum()


def hue_concentration(picture):
    """How much the hues agree: 1 for one hue, 0 for hues all round the circle.

    The length of the mean of unit vectors in the direction of each pixel's hue, weighted by
    its chroma. Opposite hues cancel out, however harmonic they are.

    Returns:
        A float in [0, 1]; 1 for a grey picture.

    References:
        Mardia & Jupp 2000, Directional Statistics, section 2.3 (mean resultant length).
    """
    shares = hue_histogram(picture)
    if not shares.any():
        return 1.0
    return float(min(1, np.abs(shares @ np.exp(1j * np.deg2rad(np.arange(360) + 0.5)))))


def harmony(picture):
    """How well the hues fit the nearest of seven templates of harmonic hues.

    Args:
        picture: as in `viewing.View`.

    Returns:
        A `Harmony`. The misfit is that of the best template; the narrowest template is named
        that fits within 3 degrees, or else the best.

    References:
        Cohen-Or et al. 2006, section 3, figure 2 (templates) and eq. 1-2 (distance), here with
        OKLab's hue and chroma in place of HSV's hue and saturation.
    """
    shares = hue_histogram(picture)
    if not shares.any():
        return Harmony("N", 0, 0.0)
    turned = np.stack([np.roll(shares, -angle) for angle in range(360)])
    misfits = {name: turned @ _distances(name) for name in TEMPLATES}
    least = min(found.min() for found in misfits.values())
    name = next(n for n, found in misfits.items() if found.min() <= max(least, NEAR))
    return Harmony(name, int(np.argmin(misfits[name])), float(max(least, 0)))


def _distances(name):
    """Degrees from each hue to the nearest sector of a template."""
    hues = np.arange(360) + 0.5
    gaps = [
        np.maximum(np.abs((hues - middle + 180) % 360 - 180) - width / 2, 0)
        for middle, width in TEMPLATES[name]
    ]
    return np.min(gaps, axis=0)
