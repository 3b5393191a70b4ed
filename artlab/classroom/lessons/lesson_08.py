"""Lesson 08, a language model draws: exercises, predictions, quiz, glossary."""

import itertools

import numpy as np

from artlab.classroom.answers import as_array, as_function, changed_note, close, something
from artlab.classroom.lesson import Choice, Open, Prediction, Question, Right, Term, Wrong, exercise

VALUES = np.array([0.0, 0.6, 0.25, 0.5, 0.72, 0.998, 1.0, 0.35])
LEVELS = np.rint(VALUES * 255)
LEVEL_MISTAKES = (
    (
        lambda v: np.rint(v * 256),
        "You multiply by 256, so the value 1 becomes level 256. The 256 levels are numbered 0 to "
        "255: the last one is 255, and there is no token x256.",
    ),
    (
        lambda v: np.floor(v * 256),
        "You count 256 steps of width 1/256, so the value 1 falls off the end: level 256 does not "
        "exist. Between level 0 and level 255 there are 255 steps.",
    ),
    (
        lambda v: np.minimum(np.floor(v * 256), 255),
        "You sort the values into 256 bins. That is a code too, but no bin stands for exactly 0 or "
        "1, and a ridge must reach the border of the paper. Multiply by 255 and round.",
    ),
    (
        lambda v: np.ceil(v * 255),
        "You round up, always, so every point moves down and to the right, by half a level on "
        "average. Round to the nearest level with `np.rint`.",
    ),
    (
        lambda v: np.rint(v * 256) % 256,
        "You multiply by 256, and uint8 has no 256: the value 1 becomes level 0, the opposite "
        "border. The last level is 255.",
    ),
    (
        lambda v: np.floor(v * 255),
        "You cut the decimals off, so every point moves up and to the left, by half a level on "
        "average. Round to the nearest level with `np.rint`.",
    ),
    (
        lambda v: np.rint(v * 255) + 1,
        "You start counting at 1. The first level has the number 0.",
    ),
)
BACK_MISTAKES = (
    (
        lambda k: k / 256,
        "The levels are right. Back, you divide by 256, so level 255 becomes 0.996 and not 1. "
        "What you multiplied by, you divide by.",
    ),
    (
        lambda k: (k + 0.5) / 256,
        "The levels are right. Back, you take the middle of a bin, so level 0 becomes 0.002. Here "
        "a level is a point: level 0 stands on the border.",
    ),
    (
        lambda k: VALUES,
        "You give back the values that came in. The way back starts from the levels, and what was "
        "rounded away stays lost.",
    ),
    (
        lambda k: k // 255,
        "The levels are right. Back, `//` cuts the decimals off: nearly all becomes 0. Use `/`.",
    ),
    (
        lambda k: k * 255,
        "The levels are right. Back, you multiply once more. What you multiplied by, you divide "
        "by.",
    ),
    (
        lambda k: np.round(k / 255, 1),
        "The levels are right. Back, you round once more. A coordinate may have decimals: `/ 255`.",
    ),
    (
        lambda k: k,
        "The levels are right. The second array must be coordinates again: divide by 255.",
    ),
)


@exercise(
    "08.1",
    "Quantise and invert",
    hints=(
        "256 levels with the numbers 0 to 255. How many steps lie between the first and the last?",
        "255 steps: level = value * 255, rounded to the nearest whole number with `np.rint`.",
        "The way back undoes the multiplication, not the rounding: `levels / 255`.",
    ),
    solution="""
def there_and_back(values):
    levels = np.rint(values * 255)
    return levels, levels / 255
""",
)
def there_and_back(answer):
    """Eight values whose levels differ for every typical mistake."""
    function = as_function(answer, "there_and_back")
    given = VALUES.copy()
    returned = function(given)
    if returned is ...:
        return Open()
    something(returned, "the result")
    if not isinstance(returned, tuple | list | np.ndarray) or len(returned) != 2:
        return Wrong("Return two arrays: `return levels, back`.")
    if any(part is ... for part in returned):
        return Open()
    levels = as_array(returned[0], VALUES.shape, "`levels`")
    back = as_array(returned[1], VALUES.shape, "the way back")
    if close(back, LEVELS) and close(levels, LEVELS / 255):
        return Wrong("The two are changed over: first the levels, then the coordinates.")
    if close(levels, VALUES * 255):
        return Wrong("A token is a whole number, and 127.5 is none. Round with `np.rint`.")
    return _levels(levels, back, changed_note(given, VALUES))


