"""Lesson 08: every exercise against right, wrong and hostile answers; its cells against artlab."""

import re
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers

from artlab.classroom import check
from artlab.classroom.lessons import lesson_08
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.lessons import notebook
from artlab.studio import tokens
from artlab.studio.grammar import Grammar
from artlab.studio.training import drawer as drawer_training
from artlab.studio.training.logits_processor import GrammarProcessor
from artlab.studio.training.model import build
from artlab.world import Scene, draw

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "08_a_language_model_draws.py"
SCENE = Scene(mountains=("low",), water="lake", boats=1, birds=2)
softmax = lesson_08.softmax


def pair(levels, back=None):
    """An answer that returns levels of the values, and a way back from them."""
    back = back or (lambda level: level / 255)
    return lambda values: (levels(values), back(levels(values)))


def rounded(values):
    return [int(value * 255 + 0.5) for value in values]


def nearest(values):
    """Levels as the nearest of a list of 256 places."""
    places = np.linspace(0, 1, 256)
    levels = np.abs(np.asarray(values)[:, None] - places).argmin(axis=1)
    return levels, places[levels]


def by_division(logits, allowed):
    powers = np.exp(logits) * allowed
    return powers / powers.sum()


def by_adding(logits, allowed):
    with np.errstate(invalid="ignore"):
        return softmax(logits + ~allowed * -np.inf)


def by_dictionary(runs):
    table = {(run["plan"], run["seed"], run["steps"]): run["score"] for run in runs}
    return [
        score - table[False, seed, steps]
        for (plan, seed, steps), score in table.items()
        if plan and (False, seed, steps) in table
    ]


def mean_gap(runs):
    return np.mean([r["score"] for r in runs if r["plan"]]) - np.mean(
        [r["score"] for r in runs if not r["plan"]]
    )


def matching(*fields, sign=1):
    """Differences of all pairs that agree in these fields."""
    return lambda runs: [
        sign * (one["score"] - other["score"])
        for one in runs
        for other in runs
        if one["plan"] and not other["plan"] and all(one[f] == other[f] for f in fields)
    ]


