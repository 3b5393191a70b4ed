"""Lesson 01, foundations: exercises, predictions, quiz and glossary."""

import numpy as np

from artlab.classroom.answers import as_array, as_function, changed_note, close, is_rounded
from artlab.classroom.lesson import Choice, Open, Prediction, Question, Right, Term, Wrong, exercise

PIXELS, SCORES = (32, 784), (32, 10)


@exercise(
    "01.1",
    "Shapes of a product",
    hints=(
        "In `a @ b` the last number of `a`'s shape meets the first number of `b`'s shape. They "
        "must be equal, and they vanish from the result.",
        "The pixels bring (32, 784). So the weights start with 784. How many scores does one "
        "picture get?",
        "(32, 784) @ (784, 10) gives (32, 10).",
    ),
    solution="shapes = ((784, 10), (32, 10))",
)
def product_shapes(answer):
    """`(shape of the weights, shape of the scores)` for 32 pictures and ten classes."""
    weights, scores = _two_shapes(answer)
    if (scores, weights) == ((784, 10), SCORES):
        raise Wrong("The two are changed over: first the shape of the weights, then the scores.")
    _judge_weights(weights)
    good = "The weights are (784, 10)."
    if scores == (784, 10):
        raise Wrong("That is the weights once more. 784 is summed away in the product.", good)
    if scores == (10, 32):
        raise Wrong("Turned round: pictures stay in rows, so the batch comes first.", good)
    if len(scores) == 3:
        raise Wrong("Nothing was added up: 784 products become one sum for each score.", good)
    if scores != SCORES:
        raise Wrong("The result keeps the two outer numbers: one row per picture.", good)
    return Right("784 meets 784 and vanishes; 32 pictures and 10 scores remain.")


def _two_shapes(answer):
    answer = answer.tolist() if isinstance(answer, np.ndarray) and answer.size <= 8 else answer
    pair = list(answer) if isinstance(answer, tuple | list) else []
    if len(pair) != 2 or not all(isinstance(shape, tuple | list) for shape in pair):
        raise Wrong("Give two shapes: `shapes = ((…, …), (…, …))`, weights first, then scores.")
    if any(number is ... for shape in pair for number in shape):
        raise Open
    return [tuple(as_array(shape, what="a shape").ravel().tolist()) for shape in pair]


def _judge_weights(weights):
    if weights == (784, 32):
        raise Wrong("784 is right, but a column per picture is not: the same weights must serve "
                    "a batch of any size.")  # fmt: skip
    if weights == (10, 784):
        raise Wrong("These are the right numbers in the wrong order: 784 must meet 784.")
    if weights == PIXELS:
        raise Wrong("That is the shape of the pixels. 784 would meet 32, and NumPy refuses.")
    if weights != (784, 10):
        raise Wrong("The weights need one row per pixel and one column per class.")


@exercise(
    "01.2",
    "A descent step",
    hints=(
        "The slope tells which way the loss rises. You want it to fall.",
        "How far? The learning rate times the slope.",
        "return weights - rate * slope",
    ),
    solution="""
def descent_step(weights, slope, rate):
    return weights - rate * slope
""",
)
def descent_step(answer):
    """`(weights, slope, rate) -> new weights`, eq. 4.5 of Deep Learning."""
    step = as_function(answer, "descent_step")
    weights, slope, rate = np.array([2.0, -1.0]), np.array([-4.0, 0.5]), 0.25
    kept = weights.copy()
    moved = as_array(step(weights, slope, rate), what="the result")
    if not close(weights, kept):
        raise Wrong("You change the caller's array in place (`-=`). Return a new one.")
    if moved.shape != (2,):
        raise Wrong(f"Two weights go in, two come out. Yours has shape {moved.shape}.")
    wrong = {
        "A plus walks uphill: the loss rises.": weights + rate * slope,
        "The learning rate is missing, so the step is four times too long here.": weights - slope,
        "That is the move alone. Add it to the old weights.": -rate * slope,
        "That is rate times slope: start from the old weights.": rate * slope,
        "You divide by the rate: a smaller rate would take a longer step.": weights - slope / rate,
        "You follow the sign of the slope only: a gentle slope must give a short step.": (
            weights - rate * np.sign(slope)
        ),
        "You multiply the weights by the slope. The step is subtracted.": (
            weights * (1 - rate * slope)
        ),
        "You take the size of the slope and lose its sign. Where it is negative, go the other "
        "way.": weights - rate * np.abs(slope),
        "You mixed up the arguments: they come as weights, slope, rate.": slope - rate * weights,
        "The brackets are misplaced: multiply rate and slope first, then subtract that from the "
        "weights.": (weights - rate) * slope,
    }
    for why, result in wrong.items():
        if close(moved, result):
            raise Wrong(why)
    if not close(moved, [3.0, -1.125]):
        raise Wrong(_other_step((weights - moved) / slope, moved))
    _judge_single(step)
    return Right("Against the slope, in proportion to it, scaled by the rate.")


