"""Training: what it minimises, and that no interrupt, kill or stray file spoils a run."""

import signal

import numpy as np
import pytest
import torch

from artlab import datasets, diffusion
from artlab.diffusion import making, network, settings, training

SMALL = diffusion.Settings(steps=6, batch_size=4, average=0.9)


@pytest.fixture(autouse=True)
def early_snapshots(monkeypatch):
    monkeypatch.setattr(settings, "SNAPSHOTS", (2, 4))


def same(trainer, other):
    """Whether newest and averaged weights and the losses of two runs have the same bits."""
    pairs = (
        (trainer.average, other.average),
        (trainer.network.state_dict(), other.network.state_dict()),
    )
    equal = [torch.equal(first[name], second[name]) for first, second in pairs for name in first]
    return all(equal) and trainer.losses == other.losses


def test_resumed_run_equals_the_uninterrupted_one_bit_for_bit(animals, tmp_path):
    whole = training.Trainer(*animals, SMALL)
    whole.fit()
    file = tmp_path / "run.safetensors"
    training.Trainer(*animals, SMALL, file).fit(3)
    resumed = training.Trainer(*animals, SMALL, file)
    resumed.fit()
    assert same(whole, resumed)
    assert sorted(resumed.snapshots) == sorted(whole.snapshots) == [2, 4, 6]
    for step, state in whole.snapshots.items():
        assert all(torch.equal(resumed.snapshots[step][name], state[name]) for name in state)


def test_interrupt_ends_after_the_step_under_way_and_keeps_it(animals, tmp_path, capsys):
    file = tmp_path / "run.safetensors"
    trainer = training.Trainer(*animals, SMALL, file)

    def press(trainer):
        if trainer.step == 2:
            signal.raise_signal(signal.SIGINT)

    assert len(trainer.fit(callbacks=[press])) == 2
    assert "Interrupted after step 2" in capsys.readouterr().out
    assert len(training.Trainer(*animals, SMALL, file).fit(2)) == 2
    assert len(trainer.fit()) == 6


def test_training_learns_to_paint_its_only_picture(animals):
    pictures, _ = animals
    chosen = diffusion.Settings(steps=60, batch_size=8, rate=3e-3, warmup=5, average=0.9)
    trainer = training.Trainer(pictures[120:121], np.array([0]), chosen)
    losses = trainer.fit()
    assert losses[-10:].mean() < 0.7 * losses[0]
    painted = diffusion.sample(trainer.averaged(), 4, "bear", steps=8)
    for found in painted:
        alike = [np.corrcoef(found.ravel(), other.ravel())[0, 1] for other in pictures]
        assert np.argmax(alike) == 120


def test_error_of_the_right_answer_is_zero_and_of_silence_is_its_square(animals):
    pictures, labels, signal_, noise = training.Trainer(*animals, SMALL).batch(0)
    answer = diffusion.velocity(pictures, signal_, noise)
    right = training.error(lambda *_: answer, pictures, labels, signal_, noise)
    silent = training.error(lambda *_: 0 * answer, pictures, labels, signal_, noise)
    assert right.abs().max() == 0
    assert torch.allclose(silent, answer.square().mean(dim=(1, 2)))


def test_batches_depend_on_seed_and_step_alone(animals):
    trainer = training.Trainer(*animals, SMALL)
    first, again, other = trainer.batch(1), trainer.batch(1), trainer.batch(2)
    assert all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
    assert not torch.equal(first[3], other[3])


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_labels_are_left_out_as_often_as_asked(animals, share):
    chosen = diffusion.Settings(steps=1, batch_size=2000, unlabelled=share)
    labels = training.Trainer(*animals, chosen).batch(0)[1]
    assert (labels == network.NO_LABEL).float().mean() == pytest.approx(share, abs=0.04)


def test_average_is_the_running_mean_of_the_weights(animals):
    trainer = training.Trainer(*animals, SMALL)
    expected = trainer.network.leave.weight.detach().clone()

    def follow(trainer):
        stays = min(SMALL.average, trainer.step / (trainer.step + 10))
        expected.mul_(stays).add_(trainer.network.leave.weight.detach(), alpha=1 - stays)

    trainer.fit(callbacks=[follow])
    assert torch.allclose(trainer.average["leave.weight"], expected, atol=1e-7)


