"""Trains the same networks on one device and on two virtual ones; run as a script.

Prints a line of JSON: name of the case -> what one device and what two arrived at. TensorFlow must
learn of virtual devices before it starts, so a test runs this in a process of its own.
"""

import json
import sys

import numpy as np
import tensorflow as tf

cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)

import keras  # noqa: E402

from artlab.gan import Trainer, networks  # noqa: E402

SHAPE = (8, 8, 1)
IMAGES = np.tanh(np.random.default_rng(0).standard_normal((50, *SHAPE))).astype("float32")
LABELS = np.arange(50) % 3
CASES = {
    "plain": {},
    "penalty": {"loss": "wasserstein", "gradient_penalty": 10.0, "discriminator_steps": 3},
    "averaged": {"loss": "hinge", "r1": 1.0, "ema": 0.9},
    "conditional": {},
    "resumed": {},
}
STEPS = 10


def players(name):
    if name == "conditional":
        shape = (16, 16, 1)
        generator = networks.conditional_generator(3, 8, shape, width=4, seed=1)
        return generator, networks.conditional_discriminator(3, shape, width=4, seed=1)
    if name == "penalty":
        return smooth_players()
    return networks.dense_generator(8, SHAPE, 1), networks.dense_discriminator(SHAPE, 1)


def smooth_players():
    """The slope of LeakyReLU jumps at 0: a penalty on slopes makes rounding felt there."""
    keras.utils.set_random_seed(1)
    layers = keras.layers
    paint = [layers.Dense(32, activation="tanh"), layers.Dense(64, activation="tanh")]
    generator = keras.Sequential([keras.Input((8,)), *paint, layers.Reshape(SHAPE)])
    judge = [layers.Flatten(), layers.Dense(32, activation="tanh"), layers.Dense(1)]
    return generator, keras.Sequential([keras.Input(SHAPE), *judge])


def train(name, strategy, folder):
    """A trained run, as lists: losses of each step, a few weights, a few painted pixels."""
    with strategy.scope():
        run = Trainer(*players(name), seed=3, batch_size=16, **CASES[name])
    images, labels = IMAGES, None
    if name == "conditional":
        images, labels = np.repeat(np.repeat(IMAGES, 2, 1), 2, 2), LABELS
    if name == "resumed":  # half on these devices, half on the others
        run.fit(images, STEPS // 2, progress=False)
        run.save(f"{folder}/{run.num_devices}.safetensors")
        run = Trainer(*players(name), seed=3, batch_size=16, **CASES[name])
        run.restore(f"{folder}/{2 if strategy.num_replicas_in_sync == 2 else 1}.safetensors")
    history = run.fit(images, STEPS, labels=labels, progress=False)
    painted = run.generate(3, labels=None if labels is None else LABELS[:3])
    return {
        "devices": strategy.num_replicas_in_sync,
        "metrics": history.table().tolist(),
        "weights": [float(np.abs(w).sum()) for w in run.generator.get_weights()],
        "painted": painted.ravel()[:50].tolist(),
    }


def with_batch_normalisation(strategy):
    """Losses of networks that look at the whole batch: they may differ, and must be finite."""
    with strategy.scope():
        keras.utils.set_random_seed(1)
        layers = keras.layers
        dense = [layers.Dense(64), layers.BatchNormalization(), layers.Dense(64, activation="tanh")]
        generator = keras.Sequential([keras.Input((8,)), *dense, layers.Reshape(SHAPE)])
        judge = [layers.Flatten(), layers.Dense(32), layers.Dropout(0.3), layers.Dense(1)]
        discriminator = keras.Sequential([keras.Input(SHAPE), *judge])
        run = Trainer(generator, discriminator, seed=3, batch_size=16)
    return run.fit(IMAGES, STEPS, progress=False).table().tolist()


def main(folder):
    one = tf.distribute.get_strategy()
    two = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    found = {name: [train(name, each, folder) for each in (one, two)] for name in CASES}
    found["batch normalisation"] = [with_batch_normalisation(each) for each in (one, two)]
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