def _other_step(rates, moved):
    """Why a step went elsewhere; `rates` are the rates that would lead there."""
    text = "From weight 2 with slope -4 and rate 0.25 the step must lead to 3"
    if close(*rates) and abs(rates[0]) > 1e-9:
        return (
            f"{text}. Yours leads to {moved[0]:g}, as if the rate were {rates[0]:g}: use the "
            "`rate` that comes in, once."
        )
    return f"{text}, and from -1 with slope 0.5 to -1.125. Yours leads to {moved[0]:g} and " \
        f"{moved[1]:g}."  # fmt: skip


def _judge_single(step):
    try:
        moved = as_array(step(2.0, -4.0, 0.25), what="the result for one number")
    except TypeError as error:
        raise Wrong("It works for arrays, and not yet for a single number. No loop is needed: "
                    "NumPy multiplies and subtracts whole arrays as it does numbers.",
                    right="arrays.") from error  # fmt: skip
    if not close(moved, 3.0):
        raise Wrong("From the single number 2 it must lead to 3 too.", right="arrays.")


@exercise(
    "01.3",
    "Softmax",
    hints=(
        "Take `np.exp` of every score, then divide by a sum. Which sum? One for each picture.",
        "`axis=1, keepdims=True` sums along a row and keeps the shape (num, 1), so that the "
        "division lines up.",
        "Large scores overflow. Subtract each row's maximum first; the shares stay the same.",
    ),
    solution="""
def softmax(scores):
    counts = np.exp(scores - scores.max(axis=1, keepdims=True))
    return counts / counts.sum(axis=1, keepdims=True)
""",
)
def softmax(answer):
    """`scores (num, classes) -> probabilities`, eq. 4.1 of Deep Learning."""
    function = as_function(answer, "softmax")
    scores = np.log(np.array([[1.0, 2.0, 5.0], [4.0, 4.0, 2.0]]))
    counts = np.exp(scores)
    given = scores.copy()
    shares = as_array(function(given), what="the result")
    if shares.shape != (2, 3):
        raise Wrong(f"Scores of shape (2, 3) must give shape (2, 3). Yours gives {shares.shape}.")
    wrong = {
        "Not normalised: divide by the sum, so that each row adds up to 1.": counts,
        "Each column adds up to 1: you summed over the pictures, not over the classes.": (
            counts / counts.sum(axis=0)
        ),
        "The whole batch adds up to 1. Every picture needs a sum of its own.": (
            counts / counts.sum()
        ),
        "You divide by the largest, so the winner always gets 1. Divide by the sum.": (
            counts / counts.max(axis=1, keepdims=True)
        ),
        "The shares are of the bare scores: without `exp` they can be negative.": (
            scores / scores.sum(axis=1, keepdims=True)
        ),
        "That is the sigmoid of each score by itself: the shares do not add up to 1.": (
            counts / (1 + counts)
        ),
        "You subtract the largest of each column, so scores of different pictures mix. Take each "
        "row's own: `axis=1`.": _shares(scores - scores.max(axis=0)),
        "The minus in `exp` turns it round: the lowest score gets the most.": _shares(-scores),
        "These are powers of 2. `np.exp` takes powers of e.": _shares(np.log(2) * scores),
        "All goes to the winner. Each score gets its share, by `exp`.": (
            np.eye(3)[scores.argmax(axis=1)]
        ),
        "These are the logarithms of the shares. Leave the last `log` out.": (
            np.log(_shares(scores))
        ),
    }
    for why, result in wrong.items():
        if close(shares, result):
            raise Wrong(why)
    if not close(shares, [[0.125, 0.25, 0.625], [0.4, 0.4, 0.2]]):
        if is_rounded(shares, _shares(scores)):
            raise Wrong("You round. Hand the shares over as they are: rounded, a row no longer "
                        "adds up to 1.")  # fmt: skip
        raise Wrong("Scores log 1, log 2, log 5 must become 1/8, 2/8, 5/8. Yours become "
                    + ", ".join(f"{share:.3g}" for share in shares[0]) + ".")  # fmt: skip
    _judge_large(function)
    return Right("Counts, divided by their sum; safe for large scores too."
                 + changed_note(given, scores))  # fmt: skip


