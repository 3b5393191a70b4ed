"""Colours by what the eye sees: OKLab and OKLCH.

References:
    Ottosson, *A perceptual color space for image processing* (2020).
"""

import numpy as np

RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _decode(srgb):
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _encode(linear):
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def srgb_to_oklab(srgb):
    """OKLab of colours.

    Args:
        srgb: float array of shape (..., 3) in [0, 1].

    Returns:
        Array of the same shape: L in [0, 1], a and b around 0.

    Example:

    >>> np.round(srgb_to_oklab(np.array([1.0, 1.0, 1.0])), 3) + 0.0
    array([1., 0., 0.])
    """
    lms = _decode(np.asarray(srgb, dtype=np.float64)) @ RGB_TO_LMS.T
    return np.cbrt(lms) @ LMS_TO_LAB.T


def oklab_to_srgb(lab):
    """The inverse of `srgb_to_oklab`; colours outside sRGB are clipped to [0, 1]."""
    lms = (np.asarray(lab, dtype=np.float64) @ np.linalg.inv(LMS_TO_LAB).T) ** 3
    return _encode(lms @ np.linalg.inv(RGB_TO_LMS).T)


def oklch_to_oklab(lch):
    """OKLab of lightness, chroma and hue in degrees; arrays of shape (..., 3)."""
    lightness, chroma, hue = np.moveaxis(np.asarray(lch, dtype=np.float64), -1, 0)
    angle = np.deg2rad(hue)
    return np.stack([lightness, chroma * np.cos(angle), chroma * np.sin(angle)], axis=-1)


def oklch(lightness, chroma, hue):
    """One colour as sRGB; float32 array of shape (3,) in [0, 1]."""
    return oklab_to_srgb(oklch_to_oklab((lightness, chroma, hue))).astype(np.float32)


def ramp(colors, places=None, steps=256):
    """A gradient that looks even to the eye, as a table.

    Args:
        colors: array of shape (num_colors, 3), OKLCH.
        places: where each colour stands, rising from 0 to 1; even by default.
        steps: rows of the table.

    Returns:
        float32 array of shape (3, steps), sRGB in [0, 1].
    """
    labs = oklch_to_oklab(colors)
    places = np.linspace(0, 1, len(labs)) if places is None else places
    where = np.linspace(0, 1, steps)
    mixed = np.stack([np.interp(where, places, labs[:, axis]) for axis in range(3)], axis=-1)
    return oklab_to_srgb(mixed).T.astype(np.float32)


def lightness(image):
    """OKLab L of a picture.

    Args:
        image: uint8 array of shape (height, width, 3).

    Returns:
        float array of shape (height, width) in [0, 1].
    """
    return srgb_to_oklab(np.asarray(image) / 255)[..., 0]
