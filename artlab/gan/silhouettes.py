"""A small classifier of the ten animals: the judge's eye for the GAN lessons.

It is trained on nine tenths of the silhouettes and shipped in
`artlab/weights/silhouettes/`, with a card that reports its accuracy on the last tenth.
`artlab train silhouettes` makes it again.
"""

from __future__ import annotations

import functools
import importlib.resources
from pathlib import Path

import keras
import numpy as np
from keras import layers

from artlab.gan import checkpoints

IMAGE_SHAPE = (28, 28, 1)
NUM_CLASSES = 10
NUM_FEATURES = 64
EPOCHS = 30
BATCH_SIZE = 128


def build(seed: int = 0) -> keras.Model:
    """The untrained classifier.

    Args:
        seed: Seed of the initial weights and of the dropout.

    Returns:
        Keras model, images `(batch, 28, 28, 1)` in [-1, 1] -> a list of features
        `(batch, 64)` and logits `(batch, 10)`.
    """
    keras.utils.set_random_seed(seed)
    images = keras.Input(IMAGE_SHAPE, name="images")
    hidden = images
    for filters in (32, 64, 96):
        hidden = layers.Conv2D(filters, 3, padding="same", activation="relu")(hidden)
        hidden = layers.MaxPooling2D(2)(hidden)
    hidden = layers.Dropout(0.3, seed=seed)(layers.Flatten()(hidden))
    features = layers.Dense(NUM_FEATURES, activation="relu", name="features")(hidden)
    logits = layers.Dense(NUM_CLASSES, name="logits")(layers.Dropout(0.3, seed=seed + 1)(features))
    return keras.Model(images, [features, logits], name="silhouettes")


@functools.cache
def load() -> keras.Model:
    """The shipped classifier, loaded once."""
    model = build()
    home = importlib.resources.files("artlab") / "weights" / "silhouettes"
    with importlib.resources.as_file(home / "silhouettes.safetensors") as path:
        arrays, _ = checkpoints.load(path)
    model.set_weights([arrays[f"weights/{index:03d}"] for index in range(len(model.weights))])
    return model


def features(images) -> np.ndarray:
    """Features `(num_images, 64)` of images `(num_images, 28, 28, 1)` in [-1, 1]."""
    return _read(images)[0]


def logits(images) -> np.ndarray:
    """Class logits `(num_images, 10)` of images `(num_images, 28, 28, 1)` in [-1, 1]."""
    return _read(images)[1]


def train(path: str | Path, epochs: int = EPOCHS, seed: int = 0, report=print) -> dict:
    """Train the classifier and write its weights.

    Args:
        path: Target, `*.safetensors`.
        epochs: Passes over the training pictures.
        seed: Seed of the split, the weights and the augmentation.
        report: Called with one line an epoch.

    Returns:
        Scores: `train_accuracy`, `test_accuracy`, `num_train`, `num_test`.
    """
    from artlab.datasets import animals

    train_set, test_set = animals().split(0.9, seed=0)
    model = build(seed)
    classifier = keras.Model(model.inputs, model.outputs[1])
    steps = epochs * (len(train_set) // BATCH_SIZE)
    classifier.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    rng = np.random.default_rng(seed)
    for epoch in range(epochs):
        order = rng.permutation(len(train_set))
        moved = _augment(train_set.images[order], rng)
        record = classifier.fit(
            moved, train_set.labels[order], BATCH_SIZE, verbose=0, shuffle=False
        )
        report(f"epoch {epoch + 1}/{epochs}: loss {record.history['loss'][0]:.3f}")
    scores = {
        "train_accuracy": _accuracy(classifier, train_set),
        "test_accuracy": _accuracy(classifier, test_set),
        "num_train": len(train_set),
        "num_test": len(test_set),
    }
    weights = {f"weights/{index:03d}": value for index, value in enumerate(model.get_weights())}
    checkpoints.save(
        path, weights, {"model": "silhouettes", "epochs": epochs, "seed": seed, **scores}
    )
    return scores


def _read(images):
    images = np.asarray(images, "float32")
    if images.ndim != 4 or images.shape[1:] != IMAGE_SHAPE:
        raise ValueError(
            f"`images` must have shape (num_images, 28, 28, 1). Received: {images.shape}"
        )
    return load().predict(images, batch_size=512, verbose=0)


def _augment(images, rng):
    """Mirror half of the pictures and shift each by up to two pixels."""
    images = np.where(rng.random((len(images), 1, 1, 1)) < 0.5, images[:, :, ::-1], images)
    shifts = rng.integers(-2, 3, (len(images), 2))
    return np.stack(
        [np.roll(image, shift, axis=(0, 1)) for image, shift in zip(images, shifts, strict=True)]
    )


def _accuracy(classifier, dataset) -> float:
    guesses = classifier.predict(dataset.images, batch_size=512, verbose=0).argmax(axis=1)
    return float((guesses == dataset.labels).mean())
