"""The fused Adam against Keras's."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from artlab.gan.adam import FusedAdam


def trajectory(optimizer, num_steps=20):
    """Weights along a fixed sequence of gradients."""
    rng = np.random.default_rng(0)
    start = [rng.standard_normal(shape) for shape in ((3, 4), (4,), ())]
    variables = [keras.Variable(np.asarray(array, "float32")) for array in start]
    places = []
    for _ in range(num_steps):
        gradients = [tf.constant(rng.standard_normal(v.shape), tf.float32) for v in variables]
        optimizer.apply(gradients, variables)
        places.append([np.array(variable) for variable in variables])
    return places


@pytest.mark.parametrize("settings", [{}, {"beta_1": 0.5}, {"beta_1": 0.0, "beta_2": 0.9}])
def test_fused_adam_walks_the_path_of_keras_adam(settings):
    ours = trajectory(FusedAdam(1e-2, **settings))
    keras_places = trajectory(keras.optimizers.Adam(1e-2, **settings))
    for left, right in zip(ours, keras_places, strict=True):
        for one, other in zip(left, right, strict=True):
            np.testing.assert_allclose(one, other, rtol=2e-5, atol=2e-6)


def moved(jit_compile):
    """A weight after three steps down the slope of its square."""
    variable = keras.Variable(np.ones(5, "float32"))
    optimizer = FusedAdam(0.1)
    optimizer.build([variable])

    @tf.function(jit_compile=jit_compile)
    def step():
        optimizer.apply([2 * variable.value], [variable])

    for _ in range(3):
        step()
    return np.array(variable)


def test_fused_adam_works_under_xla_and_in_a_graph():
    np.testing.assert_allclose(moved(jit_compile=False), moved(jit_compile=True), rtol=1e-5)
