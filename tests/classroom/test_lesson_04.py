"""Lesson 04: its exercises against right and typical wrong answers; its cells against artlab."""

from unittest import mock

import keras
import numpy as np
import pytest
import tensorflow as tf

from artlab.build import find_root
from artlab.classroom import check
from artlab.classroom.lessons import diagnoses
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.gan import clinic, losses
from artlab.lessons import notebook


def entropy_by_choice(labels, probabilities):
    return np.mean([-np.log(p if label else 1 - p) for label, p in zip(labels, probabilities)])  # noqa: B905


def entropy(sign=-1, log=np.log, swap=False, reduce=np.mean, fakes=1):
    def cross_entropy(labels, probabilities):
        labels = 1 - labels if swap else labels
        terms = labels * log(probabilities) + fakes * (1 - labels) * log(1 - probabilities)
        return sign * reduce(terms)

    return cross_entropy


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


def entropy_of(probability):
    return lambda labels, logits: entropy_by_choice(labels, probability(logits))


def softplus_by_torchlike_rule(labels, logits):
    return np.mean(np.maximum(logits, 0) - logits * labels + np.log1p(np.exp(-abs(logits))))


def from_logits(sign=1, swap=False, reduce=np.mean):
    def loss_from_logits(labels, logits):
        labels = 1 - labels if swap else labels
        return sign * reduce(np.logaddexp(0, (1 - 2 * labels) * logits))

    return loss_from_logits


def penalty(points=None, judge=None):
    def gradient_penalty(slopes, real_points, fake_points, shares):
        mixed = shares * real_points + (1 - shares) * fake_points
        at = {"real": real_points, "fake": fake_points}.get(points, mixed)
        gradients = slopes(at)
        return judge(gradients) if judge else np.mean((np.linalg.norm(gradients, axis=1) - 1) ** 2)

    return gradient_penalty


def from_real_to_fake(slopes, real_points, fake_points, shares):
    points = real_points + shares * (fake_points - real_points)
    return sum((np.hypot(*row) - 1) ** 2 for row in slopes(points)) / len(points)


def draws_shares(slopes, real_points, fake_points, shares):
    return penalty()(slopes, real_points, fake_points, np.random.random(shares.shape))


def lengths(gradients):
    return np.linalg.norm(gradients, axis=1)


TRUTH = {letter: clinic.illness_of(letter) for letter in "ABCDEF"}
PATIENT = {illness: letter for letter, illness in TRUTH.items()}


def said(illness, named):
    """An answer that is right but for one patient."""
    return TRUTH | {PATIENT[illness]: named}


