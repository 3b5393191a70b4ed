"""Pictures as arrays: value ranges, grids, PNG files with metadata, words for them.

Inside the course a picture is float32 in [-1, 1], channels last; on disk and on screen it
is uint8 in [0, 255].
"""

import base64
import html as html_module
import io
import math

import numpy as np
from PIL import Image, ImageOps, PngImagePlugin

from artlab import _arguments, _describe, _pixels, _reading, runtime

PAPER = 255
FORMATS = _reading.FORMATS


def to_float(images):
    """Turns uint8 pictures into the float32 pictures that networks see.

    Args:
        images: uint8 array of any shape, values 0 to 255.

    Returns:
        float32 array of the same shape in [-1, 1]; 0 becomes -1, 255 becomes 1.

    Example:

    >>> to_float(np.array([0, 255], "uint8"))
    array([-1.,  1.], dtype=float32)
    """
    images = _pixels.array("images", images)
    if images.dtype != np.uint8:
        raise ValueError(f"`images` must be uint8. Received: {images.dtype}")
    return images.astype(np.float32) / np.float32(127.5) - np.float32(1)


def to_uint8(images):
    """Turns float pictures in [-1, 1] into uint8; values outside are clipped.

    Args:
        images: float array of any shape, or uint8, which passes through.

    Returns:
        uint8 array of the same shape. `to_uint8(to_float(x))` gives `x` back exactly.
    """
    images = _pixels.array("images", images)
    if images.dtype == np.uint8:
        return images
    if not np.issubdtype(images.dtype, np.floating):
        raise ValueError(f"`images` must be float in [-1, 1] or uint8. Received: {images.dtype}")
    if not np.isfinite(images).all():
        num_bad = int((~np.isfinite(images)).sum())
        raise ValueError(f"`images` must be finite. Received: {num_bad} values of NaN or infinity")
    # Small floats (float16) lack the precision for 255 steps around 127.5.
    values = (np.clip(images.astype(np.float32), -1, 1) + 1) * np.float32(127.5)
    return np.rint(values).astype(np.uint8)


def tile(images, columns=None, gap=2, background=PAPER):
    """Lays pictures out in a grid.

    Args:
        images: shape (num, height, width, channels) or (num, height, width); uint8, or float
            in [-1, 1]; 1, 3 or 4 channels.
        columns: pictures per row; the most square grid by default.
        gap: pixels between pictures and around the grid, 0 or more.
        background: grey value 0 to 255, or an (r, g, b) triple of them.

    Returns:
        uint8 array (rows * (height + gap) + gap, columns * (width + gap) + gap, 3).

    Example:

    >>> tile(np.zeros((5, 28, 28, 1)), columns=3, gap=2).shape
    (62, 92, 3)
    """
    pictures = _rgb_batch(images)
    num, height, width, _ = pictures.shape
    columns = (
        _arguments.whole("columns", columns, 1)
        if columns is not None
        else math.ceil(math.sqrt(num))
    )
    gap = _arguments.whole("gap", gap, 0)
    rows = math.ceil(num / columns)
    shape = (rows * (height + gap) + gap, columns * (width + gap) + gap, 3)
    grid = np.empty(shape, np.uint8)
    grid[...] = _pixels.colour(background)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        top, left = gap + row * (height + gap), gap + column * (width + gap)
        grid[top : top + height, left : left + width] = picture
    return grid


def enlarge(image, factor):
    """Repeats every pixel `factor` times in both directions (nearest neighbour).

    Args:
        image: shape (height, width) or (height, width, channels).
        factor: positive int.

    Returns:
        Array of the same dtype, (height * factor, width * factor, ...).
    """
    image = _pixels.array("image", image)
    if image.ndim not in (2, 3):
        raise ValueError(
            f"`image` must have shape (height, width[, channels]). Received: {image.shape}"
        )
    factor = _arguments.whole("factor", factor, 1)
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def png_bytes(image, metadata=None):
    """Encodes one picture as PNG.

    Args:
        image: shape (height, width) or (height, width, channels), 1, 3 or 4 channels; uint8,
            or float in [-1, 1].
        metadata: dict from text to text, kept inside the file; any language.

    Returns:
        The bytes of the file; the same input gives the same bytes.
    """
    pixels = to_uint8(_pixels.one(image))
    if pixels.ndim == 3 and pixels.shape[-1] == 1:
        pixels = pixels[..., 0]
    info = PngImagePlugin.PngInfo()
    for key, text in _pixels.texts(metadata).items():
        _pixels.check_metadata(key, text)
        info.add_itxt(key, text)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="PNG", pnginfo=info)
    return buffer.getvalue()


