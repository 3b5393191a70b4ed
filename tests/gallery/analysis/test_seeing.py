"""Features of pictures whose colours and stripes are known, and what covering leaves of them."""

import numpy as np
import pytest
import torch

from artlab.gallery import features, gram_matrix, picture_features
from artlab.gallery.analysis import maps, pooling, seeing
from artlab.world.colour import srgb_to_oklab

RED, BLUE = (200, 40, 30), (30, 60, 190)
NUM_SHARES = maps.LIGHTNESS_BINS + maps.COLOR_BINS**2


def flat(color, size=(160, 160)):
    return np.full((*size, 3), color, np.uint8)


def halves():
    """160 x 160, the left half red, the right one blue."""
    picture = flat(RED)
    picture[:, 80:] = BLUE
    return picture


def waves(direction, period=8):
    """Grey stripes whose lightness changes along x (0) or y (1)."""
    place = np.mgrid[:160, :160][1 - direction]
    grey = 128 + 80 * np.sin(2 * np.pi * place / period)
    return np.repeat(grey[..., None], 3, axis=-1).astype(np.uint8)


@pytest.mark.parametrize(
    ("kind", "number"),
    [("color", 52), ("texture", 39), ("gram", 1584), ("deep", 1920), ("all", 3595)],
)
def test_kinds_have_the_sizes_that_are_told(square, kind, number):
    found = picture_features([square], kind)
    assert found.shape == (1, number) and found.dtype == np.float32 and np.isfinite(found).all()


@pytest.mark.parametrize("kind", ["color", "texture", "all"])
def test_row_does_not_depend_on_the_others(square, stripes, kind):
    together = picture_features([square, stripes, square], kind)
    np.testing.assert_array_equal(together[:1], picture_features([square], kind))
    np.testing.assert_array_equal(together[1:2], picture_features([stripes], kind))
    np.testing.assert_array_equal(together[0], together[2])


def test_flat_color_fills_one_cell_and_has_its_own_mean():
    found = picture_features([flat(RED)], "color")[0]
    cells = np.sort(found[:NUM_SHARES])[-3:]
    np.testing.assert_allclose(cells, [0, 1, 1], atol=1e-4)  # a lightness cell, a cell of a and b
    lab = srgb_to_oklab(np.array(RED) / 255)
    np.testing.assert_allclose(found[NUM_SHARES:][:3], lab, atol=1e-5)
    np.testing.assert_allclose(found[NUM_SHARES + 4 :], 0, atol=1e-4)  # spreads


def test_two_colors_share_the_histogram_as_they_share_the_picture():
    picture = flat(RED)
    picture[:, 40:] = BLUE
    squares = np.sort(picture_features([picture], "color")[0][: maps.LIGHTNESS_BINS] ** 2)
    np.testing.assert_allclose(squares[-2:], [0.25, 0.75], atol=1e-6)


@pytest.mark.parametrize("kind", ["color", "texture"])
def test_format_is_kept_and_size_is_not_a_feature(kind):
    small, large = flat(RED, (80, 120)), flat(RED, (160, 240))
    found = picture_features([small, large], kind)
    np.testing.assert_allclose(found[0], found[1], atol=1e-5)
    assert maps.fitted(large).shape[0] / maps.fitted(large).shape[1] == pytest.approx(
        2 / 3, abs=0.04
    )


def test_direction_of_stripes_is_seen():
    across, down = picture_features([waves(0), waves(1)], "texture")[:, : maps.ORIENTATIONS]
    assert across.argmax() in (0, maps.ORIENTATIONS - 1)  # gradients along x
    assert down.argmax() == maps.ORIENTATIONS // 2  # and along y


def test_fineness_of_stripes_is_seen():
    fine, coarse = picture_features([waves(0, 4), waves(0, 40)], "texture")[:, -5:]
    assert fine.argmax() < coarse.argmax()


def test_neighbour_patterns_of_a_plane_and_of_a_lone_bright_pixel():
    light = np.zeros((5, 5), np.float32)
    assert (maps.neighbour_patterns(light) == 8).all()
    light[2, 2] = 1
    found = maps.neighbour_patterns(light)
    assert found[2, 2] == 0 and found[2, 1] == 8


def test_gram_features_are_the_gram_matrix_of_mixed_channels(stripes, network):
    seen = network(features.as_tensor(maps.fitted(stripes)), "conv1_1")["conv1_1"][0]
    mixer = torch.from_numpy(maps.mixer(64))
    wanted = (mixer @ gram_matrix(seen) @ mixer.T).numpy()[np.triu_indices(32)]
    found = picture_features([stripes], "gram")[0, : len(wanted)]
    np.testing.assert_allclose(np.sign(found) * found**2, wanted, rtol=1e-3, atol=0.05)


def test_deep_features_are_means_and_spreads_of_channels(stripes, network):
    seen = network(features.as_tensor(maps.fitted(stripes)), "conv1_2")["conv1_2"][0]
    found = picture_features([stripes], "deep")[0]
    np.testing.assert_allclose(found[:64], seen.mean((1, 2)), rtol=1e-4, atol=1e-3)
    spread = seen.flatten(1).std(1, correction=0)
    np.testing.assert_allclose(found[64:128], spread, rtol=1e-2, atol=0.05)


def test_mixer_has_orthonormal_rows():
    mixer = maps.mixer(128)
    np.testing.assert_allclose(mixer @ mixer.T, np.eye(32), atol=1e-5)


def test_covered_half_does_not_count():
    parts = seeing.parts_of(halves(), "color")
    seen = np.ones((1, 160, 160), np.float32)
    seen[:, :, 80:] = 0
    wanted = picture_features([flat(RED)], "color")
    np.testing.assert_allclose(pooling.pooled(parts, seen), wanted, atol=1e-3)


def test_covering_nothing_changes_nothing(stripes):
    parts = seeing.parts_of(stripes, "all")
    seen = np.ones((2, 50, 50), np.float32)
    found = pooling.pooled(parts, seen)
    np.testing.assert_allclose(found[1:], pooling.pooled(parts), rtol=1e-3, atol=1e-3)
    np.testing.assert_array_equal(found[0], found[1])


def test_masks_are_shrunk_to_shares():
    mask = np.ones((1, 4, 4), np.float32)
    mask[0, :2, :1] = 0
    np.testing.assert_allclose(pooling.shrunk(mask, (2, 2))[0], [[0.5, 1], [1, 1]])


@pytest.mark.parametrize(
    ("pictures", "message"),
    [
        (np.zeros((8, 8, 3), np.uint8), r"for one, \[picture\]. Received: an array of shape \(8,"),
        ([], r"a sequence of one or more pictures. Received: \[\]"),
        ("picture.png", "a sequence of one or more pictures. Received: 'picture.png'"),
        ([np.zeros((8, 8, 2))], r"`pictures\[0\]` must be a picture"),
    ],
)
def test_no_pictures_are_refused(pictures, message):
    with pytest.raises(ValueError, match=message):
        picture_features(pictures, "color")


def test_unknown_kind_is_refused(square):
    with pytest.raises(ValueError, match=r"`kind` must be .*Received: 'colour'"):
        picture_features([square], "colour")
