"""One training step of both players as a TensorFlow graph.

Lesson 03 writes this step out by hand; here it also knows critics, penalties, labels
and averaged weights. Both players move at once, from the same batch of fake images
(simultaneous gradient steps, as in Goodfellow et al. 2014, algorithm 1 with k = 1).

On several devices each takes its share of the same batch and of the same random numbers, and the
gradients of the shares are averaged.
"""

from __future__ import annotations

from dataclasses import dataclass

from artlab import runtime
from artlab.gan import losses

tf = runtime.load("tensorflow")

# Streams of random numbers, kept apart by the second half of a stateless seed.
LATENT_STREAM, MIX_STREAM = 0, 1


@dataclass(frozen=True)
class Objective:
    """What is minimised.

    Attributes:
        loss: The pair of losses.
        gradient_penalty: Weight of the Wasserstein gradient penalty, 0 for none.
        r1: Gamma of the R1 penalty, 0 for none.
        discriminator_steps: Discriminator updates for one of the generator.
        ema: Decay of the averaged generator weights, None for none.
    """

    loss: losses.AdversarialLoss
    gradient_penalty: float = 0.0
    r1: float = 0.0
    discriminator_steps: int = 1
    ema: float | None = None


@dataclass(frozen=True)
class Players:
    """The networks, their optimisers, and the averaged weights of the generator."""

    generator: tf.keras.Model
    discriminator: tf.keras.Model
    generator_optimizer: tf.keras.optimizers.Optimizer
    discriminator_optimizer: tf.keras.optimizers.Optimizer
    ema_weights: tuple = ()


def latents(index, num_images: int, latent_dim: int, seed: int):
    """Latents `(num_images, latent_dim)` of batch `index`: N(0, 1), a function of the seed."""
    index = tf.cast(index, tf.int32)
    stream = tf.stack([tf.constant(seed, tf.int32), 2 * index + LATENT_STREAM])
    return tf.random.stateless_normal((num_images, latent_dim), stream, alg="philox")


def build(
    players: Players,
    objective: Objective,
    latent_dim: int,
    seed: int,
    jit_compile: bool,
    strategy=None,
):
    """Compile the step.

    Args:
        players: The networks and their optimisers (built).
        objective: What is minimised.
        latent_dim: Length of the latents.
        seed: Seed of the latents and of the penalty's mixtures.
        jit_compile: Whether XLA compiles the step.
        strategy: A `tf.distribute.Strategy` of several devices; None for one.

    Returns:
        A function `(images (k, batch, h, w, c), labels (k, batch), step) -> metrics (6,)`
        with k = `discriminator_steps`, that updates the players and returns the values
        of `records.METRICS`.
    """

    def update(images, labels, index):
        first = tf.cast(index, tf.int32) * objective.discriminator_steps
        last = objective.discriminator_steps - 1
        for turn in range(last):
            drawn = latents(first + turn, images.shape[1], latent_dim, seed)
            batch = share(images[turn]), share(labels[turn]), share(drawn)
            _discriminator_update(players, objective, *batch, first + turn, seed)
        drawn = latents(first + last, images.shape[1], latent_dim, seed)
        batch = share(images[last]), share(labels[last]), share(drawn)
        return _joint_update(players, objective, *batch, first + last, seed)

    @tf.function(jit_compile=jit_compile)
    def step(images, labels, index):
        if strategy is None:
            metrics = update(images, labels, index)
        else:
            parts = strategy.run(update, args=(images, labels, index))
            metrics = strategy.reduce(tf.distribute.ReduceOp.MEAN, parts, axis=None)
        _average_weights(players, objective.ema, index)
        return metrics

    return step


def num_devices() -> int:
    """How many devices share the batch of the step that is being traced."""
    context = tf.distribute.get_replica_context()
    return 1 if context is None else context.num_replicas_in_sync