def _levels(levels, back, note):
    for mistake, why in LEVEL_MISTAKES:
        if close(levels, mistake(VALUES)):
            return Wrong(why)
    # 127.5 lies between two levels; either will do.
    if not close(np.delete(levels, 3), np.delete(LEVELS, 3)) or levels[3] not in (127, 128):
        place = np.argmax(np.abs(levels - LEVELS) * (np.arange(len(LEVELS)) != 3))
        return Wrong(
            f"{VALUES[place]:g} should become level {LEVELS[place]:g}. Yours is {levels[place]:g}."
        )
    if close(back, levels / 255):
        return Right("No point moves by more than half a level, 1/510 of the paper." + note)
    for mistake, why in BACK_MISTAKES:
        if close(back, mistake(levels), 1e-6):
            return Wrong(why)
    place = np.argmax(np.abs(back - levels / 255))
    return Wrong(
        f"Level {levels[place]:g} should become {levels[place] / 255:.4g} again. Yours is "
        f"{back[place]:.4g}.",
        right="the levels.",
    )


LOGITS = np.array([2.0, 1.0, 0.0, -1.0, 3.0])
ALLOWED = np.array([False, True, True, True, False])


def softmax(logits):
    """Probabilities of logits, shifted so that nothing overflows."""
    powers = np.exp(logits - np.max(logits))
    return powers / powers.sum()


MASK_MISTAKES = (
    (
        lambda logits, allowed: softmax(np.where(allowed, logits, 0)),
        "You set forbidden logits to 0. But the softmax takes e to their power, and e^0 is 1, not "
        "0: a forbidden token keeps a chance. Which number has e^number = 0?",
    ),
    (
        lambda logits, allowed: np.where(allowed, softmax(logits), 0),
        "The forbidden tokens have probability 0. But the others no longer add up to 1: mask the "
        "logits before the softmax, or divide by the sum.",
    ),
    (
        lambda logits, allowed: softmax(np.where(allowed, -np.inf, logits)),
        "The mask is the wrong way round: `allowed` is True where a token may come.",
    ),
    (
        lambda logits, allowed: softmax(logits),
        "Nothing is masked: the forbidden tokens keep their probabilities.",
    ),
    (
        lambda logits, allowed: softmax(np.where(allowed, softmax(logits), -np.inf)),
        "You take the softmax twice. Mask the logits, then take it once.",
    ),
    (
        lambda logits, allowed: np.where(allowed, logits, -np.inf),
        "The logits are masked. Now turn them into probabilities with `softmax`.",
    ),
    (
        lambda logits, allowed: np.exp(np.where(allowed, logits, -np.inf)),
        "These are the powers of e. Divide them by their sum.",
    ),
    (
        lambda logits, allowed: softmax(logits[allowed]),
        "You cut the forbidden tokens out, and the rest moves up: token 1 now stands at place 0. "
        "Every token must keep its place, with probability 0 where it is forbidden.",
    ),
)


@exercise(
    "08.2",
    "Mask before the softmax",
    hints=(
        "The softmax of a token is e^logit, divided by the sum. Which logit gives exactly 0?",
        "Minus infinity: e^(-inf) is 0. In NumPy it is `-np.inf`.",
        "`np.where(allowed, logits, -np.inf)` keeps what is allowed; `softmax` does the rest.",
    ),
    solution="""
def masked_softmax(logits, allowed):
    return softmax(np.where(allowed, logits, -np.inf))
""",
)
def masked_softmax(answer):
    """Five logits of which two are forbidden, the likeliest among them."""
    function = as_function(answer, "masked_softmax")
    given = LOGITS.copy()
    returned = function(given, ALLOWED.copy())
    if returned is ...:
        return Open()
    something(returned, "the result")
    if isinstance(returned, dict | str):
        as_array(returned, what="the probabilities")
    with np.errstate(all="ignore"):
        got = np.asarray(returned, dtype=float)
        for mistake, why in MASK_MISTAKES:
            if _same(got, mistake(LOGITS, ALLOWED)):
                return Wrong(why)
    if np.isnan(got).any():
        return Wrong(
            "It contains NaN. Multiplying by a mask does that: 0 times infinity is not a number. "
            "So does plus infinity, where minus is meant. Choose with `np.where`, between the "
            "logit and `-np.inf`."
        )
    got = as_array(returned, LOGITS.shape, "the probabilities")
    wanted = softmax(np.where(ALLOWED, LOGITS, -np.inf))
    if close(got, wanted) and got[~ALLOWED].max() > 1e-9:
        return Wrong(
            f"Forbidden tokens still have {got[~ALLOWED].max():.0e}: your logit is low, and e to "
            "its power is not 0. A drawing has hundreds of tokens. Take `-np.inf`."
        )
    if close(got, wanted):
        return Right(
            "Forbidden tokens have probability 0, and the others still add up to 1."
            + changed_note(given, LOGITS)
        )
    return Wrong(
        f"The first token is forbidden and should have 0, the second {wanted[1]:.2f}. "
        f"Yours have {got[0]:.2f} and {got[1]:.2f}; all together {got.sum():.2f}."
    )


