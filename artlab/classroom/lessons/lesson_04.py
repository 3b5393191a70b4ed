"""Lesson 04, losses of a GAN: exercises, predictions, quiz, glossary."""

import math

import numpy as np

from artlab.classroom.answers import as_array, as_function, as_number, close, is_rounded
from artlab.classroom.lesson import Choice, Prediction, Question, Right, Term, Wrong, exercise
from artlab.classroom.lessons import diagnoses

LABELS = np.array([1.0, 1.0, 0.0, 0.0, 0.0])
PROBABILITIES = np.array([0.9, 0.6, 0.2, 0.5, 0.05])
LOGITS = np.array([2.0, -1.0, 0.5, -3.0, 1.5])
FAR_LOGITS = np.array([1000.0, -1000.0, 0.0, -1000.0, 2.0])


def _sigmoid(logits):
    return 1.0 / (1.0 + np.exp(-logits))


def _terms(labels, probabilities):
    """Minus the log of the probability that was given to the true label."""
    return -(labels * np.log(probabilities) + (1 - labels) * np.log(1 - probabilities))


def _first(value, cases):
    """Raises the explanation of the first case that equals the value."""
    for expected, why in cases:
        if close(value, expected, 1e-4):
            raise Wrong(why)


@exercise(
    "04.1",
    "Cross-entropy by hand",
    hints=(
        "For each picture, find the probability that D gave to its true label: D for a real "
        "picture, 1 - D for a fake one.",
        "Take the natural logarithm, `np.log`, of each of them. A logarithm of a number below 1 "
        "is negative, and a loss should be positive.",
        "Mean of `-(labels * np.log(p) + (1 - labels) * np.log(1 - p))`, with p for "
        "probabilities: label 1 keeps the first term, label 0 the second.",
    ),
    solution="""
def cross_entropy(labels, probabilities):
    given_to_truth = labels * probabilities + (1 - labels) * (1 - probabilities)
    return -np.mean(np.log(given_to_truth))
""",
)
def check_cross_entropy(answer):
    function = as_function(answer, "cross_entropy")
    with np.errstate(all="ignore"):
        returned = function(LABELS.copy(), PROBABILITIES.copy())
    if isinstance(returned, float | np.floating) and not np.isfinite(returned):
        raise Wrong(
            "A logarithm of 0 comes up: you take `np.log` of the labels, which are 0 and 1. Take "
            "it of the probabilities."
        )
    loss = as_array(returned, what="the loss")
    terms = _terms(LABELS, PROBABILITIES)
    if loss.shape == terms.shape:
        raise Wrong("One number per picture came back. The loss is their mean, one number.")
    loss = as_number(loss, "the loss")
    swapped = _terms(1 - LABELS, PROBABILITIES)
    reals_only = -LABELS * np.log(PROBABILITIES)
    fakes_only = -(1 - LABELS) * np.log(1 - PROBABILITIES)
    cases = (
        (
            -np.log(PROBABILITIES).mean(),
            "A fake counts as if it were real: for label 0 take the logarithm of 1 - D, not of D.",
        ),
        (
            fakes_only.mean(),
            "Only the fakes count here. The real pictures (label 1) need the first term, log D.",
        ),
        (
            reals_only.mean() - fakes_only.mean(),
            "The minus reaches the first term only. Put brackets round both terms.",
        ),
        (
            reals_only[LABELS == 1].mean() + fakes_only[LABELS == 0].mean(),
            "You take the mean of the real ones and the mean of the fakes, and add them. Here it "
            "is one mean over the whole batch.",
        ),
        (
            -np.log(np.exp(-terms).mean()),
            "You average first and take the logarithm then. The logarithm of a mean is not the "
            "mean of the logarithms: `np.log` first.",
        ),
        (
            terms[0],
            "This is the loss of the first picture alone. Does `return` stand inside the loop?",
        ),
        (
            terms[:-1].sum() / LABELS.size,
            "The last picture is missing: `range(len(labels))` goes through all of them.",
        ),
        (
            (1 - np.exp(-terms)).mean(),
            "This is the mean distance between label and probability. Cross-entropy takes "
            "logarithms: a sure mistake must cost much more than a half-hearted one.",
        ),
        (
            ((1 - np.exp(-terms)) ** 2).mean(),
            "This is the mean squared difference. Cross-entropy takes logarithms.",
        ),
        (
            terms.mean() / math.log(10),
            "This is the logarithm to base 10, `np.log10`. The formula "
            "wants the natural one, `np.log`: your loss is too small by the factor 2.303.",
        ),
        (
            -terms.mean(),
            "The minus is missing: log of a probability is 0 or less, so this falls "
            "when D gets worse. Minimising it would train D to be wrong.",
        ),
        (
            swapped.mean(),
            "The labels are swapped: label 1 (real) must choose log D, label 0 (fake) "
            "must choose log(1 - D). As it is, D pays for being right.",
        ),
        (
            terms.sum(),
            "This is the sum over the batch. Take the mean, or the loss, and with it "
            "the step, grows with the batch size.",
        ),
        (
            reals_only.mean(),
            "Only the real pictures count here. The fakes (label 0) need the "
            "second term, log(1 - D).",
        ),
        (
            terms.mean() / math.log(2),
            "This is the logarithm to base 2: the loss in bits. The "
            "course and Keras use `np.log`, nats.",
        ),
    )
    _first(loss, cases)
    if not close(loss, terms.mean(), 1e-6) and is_rounded(loss, terms.mean()):
        raise Wrong("You round. Hand the loss over as it is: training needs its small changes.")
    if not close(loss, terms.mean(), 1e-6):
        raise Wrong(
            f"For labels {LABELS.tolist()} and probabilities {PROBABILITIES.tolist()} "
            f"the loss is {terms.mean():.4f}. Yours is {loss:.4f}."
        )
    return Right("Minus the mean log of the probability that D gave to the truth. Keras agrees.")


