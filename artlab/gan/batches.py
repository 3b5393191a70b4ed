"""Which images form the batch of a step: a function of the seed and the step alone.

Nothing has to be saved to continue a run: step 500 sees the same batch whether the run
was interrupted or not.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np


def batch_indices(step: int, batch_size: int, num_images: int, seed: int) -> np.ndarray:
    """Indices of the images in the batch of a step.

    Epochs are laid end to end, each in an order of its own, and cut into full batches;
    a batch at the end of an epoch takes its last images from the next epoch. So every
    batch is full, whatever the batch size, and an image never waits longer than two
    epochs for its turn.

    Args:
        step: 0, 1, ...
        batch_size: Images in a batch; may exceed `num_images`.
        num_images: Images in the data set.
        seed: Seed of the orders.

    Returns:
        int64 `(batch_size,)`, values in `[0, num_images)`.

    Example:
        >>> sorted(batch_indices(0, 3, 6, seed=0)) + sorted(batch_indices(1, 3, 6, seed=0))
        ... # doctest: +SKIP
    """
    positions = np.arange(step * batch_size, (step + 1) * batch_size)
    epochs, places = np.divmod(positions, num_images)
    indices = np.empty(batch_size, "int64")
    for epoch in np.unique(epochs):
        chosen = epochs == epoch
        indices[chosen] = _order(int(epoch), num_images, seed)[places[chosen]]
    return indices


@lru_cache(maxsize=4)
def _order(epoch: int, num_images: int, seed: int) -> np.ndarray:
    return np.random.default_rng((seed, epoch)).permutation(num_images)
