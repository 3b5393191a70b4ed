"""Losses against closed forms, and their gradients against differences."""

import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from artlab.gan import losses

REAL = np.array([[2.0], [-1.0], [0.5]])
FAKE = np.array([[-3.0], [0.25], [1.5]])


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


CLOSED_FORMS = {
    "minimax": (
        -np.log(sigmoid(REAL)).mean() - np.log(1 - sigmoid(FAKE)).mean(),
        np.log(1 - sigmoid(FAKE)).mean(),
    ),
    "non_saturating": (
        -np.log(sigmoid(REAL)).mean() - np.log(1 - sigmoid(FAKE)).mean(),
        -np.log(sigmoid(FAKE)).mean(),
    ),
    "least_squares": (
        ((REAL - 1) ** 2).mean() / 2 + (FAKE**2).mean() / 2,
        ((FAKE - 1) ** 2).mean() / 2,
    ),
    "hinge": (
        np.maximum(0, 1 - REAL).mean() + np.maximum(0, 1 + FAKE).mean(),
        -FAKE.mean(),
    ),
    "wasserstein": (FAKE.mean() - REAL.mean(), -FAKE.mean()),
}


@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_loss_pair_equals_closed_form(name):
    pair = losses.get(name)
    discriminator, generator = CLOSED_FORMS[name]
    real, fake = REAL.astype("float32"), FAKE.astype("float32")
    assert float(pair.discriminator(real, fake)) == pytest.approx(discriminator, abs=1e-6)
    assert float(pair.generator(fake)) == pytest.approx(generator, abs=1e-6)


def test_every_named_pair_has_a_closed_form_test():
    assert set(CLOSED_FORMS) == set(losses.LOSSES)


@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_gradient_equals_central_differences(name):
    pair = losses.get(name)
    fake = tf.constant(FAKE, "float64")
    real = tf.constant(REAL, "float64")
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([fake, real])
        generator = pair.generator(fake)
        discriminator = pair.discriminator(real, fake)
    checks = [
        (tape.gradient(generator, fake), lambda moved: pair.generator(moved), FAKE),
        (tape.gradient(discriminator, fake), lambda moved: pair.discriminator(real, moved), FAKE),
        (tape.gradient(discriminator, real), lambda moved: pair.discriminator(moved, fake), REAL),
    ]
    for gradient, function, point in checks:
        np.testing.assert_allclose(gradient, differences(function, point), atol=1e-7)


def differences(function, point, width=1e-5):
    """Central differences of a scalar function, one entry at a time."""
    slopes = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        step = np.zeros_like(point)
        step[index] = width
        up, down = (function(tf.constant(point + sign * step, "float64")) for sign in (1, -1))
        slopes[index] = (float(up) - float(down)) / (2 * width)
    return slopes


@pytest.mark.parametrize(
    ("name", "logit", "slope"),
    [("minimax", -5.0, -0.00669), ("non_saturating", -5.0, -0.99331), ("minimax", 0.0, -0.5)],
)
def test_generator_gradient_by_the_logit_is_the_lessons_number(name, logit, slope):
    logits = tf.constant([[logit]])
    with tf.GradientTape() as tape:
        tape.watch(logits)
        loss = losses.get(name).generator(logits)
    assert float(tape.gradient(loss, logits)[0, 0]) == pytest.approx(slope, abs=1e-5)


def test_value_at_equilibrium_is_minus_log_four():
    half = np.zeros((8, 1), "float32")
    assert float(-losses.cross_entropy_discriminator(half, half)) == pytest.approx(
        -math.log(4), abs=1e-6
    )


def test_cross_entropy_equals_keras():
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    real, fake = REAL.astype("float32"), FAKE.astype("float32")
    expected = entropy(np.ones_like(real), real) + entropy(np.zeros_like(fake), fake)
    assert float(losses.cross_entropy_discriminator(real, fake)) == pytest.approx(
        float(expected), abs=1e-6
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=5))
def test_losses_stay_finite_for_huge_logits(values):
    logits = np.asarray(values, "float32")[:, None]
    for pair in losses.LOSSES.values():
        assert np.isfinite(float(pair.generator(logits)))
        assert np.isfinite(float(pair.discriminator(logits, -logits)))


def test_gradient_penalty_takes_the_norm_over_each_image():
    gradients = np.zeros((2, 2, 2, 1), "float32")
    gradients[0, 0, 0, 0], gradients[0, 1, 1, 0] = 3.0, 4.0  # norms 5 and 0
    expected = ((5 - 1) ** 2 + (0 - 1) ** 2) / 2
    assert float(losses.gradient_penalty(gradients)) == pytest.approx(expected, abs=1e-4)


def test_gradient_penalty_of_a_flat_critic_has_a_finite_gradient():
    gradients = tf.zeros((2, 4, 4, 1))
    with tf.GradientTape() as tape:
        tape.watch(gradients)
        loss = losses.gradient_penalty(gradients)
    assert np.isfinite(tape.gradient(loss, gradients)).all()


def test_r1_penalty_is_half_the_mean_squared_norm():
    gradients = np.random.default_rng(0).standard_normal((4, 3, 3, 2)).astype("float32")
    expected = (gradients.reshape(4, -1) ** 2).sum(axis=1).mean() / 2
    assert float(losses.r1_penalty(gradients)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("penalty", [losses.gradient_penalty, losses.r1_penalty])
def test_penalty_of_flat_vectors_names_the_shape(penalty):
    with pytest.raises(ValueError, match=r"`gradients` must have shape .*Received: \(4, 28, 28\)"):
        penalty(np.zeros((4, 28, 28), "float32"))


@pytest.mark.parametrize("shape", [(4,), (4, 2), ()])
def test_logits_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match=r"`fake_logits` must have shape \(batch, 1\)"):
        losses.non_saturating_generator(np.zeros(shape, "float32"))


def test_unknown_loss_names_the_ones_that_exist():
    with pytest.raises(ValueError, match=r'`loss` must be one of "minimax".*Received: \'wgan\''):
        losses.get("wgan")


def test_a_pair_of_ones_own_passes_through():
    own = losses.AdversarialLoss("own", losses.hinge_generator, losses.hinge_discriminator)
    assert losses.get(own) is own
