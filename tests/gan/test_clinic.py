"""The clinic's recordings: made by their causes, and each to be told by a rule."""

import numpy as np
import pytest

from artlab.datasets import animals
from artlab.gan import clinic, networks
from artlab.gan import clinic_making as making

LETTERS = "ABCDEF"
LATENTS = np.random.default_rng(3).standard_normal((5, 100)).astype("float32")

# How a doctor tells them, from what the sheets show: `clinic.signs`.
RULES = {
    "wrong image range": lambda seen: seen["darkest"] > -0.2,
    "swapped labels": lambda seen: seen["real_probability"] < 0.1 < 0.9 < seen["fake_probability"],
    "saturated generator": lambda seen: (
        seen["fake_probability"] < 0.05 and abs(seen["generator_loss"]) < 0.05
    ),
    "winning discriminator": lambda seen: (
        seen["fake_probability"] < 0.1 and seen["generator_loss"] > 3 and seen["darkest"] < -0.5
    ),
    "mode collapse": lambda seen: seen["variety"] < 0.1 and seen["darkest"] < -0.5,
    "forgotten freeze": lambda seen: (
        min(seen["real_probability"], seen["fake_probability"]) > 0.6
        and seen["discriminator_loss"] > 2 * np.log(2)  # worse than one half for everything
    ),
}


def seen(name):
    return clinic.signs(clinic.ward()[name])


@pytest.mark.parametrize("name", ["healthy", *LETTERS])
def test_exactly_the_rule_of_its_illness_holds_for_a_patient(name):
    found = [illness for illness, rule in RULES.items() if rule(seen(name))]
    illness = clinic.illness_of(name)
    assert found == ([] if illness == clinic.HEALTHY else [illness])


def test_every_illness_has_one_patient_in_an_order_that_tells_nothing():
    order = [clinic.illness_of(letter) for letter in LETTERS]
    assert sorted(order) == sorted(clinic.ILLNESSES)
    assert order not in (list(clinic.ILLNESSES), sorted(clinic.ILLNESSES))


def test_healthy_training_paints_bodies_and_swapped_labels_do_not():
    mean_animal = animals().images.mean(axis=0).ravel()

    def likeness(illness):  # of the mean picture to the mean animal
        found = next(p for n, p in clinic.ward().items() if clinic.illness_of(n) == illness)
        return np.corrcoef(found.snapshots[-1].mean(axis=0).ravel(), mean_animal)[0, 1]

    assert likeness("healthy") > 0.8 and likeness("swapped labels") < 0.3


def test_a_patient_does_not_say_what_it_suffers_from():
    for patient in clinic.ward().values():
        told = (repr(patient) + clinic.describe(patient)).lower()
        assert not [illness for illness in clinic.ILLNESSES if illness in told]


def test_recordings_are_small_and_of_one_length():
    home = making.HOME
    assert home.stat().st_size <= 700_000
    for patient in clinic.ward().values():
        assert patient.snapshots.shape == (6, 16, 28, 28, 1) and patient.snapshots.dtype == "uint8"
        assert patient.steps[-1] == patient.variety_steps[-1] == patient.snapshot_steps[-1] == 800
        assert all(curve.shape == patient.steps.shape for curve in patient.curves.values())


def test_signs_of_a_patient_made_by_hand():
    frames = np.zeros((2, 3, 10, 10, 1), "uint8")
    frames[1, :, :5] = 255  # half of the pixels change from -1 to 1
    curves = {name: np.arange(20.0) for name in clinic.CURVES}
    steps, few = np.arange(1, 21), np.array([0, 20])
    patient = clinic.Patient("X", steps, curves, few, np.array([0.5, 0.25]), few, frames)
    found = clinic.signs(patient)
    assert found["generator_loss"] == 18.5  # the last tenth: 18 and 19
    assert (found["variety"], found["darkest"], found["change"]) == (0.25, -1.0, 1.0)


def test_unknown_patient_is_named():
    with pytest.raises(ValueError, match=r"`name` must be one of healthy, A.*Received: 'Z'"):
        clinic.illness_of("Z")


def test_card_reports_the_signs_of_the_recordings():
    card = (making.HOME.parent / "README.md").read_text(encoding="utf-8")
    for name in ("healthy", *LETTERS):
        ends = seen(name)
        row = next(line for line in card.split("\n") if line.startswith(f"| {name} |"))
        assert clinic.illness_of(name) in row
        for sign in ("real_probability", "fake_probability", "variety", "darkest"):
            assert f"{ends[sign]:.2f}".replace("-0.00", "0.00") in row, (name, sign)


