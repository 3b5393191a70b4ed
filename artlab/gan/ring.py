"""Small GANs on the ring of islands, several runs side by side.

A run's networks are slices of stacked arrays, so that six runs, each with weights and latents
of its own, take little longer than one, and an experiment is never a single run.
"""

from __future__ import annotations

import keras
import numpy as np
from keras import layers, ops

from artlab import runtime
from artlab.gan import checks, losses
from artlab.gan.adam import FusedAdam
from artlab.gan.points import NUM_ISLANDS, SPREAD, RingRuns, islands, islands_covered

tf = runtime.load("tensorflow")

LATENT_DIM, WIDTH, BATCH_SIZE = 4, 64, 64
NUM_JUDGED = 500  # points per run that are counted
CHUNK = 100  # steps in one call of the graph, and between two counts
# An eager discriminator: sixteen times the generator's step size.
LEARNING_RATE = (1e-3, 1.6e-2)
NUM_STREAMS = 5  # of random numbers, kept apart by the second half of a stateless seed


def train_on_ring(
    loss="non_saturating",
    steps: int = 1200,
    *,
    gradient_penalty: float = 0.0,
    r1: float = 0.0,
    learning_rate=LEARNING_RATE,
    num_runs: int = 6,
    seed: int = 0,
    progress: bool = True,
) -> RingRuns:
    """Trains pairs of small dense networks on the ring, several runs side by side.

    Generator 4-64-64-2, discriminator 2-64-64-1, rectifiers, Adam with beta_1 = .5, 64
    points a batch. The discriminator moves first, then the generator answers. Each run sees
    its own points and latents.

    Args:
        loss: Name of a pair of losses or an `AdversarialLoss` whose functions are means.
        steps: Steps of training, a multiple of 100.
        gradient_penalty: Weight of the Wasserstein gradient penalty.
        r1: Gamma of the R1 penalty.
        learning_rate: Adam's step size, or a pair (generator, discriminator).
        num_runs: Runs, each with networks and latents of its own.
        seed: Seed of all runs.
        progress: Whether to show a progress bar.

    Returns:
        `RingRuns`.

    Raises:
        ValueError: If an argument is out of range.
    """
    from tqdm.auto import tqdm

    if checks.integer("steps", steps, CHUNK) % CHUNK:
        raise ValueError(f"`steps` must be a multiple of {CHUNK}. Received: {steps}")
    checks.integer("num_runs", num_runs, 1)
    pair, rates = losses.get(loss), checks.pair_of_rates(learning_rate)
    weights = (
        checks.not_negative("gradient_penalty", gradient_penalty),
        checks.not_negative("r1", r1),
    )
    players = (
        _network(num_runs, (LATENT_DIM, WIDTH, WIDTH, 2), checks.integer("seed", seed, 0)),
        _network(num_runs, (2, WIDTH, WIDTH, 1), seed + 1),
    )
    train = _graph(players, pair, weights, rates, seed)
    fixed = _Draws(num_runs, seed, -1).latents(0, NUM_JUDGED)
    clouds, counts = [], []
    with tqdm(total=steps, desc=pair.name, unit="step", disable=not progress) as bar:
        for first in range(0, steps, CHUNK):
            train(tf.constant(first))
            clouds.append(players[0](fixed).numpy())
            counts.append([islands_covered(cloud) for cloud in clouds[-1]])
            bar.update(CHUNK)
    counts = np.array(counts)  # (k, num_runs, 2)
    at = np.arange(CHUNK, steps + 1, CHUNK)
    return RingRuns(np.stack(clouds), at, counts[..., 0].astype("int64"), counts[..., 1])


class SideBySide(layers.Layer):
    """A dense layer for several runs at once: `(runs, batch, n)` -> `(runs, batch, units)`.

    Args:
        units: Outputs per run.
        seed: Seed of the weights.
        gain: Variance of the weights times inputs per unit; 2 suits rectifiers.
    """

    def __init__(self, units: int, seed: int, gain: float):
        super().__init__()
        self.units, self.seed, self.gain = units, seed, gain

    def build(self, shape):
        runs, _, inputs = shape
        spread = keras.initializers.RandomNormal(stddev=(self.gain / inputs) ** 0.5, seed=self.seed)
        self.kernel = self.add_weight(shape=(runs, inputs, self.units), initializer=spread)
        self.bias = self.add_weight(shape=(runs, 1, self.units), initializer="zeros")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel) + self.bias


