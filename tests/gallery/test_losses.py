"""Gram matrices and distances, against numbers worked out by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from artlab import gallery
from artlab.gallery import features, losses


def test_gram_matrix_by_hand():
    # two channels, three positions: [1, 0, 2] and [3, 1, 0]
    seen = torch.tensor([[[1.0, 0.0, 2.0]], [[3.0, 1.0, 0.0]]])
    # 1*1 + 2*2 = 5, 1*3 = 3, 3*3 + 1*1 = 10; each by 3 positions
    expected = torch.tensor([[5.0, 3.0], [3.0, 10.0]]) / 3
    torch.testing.assert_close(gallery.gram_matrix(seen), expected)


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 6), st.integers(1, 6))
def test_gram_matrix_forgets_where(seed, channels, height, width):
    rng = np.random.default_rng(seed)
    seen = rng.standard_normal((channels, height * width))
    shuffled = seen[:, rng.permutation(height * width)]
    grams = [gallery.gram_matrix(a.reshape(channels, height, width)) for a in (seen, shuffled)]
    torch.testing.assert_close(*grams)
    assert torch.linalg.eigvalsh(grams[0]).min() > -1e-9  # a sum of squares in every direction


def test_gram_matrix_of_a_tiled_picture_is_that_of_the_tile():
    tile = torch.rand(3, 4, 5)
    torch.testing.assert_close(gallery.gram_matrix(tile.repeat(1, 2, 3)), gallery.gram_matrix(tile))


def test_gram_matrices_of_a_batch_are_those_of_its_pictures():
    batch = torch.rand(2, 3, 4, 5)
    for found, seen in zip(gallery.gram_matrix(batch), batch, strict=True):
        torch.testing.assert_close(found, gallery.gram_matrix(seen))


@pytest.mark.parametrize("shape", [(3,), (3, 4), (0, 2, 2), (1, 2, 3, 4, 5)])
def test_gram_matrix_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"`features` must have shape \(\[batch,\] channels"):
        gallery.gram_matrix(torch.zeros(shape))


def test_relative_distance_is_zero_for_equals_and_one_for_nothing():
    wanted = torch.tensor([1.0, -2.0, 3.0])
    assert gallery.relative_distance(wanted, wanted) == 0
    assert gallery.relative_distance(torch.zeros(3), wanted) == 1
    assert gallery.relative_distance(2 * wanted, wanted) == 1
    assert torch.isfinite(gallery.relative_distance(wanted, torch.zeros(3)))


def test_total_variation_by_hand():
    pixels = torch.tensor([[0.0, 1.0], [0.0, 3.0]])[None, None]
    # down: 0 and 2, mean square 2; across: 1 and 3, mean square 5
    assert gallery.total_variation(pixels) == 7
    assert gallery.total_variation(torch.ones(1, 3, 4, 4)) == 0


def test_outside_counts_what_no_screen_shows():
    assert losses.outside(torch.tensor([-1.0, 0.5, 1.0])) == 0
    assert losses.outside(torch.tensor([-3.0, 1.0])) == 2  # (2^2 + 0) / 2


@pytest.fixture
def goal(network, square, stripes):
    layers = {"conv1_2": 1.0, "conv2_2": 3.0}
    pictures = (features.as_tensor(picture) for picture in (square, stripes))
    return losses.Goal(network, *pictures, layers, "conv3_1", (1.0, 10.0, 0.0))


def test_goal_is_reached_by_the_pictures_themselves(goal, square, stripes):
    content, style = goal.measure(features.as_tensor(square))
    assert content == 0 and style > 0.05
    content, style = goal.measure(features.as_tensor(stripes)[..., :64])
    assert content > 0.05 and style < 0.02


def test_goal_weighs_layers_and_terms(network, goal, square):
    picture = features.as_tensor(square).flip(2) * 0.7
    loss, content, style = goal(picture)
    torch.testing.assert_close(loss, content + 10 * style)
    seen = network(picture)
    parts = [
        gallery.relative_distance(gallery.gram_matrix(seen[name]), goal.grams[name])
        for name in ("conv1_2", "conv2_2")
    ]
    torch.testing.assert_close(style, 0.25 * parts[0] + 0.75 * parts[1])


@pytest.mark.parametrize("value", [-1.0, 0.0, 1.0])
def test_gradients_are_finite_even_for_one_even_tone(network, value):
    even = torch.full((1, 3, 32, 32), value)
    goal = losses.Goal(network, even, even, {"conv4_1": 1.0}, "conv4_1", (1.0, 1.0, 1.0))
    picture = (even * 0.5).requires_grad_()
    loss, _, _ = goal(picture)
    (gradient,) = torch.autograd.grad(loss, picture)
    assert torch.isfinite(gradient).all() and torch.isfinite(loss)


def test_gradient_is_the_slope(network, goal):
    """Against finite differences along a smooth direction, in float64."""
    double = features.Convolutions(
        {name.replace("_weight", ".weight").replace("_bias", ".bias"): array.numpy()
         for name, array in network.named_buffers() if name != "mean"},
        features.HED_MEAN,
    ).double()  # fmt: skip
    rng = np.random.default_rng(0)
    style, content, picture, way = (
        torch.from_numpy(rng.uniform(-0.8, 0.8, (1, 3, 24, 24))) for _ in range(4)
    )
    layers = {"conv1_2": 1.0, "conv3_1": 1.0}
    goal = losses.Goal(double, content, style, layers, "conv2_2", (1.0, 10.0, 0.1))
    picture.requires_grad_()
    (gradient,) = torch.autograd.grad(goal(picture)[0], picture)
    step = 1e-6
    with torch.no_grad():
        slope = (goal(picture + step * way)[0] - goal(picture - step * way)[0]) / (2 * step)
    torch.testing.assert_close((gradient * way).sum(), slope, rtol=1e-4, atol=1e-8)
