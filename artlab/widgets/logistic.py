"""The smallest classifier there is: two weights and a bias, a sigmoid, cross-entropy.

Lesson 01 draws it, because its loss over the plane of the two weights can be seen whole.

References:
    Goodfellow, Bengio and Courville, "Deep Learning" (2016): gradient descent, eq. 4.5.
"""

import numpy as np

LIMIT = 8.0  # weights run from -LIMIT to LIMIT
NUM_LAND = 65  # places per side at which the loss is computed


def probability(features, weights, bias):
    """Probability of class 1: the sigmoid of `features @ weights + bias`.

    Args:
        features: shape (num, 2).
        weights: shape (2,).
        bias: a number.

    Returns:
        Array (num,) in [0, 1].
    """
    logits = np.asarray(features, float) @ np.asarray(weights, float) + bias
    return np.exp(-np.logaddexp(0, -logits))


def loss_and_slope(features, labels, weights, bias=0.0):
    """Cross-entropy in nats, and its slope along the two weights.

    Args:
        features: shape (num, 2).
        labels: shape (num,), 0 or 1.
        weights: shape (2,).
        bias: a number.

    Returns:
        `(loss, slope)`: a float and an array (2,).
    """
    features, labels = np.asarray(features, float), np.asarray(labels, float).ravel()
    logits = features @ np.asarray(weights, float) + bias
    loss = np.logaddexp(0, np.where(labels == 1, -logits, logits)).mean()
    slope = features.T @ (probability(features, weights, bias) - labels) / len(labels)
    return float(loss), slope


def landscape(features, labels, bias=0.0, num=NUM_LAND, limit=LIMIT):
    """The loss at every place of the plane of the two weights.

    Args:
        features, labels, bias: as in `loss_and_slope`.
        num: places per side.
        limit: both weights run from -limit to limit.

    Returns:
        Array (num, num); rows are the second weight, lowest first.
    """
    features, labels = np.asarray(features, float), np.asarray(labels, float).ravel()
    places = np.linspace(-limit, limit, num)
    first, second = features[:, 0], features[:, 1]
    signs = np.where(labels == 1, -1.0, 1.0)
    across = signs * (np.outer(places, first) + bias)  # (num, points)
    up = signs * np.outer(places, second)
    # Row by row: one array of num * num * points would not fit a small cache.
    return np.stack([np.logaddexp(0, across + row).mean(axis=1) for row in up])


def descend(features, labels, weights, bias=0.0, rate=1.0, num=1):
    """Steps of gradient descent on the two weights, kept within the limits of the sliders.

    Args:
        features, labels, weights, bias: as in `loss_and_slope`.
        rate: the learning rate, above 0.
        num: number of steps.

    Returns:
        Array (num + 1, 2): the start and the place after every step.
    """
    path = [np.asarray(weights, float)]
    for _ in range(num):
        _, slope = loss_and_slope(features, labels, path[-1], bias)
        path.append(np.clip(path[-1] - rate * slope, -LIMIT, LIMIT))
    return np.stack(path)
