"""The sets that are here with the network off: animals (shipped) and digits (scikit-learn)."""

import importlib.resources

import numpy as np
from PIL import Image

from artlab import _arguments
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


def digits(size=28):
    """Loads the handwritten digits that scikit-learn brings along.

    They are 8x8 pixels with 17 grey levels. A larger size is bicubic interpolation: the edges
    get smooth, the pictures get no detail that 8x8 pixels do not have. The digit is
    bright (1) on a dark ground (-1).

    Args:
        size: side of the pictures in pixels, 8 or more; 8 gives them as they are.

    Returns:
        A `Dataset` of 1,797 images (size, size, 1) in ten classes.

    Raises:
        ImportError: scikit-learn is not installed.

    Example:

    >>> digits(size=8).images.shape
    (1797, 8, 8, 1)
    """
    size = _arguments.whole("size", size, 8)
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise ImportError(
            "digits() needs scikit-learn: pip install scikit-learn. datasets.animals() needs "
            "nothing more."
        ) from error
    bunch = load_digits()
    values = [_resize(image / 8 - 1, size) for image in bunch.images]  # 0..16 to [-1, 1]
    return Dataset(
        images=np.stack(values)[..., None],
        labels=bunch.target,
        class_names=tuple(str(digit) for digit in range(10)),
        name="digits",
        license="CC BY 4.0, E. Alpaydin and C. Kaynak (1998)",
        source="UCI Optical Recognition of Handwritten Digits, test part, from scikit-learn",
    )


def _resize(image, size):
    """(height, width) in [-1, 1] to float32 (size, size); bicubic overshoot is clipped."""
    resized = Image.fromarray(image.astype(np.float32)).resize(
        (size, size), Image.Resampling.BICUBIC
    )
    return np.clip(np.asarray(resized), -1, 1)
