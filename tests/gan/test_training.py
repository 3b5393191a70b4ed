"""The trainer: its step, its memory, its errors."""

import os
import signal
import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

from artlab.gan import (
    Trainer,
    TrainingDiverged,
    checkpoints,
    conditional_discriminator,
    conditional_generator,
    losses,
    networks,
)
from artlab.gan.adam import FusedAdam
from artlab.gan.steps import latents

SHAPE = (8, 8, 1)
IMAGES = np.tanh(np.random.default_rng(0).standard_normal((50, *SHAPE))).astype("float32")


def players(seed=0, jit_compile=False):
    generator = networks.dense_generator(8, SHAPE, seed)
    discriminator = networks.dense_discriminator(SHAPE, seed)
    generator.jit_compile = discriminator.jit_compile = jit_compile
    return generator, discriminator


def trainer(seed=0, **settings):
    settings = {"batch_size": 16, **settings}
    return Trainer(*players(seed), seed=seed, **settings)


def weights(run):
    return [
        value for network in (run.generator, run.discriminator) for value in network.get_weights()
    ]


def assert_same(first, second):
    for left, right in zip(weights(first), weights(second), strict=True):
        np.testing.assert_array_equal(left, right)
    np.testing.assert_array_equal(first.history.table(), second.history.table())
    np.testing.assert_array_equal(first.snapshots.images, second.snapshots.images)


class Every:
    """A callback that calls a function after one given step."""

    def __init__(self, step, function):
        self.step, self.function = step, function

    def on_step(self, run):
        if run.step == self.step:
            self.function(run)


def test_step_equals_the_step_written_by_hand():
    run = trainer(batch_size=50)
    generator, discriminator = players()
    optimizers = [FusedAdam(2e-4, beta_1=0.5) for _ in range(2)]
    pair = losses.get("non_saturating")
    for step in range(3):
        with tf.GradientTape(persistent=True) as tape:
            fake_images = generator(latents(step, 50, 8, 0))
            real_logits, fake_logits = discriminator(IMAGES), discriminator(fake_images)
            values = pair.discriminator(real_logits, fake_logits), pair.generator(fake_logits)
        for optimizer, value, network in zip(
            optimizers, values, (discriminator, generator), strict=True
        ):
            variables = network.trainable_variables
            optimizer.apply(tape.gradient(value, variables), variables)
    history = run.fit(IMAGES, 3, progress=False)
    assert history["discriminator_loss"][-1] == pytest.approx(float(values[0]), rel=1e-4)
    assert history["generator_loss"][-1] == pytest.approx(float(values[1]), rel=1e-4)
    for found, expected in zip(run.generator.get_weights(), generator.get_weights(), strict=True):
        np.testing.assert_allclose(found, expected, atol=2e-5)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"ema": 0.9},
        {"loss": "wasserstein", "gradient_penalty": 10.0, "discriminator_steps": 3},
        {"loss": "hinge", "r1": 1.0},
    ],
)
def test_resumed_run_equals_uninterrupted_run_bit_for_bit(settings, tmp_path):
    whole = trainer(**settings)
    whole.fit(IMAGES, 12, progress=False)
    path = tmp_path / "run.safetensors"
    trainer(**settings, checkpoint=path).fit(IMAGES, 5, progress=False)
    resumed = trainer(**settings, checkpoint=path)
    resumed.fit(IMAGES, 12, progress=False)
    assert resumed.step == 12
    assert_same(whole, resumed)


def test_resumed_run_with_dropout_and_batch_normalisation_equals_uninterrupted(tmp_path):
    def build(checkpoint=None):
        keras.utils.set_random_seed(1)
        generator = keras.Sequential(
            [
                keras.Input((8,)),
                keras.layers.Dense(32),
                keras.layers.BatchNormalization(),
                keras.layers.Dense(64, activation="tanh"),
                keras.layers.Reshape(SHAPE),
            ]
        )
        discriminator = keras.Sequential(
            [
                keras.Input(SHAPE),
                keras.layers.Flatten(),
                keras.layers.Dense(32, activation="relu"),
                keras.layers.Dropout(0.5, seed=3),
                keras.layers.Dense(1),
            ]
        )
        return Trainer(generator, discriminator, batch_size=16, checkpoint=checkpoint)

    whole = build()
    whole.fit(IMAGES, 8, progress=False)
    path = tmp_path / "run.safetensors"
    build(path).fit(IMAGES, 3, progress=False)
    resumed = build(path)
    resumed.fit(IMAGES, 8, progress=False)
    assert_same(whole, resumed)


def test_same_seed_gives_the_same_bits_with_xla_and_another_seed_does_not():
    runs = []
    for seed in (4, 4, 5):
        run = Trainer(*players(seed, jit_compile=True), seed=seed, batch_size=16)
        run.fit(IMAGES, 4, progress=False)
        runs.append(run)
    assert runs[0].jit_compile
    assert_same(runs[0], runs[1])
    assert np.abs(weights(runs[0])[0] - weights(runs[2])[0]).max() > 1e-4


