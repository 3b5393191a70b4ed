"""The conditional GAN that the course ships: ten animals, painted by name.

A minute on a laptop teaches a GAN blobs. These weights come from a longer run of the
same trainer (`artlab train animals-gan`); their card, `artlab/weights/animals_gan/`,
says how long and how good. The networks are written down here and not taken from
`networks`: weights need an architecture that stays as it is.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from pathlib import Path

import keras
import numpy as np
from keras import layers

from artlab import runtime
from artlab.gan import checkpoints, metrics, recordings, records, silhouettes
from artlab.gan.networks import PixelNorm, _conv, _dense, _finish, _Seeds
from artlab.gan.training import Trainer

IMAGE_SHAPE = (28, 28, 1)
NUM_CLASSES = 10
LATENT_DIM = 64
FIRST_STEPS, STEPS = 3160, 7160
SETTINGS = {  # the first phase: quick, and short of variety
    "loss": "hinge",
    "learning_rate": 5e-4,
    "beta_1": 0.5,
    "batch_size": 64,
    "ema": 0.999,
    "r1": 0.02,
}
SECOND_SETTINGS = {  # the second: smaller steps, and a discriminator that is held flatter
    **SETTINGS,
    "loss": "non_saturating",
    "learning_rate": (2e-4, 4e-4),
    "r1": 0.3,
}
MEASURE_EVERY = 250  # steps
NUM_FRAMES = 40  # latents that are recorded, four of each class
PER_CLASS = 100  # images of each class in a measurement along the way


def build_generator(seed: int = 0) -> keras.Model:
    """The untrained generator: a dense layer, two transposed convolutions, one convolution.

    A kernel of 4 with a stride of 2 covers every pixel equally often, so nothing pulls
    towards a checkerboard. The label becomes a learned vector as long as the latents.

    Args:
        seed: Seed of the initial weights.

    Returns:
        Keras model, `[latents (batch, 64), labels (batch,)]` -> images
        `(batch, 28, 28, 1)` in [-1, 1].

    References:
        Radford et al. 2016 (DCGAN), section 3; Mirza & Osindero 2014, equation 2.
    """
    seeds = _Seeds(seed)
    latents = keras.Input((LATENT_DIM,), name="latents")
    labels = keras.Input((), dtype="int32", name="labels")
    embedding = layers.Embedding(
        NUM_CLASSES, LATENT_DIM, embeddings_initializer=seeds.normal(1.0), name="class_vectors"
    )
    hidden = layers.Concatenate()([latents, embedding(labels)])  # (batch, 128)
    hidden = layers.Reshape((7, 7, 128))(_dense(7 * 7 * 128, seeds)(hidden))
    hidden = layers.LeakyReLU(0.2)(PixelNorm()(hidden))
    for filters in (64, 32):  # (batch, 14, 14, 64), then (batch, 28, 28, 32)
        hidden = layers.Conv2DTranspose(
            filters, 4, strides=2, padding="same", kernel_initializer=seeds.he(2.0)
        )(hidden)
        hidden = layers.LeakyReLU(0.2)(PixelNorm()(hidden))
    images = _conv(1, 3, seeds, gain=1.0, activation="tanh", name="images")(hidden)
    return _finish(keras.Model([latents, labels], images, name="animals_generator"))


def build_discriminator(seed: int = 0) -> keras.Model:
    """The untrained discriminator: three strided convolutions and a projection.

    Args:
        seed: Seed of the initial weights.

    Returns:
        Keras model, `[images (batch, 28, 28, 1), labels (batch,)]` -> logits `(batch, 1)`.

    References:
        Miyato & Koyama 2018, cGANs with Projection Discriminator, equation 3.
    """
    seeds = _Seeds(seed + 1)
    images = keras.Input(IMAGE_SHAPE, name="images")
    labels = keras.Input((), dtype="int32", name="labels")
    hidden = images
    for filters in (32, 64, 128):
        hidden = layers.LeakyReLU(0.2)(_conv(filters, 4, seeds, strides=2)(hidden))
    features = layers.LeakyReLU(0.2)(_dense(128, seeds)(layers.Flatten()(hidden)))
    embedding = layers.Embedding(NUM_CLASSES, 128, embeddings_initializer=seeds.normal(0.09))
    match = layers.Dot(axes=1)([features, embedding(labels)])  # (batch, 1)
    logits = layers.Add(name="logits")([_dense(1, seeds, gain=1.0)(features), match])
    return _finish(keras.Model([images, labels], logits, name="animals_discriminator"))


@functools.cache
def load() -> keras.Model:
    """The shipped generator, loaded once: `[latents, labels]` -> images in [-1, 1].

    Labels are positions in `artlab.datasets.animals().class_names`.
    """
    model = build_generator()
    arrays, _ = _shipped()
    model.set_weights([arrays[f"weights/{index:03d}"] for index in range(len(model.weights))])
    return model


def record() -> dict[str, np.ndarray]:
    """What was measured during the shipped run.

    Returns:
        Arrays of one length: `step`, and the Frechet distance in silhouette features of
        the newest weights (`raw`) and of the averaged ones (`average`).
    """
    rows = _shipped()[1]["measured"]
    return {name: np.array([row[name] for row in rows]) for name in ("step", "raw", "average")}


@functools.cache
def training_snapshots() -> records.Snapshots:
    """Forty fixed latents, four of each animal, painted all along the shipped run.

    Picture `i` is of class `i % 10`. The averaged weights paint.
    """
    home = importlib.resources.files("artlab") / "weights" / "animals_gan"
    return recordings.load(home / "training.npz")


def decoder(model: keras.Model | None = None) -> tuple[keras.Model, np.ndarray]:
    """The generator with its class vector laid open, to walk between classes.

    Args:
        model: A conditional generator; the shipped one by default.

    Returns:
        A model `[latents, class vectors (batch, dim)]` -> images, and the class vectors
        `(num_classes, dim)`.
    """
    model = load() if model is None else model
    embedding = next(layer for layer in model.layers if isinstance(layer, layers.Embedding))
    opened = keras.Model([model.inputs[0], embedding.output], model.outputs[0])
    return opened, np.asarray(embedding.get_weights()[0])


def train(
    path: str | Path, steps: int = STEPS, seed: int = 0, checkpoint=None, report=print
) -> dict:
    """Train the GAN in two phases and write the averaged weights of its generator.

    Args:
        path: Target, `*.safetensors`; float16.
        steps: Training steps in all; the second phase begins after `FIRST_STEPS`.
        seed: Seed of the weights, latents and batches.
        checkpoint: Folder where the run is kept, so that a second call goes on with it; by
            default in the cache folder, under the name of the seed.
        report: Called with one line a measurement.

    Returns:
        Scores of the averaged weights, as `measure` gives them.
    """
    from artlab.datasets import animals

    path = Path(path)
    folder = Path(checkpoint or runtime.cache_dir() / "training" / f"animals_gan_{seed}")
    dataset = animals()
    players = build_generator(seed), build_discriminator(seed)
    rows, seen, seconds, done = [], [], 0.0, 0
    for phase, settings in enumerate((SETTINGS, SECOND_SETTINGS)):
        trainer = _phase(players, settings, seed + phase, folder / f"phase_{phase}.safetensors")
        log = _Log(dataset, trainer.checkpoint.with_suffix(".json"), done, report)
        target = min(steps, FIRST_STEPS) if phase == 0 else steps - done
        trainer.fit(dataset.images, target, labels=dataset.labels, callbacks=[log])
        seen.append((done, trainer.snapshots))
        rows, done, seconds = rows + log.rows, done + trainer.step, seconds + _seconds(trainer)
        if trainer.step < target or done == steps:
            break
    model = build_generator()
    model.set_weights(trainer.averaged_weights)
    recordings.save(path.with_name("training.npz"), recordings.join(seen, NUM_FRAMES))
    about = {"model": "animals_gan", "steps": done, "seed": seed, "seconds": seconds}
    return _write(path, model, {**about, "measured": rows}, dataset)


def _phase(players, settings: dict, seed: int, checkpoint: Path) -> Trainer:
    return Trainer(*players, seed=seed, checkpoint=checkpoint, **settings)


def _seconds(trainer) -> float:
    return float(trainer.history["seconds"][-1]) if len(trainer.history) else 0.0


def _write(path, model, about: dict, dataset) -> dict:
    weights = [value.astype("float16") for value in model.get_weights()]
    model.set_weights(weights)  # what is measured is what is read back
    scores = measure(model, dataset)
    named = {f"weights/{index:03d}": value for index, value in enumerate(weights)}
    checkpoints.save(path, named, {**about, **scores})
    return scores


def measure(model: keras.Model, dataset, per_class: int = 500, seed: int = 1) -> dict:
    """Scores of a conditional generator against a data set, in silhouette features.

    Args:
        model: `[latents, labels]` -> images.
        dataset: The real pictures.
        per_class: Pictures drawn of each class.
        seed: Seed of the latents.

    Returns:
        `frechet_distance`, `precision`, `recall`, `density`, `coverage`, and `agreement`:
        for each class the share of pictures that the classifier reads as that class.
    """
    labels = np.repeat(np.arange(NUM_CLASSES), per_class)
    images = model.predict([_latents(len(labels), seed), labels], batch_size=500, verbose=0)
    real, fake = silhouettes.features(dataset.images), silhouettes.features(images)
    precision, recall = metrics.precision_recall(real, fake)
    density, coverage = metrics.density_coverage(real, fake)
    right = silhouettes.logits(images).argmax(axis=1) == labels
    return {
        "frechet_distance": metrics.frechet_distance(real, fake),
        "precision": precision,
        "recall": recall,
        "density": density,
        "coverage": coverage,
        "agreement": [float(right[labels == label].mean()) for label in range(NUM_CLASSES)],
    }


class _Log:
    """A callback that measures raw and averaged weights along the way, and keeps the rows."""

    def __init__(self, dataset, path: Path, start: int, report):
        self.real = silhouettes.features(dataset.images)
        self.labels = np.repeat(np.arange(NUM_CLASSES), PER_CLASS)
        self.path, self.start, self.report = path, start, report
        self.rows = []

    def on_start(self, trainer):
        if trainer.step and self.path.exists():
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            self.rows = [row for row in rows if row["step"] <= self.start + trainer.step]

    def on_step(self, trainer):
        if trainer.step % MEASURE_EVERY:
            return
        row = {"step": self.start + trainer.step}
        row |= {"raw": self._distance(trainer, False), "average": self._distance(trainer, True)}
        self.rows.append(row)
        with runtime.atomic_write(self.path) as temporary:
            temporary.write_text(json.dumps(self.rows), encoding="utf-8")
        self.report("step {step}: distance {raw:.1f}, averaged {average:.1f}".format(**row))

    def _distance(self, trainer, ema: bool) -> float:
        latents = _latents(len(self.labels), seed=2)
        images = trainer.generate(latents=latents, labels=self.labels, ema=ema)
        return metrics.frechet_distance(self.real, silhouettes.features(images))


def _latents(num: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((num, LATENT_DIM)).astype("float32")


@functools.cache
def _shipped() -> tuple[dict, dict]:
    home = importlib.resources.files("artlab") / "weights" / "animals_gan"
    with importlib.resources.as_file(home / "animals_gan.safetensors") as path:
        return checkpoints.load(path)
