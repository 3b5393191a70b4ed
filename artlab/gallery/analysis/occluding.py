"""Which parts of a picture a classifier's answer rests on: cover them one by one and see."""

import dataclasses

import numpy as np

from artlab import _arguments
from artlab.gallery import checks


@dataclasses.dataclass(frozen=True, eq=False)
class Occlusion:
    """What covering the parts of a picture does to one class.

    Args:
        heat: float (rows, columns): by how much the probability of the class falls when the
            square at that place is covered. Above 0 the square speaks for the class, below 0
            against it.
        evidence: the same in log-odds, `log(p / (1 - p))`, which still tells places apart where
            a classifier is all but sure.
        label: the class.
        probability: of the class, with nothing covered.
        flips: (rows, columns) of the class that is most probable when the square is covered.
        side: side of the squares, as a share of the picture's shorter side.
    """

    heat: np.ndarray
    evidence: np.ndarray
    label: object
    probability: float
    flips: np.ndarray
    side: float

    def __repr__(self):
        number = int((self.flips != self.label).sum())
        return (
            f"Occlusion({self.label}: {self.probability:.2f}; {self.heat.size} squares covered, "
            f"fall up to {self.heat.max():.2f}, the answer changes at {number})"
        )


def check_classifier(classifier):
    """Raises ValueError where something cannot say what it sees of a covered picture."""
    if not (hasattr(classifier, "classes") and hasattr(classifier, "covered")):
        raise ValueError(
            "`classifier` must have `classes` and `covered(picture, seen)`. "
            f"Received: {type(classifier).__name__}"
        )


def occlusion_map(classifier, picture, label=None, side=0.22, stride=None):
    """Covers a picture square by square and asks the classifier each time.

    Args:
        classifier: has `classes` and `covered(picture, seen)`: a `Classifier`, or one field of
            the scene reader, `load_reader().field("time")`.
        picture: any picture.
        label: the class to watch; the most probable one by default.
        side: side of a square as a share of the shorter side, in [0.05, 1).
        stride: from square to square, as such a share; half a side by default.

    Returns:
        `Occlusion`. A fall is no proof that the part is "seen": covering makes a picture that
        the classifier never met.

    Raises:
        ValueError: for anything else.

    References:
        Zeiler & Fergus 2014, Visualizing and understanding convolutional networks, section 4.2.
    """
    check_classifier(classifier)
    pixels = checks.picture("picture", picture)
    side = _arguments.number("side", side, "in [0.05, 1)", lambda share: 0.05 <= share < 1)
    stride = side / 2 if stride is None else stride
    _arguments.number("stride", stride, "in [0.02, 1]", lambda share: 0.02 <= share <= 1)
    masks, grid = squares(pixels.shape[:2], side, stride)
    shares = classifier.covered(pixels, np.concatenate([np.ones_like(masks[:1]), masks]))
    label = classifier.classes[int(shares[0].argmax())] if label is None else label
    if label not in classifier.classes:
        names = ", ".join(map(str, classifier.classes))
        raise ValueError(f"`label` must be one of: {names}. Received: {label!r}")
    column = list(classifier.classes).index(label)
    whole = float(shares[0, column])
    best = np.array(classifier.classes, dtype=object)[shares[1:].argmax(1)]
    heat = (whole - shares[1:, column]).reshape(grid)
    odds = log_odds(shares[:, column])
    evidence = (odds[0] - odds[1:]).reshape(grid)
    return Occlusion(heat, evidence, label, whole, best.reshape(grid), side)


def log_odds(shares):
    """`log(p / (1 - p))`, of probabilities kept a millionth away from 0 and 1."""
    shares = np.clip(np.asarray(shares, float), 1e-6, 1 - 1e-6)
    return np.log(shares / (1 - shares))


def squares(shape, side, stride):
    """Masks with one covered square each, spread evenly from border to border.

    Args:
        shape: (height, width) of the picture; masks have 160 positions on its longer side.
        side, stride: as shares of the shorter side.

    Returns:
        `(masks, (rows, columns))`: float32 (rows * columns, ...), 1 seen and 0 covered.
    """
    scale = 160 / max(shape)
    height, width = (max(8, round(length * scale)) for length in shape)
    shorter = min(height, width)
    length = max(1, round(side * shorter))
    starts = [_starts(total, length, stride * shorter) for total in (height, width)]
    masks = np.ones((len(starts[0]) * len(starts[1]), height, width), np.float32)
    places = [(top, left) for top in starts[0] for left in starts[1]]
    for mask, (top, left) in zip(masks, places, strict=True):
        mask[top : top + length, left : left + length] = 0
    return masks, (len(starts[0]), len(starts[1]))


def _starts(total, length, stride):
    """First positions of squares, the last one ending at the border."""
    number = max(2, round((total - length) / stride) + 1)
    return np.rint(np.linspace(0, total - length, number)).astype(int)
