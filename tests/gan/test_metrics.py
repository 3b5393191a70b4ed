"""Metrics against scipy, brute force and clouds whose answer is known."""

import numpy as np
import pytest
import scipy.linalg

from artlab.gan import metrics


@pytest.fixture
def clouds():
    rng = np.random.default_rng(0)
    real = rng.standard_normal((300, 6)) @ rng.standard_normal((6, 6))
    fake = rng.standard_normal((260, 6)) + 0.5
    return real, fake


def test_frechet_distance_equals_scipy(clouds):
    real, fake = clouds
    first, second = np.cov(real.T), np.cov(fake.T)
    root = scipy.linalg.sqrtm(first @ second).real
    difference = real.mean(0) - fake.mean(0)
    expected = difference @ difference + np.trace(first + second - 2 * root)
    assert metrics.frechet_distance(real, fake) == pytest.approx(expected, rel=1e-6)


def test_frechet_distance_is_zero_for_one_cloud_and_symmetric(clouds):
    real, fake = clouds
    assert metrics.frechet_distance(real, real) == pytest.approx(0, abs=1e-8)
    assert metrics.frechet_distance(real, fake) == pytest.approx(
        metrics.frechet_distance(fake, real)
    )


def test_frechet_distance_of_one_dimension_is_the_closed_form():
    rng = np.random.default_rng(1)
    first, second = rng.normal(0, 1, (400, 1)), rng.normal(2, 3, (400, 1))
    expected = (first.mean() - second.mean()) ** 2 + (first.std(ddof=1) - second.std(ddof=1)) ** 2
    assert metrics.frechet_distance(first, second) == pytest.approx(expected)


def test_frechet_distance_accepts_rank_deficient_clouds():
    flat = np.random.default_rng(2).standard_normal((50, 3)) @ np.ones((3, 8))
    assert metrics.frechet_distance(flat, flat) == pytest.approx(0, abs=1e-5)


def brute_force(real, fake, num_neighbors):
    """All four measures, written as the papers' sums, one pair at a time."""

    def distance(a, b):
        return np.sqrt(((a - b) ** 2).sum())

    def radius(cloud, index):
        return sorted(distance(cloud[index], other) for other in cloud)[num_neighbors]

    real_radii = [radius(real, index) for index in range(len(real))]
    fake_radii = [radius(fake, index) for index in range(len(fake))]
    distances = np.array([[distance(point, other) for other in fake] for point in real])
    inside = distances <= np.array(real_radii)[:, None]
    reached = distances <= np.array(fake_radii)[None]
    return {
        "precision": inside.any(axis=0).mean(),
        "recall": reached.any(axis=1).mean(),
        "density": inside.sum() / (num_neighbors * len(fake)),
        "coverage": inside.any(axis=1).mean(),
    }


@pytest.mark.parametrize("num_neighbors", [1, 3, 5])
@pytest.mark.parametrize("shift", [0.0, 1.0, 3.0])
def test_neighbour_measures_equal_brute_force(num_neighbors, shift, monkeypatch):
    monkeypatch.setattr(metrics, "CHUNK", 7)  # several chunks, the last one short
    rng = np.random.default_rng(3)
    real, fake = rng.standard_normal((31, 2)), rng.standard_normal((24, 2)) + shift
    expected = brute_force(real, fake, num_neighbors)
    precision, recall = metrics.precision_recall(real, fake, num_neighbors)
    density, coverage = metrics.density_coverage(real, fake, num_neighbors)
    found = {"precision": precision, "recall": recall, "density": density, "coverage": coverage}
    assert found == pytest.approx(expected)


def test_collapse_keeps_precision_and_loses_recall_and_coverage():
    rng = np.random.default_rng(4)
    real = rng.standard_normal((400, 4))
    collapsed = np.full((400, 4), real[0]) + 1e-4 * rng.standard_normal((400, 4))
    precision, recall = metrics.precision_recall(real, collapsed)
    _, coverage = metrics.density_coverage(real, collapsed)
    assert precision == 1.0
    assert recall < 0.02
    assert coverage < 0.1


def test_far_fakes_have_no_precision():
    rng = np.random.default_rng(5)
    real = rng.standard_normal((100, 3))
    assert metrics.precision_recall(real, real + 100) == (0.0, 0.0)
    assert metrics.density_coverage(real, real + 100) == (0.0, 0.0)


def test_nearest_finds_the_picture_itself():
    images = np.random.default_rng(6).uniform(-1, 1, (40, 5, 5, 1)).astype("float32")
    found = metrics.nearest(images[[7, 3]] + 0.01, images, num=2)
    assert found.shape == (2, 2)
    assert found[:, 0].tolist() == [7, 3]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: metrics.frechet_distance(np.zeros((1, 3)), np.zeros((5, 3))), "first features"),
        (lambda: metrics.frechet_distance(np.zeros((5, 3)), np.zeros((5, 4))), "same dim"),
        (lambda: metrics.frechet_distance(np.full((5, 3), np.nan), np.zeros((5, 3))), "finite"),
        (lambda: metrics.precision_recall(np.zeros((3, 2)), np.zeros((9, 2))), "4 images"),
        (lambda: metrics.nearest(np.zeros((1, 2, 2, 1)), np.zeros((1, 3, 3, 1))), "one shape"),
        (lambda: metrics.nearest(np.zeros((1, 2, 2, 1)), np.zeros((1, 2, 2, 1)), 2), "`num`"),
    ],
)
def test_bad_clouds_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_variety_is_one_for_the_real_set_and_zero_for_one_picture():
    real = np.random.default_rng(7).uniform(-1, 1, (50, 4, 4, 1))
    assert metrics.variety(real, real) == 1.0
    assert metrics.variety(np.repeat(real[:1], 9, axis=0), real) == pytest.approx(0, abs=1e-12)


def test_variety_of_a_half_as_bright_set_is_a_quarter():
    real = np.random.default_rng(8).uniform(-1, 1, (50, 4, 4, 1))
    assert metrics.variety(0.5 * real, real) == pytest.approx(0.25)


def test_class_coverage_counts_the_classes_of_real_pictures():
    from artlab.datasets import animals

    data = animals()
    cats = data.images[data.labels == 2][:200]
    assert metrics.class_coverage(cats).counts.argmax() == 2
    even = np.concatenate([data.images[data.labels == label][:50] for label in range(10)])
    coverage = metrics.class_coverage(even)
    assert coverage.num_covered == 10
    assert coverage.entropy == pytest.approx(np.log(10), abs=0.02)


def test_shipped_classifier_reaches_the_accuracy_of_its_card():
    from artlab.datasets import animals
    from artlab.gan import silhouettes

    _, test_set = animals().split(0.9, seed=0)
    guesses = silhouettes.logits(test_set.images).argmax(axis=1)
    assert (guesses == test_set.labels).mean() == pytest.approx(0.9836, abs=0.002)


def test_silhouette_features_have_64_numbers_and_refuse_other_shapes():
    assert metrics.silhouette_features(np.zeros((3, 28, 28, 1))).shape == (3, 64)
    with pytest.raises(ValueError, match=r"`images` must have shape \(num_images, 28, 28, 1\)"):
        metrics.silhouette_features(np.zeros((3, 32, 32, 1)))
