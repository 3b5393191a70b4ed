"""Time to quality of the convolutional GAN: ours against the DCGAN tutorial's recipe.

    python -m benchmarks.conv_gan --seeds 5 --out benchmarks/results/conv_gan.json

The peer is the recipe of TensorFlow's DCGAN tutorial (its layer widths, dropout, batch
256, Adam with 1e-4, binary cross-entropy), trained for 20 epochs on the same silhouettes
in the same trainer. Its Frechet distance at the end is the goal: how long does our recipe
take to get there? Training time alone counts, not the measuring; wall-clock and CPU
seconds are both kept, since CPU seconds do not care about other work on the machine. Each
seed runs both recipes one after the other, and is written down as soon as it is done, so
an interrupted benchmark goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

from artlab import runtime

EPOCHS, BATCH_SIZE, NUM_FAKES = 20, 256, 5000
CHECK_EVERY = 40  # steps of our recipe between two looks at the distance
PATIENCE = 3000  # steps after which our recipe gives up


class Clock:
    """A callback that times the training alone, and may look at the distance in between."""

    def __init__(self, every=None, look=None):
        self.every, self.look = every, look
        self.wall = self.cpu = 0.0
        self.distance = None

    def on_start(self, trainer):
        """Start both clocks."""
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def on_step(self, trainer):
        """Stop the clocks, look, start them again."""
        self.wall += time.perf_counter() - self._wall
        self.cpu += time.process_time() - self._cpu
        if self.every and trainer.step % self.every == 0:
            self.look(trainer, self)
        self.on_start(trainer)


class Reached(Exception):
    """The goal is reached."""


def tutorial_trainer(seed: int):
    """The tutorial's networks and settings; 100 latents."""
    import keras
    from keras import layers

    from artlab.gan import Trainer

    keras.utils.set_random_seed(seed)
    generator = [keras.Input((100,)), layers.Dense(7 * 7 * 256, use_bias=False)]
    generator += [layers.BatchNormalization(), layers.LeakyReLU(0.3), layers.Reshape((7, 7, 256))]
    for filters, strides in ((128, 1), (64, 2)):
        generator.append(
            layers.Conv2DTranspose(filters, 5, strides, padding="same", use_bias=False)
        )
        generator += [layers.BatchNormalization(), layers.LeakyReLU(0.3)]
    generator.append(
        layers.Conv2DTranspose(1, 5, 2, padding="same", use_bias=False, activation="tanh")
    )
    discriminator = [keras.Input((28, 28, 1))]
    for filters in (64, 128):
        discriminator += [layers.Conv2D(filters, 5, 2, padding="same"), layers.LeakyReLU(0.3)]
        discriminator += [layers.Dropout(0.3)]
    discriminator += [layers.Flatten(), layers.Dense(1)]
    return Trainer(
        keras.Sequential(generator),
        keras.Sequential(discriminator),
        learning_rate=1e-4,
        beta_1=0.9,
        batch_size=BATCH_SIZE,
        seed=seed,
        snapshot_every=10**9,
    )


def our_trainer(seed: int):
    """Small batches, a large step, averaged weights: fewer images for the same quality."""
    from artlab.gan import Trainer, conv_discriminator, conv_generator

    return Trainer(
        conv_generator(width=32, seed=seed),
        conv_discriminator(seed=seed),
        learning_rate=1e-3,
        batch_size=32,
        ema=0.99,
        seed=seed,
        snapshot_every=10**9,
    )


def measure_seed(seed: int, dataset, report=print) -> dict:
    """Both recipes with one seed."""
    from artlab.gan import metrics

    real = metrics.silhouette_features(dataset.images)

    def distance(trainer):
        fakes = trainer.generate(NUM_FAKES, seed=12345)
        return metrics.frechet_distance(real, metrics.silhouette_features(fakes))

    tutorial, clock = tutorial_trainer(seed), Clock()
    steps = EPOCHS * (len(dataset) // BATCH_SIZE)
    tutorial.fit(dataset.images, steps, callbacks=[clock], progress=False)
    goal = distance(tutorial)
    report(f"seed {seed}: tutorial {goal:.1f} in {clock.wall:.0f} s ({clock.cpu:.0f} CPU s)")

    def look(trainer, ours):
        ours.distance = distance(trainer)
        if ours.distance <= goal:
            raise Reached

    ours, our_clock = our_trainer(seed), Clock(CHECK_EVERY, look)
    try:
        ours.fit(dataset.images, PATIENCE, callbacks=[our_clock], progress=False)
        raise SystemExit(f"seed {seed}: {goal:.1f} was not reached in {PATIENCE} steps")
    except Reached:
        pass
    report(
        f"seed {seed}: ours {our_clock.distance:.1f} in {our_clock.wall:.0f} s, {ours.step} steps"
    )
    return {
        "seed": seed,
        "tutorial": {
            "distance": goal, "wall": clock.wall, "cpu": clock.cpu, "images": steps * BATCH_SIZE
        },
        "ours": {
            "distance": our_clock.distance,
            "wall": our_clock.wall,
            "cpu": our_clock.cpu,
            "images": ours.step * ours.batch_size,
        },
        "times_shorter_wall": clock.wall / our_clock.wall,
        "times_shorter_cpu": clock.cpu / our_clock.cpu,
    }  # fmt: skip


def main() -> None:
    """Measure the seeds that are not in the file yet, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/conv_gan.json"))
    options = parser.parse_args()
    from artlab.datasets import animals

    dataset = animals()
    rows = json.loads(options.out.read_text())["rows"] if options.out.exists() else []
    for seed in range(options.seeds):
        if all(row["seed"] != seed for row in rows):
            rows.append(measure_seed(seed, dataset))
            options.out.parent.mkdir(parents=True, exist_ok=True)
            with runtime.atomic_write(options.out) as path:
                Path(path).write_text(json.dumps(summary(rows), indent=1) + "\n")
    print(json.dumps(summary(rows), indent=1))


def summary(rows: list[dict]) -> dict:
    """The medians over the seeds, and the rows."""
    return {
        "device": runtime.summary(),
        "num_seeds": len(rows),
        "median_times_shorter_wall": statistics.median(row["times_shorter_wall"] for row in rows),
        "median_times_shorter_cpu": statistics.median(row["times_shorter_cpu"] for row in rows),
        "rows": rows,
    }


if __name__ == "__main__":
    main()
