"""A lesson for the tests of the classroom itself."""

import numpy as np

from artlab.classroom.answers import as_array, as_function, as_number, close
from artlab.classroom.lesson import Choice, Prediction, Question, Right, Term, Wrong, exercise

FIRST_HINT = "Divide by the sum of both."


@exercise(
    "99.1",
    "The best D at one place",
    hints=(FIRST_HINT, "D* is p / (p + q).", "0.3 / (0.3 + 0.1)"),
    solution="0.3 / (0.3 + 0.1)",
)
def best_discriminator(answer):
    value = as_number(answer)
    if close(value, 0.3):
        raise Wrong("0.3 is p(x) alone: D compares it with q(x).", right="It is a density.")
    if close(value, 3.0):
        return Wrong("3 is the ratio p / q, the odds; a probability is at most 1.")
    if not close(value, 0.75):
        return Wrong("D* is the share of real density, p / (p + q).")
    return Right("Three of four pictures seen here are real.")


@exercise(
    "99.2",
    "A descent step",
    hints=("Against the slope.", "weight - ...", "weight - rate * slope"),
    solution="""
def step(weight, slope, rate):
    return weight - rate * slope
""",
    seconds=0.5,
)
def descent_step(answer):
    step = as_function(answer, "step")
    moved = as_array(step(np.array([1.0, 2.0]), np.array([0.5, -1.0]), 0.1), shape=(2,))
    if close(moved, [1.05, 1.9]):
        return Wrong("You climb: a plus sign walks up the slope.")
    if close(moved, [0.5, 3.0]):
        return Wrong("The learning rate is missing.")
    if not close(moved, [0.95, 2.1]):
        return Wrong("It moves elsewhere.")
    return Right("Downhill.")


PREDICTIONS = (
    Prediction("99.a", "How large is D at equilibrium?", "It cannot tell.", tolerance=0.05),
    Prediction("99.b", "Does the loss fall?", "It does not.", choices=("yes", "no")),
)
QUESTIONS = tuple(
    Question(
        f"Question {number} < 6?",
        (
            Choice("right one", True, "because"),
            Choice("wrong one", False, "the first mistake"),
            Choice("other wrong one", False, "the second mistake"),
        ),
    )
    for number in range(1, 6)
)
TERMS = (
    Term("latent vector", "潜变量", "the numbers that a picture is made from"),
    Term("critic", "评论家", "scores < probabilities"),
)
