"""The shipped snapshots: what they paint, and whether their card tells the truth."""

import hashlib
import json
import pathlib

import numpy as np
import pytest

from artlab import cli, datasets, diffusion
from artlab.diffusion import making, pretrained

NAMES = [name for name in diffusion.NAMES for _ in range(8)]
FILE = cli.weights_path("diffusion")
CARD = FILE.parent / "README.md"
RESULT = pathlib.Path(__file__).parents[2] / "benchmarks" / "results" / "diffusion.json"


@pytest.fixture(scope="module")
def learned():
    """The pictures that the model has learned from, and those that were held out."""
    return datasets.animals().split(0.9, seed=0)


@pytest.fixture(scope="module")
def painted():
    return diffusion.sample(diffusion.load(), len(NAMES), NAMES, steps=16, seed=5)


def distances(pictures, others):
    """Root mean square of the pixels between every two pictures: (num, num_others)."""
    flat = [np.asarray(part, float).reshape(len(part), -1) for part in (pictures, others)]
    squares = [(part**2).sum(axis=1) for part in flat]
    found = squares[0][:, None] + squares[1][None] - 2 * flat[0] @ flat[1].T
    return np.sqrt(np.clip(found, 0, None) / 784)


def agreement(pictures, learned):
    """Share of pictures whose nearest real one is of the animal that was asked for."""
    nearest = distances(pictures, learned.images).argmin(axis=1)
    wanted = np.array([diffusion.NAMES.index(name) for name in NAMES])
    return (learned.labels[nearest] == wanted).mean()


def test_shipped_file_is_small_and_half_precision():
    from safetensors import safe_open

    assert FILE.stat().st_size < 8e6
    with safe_open(FILE, framework="pt") as file:
        kinds = {file.get_slice(name).get_dtype() for name in file.keys()}  # noqa: SIM118
    assert kinds == {"F16"}


def test_snapshots_rise_to_the_last_step_and_each_can_be_loaded():
    steps = diffusion.snapshots()
    assert steps == sorted(steps) and len(steps) >= 5
    assert steps[-1] == pretrained.record()["settings"]["steps"]
    for place, step in enumerate(steps):
        assert diffusion.load(place).trained_steps == step
    assert diffusion.load() is diffusion.load(len(steps) - 1)


@pytest.mark.parametrize("snapshot", [5, -6, 1.0, True, "last"])
def test_snapshot_that_is_not_there_is_refused(snapshot):
    with pytest.raises(ValueError, match="`snapshot` must be an int"):
        diffusion.load(snapshot)


def test_pictures_show_the_animal_that_was_asked_for(painted, learned):
    assert agreement(painted, learned[0]) > 0.6  # 0.1 is chance


def test_younger_snapshots_paint_worse(painted, learned):
    young = diffusion.sample(diffusion.load(0), len(NAMES), NAMES, steps=16, seed=5)
    far, near = (distances(part, learned[0].images).min(axis=1) for part in (young, painted))
    assert np.median(near) < 0.8 * np.median(far)


def test_no_picture_is_a_copy(painted, learned):
    """The nearest real pictures of held-out ones are the measure."""
    real, held_out = learned
    own = distances(held_out.images, real.images).min(axis=1)
    assert (distances(painted, real.images).min(axis=1) > np.quantile(own, 0.005)).all()


def test_pictures_of_one_animal_differ(painted, learned):
    elephants = painted[np.array(NAMES) == "elephant"]
    between = distances(elephants, elephants)[np.triu_indices(len(elephants), 1)]
    assert between.min() > 0.2


def test_loss_on_unseen_pictures_falls_from_snapshot_to_snapshot_and_is_as_written(learned):
    told = pretrained.record()["held_out"]
    assert told == sorted(told, reverse=True)
    assert making.held_out_loss(diffusion.load(), learned[1]) == pytest.approx(told[-1], rel=0.01)


def test_card_reports_file_and_scores():
    card = CARD.read_text(encoding="utf-8")
    record = pretrained.record()
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in card
    assert f"{diffusion.load().num_parameters:,}" in card
    for step, loss in zip(record["steps"], record["held_out"], strict=True):
        assert f"{step:,}" in card and f"{loss:.3f}" in card


def test_card_reports_what_the_benchmark_measured():
    card, result = CARD.read_text(encoding="utf-8"), json.loads(RESULT.read_text("utf-8"))
    for point in (result["gan"], *result["diffusion"], *result["more"]):
        assert f"{point['distance'][0]:.1f}" in card
        assert f"{point['coverage'][0]:.2f}" in card
