"""From maps to numbers: means over the positions that are seen; covered ones do not count."""

import numpy as np

TINY = 1e-8


def pooled(parts, seen=None):
    """Features of a picture, once for each way of covering it.

    Args:
        parts: pairs of a way to pool and a map (channels, rows, columns).
        seen: float (num, rows, columns), 1 where the picture is seen and 0 where it is covered;
            by default all of it, once.

    Returns:
        float32 (num, num_features).
    """
    found = []
    for way, values in parts:
        size = values.shape[1:]
        weights = np.ones((1, *size), np.float32) if seen is None else shrunk(seen, size)
        weights = weights.reshape(len(weights), -1)
        weights = weights / np.maximum(weights.sum(1, keepdims=True), TINY)
        found.append(POOLS[way](values.reshape(len(values), -1), weights))
    return np.concatenate(found, axis=1).astype(np.float32)


def shrunk(seen, size):
    """Masks at the size of a map: the seen share of the pixels under each position."""
    import cv2

    masks = np.asarray(seen, np.float32)
    if masks.shape[1:] == tuple(size):
        return masks
    return np.stack([cv2.resize(mask, size[::-1], interpolation=cv2.INTER_AREA) for mask in masks])


def share(values, weights):
    """Square roots of mean shares, so that rare cells count too: (num, channels)."""
    return np.sqrt(np.maximum(weights @ values.T, 0))


def energy(values, weights):
    """Logarithms of means of what is 0 or more: (num, channels)."""
    return np.log(np.maximum(weights @ values.T, 0) + 1e-6)


def moments(values, weights):
    """Mean and standard deviation of each channel: (num, 2 * channels)."""
    centre = values.mean(axis=1)  # subtracted first: small spreads must not drown in rounding
    apart = values - centre[:, None]
    mean = weights @ apart.T
    variance = np.maximum(weights @ (apart**2).T - mean**2, 0)
    return np.concatenate([mean + centre, np.sqrt(variance)], axis=1)


def gram(values, weights):
    """Signed roots of the upper half of the Gram matrix: (num, channels * (channels + 1) / 2)."""
    upper = np.triu_indices(len(values))
    grams = np.stack([(values * row) @ values.T for row in weights])[:, upper[0], upper[1]]
    return np.sign(grams) * np.sqrt(np.abs(grams))


POOLS = {"share": share, "energy": energy, "moments": moments, "gram": gram}
