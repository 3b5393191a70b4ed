"""Lesson 02, the GAN game: exercises, predictions, quiz and glossary."""

import math

from artlab.classroom.answers import as_function, as_number, as_text, close
from artlab.classroom.lesson import Choice, Prediction, Question, Right, Term, Wrong, exercise


@exercise(
    "02.1",
    "What the best D says",
    hints=(
        "Count. Of every 40 points that fall near this spot, how many are real?",
        "The densities are in the ratio of the counts: .3 real to .1 generated.",
        "best = .3 / (.3 + .1)",
    ),
    solution="best = 0.3 / (0.3 + 0.1)",
)
def best_answer(answer):
    """D*(x) where the real density is .3 and the generated one .1."""
    best = as_number(answer)
    if close(best, 0.3):
        raise Wrong(
            "0.3 is the density of real points. It says how many real points fall here, not "
            "which share of all points here is real. Compare it with the generated ones too."
        )
    if close(best, 0.25):
        raise Wrong("That is the share of generated points. D says the probability of “real”.")
    if close(best, 3.0):
        raise Wrong(
            "3 is the ratio of real to generated, the odds. A probability is at most 1: divide "
            "by all the points at this spot, real and generated."
        )
    if close(best, 0.4):
        raise Wrong("That is the sum of the two densities. It belongs under the fraction bar.")
    if close(best, 0.5):
        raise Wrong(
            "One half is right only where both densities are equal. Here real is three times "
            "as dense."
        )
    if not close(best, 0.75):
        raise Wrong("D*(x) = p / (p + q), with p for real and q for generated points.")
    return Right("Three of four points at this spot are real, so the best D says .75.")


@exercise(
    "02.2",
    "The value when nobody can tell",
    hints=(
        "D says 1/2 to every real point and 1/2 to every generated point. Put that into V.",
        "V has two terms: mean log D(real) and mean log(1 - D(generated)).",
        "end = np.log(0.5) + np.log(1 - 0.5)",
    ),
    solution="end = np.log(0.5) + np.log(1 - 0.5)",
)
def value_at_the_end(answer):
    """V(D, G) when D answers one half everywhere: minus log 4."""
    end = as_number(answer)
    for wrong, why in _WRONG_VALUES:
        if close(end, wrong, 1e-3):
            raise Wrong(why)
    if not close(end, -math.log(4), 1e-3):
        raise Wrong("Put one half into both terms of V and add them; use the natural logarithm.")
    return Right("log ½ + log ½ = −log 4 = −1.386. The widget draws a dashed line there.")


_WRONG_VALUES = (
    (
        0.0,
        "0 is the value when D is always right: log 1 + log 1. Zero-sum means that the two "
        "losses add up to zero, not that the value is zero.",
    ),
    (-math.log(2), "This is one term only. V also counts the generated points: a second log ½."),
    (math.log(4), "The size is right. Logarithms of probabilities below 1 are negative."),
    (-math.log10(4), "That is the logarithm to base 10. `np.log` is the natural one."),
    (0.25, "You multiplied the probabilities. V adds their logarithms: take the log of this."),
    (1.0, "You added the probabilities themselves. V adds their logarithms."),
)


@exercise(
    "02.3",
    "What a constant one half means",
    hints=(
        "Two things can make D say 1/2: what G draws, and what D is able to see.",
        "Look at the left picture: the line of D cannot part the clumps. Is G perfect there?",
        'answer = "C"',
    ),
    solution='answer = "C"',
)
def constant_half(answer):
    """Which of four statements follows from D(x) = 1/2 everywhere."""
    letter = as_text(answer).rstrip(".)").upper()
    if letter in _CONSTANT_HALF:
        raise Wrong(_CONSTANT_HALF[letter])
    if letter != "C":
        raise Wrong("Give one of the letters A, B, C, D in quotes.")
    return Right(
        "To judge G, train a stronger D on fresh points. Only the best of all possible D's "
        "proves by a constant 1/2 that p = q (Goodfellow 2014, theorem 1)."
    )


