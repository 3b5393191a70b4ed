"""Light and dark: how far a picture's lightness reaches, and whether it falls into a few masses.

References:
    Dow 1899, Composition (notan: the arrangement of dark and light masses).
"""

import numpy as np

from artlab.gallery.analysis.viewing import view

BINS = 64


def lightness_range(picture):
    """Distance of the darkest from the lightest parts: OKLab L, 2nd to 98th percentile.

    Args:
        picture: as in `viewing.View`.

    Returns:
        A float in [0, 1].
    """
    low, high = np.percentile(view(picture).lightness, (2, 98))
    return float(high - low)


def mean_lightness(picture):
    """Mean OKLab L, in [0, 1]: low key below about 0.4, high key above about 0.75."""
    return float(view(picture).lightness.mean())


def contrast(picture):
    """Standard deviation of the lightness (OKLab L), in [0, 0.5].

    References:
        Peli 1990, Contrast in complex images (RMS contrast), on OKLab's L.
    """
    return float(view(picture).lightness.std())


def value_masses(picture):
    """Where a picture's lightness is best cut into three, and the share of each.

    Args:
        picture: as in `viewing.View`.

    Returns:
        `(limits, shares, means)`: two limits of L; shares and mean L of dark, middle, light.

    References:
        Otsu 1979, A threshold selection method from gray-level histograms
        (several thresholds: the variance between the classes is the largest).
    """
    limits, between, cells, heights = _cut(view(picture).lightness)
    del between
    parts = np.digitize(cells, limits)
    shares = np.bincount(parts, heights, 3)
    sums = np.bincount(parts, heights * cells, 3)
    means = np.divide(sums, shares, out=np.zeros(3), where=shares > 0)
    return limits, shares, means


def three_values(picture):
    """How well three tones tell the picture: 1 for a picture of three flat tones.

    The share of the variance of the lightness that remains when the dark, the middle and the
    light mass are each painted in one tone.

    Returns:
        A float in [0, 1]; 1 for one even tone. An even ramp from black to white has 8/9.

    References:
        Otsu 1979; Dow 1899, chapter on notan in three values.
    """
    lightness = view(picture).lightness
    _, between, cells, heights = _cut(lightness)
    variance = heights @ (cells - heights @ cells) ** 2
    return float(min(1, between / variance)) if variance > 1e-8 else 1.0


def _cut(lightness):
    """Two limits that separate best: (limits, variance between, middles of cells, heights)."""
    cells = (np.arange(BINS) + 0.5) / BINS
    heights = np.bincount(np.clip((lightness * BINS).astype(int), 0, BINS - 1).ravel(),
                          minlength=BINS) / lightness.size  # fmt: skip
    mass = np.concatenate([[0], np.cumsum(heights)])
    moment = np.concatenate([[0], np.cumsum(heights * cells)])
    first, second = (index + 1 for index in np.triu_indices(BINS - 1))
    between = sum(
        _square(mass[high] - mass[low], moment[high] - moment[low])
        for low, high in ((0, first), (first, second), (second, BINS))
    )
    best = int(np.argmax(between))
    limits = np.array([first[best], second[best]]) / BINS
    return limits, float(between[best] - moment[-1] ** 2), cells, heights


def _square(mass, moment):
    """mass * mean^2 of a class; 0 for an empty one."""
    return np.divide(moment**2, mass, out=np.zeros_like(moment), where=mass > 1e-12)
