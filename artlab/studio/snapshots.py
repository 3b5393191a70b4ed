"""Pictures of the painter's long training: four fixed drawings, painted again and again."""

from __future__ import annotations

import dataclasses
import importlib.resources
import io
import itertools
import json

import numpy as np

BANDS = (1, 8, 24, 64, 129)  # limits of the four bands, in cycles per picture of 256 pixels


@dataclasses.dataclass(frozen=True)
class Snapshots:
    """What `artlab.studio.training.snapshots` painted.

    Attributes:
        seen: pictures learned from at each snapshot, int array (num,).
        strips: bytes of a WebP per snapshot: the four paintings side by side.
        drawings, paintings: bytes of a WebP each: the four drawings, and the renderer's paintings.
        distances: mean absolute difference to held-out paintings in [0, 1], (num,).
        bands: energy in four bands of frequency, true paintings = 1, (num, 4).
        about: dict: scenes, sizes and how the numbers were measured.
    """

    seen: np.ndarray
    strips: tuple
    drawings: bytes
    paintings: bytes
    distances: np.ndarray
    bands: np.ndarray
    about: dict

    def __len__(self):
        return len(self.seen)


def load():
    """The shipped snapshots, a `Snapshots`."""
    home = importlib.resources.files("artlab") / "studio" / "data" / "painter_snapshots.npz"
    with np.load(io.BytesIO(home.read_bytes())) as file:
        about = json.loads(bytes(file["about"]))
        strips = tuple(bytes(file[f"strip_{number:02d}"]) for number in range(len(file["seen"])))
        return Snapshots(
            file["seen"], strips, bytes(file["drawings"]), bytes(file["paintings"]),
            file["distances"], file["bands"], about,
        )  # fmt: skip


def pictures(strip):
    """The pictures of a strip.

    Args:
        strip: bytes of a WebP whose pictures are squares side by side.

    Returns:
        uint8 array of shape (num, side, side, 3).
    """
    from PIL import Image

    pixels = np.asarray(Image.open(io.BytesIO(strip)).convert("RGB"))
    side = len(pixels)
    return pixels.reshape(side, -1, side, 3).swapaxes(0, 1)


def band_energy(paintings, limits=BANDS):
    """Energy of grey pictures in rings of frequency.

    Args:
        paintings: (num, side, side, 3), float in [-1, 1] or uint8.
        limits: the rings' limits in cycles per picture, ascending.

    Returns:
        float array (len(limits) - 1,): mean squared size of the Fourier coefficients of each
        ring, over all pictures. Borders are faded out first (Hann), so that an edge of the
        picture does not count as detail.
    """
    grey = np.asarray(paintings, float).mean(axis=-1)
    side = grey.shape[1]
    grey -= grey.mean(axis=(1, 2), keepdims=True)
    window = np.hanning(side)[:, None] * np.hanning(side)
    power = np.abs(np.fft.fft2(grey * window)) ** 2
    cycles = np.fft.fftfreq(side, 1 / side)
    radius = np.hypot(cycles[:, None], cycles)
    pairs = itertools.pairwise(limits)
    return np.array([power[:, (radius >= low) & (radius < high)].mean() for low, high in pairs])
