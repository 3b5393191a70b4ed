"""9,716 animal pictures of 28x28 pixels, shipped with the package."""

import importlib.resources

import numpy as np

from artlab import images as pictures
from artlab.datasets.base import Dataset

CLASS_NAMES = (
    "bear",
    "bird",
    "cat",
    "cow",
    "dog",
    "elephant",
    "giraffe",
    "horse",
    "sheep",
    "zebra",
)


def animals():
    """Loads the animals: nine kinds of silhouettes, and zebras with their stripes.

    The animal is bright (1) and the ground is dark (-1), as in the source and as the ink in
    MNIST; edges have the greys between. The zebras are not filled in: they are grey pictures.
    Pictures stand in class order: shuffle, or use `Dataset.split`.

    Returns:
        A `Dataset` of 9,716 images (28, 28, 1) in ten classes of 812 to 1,000. The source's
        284 exact duplicates are left out; `artlab/datasets/data/animals.md` says more.

    Example:

    >>> animals().images.shape
    (9716, 28, 28, 1)
    """
    file = importlib.resources.files("artlab.datasets") / "data" / "animals.npz"
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    return Dataset(
        images=pictures.to_float(images)[..., None],
        labels=labels.astype(np.int64),
        class_names=CLASS_NAMES,
        name="animals",
        license="MIT, copyright (c) 2025 SinaSR-6",
        source="animal-mnist 0.4 on PyPI, without its 284 duplicates",
    )
