"""The networks: shapes, sizes, ranges, and that they run on another backend."""

import itertools
import os
import subprocess
import sys

import keras
import numpy as np
import pytest

from artlab.gan import networks

LATENTS = np.random.default_rng(0).standard_normal((3, 64)).astype("float32")


def units(network):
    return [layer.units for layer in network.layers if isinstance(layer, keras.layers.Dense)]


def test_dense_networks_have_the_lessons_widths():
    assert units(networks.dense_generator()) == [256, 512, 1024, 784]
    assert units(networks.dense_discriminator()) == [256, 512, 1024, 1]


def test_dense_parameter_counts_follow_from_the_widths():
    widths = [100, 256, 512, 1024, 784]
    expected = sum((a + 1) * b for a, b in itertools.pairwise(widths))
    assert networks.dense_generator().count_params() == expected


@pytest.mark.parametrize("shape", [(28, 28, 1), (32, 16, 3)])
def test_conv_networks_fit_together(shape):
    images = networks.conv_generator(image_shape=shape)(LATENTS)
    assert images.shape == (3, *shape)
    assert networks.conv_discriminator(image_shape=shape)(images).shape == (3, 1)


def test_generators_stay_within_tanh():
    for build in (networks.conv_generator, networks.dense_generator):
        model = build(latent_dim=64)
        assert np.abs(model(100 * LATENTS)).max() <= 1.0


def test_generator_pictures_do_not_depend_on_their_neighbours():
    model = networks.conv_generator()
    together, alone = model(LATENTS, training=True), model(LATENTS[:1], training=True)
    np.testing.assert_allclose(together[:1], alone, atol=1e-6)


def test_conditional_networks_heed_the_label():
    generator = networks.conditional_generator(10)
    same = np.repeat(LATENTS[:1], 2, axis=0)
    first, second = np.asarray(generator([same, np.array([0, 7])]))
    assert np.abs(first - second).max() > 1e-3
    discriminator = networks.conditional_discriminator(10)
    images = np.repeat(first[None], 2, axis=0)
    logits = np.asarray(discriminator([images, np.array([0, 7])]))
    assert logits.shape == (2, 1)
    assert logits[0, 0] != logits[1, 0]


def test_same_seed_gives_the_same_weights_and_another_seed_does_not():
    for build in (networks.dense_generator, networks.conv_discriminator):
        first, again, other = (build(seed=seed).get_weights()[0] for seed in (3, 3, 4))
        np.testing.assert_array_equal(first, again)
        assert np.abs(first - other).max() > 1e-3


def test_generator_and_discriminator_of_one_seed_start_differently():
    generator = networks.dense_generator(latent_dim=784)
    discriminator = networks.dense_discriminator()
    assert not np.array_equal(
        generator.get_weights()[0][:, :256], discriminator.get_weights()[0][:, :256]
    )


@pytest.mark.parametrize("kind", ["dense", "conv"])
def test_jit_compile_is_a_fixed_attribute(kind):
    for player in ("generator", "discriminator"):
        assert getattr(networks, f"{kind}_{player}")().jit_compile is False


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"latent_dim": 0}, "`latent_dim` must be a positive integer. Received: 0"),
        ({"image_shape": (28, 28)}, "`image_shape` must be"),
        ({"image_shape": (30, 28, 1)}, "multiples of 4"),
        ({"seed": -1}, "`seed` must be an integer of 0 or more"),
    ],
)
def test_bad_arguments_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        networks.conv_generator(**arguments)


def test_networks_and_losses_run_on_the_torch_backend():
    script = """
import keras, numpy as np, sys
assert keras.backend.backend() == "torch"
from artlab.gan import losses, networks
images = networks.conv_generator()(np.zeros((2, 64), "float32"))
logits = networks.conv_discriminator()(images)
labels = keras.ops.convert_to_tensor(np.array([1, 2]))
latents = keras.ops.zeros((2, 64))
pair = networks.conditional_generator(10)([latents, labels])
networks.conditional_discriminator(10)([pair, labels])
for pair in losses.LOSSES.values():
    float(pair.discriminator(logits, logits)); float(pair.generator(logits))
losses.gradient_penalty(images); losses.r1_penalty(images)
assert "tensorflow" not in sys.modules
"""
    environment = {**os.environ, "KERAS_BACKEND": "torch"}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, timeout=180)
