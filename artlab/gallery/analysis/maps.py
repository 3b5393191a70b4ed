"""What can be said of every position of a picture: its colour, its texture, what a VGG16 sees.

A map is float32 (channels, rows, columns). Features are means of maps over the positions that are
seen, so that a part can be covered afterwards without looking again (`pooling`).
"""

import functools
import itertools

import numpy as np
import torch

from artlab.gallery import checks, features
from artlab.world import colour

AREA = 160 * 160  # pixels that every picture is brought to, whatever its format
STEP = 8  # sides are multiples of it, so that four levels of the network fit
LEAST = 32  # shortest side
LIGHTNESS_BINS, COLOR_BINS, COLOR_REACH = 8, 6, 0.18  # a and b of OKLab, from -reach to reach
ORIENTATIONS, SCALES = 8, (0, 1, 2)  # halvings
BLURS = (0.7, 1.4, 2.8, 5.6, 11.2)  # pixels
GRAM_LAYERS, GRAM_CHANNELS = ("conv1_1", "conv2_1", "conv3_1"), 32
DEEP_LAYERS = ("conv1_2", "conv2_2", "conv3_3", "conv4_1")


def fitted(picture):
    """A picture with about 25,600 pixels and its own format, sides multiples of 8.

    Args:
        picture: uint8 (height, width, 3).

    Returns:
        uint8 (rows, columns, 3).
    """
    height, width = picture.shape[:2]
    scale = (AREA / (height * width)) ** 0.5
    sides = (max(LEAST, STEP * round(side * scale / STEP)) for side in (height, width))
    return checks.resized(picture, tuple(sides))


def one_hot(codes, number):
    """Whole numbers (rows, columns) below `number` as a map with a 1 in the channel of each."""
    return (np.arange(number)[:, None, None] == codes).astype(np.float32)


def color_maps(pixels):
    """Histogram cells of OKLab, and OKLab itself with its chroma.

    Args:
        pixels: uint8 (rows, columns, 3).

    Returns:
        Pairs of a way to pool and a map: `("share", (44, ...))`, `("moments", (4, ...))`.
    """
    lab = colour.srgb_to_oklab(pixels / 255)
    light = np.clip(lab[..., 0] * LIGHTNESS_BINS, 0, LIGHTNESS_BINS - 1).astype(int)
    cells = (lab[..., 1:] / COLOR_REACH + 1) / 2 * COLOR_BINS
    cells = np.clip(cells, 0, COLOR_BINS - 1).astype(int)
    hue = cells[..., 0] * COLOR_BINS + cells[..., 1]
    shares = np.concatenate([one_hot(light, LIGHTNESS_BINS), one_hot(hue, COLOR_BINS**2)])
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    moments = np.concatenate([lab, chroma[..., None]], -1).transpose(2, 0, 1)
    return [("share", shares), ("moments", np.ascontiguousarray(moments, np.float32))]


def texture_maps(pixels):
    """Strokes by direction, patterns of neighbours, and detail by size; of lightness alone.

    Args:
        pixels: uint8 (rows, columns, 3).

    Returns:
        Pairs of a way to pool and a map: directions `("energy", (24, ...))`, patterns
        `("share", (10, ...))`, detail `("energy", (5, ...))`.

    References:
        Ojala, Pietikäinen & Mäenpää 2002, Multiresolution gray-scale and rotation invariant
        texture classification with local binary patterns, equation 9 (P = 8, R = 1).
    """
    light = colour.lightness(pixels).astype(np.float32)
    return [
        ("energy", directions(light)),
        ("share", one_hot(neighbour_patterns(light), 10)),
        ("energy", detail(light)),
    ]


def directions(light):
    """Squared gradients in the channel of their direction, at full, half and quarter size."""
    import cv2

    found = []
    for halvings in SCALES:
        small = cv2.resize(light, None, fx=0.5**halvings, fy=0.5**halvings, interpolation=3)
        down, across = np.gradient(small)
        angle = np.mod(np.arctan2(down, across), np.pi) / np.pi
        codes = np.minimum((angle * ORIENTATIONS).astype(int), ORIENTATIONS - 1)
        energy = one_hot(codes, ORIENTATIONS) * (down**2 + across**2)
        size = light.shape[::-1]
        found += [cv2.resize(plane, size, interpolation=cv2.INTER_NEAREST) for plane in energy]
    return np.stack(found).astype(np.float32)


def neighbour_patterns(light):
    """Rotation-invariant uniform local binary patterns: whole numbers 0 to 9.

    0 to 8: how many of the eight neighbours are at least as light, where they lie side by side;
    9 where they do not.
    """
    padded = np.pad(light, 1, mode="edge")
    rows, columns = light.shape
    ring = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
    bits = np.stack([padded[r : r + rows, c : c + columns] >= light for r, c in ring]).astype(int)
    changes = np.abs(bits - np.roll(bits, 1, axis=0)).sum(0)
    return np.where(changes <= 2, bits.sum(0), 9)


def detail(light):
    """Squared differences of ever stronger blurs: the energy of fine to coarse detail."""
    import cv2

    blurred = [light] + [
        cv2.GaussianBlur(light, (0, 0), blur, borderType=cv2.BORDER_REFLECT) for blur in BLURS
    ]
    return np.stack([(fine - coarse) ** 2 for fine, coarse in itertools.pairwise(blurred)])


def network_maps(pixels, gram=True, deep=True):
    """Activations of HED-VGG16; for Gram matrices they are mixed down to 32 channels a layer.

    Args:
        pixels: uint8 (rows, columns, 3).
        gram, deep: which of the two are wanted.

    Returns:
        Pairs of a way to pool and a map: `("gram", ...)` three times, `("moments", ...)` four.
    """
    wanted = (*(GRAM_LAYERS if gram else ()), *(DEEP_LAYERS if deep else ()))
    network = features.hed_vgg16()
    with torch.no_grad():
        seen = network(features.as_tensor(pixels).to(network.mean.device), wanted)
    seen = {name: array[0].cpu().numpy() for name, array in seen.items()}
    mixed = [("gram", np.tensordot(mixer(seen[name].shape[0]), seen[name], 1))
             for name in GRAM_LAYERS if gram]  # fmt: skip
    return mixed + [("moments", seen[name]) for name in DEEP_LAYERS if deep]


@functools.cache
def mixer(channels):
    """A fixed matrix (32, channels) with orthonormal rows, drawn with seed 0.

    References:
        Gao, Beijbom, Zhang & Darrell 2016, Compact Bilinear Pooling, section 3: random
        projections keep what second moments tell.
    """
    drawn = np.random.default_rng(0).normal(size=(channels, GRAM_CHANNELS))
    return np.linalg.qr(drawn)[0].T.astype(np.float32)
