"""The horizon: the level line on which a landscape's plane begins, found by a small network.

One row of pixels after another is described by how colours change across it; a network of two
convolutions along the rows, learned on rendered paintings whose horizon is known, says which row
it is. Its card is `artlab/weights/horizon/README.md`.

    python -m artlab.gallery.analysis.horizons   # learns it again
"""

import dataclasses
import functools
import importlib.resources

import cv2
import numpy as np

from artlab.gallery.analysis.viewing import view

ROWS = 128  # at which every picture is looked at
STEPS = (1, 2, 4, 8)  # rows above and below that are compared
SURE = 0.7  # probability within +-3% of the height that a line needs to be called a horizon
NEAR = 0.03


@dataclasses.dataclass(frozen=True)
class Horizon:
    """Where a horizon is seen.

    Attributes:
        height: 0 at the top of the picture, 1 at its foot.
        probability: that it lies within 3% of the picture's height from there, says the network.
    """

    height: float
    probability: float

    @property
    def found(self):
        """Whether the network is sure enough to speak of a horizon."""
        return self.probability >= SURE


def horizon(picture):
    """Looks for the horizon.

    Args:
        picture: as in `viewing.View`.

    Returns:
        A `Horizon`, the likeliest one, sure or not.

    References:
        Ettinger et al. 2003, Vision-guided flight stability and control (the row that parts two
        kinds of colour); how well it does is in the network's card.
    """
    return located(row_features(view(picture).lab))


def located(features):
    """The likeliest `Horizon` for features (127, num_features)."""
    chances = probabilities(features)
    rows = np.arange(1, ROWS) / ROWS
    near = np.abs(rows[:, None] - rows) <= NEAR
    sums = near @ chances
    best = int(np.argmax(sums))
    height = float(rows[near[best]] @ chances[near[best]] / max(sums[best], 1e-9))
    return Horizon(height, float(sums[best]))


def row_features(lab):
    """How colours change across each row.

    Args:
        lab: OKLab (height, width, 3).

    Returns:
        float32 array (127, num_features), for the lines between 128 rows.
    """
    small = cv2.resize(lab.astype(np.float32), (ROWS, ROWS), interpolation=cv2.INTER_AREA)
    lines = np.arange(1, ROWS)
    columns = [value for step in STEPS for value in _change(small, lines, step)]
    return np.stack([*columns, *_halves(small, lines), lines / ROWS], axis=1).astype(np.float32)


def _change(small, lines, step):
    """Mean, median, quartile, agreement and breadth of the change of colour across each line."""
    sums = np.concatenate([np.zeros_like(small[:1]), np.cumsum(small, axis=0)])
    above, below = np.maximum(lines - step, 0), np.minimum(lines + step, ROWS)
    change = (sums[below] - sums[lines]) / (below - lines)[:, None, None]
    change -= (sums[lines] - sums[above]) / (lines - above)[:, None, None]
    mean = change.mean(axis=1)
    size = np.linalg.norm(mean, axis=-1)
    along = (change @ (mean / np.maximum(size, 1e-9)[:, None])[..., None])[..., 0]
    agreement = size / np.maximum(np.linalg.norm(change, axis=-1).mean(axis=1), 1e-6)
    found = [size, np.median(along, axis=1), np.percentile(along, 25, axis=1)]
    return [*found, agreement, (along > 0.01).mean(axis=1)]


def _halves(small, lines):
    """What differs between all above and all below each line: texture, and the three channels."""
    texture = np.abs(cv2.Laplacian(np.ascontiguousarray(small[..., 0]), cv2.CV_32F)).mean(axis=1)
    rows = np.concatenate([texture[:, None], small.mean(axis=1)], axis=1)
    sums = np.concatenate([np.zeros((1, 4)), np.cumsum(rows, axis=0)])
    above, below = sums[lines] / lines[:, None], (sums[-1] - sums[lines]) / (ROWS - lines)[:, None]
    return [*(below - above).T, above[:, 0]]


def probabilities(features):
    """The network: features (127, num_features) to probabilities (127,), their sum 1."""
    arrays = _weights()
    hidden = (features - arrays["mean"]) / arrays["spread"]
    hidden = np.maximum(_convolve(hidden, arrays["first.weight"], arrays["first.bias"]), 0)
    hidden = np.maximum(_convolve(hidden, arrays["second.weight"], arrays["second.bias"]), 0)
    logits = _convolve(hidden, arrays["third.weight"], arrays["third.bias"])[:, 0]
    chances = np.exp(logits - logits.max())
    return chances / chances.sum()


def _convolve(values, kernel, bias):
    """A convolution along the rows; kernel (out, in, width), zeros beyond the ends."""
    width = kernel.shape[-1]
    padded = np.pad(values, ((width // 2, width // 2), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, width, axis=0)
    return np.einsum("riw,oiw->ro", windows, kernel, optimize=True) + bias


@functools.cache
def _weights():
    from safetensors.numpy import load

    file = importlib.resources.files("artlab") / "weights" / "horizon" / "horizon.safetensors"
    return {name: array.astype(np.float32) for name, array in load(file.read_bytes()).items()}


if __name__ == "__main__":
    from artlab.gallery.analysis import horizons_training

    horizons_training.main()
