"""Fine and coarse: the slope of the spectrum, edges, and how well the picture can be packed."""

import io

import cv2
import numpy as np
from PIL import Image

from artlab.gallery import checks
from artlab.gallery.analysis.viewing import SIDE, view

FIT = (8, 96)  # cycles per picture between which the slope is fitted
RINGS = 20
CANNY = (60, 120)  # weak and strong edges, in steps of 255 per pixel (Sobel)
QUALITY = 75


def spectrum_slope(picture):
    """How fast detail fades: the slope of log power over log frequency.

    Args:
        picture: as in `viewing.View`; its largest centred square is looked at.

    Returns:
        A float: 0 for white noise, about -2 for natural scenes and for much of Western
        graphic art, lower for smooth pictures.

    References:
        Graham & Field 2007, Statistical regularities of art images and natural scenes;
        Redies, Haenisch, Blickhan & Denzler 2007, Artists portray human faces with the Fourier
        statistics of complex natural scenes. Borders are faded out (Hann) before the transform.
    """
    grey = _square(view(picture).original)
    window = np.hanning(SIDE)[:, None] * np.hanning(SIDE)
    power = np.abs(np.fft.fft2((grey - grey.mean()) * window)) ** 2
    cycles = np.fft.fftfreq(SIDE, 1 / SIDE)
    radius = np.hypot(cycles[:, None], cycles)
    edges = np.geomspace(*FIT, RINGS + 1)
    ring = np.digitize(radius.ravel(), edges) - 1
    inside = (ring >= 0) & (ring < RINGS)
    counts = np.bincount(ring[inside], minlength=RINGS)
    means = np.bincount(ring[inside], power.ravel()[inside], RINGS) / np.maximum(counts, 1)
    kept = (counts > 0) & (means > 1e-12)
    if kept.sum() < RINGS // 2:
        return -4.0  # one even tone
    middles = np.sqrt(edges[1:] * edges[:-1])
    return float(np.polyfit(np.log(middles[kept]), np.log(means[kept]), 1)[0])


def _square(pixels):
    """The largest centred square in grey, (256, 256), in [0, 255]."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = checks.resized(pixels[top : top + side, left : left + side], (SIDE, SIDE))
    return square @ np.array([0.299, 0.587, 0.114])


def edge_density(picture):
    """Share of the picture's pixels that lie on an edge, in [0, 1].

    References:
        Canny 1986, A computational approach to edge detection; Rosenholtz, Li & Nakano 2007,
        Measuring visual clutter, section on edge density.
    """
    lightness = np.rint(view(picture).lightness * 255).astype(np.uint8)
    return float((cv2.Canny(cv2.GaussianBlur(lightness, (0, 0), 1.0), *CANNY) > 0).mean())


def complexity(picture):
    """How hard the picture is to pack: bits of a JPEG per pixel.

    Returns:
        A float above 0; about 0.2 for one even tone, some 5 for white noise.

    References:
        Machado & Cardoso 1998, Computing aesthetics; Forsythe et al. 2011, Predicting beauty:
        fractal dimension and visual complexity in art (JPEG and GIF sizes).
    """
    lightness = np.rint(view(picture).lightness * 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(lightness).save(buffer, format="JPEG", quality=QUALITY)
    return 8 * buffer.tell() / lightness.size