CASES = [
    Case(
        "04.1",
        second=entropy_by_choice,
        wrong={
            "logarithm to base 10": entropy(log=np.log10),
            "minus is missing": entropy(sign=1),
            "labels are swapped": entropy(swap=True),
            "sum over the batch": entropy(reduce=np.sum),
            "Only the real pictures": entropy(fakes=0),
            "loss in bits": entropy(log=np.log2),
            "One number per picture": entropy(reduce=np.asarray),
            "as if it were real": lambda y, p: -np.mean(y * np.log(p) + (1 - y) * np.log(p)),
            "Only the fakes": lambda y, p: -np.mean((1 - y) * np.log(1 - p)),
            "reaches the first term only": lambda y, p: np.mean(
                -y * np.log(p) + (1 - y) * np.log(1 - p)
            ),
            "one mean over the whole batch": lambda y, p: (
                -np.log(p[y == 1]).mean() - np.log(1 - p[y == 0]).mean()
            ),
            "average first": lambda y, p: -np.log(np.mean(y * p + (1 - y) * (1 - p))),
            "inside the loop": lambda y, p: -np.log(p[0]),
            "The last picture": lambda y, p: entropy()(y[:-1], p[:-1]) * 4 / 5,
            "mean distance": lambda y, p: np.mean(abs(y - p)),
            "mean squared": lambda y, p: np.mean((y - p) ** 2),
            "You round": lambda y, p: np.round(entropy()(y, p), 2),
            "of the labels": lambda y, p: entropy()(p, y),
            "that is nothing": lambda y, p: print(entropy()(y, p)),
            "Yours is": lambda y, p: 1.5,
        },
    ),
    Case(
        "04.2",
        second=softplus_by_torchlike_rule,
        wrong={
            "applied twice": lambda y, s: from_logits()(y, sigmoid(s)),
            "labels are swapped": from_logits(swap=True),
            "minus is missing": from_logits(sign=-1),
            "At a logit of 1000 it breaks": entropy_of(sigmoid),
            "of a negative number": entropy_of(lambda logits: logits),
            "counts as real": lambda y, s: np.logaddexp(0, -s).mean(),
            "Only the real pictures": lambda y, s: (y * np.logaddexp(0, -s)).mean(),
            "must be 0": lambda y, s: np.logaddexp(1, (1 - 2 * y) * s).mean(),
            "sum over the batch": from_logits(reduce=np.sum),
        },
    ),
    Case(
        "04.3",
        second=from_real_to_fake,
        wrong={
            "one norm over the batch": penalty(judge=lambda g: (np.linalg.norm(g) - 1) ** 2),
            "square root is missing": penalty(judge=lambda g: np.mean((lengths(g) ** 2 - 1) ** 2)),
            "at the real points": penalty("real"),
            "at the fake points": penalty("fake"),
            "mean is taken too early": penalty(judge=lambda g: (lengths(g).mean() - 1) ** 2),
            "pulls every slope to 0": penalty(judge=lambda g: np.mean(lengths(g) ** 2)),
            "One penalty per point": penalty(judge=lambda g: (lengths(g) - 1) ** 2),
            "lengths of the points": lambda slopes, real, fake, shares: np.mean(
                (lengths(shares * real + (1 - shares) * fake) - 1) ** 2
            ),
            "slopes at the two ends": lambda slopes, real, fake, shares: np.mean(
                (lengths(shares * slopes(real) + (1 - shares) * slopes(fake)) - 1) ** 2
            ),
            "always go half-way": lambda slopes, real, fake, shares: np.mean(
                (lengths(slopes((real + fake) / 2)) - 1) ** 2
            ),
            "Both points are multiplied": lambda slopes, real, fake, shares: np.mean(
                (lengths(slopes(shares * real + shares * fake)) - 1) ** 2
            ),
            "sum over the batch": penalty(judge=lambda g: np.sum((lengths(g) - 1) ** 2)),
            "The square is missing": penalty(judge=lambda g: np.mean(abs(lengths(g) - 1))),
            "not 7": penalty(judge=lambda g: np.mean((abs(g).sum(axis=1) - 1) ** 2)),
            "not their mean": penalty(
                judge=lambda g: np.mean((np.sqrt((g**2).mean(axis=1)) - 1) ** 2)
            ),
            "from both sides": penalty(judge=lambda g: np.mean(np.maximum(lengths(g) - 1, 0) ** 2)),
            "The weight 10": penalty(judge=lambda g: 10 * np.mean((lengths(g) - 1) ** 2)),
            "draw the shares yourself": draws_shares,
        },
    ),
    Case(
        "04.4",
        second={letter.lower(): f" The {illness.upper()}" for letter, illness in TRUTH.items()},
        wrong={
            "But that is a consequence": said("wrong image range", "mode collapse"),
            "but not by its pace": said("wrong image range", "winning discriminator"),
            "Look at the ground of its pictures": said("wrong image range", "saturated generator"),
            "Which loss has no slope left": said("saturated generator", "winning discriminator"),
            "D is as sure as that": said("winning discriminator", "saturated generator"),
            "whom does D call real?": said("swapped labels", "saturated generator"),
            "Whom does it call fake?": said("saturated generator", "swapped labels"),
            "Here they differ: variety": said("forgotten freeze", "mode collapse"),
            "D(fake) near 0": said("forgotten freeze", "winning discriminator"),
            "a saturated G hardly moves": said("mode collapse", "saturated generator"),
            "D(real) near 0": said("forgotten freeze", "swapped labels"),
            "it guesses": said("mode collapse", "forgotten freeze"),
            "pay more than 1.39 for it": said("swapped labels", "forgotten freeze"),
            "the ground would be grey": said("winning discriminator", "wrong image range"),
            "Its fog becomes bodies": said("mode collapse", "healthy"),
            "Who pulls D the wrong way?": said("forgotten freeze", "healthy"),
            "The patients are A": {"G": "mode collapse"},
            "The illnesses are": {"A": "flu"},
            "Not judged yet: B, C, D, E, F": {"A": TRUTH["A"], "B": ...},
            "Give a dict": "mode collapse",
        },
    ),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_illnesses_may_come_as_a_list_from_a_to_f():
    assert check("04.4", [TRUTH[letter] for letter in "ABCDEF"]).right


def test_lesson_is_complete():
    verify_lesson("04", CASES)


def test_norm_along_the_batch_axis_is_explained_as_well():
    answer = penalty(judge=lambda g: np.mean((np.linalg.norm(g, axis=0) - 1) ** 2))
    assert "one norm over the batch" in check("04.3", answer).message


OTHERS = [
    (illness, named)
    for illness in clinic.ILLNESSES
    for named in (*clinic.ILLNESSES, clinic.HEALTHY)
    if named != illness
]


def test_each_of_all_mix_ups_gets_an_explanation_of_its_own():
    told = {pair: check("04.4", said(*pair)).paragraphs[1] for pair in OTHERS}
    assert len(set(told.values())) == len(OTHERS) == 36


@pytest.mark.parametrize("pair", OTHERS, ids="-".join)
def test_a_mix_up_is_explained_and_the_illness_is_not_told(pair):
    illness, named = pair
    feedback = check("04.4", said(*pair))
    right, why = feedback.paragraphs[:2]
    assert why.startswith(f"{PATIENT[illness]} is no ") and named in why.split(":")[0]
    assert (
        f"{PATIENT[illness]}, {illness}" not in right and right.count("\n") == 4
    )  # five are right
    if (illness, named) != ("winning discriminator", "saturated generator"):
        assert illness not in why


def test_numbers_of_an_explanation_are_those_of_the_patient():
    seen = clinic.signs(clinic.ward()[PATIENT["saturated generator"]])
    answer = said("saturated generator", "mode collapse")
    assert f"variety {seen['variety']:.2f}" in check("04.4", answer).message


@pytest.mark.parametrize("pair", OTHERS, ids="-".join)
def test_what_an_explanation_misses_in_a_patient_is_missing(pair):
    """ "Here they differ", "here it is": each such sentence is true of the patient."""
    illness, named = pair
    seen = clinic.signs(clinic.ward()[PATIENT[illness]])
    holds = {
        "mode collapse": seen["variety"] > 0.2,
        "winning discriminator": seen["fake_probability"] > 0.15,
        "saturated generator": seen["change"] > 0.1,
        "swapped labels": seen["real_probability"] > 0.3,
        "forgotten freeze": seen["fake_probability"] < 0.6 or seen["discriminator_loss"] < 1.386,
        "wrong image range": seen["darkest"] < -0.9,
        "healthy": True,
    }
    assert pair in diagnoses.MIXED or holds[named]


def test_right_answer_explains_all_six():
    message = check("04.4", TRUTH).message
    assert message.count("\n") == 5
    assert all(f"{letter}, {illness}: " in message for letter, illness in TRUTH.items())


def test_diagnosis_does_not_wait_for_letters_that_are_left_open():
    only = {"F": TRUTH["F"], "A": ..., "B": None}
    feedback = check("04.4", only)
    assert feedback.paragraphs[0].startswith("Right so far: F, winning discriminator")


def test_dots_for_every_letter_leave_the_exercise_open():
    assert check("04.4", dict.fromkeys("ABCDEF", ...)).state == "open"


# What the notebook writes out, and the package has as well ---------------------------------------


def names_of(*first_lines):
    """What the lesson's cells with these lines define; imports come along."""
    path = next((find_root(__file__) / "lessons").glob("04_*.py"))
    cells = notebook(path.stem, path.read_text(encoding="utf-8"), "solutions").cells
    names = {"np": np, "tf": tf, "keras": keras, "check": lambda *_: None}
    names |= {"outcome": lambda *_: None, "losses": losses, "plots": mock.Mock()}
    for line in first_lines:
        source = next(cell.source for cell in cells if line in cell.source)
        exec(source, names)
    return names


FAKE = np.array([[-3.0], [0.25], [1.5]], "float32")


@pytest.mark.parametrize("name", ["minimax", "non_saturating"])
def test_generator_losses_of_the_notebook_equal_the_package(name):
    written_out = names_of("def slope(")[name]
    mean = float(tf.reduce_mean(written_out(tf.sigmoid(FAKE))))
    assert mean == pytest.approx(float(losses.get(name).generator(FAKE)), abs=1e-6)


def test_cross_entropy_of_the_notebook_equals_the_package():
    written_out = names_of("def cross_entropy(")["cross_entropy"]
    labels, logits = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0]), np.concatenate([-FAKE, FAKE])
    package = losses.cross_entropy_discriminator(-FAKE, FAKE)  # the sum of two means
    assert 2 * written_out(labels, sigmoid(logits[:, 0])) == pytest.approx(float(package), 1e-6)


