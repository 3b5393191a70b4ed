"""Cross-validation against scikit-learn's, leaks made on purpose, and classifiers of colours."""

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier

from artlab.gallery import Scores, cross_validate, group_interval, train_classifier, wilson_interval


@pytest.fixture(scope="module")
def clouds():
    """Two overlapping clouds of points and their labels."""
    generator = np.random.default_rng(0)
    labels = np.repeat(["left", "right"], [40, 60])
    return generator.normal(size=(100, 3)) + (labels == "right")[:, None], labels


def pictures_of(color, number, seed):
    """Noisy pictures of one colour."""
    generator = np.random.default_rng(seed)
    noise = generator.normal(0, 12, (number, 48, 48, 3))
    return list(np.clip(np.array(color) + noise, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def classifier():
    pictures = pictures_of((200, 60, 50), 6, 0) + pictures_of((50, 70, 200), 6, 1)
    return train_classifier(pictures, ["warm"] * 6 + ["cold"] * 6, "color")


def test_predictions_are_scikit_learns(clouds):
    features, labels = clouds
    model = LogisticRegression()
    splits = StratifiedKFold(5, shuffle=True, random_state=3)
    wanted = cross_val_predict(model, features.astype(np.float32), labels, cv=splits)
    found = cross_validate(features, labels, seed=3, model=model)
    np.testing.assert_array_equal(found.predictions, wanted[None])
    assert found.accuracy == np.mean(wanted == labels)
    assert found.interval == wilson_interval(int((wanted == labels).sum()), 100)


def test_always_the_same_answer_scores_as_the_majority(clouds):
    found = cross_validate(*clouds, repeats=2, model=DummyClassifier())
    assert found.accuracy == found.majority == 0.6
    assert found.balanced_accuracy == 0.5
    np.testing.assert_allclose(found.confusion, [[0, 40], [0, 60]])


def test_rows_of_the_confusion_are_the_sizes_of_the_classes(clouds):
    found = cross_validate(*clouds, repeats=3)
    np.testing.assert_allclose(found.confusion.sum(1), [40, 60])
    assert np.trace(found.confusion) / 100 == pytest.approx(found.accuracy)
    assert found.classes == ("left", "right") and found.predictions.shape == (3, 100)


def test_who_knows_the_artist_scores_only_where_artists_are_split():
    """Features name the artist and nothing else; labels belong to artists by lot."""
    generator = np.random.default_rng(2)
    groups = np.repeat(np.arange(40), 5)
    labels = np.where(generator.permutation(40) % 2, "one", "other")[groups]
    features = np.eye(40)[groups]
    nearest = KNeighborsClassifier(1)
    assert cross_validate(features, labels, model=nearest).accuracy == 1
    assert cross_validate(features, labels, groups, model=nearest).accuracy < 0.65


def test_groups_widen_the_interval():
    labels = np.repeat(["a", "b"], 40)
    groups = np.repeat(np.arange(16), 5)
    predictions = np.where(np.isin(groups, (3, 9)), "c", labels)[None]
    apart = Scores(("a", "b"), labels, predictions)
    together = Scores(("a", "b"), labels, predictions, groups)
    assert together.interval == group_interval(predictions[0] == labels, groups)
    assert together.interval[0] < apart.interval[0]


def test_noise_is_not_read(clouds):
    """Labels by lot: the interval holds what guessing reaches."""
    generator = np.random.default_rng(5)
    found = cross_validate(generator.normal(size=(100, 300)), np.repeat(["a", "b"], 50), repeats=3)
    assert found.interval[0] < 0.5 < found.interval[1]


def test_shortcut_scores_until_it_is_taken_away():
    """One feature gives the class away in training; shown others, the model has learned nothing."""
    generator = np.random.default_rng(6)
    labels = np.repeat(["a", "b"], 50)
    plain = generator.normal(size=(100, 8))
    planted = plain + 9 * np.outer(labels == "a", np.eye(8)[0])
    swapped = plain + 9 * np.outer(labels == "b", np.eye(8)[0])
    assert cross_validate(planted, labels).accuracy > 0.97
    assert cross_validate(planted, labels, shown=swapped).accuracy < 0.03


def test_same_seed_gives_the_same_splits(clouds):
    nearest = KNeighborsClassifier(1)
    found = [cross_validate(*clouds, seed=seed, model=nearest).predictions for seed in (1, 1, 2)]
    np.testing.assert_array_equal(found[0], found[1])
    assert (found[0] != found[2]).any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"shown": np.zeros((100, 2))}, r"`shown` must have the shape of `features`, \(100, 3\)"),
        ({"folds": 1}, "`folds` must be an int of 2 or more. Received: 1"),
        ({"repeats": 0}, "`repeats` must be an int of 1 or more. Received: 0"),
        ({"labels": ["a"] * 100}, "two or more classes with 5 pictures each"),
        ({"labels": ["a"] * 3}, r"`labels` must have one value per row of `features`, 100"),
        ({"groups": ["one"] * 60 + ["two"] * 40}, "with 5 groups each, one for every fold"),
        ({"features": np.zeros(100)}, r"`features` must have shape \(num, num_features\)"),
    ],
)
def test_what_does_not_fit_is_refused(clouds, change, message):
    given = {"features": clouds[0], "labels": clouds[1]} | change
    with pytest.raises(ValueError, match=message):
        cross_validate(**given)


def test_classifier_tells_warm_from_cold(classifier):
    assert classifier.classes == ("cold", "warm")
    shares = classifier.probabilities(pictures_of((210, 80, 60), 1, 7)[0])
    assert sum(shares.values()) == pytest.approx(1) and shares["warm"] > 0.8
    assert classifier.predict(pictures_of((60, 80, 210), 1, 8)[0]) == "cold"


def test_covering_the_red_half_makes_it_cold(classifier):
    warm, cold = pictures_of((200, 60, 50), 1, 3)[0], pictures_of((50, 70, 200), 1, 4)[0]
    picture = np.concatenate([warm, cold], axis=1)
    seen = np.ones((2, *picture.shape[:2]), np.float32)
    seen[0, :, :48] = 0
    seen[1, :, 48:] = 0
    left, right = classifier.covered(picture, seen)  # covered there
    assert left[0] > 0.6 and right[1] > 0.6
    assert left[1] < classifier.covered(picture, None)[0, 1] < right[1]


def test_next_picture_is_not_mistaken_for_the_last(classifier):
    warm, cold = pictures_of((200, 60, 50), 1, 3)[0], pictures_of((50, 70, 200), 1, 4)[0]
    assert [classifier.predict(each) for each in (warm, cold, warm)] == ["warm", "cold", "warm"]


@pytest.mark.parametrize("labels", [["a"], ["a", "a"]])
def test_training_needs_two_classes_and_a_label_each(labels, square):
    with pytest.raises(ValueError, match="`labels` must have one class per picture, 2"):
        train_classifier([square, square], labels, "color")
