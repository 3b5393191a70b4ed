"""Pictures as numbers that a classifier can read: colour, texture, style and deep features."""

import numpy as np

from artlab.gallery import checks
from artlab.gallery.analysis import maps, pooling

KINDS = ("color", "texture", "gram", "deep", "all")


def picture_features(pictures, kind="all"):
    """Features of pictures; a picture's row does not depend on the others.

    Every picture is brought to about 25,600 pixels, in its own format. Features are taken over all
    positions, so they say what is in a picture and not where.

    Args:
        pictures: a sequence of pictures: arrays (uint8, or float in [-1, 1], (height, width, 3)),
            paths, artworks, paintings of the Met.
        kind: `"color"` (52: a histogram of OKLab, means and spreads), `"texture"` (39: directions
            of strokes, patterns of neighbours, detail by size), `"gram"` (1,584: which activations
            of HED-VGG16 come together, three layers mixed to 32 channels each), `"deep"` (1,920:
            mean and spread of each channel of four layers), or `"all"` (3,595).

    Returns:
        float32 (num, num_features).

    Raises:
        ValueError: `kind` is another word, a picture is none, or there is none.

    References:
        Gatys et al. 2016, equation 3 (Gram matrices); Ottosson 2020 (OKLab).

    Example:

    >>> red = np.full((40, 40, 3), (200, 30, 30), np.uint8)
    >>> picture_features([red, red], "color").shape
    (2, 52)
    """
    checks.one_of("kind", kind, KINDS)
    rows = [pooling.pooled(parts_of(pixels, kind)) for pixels in checked(pictures)]
    return np.concatenate(rows)


def checked(pictures):
    """Yields each picture as uint8 (height, width, 3).

    Raises:
        ValueError: it is one picture, not a sequence of them, or none, or one is no picture.
    """
    if isinstance(pictures, np.ndarray) and pictures.ndim < 4 and pictures.dtype != object:
        raise ValueError(
            "`pictures` must be a sequence of pictures; for one, [picture]. "
            f"Received: an array of shape {pictures.shape}"
        )
    if isinstance(pictures, str | bytes) or not hasattr(pictures, "__len__") or not len(pictures):
        raise ValueError(
            f"`pictures` must be a sequence of one or more pictures. Received: {pictures!r:.60}"
        )
    return (checks.picture(f"pictures[{i}]", pictures[i]) for i in range(len(pictures)))


def parts_of(pixels, kind):
    """Maps of one picture, each with the way it is pooled.

    Args:
        pixels: uint8 (height, width, 3), of any size.
        kind: one of `KINDS`.
    """
    small, found = maps.fitted(pixels), []
    if kind in ("color", "all"):
        found += maps.color_maps(small)
    if kind in ("texture", "all"):
        found += maps.texture_maps(small)
    if kind in ("gram", "deep", "all"):
        found += maps.network_maps(small, gram=kind != "deep", deep=kind != "gram")
    return found