def _shares(scores):
    counts = np.exp(scores - scores.max(axis=1, keepdims=True))
    return counts / counts.sum(axis=1, keepdims=True)


LARGE = np.array([[1000.0, 1000.0], [1000.0, 999.0], [1000.0, -1000.0], [-1000.0, 0.0]])


def _judge_large(function):
    with np.errstate(all="ignore"):
        alone = np.asarray(function(LARGE[:1].copy()), float)
        large = np.asarray(function(LARGE.copy()), float)
    good = "Small scores come out well."
    if np.isfinite(alone).all() and np.isnan(large[3]).any():
        raise Wrong("You subtract one number from all rows. Beside a picture with scores "
                    "of 1000, one with -1000 and 0 is left with 0 / 0. Subtract each row's own "
                    "maximum: `axis=1, keepdims=True`.", good)  # fmt: skip
    if np.isfinite(alone).all() and not np.isfinite(large).all():
        raise Wrong("A row with scores 1000 and -1000 still overflows. Only its maximum is sure "
                    "to leave nothing above 0: subtract that.", good)  # fmt: skip
    if not np.isfinite(large).all():
        raise Wrong("A score of 1000 overflows: `exp(1000)` is infinity, and infinity divided by "
                    "infinity is not a number. Subtract each row's maximum first.",
                    good)  # fmt: skip
    if not close(large, _shares(LARGE)):
        raise Wrong("Scores 1000 and 1000 must share equally, also beside smaller rows, and "
                    "1000 and 999 as 1 and 0 do.", good)  # fmt: skip


PREDICTIONS = (
    Prediction(
        "01.a",
        "How many of 100 held-out pictures does the difference of two averages name correctly?",
        "Better than the 50 of a coin, far from perfect: horses and dogs face both ways and stand "
        "in many poses, so their averages are blurs.",
        tolerance=0.05,
        unit="of 100",
    ),
    Prediction(
        "01.b",
        "It rains on 20 of 100 days. Which daily forecast of rain surprises least, in the mean?",
        "The honest share does. Saying 0.01 costs 4.6 nats on every wet day; saying 0.5 costs 0.69 "
        "on every day.",
        choices=("0.01", "0.2", "0.5"),
    ),
    Prediction(
        "01.c",
        "On (w - 3)² with learning rate 1.1: where is w after ten steps?",
        "Each step multiplies the distance to 3 by 1 - 2 · 1.1 = -1.2: it jumps over the valley, "
        "and lands higher each time.",
        choices=("nearer to 3", "farther from 3", "exactly at 3"),
    ),
    Prediction(
        "01.d",
        "Before any training, ten animals: what is the average surprise, in nats?",
        "Knowing nothing means a tenth for each animal, and a surprise of log 10 = 2.303. A fresh "
        "network is a little worse, because its random weights have opinions.",
        tolerance=0.15,
    ),
)

