"""Where things stand: focal point and thirds, balance, mirror symmetry, the horizon."""

import numpy as np

from artlab.gallery.analysis.viewing import view

POWER_POINTS = tuple((x, y) for y in (1 / 3, 2 / 3) for x in (1 / 3, 2 / 3))


def focal_point(picture):
    """Where the picture stands out most: the peak of its saliency.

    Returns:
        `(x, y)`, each in [0, 1], from the left and from the top.
    """
    saliency = view(picture).saliency
    if not saliency.any():
        return 0.5, 0.5
    return _place(saliency == saliency.max())


def thirds(picture):
    """How near the focal point lies to a crossing of the lines of thirds.

    Args:
        picture: as in `viewing.View`.

    Returns:
        1 on a crossing, 0.5 in the middle of the picture, 0 in a corner.

    References:
        Smith 1797, Remarks on Rural Scenery (the rule); Liu et al. 2010, Optimizing Photo
        Composition, section 3 (distance of salient regions from the nearest power point).
    """
    focus = np.array(focal_point(picture))
    nearest = min(np.linalg.norm(focus - point) for point in np.array(POWER_POINTS))
    return float(1 - nearest / (np.sqrt(2) / 3))


def focus(picture):
    """How much of the saliency lies in few places: 0.1 when even, 1 when in a tenth at most.

    Returns:
        The share of the saliency that lies in the most salient tenth of the picture.
    """
    saliency = np.sort(view(picture).saliency.ravel())[::-1]
    total = saliency.sum()
    return float(saliency[: round(len(saliency) / 10)].sum() / total) if total > 0 else 0.1


def weight_center(picture):
    """Centre of the visual weight: `(x, y)`, each in [0, 1], from the left and from the top."""
    return _place(view(picture).weight)


def balance(picture):
    """Whether left and right weigh the same: 1 when they do, 0 when all stands on one edge.

    Returns:
        A float in [0, 1]: 1 - 2 |x - 1/2| of the centre of the visual weight.

    References:
        Arnheim 1974, Art and Visual Perception, chapter 1; McManus et al. 2011, Arnheim's
        Gestalt theory of visual balance (centre of mass, measured in photographs).
    """
    return float(1 - 2 * abs(weight_center(picture)[0] - 0.5))


def _place(weights):
    """Centre of weights, `(x, y)` in [0, 1]."""
    weights = np.asarray(weights, np.float64)
    total = weights.sum()
    height, width = weights.shape
    x = weights.sum(axis=0) @ (np.arange(width) + 0.5) / total / width
    y = weights.sum(axis=1) @ (np.arange(height) + 0.5) / total / height
    return float(x), float(y)


def symmetry(picture):
    """How alike the left half and the mirrored right half are.

    Args:
        picture: as in `viewing.View`.

    Returns:
        Correlation of the lightness with its mirror image, in [-1, 1]: 1 for a mirrored
        picture, near 0 where the halves have nothing to do with each other, below 0 where the
        one is light where the other is dark. 1 for one even tone.

    References:
        Brachmann & Redies 2016, Using Convolutional Neural Network Filters to Measure
        Left-Right Mirror Symmetry in Images (the same comparison, on filters in place of
        lightness).
    """
    lightness = view(picture).lightness
    spread = lightness - lightness.mean()
    variance = (spread**2).mean()
    if variance < 1e-8:
        return 1.0
    return float((spread * spread[:, ::-1]).mean() / variance)
