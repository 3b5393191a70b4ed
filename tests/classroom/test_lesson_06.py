"""Lesson 06: every exercise against right, wrong and hostile answers; its cells against artlab."""

import numpy as np
import pytest

from artlab.classroom import check
from artlab.classroom.lessons import lesson_06
from artlab.classroom.testing import Case, examples, verify_lesson

softmax = lesson_06.softmax


def shares(values):
    return values / values.sum()


def by_roots(logits, temperature):
    """Probabilities to the power of 1 / T, shared anew: the same, without dividing logits."""
    return shares(softmax(logits) ** (1 / temperature))


def triangle(scores, diagonal=0):
    return np.tril(np.ones(scores.shape, dtype=bool), diagonal)


def row_by_row(scores):
    weights = np.zeros(scores.shape)
    for row in range(len(scores)):
        weights[row, : row + 1] = softmax(scores[row, : row + 1])
    return weights


def without_diagonal(scores):
    with np.errstate(all="ignore"):
        return softmax(np.where(triangle(scores, -1), scores, -np.inf))


def one_by_one(chances, p):
    """Takes the likeliest token that is left until p is reached."""
    kept, total = {}, 0.0
    for token in sorted(range(len(chances)), key=lambda token: -chances[token]):
        kept[token] = chances[token]
        total += chances[token]
        if total >= p:
            break
    return [kept.get(token, 0.0) / total for token in range(len(chances))]


def dropping(chances, p):
    order = np.argsort(-chances)
    kept = np.zeros_like(chances)
    inside = order[np.cumsum(chances[order]) <= p]
    kept[inside] = chances[inside]
    return shares(kept)


def unshared(chances, p):
    return np.where(np.array(one_by_one(chances, p)) > 0, chances, 0)


HEAT = {
    "not the logits": lambda z, t: softmax(softmax(z) / t),
    "no longer add up to 1": lambda z, t: softmax(z) / t,
    "You multiply by T": lambda z, t: softmax(z * t),
    "has no effect": lambda z, t: softmax(z),
    "Now turn them into": lambda z, t: z / t,
    "powers of e": lambda z, t: np.exp(z / t),
    "no longer at T = 1": lambda z, t: softmax(z / 0.5),
    "before the softmax, so the first": lambda z, t: softmax(z / t**2),
}
MASKS = {
    "e^0 is 1": lambda s: softmax(s * triangle(s)),
    "rows no longer add up": lambda s: softmax(s) * triangle(s),
    "mask the past": lambda s: softmax(np.where(np.triu(np.ones(s.shape)) > 0, s, -np.inf)),
    "its row is 0/0": without_diagonal,
    "left with forbidden places": lambda s: softmax(np.where(triangle(s, -1), s, -1e9)),
    "sees the one behind it": lambda s: softmax(np.where(triangle(s, 1), s, -np.inf)),
    "runs down the columns": lambda s: softmax(np.where(triangle(s), s, -np.inf).T).T,
    "whole table adds up": lambda s: shares(np.exp(np.where(triangle(s), s, -np.inf))),
    "Nothing is masked": softmax,
    "Now turn every row": lambda s: np.where(triangle(s), s, -np.inf),
    "scores with zeros in them": np.tril,
    "no longer for two": lambda s: (
        row_by_row(s) if len(s) == 4 else softmax(np.where(triangle(s, 1), s, -np.inf))
    ),
    "The first word sees only itself": lambda s: softmax(np.where(triangle(s), s, -1)),
}
TAILS = {
    "drop the token that crosses": dropping,
    "add up to 0.85": unshared,
    "in another order": lambda c, p: np.sort(one_by_one(c, p))[::-1],
    "in the order of the vocabulary": lambda c, p: shares(np.where(np.cumsum(c) - c < p, c, 0)),
    "That is min-p": lambda c, p: shares(np.where(c >= c.max() * p, c, 0)),
    "one token too many": lambda c, p: np.array(one_by_one(c, 0.86)),
    "the other way round": lambda c, p: shares(np.where(c <= 0.1, c, 0)),
    "Nothing is cut": lambda c, p: c,
    "kept tokens alone": lambda c, p: [q for q in one_by_one(c, p) if q > 0],
    "one token always does": lambda c, p: one_by_one(c, p) if p > 0.1 else shares(c),
    "With p = 0.8 the tokens": lambda c, p: shares(np.where(c >= 0.3, c, 0) ** 2),
}
CASES = [
    Case("06.1", second=by_roots, given={"softmax": softmax}, wrong=HEAT),
    Case("06.2", second=row_by_row, given={"softmax": softmax}, wrong=MASKS),
    Case("06.3", second=one_by_one, wrong=TAILS),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


@pytest.mark.parametrize(
    "cancelling",
    [lambda z, t: shares(softmax(z) / t), lambda z, t: softmax(z - t)],
    ids=["divided_by_the_sum", "subtracted"],
)
def test_a_temperature_that_cancels_is_explained(cancelling):
    assert "it cancels" in check("06.1", cancelling).message


def test_lesson_is_complete():
    verify_lesson("06", CASES)