_CONSTANT_HALF = {
    "A": "The left picture is the counterexample: D says 1/2 and G draws one clump of nothing "
    "real. A weak D is fooled by a bad G.",
    "B": "Equilibrium needs that neither player can do better. The D of the right picture does "
    "better on the same points.",
    "D": "Not always: if G is perfect, 1/2 is the best that D can say, and no training helps.",
}


@exercise(
    "02.4",
    "A simultaneous step on x·y",
    hints=(
        "The slope of x·y by x is y. The slope by y is x.",
        "x wants the product small, so it steps against its slope. y steps along its slope.",
        "return x - rate * y, y + rate * x",
    ),
    solution="""
def step_together(x, y, rate):
    return x - rate * y, y + rate * x
""",
)
def step_on_product(answer):
    """`step_together(x, y, rate)`: x descends on x*y and y climbs, both from the old place."""
    function = as_function(answer, "step_together")
    x, y, rate = 1.0, 2.0, 0.5
    found = _pair(function(x, y, rate))
    wrong = {
        (x - rate * y, y + rate * (x - rate * y)): "y uses the new x. That is an alternating "
        "step; “simultaneous” means that both see the old place.",
        (x - rate * y, y - rate * x): "Both go downhill. y wants the product large: it climbs.",
        (x + rate * y, y - rate * x): "The players are exchanged: here x climbs and y descends.",
        (x + rate * y, y + rate * x): "Both go uphill. x wants the product small: it descends.",
        (x - rate * x, y + rate * y): "The slope of x·y by x is y, not x: each player's slope is "
        "the other player's place.",
        (-rate * y, rate * x): "These are the changes. Add them to the old place.",
    }
    for place, why in wrong.items():
        if close(found, place):
            raise Wrong(why)
    if not close(found, (0.0, 2.5)):
        raise Wrong(f"From (1, 2) with rate 0.5 the step leads to (0, 2.5), not to {found}.")
    if not close(_pair(function(-1.0, 0.5, 0.1)), (-1.05, 0.4)):
        raise Wrong("Right from (1, 2), but wrong from (-1, 0.5) with rate 0.1.")
    return Right("Its length grows by sqrt(1 + rate²) at every step, whatever the rate.")


def _pair(result):
    if result is ...:
        raise Wrong("The dots `...` are still there: return the new x and the new y.")
    try:
        first, second = result
    except (TypeError, ValueError):
        raise Wrong("Return two numbers: `return new_x, new_y`.") from None
    return as_number(first, "the new x"), as_number(second, "the new y")


PREDICTIONS = [
    Prediction(
        "02.a",
        "Somebody forgets the minus sign, and D minimises V. What does it say to real points?",
        "The smallest V belongs to a D that is wrong everywhere. Learning works; the aim is upside "
        "down.",
        choices=("real", "fake", "one half"),
    ),
    Prediction(
        "02.b",
        "D sees samples, never p or q. How far from p / (p + q) is it after training, on average?",
        "Cross-entropy is lowest at the honest probability, so samples are enough.",
        choices=("under 0.02", "0.02 to 0.2", "over 0.2"),
    ),
    Prediction(
        "02.c",
        "Real: two clumps. Generated: one clump between them. D may draw one straight line only. "
        "What does it say?",
        "No straight line has more real points on one side than on the other, so this D gives up.",
        choices=("real", "fake", "one half"),
    ),
    Prediction(
        "02.d",
        "x steps first, then y answers to the new x. Where do such alternating steps lead?",
        "x² − η·x·y + y² stays the same at every alternating step, so they stay on an ellipse.",
        choices=("out", "around", "in"),
    ),
]

