"""How good and how varied are the fakes: distances between two clouds of features.

No figure here is "the FID": that name belongs to Inception features of ImageNet. A
Frechet distance is named by the features it is taken in; ours are those of the small
classifier of `artlab.gan.silhouettes`, 64 numbers an image.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CHUNK = 1024  # rows of a distance matrix that are in memory at a time


def frechet_distance(features_a, features_b) -> float:
    """The Frechet distance between two Gaussians fitted to two clouds of features.

    `||m_a - m_b||^2 + trace(C_a + C_b - 2 (C_a C_b)^(1/2))`, with means m and
    covariances C. 0 for equal clouds; the unit is that of a squared feature.

    Args:
        features_a: Float array `(num_a, dim)`, num_a of 2 or more.
        features_b: Float array `(num_b, dim)`, num_b of 2 or more.

    Returns:
        Float, 0 or more.

    Raises:
        ValueError: If the shapes do not fit or a value is not finite.

    References:
        Heusel et al. 2017, GANs Trained by a Two Time-Scale Update Rule, equation 6;
        Dowson & Landau 1982.

    Example:
        >>> cloud = np.random.default_rng(0).standard_normal((500, 3))
        >>> round(frechet_distance(cloud, cloud + [2.0, 0.0, 0.0]), 6)
        4.0
    """
    features_a, features_b = _features_pair(features_a, features_b, at_least=2)
    difference = features_a.mean(axis=0) - features_b.mean(axis=0)
    covariance_a, covariance_b = _covariance(features_a), _covariance(features_b)
    root_a = _symmetric_root(covariance_a)
    # (C_a C_b)^(1/2) has the trace of (A C_b A)^(1/2) with A = C_a^(1/2), which is symmetric.
    eigenvalues = np.linalg.eigvalsh(root_a @ covariance_b @ root_a)
    shared = np.sqrt(np.clip(eigenvalues, 0.0, None)).sum()
    total = np.trace(covariance_a) + np.trace(covariance_b)
    return max(0.0, float(difference @ difference + total - 2.0 * shared))  # rounding aside


def precision_recall(real_features, fake_features, num_neighbors: int = 3) -> tuple[float, float]:
    """Improved precision (are fakes plausible?) and recall (is every real reached?).

    A ball round each image reaches to its `num_neighbors`-th nearest neighbour of its
    own kind. Precision is the share of fakes inside some real ball, recall the share of
    reals inside some fake ball.

    Args:
        real_features: Float array `(num_real, dim)`.
        fake_features: Float array `(num_fake, dim)`.
        num_neighbors: Neighbours that set the size of a ball, smaller than both clouds.

    Returns:
        `(precision, recall)`, each in [0, 1].

    Raises:
        ValueError: If the shapes do not fit, or the clouds are too small.

    References:
        Kynkaanniemi et al. 2019, Improved Precision and Recall Metric, equations 1 and 2.
    """
    real, fake = _features_pair(real_features, fake_features, at_least=num_neighbors + 1)
    real_radii = _radii(real, num_neighbors)
    fake_radii = _radii(fake, num_neighbors)
    fake_inside = np.zeros(len(fake), bool)
    real_inside = np.zeros(len(real), bool)
    for start, distances in _distances(real, fake):  # (chunk, num_fake)
        rows = slice(start, start + len(distances))
        fake_inside |= (distances <= real_radii[rows, None]).any(axis=0)
        real_inside[rows] = (distances <= fake_radii[None]).any(axis=1)
    return float(fake_inside.mean()), float(real_inside.mean())


def density_coverage(real_features, fake_features, num_neighbors: int = 5) -> tuple[float, float]:
    """Density (how deep fakes lie among the reals) and coverage (reals with a fake near).

    Density counts, for each fake, the real balls that hold it, divided by
    `num_neighbors`; it may exceed 1. Coverage is the share of real balls that hold at
    least one fake. Both balls are real, so an outlier among the fakes does no harm.

    Args:
        real_features: Float array `(num_real, dim)`.
        fake_features: Float array `(num_fake, dim)`.
        num_neighbors: Neighbours that set the size of a ball.

    Returns:
        `(density, coverage)`; density 0 or more, coverage in [0, 1].

    Raises:
        ValueError: If the shapes do not fit, or the clouds are too small.

    References:
        Naeem et al. 2020, Reliable Fidelity and Diversity Metrics, section 3.
    """
    real, fake = _features_pair(real_features, fake_features, at_least=num_neighbors + 1)
    radii = _radii(real, num_neighbors)
    num_inside, covered = 0, 0
    for start, distances in _distances(real, fake):
        inside = distances <= radii[start : start + len(distances), None]
        num_inside += int(inside.sum())
        covered += int(inside.any(axis=1).sum())
    return num_inside / (num_neighbors * len(fake)), covered / len(real)


@dataclass(frozen=True)
class ClassCoverage:
    """Which classes a set of images shows, as the shipped classifier reads them.

    Attributes:
        counts: int64 `(num_classes,)`, images read as each class.
        num_covered: Classes that hold at least a tenth of an even share.
        entropy: Entropy of the counts in nats: 0 for one class, log(10) = 2.303 for an
            even spread over ten.
    """

    counts: np.ndarray
    num_covered: int
    entropy: float


def class_coverage(images) -> ClassCoverage:
    """Count the classes that the shipped silhouette classifier sees.

    Args:
        images: float32 `(num_images, 28, 28, 1)` in [-1, 1].

    Returns:
        A `ClassCoverage`. A collapsed generator covers one class; but a generator may
        cover ten classes with one picture each, so look at the density and coverage too.

    Raises:
        ValueError: If the images have another shape.
    """
    from artlab.gan import silhouettes

    logits = silhouettes.logits(images)
    counts = np.bincount(logits.argmax(axis=1), minlength=logits.shape[1])
    shares = counts / counts.sum()
    present = shares[shares > 0]
    covered = int((shares >= 0.1 / len(shares)).sum())
    return ClassCoverage(counts, covered, float(-(present * np.log(present)).sum()))


def silhouette_features(images) -> np.ndarray:
    """Features of the shipped silhouette classifier: what the distances are taken in.

    Args:
        images: float32 `(num_images, 28, 28, 1)` in [-1, 1].

    Returns:
        float32 `(num_images, 64)`.

    Raises:
        ValueError: If the images have another shape.
    """
    from artlab.gan import silhouettes

    return silhouettes.features(images)


def nearest(images, candidates, num: int = 1) -> np.ndarray:
    """The candidates nearest to each image, by the mean squared difference of pixels.

    Args:
        images: Float array `(num_images, height, width, channels)`.
        candidates: Float array `(num_candidates, height, width, channels)`.
        num: How many to find for each image.

    Returns:
        int64 `(num_images, num)`, indices into `candidates`, the nearest first.

    Raises:
        ValueError: If the shapes do not fit or there are fewer candidates than `num`.
    """
    images, candidates = np.asarray(images), np.asarray(candidates)
    if images.ndim != 4 or images.shape[1:] != candidates.shape[1:]:
        raise ValueError(
            "`images` and `candidates` must be (num, height, width, channels) of one shape. "
            f"Received: {images.shape} and {candidates.shape}"
        )
    if not 1 <= num <= len(candidates):
        raise ValueError(f"`num` must lie in 1..{len(candidates)}. Received: {num!r}")
    flat = images.reshape(len(images), -1).astype("float64")
    others = candidates.reshape(len(candidates), -1).astype("float64")
    found = [
        np.argsort(distances, axis=1, kind="stable")[:, :num]
        for _, distances in _distances(flat, others)
    ]
    return np.concatenate(found)


def variety(images, real_images) -> float:
    """How varied images are, compared with real ones: a ratio of pixel variances.

    The variance of each pixel over the set, summed over the pixels, for both sets. 0 for
    one picture over and over, about 1 for a set as varied as the real one. Noise is varied
    too: it tells collapse, not quality.

    Args:
        images: Float or uint8 array `(num_images, height, width, channels)`.
        real_images: The same for real images, in the same unit.

    Returns:
        Float, 0 or more.

    Raises:
        ValueError: If the shapes do not fit, or the real images are all alike.

    Example:
        >>> real = np.random.default_rng(0).uniform(-1, 1, (100, 4, 4, 1))
        >>> round(variety(np.repeat(real[:1], 64, axis=0), real), 9), variety(real, real)
        (0.0, 1.0)
    """
    images, real_images = np.asarray(images, "float64"), np.asarray(real_images, "float64")
    if images.ndim != 4 or images.shape[1:] != real_images.shape[1:]:
        raise ValueError(
            "`images` and `real_images` must be (num, height, width, channels) of one shape. "
            f"Received: {images.shape} and {real_images.shape}"
        )
    real = real_images.var(axis=0).sum()
    if real == 0:
        raise ValueError("`real_images` must differ from each other. Received: one picture only")
    return float(images.var(axis=0).sum() / real)


def _features_pair(features_a, features_b, at_least: int):
    pair = []
    for name, features in (("first", features_a), ("second", features_b)):
        features = np.asarray(features, "float64")
        if features.ndim != 2 or len(features) < at_least:
            raise ValueError(
                f"The {name} features must have shape (num_images, dim) with {at_least} images "
                f"or more. Received: {features.shape}"
            )
        if not np.isfinite(features).all():
            raise ValueError(f"The {name} features must be finite. Received: NaN or infinity")
        pair.append(features)
    if pair[0].shape[1] != pair[1].shape[1]:
        raise ValueError(
            "Both features must have the same dim. "
            f"Received: {pair[0].shape[1]} and {pair[1].shape[1]}"
        )
    return pair


def _covariance(features):
    centred = features - features.mean(axis=0)
    return centred.T @ centred / (len(features) - 1)


def _symmetric_root(matrix):
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.clip(values, 0.0, None))) @ vectors.T


def _distances(rows, columns):
    """Euclidean distances in chunks: yields `(start, (chunk, num_columns))`."""
    squares = (columns**2).sum(axis=1)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        squared = (chunk**2).sum(axis=1)[:, None] + squares[None] - 2.0 * chunk @ columns.T
        yield start, np.sqrt(np.clip(squared, 0.0, None))


def _radii(features, num_neighbors: int):
    """Distance from each point to its `num_neighbors`-th nearest other point: `(num,)`."""
    radii = [
        np.partition(distances, num_neighbors, axis=1)[:, num_neighbors]  # 0 is the point itself
        for _, distances in _distances(features, features)
    ]
    return np.concatenate(radii)
