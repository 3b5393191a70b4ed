"""Batches, history, snapshots and checkpoint files."""

import numpy as np
import pytest

from artlab.gan import batches, checkpoints, records


def test_an_epoch_shows_every_image_once():
    seen = np.concatenate([batches.batch_indices(step, 6, 30, seed=1) for step in range(5)])
    assert sorted(seen) == list(range(30))


def test_short_last_batch_is_filled_from_the_next_epoch():
    seen = np.concatenate([batches.batch_indices(step, 7, 10, seed=1) for step in range(10)])
    assert sorted(seen[:10]) == sorted(seen[10:20]) == list(range(10))
    assert len(seen) == 70


def test_batches_larger_than_the_data_set_are_full():
    indices = batches.batch_indices(0, 25, 10, seed=0)
    assert np.bincount(indices, minlength=10).min() >= 2


def test_epochs_have_orders_of_their_own():
    first, second = (batches.batch_indices(step, 30, 30, seed=1) for step in (0, 1))
    assert first.tolist() != second.tolist()


def test_history_columns_have_one_entry_a_step():
    history = records.History()
    history.append([1, 2, 0.5, 0.4, 0.1, -0.1], 0.1)
    history.append([3, 4, 0.6, 0.3, 0.2, -0.2], 0.2)
    assert history["step"].tolist() == [1, 2]
    assert history["generator_loss"].tolist() == [2.0, 4.0]
    assert history["seconds"].tolist() == [0.1, 0.2]
    assert set(history.keys()) == {"step", "seconds", *records.METRICS}


def test_unknown_column_names_the_columns():
    with pytest.raises(KeyError, match="generator_loss"):
        records.History()["loss"]


def test_log_snapshots_are_dense_at_first_and_eight_an_octave_later():
    steps = [step for step in range(4097) if records.is_snapshot_step(step)]
    assert steps[:17] == list(range(17))
    assert len([step for step in steps if 1024 <= step < 2048]) == 8


def test_no_snapshots_yet_is_said():
    empty = records.Snapshots(np.empty(0, "int64"), np.empty((0, 64, 8, 8, 1), "uint8"))
    with pytest.raises(ValueError, match="no snapshots yet"):
        empty.at(3)


def test_checkpoint_returns_what_was_saved(tmp_path):
    arrays = {"a": np.arange(6.0).reshape(2, 3), "b": np.zeros((0, 4), "uint8")}
    checkpoints.save(tmp_path / "new" / "x.safetensors", arrays, {"step": 3, "name": "山水"})
    loaded, about = checkpoints.load(tmp_path / "new" / "x.safetensors")
    assert about == {"step": 3, "name": "山水"}
    for name, array in arrays.items():
        np.testing.assert_array_equal(loaded[name], array)
        assert loaded[name].dtype == array.dtype


def test_failed_write_leaves_the_old_checkpoint(tmp_path, monkeypatch):
    path = tmp_path / "x.safetensors"
    checkpoints.save(path, {"a": np.ones(3)}, {"step": 1})
    before = path.read_bytes()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space left"):
        checkpoints.save(path, {"a": np.zeros(3)}, {"step": 2})
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["x.safetensors"]


def test_a_safetensors_file_of_others_is_refused(tmp_path):
    from safetensors.numpy import save_file

    save_file({"a": np.ones(2)}, tmp_path / "other.safetensors")
    with pytest.raises(ValueError, match="must be a checkpoint of format"):
        checkpoints.load(tmp_path / "other.safetensors")
