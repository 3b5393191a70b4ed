"""Opening picture files that anyone may have made: sizes, modes and formats are not trusted."""

import contextlib
import warnings

import numpy as np
from PIL import Image

# No EPS: to read it Pillow starts another program.
FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "AVIF")
MAX_PIXELS = 64_000_000  # a 64-megapixel photograph; what unpacks to more is refused


@contextlib.contextmanager
def open_image(path, formats):
    """Opens a picture of at most `MAX_PIXELS`; Pillow decodes nothing before that is known."""
    Image.init()
    known = [name for name in formats if name in Image.OPEN]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
        opened = Image.open(path, formats=known)
    with opened as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise ValueError(f"{width} x {height} pixels; at most {MAX_PIXELS:,} are read")
        yield image


def flat(image):
    """Any mode to RGB or 8-bit grey, transparency on white."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return Image.fromarray(eight_bits(np.asarray(image)))
    if image.has_transparency_data:
        colours = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), colours).convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def eight_bits(values):
    """Deep greys to uint8: 16 bits by their full range, others by the range that they use."""
    if values.dtype.itemsize == 2:
        return np.rint(values.astype(np.float64) / 257).astype(np.uint8)  # 65535 = 257 * 255
    values = np.nan_to_num(values.astype(np.float64))
    low, high = min(0.0, values.min()), values.max()
    full = next((top for top in (1.0, 255.0, 65535.0) if high <= top), high)
    return np.rint((values - low) / (full - low) * 255).clip(0, 255).astype(np.uint8)
