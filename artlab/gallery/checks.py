"""What may be handed to style transfer, and the errors that say so."""

import os

import numpy as np
from PIL import Image

from artlab import _arguments, _pixels, images

COLOR_MODES = (False, "luminance", "histogram")


def picture(name, value):
    """Any picture as uint8 (height, width, 3).

    Args:
        name: what the argument is called.
        value: an array, a path, or an object with `painting` or `pixels`.
    """
    for attribute in ("painting", "pixels"):
        value = getattr(value, attribute, value)
    if isinstance(value, str | os.PathLike):
        value = images.read_image(value)
    try:
        pixels = np.asarray(value)
        outside = pixels.dtype.kind == "f" and float(np.abs(pixels).max(initial=0)) > 1.001
        if outside:
            raise ValueError(f"values {pixels.min():.3g} to {pixels.max():.3g}")
        pixels = images.to_uint8(_pixels.one(pixels))
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"`{name}` must be a picture: uint8, or float in [-1, 1], (height, width, 3). "
            f"Received: {error}"
        ) from error
    return _pixels.rgb(pixels if pixels.ndim == 3 else pixels[..., None])


def sides(shape, longest, least):
    """Height and width of a picture whose longer side is `longest` pixels.

    Args:
        shape: (height, width, ...) that it has.
        longest: pixels of the longer side.
        least: pixels that a side has at least.

    >>> sides((300, 600, 3), 256, 32)
    (128, 256)
    """
    factor = longest / max(shape[:2])
    return tuple(max(least, round(factor * side)) for side in shape[:2])


def resized(pixels, size):
    """A picture at another (height, width); float pictures stay float in [-1, 1]."""
    if pixels.shape[:2] == tuple(size):
        return pixels
    pixels = images.to_uint8(pixels)
    return np.asarray(Image.fromarray(pixels).resize(size[::-1], Image.Resampling.LANCZOS))


def scale(name, value):
    """A factor of sizes."""
    return _arguments.number(name, value, "in [0.25, 4]", lambda factor: 0.25 <= factor <= 4)


def weights(content, style, variation):
    """The three weights; content and style are not both 0."""
    named = {"content_weight": content, "style_weight": style, "tv_weight": variation}
    found = tuple(
        _arguments.number(name, value, "0 or more", lambda weight: weight >= 0)
        for name, value in named.items()
    )
    if not any(found[:2]):
        raise ValueError("`content_weight` and `style_weight` must not both be 0.")
    return found


def layer_weights(network, layers):
    """A dict from style layer to weight: from names (weight 1 each), or checked as it is."""
    if not isinstance(layers, dict):
        return dict.fromkeys(network.checked(layers), 1.0)
    network.checked(layers)
    for name, weight in layers.items():
        _arguments.number(f"layers[{name!r}]", weight, "0 or more", lambda value: value >= 0)
    if not any(layers.values()):
        raise ValueError(f"`layers` must have a weight above 0. Received: {layers!r}")
    return {name: float(weight) for name, weight in layers.items()}


def one_of(name, value, known):
    """A word out of a few."""
    if not isinstance(value, str) or value not in known:
        words = " or ".join(f'"{word}"' for word in known)
        raise ValueError(f"`{name}` must be {words}. Received: {value!r}")
    return value


def color_mode(value):
    """`preserve_color` as one of `COLOR_MODES`."""
    value = "luminance" if value is True else value
    if value not in COLOR_MODES:
        raise ValueError(
            f'`preserve_color` must be False, "luminance" or "histogram". Received: {value!r}'
        )
    return value
