"""Keeping a picture's own colours: by its luminance alone, or by matched colours."""

import numpy as np

from artlab import images

LEAST_SPREAD = 0.03  # in [-1, 1]
# Luminance, and two differences of colour: the weights of the NTSC's YIQ.
YIQ = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])


def match_colors(picture, example):
    """Gives a picture the mean and the covariance of another picture's colours.

    Args:
        picture: uint8, or float in [-1, 1], (height, width, 3).
        example: the picture with the colours wanted; as `picture`.

    Returns:
        uint8 array of the shape of `picture`; colours outside the range are clipped.

    References:
        Gatys et al. 2016b, Preserving Color in Neural Artistic Style Transfer, section 4.1
        (the linear map of Image Analogies, Hertzmann et al. 2001).
    """
    own, other = _pixels(picture), _pixels(example)
    own_mean, own_root = _moments(own, LEAST_SPREAD)
    mean, root = _moments(other, 0.0)
    matched = (own - own_mean) @ (np.linalg.inv(own_root) @ root) + mean
    return images.to_uint8(matched.reshape(np.shape(picture)).astype(np.float32))


def _moments(pixels, least):
    """Mean and symmetric square root of the covariance of (num, 3) pixels.

    `least` is the least standard deviation along an axis: what is almost grey has no colours
    that could be stretched, only the grain of its JPEG.
    """
    variances, directions = np.linalg.eigh(np.cov(pixels.T))
    root = (directions * np.sqrt(np.clip(variances, least**2, None))) @ directions.T
    return pixels.mean(axis=0), root


def gray_pair(content, style):
    """Luminance of both pictures, that of the style with the content's mean and spread.

    Returns:
        Two float arrays (height, width, 3) with equal channels, in [-1, 1].

    References:
        Gatys et al. 2016b, section 4.2.
    """
    light, other = _luminance(content), _luminance(style)
    other = (other - other.mean()) * (light.std() / max(other.std(), 1e-6)) + light.mean()
    return tuple(_gray(values) for values in (light, np.clip(other, -1, 1)))


def with_colors_of(picture, colored):
    """The luminance of one picture with the colours of another of the same size.

    Returns:
        uint8 array (height, width, 3).
    """
    planes = _pixels(colored) @ YIQ.T
    planes[:, 0] = _pixels(picture) @ YIQ[0]
    values = (planes @ np.linalg.inv(YIQ).T).reshape(np.shape(picture))
    return images.to_uint8(np.clip(values, -1, 1).astype(np.float32))


def _luminance(picture):
    return images.to_float(images.to_uint8(picture)) @ YIQ[0]


def _gray(values):
    return np.repeat(values[..., None], 3, axis=-1).astype(np.float32)


def _pixels(picture):
    """(num, 3) float64 in [-1, 1]."""
    return images.to_float(images.to_uint8(picture)).reshape(-1, 3).astype(np.float64)


def prepared(mode, content, style, original=None):
    """Content and style as they are painted from under a way to keep the content's colours.

    Args:
        mode: one of `checks.COLOR_MODES`.
        content, style: uint8 arrays (height, width, 3).
        original: the content picture whose colours are kept; `content` by default.

    Returns:
        Two pictures, uint8 or float in [-1, 1].
    """
    if mode == "luminance":
        return gray_pair(content, style)
    if mode == "histogram":
        return content, match_colors(style, content if original is None else original)
    return content, style


def finished(mode, image, original):
    """A painted picture with the colours of the content picture, where they were left out."""
    return with_colors_of(image, original) if mode == "luminance" else image