@exercise(
    "04.2",
    "Loss from logits",
    hints=(
        "D ends without a sigmoid, so `logits` are any real numbers. Which of your earlier "
        "formulas wants a probability, and how do you get one from a logit?",
        "-log sigmoid(logit) is log(1 + exp(-logit)), and -log(1 - sigmoid(logit)) is "
        "log(1 + exp(logit)). `np.logaddexp(0, x)` is log(1 + exp(x)) without overflow.",
        "Mean of `labels * np.logaddexp(0, -logits) + (1 - labels) * np.logaddexp(0, logits)`.",
    ),
    solution="""
def loss_from_logits(labels, logits):
    for_real, for_fake = np.logaddexp(0, -logits), np.logaddexp(0, logits)
    return np.mean(labels * for_real + (1 - labels) * for_fake)
""",
)
def check_loss_from_logits(answer):
    function = as_function(answer, "loss_from_logits")
    with np.errstate(all="ignore"):
        loss = _call(function, LABELS, LOGITS)
        if isinstance(loss, float | np.floating) and np.isnan(loss):
            raise Wrong(
                "A logarithm of a negative number comes up. A logit is no probability: it is any "
                "real number. Use `np.logaddexp(0, …)`, which takes logits as they are."
            )
        loss = as_number(loss, "the loss")
        far = np.asarray(_call(function, LABELS, FAR_LOGITS), "float64")
    truth = np.logaddexp(0, (1 - 2 * LABELS) * LOGITS).mean()
    twice = _terms(LABELS, _sigmoid(_sigmoid(LOGITS))).mean()
    cases = (
        (
            twice,
            "The sigmoid is applied twice: a probability went into a formula that takes "
            "logits. Twice squeezed, D can say nothing below .5 and nothing above .73.",
        ),
        (
            np.logaddexp(0, (2 * LABELS - 1) * LOGITS).mean(),
            "The labels are swapped: a large logit says real, so label 1 must pay for a small one.",
        ),
        (-truth, "The minus is missing: this is the mean log probability, to be maximised."),
        (truth * LABELS.size, "This is the sum over the batch; take the mean."),
        (
            np.logaddexp(0, -LOGITS).mean(),
            "Every picture counts as real here. For label 0 the price is "
            "`np.logaddexp(0, logits)`, without the minus.",
        ),
        (
            (LABELS * np.logaddexp(0, -LOGITS)).mean(),
            "Only the real pictures count here. Add the price of the fakes, for label 0.",
        ),
        (
            np.logaddexp(1, (1 - 2 * LABELS) * LOGITS).mean(),
            "`np.logaddexp(1, x)` is log(e + e^x). The 1 in log(1 + e^x) is e^0: the first "
            "argument must be 0.",
        ),
    )
    _first(loss, cases)
    if not close(loss, truth, 1e-6):
        raise Wrong(
            f"For labels {LABELS.tolist()} and logits {LOGITS.tolist()} the loss is "
            f"{truth:.4f}. Yours is {loss:.4f}."
        )
    far_truth = np.logaddexp(0, (1 - 2 * LABELS) * FAR_LOGITS).mean()
    if not close(far, far_truth, 1e-6):
        right = "the formula holds for small logits"
        raise Wrong(
            f"At a logit of 1000 it breaks: the loss is {far_truth:.1f}, yours is "
            f"{float(far):.4g}. The sigmoid rounds to exactly 0 or 1 (or exp overflows), "
            "and the logarithm of that is lost. Stay with the logit: "
            "`np.logaddexp(0, x)` is log(1 + exp(x)).",
            right,
        )
    return Right("One sigmoid, hidden in the logarithm, and no overflow even at a logit of 1000.")


