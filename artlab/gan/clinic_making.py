"""Trains the patients of the clinic: one sound run, and six that are broken by one cause each.

    python -m artlab.gan.clinic_making

writes `artlab/weights/clinic/clinic.safetensors` again. All runs share networks, data, seed,
batch size and number of steps; a recipe below names the one cause of each illness. The popular
listing keeps the rates with which it is published, 2e-4 for both.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from artlab import images, runtime
from artlab.datasets import animals
from artlab.gan import checkpoints, clinic, losses, networks, training
from artlab.gan.batches import batch_indices
from artlab.gan.metrics import variety
from artlab.gan.records import History

keras = runtime.load("keras")

STEPS, BATCH_SIZE, NUM_POINTS, NUM_SHOWN = 800, 64, 200, 16
RATES = (2e-4, 6e-4)  # of the healthy run: generator, discriminator
LISTING_RATES = (2e-4, 2e-4)
FRAMES = (0.0, 0.05, 0.125, 0.25, 0.5, 1.0)  # snapshots, as shares of the run
HOME = Path(__file__).resolve().parents[1] / "weights" / "clinic" / "clinic.safetensors"
NAMES = {  # in an order that tells nothing
    "healthy": clinic.HEALTHY,
    "A": "saturated generator",
    "B": "wrong image range",
    "C": "forgotten freeze",
    "D": "mode collapse",
    "E": "swapped labels",
    "F": "winning discriminator",
}


def sigmoid_generator(seed: int = 0):
    """`dense_generator` with the same start weights, but a sigmoid where its tanh was."""
    model = networks.dense_generator(seed=seed)
    model.layers[-2].activation = keras.activations.sigmoid
    return model


def swapped_labels():
    """A pair of losses in which D is taught that real is 0 and fake is 1; G still asks for 1."""

    def discriminator(real_logits, fake_logits):
        return losses.cross_entropy_discriminator(fake_logits, real_logits)

    return losses.AdversarialLoss("swapped", losses.non_saturating_generator, discriminator)


def record(illness: str, pictures, steps: int = STEPS, seed: int = 0) -> dict[str, np.ndarray]:
    """Train one patient.

    Args:
        illness: One of `clinic.ILLNESSES`, or "healthy".
        pictures: Float32 `(num, 28, 28, 1)` in [-1, 1].
        steps: Length of the run, 1 or more; a multiple of 200 has snapshots at round steps.
        seed: Seed of weights, latents and batches.

    Returns:
        The arrays of a `clinic.Patient` by their names.
    """
    recipes = {
        "healthy": lambda: _train(pictures, steps, seed),
        "mode collapse": lambda: _train(pictures, steps, seed, rates=(5e-4, 5e-5)),
        "winning discriminator": lambda: _train(pictures, steps, seed, rates=(1e-5, 1e-3)),
        "saturated generator": lambda: _train(pictures, steps, seed, loss="minimax"),
        "swapped labels": lambda: _train(pictures, steps, seed, loss=swapped_labels()),
        "wrong image range": lambda: _train(pictures, steps, seed, paint=sigmoid_generator),
        "forgotten freeze": lambda: train_listing(pictures, steps, seed),
    }
    history, frames = recipes[illness]()
    return _arrays(history, frames, pictures)


def make(path: str | Path, steps: int = STEPS, seed: int = 0, report=print) -> None:
    """Train all patients and write their recordings to one file.

    Args:
        path: Target, `*.safetensors`.
        steps, seed: As in `record`.
        report: Called with one line a patient.
    """
    pictures, arrays = animals().images, {}
    for name, illness in NAMES.items():
        for part, values in record(illness, pictures, steps, seed).items():
            arrays[f"{name}/{part}"] = values
        report(f"{name}: recorded")
    checkpoints.save(path, arrays, {"illnesses": NAMES, "steps": steps, "seed": seed})


def _train(pictures, steps, seed, *, loss="non_saturating", rates=RATES, paint=None):
    """A run of the trainer: its history, and {step: uint8 (64, 28, 28, 1)}."""
    paint = paint or networks.dense_generator
    trainer = training.Trainer(
        paint(seed=seed),
        networks.dense_discriminator(seed=seed),
        loss,
        learning_rate=rates,
        batch_size=BATCH_SIZE,
        seed=seed,
        snapshot_every=_every(steps),
    )
    trainer.fit(pictures, steps, progress=False)
    pairs = zip(trainer.snapshots.steps, trainer.snapshots.images, strict=True)
    return trainer.history, {int(step): frame for step, frame in pairs}


def listing_models(seed: int = 0, rates=LISTING_RATES):
    """The models of the popular listing, without the line `discriminator.trainable = False`.

    Args:
        seed: Seed of the start weights.
        rates: Adam's step sizes: of the stack, and of D in its own training.

    Returns:
        `(generator, discriminator, stack)`; D ends in a sigmoid, as the listing has it.
    """
    generator = networks.dense_generator(seed=seed)
    discriminator = keras.Sequential(
        [networks.dense_discriminator(seed=seed), keras.layers.Activation("sigmoid")]
    )
    plain = {"loss": "binary_crossentropy", "jit_compile": False}
    discriminator.compile(keras.optimizers.Adam(rates[1], beta_1=0.5), **plain)
    latents = keras.Input(generator.inputs[0].shape[1:])
    stack = keras.Model(latents, discriminator(generator(latents)))
    stack.compile(keras.optimizers.Adam(rates[0], beta_1=0.5), **plain)
    return generator, discriminator, stack


def train_listing(pictures, steps, seed):
    """The listing's loop: D on real pictures, D on fakes, then the stack with label 1."""
    generator, discriminator, stack = listing_models(seed)
    rng, fixed = np.random.default_rng((seed, 1)), np.random.default_rng(seed)
    fixed = fixed.standard_normal((training.NUM_SNAPSHOT_IMAGES, 100)).astype("float32")
    ones, zeros = np.ones((BATCH_SIZE, 1)), np.zeros((BATCH_SIZE, 1))
    history, frames = History(), {}
    for step in range(steps + 1):
        if step % _every(steps) == 0:
            frames[step] = images.to_uint8(generator.predict_on_batch(fixed))
        if step == steps:
            break
        chosen = batch_indices(step, BATCH_SIZE, len(pictures), seed)
        latents = rng.standard_normal((BATCH_SIZE, 100)).astype("float32")
        fakes = generator.predict_on_batch(latents)
        history.append(_metrics(discriminator.layers[0], pictures[chosen], fakes), 0.0)
        discriminator.train_on_batch(pictures[chosen], ones)
        discriminator.train_on_batch(fakes, zeros)
        stack.train_on_batch(latents, ones)
    return history, frames