def _same(got, wanted):
    return got.shape == np.shape(wanted) and np.allclose(got, wanted, atol=1e-6)


RUNS = tuple(
    {"plan": plan, "seed": seed, "steps": steps, "score": score}
    for plan, seed, steps, score in (
        (True, 1, 500, 0.71),
        (False, 2, 500, 0.64),
        (True, 2, 500, 0.60),  # the plan does harm here
        (False, 1, 500, 0.55),
        (True, 3, 500, 0.69),  # its partner is missing
        (False, 3, 900, 0.72),
        (False, 4, 900, 0.66),
        (True, 4, 900, 0.85),
    )
)
"""Runs of a study; three pairs of them differ in the plan and in nothing else."""


def _differences(runs, same):
    """Score with a plan minus without, for every pair that `same` lets through."""
    pairs = itertools.product(
        [run for run in runs if run["plan"]], [run for run in runs if not run["plan"]]
    )
    return sorted(one["score"] - other["score"] for one, other in pairs if same(one, other))


def clean(one, other):
    """Whether two runs agree in all but the plan."""
    return (one["seed"], one["steps"]) == (other["seed"], other["steps"])


PAIR_MISTAKES = (
    (
        lambda runs: _differences(runs, lambda one, other: True),
        "You compare every run with every other one. Two runs with different seeds start from "
        "different weights and see other batches: their difference is not the plan's alone.",
    ),
    (
        lambda runs: _differences(runs, lambda one, other: one["steps"] == other["steps"]),
        "You pair runs with different seeds. They start from different weights, so this is not a "
        "clean comparison: ask for the same seed too.",
    ),
    (
        lambda runs: _differences(runs, lambda one, other: one["seed"] == other["seed"]),
        "One of your pairs trained for different numbers of steps. More training helps by itself: "
        "ask for the same steps too.",
    ),
    (
        lambda runs: _differences(
            runs,
            lambda one, other: one["steps"] == other["steps"] or one["seed"] == other["seed"],
        ),
        "One of the two is enough for you: `or`. Seed *and* steps must agree.",
    ),
    (
        lambda runs: [sign * gain for gain in _differences(runs, clean) for sign in (1, -1)],
        "Each pair comes twice, there and back. Say which run has the plan: "
        '`one["plan"] and not other["plan"]`.',
    ),
    (
        lambda runs: [
            one["score"] - other["score"] for one in runs for other in runs if clean(one, other)
        ],
        "You pair each run with itself too, and each pair twice. One must have a plan, the other "
        "none.",
    ),
    (
        lambda runs: [abs(gain) for gain in _differences(runs, clean)],
        "You take the size of each gain and lose its sign. Where the plan does harm, the gain is "
        "below 0, and that must be seen.",
    ),
    (
        lambda runs: [runs[0]["score"] - runs[3]["score"]],
        "Only the first pair has come back. Does `return` stand inside the loop?",
    ),
    (
        lambda runs: [-gain for gain in _differences(runs, clean)],
        "The pairs are right, and the sign is the wrong way round: with a plan minus without.",
    ),
)


