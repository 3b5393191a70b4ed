"""Classifiers of pictures, and how much of what they score can be believed."""

import numpy as np

from artlab import _arguments
from artlab.gallery import checks
from artlab.gallery.analysis import maps, pooling, seeing
from artlab.gallery.analysis.scores import Scores


def default_model(seed=0):
    """Features to spread 1, turned to their main axes, then logistic regression.

    The turn loses nothing, since there are as many axes as pictures, and makes the fit quick. In
    the fit every class weighs alike, however many pictures it has.
    """
    from sklearn.decomposition import PCA
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    logistic = LogisticRegression(C=0.01, class_weight="balanced", max_iter=1000, random_state=seed)
    return make_pipeline(StandardScaler(), PCA(svd_solver="full", random_state=seed), logistic)


def cross_validate(
    features, labels, groups=None, folds=5, repeats=1, seed=0, model=None, shown=None
):
    """Lets a model read pictures that it was not trained on, each once a repeat.

    Args:
        features: (num, num_features), as from `picture_features`.
        labels: one class per picture.
        groups: one label per picture, such as its artist, or None. Pictures of one group are
            never in training and test at once.
        folds: parts that the pictures are split into; 2 or more. Classes are spread evenly.
        repeats: how often, with other splits; 1 or more.
        seed: of the splits; an int from 0.
        model: a scikit-learn classifier; `default_model()` if None.
        shown: features that pictures have in the test, where these are others than in training:
            of the same pictures without a frame, say. As `features` if None.

    Returns:
        `Scores`.

    Raises:
        ValueError: numbers do not fit each other; a class has fewer pictures, or with groups
            fewer groups, than there are folds.

    References:
        Kohavi 1995, A study of cross-validation and bootstrap for accuracy estimation and model
        selection (stratified folds, repeats); Kapoor & Narayanan 2023, Leakage and the
        reproducibility crisis in machine-learning-based science, table 1 (groups).
    """
    from sklearn import base
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    features, labels, groups = _checked(features, labels, groups, folds)
    shown = features if shown is None else np.asarray(shown, np.float32)
    if shown.shape != features.shape:
        raise ValueError(
            f"`shown` must have the shape of `features`, {features.shape}. Received: {shown.shape}"
        )
    _arguments.whole("repeats", repeats, 1)
    _arguments.whole("seed", seed, 0)
    model = default_model(seed) if model is None else model
    predictions = np.empty((repeats, len(labels)), labels.dtype)
    for repeat in range(repeats):
        splitter = StratifiedKFold if groups is None else StratifiedGroupKFold
        splits = splitter(folds, shuffle=True, random_state=seed + repeat)
        for learn, test in splits.split(features, labels, groups):
            fitted = base.clone(model).fit(features[learn], labels[learn])
            predictions[repeat, test] = fitted.predict(shown[test])
    return Scores(tuple(np.unique(labels).tolist()), labels, predictions, groups)


def _checked(features, labels, groups, folds):
    """The arguments as arrays that fit each other."""
    _arguments.whole("folds", folds, 2)
    features, labels = np.asarray(features, np.float32), np.asarray(labels)
    if features.ndim != 2 or not np.isfinite(features).all():
        raise ValueError(
            "`features` must have shape (num, num_features), all of them finite. "
            f"Received: {features.shape}"
        )
    groups = None if groups is None else np.asarray(groups)
    for name, given in (("labels", labels), ("groups", groups)):
        if given is not None and given.shape != features.shape[:1]:
            raise ValueError(
                f"`{name}` must have one value per row of `features`, {len(features)}. "
                f"Received: {given.shape}"
            )
    units = np.arange(len(labels)) if groups is None else groups
    sizes = {name: len(set(units[labels == name])) for name in np.unique(labels).tolist()}
    if len(sizes) < 2 or min(sizes.values()) < folds:
        what = "pictures" if groups is None else "groups"
        raise ValueError(
            f"`labels` must name two or more classes with {folds} {what} each, one for every "
            f"fold. Received: {sizes}"
        )
    return features, labels, groups


class Classifier:
    """Says of a picture which class it is of; made by `train_classifier`.

    Args:
        model: a fitted scikit-learn classifier with `predict_proba`.
        kind: the features that it reads, one of `seeing.KINDS`.

    Attributes:
        classes: names of the classes, sorted.
    """

    def __init__(self, model, kind):
        self.model, self.kind = model, kind
        self.classes = tuple(np.asarray(model.classes_).tolist())
        self._last = None, None

    def __repr__(self):
        return f"Classifier({', '.join(map(str, self.classes))}; {self.kind} features)"

    def predict(self, picture):
        """The most probable class of one picture."""
        shares = self.probabilities(picture)
        return max(shares, key=shares.get)

    def probabilities(self, picture):
        """What the model gives each class for one picture: a dict, the sum is 1.

        They follow from how the training pictures lie; they are no frequencies of being right.
        """
        return self._named(self.covered(picture, None)[0])

    def covered(self, picture, seen):
        """Probabilities when parts of a picture are covered: those positions do not count.

        The network looks once, at the whole picture; then means are taken over what is seen. So
        a position beside a covered part still knows some of it: up to 20 pixels of 160 away.

        Args:
            picture: any picture.
            seen: float (num, height, width), 1 for seen and 0 for covered, at any size; or None.

        Returns:
            float (num, num_classes), columns as in `classes`.
        """
        pixels = checks.picture("picture", picture)
        parts = self._parts(pixels)
        if seen is not None:
            seen = pooling.shrunk(seen, maps.fitted(pixels).shape[:2])
        return self.model.predict_proba(pooling.pooled(parts, seen))

    def _parts(self, pixels):
        """Maps of a picture; those of the last one are kept, for who covers part after part."""
        key = (pixels.shape, pixels.tobytes())
        if self._last[0] != key:
            self._last = key, seeing.parts_of(pixels, self.kind)
        return self._last[1]

    def _named(self, row):
        return dict(zip(self.classes, (float(share) for share in row), strict=True))


def train_classifier(pictures, labels, kind="all", seed=0, model=None):
    """Trains a classifier on pictures.

    How good it is, it cannot say of itself: ask `cross_validate` with the same features.

    Args:
        pictures, kind: as in `picture_features`.
        labels: one class per picture, two or more different ones.
        seed: of the model; an int from 0.
        model: a scikit-learn classifier with `predict_proba`; `default_model()` if None.

    Returns:
        `Classifier`.

    Raises:
        ValueError: for anything else.
    """
    from sklearn import base

    features, labels = seeing.picture_features(pictures, kind), np.asarray(labels)
    if labels.shape != features.shape[:1] or len(np.unique(labels)) < 2:
        raise ValueError(
            f"`labels` must have one class per picture, {len(features)}, two or more different "
            f"ones. Received: {labels.shape}, {len(np.unique(labels))} different"
        )
    _arguments.whole("seed", seed, 0)
    model = default_model(seed) if model is None else base.clone(model)
    return Classifier(model.fit(features, labels), kind)
