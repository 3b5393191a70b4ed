"""Intervals against SciPy's, and against what repeating a picture must not change."""

import numpy as np
import pytest
from scipy import stats

from artlab.gallery import group_interval, wilson_interval


@pytest.mark.parametrize(("right", "num"), [(28, 35), (0, 10), (10, 10), (1, 2), (170, 174)])
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_wilson_is_scipys(right, num, confidence):
    wanted = stats.binomtest(right, num).proportion_ci(confidence, method="wilson")
    assert wilson_interval(right, num, confidence) == pytest.approx(tuple(wanted), abs=1e-12)


def test_28_of_35_is_not_80_percent_exactly():
    low, high = wilson_interval(28, 35)
    assert (round(low, 2), round(high, 2)) == (0.64, 0.90)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((5, 0), "`num` must be an int of 1 or more. Received: 0"),
        ((11, 10), "`num_right` must be from 0 to 10. Received: 11"),
        ((5, 10, 1.0), r"`confidence` must be in \(0, 1\). Received: 1.0"),
    ],
)
def test_wrong_counts_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        wilson_interval(*arguments)


def test_pictures_of_their_own_give_nearly_wilson():
    values = np.repeat([1, 0], [60, 40])
    found = group_interval(values, np.arange(100), num_samples=20_000)
    assert found == pytest.approx(wilson_interval(60, 100), abs=0.012)


def test_ten_copies_of_each_picture_tell_no_more_than_one():
    values = np.repeat([1, 0], [60, 40])
    once = group_interval(values, np.arange(100))
    copied = group_interval(np.repeat(values, 10), np.repeat(np.arange(100), 10))
    assert copied == pytest.approx(once)
    as_if_independent = wilson_interval(600, 1000)
    assert copied[1] - copied[0] > 2.5 * (as_if_independent[1] - as_if_independent[0])


@pytest.mark.parametrize("value", [0, 1])
def test_where_all_are_alike_each_group_is_one_try(value):
    found = group_interval(np.full(20, value), np.repeat(np.arange(5), 4))
    assert found == pytest.approx(wilson_interval(5 * value, 5))


def test_same_seed_gives_the_same_interval():
    values, groups = np.random.default_rng(0).random(50), np.arange(50) // 3
    assert group_interval(values, groups, seed=4) == group_interval(values, groups, seed=4)
    assert group_interval(values, groups, seed=4) != group_interval(values, groups, seed=5)


@pytest.mark.parametrize("groups", [["one"] * 4, ["a", "b"]])
def test_groups_must_fit_and_differ(groups):
    with pytest.raises(ValueError, match="`groups` must have one label per value, two or more"):
        group_interval([1, 0, 1, 1], groups)
