"""The shipped conditional GAN: its weights, its training, its measurements."""

import numpy as np
import pytest

from artlab import cli, datasets
from artlab.gan import animals_gan, checkpoints, metrics, silhouettes
from artlab.gan.training import Trainer

LABELS = np.repeat(np.arange(10), 40)
LATENTS = np.random.default_rng(11).standard_normal((400, 64)).astype("float32")


@pytest.fixture(scope="module")
def painted():
    return animals_gan.load().predict([LATENTS, LABELS], batch_size=100, verbose=0)


@pytest.fixture(scope="module")
def small():
    """120 animals, twelve of each class."""
    dataset = datasets.animals()
    chosen = np.concatenate([np.flatnonzero(dataset.labels == k)[:12] for k in range(10)])
    return dataset._take(chosen)


def test_shipped_weights_are_small_and_half_precision():
    path = cli.weights_path("animals-gan")
    arrays, _ = checkpoints.load(path)
    assert path.stat().st_size < 12e6
    assert {array.dtype.name for array in arrays.values()} == {"float16"}


def test_shipped_pictures_show_the_animal_that_was_asked_for(painted):
    agreement = (silhouettes.logits(painted).argmax(axis=1) == LABELS).mean()
    assert agreement > 0.7  # 0.1 is chance


def test_shipped_pictures_are_near_real_ones_in_features_and_noise_is_far(painted):
    real = metrics.silhouette_features(datasets.animals().images[::10])
    fake = metrics.silhouette_features(painted)
    noise = np.random.default_rng(0).uniform(-1, 1, painted.shape).astype("float32")
    far = metrics.frechet_distance(real, metrics.silhouette_features(noise))
    assert metrics.frechet_distance(real, fake) < 0.25 * far


def test_shipped_pictures_of_one_class_differ(painted):
    elephants = painted[LABELS == 5]
    real = datasets.animals().of_class("elephant").images
    assert metrics.variety(elephants, real) > 0.3


def test_card_reports_the_scores_that_the_weights_file_holds():
    path = cli.weights_path("animals-gan")
    card = (path.parent / "README.md").read_text(encoding="utf-8")
    _, about = checkpoints.load(path)
    for name in ("frechet_distance", "precision", "recall", "density", "coverage"):
        digits = 1 if name == "frechet_distance" else 2
        assert f"{about[name]:.{digits}f}" in card, name
    for name, share in zip(datasets.animals().class_names, about["agreement"], strict=True):
        assert f"{name} {share:.0%}" in card


def test_record_has_a_row_for_each_measurement_and_falls():
    record = animals_gan.record()
    assert len(record["step"]) == len(record["raw"]) == len(record["average"]) > 5
    assert (np.diff(record["step"]) > 0).all()
    assert record["average"][-1] < 0.5 * record["average"][0]


def test_average_falls_at_every_measurement_of_the_second_phase_and_the_newest_jump():
    record = animals_gan.record()  # lesson 05 says so
    second = record["step"] > animals_gan.FIRST_STEPS
    assert (np.diff(record["average"][second]) < 0).all()
    assert (np.diff(record["raw"][second]) > 0).sum() >= 4


def test_decoder_paints_what_the_generator_paints():
    decoder, vectors = animals_gan.decoder()
    opened = decoder.predict([LATENTS[:20], vectors[LABELS[:20]]], verbose=0)
    named = animals_gan.load().predict([LATENTS[:20], LABELS[:20]], verbose=0)
    np.testing.assert_allclose(opened, named, atol=1e-6)


def test_measure_of_a_painter_of_real_pictures_is_nearly_perfect(small):
    class Copier:
        def predict(self, inputs, **_):
            places = [np.flatnonzero(small.labels == label) for label in range(10)]
            turn = np.arange(len(inputs[1])) % 12
            return small.images[[places[label][k] for label, k in zip(inputs[1], turn)]]  # noqa: B905

    scores = animals_gan.measure(Copier(), small, per_class=12)
    assert scores["frechet_distance"] == pytest.approx(0, abs=1e-3)
    assert (scores["precision"], scores["recall"], scores["coverage"]) == (1.0, 1.0, 1.0)
    assert min(scores["agreement"]) > 0.8


@pytest.fixture
def short_phases(small, monkeypatch):
    """Two phases of three steps, measured at every step."""
    monkeypatch.setattr("artlab.datasets.animals", lambda: small)
    monkeypatch.setattr(animals_gan, "FIRST_STEPS", 3)
    monkeypatch.setattr(animals_gan, "MEASURE_EVERY", 1)
    monkeypatch.setattr(animals_gan, "PER_CLASS", 5)
    monkeypatch.setattr(animals_gan, "measure", lambda model, dataset: {})


@pytest.mark.parametrize("last_step", [2, 4])  # in the first phase, in the second
def test_interrupted_training_ends_in_the_same_weights(
    short_phases, tmp_path, monkeypatch, last_step
):
    def train(name):
        path = tmp_path / f"{name}.safetensors"
        animals_gan.train(path, 6, checkpoint=tmp_path / name, report=lambda line: None)
        return checkpoints.load(path)

    whole, about = train("whole")
    with monkeypatch.context() as patched:
        _stop_at(last_step, patched)
        with pytest.raises(KeyboardInterrupt):
            train("parts")
    parts, resumed = train("parts")
    for name, array in whole.items():
        np.testing.assert_array_equal(array, parts[name])
    assert [row["step"] for row in resumed["measured"]] == [1, 2, 3, 4, 5, 6]
    assert about["measured"] == resumed["measured"]


def _stop_at(last_step, monkeypatch):
    """Lets runs end at a step, saved, as when the lid is closed."""
    fit = Trainer.fit

    def stopping(trainer, images, total, **options):
        before = 3 * (trainer.seed > 0)
        fit(trainer, images, min(total, last_step - before), **options)
        if before + trainer.step == last_step:
            raise KeyboardInterrupt

    monkeypatch.setattr(Trainer, "fit", stopping)


def test_train_command_writes_weights_that_the_generator_takes(
    small, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("artlab.datasets.animals", lambda: small)
    monkeypatch.setenv("ARTLAB_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "tiny.safetensors"
    assert cli.main(["train", "animals-gan", "--steps", "2", "--out", str(path)]) == 0
    arrays, about = checkpoints.load(path)
    model = animals_gan.build_generator()
    model.set_weights([arrays[f"weights/{index:03d}"] for index in range(len(model.weights))])
    assert about["steps"] == 2
    assert "frechet_distance" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--steps", "0"], "`--steps` must be 1 or more. Received: 0"),
        (["--out", "weights.pkl"], "`--out` must end in .safetensors. Received: weights.pkl"),
    ],
)
def test_train_command_names_what_is_wrong(arguments, message, capsys):
    assert cli.main(["train", "animals-gan", *arguments]) == 1
    assert message in capsys.readouterr().err


def test_every_training_of_the_command_line_exists():
    import importlib

    for name, (module, length) in cli.TRAININGS.items():
        train = importlib.import_module(module).train
        assert length in train.__code__.co_varnames, name
        assert cli.weights_path(name).parent.is_dir()
