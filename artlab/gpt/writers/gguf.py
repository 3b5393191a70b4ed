"""Reads GGUF, the file format of llama.cpp: settings, and weights of four bits made whole again.

Weights are kept in blocks of 32. A block of kind Q4_1 is two half-precision numbers, a scale and a
minimum, and 32 numbers from 0 to 15; one of Q8_0 is a scale and 32 numbers from -128 to 127.

References:
    Gerganov et al., *GGUF* (github.com/ggml-org/ggml, docs/gguf.md), version 3.
    Dettmers & Zettlemoyer, *The case for 4-bit precision* (2023): what the rounding costs.
"""

import struct

import numpy as np

MAGIC, VERSIONS, BLOCK = b"GGUF", (2, 3), 32
# number of a type -> how Python unpacks it; 8 is a text, 9 an array
NUMBERS = dict(zip((0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12), "BbHhIif?Qqd", strict=True))
TEXT, ARRAY = 8, 9
F32, F16, Q4_1, Q8_0 = 0, 1, 3, 8
Q4_1_BLOCK = np.dtype([("scale", "<f2"), ("least", "<f2"), ("pairs", "u1", BLOCK // 2)])
Q8_0_BLOCK = np.dtype([("scale", "<f2"), ("numbers", "i1", BLOCK)])


class GGUF:
    """An open GGUF file.

    Args:
        data: all of its bytes.

    Attributes:
        settings: dict from name to number, text or list.
        shapes: dict from the name of a tensor to its shape.

    Raises:
        ValueError: if it is no GGUF file that can be read here.
    """

    def __init__(self, data):
        self.data, self.place = memoryview(data), 0
        if bytes(self.data[:4]) != MAGIC:
            raise ValueError(f"`data` must begin with GGUF. Received: {bytes(self.data[:4])!r}")
        self.place = 4
        version, num_tensors, num_settings = (self._number(kind) for kind in "IQQ")
        if version not in VERSIONS:
            raise ValueError(f"`data` must be GGUF of version 2 or 3. Received: {version}")
        self.settings = dict(self._setting() for _ in range(num_settings))
        self._tensors = dict(self._tensor() for _ in range(num_tensors))
        self.shapes = {name: shape for name, (shape, _, _) in self._tensors.items()}
        alignment = self.settings.get("general.alignment", 32)
        self.start = -(-self.place // alignment) * alignment

    def array(self, name):
        """A tensor as float32.

        Args:
            name: one of `shapes`.

        Raises:
            ValueError: if it is of a kind that is not read here.
        """
        shape, kind, offset = self._tensors[name]
        count, place = int(np.prod(shape)), self.start + offset
        if kind in (F32, F16):
            numbers = np.frombuffer(self.data, ("<f4", "<f2")[kind], count, place)
        elif kind == Q4_1:
            numbers = unpack_q4_1(np.frombuffer(self.data, Q4_1_BLOCK, count // BLOCK, place))
        elif kind == Q8_0:
            numbers = unpack_q8_0(np.frombuffer(self.data, Q8_0_BLOCK, count // BLOCK, place))
        else:
            raise ValueError(f"`{name}` must be F32, F16, Q4_1 or Q8_0. Received: type {kind}")
        return numbers.astype(np.float32).reshape(shape)

    def _number(self, kind):
        (value,) = struct.unpack_from("<" + kind, self.data, self.place)
        self.place += struct.calcsize("<" + kind)
        return value

    def _text(self):
        size = self._number("Q")
        self.place += size
        return str(self.data[self.place - size : self.place], "utf-8")

    def _value(self, kind):
        if kind == TEXT:
            return self._text()
        if kind == ARRAY:
            kind, size = self._number("I"), self._number("Q")
            return [self._value(kind) for _ in range(size)]
        if kind not in NUMBERS:
            raise ValueError(f"`data` must have types up to 12. Received: {kind}")
        return self._number(NUMBERS[kind])

    def _setting(self):
        name = self._text()
        return name, self._value(self._number("I"))

    def _tensor(self):
        """Name, and shape, kind and offset. The file tells the last dimension first."""
        name = self._text()
        shape = [self._number("Q") for _ in range(self._number("I"))]
        return name, (tuple(shape[::-1]), self._number("I"), self._number("Q"))


def unpack_q4_1(blocks):
    """Numbers of Q4_1 blocks: scale * (0 to 15) + least; float32 (blocks, 32)."""
    low, high = blocks["pairs"] & 15, blocks["pairs"] >> 4  # first and second half of a block
    numbers = np.concatenate([low, high], axis=1).astype(np.float32)
    scale, least = (blocks[part].astype(np.float32)[:, None] for part in ("scale", "least"))
    return numbers * scale + least


def unpack_q8_0(blocks):
    """Numbers of Q8_0 blocks: scale * (-128 to 127); float32 (blocks, 32)."""
    return blocks["numbers"].astype(np.float32) * blocks["scale"].astype(np.float32)[:, None]