# How they are made ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["healthy", *LETTERS])
def test_recording_begins_as_its_recipe_does(name):
    again = making.record(clinic.illness_of(name), animals().images, steps=4)
    patient = clinic.ward()[name]
    recorded = [patient.curves[curve][0] for curve in clinic.CURVES]  # a mean of four steps
    np.testing.assert_allclose(again["curves"].mean(axis=1), recorded, rtol=0.02, atol=1e-3)
    np.testing.assert_array_equal(again["snapshots"][0], patient.snapshots[0])


def test_sigmoid_generator_is_the_tanh_generator_up_to_its_last_function():
    by_tanh = networks.dense_generator(seed=5)(LATENTS).numpy().astype("float64")
    by_sigmoid = making.sigmoid_generator(seed=5)(LATENTS).numpy()
    np.testing.assert_allclose(by_sigmoid, 1 / (1 + np.exp(-np.arctanh(by_tanh))), atol=1e-4)


def test_swapped_labels_ask_for_one_on_fakes_and_zero_on_real_pictures():
    real, fake = np.array([[2.0], [-1.0]], "float32"), np.array([[0.5], [3.0]], "float32")
    chance = [1 / (1 + np.exp(-logits)) for logits in (real, fake)]
    by_hand = -np.log(1 - chance[0]).mean() - np.log(chance[1]).mean()
    pair = making.swapped_labels()
    assert float(pair.discriminator(real, fake)) == pytest.approx(by_hand, rel=1e-5)
    assert float(pair.generator(fake)) == pytest.approx(-np.log(chance[1]).mean(), rel=1e-5)


def test_a_turn_of_the_listings_stack_moves_d_as_well():
    generator, discriminator, stack = making.listing_models()
    before = discriminator.get_weights() + generator.get_weights()
    stack.train_on_batch(LATENTS, np.ones((5, 1)))
    after = discriminator.get_weights() + generator.get_weights()
    assert len(stack.trainable_weights) == len(after) == 16
    assert all((new != old).any() for new, old in zip(after, before, strict=True))


def test_listing_notes_the_losses_that_keras_reports():
    generator, discriminator, stack = making.listing_models()
    real = animals().images[:5]
    fakes = generator.predict_on_batch(LATENTS)
    noted = making._metrics(discriminator.layers[0], real, fakes)
    by_keras = discriminator.test_on_batch(real, np.ones((5, 1)))
    discriminator.reset_metrics()
    by_keras += discriminator.test_on_batch(fakes, np.zeros((5, 1)))
    assert float(noted[0]) == pytest.approx(float(by_keras), rel=1e-4)
    of_generator = stack.test_on_batch(LATENTS, np.ones((5, 1)))
    assert float(noted[1]) == pytest.approx(float(of_generator), rel=1e-4)


def test_variety_and_frames_are_those_of_the_run():
    frames = {step: np.full((64, 28, 28, 1), 9 * step, "uint8") for step in range(5)}
    history = making.History([(step,) * 6 for step in range(4)], range(4))
    made = making._arrays(history, frames, animals().images)
    assert made["snapshot_steps"].tolist() == [0, 0, 0, 1, 2, 4] and not made["variety"].any()
    assert made["snapshots"][:, 0, 0, 0, 0].tolist() == [0, 0, 0, 9, 18, 36]
    assert made["curves"][0].tolist() == [0, 1, 2, 3] and made["steps"].tolist() == [1, 2, 3, 4]


def test_command_writes_what_the_ward_reads(tmp_path, monkeypatch):
    path = tmp_path / "clinic.safetensors"
    shipped = {letter: clinic._patient(letter, clinic._recordings()[0]) for letter in "AB"}

    def recorded(illness, pictures, steps, seed):
        letter = next(name for name in "AB" if making.NAMES[name] == illness)
        own = shipped[letter]
        return {
            "steps": own.steps,
            "curves": np.stack(list(own.curves.values())),
            "variety_steps": own.variety_steps,
            "variety": own.variety,
            "snapshot_steps": own.snapshot_steps,
            "snapshots": own.snapshots,
        }

    monkeypatch.setattr(making, "NAMES", {name: making.NAMES[name] for name in "AB"})
    monkeypatch.setattr(making, "record", recorded)
    making.main(["--out", str(path)])
    arrays, about = making.checkpoints.load(path)
    assert about["illnesses"] == making.NAMES
    np.testing.assert_array_equal(clinic._patient("B", arrays).snapshots, shipped["B"].snapshots)
