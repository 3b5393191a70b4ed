"""Lesson 07: every exercise against right, wrong and hostile answers; its cells against artlab."""

import math
import statistics

import numpy as np
import pytest

from artlab.classroom.lessons import lesson_07
from artlab.classroom.testing import Case, examples, verify_lesson


def rows(inputs, labels):
    """An answer that cuts `(first, last)` places, counted from the window's, out of the text."""
    return lambda ids, start, length: tuple(
        ids[start + first : start + length + last] for first, last in (inputs, labels)
    )


def by_hand(ids, start, length):
    places = range(start, start + length)
    return [int(ids[place]) for place in places], [int(ids[place + 1]) for place in places]


def turned(ids, start, length):
    inputs = ids[start : start + length]
    return inputs, np.roll(inputs, -1)


WINDOWS = {
    "learns to copy": rows((0, 0), (0, 0)),
    "shift twice": rows((0, 0), (2, 2)),
    "the wrong way: your labels": rows((0, 0), (-1, -1)),
    "turn the window round": turned,
    "changed over": rows((1, 1), (0, 0)),
    "starts at the front": lambda ids, start, length: (ids[:length], ids[1 : length + 1]),
    "lost a token": rows((0, -1), (1, 0)),
    "One label for the whole window": lambda ids, start, length: (
        ids[start : start + length],
        ids[start + length],
    ),
    "Return two rows": lambda ids, start, length: ids[start : start + length + 1],
    "The inputs from place 2 on": rows((3, 3), (4, 4)),
    "The labels should be": rows((0, 0), (4, 4)),
}


def by_product(chances):
    return np.prod(chances) ** (-1 / len(chances))


PERPLEXITIES = {
    "summed loss": lambda p: np.exp(-np.log(p).sum()),
    "The minus is missing": lambda p: np.exp(np.log(p).mean()),
    "mean loss in nats": lambda p: -np.log(p).mean(),
    "average the probabilities themselves": lambda p: 1 / p.mean(),
    "average 1/p": lambda p: (1 / p).mean(),
    "log10 with e": lambda p: np.exp(-np.log10(p).mean()),
    "log2 with e": lambda p: np.exp(-np.log2(p).mean()),
    "natural logarithm with 2": lambda p: 2 ** -np.log(p).mean(),
    "The same ones twice must give the same": lambda p: np.exp(-np.log(p).sum() / 5),
    "it should be 4.47": lambda p: len(p),
}


def by_statistics(report):
    copied, true = (statistics.median(report[name]) for name in ("copied", "true"))
    return copied / true > 2


MEMORIES = {
    "training loss only": lambda r: r["train_loss"] < 0.5,
    "held-out loss only": lambda r: r["held_out_loss"] > 1.5,
    "compare the two losses": lambda r: r["held_out_loss"] - r["train_loss"] > 1,
    "fixed length": lambda r: np.median(r["copied"]) > 20,
    "longest of all copied spans": lambda r: max(r["copied"]) > 2 * np.median(r["true"]),
    "You take means": lambda r: np.mean(r["copied"]) > 2 * np.mean(r["true"]),
    "more at all": lambda r: np.median(r["copied"]) > np.median(r["true"]),
    "the wrong way round": lambda r: np.median(r["copied"]) <= 2 * np.median(r["true"]),
    "Return True or False": lambda r: np.median(r["copied"]),
    "the answer should be": lambda r: False,
}

CASES = [
    Case("07.1", second=by_hand, wrong=WINDOWS),
    Case("07.2", second=by_product, wrong=PERPLEXITIES),
    Case("07.3", second=by_statistics, wrong=MEMORIES),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_bits_are_as_good_as_nats():
    from artlab.classroom import check

    assert check("07.2", lambda p: 2 ** -np.log2(p).mean()).right
    assert check("07.2", lambda p: math.prod(1 / x for x in p) ** (1 / len(p))).right


@pytest.mark.parametrize("limit", [0.19, 0.22, 0.5, 0.85, 1.2])
def test_any_limit_of_the_training_loss_is_explained(limit):
    from artlab.classroom import check

    assert "training loss only" in check("07.3", lambda r: r["train_loss"] < limit).message


def test_tensors_are_read():
    import torch

    from artlab.classroom import check

    assert check("07.1", lambda i, s, n: tuple(torch.tensor(row) for row in by_hand(i, s, n))).right
    assert check("07.3", lambda r: np.bool_(by_statistics(r))).right


def test_lesson_is_complete():
    verify_lesson("07", CASES)


def test_every_shortcut_misjudges_a_report():
    wanted = [lesson_07.judged(report) for report in lesson_07.REPORTS]
    assert 2 <= sum(wanted) <= len(wanted) - 2
    for patterns, why in lesson_07.MEMORY_MISTAKES:
        assert wanted not in patterns, why
