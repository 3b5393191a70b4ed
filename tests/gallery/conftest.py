"""Small pictures that every test of the gallery may use."""

import numpy as np
import pytest

pytest.importorskip("torch")


@pytest.fixture(scope="session")
def square():
    """A dark square on a light ground, uint8 (64, 64, 3)."""
    pixels = np.full((64, 64, 3), 220, np.uint8)
    pixels[16:48, 16:48] = (40, 60, 90)
    return pixels


@pytest.fixture(scope="session")
def stripes():
    """Blue and yellow stripes that lean, uint8 (64, 80, 3)."""
    rows, columns = np.mgrid[:64, :80]
    wave = 0.5 + 0.5 * np.sin((rows + 2 * columns) / 2.5)
    colors = np.array([[230, 200, 40], [20, 40, 140]])
    return (wave[..., None] * colors[0] + (1 - wave[..., None]) * colors[1]).astype(np.uint8)


@pytest.fixture(scope="session")
def network():
    from artlab.gallery import hed_vgg16

    return hed_vgg16()
