"""Focal point, thirds, weight, balance and symmetry, on pictures made for them."""

import numpy as np
import pytest

from artlab.gallery.analysis import composition, salience
from artlab.gallery.analysis.viewing import View, view


def spot(x, y, shape=(240, 240), radius=10, ground=200, color=(180, 30, 30)):
    """A disk on an even, slightly grained ground."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    inside = np.hypot(rows - y * shape[0], columns - x * shape[1]) < radius
    grain = np.random.default_rng(0).integers(-2, 3, (*shape, 1))
    picture = np.clip(np.full((*shape, 3), ground) + grain, 0, 255).astype(np.uint8)
    picture[inside] = color
    return picture


PLACES = [(1 / 3, 1 / 3), (0.5, 0.5), (0.7, 0.25), (0.2, 0.6)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("shape", [(240, 240), (160, 320)])
def test_focal_point_lies_on_the_one_thing_there_is(place, shape):
    x, y = composition.focal_point(spot(*place, shape, radius=10))
    assert np.hypot((x - place[0]) * shape[1], (y - place[1]) * shape[0]) < 12


@pytest.mark.parametrize("place", PLACES)
def test_thirds_is_the_distance_to_the_nearest_crossing(place):
    crossings = [(x / 3, y / 3) for x in (1, 2) for y in (1, 2)]
    gap = min(np.hypot(place[0] - x, place[1] - y) for x, y in crossings)
    assert composition.thirds(spot(*place)) == pytest.approx(1 - gap / 0.4714, abs=0.07)


def test_saliency_prefers_the_odd_one_out():
    """Hou and Zhang's own example: one bar among many stands another way."""
    picture = np.full((256, 256, 3), 255, np.uint8)
    for row in range(16, 256, 32):
        for column in range(16, 256, 32):
            picture[row - 8 : row + 8, column - 2 : column + 2] = 0
    picture[72:88, 136:152] = 255
    picture[78:82, 136:152] = 0  # the bar at (80, 144) lies
    x, y = composition.focal_point(picture)
    assert np.hypot(x - 144 / 256, y - 80 / 256) < 0.05


def test_saliency_of_an_even_picture_is_nothing():
    even = np.full((64, 64, 3), 128, np.uint8)
    assert not View(even).saliency.any()
    assert composition.focal_point(even) == (0.5, 0.5)
    assert composition.focus(even) == 0.1


def test_focus_is_higher_for_one_spot_than_for_noise():
    noise = np.random.default_rng(0).integers(0, 256, (240, 240, 3)).astype(np.uint8)
    assert composition.focus(spot(0.4, 0.4)) > 2 * composition.focus(noise)


@pytest.mark.parametrize("x", [0.2, 0.5, 0.9])
def test_weight_lies_where_the_colour_is_rare(x):
    found = composition.weight_center(spot(x, 0.5, radius=20))
    assert abs(found[0] - 0.5) <= abs(x - 0.5) + 0.02
    assert np.sign(round(found[0] - 0.5, 2)) == np.sign(x - 0.5)
    assert composition.balance(spot(x, 0.5)) == pytest.approx(
        1 - 2 * abs(composition.weight_center(spot(x, 0.5))[0] - 0.5)
    )


def test_weight_is_the_distance_from_the_mean_colour():
    """Half black, half white, once 3 : 1: weights stand 1 : 3, so both halves weigh the same."""
    picture = np.zeros((128, 256, 3), np.uint8)
    picture[:, 192:] = 255
    weight = salience.color_weight(view(picture).lab)
    assert weight[:, :180].mean() * 3 == pytest.approx(weight[:, 204:].mean(), rel=0.02)


def test_mirrored_picture_is_symmetric():
    half = np.random.default_rng(3).integers(0, 256, (128, 64, 3)).astype(np.uint8)
    half = half.repeat(2, axis=0).repeat(2, axis=1)
    assert composition.symmetry(np.concatenate([half, half[:, ::-1]], axis=1)) > 0.99


def test_opposite_halves_are_antisymmetric():
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[:, 100:] = 255
    assert composition.symmetry(picture) == pytest.approx(-1, abs=0.01)


def test_noise_has_no_symmetry():
    noise = np.random.default_rng(4).integers(0, 256, (256, 256, 3)).astype(np.uint8)
    assert abs(composition.symmetry(noise)) < 0.03
