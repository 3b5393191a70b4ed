"""Steps per second of the dense GAN: the popular loop, the trainer, and the roofline.

    python -m benchmarks.dense_gan

One run on one machine gives the ratios: `Trainer.fit` against the loop of most
tutorials (`predict`, then three `train_on_batch`), and against the least time the step
can take here: its multiplications at the speed of sgemm plus its optimiser's memory
traffic, both measured in the same run. Rounds alternate, so both meet the same noise;
the medians are compared.
"""

from __future__ import annotations

import functools
import statistics
import time

import numpy as np

from artlab import runtime
from benchmarks import machine

BATCH_SIZE, LATENT_DIM = 128, 100
ROUNDS, STEPS = 7, 40


class PopularLoop:
    """The listing of a hundred tutorials, mended only so far that it trains."""

    def __init__(self, images):
        import keras

        from artlab.gan import dense_discriminator, dense_generator

        self.images = images
        self.rng = np.random.default_rng(0)
        self.generator = dense_generator()
        self.discriminator = keras.Sequential(
            [dense_discriminator(), keras.layers.Activation("sigmoid")]
        )
        self.discriminator.compile(keras.optimizers.Adam(2e-4, 0.5), "binary_crossentropy")
        self.discriminator.trainable = False
        noise = keras.Input((LATENT_DIM,))
        self.combined = keras.Model(noise, self.discriminator(self.generator(noise)))
        self.combined.compile(keras.optimizers.Adam(2e-4, 0.5), "binary_crossentropy")

    def train(self, steps: int) -> None:
        """Train for some steps."""
        real, fake = np.ones((BATCH_SIZE, 1)), np.zeros((BATCH_SIZE, 1))
        for _ in range(steps):
            chosen = self.rng.integers(0, len(self.images), BATCH_SIZE)
            noise = self.rng.standard_normal((BATCH_SIZE, LATENT_DIM))
            painted = self.generator.predict(noise, verbose=0)
            self.discriminator.trainable = True
            self.discriminator.train_on_batch(self.images[chosen], real)
            self.discriminator.train_on_batch(painted, fake)
            self.discriminator.trainable = False
            self.combined.train_on_batch(noise, real)


def flops_per_step() -> float:
    """Multiplications and additions that one simultaneous step cannot do without."""
    generator = [100 * 256, 256 * 512, 512 * 1024, 1024 * 784]
    discriminator = [784 * 256, 256 * 512, 512 * 1024, 1024]
    products = (
        3 * sum(generator)
        - generator[0]  # forward, by weights, by inputs but the first
        + 2 * (2 * sum(discriminator))  # real and fake: forward and by weights
        + 2 * sum(discriminator[1:])  # D's loss, by inputs but the first
        + sum(discriminator)  # G's loss, back through D to the fake images
    )
    return 2.0 * BATCH_SIZE * products


def bytes_per_step(num_params: int) -> float:
    """Adam's traffic: reads gradient, weight, two moments; writes weight and moments."""
    return 7 * 4.0 * num_params


def measure() -> dict:
    """Run the comparison."""
    tf = runtime.load("tensorflow")
    from artlab.datasets import animals
    from artlab.gan import Trainer, dense_discriminator, dense_generator

    images = animals().images
    popular = PopularLoop(images)
    trainer = Trainer(dense_generator(), dense_discriminator(), batch_size=BATCH_SIZE)
    popular.train(5)
    trainer.fit(images, 10, progress=False)
    times = {"popular": [], "trainer": []}
    floor = []
    for _ in range(ROUNDS):
        times["popular"].append(_seconds(lambda: popular.train(STEPS // 4)) / (STEPS // 4))
        more = functools.partial(trainer.fit, images, trainer.step + STEPS, progress=False)
        times["trainer"].append(_seconds(more) / STEPS)
        num_params = trainer.generator.count_params() + trainer.discriminator.count_params()
        floor.append(
            flops_per_step() / machine.sgemm_flops()
            + bytes_per_step(num_params) / machine.memory_bytes_per_second()
        )
    popular_time, trainer_time, least = map(
        statistics.median, (times["popular"], times["trainer"], floor)
    )
    return {
        "device": runtime.summary(),
        "tensorflow": tf.__version__,
        "popular_steps_per_second": 1 / popular_time,
        "trainer_steps_per_second": 1 / trainer_time,
        "times_faster": popular_time / trainer_time,
        "roofline_steps_per_second": 1 / least,
        "share_of_roofline": least / trainer_time,
    }


def _seconds(function) -> float:
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


if __name__ == "__main__":
    machine.report("dense_gan", measure())