def _network(num_runs, sizes, seed):
    stack = [keras.Input(batch_shape=(num_runs, None, sizes[0]))]
    for index, units in enumerate(sizes[1:], start=1):
        last = index == len(sizes) - 1
        stack.append(SideBySide(units, seed=1000 * seed + index, gain=1.0 if last else 2.0))
        stack += [] if last else [layers.ReLU()]
    return keras.Sequential(stack)


def _graph(players, pair, weights, rates, seed):
    """A function that takes `CHUNK` steps, from a step on."""
    generator, discriminator = players
    optimizers = [FusedAdam(rate, beta_1=0.5) for rate in rates]
    for optimizer, network in zip(optimizers, players, strict=True):
        optimizer.build(network.trainable_variables)

    @tf.function
    def train(first):
        for index in tf.range(first, first + CHUNK):
            draws = _Draws(generator.inputs[0].shape[0], seed, index)
            fake_points = generator(draws.latents(0))
            real_points = draws.real_points()
            with tf.GradientTape() as tape:
                loss = pair.discriminator(*_judge(discriminator, real_points, fake_points))
                loss += _penalties(discriminator, real_points, fake_points, draws.shares(), weights)
                # The mean is over all runs: times their number, each learns as if alone.
                loss *= draws.num_runs
            _move(optimizers[1], tape, loss, discriminator)
            with tf.GradientTape() as tape:
                fake_logits = _flat(discriminator(generator(draws.latents(1))))
                loss = draws.num_runs * pair.generator(fake_logits)
            _move(optimizers[0], tape, loss, generator)

    # A concrete function: TensorFlow counts retracing by id, and takes new runs for old ones.
    return train.get_concrete_function(tf.TensorSpec((), tf.int32))


def _move(optimizer, tape, loss, network):
    variables = network.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)


def _judge(discriminator, *clouds):
    return [_flat(discriminator(points)) for points in clouds]


def _penalties(discriminator, real_points, fake_points, shares, weights):
    gradient_penalty, r1 = weights
    total = 0.0
    if gradient_penalty:
        mixed = shares * real_points + (1.0 - shares) * tf.stop_gradient(fake_points)
        total += gradient_penalty * losses.gradient_penalty(_slopes(discriminator, mixed))
    if r1:
        total += r1 * losses.r1_penalty(_slopes(discriminator, real_points))
    return total


def _slopes(discriminator, points):
    """Gradient of each point's logit by its coordinates, as images `(n, 1, 2, 1)`."""
    with tf.GradientTape() as tape:
        tape.watch(points)
        logits = discriminator(points)
    return tf.reshape(tape.gradient(logits, points), (-1, 1, 2, 1))


class _Draws:
    """The random numbers of one step: functions of the seed and the step alone."""

    def __init__(self, num_runs, seed, index):
        self.num_runs, self.seed, self.index = num_runs, seed, tf.cast(index, tf.int32)

    def real_points(self):
        """Fresh points of the ring: `(runs, batch, 2)`."""
        shape = (self.num_runs, BATCH_SIZE)
        chosen = tf.cast(NUM_ISLANDS * self._uniform(shape, 0), tf.int32)
        return tf.gather(islands(), chosen) + SPREAD * self._normal((*shape, 2), 1)

    def shares(self):
        """How far between a real and a fake point the penalty looks: `(runs, batch, 1)`."""
        return self._uniform((self.num_runs, BATCH_SIZE, 1), 2)

    def latents(self, turn, num=BATCH_SIZE):
        """Latents `(runs, num, 4)` of the discriminator's turn 0 or the generator's turn 1."""
        return self._normal((self.num_runs, num, LATENT_DIM), 3 + turn)

    def _normal(self, shape, stream):
        return tf.random.stateless_normal(shape, self._key(stream), alg="philox")

    def _uniform(self, shape, stream):
        return tf.random.stateless_uniform(shape, self._key(stream), alg="philox")

    def _key(self, stream):
        return tf.stack([self.seed, NUM_STREAMS * self.index + stream])


def _flat(logits):
    return tf.reshape(logits, (-1, 1))