@exercise(
    "08.3",
    "A clean comparison",
    hints=(
        "What may differ between the two runs of a pair? Only what you ask about.",
        "Compare a run with a plan to a run without one if they have the same seed and the same "
        "steps. A run without a partner is left out.",
        "Two loops: for each run with a plan, for each run without; keep the pair if `seed` and "
        "`steps` agree; note the difference of the two scores.",
    ),
    solution="""
def gains(runs):
    found = []
    for one in runs:
        for other in runs:
            same = one["seed"] == other["seed"] and one["steps"] == other["steps"]
            if one["plan"] and not other["plan"] and same:
                found.append(one["score"] - other["score"])
    return found
""",
)
def gains(answer):
    """Eight runs with three clean pairs."""
    returned = as_function(answer, "gains")([dict(run) for run in RUNS])
    if returned is ...:
        return Open()
    something(returned, "the result")
    if isinstance(returned, float | np.floating) and close(
        returned, np.mean(_differences(RUNS, clean))
    ):
        return Wrong(
            "That is the mean of the three gains. Return the list itself: whether the three agree "
            "says more than their mean."
        )
    if isinstance(returned, int | float | np.number):
        return Wrong(
            "One number mixes everything: runs of all seeds and steps. Return a list with one "
            "difference for each clean pair."
        )
    got = np.sort(as_array(list(returned), (None,), "the list of differences"))
    if close(got, _differences(RUNS, clean)):
        return Right("Three pairs, each the same in all but the plan.")
    for mistake, why in PAIR_MISTAKES:
        if close(got, np.sort(mistake(RUNS))):
            return Wrong(why)
    if close(got, np.sort(by_order(RUNS))):
        return Wrong(
            "You pair the runs in the order in which they stand. That order means nothing: look "
            "for the partner with the same seed and the same steps."
        )
    wanted = ", ".join(f"{gain:.2f}" for gain in _differences(RUNS, clean))
    shown = ", ".join(f"{gain:.2f}" for gain in got[:4]) or "nothing"
    if len(got) == 3:
        return Wrong(f"Three numbers, as there should be: {wanted}. Yours are {shown}.")
    return Wrong(
        f"There are 3 clean pairs among the 8 runs. Your list has {len(got)}: {shown}"
        f"{', …' if len(got) > 4 else ''}."
    )


def by_order(runs):
    """Differences of the first run with a plan and the first without, and so on."""
    with_plan = [run["score"] for run in runs if run["plan"]]
    without = [run["score"] for run in runs if not run["plan"]]
    return [one - other for one, other in zip(with_plan, without, strict=False)]


PREDICTIONS = (
    Prediction(
        "08.a",
        "A drawing goes through 256 levels and back. By how many pixels can a point move, on a "
        "picture 512 pixels wide?",
        "Half a level at most: 1/510 of the width. Nobody sees that.",
        tolerance=0.3,
        unit=" pixels",
    ),
    Prediction(
        "08.b",
        "The trained drawer writes without any mask. How many of its drawings break no rule and "
        "hold what the plan asks for?",
        "A drawing has hundreds of tokens, and one slip is enough. To keep the plan's numbers it "
        "would also have to read them, as part 6 asks.",
        choices=("none", "some", "all"),
    ),
    Prediction(
        "08.c",
        "A model with random weights, which has learned nothing, writes behind the mask. How many "
        "of its drawings are valid?",
        "The mask alone decides what is valid. Training decides what is beautiful.",
        choices=("none", "some", "all"),
    ),
    Prediction(
        "08.d",
        "Three pairs of small models train for 200 steps each. With a plan first, do they get more "
        "of the asked numbers right?",
        "Whoever writes a plan reads the request once, in order. Without one it must be searched "
        "at every tag, and that takes longer to learn.",
        choices=("better", "worse", "it depends on the seed"),
    ),
    Prediction(
        "08.e",
        "A drawer is trained on the tokens of lighthouses alone. How much do ordinary drawings "
        "surprise it afterwards?",
        "Every step changes weights that the old skills need too, and nothing in the loss holds "
        "them.",
        choices=("less", "as much as before", "more"),
    ),
)