QUESTIONS = [
    Question(
        "What is D shown during training?",
        [
            Choice(
                "Real and generated points, each with its label",
                True,
                "Samples and labels are enough for D to approach p / (p + q).",
            ),
            Choice(
                "The densities p and q",
                False,
                "Nobody knows p: if you did, you would not need a GAN.",
            ),
            Choice(
                "The random numbers that go into G",
                False,
                "Those go into G. D sees only what comes out.",
            ),
        ],
    ),
    Question(
        "Which loss does D minimise?",
        [
            Choice("−V(D, G)", True, "D wants V large. A loss is made small, hence the minus."),
            Choice("V(D, G)", False, "Then D learns to be wrong: you saw it say “fake” to real."),
            Choice(
                "Its error on generated points, nothing else",
                False,
                "Then D says “fake” to everything, and no longer looks at its input.",
            ),
        ],
    ),
    Question(
        "Why is a GAN not reinforcement learning?",
        [
            Choice(
                "G gets the slope of D at its points, not only a score",
                True,
                "The chain rule runs through D into G; a reward carries no slope.",
            ),
            Choice(
                "Because two networks play",
                False,
                "Two players meet in reinforcement learning too, in chess for example.",
            ),
            Choice(
                "Because D has labels",
                False,
                "D has labels, but the question is what G learns from. G has none.",
            ),
        ],
    ),
    Question(
        "Which pair of losses is zero-sum?",
        [
            Choice("−V for D and V for G", True, "Their sum is 0 for every D and every G."),
            Choice(
                "−V for D and −mean log D(G(z)) for G",
                False,
                "The non-saturating pair. At equilibrium the losses add up to 3 log 2.",
            ),
            Choice(
                "Any pair in which one gains when the other loses",
                False,
                "What counts is that gain and loss are equal, number by number.",
            ),
        ],
    ),
    Question(
        "Simultaneous steps of size η on x·y: the distance from the saddle",
        [
            Choice(
                "grows by √(1 + η²) at every step",
                True,
                "(x − ηy)² + (y + ηx)² = (1 + η²)(x² + y²).",
            ),
            Choice(
                "stays the same: the steps circle",
                False,
                "Only infinitely small steps circle. Each real step leaves on the tangent.",
            ),
            Choice(
                "shrinks if η is small enough",
                False,
                "A smaller η only makes the growth slower: √(1 + η²) is above 1 for every η.",
            ),
        ],
    ),
]

TERMS = [
    Term("generator", "生成器", "the network that turns random numbers into samples"),
    Term("discriminator", "判别器", "the network that says how likely a sample is real"),
    Term("latent", "隐变量", "the random numbers that go into the generator"),
    Term("real / generated sample", "真实样本 / 生成样本", "a point from the data / from G"),
    Term("density", "概率密度", "how closely points fall near a place"),
    Term("mixture of Gaussians", "高斯混合分布", "several bell curves added with shares"),
    Term("logit", "对数几率", "log of the odds; a sigmoid makes it a probability"),
    Term("value function", "价值函数", "the one number V(D, G) that D raises and G lowers"),
    Term("minimax game", "极小极大博弈", "one player minimises what the other maximises"),
    Term("zero-sum game", "零和博弈", "the losses of the players add up to 0, always"),
    Term("non-saturating loss", "非饱和损失", "G minimises −log D(G(z)) instead of V"),
    Term("equilibrium", "均衡", "a place where neither player can do better alone"),
    Term("saddle point", "鞍点", "lowest in one direction, highest in another"),
    Term("Jensen-Shannon divergence", "JS 散度", "how unlike two densities are, 0 to log 2"),
    Term("simultaneous / alternating steps", "同步 / 交替更新", "both at once / in turn"),
    Term("extra-gradient", "外梯度法", "a step with the slope found one step ahead"),
    Term("R1 penalty", "R1 梯度惩罚", "makes D's slope at real points small"),
    Term("mode collapse", "模式坍塌", "G draws a few kinds of sample and leaves out the rest"),
]
