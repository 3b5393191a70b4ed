"""The shipped snapshots of the painter's training, and the script that paints them."""

import io

import numpy as np
import pytest
from PIL import Image

from artlab import world
from artlab.studio import snapshots
from artlab.studio.training import painter_data
from artlab.studio.training import snapshots as making
from artlab.world.scene import STYLES


@pytest.fixture(scope="module")
def shipped():
    return snapshots.load()


def test_strips_hold_four_pictures_of_the_measured_size(shipped):
    for strip in (*shipped.strips, shipped.drawings, shipped.paintings):
        assert Image.open(io.BytesIO(strip)).size == (4 * making.SIZE, making.SIZE)


def test_numbers_belong_to_the_strips(shipped):
    assert len(shipped) == len(shipped.strips) == len(shipped.distances) >= 5
    assert shipped.bands.shape == (len(shipped), 4)
    assert (np.diff(shipped.seen) > 0).all()


def test_training_brings_the_paintings_nearer(shipped):
    assert shipped.distances[-1] < 0.6 * shipped.distances[0]
    real = snapshots.pictures(shipped.paintings).astype(float)
    first, last = (snapshots.pictures(shipped.strips[place]) for place in (0, -1))
    assert np.abs(last - real).mean() < np.abs(first - real).mean()


def test_shipped_drawings_are_those_of_the_scenes(shipped):
    scenes = [world.Scene.from_dict(fields) for fields in shipped.about["scenes"]]
    assert tuple(scene.style for scene in scenes) == STYLES
    drawn = [world.draw(scene, seed=90 + number) for number, scene in enumerate(scenes)]
    wanted = np.stack([sketch.raster(making.SIZE, color=True) for sketch in drawn])
    np.testing.assert_array_equal(snapshots.pictures(shipped.drawings), wanted)


def test_shown_and_measured_scenes_are_never_trained_on():
    trained = painter_data.FIRST_SEED + making.HELD_OUT * painter_data.SHARD
    seeds = {90 + number for number in range(len(making.SHOWN))}
    assert max(seeds) < painter_data.FIRST_SEED < trained
    assert {scene.style for scene, _ in making.held_out()} == set(STYLES)


def test_true_paintings_measure_as_true():
    real = making.true_paintings(making.held_out()[:2])
    distance, bands = making.measure(making.scaled_all(real), real)
    assert distance == 0
    np.testing.assert_allclose(bands, 1)


def test_pictures_come_out_of_a_strip_in_order():
    rng = np.random.default_rng(0)
    batch = rng.integers(0, 256, (3, 16, 16, 3), dtype=np.uint8)
    np.testing.assert_array_equal(snapshots.pictures(making.strip(batch, lossless=True)), batch)
