"""Spectrum, edges and packing, on pictures with a known spectrum and known edges."""

import numpy as np
import pytest

from artlab.gallery.analysis import texture


def fractal(beta, seed=0, size=256):
    """Grey noise whose power falls as 1 / frequency^beta."""
    generator = np.random.default_rng(seed)
    freq = np.fft.fftfreq(size)
    radius = np.hypot(freq[:, None], freq)
    radius[0, 0] = 1
    waves = np.fft.fft2(generator.standard_normal((size, size))) * radius ** (-beta / 2)
    waves[0, 0] = 0
    noise = np.fft.ifft2(waves).real
    grey = np.clip(128 + 40 * noise / noise.std(), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=-1)


@pytest.mark.parametrize("beta", [0.0, 1.0, 2.0, 3.0])
def test_slope_is_the_one_that_the_noise_was_made_with(beta):
    found = np.mean([texture.spectrum_slope(fractal(beta, seed)) for seed in range(3)])
    assert found == pytest.approx(-beta, abs=0.15)


def test_slope_does_not_depend_on_contrast_and_lightness():
    picture = fractal(2.0)
    dim = (picture // 2 + 20).astype(np.uint8)
    assert texture.spectrum_slope(dim) == pytest.approx(texture.spectrum_slope(picture), abs=0.05)


def test_edges_lie_on_the_outline_of_a_square():
    picture = np.full((256, 256, 3), 255, np.uint8)
    picture[64:192, 64:192] = 0
    assert texture.edge_density(picture) == pytest.approx(4 * 128 / 256**2, rel=0.05)


def test_even_picture_has_no_edges_and_packs_well():
    even = np.full((128, 128, 3), 90, np.uint8)
    assert texture.edge_density(even) == 0
    assert texture.complexity(even) < 0.25
    assert texture.spectrum_slope(even) == -4


def test_rougher_pictures_are_more_complex():
    found = [texture.complexity(fractal(beta)) for beta in (3, 2, 1, 0)]
    assert found == sorted(found) and found[-1] > 2 * found[0]