def test_killed_run_resumes_to_the_uninterrupted_one(tmp_path):
    path = tmp_path / "run.safetensors"
    script = f"""
import os, signal, sys
sys.path.insert(0, {os.path.dirname(__file__)!r})
from test_training import IMAGES, trainer
class Save:
    def on_step(self, run):
        if run.step == 4: run.save({str(path)!r})
        if run.step == 6: os.kill(os.getpid(), signal.SIGKILL)
trainer().fit(IMAGES, 10, callbacks=[Save()], progress=False)
"""
    killed = subprocess.run([sys.executable, "-c", script], timeout=180)
    assert killed.returncode == -signal.SIGKILL
    assert [file.name for file in tmp_path.iterdir()] == ["run.safetensors"]
    resumed = trainer(checkpoint=path)
    resumed.fit(IMAGES, 10, progress=False)
    whole = trainer()
    whole.fit(IMAGES, 10, progress=False)
    assert_same(whole, resumed)


@pytest.mark.skipif(os.name == "nt", reason="Windows delivers no SIGINT to os.kill")
def test_interrupt_stops_after_the_step_and_keeps_everything(tmp_path, capsys):
    path, handler = tmp_path / "run.safetensors", signal.getsignal(signal.SIGINT)
    run = trainer(checkpoint=path)
    interrupt = Every(5, lambda run: os.kill(os.getpid(), signal.SIGINT))
    history = run.fit(IMAGES, 100, callbacks=[interrupt], progress=False)
    assert len(history) == run.step == 5
    assert "Interrupted after step 5: all is kept" in capsys.readouterr().out
    run.fit(IMAGES, 9, progress=False)
    whole = trainer()
    whole.fit(IMAGES, 9, progress=False)
    assert_same(whole, run)
    assert checkpoints.load(path)[1]["step"] == 9
    assert signal.getsignal(signal.SIGINT) is handler


def test_fit_counts_steps_in_all_so_a_second_call_does_nothing():
    run = trainer()
    run.fit(IMAGES, 3, progress=False)
    before = weights(run)
    run.fit(IMAGES, 3, progress=False)
    for left, right in zip(before, weights(run), strict=True):
        np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize("batch_size", [1, 7, 50, 128])
def test_any_batch_size_trains(batch_size):
    history = trainer(batch_size=batch_size).fit(IMAGES, 3, progress=False)
    assert np.isfinite(history.table()).all()


def test_generator_step_leaves_the_discriminator_alone():
    run = trainer(learning_rate=(1e-2, 1e-12))
    generator, discriminator = run.generator.get_weights(), run.discriminator.get_weights()
    run.fit(IMAGES, 3, progress=False)
    for before, after in zip(discriminator, run.discriminator.get_weights(), strict=True):
        np.testing.assert_allclose(before, after, atol=1e-9)
    assert np.abs(generator[0] - run.generator.get_weights()[0]).max() > 1e-3


def test_discriminator_learns_to_tell_images_from_a_fixed_generator():
    run = trainer(learning_rate=(1e-12, 1e-3))
    history = run.fit(IMAGES, 150, progress=False)
    assert history["real_probability"][-1] > 0.9
    assert history["fake_probability"][-1] < 0.1


def test_averaged_weights_follow_the_recurrence():
    run = trainer(ema=0.5)
    average = [weight.astype("float64") for weight in run.generator.get_weights()]
    after = []
    for step in range(1, 7):
        run.fit(IMAGES, step, progress=False)
        after.append(run.generator.get_weights())
    for step, current in enumerate(after):
        decay = min(0.5, (1 + step) / (10 + step))
        average = [
            decay * old + (1 - decay) * new for old, new in zip(average, current, strict=True)
        ]
    own = run.generator.get_weights()
    with run._averaged():
        for found, expected in zip(run.generator.get_weights(), average, strict=True):
            np.testing.assert_allclose(found, expected, atol=1e-6)
    for before, later in zip(own, run.generator.get_weights(), strict=True):
        np.testing.assert_array_equal(before, later)


def test_conditional_networks_train_and_paint_by_label():
    run = Trainer(
        conditional_generator(3, 8, SHAPE, 8),
        conditional_discriminator(3, SHAPE, 8),
        loss="hinge",
        batch_size=16,
        ema=0.9,
    )
    labels = np.arange(len(IMAGES)) % 3
    run.fit(IMAGES, 3, labels=labels, progress=False)
    pictures = run.generate(latents=np.zeros((2, 8)), labels=np.array([0, 2]))
    assert pictures.shape == (2, *SHAPE)
    assert np.abs(pictures[0] - pictures[1]).max() > 1e-4


