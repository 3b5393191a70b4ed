"""A canvas holds any picture; colours are matched as the formula says."""

import numpy as np
import pytest
import torch

from artlab import gallery, images
from artlab.gallery import canvas, colors, features


@pytest.mark.parametrize("size", [(32, 32), (33, 40), (47, 35)])
def test_canvas_gives_back_the_picture_that_it_was_made_of(size):
    picture = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(0)) * 2 - 1
    made = canvas.Canvas(picture, canvas.color_axes(picture))
    torch.testing.assert_close(made.picture(), picture, atol=1e-4, rtol=0)


def test_step_on_a_canvas_moves_long_waves_more_than_short_ones():
    picture = torch.zeros(1, 3, 64, 64)
    made = canvas.Canvas(picture, torch.eye(3))
    columns = torch.arange(64) * (2 * torch.pi / 64)
    sizes = []
    for waves in (1, 16):
        values = torch.cos(waves * columns).expand(1, 3, 64, 64)
        sizes.append(float(made.picture(values).abs().max()))
    assert sizes[0] / sizes[1] == pytest.approx(16**canvas.STEEPNESS, rel=1e-3)


def test_colour_axes_are_those_of_the_pictures():
    rng = np.random.default_rng(0)
    along = np.array([2.0, 1.0, 0.0]) / np.sqrt(5)
    pixels = 0.2 * rng.standard_normal((40 * 40, 1)) * along
    axes = canvas.color_axes(torch.tensor(pixels.T.reshape(1, 3, 40, 40).astype(np.float32)))
    lengths = axes.norm(dim=0)
    torch.testing.assert_close(lengths.sort().values, torch.tensor([0.1, 0.1, 1.0]))
    longest = axes[:, int(lengths.argmax())]
    assert abs(float(longest @ torch.tensor(along, dtype=torch.float32))) == pytest.approx(
        1, abs=1e-3
    )


def test_matched_colours_have_the_mean_and_the_covariance_of_the_example():
    rng = np.random.default_rng(0)
    mixing = np.array([[30, 10, 0], [0, 20, 5], [5, 0, 15]])
    picture = (rng.standard_normal((50, 40, 3)) * 15 + 90).clip(0, 255).astype(np.uint8)
    example = (rng.standard_normal((30, 60, 3)) @ mixing + 140).clip(0, 255).astype(np.uint8)
    matched = gallery.match_colors(picture, example)
    assert matched.shape == picture.shape and matched.dtype == np.uint8
    np.testing.assert_allclose(matched.mean((0, 1)), example.mean((0, 1)), atol=1)
    found, wanted = (np.cov(a.reshape(-1, 3).T) for a in (matched, example))
    np.testing.assert_allclose(found, wanted, atol=0.03 * wanted.max())


def test_a_picture_matched_with_itself_stays(stripes):
    matched = gallery.match_colors(stripes, stripes)
    assert np.abs(matched.astype(int) - stripes).max() <= 4  # one axis is as good as empty


def test_grain_of_an_almost_grey_picture_does_not_become_colour(stripes):
    rng = np.random.default_rng(0)
    grey = np.repeat(rng.integers(60, 200, (40, 40, 1)), 3, axis=2)
    grainy = (grey + rng.integers(-1, 2, grey.shape)).astype(np.uint8)
    gap = gallery.match_colors(grainy, stripes).astype(float) - gallery.match_colors(
        grey.astype(np.uint8), stripes
    )
    assert np.abs(gap).mean() < 15


def test_grey_pair_has_one_mean_and_spread(square, stripes):
    content, other = colors.gray_pair(square, stripes)
    assert (content == content[..., :1]).all() and (other == other[..., :1]).all()
    np.testing.assert_allclose(other.mean(), content.mean(), atol=0.05)
    np.testing.assert_allclose(
        content[..., 0], images.to_float(square) @ [0.299, 0.587, 0.114], atol=1e-6
    )


def test_colours_of_another_picture_leave_the_luminance(square):
    grey = features.as_picture(features.as_tensor(square).mean(1, keepdim=True).repeat(1, 3, 1, 1))
    mild = (grey * 0.4 + 80).astype(np.uint8)
    tinted = np.full_like(mild, (120, 100, 90))
    mixed = colors.with_colors_of(mild, tinted).astype(float)
    weights = np.array([0.299, 0.587, 0.114])
    np.testing.assert_allclose(mixed @ weights, mild @ weights, atol=1.5)


def test_clouds_are_as_smooth_as_the_canvas_says_and_drawn_from_the_seed():
    clouds = canvas.cloudy((64, 64), seed=3)
    torch.testing.assert_close(clouds, canvas.cloudy((64, 64), seed=3), rtol=0, atol=0)
    assert not torch.equal(clouds, canvas.cloudy((64, 64), seed=4))
    assert float(clouds.std()) == pytest.approx(0.3, rel=1e-3)
    power = torch.fft.rfft2(clouds).abs().square().mean(1)[0]
    slow, fast = power[1:4, 1:4].mean(), power[24:32, 24:32].mean()
    assert slow > 20 * fast  # white noise has the same power in both
