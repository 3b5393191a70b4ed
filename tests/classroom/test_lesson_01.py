"""Lesson 01: its exercises judge; what it writes out agrees with the package and oracles."""

import ast
from pathlib import Path

import numpy as np
import pytest
from scipy import special

from artlab import runtime
from artlab.classroom import check
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.lessons import notebook
from artlab.widgets import logistic

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "01_foundations.py"


def softmax_from_scipy(scores):
    return special.softmax(scores, axis=-1)


def exp_of(scores):
    return np.exp(np.asarray(scores))


def in_place(weights, slope, rate):
    weights -= rate * slope
    return weights


CASES = [
    Case(
        "01.1",
        second=[[784, 10], np.array([32, 10]).tolist()],
        wrong={
            "column per picture": ((784, 32), (32, 10)),
            "wrong order": ((10, 784), (32, 10)),
            "784 would meet 32": ((32, 784), (32, 10)),
            "one column per class": ((784, 1), (32, 10)),
            "the weights once more": ((784, 10), (784, 10)),
            "Turned round": ((784, 10), (10, 32)),
            "Nothing was added up": ((784, 10), (32, 784, 10)),
            "two outer numbers": ((784, 10), (32, 784)),
            "Give two shapes": (32, 10),
            "changed over": ((32, 10), (784, 10)),
        },
    ),
    Case(
        "01.2",
        second=lambda weights, slope, rate: np.add(weights, np.multiply(-rate, slope)),
        wrong={
            "walks uphill": lambda weights, slope, rate: weights + rate * slope,
            "learning rate is missing": lambda weights, slope, rate: weights - slope,
            "the move alone": lambda weights, slope, rate: -rate * slope,
            "start from the old weights": lambda weights, slope, rate: rate * slope,
            "divide by the rate": lambda weights, slope, rate: weights - slope / rate,
            "sign of the slope only": lambda weights, slope, rate: weights - rate * np.sign(slope),
            "multiply the weights": lambda weights, slope, rate: weights * (1 - rate * slope),
            "in place": in_place,
            "two come out": lambda weights, slope, rate: np.sum(weights - rate * slope),
            "lose its sign": lambda weights, slope, rate: weights - rate * abs(slope),
            "mixed up the arguments": lambda slope, weights, rate: weights - rate * slope,
            "brackets are misplaced": lambda weights, slope, rate: (weights - rate) * slope,
            "as if the rate were 1.1": lambda weights, slope, rate: weights - 1.1 * slope,
            "not yet for a single number": lambda weights, slope, rate: [
                weight - rate * part for weight, part in zip(weights, slope, strict=True)
            ],
            "`print` shows a value": lambda weights, slope, rate: print(weights - rate * slope),
            "from -1 with slope 0.5 to -1.125": lambda weights, slope, rate: weights,
        },
    ),
    Case(
        "01.3",
        second=softmax_from_scipy,
        wrong={
            "Not normalised": exp_of,
            "Each column": lambda scores: exp_of(scores) / exp_of(scores).sum(axis=0),
            "whole batch": lambda scores: exp_of(scores) / exp_of(scores).sum(),
            "divide by the largest": lambda scores: (
                exp_of(scores) / exp_of(scores).max(axis=1, keepdims=True)
            ),
            "bare scores": lambda scores: scores / scores.sum(axis=1, keepdims=True),
            "sigmoid of each": special.expit,
            "infinity": lambda scores: exp_of(scores) / exp_of(scores).sum(axis=1, keepdims=True),
            "also beside smaller rows": lambda scores: softmax_from_scipy(np.clip(scores, -2, 2)),
            "one number from all rows": lambda scores: (
                exp_of(scores - scores.max())
                / exp_of(scores - scores.max()).sum(axis=1, keepdims=True)
            ),
            "1000 and -1000 still": lambda scores: (
                exp_of(scores - scores.mean(axis=1, keepdims=True))
                / exp_of(scores - scores.mean(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
            ),
            "largest of each column": lambda scores: softmax_from_scipy(scores - scores.max(0)),
            "lowest score gets the most": lambda scores: softmax_from_scipy(-scores),
            "powers of 2": lambda scores: softmax_from_scipy(np.log(2) * scores),
            "All goes to the winner": lambda scores: np.eye(scores.shape[1])[scores.argmax(1)],
            "the logarithms of the shares": lambda scores: special.log_softmax(scores, axis=1),
            "You round": lambda scores: softmax_from_scipy(scores).round(2),
            "must become 1/8": lambda scores: np.full(scores.shape, 1 / scores.shape[1]),
            "must give shape": lambda scores: scores.sum(axis=1),
        },
    ),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_shapes_may_be_an_array():
    assert check("01.1", np.array([[784, 10], [32, 10]])).right


def test_dots_inside_a_shape_keep_the_exercise_open():
    assert check("01.1", ((784, ...), (32, 10))).state == "open"


def test_a_right_softmax_that_changes_its_input_is_told_so():
    def in_place_softmax(scores):
        scores -= scores.max(axis=1, keepdims=True)
        return softmax_from_scipy(scores)

    found = check("01.3", in_place_softmax)
    assert found.right and "changes the array that came in" in found.message


def test_lesson_is_complete():
    verify_lesson("01", CASES)


@pytest.fixture(scope="module")
def written():
    """What the lesson's cells define, without the data and the training."""
    cells = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions").cells
    names = {"np": np, "keras": runtime.load("keras")}
    for cell in cells:
        lines = cell.source.split("\n")
        if cell.cell_type == "code" and any(line.startswith("def ") for line in lines):
            exec(_definitions(cell.source), names)
    return names


def _definitions(source):
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return compile(tree, "<lesson 01>", "exec")


@pytest.fixture
def batch():
    rng = np.random.default_rng(3)
    pixels = rng.uniform(-1, 1, (5, 784))
    return pixels, rng.integers(0, 2, (5, 1)).astype(float), np.eye(10)[rng.integers(0, 10, 5)]


def slopes_by_nudging(loss, parameters, num=12):
    """`(place, slope)` of some weights of every array, by central differences."""
    rng = np.random.default_rng(0)
    for index, array in enumerate(parameters):
        for _ in range(num):
            place = tuple(rng.integers(0, length) for length in array.shape)
            kept, found = array[place], []
            for sign in (1, -1):
                array[place] = kept + sign * 1e-6
                found.append(loss())
            array[place] = kept
            yield index, place, (found[0] - found[1]) / 2e-6


def test_gradients_of_the_two_layers_equal_the_numeric_ones(written, batch):
    pixels, labels, _ = batch
    parameters = written["new_parameters"](32, 1)
    exact = written["gradients"](pixels, labels, parameters)

    def loss():
        return written["loss"](written["forward"](pixels, parameters)[1], labels)

    for index, place, slope in slopes_by_nudging(loss, parameters):
        assert exact[index][place] == pytest.approx(slope, abs=1e-7)


def test_gradients_of_ten_equal_the_numeric_ones(written, batch):
    pixels, _, labels = batch
    parameters = written["new_parameters"](32, 10)
    exact = written["gradients_of_ten"](pixels, labels, parameters)

    def loss():
        scores = written["forward"](pixels, parameters)[1]
        return -(special.log_softmax(scores, axis=1) * labels).sum(axis=1).mean()

    for index, place, slope in slopes_by_nudging(loss, parameters):
        assert exact[index][place] == pytest.approx(slope, abs=1e-7)


def test_slope_of_the_picture_equals_the_numeric_one(written, batch):
    picture, parameters = batch[0][:1].copy(), written["new_parameters"](32, 1)
    exact = written["picture_slope"](picture, parameters)

    def loss():
        return written["loss"](written["forward"](picture, parameters)[1], np.ones((1, 1)))

    for _, place, slope in slopes_by_nudging(loss, [picture]):
        assert exact[place] == pytest.approx(slope, abs=1e-7)


def test_loss_of_the_lesson_equals_that_of_the_widget(written, batch):
    features, labels = batch[0][:, :2], batch[1]
    weights = np.array([1.5, -0.7])
    loss, _ = logistic.loss_and_slope(features, labels, weights)
    assert written["loss"](features @ weights[:, None], labels) == pytest.approx(loss, rel=1e-12)


def test_probability_of_the_lesson_is_the_sigmoid(written):
    logits = np.linspace(-30, 30, 61)
    np.testing.assert_allclose(written["probability"](logits), special.expit(logits), rtol=1e-12)


def test_shares_of_the_lesson_are_the_softmax(written, batch):
    scores = batch[0][:, :10] * 400
    np.testing.assert_allclose(
        written["shares"](scores), special.softmax(scores, axis=1), rtol=1e-12, atol=1e-300
    )
