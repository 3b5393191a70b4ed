"""Palettes, colourfulness and harmony, on pictures whose colours are known."""

import colorsys

import numpy as np
import pytest

from artlab.gallery.analysis import hues, palette
from artlab.world.colour import oklab_to_srgb, oklch_to_oklab

RED, BLUE, SAND = (200, 30, 40), (30, 60, 180), (225, 205, 160)


def bands(*parts, size=100):
    """Horizontal bands of colour: pairs of (colour, rows)."""
    rows = [np.full((num, size, 3), color, np.uint8) for color, num in parts]
    return np.concatenate(rows)


def of_hues(angles, chroma=0.1, lightness=0.7):
    """A picture in columns of hues, degrees in OKLCH."""
    lch = np.stack(np.broadcast_arrays(lightness, chroma, np.asarray(angles, float)), axis=-1)
    row = np.rint(oklab_to_srgb(oklch_to_oklab(lch)) * 255).astype(np.uint8)
    return np.repeat(np.repeat(row, 256 // len(angles), axis=0)[None], 64, axis=0)


def test_palette_finds_the_colours_and_their_shares():
    found = palette.palette(bands((SAND, 60), (BLUE, 30), (RED, 10)), num=3)
    assert np.abs(found.colors.astype(int) - [SAND, BLUE, RED]).max() <= 5
    np.testing.assert_allclose(found.shares, (0.6, 0.3, 0.1), atol=0.02)
    assert found.names == ("light sand", "blue", "red")


def test_palette_has_no_more_colours_than_the_picture():
    found = palette.palette(np.full((32, 32, 3), RED, np.uint8), num=6)
    assert len(found.colors) == 1 and found.shares[0] == pytest.approx(1)


def test_palette_agrees_with_scikit_learn():
    cluster = pytest.importorskip("sklearn.cluster")
    from artlab.gallery.analysis.viewing import View

    generator = np.random.default_rng(0)
    middles = [oklch_to_oklab((0.5, 0.12, hue)) for hue in (30, 150, 250)]
    lab = np.concatenate([m + generator.normal(0, 0.01, (4096, 3)) for m in middles])
    pixels = np.rint(oklab_to_srgb(generator.permutation(lab)) * 255).astype(np.uint8)
    seen = View(pixels.reshape(96, 128, 3).repeat(2, axis=0).repeat(2, axis=1))
    model = cluster.KMeans(3, n_init=4, random_state=0).fit(seen.lab.reshape(-1, 3))
    ours = palette.palette(seen, num=3).lab
    gaps = np.linalg.norm(ours[:, None] - model.cluster_centers_, axis=-1)
    assert gaps.min(axis=1).max() < 0.005


@pytest.mark.parametrize("num", [0, 17, 2.5, True])
def test_palette_refuses_other_numbers(num):
    with pytest.raises(ValueError, match="`num` must be an int from 1 to 16"):
        palette.palette(bands((RED, 32)), num=num)


def test_strip_is_as_wide_as_the_shares():
    strip = palette.swatch(palette.palette(bands((SAND, 75), (BLUE, 25)), 2), width=200)
    assert strip.shape == (24, 200, 3)
    assert abs((strip[0, :, 2] > 170).sum() - 50) <= 4


def test_colourfulness_is_the_papers_formula():
    """Half red, half blue: rg = 255 and 0, yb = 127.5 and -255."""
    found = palette.colorfulness(bands(((255, 0, 0), 50), ((0, 0, 255), 50)))
    spread = np.hypot(255 / 2, (127.5 + 255) / 2)
    mean = np.hypot(255 / 2, (127.5 - 255) / 2)
    assert found == pytest.approx(spread + 0.3 * mean, rel=0.02)


def test_grey_has_no_colourfulness_and_no_hue():
    grey = bands(((90, 90, 90), 50), ((200, 200, 200), 50))
    assert palette.colorfulness(grey) == 0
    assert hues.harmony(grey).template == "N" and hues.harmony(grey).misfit == 0
    assert hues.hue_concentration(grey) == 1


@pytest.mark.parametrize(
    ("angles", "expected"), [([60.0] * 4, 1.0), ([0, 180] * 2, 0.0), ([0, 90] * 2, 2**-0.5)]
)
def test_hue_concentration_is_the_length_of_the_mean_vector(angles, expected):
    assert hues.hue_concentration(of_hues(angles)) == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize(
    ("angles", "template"),
    [([60] * 4, "i"), ([20, 200] * 2, "I"), ([10, 40, 60, 80], "V"), ([0, 55, 90, 125], "L")],
)
def test_harmony_names_the_template_that_the_hues_were_made_with(angles, template):
    found = hues.harmony(of_hues(angles))
    assert found.template == template and found.misfit < 1


def test_harmony_misfit_of_even_hues_is_that_of_the_widest_template():
    """Outside of X lie two gaps of 86.4 degrees, on average 21.6 from a border."""
    found = hues.harmony(of_hues(np.arange(128) * 360 / 128, chroma=0.08))
    assert found.misfit == pytest.approx(2 * 86.4 / 360 * 21.6, rel=0.06)


def test_harmony_turns_with_the_hues():
    angles = [hues.harmony(of_hues([hue, hue + 180] * 2)).angle for hue in (40, 100)]
    assert abs((angles[1] - angles[0]) % 180 - 60) <= 12


@pytest.mark.parametrize(
    ("hsv", "word"),
    [((0, 0.9, 0.8), "red"), ((1 / 3, 0.8, 0.6), "green"), ((0.63, 0.8, 0.9), "blue"),
     ((0.16, 0.8, 0.95), "yellow"), ((0.07, 0.7, 0.4), "brown"), ((0.5, 0.6, 0.75), "teal")],
)  # fmt: skip
def test_colours_have_their_everyday_names(hsv, word):
    from artlab.world.colour import srgb_to_oklab

    assert palette.color_name(srgb_to_oklab(np.array(colorsys.hsv_to_rgb(*hsv)))).endswith(word)
