"""Dawn or day in ink: two hues of nearly grey paper, told apart by exact means of colour.

A day in ink lies on paper of hue 88, a dawn on paper of hue 68, both of chroma .015 or so and
turned by the palette. Of 237 held-out dawns and days in ink the convolutional network, which must
read boats as well, gets 82% right; a small scikit-learn network on exact means of colour, 99%.
"""

import numpy as np

from artlab.gallery.analysis import reader_network, scenes
from artlab.world import colour

LAYERS = ((0, 0.02), (0.02, 0.1), (0.1, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 0.9), (0.9, 1))
BANDS = 8  # from top to bottom
HIDDEN = 64


def tones(picture):
    """Means of OKLab over layers of lightness, and medians over bands from top to bottom.

    Args:
        picture: uint8 (height, width, 3).

    Returns:
        float64 (45,).
    """
    lab = colour.srgb_to_oklab(picture[::2, ::2] / 255)
    flat = lab.reshape(-1, 3)
    flat = flat[np.argsort(flat[:, 0], kind="stable")]
    ends = [(int(low * len(flat)), int(high * len(flat))) for low, high in LAYERS]
    layers = [flat[low : max(high, low + 1)].mean(0) for low, high in ends]
    bands = [np.median(band.reshape(-1, 3), axis=0) for band in np.array_split(lab, BANDS)]
    return np.concatenate([*layers, *bands])


def fit(features, is_day, seed=0):
    """A network with 64 hidden units; a tenth of the pictures says when to stop.

    Args:
        features: (num, 45), of paintings in ink at dawn or by day.
        is_day: bool (num,).
        seed: an int from 0.

    Returns:
        Dict from name to array: what `day_share` needs.
    """
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(features)
    network = MLPClassifier(
        (HIDDEN,), alpha=1e-2, max_iter=600, early_stopping=True, random_state=seed
    ).fit(scaler.transform(features), is_day)
    arrays = {"centre": scaler.mean_, "spread": scaler.scale_}
    for number in (0, 1):
        arrays[f"weights{number}"] = network.coefs_[number]
        arrays[f"bias{number}"] = network.intercepts_[number]
    return arrays


def learned(folder, number, seed=0):
    """As `fit`, from the first `number` shards in a folder that are there."""
    features, is_day = [], []
    for pictures, _, plans in filter(None, (scenes.load_shard(folder, n) for n in range(number))):
        for picture, plan in zip(pictures, plans, strict=True):
            if plan.style == "ink" and plan.time in ("dawn", "day"):
                features.append(tones(reader_network.view(picture)))
                is_day.append(plan.time == "day")
    return fit(np.array(features), np.array(is_day), seed)


def day_share(arrays, features):
    """Probability of day, where it is day or dawn.

    Args:
        arrays: as from `fit`.
        features: (num, 45).

    Returns:
        float (num,).
    """
    scaled = (np.asarray(features) - arrays["centre"]) / arrays["spread"]
    hidden = np.maximum(scaled @ arrays["weights0"] + arrays["bias0"], 0)
    return 1 / (1 + np.exp(-(hidden @ arrays["weights1"] + arrays["bias1"])[:, 0]))
