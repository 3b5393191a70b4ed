"""Lesson 12: every exercise against right, wrong and hostile answers; its cells against artlab."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from sklearn import linear_model

from artlab import gallery
from artlab.classroom import check
from artlab.classroom.lessons import lesson_12
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.datasets.met_frames import INNER
from artlab.lessons import notebook

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "12_reading_artworks.py"
PARTS, HANDS = lesson_12.PAINTING_OF, lesson_12.ARTIST_OF


def drawn(names, rng, share=5):
    return rng.choice(names, len(names) // share, replace=False)


def by_dict(painting_of, artist_of, rng):
    names = sorted(set(artist_of))
    rng.shuffle(names)
    side = {name: place < 4 for place, name in enumerate(names)}
    return [side[name] for name in artist_of]


def one_of_each(painting_of, artist_of, rng):
    chosen = [rng.choice(np.unique(painting_of[artist_of == name])) for name in set(artist_of)]
    return np.isin(painting_of, chosen)


SPLITS = {
    "You draw parts": lambda paintings, artists, rng: rng.random(len(paintings)) < 0.2,
    "You draw paintings": lambda paintings, artists, rng: np.isin(
        paintings, drawn(np.unique(paintings), rng)
    ),
    "one painting of each artist": one_of_each,
    "Nothing is drawn": lambda paintings, artists, rng: np.isin(artists, np.unique(artists)[:4]),
    "changed over": lambda paintings, artists, rng: (
        ~np.isin(artists, drawn(np.unique(artists), rng))
    ),
    "These are names": lambda paintings, artists, rng: drawn(np.unique(artists), rng),
    "one True or False per part": lambda paintings, artists, rng: np.flatnonzero(
        np.isin(artists, drawn(np.unique(artists), rng))
    ),
    "Yours are 10": lambda paintings, artists, rng: np.isin(
        artists, drawn(np.unique(artists), rng, 2)
    ),
    "drawn twice": lambda paintings, artists, rng: np.isin(
        artists, rng.choice(np.unique(artists), 4)
    ),
    "that is nothing": lambda paintings, artists, rng: print(artists[:3]),
    "Nothing is left for the test": lambda paintings, artists, rng: artists == "nobody",
    "Draw with `rng`": lambda paintings, artists, rng: np.isin(
        artists, drawn(np.unique(artists), np.random.default_rng())
    ),
}


def by_roots(num_right, num):
    """The shares at which the test of the share is just not significant: z² p(1-p)/n = gap²."""
    share, spread = num_right / num, 1.96**2 / num
    return sorted(np.roots([1 + spread, -(2 * share + spread), share**2]).real)


def around(reach):
    return lambda right, num: (
        right / num - reach(right / num, num),
        right / num + reach(right / num, num),
    )


def error(share, num):
    return math.sqrt(share * (1 - share) / num)


INTERVALS = {
    "80% exactly": lambda right, num: (right / num, right / num),
    "1.96 standard errors": around(lambda p, n: 1.96 * error(p, n)),
    "You divide by n, where": around(lambda p, n: 1.96 * math.sqrt(p * (1 - p)) / n),
    "square root is missing": around(lambda p, n: 1.96 * p * (1 - p) / n),
    "covers 68%": lambda right, num: lesson_12.wilson(right, num, 1.0),
    "rule of thumb": lambda right, num: lesson_12.wilson(right, num, 2),
    "n is not squared": lambda right, num: lesson_12._wilson_with(right, num, under=4 * num),
    "the upper one": lambda right, num: (by_roots(right, num)[1],) * 2,
    "to 0. Divide with": lambda right, num: lesson_12._wilson_with(right, num, share=0),
    "stands under both": lambda right, num: lesson_12._wilson_with(right, num, reach=1.0),
    "a number below 0": lambda right, num: (float("nan"), float("nan")),
    "belongs to 90%": lambda right, num: lesson_12.wilson(right, num, 1.645),
    "not yet divided": lambda right, num: [
        end * (1 + 1.96**2 / num) for end in lesson_12.wilson(right, num)
    ],
    "These are percent": lambda right, num: [100 * end for end in by_roots(right, num)],
    "numbers of pictures": lambda right, num: [num * end for end in by_roots(right, num)],
    "two ends are changed over": lambda right, num: by_roots(right, num)[::-1],
    "centre and reach. The": lambda right, num: (np.mean(by_roots(right, num)), 0.1295),
    "Return two numbers": lambda right, num: right / num,
    "For 35 of 35": lambda right, num: (0.641, 0.900),
    "from 0.641 to 0.900. Yours": lambda right, num: (0.5, 0.95),
}

SCORES = {
    "noise is the newest": lambda n, t: n,
    "the copy wins": lambda n, t: t,
    "the larger of the two": max,
    "You subtract typicality": lambda n, t: n - t,
    "length of the arrow": lambda n, t: math.sqrt(n * n + t * t),
    "both are alike": lambda n, t: 1 - abs(n - t),
    "A sum, or a mean": lambda n, t: (n + t) / 2,
    "Squares reward": lambda n, t: n * n + t * t,
    "a trace of typicality": lambda n, t: (n + t) * (n > 0 and t > 0),
    "that is nothing": lambda n, t: print(n * t),
    "says the same of all": lambda n, t: 0.5,
    "the winner is “new, and hardly of a kind”": lambda n, t: n**3 * t**0.1,
    "noise or the copy is not last": lambda n, t: n * t + 0.4 * n,
    "falls while a picture": lambda n, t: n * t * (2 - n - t) if n < 0.7 else 0.01 * n * t,
}

CHANCES = {
    "one side only": lambda a, b: stats.binom.cdf(min(a, b), a + b, 0.5),
    "exactly this outcome. Ask": lambda a, b: stats.binom.pmf(a, a + b, 0.5),
    "double the chance of exactly": lambda a, b: 2 * stats.binom.pmf(a, a + b, 0.5),
    "all fall to one side": lambda a, b: 0.5 ** (a + b),
    "share of the rarer side": lambda a, b: min(a, b) / (a + b),
    "chi-square": lambda a, b: stats.chi2.sf((a - b) ** 2 / (a + b), 1),
    "no chance is above 1": lambda a, b: 2 * stats.binom.cdf(min(a, b), a + b, 0.5),
    "For 2 against 7": lambda a, b: min(1, 2 * stats.binom.cdf(b, a + b, 0.5)),
    "ends before `least`": lambda a, b: 2 * stats.binom.cdf(min(a, b) - 1, a + b, 0.5),
    "up to the larger number": lambda a, b: 2 * stats.binom.cdf(max(a, b), a + b, 0.5),
    "*less* uneven": lambda a, b: 1 - lesson_12.coin(a, b),
    "percent": lambda a, b: 100 * lesson_12.coin(a, b),
    "*all* fall": lambda a, b: 2 * 0.5 ** (a + b),
    "cuts the chance off": lambda a, b: 0,
    "Nine coins can be counted": lambda a, b: round(lesson_12.coin(a, b), 3),
    "For 7 against 2": lambda a, b: 0.5,
}

CASES = [
    Case("12.1", second=by_dict, wrong=SPLITS),
    Case("12.2", second=by_roots, wrong=INTERVALS),
    Case("12.3", second=min, wrong=SCORES),
    Case("12.4", second=lambda a, b: stats.binomtest(a, a + b).pvalue, wrong=CHANCES),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_lesson_is_complete():
    verify_lesson("12", CASES)


def test_every_sort_of_split_can_be_told_apart():
    paintings = {name: len(set(PARTS[name == HANDS])) for name in lesson_12.ARTISTS}
    assert sorted(set(paintings.values())) == [1, 2, 3] and len(paintings) == 20
    assert set(np.bincount(PARTS)) == {4}


@pytest.mark.parametrize(
    "good",
    [
        lambda n, t: n * t,
        lambda n, t: 2 * n * t / (n + t) if n + t else 0.0,
        lambda n, t: min(n, 0.9) * t**0.8,
        lambda n, t: np.log(np.maximum(n, 1e-300)) + np.log(np.maximum(t, 1e-300)),
        lambda n, t: math.log(n * t) if n * t else -math.inf,
    ],
)
def test_other_scores_are_defended_too(good):
    assert check("12.3", good).right


@pytest.mark.parametrize("weight", [0.2, 0.5, 0.7])
def test_no_weighted_sum_is_a_defence(weight):
    assert "A sum, or a mean" in check("12.3", lambda n, t: weight * n + (1 - weight) * t).message


def test_tensors_are_read():
    torch = pytest.importorskip("torch")
    assert check("12.2", lambda right, num: torch.tensor(by_roots(right, num))).right
    assert check("12.1", lambda *given: torch.tensor(by_dict(*given))).right


def test_wilson_of_the_checker_is_that_of_the_gallery():
    for right, num in ((28, 35), (0, 35), (35, 35), (3, 4)):
        wanted = gallery.wilson_interval(right, num)
        np.testing.assert_allclose(lesson_12.wilson(right, num), wanted, atol=1e-4)


def test_coin_of_the_checker_is_that_of_scipy():
    for first, second in ((7, 2), (5, 0), (3, 3), (0, 1)):
        wanted = stats.binomtest(first, first + second).pvalue
        assert lesson_12.coin(first, second) == pytest.approx(wanted)


# The cells -------------------------------------------------------------------------------------


def definitions(source):
    """The functions and classes of a code cell, without what it runs."""
    blocks = re.split(r"\n(?=\S)", source)
    return "\n".join(block for block in blocks if re.match(r"def |class |from artlab", block))


def lesson_names():
    """The names that the solved lesson defines."""
    names = {"np": np, "gallery": gallery}
    lesson = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions")
    for cell in lesson.cells:
        if cell.cell_type == "code" and "google.colab" not in cell.source:
            exec(definitions(cell.source), names)
    return names


CELLS = lesson_names()


def test_logistic_regression_of_the_lesson_is_scikit_learns():
    rng = np.random.default_rng(0)
    labels = rng.choice(["a", "b", "c"], 90)
    features = rng.normal(size=(90, 6)) + 2 * (labels[:, None] == np.array(["a", "b", "c"] * 2))
    ours = CELLS["LogisticRegression"](decay=0.3, steps=3000).fit(features, labels)
    inputs = ours.scaled(features)
    theirs = linear_model.LogisticRegression(C=1 / (0.3 * 90), tol=1e-8).fit(inputs, labels)
    np.testing.assert_allclose(
        ours.probabilities(features), theirs.predict_proba(inputs), atol=1e-4
    )


def test_quarters_of_the_lesson_share_no_pixel():
    picture = np.arange(9 * 12).reshape(9, 12)
    parts = CELLS["quarters"](picture)
    seen = np.concatenate([part.ravel() for part in parts])
    assert [part.shape for part in parts] == [(4, 6)] * 4
    assert len(set(seen.tolist())) == seen.size


def test_views_of_the_lesson_part_painting_and_frame():
    painting = next(p for p in gallery.met_question().paintings if p.object_id == 459016)
    whole, inside, frame = CELLS["views"](painting)
    assert whole.all() and not (inside * frame).any()
    assert inside.sum() == np.prod(painting.painting.shape[:2])
    assert 0.03 < np.mean(inside + frame == 0) < 0.1  # the rim of paint that neither shows


def test_interval_of_the_lesson_is_the_packages():
    np.testing.assert_allclose(
        CELLS["interval"](28, 35), gallery.wilson_interval(28, 35), atol=1e-4
    )


def test_numbers_that_the_lesson_tells_are_true():
    text = SOURCE.read_text(encoding="utf-8").replace("\n# ", " ")
    asked = gallery.met_question("culture")
    sizes = {hand: (asked.groups == hand).sum() for hand in set(asked.groups.tolist())}
    several = [size for size in sizes.values() if size > 1]
    assert f"Of {len(sizes)} artists, {len(several)} are there with several" in text
    assert (len(asked.labels), sum(several)) == (128, 58)
    softmax = np.exp([2, 0, 0]) / np.exp([2, 0, 0]).sum()
    assert "0.79, 0.11, 0.11" in text and softmax.round(2).tolist() == [0.79, 0.11, 0.11]
    low, high = gallery.wilson_interval(28, 35)
    assert "28 of 35 is 64% to 90%" in text and (round(low, 2), round(high, 2)) == (0.64, 0.90)


def test_frames_are_as_frequent_as_the_lesson_says():
    question = gallery.met_question("period")
    framed = np.array([painting.object_id in INNER for painting in question.paintings])
    old = question.labels == "before 1500"
    text = SOURCE.read_text(encoding="utf-8").replace("\n# ", " ")
    told = f"{(framed & old).sum()} of the {old.sum()} works from before 1500 are photographed"
    assert told in text
    assert f"of the {(~old).sum()} later ones, {(framed & ~old).sum()}." in text