def _call(function, labels, logits):
    loss = function(labels.copy(), logits.copy())
    if np.shape(loss) == labels.shape:
        raise Wrong("One number per picture came back. The loss is their mean, one number.")
    return loss


REAL_POINTS = np.array([[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]])
FAKE_POINTS = np.array([[-1.0, 0.0], [0.5, 0.5], [3.0, -2.0]])
BETWEEN = np.array([[0.25], [0.5], [0.9]])


def _slopes(points):
    """Gradients of the critic f(x) = x1^2 / 2 + x1 x2 + x2^3 / 3.

    They differ from point to point, and between two points they are no mixture of theirs.
    """
    points = np.asarray(points, float)
    first = points[:, 0] + points[:, 1]
    return np.stack([first, points[:, 0] + points[:, 1] ** 2], axis=1)


def _penalty(points):
    return np.mean((np.linalg.norm(_slopes(points), axis=1) - 1) ** 2)


@exercise(
    "04.3",
    "Gradient penalty",
    hints=(
        "Three steps: find the points between real and fake, ask `slopes` for the critic's "
        "gradient there, and compare the length of each gradient with 1.",
        "The points are `shares * real_points + (1 - shares) * fake_points`. `slopes(points)` "
        "has shape (batch, 2): one gradient a row. Its length is the square root of the sum of "
        "squares along the row, `axis=1`.",
        "`lengths = np.sqrt(np.sum(slopes(points) ** 2, axis=1))`, then the mean over the batch "
        "of `(lengths - 1) ** 2`.",
    ),
    solution="""
def penalty(slopes, real_points, fake_points, shares):
    points = shares * real_points + (1 - shares) * fake_points
    lengths = np.sqrt(np.sum(slopes(points) ** 2, axis=1))
    return np.mean((lengths - 1) ** 2)
""",
)
def check_penalty(answer):
    function = as_function(answer, "penalty")
    given = _slopes, REAL_POINTS.copy(), FAKE_POINTS.copy(), BETWEEN.copy()
    value = as_array(function(*given), what="the penalty")
    if not close(value, as_array(function(*given), what="the penalty")):
        raise Wrong(
            "Asked twice, it gives two answers: you draw the shares yourself. Use those that come "
            "in, or nobody can check the result."
        )
    if value.shape == (len(REAL_POINTS),):
        raise Wrong("One penalty per point came back. Take the mean over the batch at the end.")
    value = as_number(value, "the penalty")
    points = BETWEEN * REAL_POINTS + (1 - BETWEEN) * FAKE_POINTS
    if close(value, _penalty(BETWEEN * FAKE_POINTS + (1 - BETWEEN) * REAL_POINTS), 1e-5):
        return Right(
            "Your shares count from real to fake. They are drawn evenly, so it is the same."
        )
    gradients = _slopes(points)
    lengths = np.linalg.norm(gradients, axis=1)
    _first(value, _penalty_mistakes(gradients, lengths))
    if not close(value, np.mean((lengths - 1) ** 2), 1e-5):
        raise Wrong(
            f"Here the lengths are {np.round(lengths, 3).tolist()} and "
            f"the penalty is {np.mean((lengths - 1) ** 2):.4f}. "
            f"Yours is {value:.4f}."
        )
    return Right("Each point's own slope is pulled to 1, at points between real and fake.")