def test_snapshots_show_fixed_latents_along_the_way():
    run = trainer(snapshot_every=2)
    run.fit(IMAGES, 5, progress=False)
    snapshots = run.snapshots
    assert snapshots.steps.tolist() == [0, 2, 4]
    assert snapshots.images.shape == (3, 64, *SHAPE)
    assert snapshots.images.dtype == np.uint8
    np.testing.assert_array_equal(snapshots.at(3), snapshots.images[1])


def test_nan_loss_stops_with_an_explanation_and_keeps_the_checkpoint(tmp_path):
    path = tmp_path / "run.safetensors"
    broken = losses.AdversarialLoss(
        "broken", lambda logits: tf.math.log(tf.reduce_mean(logits) * 0), losses.hinge_discriminator
    )
    good = trainer(checkpoint=path)
    good.fit(IMAGES, 2, progress=False)
    saved = path.read_bytes()
    with pytest.raises(TrainingDiverged, match=r"stopped at step 1: generator_loss.*learning rate"):
        trainer(loss=broken, checkpoint=path).fit(IMAGES, 5, resume=False, progress=False)
    assert path.read_bytes() == saved


def test_checkpoint_of_another_run_is_refused_with_what_differs(tmp_path):
    path = tmp_path / "run.safetensors"
    trainer(checkpoint=path).fit(IMAGES, 2, progress=False)
    other = trainer(checkpoint=path, loss="hinge")
    before = weights(other)
    with pytest.raises(ValueError, match=r"loss: 'non_saturating' there, 'hinge' here"):
        other.fit(IMAGES, 4, progress=False)
    for left, right in zip(before, weights(other), strict=True):
        np.testing.assert_array_equal(left, right)


def test_checkpoint_of_other_images_is_refused(tmp_path):
    path = tmp_path / "run.safetensors"
    trainer(checkpoint=path).fit(IMAGES, 2, progress=False)
    with pytest.raises(ValueError, match="data:"):
        trainer(checkpoint=path).fit(-IMAGES, 4, progress=False)


def test_resume_false_starts_over(tmp_path):
    path = tmp_path / "run.safetensors"
    trainer(checkpoint=path).fit(IMAGES, 4, progress=False)
    fresh = trainer(checkpoint=path)
    fresh.fit(IMAGES, 2, resume=False, progress=False)
    assert checkpoints.load(path)[1]["step"] == 2


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"junk"])
def test_damaged_checkpoint_is_named(damage, tmp_path):
    path = tmp_path / "run.safetensors"
    trainer(checkpoint=path).fit(IMAGES, 2, progress=False)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"is not a readable checkpoint.*Delete it"):
        trainer(checkpoint=path).fit(IMAGES, 4, progress=False)


def test_inputs_are_not_modified():
    images = IMAGES.copy()
    images.flags.writeable = False
    trainer().fit(images, 2, progress=False)
    np.testing.assert_array_equal(images, IMAGES)


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (IMAGES[..., 0], r"`images` must have shape \(num_images, 8, 8, 1\)"),
        (IMAGES[:0], "`images` must have shape"),
        ((IMAGES * 127 + 128).astype("uint8"), "to_float converts uint8"),
        (IMAGES * 255, r"`images` must lie in \[-1, 1\]"),
        (IMAGES * np.nan, r"`images` must lie in \[-1, 1\]"),
    ],
)
def test_bad_images_are_named(images, message):
    with pytest.raises(ValueError, match=message):
        trainer().fit(images, 1, progress=False)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"batch_size": 0}, "`batch_size` must be an integer of 1 or more. Received: 0"),
        ({"ema": 1.0}, "`ema` must lie in"),
        ({"r1": -1}, "`r1` must be 0 or more"),
        ({"learning_rate": (1e-3, 1e-3, 1e-3)}, "`learning_rate` must be"),
        ({"loss": "bce"}, "`loss` must be one of"),
        ({"seed": 1.5}, "`seed` must be an integer"),
    ],
)
def test_bad_settings_are_named(settings, message):
    with pytest.raises(ValueError, match=message):
        trainer(**settings)


def test_networks_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r"`discriminator` must read what `generator` paints"):
        Trainer(networks.dense_generator(8, (8, 8, 1)), networks.dense_discriminator((9, 9, 1)))


def test_a_discriminator_with_a_map_of_logits_is_refused():
    inputs = keras.Input(SHAPE)
    patches = keras.Model(inputs, keras.layers.Conv2D(1, 3)(inputs))
    with pytest.raises(ValueError, match="`discriminator` must output logits"):
        Trainer(networks.dense_generator(8, SHAPE), patches)


def test_labels_for_networks_without_labels_are_refused():
    with pytest.raises(ValueError, match="`labels` must be None"):
        trainer().fit(IMAGES, 1, labels=np.zeros(50, int), progress=False)
