"""The horizon, on scenes whose horizon is known."""

import numpy as np
import pytest

from artlab import world
from artlab.gallery.analysis import horizons, horizons_training
from artlab.world.colour import oklab_to_srgb
from artlab.world.reading import Reading

UNSEEN = 725_000_000


def sea_and_sky(height, size=192):
    """A light sky over a dark sea, both with a little grain."""
    generator = np.random.default_rng(0)
    rows = (np.arange(size)[:, None] + 0.5) / size
    lab = np.zeros((size, size, 3))
    lab[..., 0] = np.where(rows < height, 0.85, 0.45) + generator.normal(0, 0.01, (size, size))
    lab[..., 2] = np.where(rows < height, 0.03, -0.09)
    return np.rint(oklab_to_srgb(lab) * 255).astype(np.uint8)


def test_most_horizons_of_unseen_scenes_are_found_within_three_percent():
    errors = []
    for seed in range(UNSEEN, UNSEEN + 24):
        scene = world.sample(seed, weather="clear", water="sea")
        sketch = world.draw(scene, seed=seed)
        painting = world.render(scene, sketch, size=256, seed=seed)
        true = Reading(scene, sketch, 256)
        errors.append(abs(horizons.horizon(painting).height - true.horizon / true.shape[0]))
    assert np.mean(np.array(errors) < 0.03) >= 0.75
    assert np.median(errors) < 0.015


@pytest.mark.parametrize("height", [0.35, 0.5, 0.68])
def test_horizon_between_sea_and_sky_is_found(height):
    found = horizons.horizon(sea_and_sky(height))
    assert found.height == pytest.approx(height, abs=0.02)


def test_probabilities_are_a_distribution_over_the_rows():
    chances = horizons.probabilities(horizons.row_features(horizons.view(sea_and_sky(0.5)).lab))
    assert chances.shape == (127,) and (chances >= 0).all()
    assert chances.sum() == pytest.approx(1, abs=1e-5)


def test_network_is_the_one_that_torch_learns():
    torch = pytest.importorskip("torch")
    arrays = horizons._weights()
    network = horizons_training._network(arrays["mean"].size).eval()
    for name, place in (("first", 0), ("second", 3), ("third", 6)):
        for kind in ("weight", "bias"):
            getattr(network[place], kind).data = torch.from_numpy(arrays[f"{name}.{kind}"])
    features = horizons.row_features(horizons.view(sea_and_sky(0.6)).lab)
    inputs = torch.from_numpy((features - arrays["mean"]) / arrays["spread"]).T[None]
    with torch.no_grad():
        expected = torch.softmax(network(inputs)[0, 0], dim=0).numpy()
    np.testing.assert_allclose(horizons.probabilities(features), expected, atol=1e-5)
