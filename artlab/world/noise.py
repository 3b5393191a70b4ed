"""Noise that is made once: periodic tiles with a chosen spectrum, cut at random places.

References:
    Voss, *Random fractal forgeries* (1985): noise whose power falls as 1 / frequency^beta.
"""

import functools

import cv2
import numpy as np

BASE = 512  # pixels of the tile from which smaller ones are averaged
SPECTRA = {  # beta, lowest and highest cycles per frame, squeeze across x and y
    "cloud": (3.4, 1, 60, (1, 1)),
    "wash": (2.6, 3, 120, (1, 1)),
    "bank": (3.0, 1, 60, (4, 1)),  # long in x: mist and layers of air
    "streak": (2.2, 4, 200, (1, 4)),  # long in y: texture that is bent along slopes
    "ripple": (2.0, 6, 200, (5, 1)),
    "grain": (0.6, 24, 256, (1, 1)),
    "wood": (2.0, 5, 256, (14, 1)),
}


def _spectrum(name):
    beta, low, high, (stretch_x, stretch_y) = SPECTRA[name]
    freq = np.fft.fftfreq(BASE, 1 / BASE)
    radius = np.hypot(freq[None, :] * stretch_x, freq[:, None] * stretch_y)
    power = np.where((radius >= low) & (radius <= high), 1.0, 0.0)
    return power / np.maximum(radius, 1) ** (beta / 2)


@functools.lru_cache(maxsize=64)
def _tile(name, size):
    """A tile doubled in both directions, so that any window of it is a plain slice."""
    if size == BASE:
        generator = np.random.default_rng(list(SPECTRA).index(name))
        waves = np.fft.fft2(generator.standard_normal((BASE, BASE)))
        tile = np.fft.ifft2(waves * _spectrum(name)).real.astype(np.float32)
    else:
        tile = cv2.resize(_tile(name, BASE)[:BASE, :BASE], (size, size), interpolation=3)
    tile = tile / tile.std()
    doubled = np.tile(tile, (2, 2))
    doubled.flags.writeable = False
    return doubled


def field(name, shape, generator):
    """A window of a tile, cut at a random place.

    Args:
        name: one of `SPECTRA`.
        shape: `(height, width)` in pixels; the longer side is one period of the noise.
        generator: a `numpy.random.Generator`.

    Returns:
        float32 array of that shape, mean near 0, standard deviation near 1; read only.
    """
    size = max(shape)
    across, down = generator.random(2)
    top, left = int(down * size), int(across * size)
    return _tile(name, size)[top : top + shape[0], left : left + shape[1]]


@functools.lru_cache(maxsize=4096)
def _place(seed, name, number):
    return np.random.default_rng([seed, list(SPECTRA).index(name), number]).random(2)


def numbered(name, shape, seed, number):
    """The window that a seed gives to the `number`th use of a noise; else as `field`."""
    size = max(shape)
    across, down = _place(seed, name, number)
    top, left = int(down * size), int(across * size)
    return _tile(name, size)[top : top + shape[0], left : left + shape[1]]


def line(name, length, generator):
    """One row of a tile: noise along a line; float32 of shape (length,)."""
    return field(name, (1, length), generator)[0]
