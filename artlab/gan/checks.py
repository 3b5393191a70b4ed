"""What the trainer asks of its arguments, and how it says so."""

from __future__ import annotations

import numpy as np


def integer(name: str, value, lowest: int) -> int:
    """Require an integer of `lowest` or more."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < lowest:
        raise ValueError(f"`{name}` must be an integer of {lowest} or more. Received: {value!r}")
    return int(value)


def fraction_or_none(name: str, value) -> float | None:
    """Require a number strictly between 0 and 1, or None."""
    if value is not None and not 0 < value < 1:
        raise ValueError(f"`{name}` must lie in (0, 1) or be None. Received: {value!r}")
    return value


def not_negative(name: str, value) -> float:
    """Require a number of 0 or more."""
    if not value >= 0:
        raise ValueError(f"`{name}` must be 0 or more. Received: {value!r}")
    return float(value)


def pair_of_rates(learning_rate) -> tuple[float, float]:
    """A positive number for both players, or a pair (generator, discriminator)."""
    pair = learning_rate if isinstance(learning_rate, (tuple, list)) else (learning_rate,) * 2
    if len(pair) != 2 or not all(rate > 0 for rate in pair):
        raise ValueError(
            "`learning_rate` must be a positive number or a pair (generator, discriminator). "
            f"Received: {learning_rate!r}"
        )
    return float(pair[0]), float(pair[1])


def players(generator, discriminator) -> None:
    """Require that the discriminator reads what the generator paints."""
    painted = tuple(generator.outputs[0].shape[1:])
    read = tuple(discriminator.inputs[0].shape[1:])
    if len(painted) != 3:
        raise ValueError(
            "`generator` must output images (batch, height, width, channels). "
            f"Received: {tuple(generator.outputs[0].shape)}"
        )
    if painted != read:
        raise ValueError(
            f"`discriminator` must read what `generator` paints, {painted}. Received: {read}"
        )
    judged = tuple(discriminator.outputs[0].shape[1:])
    if judged != (1,):
        raise ValueError(
            f"`discriminator` must output logits (batch, 1). Received: (batch, *{judged})"
        )
    if len(generator.inputs) != len(discriminator.inputs):
        raise ValueError(
            "`generator` and `discriminator` must both take labels or both take none. "
            f"Received: {len(generator.inputs)} and {len(discriminator.inputs)} inputs"
        )


def devices(strategy, networks, batch_size: int, jit_compile: bool) -> int:
    """Require that networks, trainer and batch fit a `tf.distribute` strategy; its devices."""
    made = [
        strategy.extended.variable_created_in_scope(weight.value)
        for network in networks
        for weight in network.variables
    ]
    if not all(made):
        raise ValueError(
            "`generator`, `discriminator` and the Trainer must be made inside the same "
            f"strategy.scope(). Received: {made.count(False)} of {len(made)} weights made elsewhere"
        )
    count = strategy.num_replicas_in_sync
    if batch_size % count:
        raise ValueError(
            f"`batch_size` must be a multiple of the {count} devices. Received: {batch_size}"
        )
    if count > 1 and jit_compile:
        raise ValueError(f"`jit_compile` must be False on {count} devices. Received: True")
    return count


def images(array, image_shape) -> np.ndarray:
    """Require float images of the generator's shape, in [-1, 1]."""
    array = np.asarray(array)
    if array.ndim != 4 or array.shape[1:] != image_shape or not len(array):
        wanted = ", ".join(str(side) for side in image_shape)
        raise ValueError(
            f"`images` must have shape (num_images, {wanted}). Received: {array.shape}"
        )
    if array.dtype.kind != "f":
        raise ValueError(
            "`images` must be float32 in [-1, 1]; artlab.images.to_float converts uint8. "
            f"Received: {array.dtype}"
        )
    low, high = float(array.min()), float(array.max())
    if not (low >= -1 - 1e-6 and high <= 1 + 1e-6):  # NaN fails as well
        raise ValueError(
            "`images` must lie in [-1, 1], the range of tanh. "
            f"Received: values from {low:.4g} to {high:.4g}"
        )
    return np.ascontiguousarray(array, "float32")


def labels(array, num_labels: int, num_classes: int | None) -> np.ndarray:
    """Integer labels `(num_labels,)`; zeros for networks that take none."""
    if num_classes is None:
        if array is not None:
            raise ValueError(
                "`labels` must be None: these networks take no labels. "
                f"Received: an array of {len(array)}"
            )
        return np.zeros(num_labels, "int32")
    array = None if array is None else np.asarray(array)
    if array is None or array.shape != (num_labels,) or array.dtype.kind not in "iu":
        came = None if array is None else f"{array.dtype} {array.shape}"
        raise ValueError(
            f"`labels` must be {num_labels} integers, one an image: this network is "
            f"conditional. Received: {came}"
        )
    if array.min() < 0 or array.max() >= num_classes:
        raise ValueError(
            f"`labels` must lie in 0..{num_classes - 1}. Received: {array.min()}..{array.max()}"
        )
    return array.astype("int32")
