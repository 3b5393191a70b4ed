"""Runs on the ring: the same by seed, side by side without touching each other."""

import numpy as np
import pytest
import tensorflow as tf

from artlab.gan import losses, ring
from artlab.gan.points import islands_covered


def train(*arguments, **options):
    return ring.train_on_ring(*arguments, **{"steps": 100, "progress": False, **options})


def test_same_seed_gives_the_same_runs():
    np.testing.assert_array_equal(train(num_runs=2).points, train(num_runs=2).points)


def test_another_seed_gives_other_runs():
    assert not np.allclose(train(num_runs=2).points, train(num_runs=2, seed=7).points)


def test_runs_differ_from_each_other():
    first, second = train(num_runs=2).points
    assert not np.allclose(first, second)


def test_runs_learn_as_if_alone():
    """A run's gradient is the same whatever the other run does."""
    network = ring._network(2, (2, 8, 1), seed=3)
    cloud = np.random.default_rng(0).normal(size=(2, 16, 2)).astype("float32")

    def gradient_of_first(other):
        batch = tf.constant(np.stack([cloud[0], other]))
        with tf.GradientTape() as tape:
            logits = ring._flat(network(batch))
            slopes = ring._slopes(network, batch)
            loss = losses.non_saturating_generator(logits) + losses.gradient_penalty(slopes)
            loss *= 2
        return [gradient[0] for gradient in tape.gradient(loss, network.trainable_variables)]

    for one, two in zip(gradient_of_first(cloud[1]), gradient_of_first(9 * cloud[1]), strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-7)


def test_stacked_network_equals_a_plain_one():
    network = ring._network(3, (2, 8, 1), seed=3)
    cloud = np.random.default_rng(0).normal(size=(3, 5, 2)).astype("float32")
    first, first_bias, last, last_bias = [weight.numpy() for weight in network.weights]
    hidden = np.maximum(cloud[1] @ first[1] + first_bias[1], 0)
    np.testing.assert_allclose(network(cloud)[1], hidden @ last[1] + last_bias[1], atol=1e-5)


def test_record_has_one_row_a_hundred_steps():
    runs = train("wasserstein", steps=200, gradient_penalty=1.0, num_runs=3)
    assert runs.points.shape == (3, 500, 2)
    assert runs.steps.tolist() == [100, 200]
    assert runs.covered.shape == runs.on_island.shape == (2, 3)
    assert runs.final == [islands_covered(cloud)[0] for cloud in runs.points]


def test_runs_cut_at_a_count_are_those_of_a_shorter_training():
    early, short = train(steps=200, num_runs=2).until(0), train(steps=100, num_runs=2)
    np.testing.assert_array_equal(early.points, short.points)
    assert (early.final, early.steps.tolist()) == (short.final, [100])


@pytest.mark.parametrize("options", [{"gradient_penalty": 1.0}, {"r1": 1.0}])
def test_penalties_change_the_run(options):
    plain, held = train(num_runs=1).points, train(num_runs=1, **options).points
    assert not np.allclose(plain, held)


def test_own_pair_of_losses_passes_through():
    own = losses.AdversarialLoss("mine", losses.hinge_generator, losses.hinge_discriminator)
    np.testing.assert_array_equal(train(own, num_runs=1).points, train("hinge", num_runs=1).points)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"steps": 150}, "`steps` must be a multiple of 100. Received: 150"),
        ({"steps": 0}, "`steps` must be an integer of 100 or more"),
        ({"num_runs": 0}, "`num_runs` must be an integer of 1 or more"),
        ({"r1": -1}, "`r1` must be 0 or more"),
        ({"loss": "mean"}, "`loss` must be one of"),
    ],
)
def test_wrong_argument_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        train(**options)
