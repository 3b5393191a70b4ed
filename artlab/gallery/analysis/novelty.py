"""Novelty, typicality, and both at once: one reading of what creativity could mean.

Elgammal et al. 2017 train a network to make pictures that a critic takes for art, and that fit
none of the styles it knows. Here nothing is trained: novelty is the distance to the nearest
training picture, typicality says how many paintings of a kind lie as far from their kind's
centre, and creativity is the geometric mean of both. Noise is new and not typical, a copy is
typical and not new; neither scores. It says nothing of beauty, meaning or skill.
"""

import dataclasses

import numpy as np

from artlab.gallery.analysis import reference, seeing
from artlab.gallery.analysis.viewing import View

NAMES = ("novelty", "typicality", "creativity")


@dataclasses.dataclass(frozen=True)
class Novelty:
    """How a picture lies among the reference paintings.

    Attributes:
        distance: to the nearest rendered painting of our world, the picture's training
            pictures; 1 is the median distance among these themselves.
        nearest: seed of that painting; `reference.painting(seed)` renders it.
        novelty: distance / (distance + 1): 0 for a copy, 0.5 for as new as they are among
            each other, towards 1 far away.
        kind: the kind of painting it is nearest to being typical of: a style, or "the Met".
        typicality: share of that kind's own paintings that lie at least as far from its
            centre: 1 in the centre, 0 outside of all.
    """

    distance: float
    nearest: int
    novelty: float
    kind: str
    typicality: float

    @property
    def creativity(self):
        """Geometric mean of novelty and typicality, in [0, 1)."""
        return float(np.sqrt(self.novelty * self.typicality))


def novelty(picture):
    """Novelty and typicality of a picture.

    Args:
        picture: as in `viewing.View`.

    Returns:
        A `Novelty`.

    References:
        Elgammal, Liu, Elhoseiny & Mazzone 2017, CAN: Creative Adversarial Networks
        (this is a reading of it, without its network); Johnson & Lindenstrauss 1984 (the random
        projection in which distances are kept).
    """
    pixels = picture.original if isinstance(picture, View) else picture
    known = reference.load()
    place = known.project(seeing.picture_features([pixels], "deep"))[0]
    gaps = np.linalg.norm(known.world - place, axis=1)
    nearest = int(np.argmin(gaps))
    distance = float(gaps[nearest] / known.usual)
    kind, typicality = _typicality(place, known)
    return Novelty(distance, int(known.seeds[nearest]), distance / (distance + 1), kind, typicality)


def _typicality(place, known):
    """The kind that a picture is most typical of, and how typical."""
    found = {}
    for kind, (center, own) in known.kinds.items():
        gap = np.linalg.norm(place - center)
        found[kind] = float((own >= gap).mean()), -float(gap)
    kind = max(found, key=found.get)
    return kind, found[kind][0]


def among_themselves(known, who):
    """Novelty, typicality and creativity of the reference paintings, each among the others.

    Args:
        known: a `Reference`.
        who: "world" or "met".

    Returns:
        float32 array (num, 3).
    """
    places = getattr(known, who)
    gaps = np.linalg.norm(places[:, None] - known.world[None], axis=-1)
    if who == "world":
        np.fill_diagonal(gaps, np.inf)
    distance = gaps.min(axis=1) / known.usual
    new = distance / (distance + 1)
    typical = np.array([_typicality(place, known)[1] for place in places])
    return np.stack([new, typical, np.sqrt(new * typical)], axis=1).astype(np.float32)