QUESTIONS = (
    Question(
        "“GPT-2 writes the description and then generates a sketch.” What is missing?",
        (
            Choice(
                "Tokens, or code, that stand for strokes",
                True,
                "A language model writes tokens. They are a drawing only if somebody has agreed "
                "what each of them draws.",
            ),
            Choice(
                "A larger model",
                False,
                "The drawer is some forty times smaller than GPT-2. Size does not turn words into "
                "lines.",
            ),
            Choice(
                "A lower temperature",
                False,
                "Temperature changes which words come, not what a word is.",
            ),
            Choice(
                "A GAN behind it",
                False,
                "A GAN paints pixels. It does not turn sentences into strokes either.",
            ),
        ),
    ),
    Question(
        "What does a low temperature do to strokes?",
        (
            Choice(
                "The likeliest points win: calm lines, and sketches that resemble each other",
                True,
                "Dividing the logits by a small number stretches their differences.",
            ),
            Choice(
                "The lines get shorter",
                False,
                "Length is not what it acts on: it sharpens every choice of a token.",
            ),
            Choice(
                "Invalid tokens become impossible",
                False,
                "They become rarer if they were unlikely. Only minus infinity makes them "
                "impossible.",
            ),
        ),
    ),
    Question(
        "Someone masks by setting forbidden logits to 0. What happens?",
        (
            Choice(
                "Forbidden tokens still come now and then",
                True,
                "e to the power of 0 is 1: a chance like that of any token with logit 0.",
            ),
            Choice(
                "Forbidden tokens never come",
                False,
                "That needs a probability of 0, so a logit of minus infinity.",
            ),
            Choice(
                "The softmax fails",
                False,
                "It works without complaint, which is why the mistake is hard to see.",
            ),
        ),
    ),
    Question(
        "What does a grammar mask guarantee?",
        (
            Choice(
                "That every drawing has the asked elements, in a form that can be read",
                True,
                "Form, and nothing else: a random model behind it scribbles, validly.",
            ),
            Choice(
                "That the drawing is good",
                False,
                "The untrained model's scribbles pass the same mask.",
            ),
            Choice(
                "That the drawing resembles the training drawings",
                False,
                "The mask knows rules, and has never seen a drawing. Resemblance is learned.",
            ),
        ),
    ),
    Question(
        "With a plan, seed 1: 94%. Without, seed 2: 91%. What follows about plans?",
        (
            Choice(
                "Nothing yet: the seeds differ too",
                True,
                "Two things changed at once. Train both ways with each seed and look at the "
                "differences.",
            ),
            Choice(
                "Plans help by three points",
                False,
                "Perhaps seed 1 is the lucky one. The difference belongs to both changes.",
            ),
            Choice(
                "Plans do not help",
                False,
                "That does not follow either; the comparison cannot answer the question.",
            ),
        ),
    ),
)

TERMS = (
    Term("token", "词元", "one entry of the vocabulary; here a word piece, a tag or a coordinate"),
    Term("vocabulary", "词表", "the list of all tokens; a token is its number in that list"),
    Term("logit", "对数几率", "a token's score before the softmax, any real number"),
    Term("softmax", "softmax 函数", "turns logits into probabilities: e^logit divided by the sum"),
    Term(
        "next-token prediction",
        "下一词元预测",
        "the one task of a language model: probabilities for what comes next",
    ),
    Term(
        "autoregressive",
        "自回归",
        "writing one token at a time, each given all that stand before it",
    ),
    Term("temperature", "温度", "divides the logits: below 1 sharper choices, above 1 bolder ones"),
    Term("stroke", "笔画", "a line drawn without lifting the pen: a list of points"),
    Term("quantise", "量化", "to round a real number to one of few levels"),
    Term("plan", "构图计划", "tokens that fix what is drawn, written before the strokes"),
    Term("grammar", "语法", "rules that say which tokens may follow"),
    Term(
        "constrained decoding",
        "受限解码",
        "sampling among allowed tokens only, by a mask on the logits",
    ),
    Term("mask", "掩码", "True where a token may come; elsewhere the logit becomes minus infinity"),
    Term("ablation", "消融实验", "leaving one thing out to see what it brought"),
    Term(
        "confidence interval",
        "置信区间",
        "a range that would hold the true value in, say, 95 of 100 such studies",
    ),
    Term("fine-tuning", "微调", "training a trained model a little more, on something new"),
    Term(
        "catastrophic forgetting",
        "灾难性遗忘",
        "losing old skills while learning new ones",
    ),
)