def save_png(path, image, metadata=None):
    """Writes one picture as a PNG file, completely or not at all.

    Args:
        path: the file; its folder is made when absent.
        image: as in `png_bytes`.
        metadata: as in `png_bytes`.
    """
    path, data = _arguments.path("path", path), png_bytes(image, metadata)
    with runtime.atomic_write(path) as temporary:
        temporary.write_bytes(data)


def load_png_metadata(path):
    """Reads the texts that a PNG file carries.

    Args:
        path: the file.

    Returns:
        A dict from text to text; empty when there are none.

    Raises:
        ValueError: the file is no PNG, or one of its texts unpacks to more than a megabyte.
    """
    try:
        with _reading.open_image(path, ("PNG",)) as image:
            image.load()  # texts may stand behind the pixels
            return {str(key): str(text) for key, text in image.text.items()}
    except FileNotFoundError:
        raise
    except Exception as error:  # decoders raise many kinds of errors
        raise ValueError(f"`path` must be a readable PNG. Received: {path} ({error})") from error


def html(image, alt, width=None):
    """An `<img>` element that carries its picture inside.

    Args:
        image: as in `png_bytes`, or the bytes of a PNG file.
        alt: what the picture shows, in words; it is escaped.
        width: width on screen in CSS pixels; the picture's own by default.

    Returns:
        A string of HTML, safe whatever `alt` holds.
    """
    data = image if isinstance(image, bytes) else png_bytes(image)
    code = base64.b64encode(data).decode("ascii")
    size = "" if width is None else f' width="{_arguments.whole("width", width, 1)}"'
    text = html_module.escape(str(alt), quote=True)
    return f'<img src="data:image/png;base64,{code}" alt="{text}"{size} style="max-width: 100%">'


def describe(images, what=""):
    """Says in words what is to be seen: the alt text of a figure.

    The words come from the pixels: number and size, how dark, where the shape lies and how
    much it covers; for several pictures also whether they are all the same.

    Args:
        images: one picture or a batch, as in `tile`. An array of three axes is one picture
            when its last axis is 1, 3 or 4, else a batch of grey ones.
        what: what they are, such as "Generated animals after 500 steps".

    Returns:
        One sentence.

    Example:

    >>> describe(-np.ones((28, 28)), what="Noise")
    'Noise: 1 picture, 28 by 28 pixels, one even very dark tone.'
    """
    array = _pixels.array("images", images)
    single = array.ndim == 2 or (array.ndim == 3 and array.shape[-1] in _pixels.CHANNELS)
    batch = np.stack(
        [_pixels.rgb(image) for image in to_uint8(_pixels.batch(array[None] if single else array))]
    )
    num, height, width, _ = batch.shape
    head = f"{_describe.count(num, 'picture')}, {width} by {height} pixels"
    body = _describe.one(batch[0]) if num == 1 else _describe.many(batch)
    lead = f"{what}: " if what else ""
    return f"{lead}{head}{' each' if num > 1 else ''}, {body}."


def read_image(path, size=None, color="rgb"):
    """Reads a picture file of any size and mode.

    The camera's rotation mark (EXIF) is obeyed, transparency is laid on white, 16-bit greys
    are scaled to 8 bits. With `size` the largest centred square is cut out and resized.

    Args:
        path: the file: JPEG, PNG, WebP, GIF (first frame), BMP, TIFF, PPM or AVIF.
        size: side in pixels of the square to return; `None` keeps size and shape.
        color: `"rgb"` or `"gray"`.

    Returns:
        uint8 array (height, width, 3), or (height, width, 1) for `"gray"`.

    Raises:
        ValueError: the file is no readable picture, is empty, or unpacks to more than
            64 million pixels (a decompression bomb).
    """
    if color not in ("rgb", "gray"):
        raise ValueError(f'`color` must be "rgb" or "gray". Received: {color!r}')
    size = None if size is None else _arguments.whole("size", size, 1)
    try:
        with _reading.open_image(path, _reading.FORMATS) as image:
            image = _reading.flat(ImageOps.exif_transpose(image))
    except FileNotFoundError:
        raise
    except Exception as error:  # decoders raise many kinds: OSError, SyntaxError, struct.error
        reason = str(error) or type(error).__name__
        raise ValueError(
            f"`path` must be a readable picture. Received: {path} ({reason})"
        ) from error
    if size is not None:
        image = ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS)
    pixels = np.asarray(image.convert("RGB" if color == "rgb" else "L"))
    return pixels if color == "rgb" else pixels[..., None]


def _rgb_batch(images):
    """Any batch that `tile` takes, as uint8 (num, height, width, 3)."""
    return np.stack([_pixels.rgb(image) for image in to_uint8(_pixels.batch(images))])