def _metrics(discriminator, real_images, fake_images):
    """What the trainer notes of a step, before the step: `records.METRICS`."""
    real, fake = (discriminator(batch) for batch in (real_images, fake_images))
    return (
        losses.cross_entropy_discriminator(real, fake),
        losses.non_saturating_generator(fake),
        *(keras.ops.mean(keras.ops.sigmoid(logits)) for logits in (real, fake)),
        *(keras.ops.mean(logits) for logits in (real, fake)),
    )


def _every(steps):
    return max(1, steps // 40)


def _arrays(history, frames, pictures):
    """Curves thinned to means, variety of every frame, six frames of sixteen pictures."""
    mean_of = max(1, len(history) // NUM_POINTS)
    steps, real = sorted(frames), images.to_uint8(pictures[::10])
    shown = [min(steps, key=lambda step: abs(step - share * steps[-1])) for share in FRAMES]
    curves = [history[name][: len(history) // mean_of * mean_of] for name in clinic.CURVES]
    return {
        "steps": history["step"][mean_of - 1 :: mean_of].astype("int64"),
        "curves": np.stack([values.reshape(-1, mean_of).mean(axis=1) for values in curves]),
        "variety_steps": np.asarray(steps, "int64"),
        "variety": np.asarray([variety(frames[step], real) for step in steps], "float32"),
        "snapshot_steps": np.asarray(shown, "int64"),
        "snapshots": np.stack([frames[step][:NUM_SHOWN] for step in shown]),
    }


def main(arguments=None) -> None:
    """`python -m artlab.gan.clinic_making [--steps 800] [--seed 0] [--out FILE]`."""
    parser = argparse.ArgumentParser(description="Train the patients of the clinic again.")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=HOME)
    options = parser.parse_args(arguments)
    make(options.out, options.steps, options.seed)


if __name__ == "__main__":
    main()
