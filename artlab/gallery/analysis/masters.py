"""Questions to ask of the Met's paintings, and ways to ask them wrongly.

A score is worth nothing until one knows what the test pictures shared with the training pictures.
Here are three things that leak: parts of one painting, paintings by one hand, and the frame.
"""

import dataclasses

import numpy as np

from artlab import _arguments
from artlab.gallery import checks
from artlab.gallery.analysis import classifying, pooling, seeing

PERIODS = {"before 1500": (-10_000, 1500), "1500-1750": (1500, 1750), "after 1750": (1750, 10_000)}
CULTURES = {
    "French": ("French",),
    "Italian": ("Italian",),
    "Low Countries": ("Dutch", "Flemish", "Netherlandish"),
}
SPLITS = ("by part", "by painting", "by artist")
UNIDENTIFIED = "Unidentified artist"


@dataclasses.dataclass(frozen=True, eq=False)
class Question:
    """Paintings with what is asked of them.

    Args:
        paintings: the paintings that have an answer.
        labels: the class of each, shape (num,).
        groups: the artist of each, shape (num,); a work whose artist is not known is a group
            of its own.
    """

    paintings: tuple
    labels: np.ndarray
    groups: np.ndarray

    def __repr__(self):
        names, sizes = np.unique(self.labels, return_counts=True)
        told = ", ".join(f"{name} {size}" for name, size in zip(names, sizes, strict=True))
        return f"Question({told}; {len(set(self.groups.tolist()))} artists)"


def met_question(what="period", paintings=None):
    """Period or culture of the Met's paintings, in three classes of 36 paintings or more.

    Args:
        what: `"period"` (before 1500, 1500-1750, after 1750; by the middle of the years that the
            Met gives) or `"culture"` (French, Italian, Low Countries; the others are left out).
        paintings: `Paintings`; all 174 by default.

    Returns:
        `Question`.

    Raises:
        ValueError: `what` is another word, or no painting has an answer.
    """
    checks.one_of("what", what, ("period", "culture"))
    if paintings is None:
        from artlab.datasets import met_paintings

        paintings = met_paintings()
    answer = _period if what == "period" else _culture
    kept = [(painting, answer(painting)) for painting in paintings]
    kept = [(painting, label) for painting, label in kept if label is not None]
    if not kept:
        raise ValueError(f"`paintings` must hold one whose {what} is asked for. Received: none")
    return Question(
        tuple(painting for painting, _ in kept),
        np.array([label for _, label in kept]),
        np.array([artist_of(painting) for painting, _ in kept]),
    )


def artist_of(painting):
    """Whose hand it is: the artist's name, or the number of a work that nobody's name is on."""
    known = painting.artist != UNIDENTIFIED
    return painting.artist if known else f"object {painting.object_id}"


def _period(painting):
    year = (painting.begin + painting.end) / 2
    return next(name for name, (first, end) in PERIODS.items() if first <= year < end)


def _culture(painting):
    return next((name for name, words in CULTURES.items() if painting.culture in words), None)


def quarters(picture):
    """The four quarters of a picture; they share no pixel.

    Args:
        picture: any picture.

    Returns:
        List of four uint8 arrays.
    """
    pixels = checks.picture("picture", picture)
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    return [
        np.ascontiguousarray(pixels[top : top + height, left : left + width])
        for top in (0, height)
        for left in (0, width)
    ]


def leak(pictures, labels, groups, kind="color", folds=5, repeats=3, seed=0, model=None):
    """What one classifier seems to score when parts of a painting are split in three ways.

    Every picture is cut into quarters, and the quarters are read. Split "by part", other quarters
    of a test picture were in training; "by painting" none of them, but other works of the same
    hand; "by artist" neither. Model and features are the same in all three. Culture of the Met's
    paintings, where always "French" gives 41%: 67% by part, 47% by painting, 44% by artist.

    Args:
        pictures, labels: as in `train_classifier`.
        groups: the artist of each picture.
        kind: as in `picture_features`.
        folds, repeats, seed: as in `cross_validate`.
        model: as in `cross_validate`; by default the nearest neighbour, which forgets nothing
            and so leaks most.

    Returns:
        Dict from `SPLITS` to `Scores`. The intervals are all taken over artists, since quarters
        of one picture are not independent.

    References:
        Kapoor & Narayanan 2023, Leakage and the reproducibility crisis in machine-learning-based
        science, table 1.
    """
    parts = [part for picture in pictures for part in quarters(picture)]
    features = seeing.picture_features(parts, kind)
    labels, artists = np.repeat(labels, 4), np.repeat(groups, 4)
    paintings = np.repeat(np.arange(len(pictures)), 4)
    found = {}
    for split, together in zip(SPLITS, (None, paintings, artists), strict=True):
        scores = classifying.cross_validate(
            features, labels, together, folds, repeats, seed, nearest() if model is None else model
        )
        found[split] = dataclasses.replace(scores, groups=artists)
    return found


def nearest():
    """A model that says what the most similar training picture is."""
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), KNeighborsClassifier(1))


def rim_features(pictures, kind="all", share=0.06):
    """Features of the rim of pictures alone: of a photograph, where its frame would be.

    Args:
        pictures, kind: as in `picture_features`.
        share: width of the rim as a share of each side, in (0, 0.5).

    Returns:
        float32 (num, num_features).
    """
    share = _arguments.number("share", share, "in (0, 0.5)", lambda value: 0 < value < 0.5)
    rows = []
    for pixels in seeing.checked(pictures):
        inside = inner(pixels.shape[:2], share)
        rows.append(pooling.pooled(seeing.parts_of(pixels, kind), 1 - inside[None]))
    return np.concatenate(rows)


def inner(shape, share):
    """A mask with 1 inside a rim and 0 on it: float32 of the shape."""
    mask = np.zeros(shape, np.float32)
    rows, columns = (max(1, round(share * side)) for side in shape)
    mask[rows : shape[0] - rows, columns : shape[1] - columns] = 1
    return mask


def framed(picture, color=(150, 110, 50), share=0.06):
    """A picture in a flat frame: a leak to make on purpose, and to find again.

    Args:
        picture: any picture.
        color: red, green, blue, 0 to 255.
        share: width of the frame as a share of each side, in (0, 0.5).

    Returns:
        uint8 of the picture's shape; the frame covers its rim.

    References:
        Lapuschkin et al. 2019, Unmasking Clever Hans predictors and assessing what machines
        really learn, section "Identifying valid and invalid problem-solving behaviors".

    Example:

    >>> framed(np.zeros((100, 100, 3), np.uint8), (200, 160, 60), 0.1)[[0, 9, 10], 50, 0]
    array([200, 200,   0], dtype=uint8)
    """
    pixels = checks.picture("picture", picture)
    share = _arguments.number("share", share, "in (0, 0.5)", lambda value: 0 < value < 0.5)
    inside = inner(pixels.shape[:2], share)[..., None] > 0
    return np.where(inside, pixels, np.asarray(color, np.uint8))