QUESTIONS = (
    Question(
        "A network ends in tanh, its training pictures lie in [0, 255]. What goes wrong?",
        (
            Choice("Its outputs can never match: tanh gives -1 to 1.", True,
                   "The ranges must agree. Scale the pictures: pixels / 127.5 - 1."),
            Choice("Nothing: the weights learn the scale.", False,
                   "No weight can help after tanh: its output never leaves [-1, 1]."),
            Choice("The shape: it must be (784,).", False,
                   "The shape is another matter. Range and shape are separate properties."),
        ),
    ),
    Question(
        "The slope of the loss along a weight is +2. What does a descent step do to the weight?",
        (
            Choice("It makes the weight smaller.", True,
                   "A positive slope: the loss rises with the weight. So the weight goes down."),
            Choice("It makes the weight larger.", False,
                   "That climbs: with a slope of +2 the loss grows as the weight grows."),
            Choice("It sets the weight to 2.", False,
                   "The slope is a direction and a steepness, not the new value."),
        ),
    ),
    Question(
        "A model gives the true class the probability 0.01. How large is its loss on that picture?",
        (
            Choice("About 4.6 nats.", True, "-log 0.01 = 4.605: rare in its eyes, so surprising."),
            Choice("0.99.", False,
                   "That is the missing probability. Cross-entropy takes the logarithm."),
            Choice("0.01.", False, "A small probability is a large surprise: -log 0.01."),
            Choice("2.", False,
                   "That is the logarithm to base 10. Losses use the natural one."),
        ),
    ),
    Question(
        "Why does the course look at held-out pictures?",
        (
            Choice("They show what it does on pictures it was not fitted to.", True,
                   "Training pictures can be learnt by heart; held-out ones cannot."),
            Choice("They make the training faster.", False,
                   "They cost a little time: they are only looked at."),
            Choice("They make the loss fall further.", False,
                   "No step uses them, so they cannot lower any loss."),
        ),
    ),
    Question(
        "Two layers without the `maximum(0, …)` between them. What can they do?",
        (
            Choice("No more than one layer.", True,
                   "(x A) B = x (A B): two products in a row are one product with other weights."),
            Choice("Twice as much as one layer.", False,
                   "Without the bend between them the two matrices melt into one."),
            Choice("Nothing: the shapes no longer fit.", False,
                   "The shapes fit as before; `maximum` leaves them as they are."),
        ),
    ),
)  # fmt: skip

TERMS = (
    Term("array", "数组", "numbers in rows and columns, of one type; has a shape and a dtype"),
    Term("batch", "批次", "several pictures that go through the network together"),
    Term("weight", "权重", "a number of the model that training changes"),
    Term("bias", "偏置", "a number added to a score, whatever the picture"),
    Term("matrix product", "矩阵乘法", "rows times columns, added up: (32, 784) @ (784, 10)"),
    Term("logit", "对数几率", "a score before it becomes a probability; any real number"),
    Term("sigmoid", "Sigmoid 函数", "turns one logit into a probability: 1 / (1 + exp(-logit))"),
    Term("softmax", "Softmax 函数", "turns several logits into probabilities that add up to 1"),
    Term("loss", "损失", "one number that says how badly the model does"),
    Term("cross-entropy", "交叉熵", "the average surprise: the mean of -log(probability)"),
    Term("expectation", "期望", "the average over everything that can happen, by its share"),
    Term("gradient", "梯度", "all slopes of the loss, one for each weight"),
    Term("gradient descent", "梯度下降", "step after step against the slope"),
    Term("learning rate", "学习率", "how far a step goes for a given slope"),
    Term("hidden layer", "隐藏层", "numbers between the pixels and the scores"),
    Term("backpropagation", "反向传播", "the slopes of all layers, computed from the last to the "
         "first"),
    Term("held-out set", "留出集", "labelled pictures that no training step uses"),
    Term("overfitting", "过拟合", "doing well on the training pictures only"),
)  # fmt: skip