def _penalty_mistakes(gradients, lengths):
    batch_norms = np.linalg.norm(gradients, axis=0)
    wrong_points = (
        "The formula is right but the points are wrong: the penalty is taken {}, and says nothing "
        "about the slope in between, where the fakes have to walk. Mix each pair: "
        "`shares * real_points + (1 - shares) * fake_points`."
    )
    whole = (
        "This is one norm over the batch: the squares of different points are added up, so a steep "
        "slope here hides behind a flat one there. Take the length of each row, `axis=1`, first."
    )
    rooted = np.mean((lengths**2 - 1) ** 2)
    points = BETWEEN * REAL_POINTS + (1 - BETWEEN) * FAKE_POINTS
    mixed = BETWEEN * _slopes(REAL_POINTS) + (1 - BETWEEN) * _slopes(FAKE_POINTS)
    truth = np.mean((lengths - 1) ** 2)
    return (
        (
            np.mean((np.linalg.norm(points, axis=1) - 1) ** 2),
            "These are the lengths of the points. Ask `slopes(points)` for the critic's gradients "
            "there, and measure those.",
        ),
        (
            np.mean((np.linalg.norm(mixed, axis=1) - 1) ** 2),
            "You mix the slopes at the two ends. The slope half-way is another one: mix the points "
            "first, then ask `slopes` there.",
        ),
        (
            _penalty((REAL_POINTS + FAKE_POINTS) / 2),
            "You always go half-way. `shares` says for each pair how far to go.",
        ),
        (
            _penalty(BETWEEN * REAL_POINTS + BETWEEN * FAKE_POINTS),
            "Both points are multiplied by `shares`. What the real one gets, the fake one must "
            "not have: `1 - shares`.",
        ),
        (truth * len(lengths), "This is the sum over the batch; take the mean."),
        (
            np.mean(np.abs(lengths - 1)),
            "The square is missing: this is the mean distance of the length from 1.",
        ),
        (
            np.mean((np.abs(gradients).sum(axis=1) - 1) ** 2),
            "A length is the root of the sum of squares; you add up the sizes. (3, 4) has length "
            "5, not 7.",
        ),
        (
            np.mean((np.sqrt((gradients**2).mean(axis=1)) - 1) ** 2),
            "Under the root stands the sum of the squares, not their mean.",
        ),
        (
            np.mean(np.maximum(lengths - 1, 0) ** 2),
            "Slopes below 1 pay nothing here. That is another penalty; this one pulls every "
            "length to 1, from both sides.",
        ),
        (10 * truth, "The weight 10 comes in later, in the loss. Return the bare penalty."),
        (np.mean((batch_norms - 1) ** 2), whole),
        ((np.linalg.norm(gradients) - 1) ** 2, whole),
        (
            rooted,
            "The square root is missing: this compares the squared length with 1. A slope of "
            "3 would pay 64 instead of 4.",
        ),
        (_penalty(REAL_POINTS), wrong_points.format("at the real points")),
        (_penalty(FAKE_POINTS), wrong_points.format("at the fake points")),
        (
            (lengths.mean() - 1) ** 2,
            "The mean is taken too early: slopes of 0 and 2 have the mean "
            "length 1 and would pay nothing. Square each difference first, then average.",
        ),
        (
            np.mean(lengths**2),
            "Nothing is compared with 1 here: this pulls every slope to 0, a "
            "critic that says the same everywhere. Subtract 1 from each length before squaring.",
        ),
    )


@exercise(
    "04.4",
    "Six patients",
    hints=(
        "Two patients are told by their pictures alone: in one the sixteen are alike, on black "
        "ground; in the other the ground is grey. See whom D calls real in the rest.",
        "B has grey ground, D shows one picture sixteen times, and E calls animals fake and noise "
        "real. Left: one D wins while G pays a lot, one while G pays nothing, one calls all real.",
        "A pays nothing and hardly moves: saturated. In F D is as sure, but G pays 4.6: D wins. "
        "In C D calls all real and pays more than 1.39: G's step moves it, no freeze.",
    ),
    solution="""
diagnoses = {
    "A": "saturated generator",
    "B": "wrong image range",
    "C": "forgotten freeze",
    "D": "mode collapse",
    "E": "swapped labels",
    "F": "winning discriminator",
}
""",
)
def check_diagnoses(answer):
    return Right(diagnoses.judge(answer))


PREDICTIONS = (
    Prediction(
        "04.a",
        "D gives a fake the logit −5 (it is sure). Which loss moves the generator more?",
        "The slope of minimax is −D, nearly 0 when D is sure; that of the non-saturating loss is "
        "−(1 − D), nearly −1.",
        choices=("minimax", "non-saturating", "both the same"),
    ),
    Prediction(
        "04.b",
        "Fakes at 0, real points at 4. You move the fakes to 2. What does the best D's loss do?",
        "As long as the clouds hardly touch, the best D tells them apart and pays nearly nothing, "
        "so its loss cannot say whether the fakes came nearer. The distance can.",
        choices=("it halves", "it stays", "it doubles"),
    ),
    Prediction(
        "04.c",
        "Six new runs with the critic and its penalty: how many islands does the worst reach?",
        "The worst run tells more about a cure than the best one.",
        tolerance=0.2,
        unit="of 8 islands",
    ),
)


