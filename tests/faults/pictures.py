"""Files that strangers call pictures, made small on disk whatever they unpack to."""

import io
import struct
import zlib

import numpy as np
from PIL import Image


def plain(size=(12, 8), mode="RGB"):
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, *size))
    return image.convert(mode)


def encoded(image, kind="PNG", **options):
    """The bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def bomb(side):
    """A PNG of side x side pixels of one grey; a few kilobytes for a gigabyte."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packer, row = zlib.compressobj(9), bytes(side + 1)
    body = b"".join(packer.compress(row) for _ in range(min(side, 4000))) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def text_bomb(megabytes=80):
    """A PNG with a compressed text that unpacks to so many megabytes."""
    data = zlib.compress(b"a" * (megabytes << 20), 9)
    body = b"Comment\0\0" + data
    chunk = (
        struct.pack(">I", len(body))
        + b"zTXt"
        + body
        + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    )
    whole = encoded(plain())
    return whole[:33] + chunk + whole[33:]


def rotated():
    """A JPEG that its EXIF mark turns by a quarter: the red half comes to lie on top."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(plain((64, 32)), "JPEG", exif=exif, quality=95)


def readable():
    """Files that must be read: dict from name to (bytes, (height, width))."""
    deep = Image.fromarray(np.linspace(0, 65535, 96).reshape(8, 12).astype(np.uint16))
    floats = Image.fromarray(np.linspace(0, 1, 96).reshape(8, 12).astype(np.float32))
    frames = [plain(), plain().rotate(180)]
    size = (8, 12)
    return {
        "cmyk.jpg": (encoded(plain(mode="CMYK"), "JPEG"), size),
        "deep.png": (encoded(deep), size),
        "deep.tif": (encoded(deep, "TIFF"), size),
        "float.tif": (encoded(floats, "TIFF"), size),
        "animated.gif": (encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]), size),
        "animated.webp": (
            encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
            size,
        ),
        "animated.png": (encoded(frames[0], "PNG", save_all=True, append_images=frames[1:]), size),
        "turned.jpg": (rotated(), (64, 32)),
        "palette.png": (encoded(plain().quantize(4)), size),
        "see-through palette.png": (encoded(plain().quantize(4), transparency=0), size),
        "alpha.png": (encoded(plain(mode="RGBA")), size),
        "grey and alpha.png": (encoded(plain(mode="LA")), size),
        "one bit.png": (encoded(plain(mode="1")), size),
        "lab.tif": (encoded(Image.new("LAB", (12, 8)), "TIFF"), size),
        "one pixel.png": (encoded(plain((1, 1))), (1, 1)),
        "wide.png": (encoded(plain((30_000, 2))), (2, 30_000)),
        "tall.png": (encoded(plain((2, 30_000))), (30_000, 2)),
        "a jpeg.png": (encoded(plain(), "JPEG"), size),
        "a png.txt": (encoded(plain()), size),
    }


def refused():
    """Files that must be refused: dict from name to bytes."""
    whole = encoded(plain((64, 64)))
    noise = np.random.default_rng(0).integers(0, 256, 5000, dtype=np.uint8).tobytes()
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) print\n"
    return {
        "empty.png": b"",
        "cut head.png": whole[:20],
        "cut.png": whole[: len(whole) // 2],
        "cut.jpg": encoded(plain((64, 64)), "JPEG")[:400],
        "cut.gif": encoded(plain((64, 64)), "GIF")[:40],
        "cut.webp": encoded(plain((64, 64)), "WEBP")[:60],
        "cut.tif": encoded(plain((64, 64)), "TIFF")[:200],
        "noise.jpg": noise,
        "text.png": b"these are words",
        "script.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "program.eps": postscript,
        "bomb.png": bomb(30_000),
        "larger bomb.png": bomb(100_000),
        "half bomb.bmp": b"BM"
        + struct.pack("<IHHIIiiHH", 54, 0, 0, 54, 40, 40000, 40000, 1, 24)
        + bytes(24),
        "text bomb.png": text_bomb(),
    }
