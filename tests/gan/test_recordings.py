"""Recordings of long trainings."""

import numpy as np
import pytest

from artlab.gan import animals_gan, recordings, records


def snapshots(steps):
    images = np.arange(len(steps), dtype="uint8")[:, None, None, None, None]
    return records.Snapshots(np.array(steps), np.broadcast_to(images, (len(steps), 3, 2, 2, 1)))


def test_phases_become_one_run_that_counts_on():
    joined = recordings.join([(0, snapshots([0, 1, 100])), (200, snapshots([0, 100]))], growth=1.0)
    assert joined.steps.tolist() == [0, 1, 100, 200, 300]
    assert joined.images[:, 0, 0, 0, 0].tolist() == [0, 1, 2, 0, 1]


def test_snapshots_that_follow_too_closely_are_left_out():
    joined = recordings.join([(0, snapshots([0, 1, 10, 11, 20])), (20, snapshots([1, 20]))])
    assert joined.steps.tolist() == [0, 1, 10, 20, 40]


def test_only_the_wanted_latents_are_kept():
    assert recordings.join([(0, snapshots([0, 1]))], num_images=2).images.shape[1] == 2


def test_a_saved_recording_comes_back(tmp_path):
    saved = snapshots([0, 5])
    recordings.save(tmp_path / "run.npz", saved)
    loaded = recordings.load(tmp_path / "run.npz")
    np.testing.assert_array_equal(loaded.steps, saved.steps)
    np.testing.assert_array_equal(loaded.images, saved.images)


def test_what_is_no_recording_is_refused(tmp_path):
    (tmp_path / "run.npz").write_bytes(b"not a recording")
    with pytest.raises(ValueError):
        recordings.load(tmp_path / "run.npz")


def test_the_shipped_run_goes_from_fog_to_animals():
    run = animals_gan.training_snapshots()
    assert (run.steps[0], run.images.shape[1:]) == (0, (animals_gan.NUM_FRAMES, 28, 28, 1))
    assert run.steps[-1] > 0.85 * animals_gan.STEPS
    from artlab import images
    from artlab.gan import silhouettes

    last = silhouettes.logits(images.to_float(run.images[-1])).argmax(-1)
    assert np.mean(last == np.arange(animals_gan.NUM_FRAMES) % 10) > 0.7