def test_loss_from_logits_of_the_notebook_equals_keras():
    written_out = names_of("def loss_from_logits(")["loss_from_logits"]
    labels = np.array([1.0, 0.0, 1.0])
    by_keras = keras.losses.BinaryCrossentropy(from_logits=True)(labels[:, None], FAKE)
    assert written_out(labels, FAKE[:, 0]) == pytest.approx(float(by_keras), 1e-6)


def test_penalty_of_the_notebook_equals_the_package():
    written_out = names_of("def penalty(")["penalty"]
    gradients = np.random.default_rng(0).normal(size=(5, 2))
    package = losses.gradient_penalty(gradients.reshape(5, 1, 2, 1))
    assert written_out(lambda _: gradients, 0, 0, np.zeros((5, 1))) == pytest.approx(float(package))


def test_distance_by_sorting_equals_the_best_of_all_pairings():
    from scipy.optimize import linear_sum_assignment

    draws = np.random.default_rng(0)
    one, other = draws.normal(size=30), draws.exponential(size=30)
    ways = abs(one[:, None] - other[None])
    best = ways[linear_sum_assignment(ways)].mean()
    written_out = names_of("def wasserstein(")["wasserstein"]
    assert written_out(one, other) == pytest.approx(best)


def test_critic_of_the_notebook_measures_the_distance_once_its_slope_is_divided_out():
    train_critic = names_of("def train_critic(")["train_critic"]
    draws = np.random.default_rng(0)
    real, fake = (draws.normal(at, 0.5, (256, 1)).astype("float32") for at in (2.0, -2.0))
    exact = np.mean(np.sort(real, axis=0) - np.sort(fake, axis=0))
    leashed, free = train_critic(10.0, real, fake), train_critic(0.0, real, fake)
    gap, slope = leashed[:, -50:].mean(axis=1)
    assert gap / slope == pytest.approx(exact, rel=0.03)
    assert slope == pytest.approx(1 + exact / 20, rel=0.05)  # the elastic leash
    assert free[0, -1] > 100 * exact