def _question(prompt, right, *wrong):
    choices = [Choice(*right[:1], True, right[1])] + [
        Choice(text, False, why) for text, why in wrong
    ]
    return Question(prompt, tuple(choices))


QUESTIONS = (
    _question(
        "D gives a real picture .8 and a fake one .4. What does it pay, −log D − log(1 − D)?",
        (
            "0.223 + 0.511 = 0.734",
            "−log .8 = .223 for the real one, −log(1 − .4) = .511 for the fake.",
        ),
        (
            "0.223 + 0.916 = 1.139",
            "That takes −log .4 for the fake, which is the price if it were real.",
        ),
        ("−0.734", "A logarithm of a probability is negative; the minus turns it into a price."),
        ("0.319", "That is the sum in base 10. The course, like Keras, takes natural logarithms."),
    ),
    _question(
        "Why does the minimax loss stall at the start of training?",
        (
            "Its slope by the logit is −D, and D is near 0 for a bad fake",
            "A sure D leaves a slope near 0: at a logit of −5 it is −.007.",
        ),
        ("Its value is too small", "A value moves nothing. Only the slope does."),
        (
            "The discriminator is not trained enough",
            "It is the other way: the surer D, the smaller the slope.",
        ),
        (
            "The sigmoid is missing",
            "The sigmoid is there, inside the loss, and its flat tail is the cause.",
        ),
    ),
    _question(
        "Which pair of losses makes the game zero-sum?",
        (
            "minimax",
            "G minimises just what D maximises: the two gradients by the fakes are opposite.",
        ),
        (
            "non-saturating",
            "G minimises −log D instead; at a logit of −2, D's slope is .119, G's −.881.",
        ),
        (
            "every pair, since one wins what the other loses",
            "Add the two losses: only for minimax is the part that G can change constant.",
        ),
    ),
    _question(
        "What does the gradient penalty hold near 1?",
        (
            "the length of the critic's slope at points between real and fake",
            "A slope of at most 1 everywhere is what makes the score difference a distance.",
        ),
        ("the critic's scores", "Scores may be any numbers; only how fast they change is bounded."),
        ("the critic's weights", "That is clipping, the older and cruder way to bound the slope."),
        (
            "the norm of the gradient over the whole batch",
            "Then a steep point hides behind flat ones: the length is taken point by point.",
        ),
    ),
    _question(
        "A friend ran a new loss once and saw no collapse. What can you conclude?",
        (
            "little: losses are compared over several seeds, all else equal",
            "In this lesson one loss reaches from a few islands to all eight, by the seed alone.",
        ),
        (
            "the loss cures mode collapse",
            "One run of several can be luck; you have seen such runs.",
        ),
        ("the old code had a bug", "A collapse needs no bug: nothing in the loss rewards variety."),
    ),
)

TERMS = (
    Term("cross-entropy", "交叉熵", "mean of −log of the probability given to the true label"),
    Term("logit", "对数几率（logit）", "the number before the sigmoid; any real number"),
    Term("softplus", "软加函数（softplus）", "log(1 + exp(x)), found without overflow"),
    Term("minimax loss", "极小极大损失", "G minimises mean log(1 − D(G(z))), what D maximises"),
    Term("non-saturating loss", "非饱和损失", "G minimises −mean log D(G(z)); steep for bad fakes"),
    Term("saturation", "饱和", "a flat part of a curve: the slope, and with it learning, vanishes"),
    Term("zero-sum game", "零和博弈", "what one player gains the other loses, exactly"),
    Term("mode", "模式", "a place where data are dense: an island, a kind of animal"),
    Term("mode collapse", "模式坍塌", "the generator paints few of the kinds that the data show"),
    Term("critic", "评论家（critic）", "a discriminator that gives any number as a score"),
    Term(
        "Wasserstein distance",
        "瓦瑟斯坦距离（推土机距离）",
        "mean way on which probability must be carried to turn one cloud into the other",
    ),
    Term("Lipschitz", "利普希茨条件", "1-Lipschitz: nowhere steeper than 1"),
    Term("gradient penalty", "梯度惩罚", "a price for slopes of the critic that differ from 1"),
    Term("least squares loss", "最小二乘损失", "squared distance of D's output from a target"),
    Term("hinge loss", "合页损失", "pays only for answers on the wrong side of a margin"),
    Term("R1 penalty", "R1 正则项", "half the squared slope of D at real points, to be kept small"),
)
