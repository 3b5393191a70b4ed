"""Lesson 08: every exercise against right, wrong and hostile answers."""

import numpy as np
import pytest

from artlab.classroom.lessons import lesson_08
from artlab.classroom.testing import Case, examples, verify_lesson

softmax = lesson_08.softmax


def pair(levels, back=None):
    """An answer that returns levels of the values, and a way back from them."""
    back = back or (lambda level: level / 255)
    return lambda values: (levels(values), back(levels(values)))


def rounded(values):
    return [int(value * 255 + 0.5) for value in values]


def nearest(values):
    """Levels as the nearest of a list of 256 places."""
    places = np.linspace(0, 1, 256)
    levels = np.abs(np.asarray(values)[:, None] - places).argmin(axis=1)
    return levels, places[levels]


def by_division(logits, allowed):
    powers = np.exp(logits) * allowed
    return powers / powers.sum()


def by_adding(logits, allowed):
    with np.errstate(invalid="ignore"):
        return softmax(logits + ~allowed * -np.inf)


def by_dictionary(runs):
    table = {(run["plan"], run["seed"], run["steps"]): run["score"] for run in runs}
    return [
        score - table[False, seed, steps]
        for (plan, seed, steps), score in table.items()
        if plan and (False, seed, steps) in table
    ]


def mean_gap(runs):
    return np.mean([r["score"] for r in runs if r["plan"]]) - np.mean(
        [r["score"] for r in runs if not r["plan"]]
    )


def matching(*fields, sign=1):
    """Differences of all pairs that agree in these fields."""
    return lambda runs: [
        sign * (one["score"] - other["score"])
        for one in runs
        for other in runs
        if one["plan"] and not other["plan"] and all(one[f] == other[f] for f in fields)
    ]


LEVELS = {
    "there is no token x256": pair(lambda v: np.rint(v * 256), lambda k: k / 256),
    "falls off the end": pair(lambda v: np.floor(v * 256), lambda k: k / 256),
    "into 256 bins": pair(lambda v: np.minimum(np.floor(v * 256), 255), lambda k: (k + 0.5) / 256),
    "cut the decimals off": pair(lambda v: (v * 255).astype(int)),
    "start counting at 1": pair(lambda v: np.rint(v * 255) + 1, lambda k: (k - 1) / 255),
    "127.5 is none": pair(lambda v: v * 255),
    "you divide by 256": pair(lambda v: np.rint(v * 255), lambda k: k / 256),
    "middle of a bin": pair(lambda v: np.rint(v * 255), lambda k: (k + 0.5) / 256),
    "values that came in": lambda v: (np.rint(v * 255), v),
    "must be coordinates again": pair(lambda v: np.rint(v * 255), lambda k: k),
    "are changed over": lambda v: (np.rint(v * 255) / 255, np.rint(v * 255)),
    "Return two arrays": lambda v: np.rint(v * 255),
    "0.6 should become level 153": pair(lambda v: np.rint(v * 100)),
    "Level 153 should become 0.6": pair(lambda v: np.rint(v * 255), lambda k: k / 100),
}
MASKS = {
    "e^0 is 1": lambda logits, allowed: softmax(logits * allowed),
    "no longer add up": lambda logits, allowed: softmax(logits) * allowed,
    "wrong way round": lambda logits, allowed: softmax(np.where(allowed, -np.inf, logits)),
    "Nothing is masked": lambda logits, allowed: softmax(logits),
    "softmax twice": lambda logits, allowed: softmax(np.where(allowed, softmax(logits), -np.inf)),
    "Now turn them": lambda logits, allowed: np.where(allowed, logits, -np.inf),
    "Divide them by their sum": lambda logits, allowed: np.exp(logits) * allowed,
    "cut the forbidden tokens out": lambda logits, allowed: softmax(logits[allowed]),
    "contains NaN": by_adding,
    "all together": lambda logits, allowed: softmax(np.where(allowed, logits, -1)),
}
PAIRS = {
    "every run with every other": matching(),
    "not a clean comparison": matching("steps"),
    "different numbers of steps": matching("seed"),
    "the sign is": matching("seed", "steps", sign=-1),
    "One number mixes everything": mean_gap,
    "in the order in which they stand": lesson_08.by_order,
    "There are 3 clean pairs": lambda runs: [run["score"] for run in runs],
}

CASES = [
    Case("08.1", second=nearest, wrong=LEVELS),
    Case("08.2", second=by_division, given={"softmax": softmax}, wrong=MASKS),
    Case("08.3", second=by_dictionary, wrong=PAIRS),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_rounding_half_up_counts_as_right():
    from artlab.classroom import check

    assert check("08.1", pair(lambda v: np.array(rounded(v)))).right


def test_lesson_is_complete():
    verify_lesson("08", CASES)
