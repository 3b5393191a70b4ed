"""Training of the reader on a handful of tiny paintings: it learns, stops and goes on."""

import numpy as np
import pytest
import torch

from artlab.gallery.analysis import reader_network, scenes, training


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two shards of eight paintings."""
    place = tmp_path_factory.mktemp("reader")
    patch = pytest.MonkeyPatch()
    patch.setattr(scenes, "SHARD", 8)
    for number in range(2):
        scenes.make_shard(place / "shards", number)
    patch.undo()
    return place


@pytest.fixture
def short(monkeypatch):
    """Eight steps of four paintings, small ones."""
    monkeypatch.setattr(scenes, "SHARD", 8)
    monkeypatch.setattr(scenes, "FORMATS", ("square", "4:3"))
    stages = (training.Stage(5, 64 * 64, 0.1, 2e-3), training.Stage(3, 96 * 96, 0.02, 1e-3))
    monkeypatch.setattr(training, "STAGES", stages)
    monkeypatch.setattr(training, "EVERY", 4)
    monkeypatch.setattr(training, "BATCH", 4)


def test_shards_are_made_once(folder, monkeypatch):
    monkeypatch.setattr(scenes, "SHARD", 8)
    monkeypatch.setattr(scenes, "rendered", None)  # would fail if it were called
    scenes.make_shard(folder / "shards", 0)
    pictures, marks, plans = scenes.load_shard(folder / "shards", 0)
    assert pictures.shape == (8, 256, 256, 3) and marks.shape == (8, 15, 16, 16)
    assert plans[0] == scenes.plan_of(0, 0)[0]


def test_missing_shard_is_none(folder):
    assert scenes.load_shard(folder / "shards", 7) is None


def test_stages_follow_each_other():
    small, large = training.STAGES[:2]
    assert training.stage_at(0)[0] is small
    assert training.stage_at(small.steps)[0] is large
    assert training.stage_at(small.steps - 1)[1] < small.rate / 1000
    assert max(training.stage_at(step)[1] for step in range(small.steps)) <= small.rate


def test_pictures_and_marks_are_turned_together():
    """A white pixel block is marked; where it goes, its mark goes."""
    pictures = np.zeros((64, 64, 64, 3), np.uint8)
    pictures[:, 16:32, :16] = 255
    marks = np.zeros((64, 15, 4, 4), np.uint8)
    marks[:, 0, 1, 0] = 1
    found, moved = training.varied(pictures, marks, step=3, change=0.0)
    side = found.mean((1, 2))  # (batch, width)
    left = side[:, :24].mean(1) > side[:, -24:].mean(1)
    assert 0 < left.sum() < 64
    assert torch.equal(left, moved[:, 0, 1, 0] == 1) and torch.equal(~left, moved[:, 0, 1, 3] == 1)


def test_training_goes_on_where_it_stopped(folder, short, tmp_path):
    """Eight steps at once, and four, then four: the same weights, bit for bit."""
    torch.set_num_threads(1)
    whole = weights_after(folder, tmp_path / "whole")
    stopped = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        weights_after(folder, stopped, stop=True)
    assert (stopped / "checkpoint.safetensors").exists()
    again = weights_after(folder, stopped)
    assert all(torch.equal(whole[name], again[name]) for name in whole)


def weights_after(folder, place, stop=False):
    place.mkdir(exist_ok=True)
    if not (place / "shards").exists():
        (place / "shards").symlink_to(folder / "shards")

    def report(*_, **__):
        if stop:
            raise KeyboardInterrupt

    return training.train(place, report).state_dict()


def test_loss_falls_on_what_is_shown_again(folder, short):
    torch.manual_seed(0)
    network = reader_network.ReaderNetwork()
    shards = training.Shards(folder / "shards", 2)
    pictures, marks, answers = shards.batch(0, 96 * 96)
    found = reader_network.tensor(pictures), torch.from_numpy(marks).float()
    optimizer = torch.optim.Adam(network.parameters(), 2e-3)
    losses = []
    for _ in range(8):
        loss = training.loss_of(network, *found, answers)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.7 * losses[0]


def test_written_weights_are_read_back(tmp_path):
    from safetensors.torch import load_file

    torch.manual_seed(1)
    network = reader_network.ReaderNetwork().eval()
    training.write(network, tmp_path / "weights.safetensors")
    again = reader_network.restored(load_file(tmp_path / "weights.safetensors"))
    pictures = torch.rand(1, 3, 64, 64) * 2 - 1
    one, other = network(pictures)[0], again(pictures)[0]
    assert all(torch.allclose(one[name], other[name], atol=2e-2) for name in one)
