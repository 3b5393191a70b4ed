"""Lesson 06: every exercise against right, wrong and hostile answers; its cells against artlab."""

import re
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers

from artlab import gpt
from artlab.classroom import check
from artlab.classroom.lessons import lesson_06
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.gpt.attention import attention
from artlab.lessons import notebook
from artlab.studio.text import WEIGHTS

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "06_how_gpt_writes.py"
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
    "The minus turns it round": lambda z, t: softmax(-z / t),
    "to the power 1/T": lambda z, t: softmax(z) ** (1 / t),
    "the sigmoid of each": lambda z, t: 1 / (1 + np.exp(-z / t)),
    "divides e to the logit": lambda z, t: np.exp(z) / t,
    "You round": lambda z, t: softmax(z / t).round(2),
    "that is nothing": lambda z, t: print(softmax(z / t)),
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
    "change the two over": lambda s: softmax(np.where(triangle(s), -np.inf, s)),
    "Plus infinity": lambda s: softmax(np.where(triangle(s), s, np.inf)),
    "turned over": lambda s: row_by_row(s).T,
    "sums of the columns": lambda s: (softmax(s) * triangle(s)) / (softmax(s) * triangle(s)).sum(0),
    "scores are not used": lambda s: triangle(s) / triangle(s).sum(axis=1, keepdims=True),
    "the mask alone": lambda s: triangle(s) * 1.0,
    "by √d already": lambda s: row_by_row(s / np.sqrt(len(s))),
    "instead of multiplying": lambda s: softmax(s * triangle(s) - np.inf * ~triangle(s)),
    "Later words still keep": lambda s: softmax(np.where(triangle(s), s, -10)),
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
    "one token too many": lambda c, p: lesson_06._shares(
        lesson_06._nucleus(c, lesson_06._smallest(c, p) + 1)
    ),
    "the other way round": lambda c, p: shares(np.where(np.array(one_by_one(c, p)) > 0, 0, c)),
    "none is as large": lambda c, p: shares(np.where(c >= p, c, 0)),
    "against 1 - p": lambda c, p: shares(np.where(c > 1 - p, c, 0)),
    "share p of the *tokens*": lambda c, p: shares(
        np.where(np.argsort(np.argsort(-c)) < int(p * len(c)), c, 0)
    ),
    "Only the likeliest token": lambda c, p: np.eye(len(c))[c.argmax()],
    "from the least likely on": lambda c, p: shares(c * (lesson_06._rising(c) < p)),
    "each with 1": lambda c, p: 1.0 * (np.array(one_by_one(c, p)) > 0),
    "all alike": lambda c, p: shares(1.0 * (np.array(one_by_one(c, p)) > 0)),
    "no `softmax` again": lambda c, p: softmax(
        np.where(np.array(one_by_one(c, p)) > 0, c, -np.inf)
    ),
    "places of the kept tokens": lambda c, p: [i for i, q in enumerate(one_by_one(c, p)) if q > 0],
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


def test_a_right_answer_that_changes_its_input_is_told_so():
    def masks_in_place(scores):
        scores[~triangle(scores)] = -np.inf
        return softmax(scores)

    found = check("06.2", masks_in_place)
    assert found.right and ".copy()" in found.message


@pytest.mark.parametrize(
    "cancelling",
    [lambda z, t: shares(softmax(z) / t), lambda z, t: softmax(z - t)],
    ids=["divided_by_the_sum", "subtracted"],
)
def test_a_temperature_that_cancels_is_explained(cancelling):
    assert "it cancels" in check("06.1", cancelling).message


def test_lesson_is_complete():
    verify_lesson("06", CASES)


# The cells -------------------------------------------------------------------------------------


def definitions(source):
    """The functions and classes of a code cell, and what it imports, without what it runs."""
    blocks = re.split(r"\n(?=\S)", source)
    return "\n".join(block for block in blocks if re.match(r"def |class |from |import ", block))


@pytest.fixture(scope="module")
def cells():
    """The names that the solved lesson defines, with the course's model."""
    model = transformers.AutoModelForCausalLM.from_pretrained(WEIGHTS)
    tokenizer = transformers.AutoTokenizer.from_pretrained(WEIGHTS)
    names = {"np": np, "torch": torch, "transformers": transformers, "gpt": gpt}
    names |= {
        "model": model,
        "tokenizer": tokenizer,
        "written_out": gpt.GPT.from_transformers(model),
    }
    lesson = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions")
    for cell in lesson.cells:
        if cell.cell_type == "code" and "google.colab" not in cell.source:
            exec(definitions(cell.source), names)
    return names


