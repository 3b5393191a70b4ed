"""Checks of what is handed to `artlab.images`, and the changes of shape they need."""

import numpy as np

from artlab import _arguments

CHANNELS = (1, 3, 4)  # grey, RGB, RGB with transparency


def array(name, value):
    try:
        return np.asarray(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"`{name}` must be an array. Received: {error}") from error


def batch(images):
    images = array("images", images)
    if images.ndim == 3:
        images = images[..., None]
    if images.ndim != 4 or images.shape[-1] not in CHANNELS or 0 in images.shape:
        raise ValueError(
            "`images` must have shape (num, height, width, channels) with 1, 3 or 4 channels "
            f"and hold at least one picture. Received: {images.shape}"
        )
    return images


def one(image):
    image = array("image", image)
    channels_fit = image.ndim == 2 or (image.ndim == 3 and image.shape[-1] in CHANNELS)
    if not channels_fit or 0 in image.shape:
        raise ValueError(
            "`image` must have shape (height, width) or (height, width, channels) with 1, 3 or 4 "
            f"channels. Received: {image.shape}"
        )
    return image


def rgb(image):
    """uint8 (height, width, 1 | 3 | 4) to (height, width, 3); transparency on white."""
    if image.shape[-1] == 1:
        return np.repeat(image, 3, axis=-1)
    if image.shape[-1] == 3:
        return image
    alpha = image[..., 3:].astype(np.float32) / 255
    return np.rint(image[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)


def colour(background):
    colour = np.asarray(background)
    whole = np.issubdtype(colour.dtype, np.integer)
    if colour.shape not in ((), (3,)) or not whole or colour.min() < 0 or colour.max() > 255:
        raise ValueError(
            f"`background` must be a grey or an (r, g, b) triple, 0 to 255. "
            f"Received: {background!r}"
        )
    return colour.astype(np.uint8)


def texts(metadata):
    if metadata is not None and not isinstance(metadata, dict):
        raise ValueError(f"`metadata` must be a dict of texts. Received: {metadata!r}")
    return metadata or {}


def check_metadata(key, text):
    if not isinstance(key, str) or not 1 <= len(key) <= 79 or not key.isascii() or "\0" in key:
        raise ValueError(
            f"`metadata` keys must be 1 to 79 ASCII characters (the PNG format). Received: {key!r}"
        )
    if not isinstance(text, str):
        raise ValueError(f"`metadata` values must be text. Received for {key!r}: {text!r}")
    _arguments.text("metadata", text)