LEVELS = {
    "there is no token x256": pair(lambda v: np.rint(v * 256), lambda k: k / 256),
    "falls off the end": pair(lambda v: np.floor(v * 256), lambda k: k / 256),
    "into 256 bins": pair(lambda v: np.minimum(np.floor(v * 256), 255), lambda k: (k + 0.5) / 256),
    "cut the decimals off": pair(lambda v: (v * 255).astype(int)),
    "start counting at 1": pair(lambda v: np.rint(v * 255) + 1, lambda k: (k - 1) / 255),
    "127.5 is none": pair(lambda v: v * 255),
    "you divide by 256": pair(lambda v: np.rint(v * 255), lambda k: k / 256),
    "middle of a bin": pair(lambda v: np.rint(v * 255), lambda k: (k + 0.5) / 256),
    "values that came in": lambda v: (np.rint(v * 255), v),
    "must be coordinates again": pair(lambda v: np.rint(v * 255), lambda k: k),
    "are changed over": lambda v: (np.rint(v * 255) / 255, np.rint(v * 255)),
    "Return two arrays": lambda v: np.rint(v * 255),
    "round up, always": pair(lambda v: np.ceil(v * 255)),
    "uint8 has no 256": pair(lambda v: np.rint(v * 256).astype("uint8"), lambda k: k / 256),
    "nearly all becomes 0": pair(lambda v: np.rint(v * 255), lambda k: k // 255),
    "multiply once more": pair(lambda v: np.rint(v * 255), lambda k: k * 255),
    "round once more": pair(lambda v: np.rint(v * 255), lambda k: np.round(k / 255, 1)),
    "that is nothing": lambda v: print(v * 255),
    "1 should become level 255": pair(lambda v: np.rint(v * 100)),
    "Level 255 should become 1 again": pair(lambda v: np.rint(v * 255), lambda k: k / 100),
}
MASKS = {
    "e^0 is 1": lambda logits, allowed: softmax(logits * allowed),
    "no longer add up": lambda logits, allowed: softmax(logits) * allowed,
    "wrong way round": lambda logits, allowed: softmax(np.where(allowed, -np.inf, logits)),
    "Nothing is masked": lambda logits, allowed: softmax(logits),
    "softmax twice": lambda logits, allowed: softmax(np.where(allowed, softmax(logits), -np.inf)),
    "Now turn them": lambda logits, allowed: np.where(allowed, logits, -np.inf),
    "Divide them by their sum": lambda logits, allowed: np.exp(logits) * allowed,
    "cut the forbidden tokens out": lambda logits, allowed: softmax(logits[allowed]),
    "contains NaN": by_adding,
    "Forbidden tokens still have": lambda logits, allowed: softmax(np.where(allowed, logits, -12)),
    "that is nothing": lambda logits, allowed: print(softmax(logits)),
    "should be numbers": lambda logits, allowed: dict(enumerate(softmax(logits))),
    "all together": lambda logits, allowed: softmax(np.where(allowed, logits, -1)),
}
PAIRS = {
    "every run with every other": matching(),
    "not a clean comparison": matching("steps"),
    "different numbers of steps": matching("seed"),
    "the sign is": matching("seed", "steps", sign=-1),
    "One number mixes everything": mean_gap,
    "in the order in which they stand": lesson_08.by_order,
    "or`. Seed *and*": lambda runs: [
        one["score"] - other["score"]
        for one in runs
        for other in runs
        if one["plan"]
        and not other["plan"]
        and (one["seed"] == other["seed"] or one["steps"] == other["steps"])
    ],
    "there and back": lambda runs: by_dictionary(runs) + [-gain for gain in by_dictionary(runs)],
    "with itself too": lambda runs: [
        one["score"] - other["score"]
        for one in runs
        for other in runs
        if (one["seed"], one["steps"]) == (other["seed"], other["steps"])
    ],
    "lose its sign": lambda runs: [abs(gain) for gain in by_dictionary(runs)],
    "inside the loop": lambda runs: by_dictionary(runs)[:1],
    "mean of the three gains": lambda runs: np.mean(by_dictionary(runs)),
    "Three numbers, as there should be": lambda runs: [0.1, 0.2, 0.3],
    "that is nothing": lambda runs: print(runs),
    "Your list has 0: nothing": lambda runs: [],
    "Your list has 8": lambda runs: [run["score"] for run in runs],
}

CASES = [
    Case("08.1", second=nearest, wrong=LEVELS),
    Case("08.2", second=by_division, given={"softmax": softmax}, wrong=MASKS),
    Case("08.3", second=by_dictionary, wrong=PAIRS),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_a_mask_that_is_laid_into_the_logits_is_right_with_a_word_on_copies():
    def in_place(logits, allowed):
        logits[~allowed] = -np.inf
        return softmax(logits)

    found = check("08.2", in_place)
    assert found.right and ".copy()" in found.message


def test_rounding_half_up_counts_as_right():
    from artlab.classroom import check

    assert check("08.1", pair(lambda v: np.array(rounded(v)))).right


def test_lesson_is_complete():
    verify_lesson("08", CASES)


# The cells -------------------------------------------------------------------------------------


def definitions(source):
    """The functions and classes of a code cell, and what it imports, without what it runs."""
    blocks = re.split(r"\n(?=\S)", source)
    return "\n".join(block for block in blocks if re.match(r"def |class |from |import ", block))


@pytest.fixture(scope="module")
def cells():
    """The names that the solved lesson defines, on a drawer of random weights."""
    names = {"np": np, "torch": torch, "transformers": transformers, "tokens": tokens}
    names |= {"draw": draw, "drawer_training": drawer_training, "gpt": build(seed=0).eval()}
    lesson = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions")
    for cell in lesson.cells:
        if cell.cell_type == "code" and "google.colab" not in cell.source:
            exec(definitions(cell.source), names)
            for line in cell.source.split("\n\n"):
                if re.match(r"(LARGEST|SEA) =", line):
                    exec(line, names)
    return names


def test_mask_of_the_lesson_is_that_of_artlab(cells):
    drawing = tokens.encode_sketch(draw(SCENE, seed=0))
    mine, theirs = cells["GrammarMask"](SCENE, 1), GrammarProcessor(SCENE)
    scores = torch.randn(1, tokens.VOCABULARY_SIZE, generator=torch.Generator().manual_seed(0))
    for length in range(1, len(drawing) + 1):
        ids = torch.tensor([drawing[:length]])
        assert torch.equal(mine(ids, scores), theirs(ids, scores)), length


def test_first_slip_is_where_the_rule_is_broken(cells):
    drawing = tokens.encode_sketch(draw(SCENE, seed=0))
    assert cells["first_slip"](drawing, SCENE) is None
    assert cells["first_slip"](drawing[:-1], SCENE) == len(drawing) - 1  # it never ends
    for wrong in (tokens.PLAN, tokens.TEXT_START + 1):
        assert cells["first_slip"]([*drawing[:5], wrong, *drawing[6:]], SCENE) == 5


def test_field_is_the_product_of_both_choices(cells):
    ids = [*tokens.encode_plan(SCENE), tokens.DRAW, tokens.TAGS["mountain"]]
    field = cells["next_point_field"](ids)
    assert field.shape == (256, 256) and field.sum() == pytest.approx(1, abs=1e-4)
    logits = cells["gpt"](torch.tensor([ids])).logits[0, -1].detach().numpy()
    across = softmax(logits[tokens.X0 : tokens.Y0])
    np.testing.assert_allclose(field.sum(axis=0), across, atol=1e-6)
    longer = torch.tensor([[*ids, tokens.X0 + 40]])
    logits = cells["gpt"](longer).logits[0, -1].detach().numpy()
    down = softmax(logits[tokens.Y0 : tokens.Y0 + 256])
    np.testing.assert_allclose(field[:, 40], across[40] * down, atol=1e-7)


def test_loss_of_the_lesson_is_that_of_the_training(cells):
    plan, drawing = tokens.encode_plan(SCENE), tokens.encode_sketch(draw(SCENE, seed=0))
    rows = [plan + drawing, plan + drawing[:40]]
    starts = [len(plan) + 1] * 2
    model = cells["gpt"]
    (plans, none), (drawings, number) = drawer_training.loss_of(
        model, *drawer_training.pad(rows, starts)
    )
    assert not none and not plans
    hidden = model.transformer(torch.tensor([rows[0][:-1]])).last_hidden_state
    assert hidden.shape[1] == len(rows[0]) - 1
    mine = float(cells["next_token_loss"](model, rows, starts).detach())
    # The training leaves words out of the softmax: it cannot be more surprised.
    theirs = float((drawings / number).detach())
    assert theirs < mine < theirs + np.log(tokens.VOCABULARY_SIZE / tokens.NUM_TOKENS) + 0.5


def test_both_arms_of_the_ablation_get_the_same_requests(cells):
    generators = [np.random.default_rng(7) for _ in range(2)]
    for _ in range(20):
        first, second = (
            cells["answer"](rng, plan) for rng, plan in zip(generators, (True, False), strict=True)
        )
        place = first.index("<plan>")
        assert first[:place] + first[place + 5 :] == second


def test_seascapes_obey_the_grammar(cells):
    for seed in range(5):
        row = cells["seascape"](seed)
        grammar = Grammar(tokens.decode_plan(row), tokens.extras_of(row))
        for token in row[row.index(tokens.DRAW) :]:
            grammar.push(token)
        assert grammar.done