def test_softmax_of_the_lesson_is_that_of_torch(cells):
    scores = np.random.default_rng(0).normal(0, 50, (3, 7))
    expected = torch.softmax(torch.tensor(scores), dim=-1).numpy()
    np.testing.assert_allclose(cells["softmax"](scores), expected, atol=1e-12)


def test_mask_of_the_lesson_gives_the_weights_of_artlab(cells):
    queries, keys, values = torch.randn(
        3, 5, 4, generator=torch.Generator().manual_seed(1)
    ).double()
    _, weights = attention(queries, keys, values, gpt.causal_mask(5))
    scores = (queries @ keys.T / 2).numpy()
    np.testing.assert_allclose(cells["causal_weights"](scores), weights.numpy(), atol=1e-12)


@pytest.mark.parametrize("p", [0.05, 0.5, 0.9, 0.999])
def test_top_p_of_the_lesson_is_that_of_artlab(cells, p):
    scores = torch.randn(1, 200, generator=torch.Generator().manual_seed(2)).double() * 3
    expected = gpt.TopP(p)(None, scores).softmax(-1)[0].numpy()
    np.testing.assert_allclose(
        cells["top_p"](scores.softmax(-1)[0].numpy(), p), expected, atol=1e-9
    )


def test_byte_pairs_keep_what_they_have_not_seen_in_bytes(cells):
    found = cells["byte_pairs"](["two mountains and two boats"] * 9, size=400)
    assert len(found.encode(" mountains").ids) == 1
    assert len(found.encode("山水").ids) == len("山水".encode())
    assert found.token_to_id("<unk>") is None  # none is needed


def test_repeated_counts_runs_that_stood_there_before(cells):
    assert cells["repeated"]([1, 2, 3, 4, 5, 6]) == 0
    assert cells["repeated"]([1, 2, 3, 4] * 2 + [1]) == pytest.approx(100 * 2 / 6)
    assert cells["repeated"]([7] * 103) == pytest.approx(99)


def test_no_end_forbids_the_end_and_nothing_else(cells):
    scores = torch.zeros(1, 2144)
    found = cells["NoEnd"]()(None, scores)
    assert (found == -torch.inf).nonzero().tolist() == [[0, cells["tokenizer"].eos_token_id]]


def test_look_gives_all_maps_of_a_text(cells, capsys):
    names, maps = cells["look"]("two boats 山水")
    assert names == ["<tell>", "␣two", "␣boats", "␣", "山", "水"]
    assert maps.shape == (4, 6, 6, 6)
    assert maps.sum(dim=-1) == pytest.approx(np.ones((4, 6, 6)), abs=1e-5)
    assert float(capsys.readouterr().out.split()[-1]) < 1e-4


def test_the_writer_likes_what_the_lesson_says_it_likes(cells):
    """Facts about the shipped weights that the prose tells; new weights may need new prose."""
    model, tokenizer = cells["model"], cells["tokenizer"]
    table = gpt.next_token_table(model, tokenizer, "The mountains", 1)
    assert table[0].token == "␣and"
    behind = {token.token for token in gpt.next_token_table(model, tokenizer, "Two boats", 3)}
    assert behind == {"␣drift", "␣rest", "␣glide"}


# The phrasebook --------------------------------------------------------------------------------


def test_phrasebook_says_the_same_on_both_sides():
    keras = pytest.importorskip("keras")
    logits = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    labels = np.array([0, 3, 1, 1, 2])
    dense, linear = keras.layers.Dense(4), torch.nn.Linear(3, 4)
    dense.build((None, 3))
    assert (dense.kernel.shape, tuple(linear.weight.shape)) == ((3, 4), (4, 3))
    rows = keras.layers.Embedding(2144, 192)
    assert rows(np.array([[1, 2]])).shape == (1, 2, 192)
    assert torch.nn.Embedding(2144, 192)(torch.tensor([[1, 2]])).shape == (1, 2, 192)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, logits)
    other = torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(labels))
    assert float(loss) == pytest.approx(float(other), rel=1e-5)
    one, two = keras.ops.softmax(logits), torch.softmax(torch.tensor(logits), dim=-1)
    np.testing.assert_allclose(np.asarray(one), two.numpy(), atol=1e-6)


def test_phrasebook_takes_the_same_step_on_both_sides():
    keras = pytest.importorskip("keras")
    weights = keras.Variable([1.0, 2.0])
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build([weights])
    optimizer.apply([keras.ops.convert_to_tensor([6.0, 6.0])], [weights])
    assert np.asarray(weights) == pytest.approx([0.4, 1.4])  # what the lesson pins for PyTorch