@pytest.mark.parametrize("change", [{"seed": 1}, {"rate": 0.1}, {"steps": 7}])
def test_checkpoint_of_another_run_is_refused_by_name(animals, tmp_path, change):
    file = tmp_path / "run.safetensors"
    training.Trainer(*animals, SMALL, file).fit(1)
    other = training.Trainer(*animals, diffusion.Settings(**{**vars(SMALL), **change}), file)
    with pytest.raises(ValueError, match=f"of the same run.*{next(iter(change))} differ"):
        other.fit(1)
    with pytest.raises(ValueError, match=r"of the same run.*pictures differ"):
        training.Trainer(animals[0][1:], animals[1][1:], SMALL, file).fit(1)


def test_damaged_checkpoint_is_refused(animals, tmp_path):
    file = tmp_path / "run.safetensors"
    file.write_bytes(b"no run")
    with pytest.raises(ValueError, match="`checkpoint` must be a file that a trainer saved"):
        training.Trainer(*animals, SMALL, file).fit(1)


def test_loss_that_is_no_number_stops_the_run_and_names_the_rate(animals):
    trainer = training.Trainer(*animals, SMALL)
    torch.nn.init.constant_(trainer.network.leave.bias, float("nan"))
    with pytest.raises(training.TrainingDiverged, match=r"step 1: .*`rate`"):
        trainer.fit()


@pytest.fixture
def few(animals, monkeypatch):
    """`artlab train diffusion` learns from a few animals only."""
    pictures, labels = animals
    dataset = datasets.Dataset(pictures[..., None], labels, diffusion.NAMES)
    monkeypatch.setattr(making, "animals", lambda: dataset)
    return dataset


def test_interrupted_train_goes_on_with_the_same_call(few, tmp_path, monkeypatch):
    def press(trainer, report):
        if trainer.step == 2:
            signal.raise_signal(signal.SIGINT)

    path = tmp_path / "w.safetensors"
    with monkeypatch.context() as patched:
        patched.setattr(making, "_tell", press)
        with pytest.raises(KeyboardInterrupt):
            making.train(path, settings=SMALL)
    assert not path.exists()
    begun = []
    monkeypatch.setattr(making, "_tell", lambda trainer, report: begun.append(trainer.step))
    making.train(path, settings=SMALL)
    assert begun == [3, 4, 5, 6]


def test_train_writes_every_snapshot_and_says_how_good_it_is(few, tmp_path):
    from safetensors import safe_open

    scores = making.train(tmp_path / "w.safetensors", settings=SMALL)
    with safe_open(tmp_path / "w.safetensors", framework="pt") as file:
        found = {name.partition("/")[0] for name in file.keys()}  # noqa: SIM118
        assert file.get_tensor("6/enter.weight").dtype == torch.float16
    assert found == {"2", "4", "6"}
    assert scores["steps"] == [2, 4, 6]
    assert all(0 < loss < 2 for loss in scores["held_out"])


@pytest.mark.parametrize(
    ("pictures", "labels", "message"),
    [
        (np.zeros((2, 8, 8)), [0, 1], r"`pictures` must have shape \(num, 28, 28\)"),
        (np.full((2, 28, 28), 2.0), [0, 1], r"`pictures` must be in \[-1, 1\]"),
        (np.full((2, 28, 28), np.nan), [0, 1], r"`pictures` must be in \[-1, 1\]"),
        (np.zeros((2, 28, 28)), [0, 10], "`labels` must be 2 ints from 0 to 9"),
        (np.zeros((2, 28, 28)), [0], "`labels` must be 2 ints from 0 to 9"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(pictures, labels, message):
    with pytest.raises(ValueError, match=message):
        training.Trainer(pictures, np.array(labels))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"steps": 0}, "`steps` must be an int of 1 or more"),
        ({"rate": 0.0}, "`rate` must be above 0"),
        ({"average": 1.0}, r"`average` must be in \[0, 1\)"),
        ({"unlabelled": 1.5}, r"`unlabelled` must be in \[0, 1\]"),
        ({"precision": "half"}, "`precision` must be"),
    ],
)
def test_settings_out_of_range_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        diffusion.Settings(**options)
