"""What every data set can do: `artlab.datasets.Dataset`."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlab.datasets import Dataset


def made(counts, names=None):
    """A data set whose pictures all differ; picture number i holds i / num."""
    labels = np.repeat(np.arange(len(counts)), counts)
    values = (np.arange(len(labels)) / max(1, len(labels))).astype(np.float32)
    images = np.broadcast_to(values[:, None, None, None], (len(labels), 4, 4, 1)).copy()
    names = names or tuple(f"class {index}" for index in range(len(counts)))
    return Dataset(images, labels, names, "made", "CC0", "this test")


def ids(dataset):
    return dataset.images[:, 0, 0, 0].tolist()


@settings(max_examples=100)
@given(
    counts=st.lists(st.integers(0, 30), min_size=1, max_size=5).filter(sum),
    fraction=st.floats(0.01, 0.99),
    seed=st.integers(0, 1000),
)
def test_split_cuts_every_class_in_proportion(counts, fraction, seed):
    dataset = made(counts)
    train, test = dataset.split(fraction, seed)
    assert sorted(ids(train) + ids(test)) == ids(dataset)  # nothing lost, nothing twice
    for name, num in dataset.counts.items():
        assert abs(train.counts[name] - fraction * num) <= 1
        if num > 1:
            assert min(train.counts[name], test.counts[name]) >= 1


def test_split_keeps_pictures_with_their_labels():
    dataset = made([5, 5, 5])
    label_of = dict(zip(ids(dataset), dataset.labels.tolist(), strict=True))
    for part in dataset.split(0.6):
        assert [label_of[key] for key in ids(part)] == part.labels.tolist()


def test_split_with_the_same_seed_is_the_same():
    assert ids(made([20, 20]).split(seed=3)[0]) == ids(made([20, 20]).split(seed=3)[0])


def test_split_with_another_seed_differs():
    assert set(ids(made([20, 20]).split(seed=3)[1])) != set(ids(made([20, 20]).split(seed=4)[1]))


def test_split_is_shuffled():
    assert len(set(made([50, 50]).split()[0].labels[:40])) == 2


@pytest.mark.parametrize("fraction", [0, 1, -0.5, 2])
def test_split_outside_zero_to_one_is_refused(fraction):
    with pytest.raises(ValueError, match=r"`fraction` must be in \(0, 1\)"):
        made([3]).split(fraction)


def test_of_class_keeps_that_class_alone():
    dataset = made([2, 3], ("cat", "dog"))
    dogs = dataset.of_class("dog")
    assert ids(dogs) == ids(dataset)[2:]
    assert (dogs.class_names, dogs.labels.tolist()) == (("dog",), [0, 0, 0])
    assert dogs.license == "CC0"


def test_of_class_unknown_lists_the_known():
    with pytest.raises(ValueError, match=r"`name` must be one of: cat, dog. Received: 'cow'"):
        made([1, 1], ("cat", "dog")).of_class("cow")


def test_dataset_is_frozen():
    with pytest.raises(AttributeError):
        made([1]).name = "other"


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (np.zeros((2, 4, 4, 1)), [0, 0], "`images` must be float32"),
        (np.zeros((2, 4, 4), np.float32), [0, 0], "`images` must be float32"),
        (np.zeros((2, 4, 4, 1), np.float32), [0], r"`labels` must be integers of shape \(2,\)"),
        (np.zeros((2, 4, 4, 1), np.float32), [0.0, 1.0], "`labels` must be integers"),
        (np.zeros((2, 4, 4, 1), np.float32), [0, 1], r"`labels` must be in \[0, 1\)"),
        (np.zeros((2, 4, 4, 1), np.float32), [0, -1], r"`labels` must be in \[0, 1\)"),
    ],
)
def test_dataset_with_bad_arrays_names_the_rule(images, labels, message):
    with pytest.raises(ValueError, match=message):
        Dataset(images, np.array(labels), ("only",))


def test_repr_html_shows_the_grid_and_the_licence():
    text = made([3, 2], ("cat", "dog"))._repr_html_()
    assert text.count("<img ") == 1
    assert "Licence: CC0. Source: this test" in text
    assert "cat 3, dog 2" in text


def test_repr_html_escapes_class_names():
    text = made([1], ("<script>alert(1)</script>",))._repr_html_()
    assert "<script" not in text


def test_repr_html_of_many_classes_stays_small():
    assert len(made([1] * 300)._repr_html_()) < 20_000
