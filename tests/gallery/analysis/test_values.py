"""Light and dark, on ramps and masses whose numbers are known."""

import numpy as np
import pytest

from artlab.gallery.analysis import values
from artlab.world.colour import oklab_to_srgb


def of_lightness(row):
    """A grey picture whose columns have these OKLab lightnesses."""
    row = np.asarray(row, float)
    lab = np.stack([row, np.zeros_like(row), np.zeros_like(row)], axis=-1)
    pixels = np.rint(oklab_to_srgb(lab) * 255).astype(np.uint8)
    return np.repeat(pixels[None], 64, axis=0)


RAMP = of_lightness(np.linspace(0.2, 0.8, 256))
MASSES = of_lightness([0.15] * 64 + [0.51] * 128 + [0.9] * 64)


def test_range_of_a_ramp_leaves_two_percent_at_each_end():
    assert values.lightness_range(RAMP) == pytest.approx(0.96 * 0.6, abs=0.01)


def test_contrast_of_a_ramp_is_that_of_the_even_distribution():
    assert values.contrast(RAMP) == pytest.approx(0.6 * 12**-0.5, abs=0.003)
    assert values.mean_lightness(RAMP) == pytest.approx(0.5, abs=0.005)


def test_three_flat_masses_are_told_by_three_tones():
    assert values.three_values(MASSES) == pytest.approx(1, abs=0.002)
    limits, shares, means = values.value_masses(MASSES)
    np.testing.assert_allclose(shares, (0.25, 0.5, 0.25), atol=0.01)
    np.testing.assert_allclose(means, (0.15, 0.51, 0.9), atol=0.02)
    assert 0.15 < limits[0] < 0.51 < limits[1] < 0.9


def test_three_tones_keep_eight_ninths_of_a_ramp():
    assert values.three_values(RAMP) == pytest.approx(8 / 9, abs=0.005)


def test_limits_are_those_of_a_search_over_every_pair():
    generator = np.random.default_rng(1)
    row = np.concatenate([generator.beta(2, 6, 200), generator.beta(9, 2, 56)])
    picture = of_lightness(np.sort(row))
    lightness = values.view(picture).lightness.ravel()

    def within(limits):
        parts = np.split(np.sort(lightness), np.searchsorted(np.sort(lightness), limits))
        return sum(len(p) * p.var() for p in parts if len(p))

    edges = np.arange(1, 64) / 64
    best = min(within((a, b)) for i, a in enumerate(edges) for b in edges[i + 1 :])
    assert within(values.value_masses(picture)[0]) <= best * 1.05


def test_one_tone_has_no_contrast():
    even = of_lightness([0.6] * 64)
    assert values.contrast(even) == pytest.approx(0, abs=1e-9)
    assert values.three_values(even) == 1