def share(batch):
    """This device's part of a batch `(batch, ...)`: all of it where there is one device."""
    count = num_devices()
    if count == 1:
        return batch
    parts = tf.reshape(batch, (count, batch.shape[0] // count, *batch.shape[1:]))
    return parts[tf.distribute.get_replica_context().replica_id_in_sync_group]


def _joint_update(players, objective, real_images, labels, drawn, index, seed):
    """Both players take one step, from the same logits."""
    generator, discriminator = players.generator, players.discriminator
    with tf.GradientTape() as generator_tape, tf.GradientTape() as discriminator_tape:
        fake_images = call(generator, drawn, labels)
        real_logits, fake_logits, discriminator_loss = _judge(
            players, objective, real_images, fake_images, labels, index, seed
        )
        generator_loss = objective.loss.generator(fake_logits)
    _move(players.discriminator_optimizer, discriminator_tape, discriminator_loss, discriminator)
    _move(players.generator_optimizer, generator_tape, generator_loss, generator)
    return tf.stack(
        [
            discriminator_loss,
            generator_loss,
            tf.reduce_mean(tf.sigmoid(real_logits)),
            tf.reduce_mean(tf.sigmoid(fake_logits)),
            tf.reduce_mean(real_logits),
            tf.reduce_mean(fake_logits),
        ]
    )


def _discriminator_update(players, objective, real_images, labels, drawn, index, seed):
    """Only the discriminator takes a step."""
    fake_images = call(players.generator, drawn, labels)
    with tf.GradientTape() as tape:
        _, _, loss = _judge(players, objective, real_images, fake_images, labels, index, seed)
    _move(players.discriminator_optimizer, tape, loss, players.discriminator)


def _judge(players, objective, real_images, fake_images, labels, index, seed):
    """Logits of real and fake images, and the discriminator's loss with its penalties."""
    discriminator = players.discriminator
    real_logits = call(discriminator, real_images, labels)
    fake_logits = call(discriminator, fake_images, labels)
    loss = objective.loss.discriminator(real_logits, fake_logits)
    if objective.gradient_penalty:
        stream = tf.stack([tf.constant(seed, tf.int32), 2 * index + MIX_STREAM])
        num_images = real_images.shape[0] * num_devices()
        drawn = tf.random.stateless_uniform((num_images, 1, 1, 1), stream, alg="philox")
        part = share(drawn)
        mixed = part * real_images + (1.0 - part) * tf.stop_gradient(fake_images)
        slopes = _input_gradients(discriminator, mixed, labels)
        loss += objective.gradient_penalty * losses.gradient_penalty(slopes)
    if objective.r1:
        slopes = _input_gradients(discriminator, real_images, labels)
        loss += objective.r1 * losses.r1_penalty(slopes)
    return real_logits, fake_logits, loss


def _input_gradients(discriminator, images, labels):
    """Gradient of each image's logit by its own pixels: `(batch, h, w, c)`."""
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = call(discriminator, images, labels)
    return tape.gradient(logits, images)  # of the sum: images do not mix


def _move(optimizer, tape, loss, network):
    variables = network.trainable_variables
    # Keras adds the devices' gradients up: each gives its part of their mean.
    part = None if num_devices() == 1 else tf.ones_like(loss) / num_devices()
    optimizer.apply(tape.gradient(loss, variables, output_gradients=part), variables)


def _average_weights(players, decay, index):
    """Exponential moving average, quick at first: decay min(ema, (1 + t) / (10 + t))."""
    if decay is None:
        return
    time = tf.cast(index, tf.float32)
    decay = tf.minimum(tf.constant(decay, tf.float32), (1.0 + time) / (10.0 + time))
    for average, weight in zip(players.ema_weights, players.generator.weights, strict=True):
        average.assign_add((1.0 - decay) * (weight - average))


def call(network, inputs, labels):
    """Call a network in training mode, with labels if it takes two inputs."""
    return network([inputs, labels] if takes_labels(network) else inputs, training=True)


def takes_labels(network) -> bool:
    """Whether a network is conditional: `[inputs, labels]` instead of `inputs`."""
    return len(network.inputs) == 2
