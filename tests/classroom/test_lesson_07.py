"""Lesson 07: every exercise against right, wrong and hostile answers; its cells against artlab."""

import math
import re
import statistics
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from artlab import gpt
from artlab.classroom import check
from artlab.classroom.lessons import lesson_07
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.lessons import notebook

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "07_your_own_gpt.py"


def rows(inputs, labels):
    """An answer that cuts `(first, last)` places, counted from the window's, out of the text."""
    return lambda ids, start, length: tuple(
        ids[start + first : start + length + last] for first, last in (inputs, labels)
    )


def by_hand(ids, start, length):
    places = range(start, start + length)
    return [int(ids[place]) for place in places], [int(ids[place + 1]) for place in places]


def turned(ids, start, length):
    inputs = ids[start : start + length]
    return inputs, np.roll(inputs, -1)


WINDOWS = {
    "learns to copy": rows((0, 0), (0, 0)),
    "shift twice": rows((0, 0), (2, 2)),
    "the wrong way: your labels": rows((0, 0), (-1, -1)),
    "turn the window round": turned,
    "changed over": rows((1, 1), (0, 0)),
    "starts at the front": lambda ids, start, length: (ids[:length], ids[1 : length + 1]),
    "lost a token": rows((0, -1), (1, 0)),
    "One label for the whole window": lambda ids, start, length: (
        ids[start : start + length],
        ids[start + length],
    ),
    "Return two rows": lambda ids, start, length: ids[start : start + length + 1],
    "does not count from the first": lambda ids, start, length: (ids[start:length], ids),
    "one token too long": rows((0, 1), (1, 1)),
    "one place too early": rows((-1, -1), (0, 0)),
    "the places, not the tokens": lambda ids, start, length: (
        np.arange(start, start + length),
        np.arange(start + 1, start + length + 1),
    ),
    "one short": rows((0, 0), (1, 0)),
    "add 1 to the tokens": lambda ids, start, length: (
        ids[start : start + length],
        ids[start : start + length] + 1,
    ),
    "the window behind": rows((0, 0), (5, 5)),
    "five pairs": lambda ids, start, length: list(
        zip(*rows((0, 0), (1, 1))(ids, start, length), strict=True)
    ),
    "that is nothing": lambda ids, start, length: print(ids),
    "The inputs from place 2 on": rows((3, 3), (4, 4)),
    "The labels should be": rows((0, 0), (4, 4)),
}


def by_product(chances):
    return np.prod(chances) ** (-1 / len(chances))


PERPLEXITIES = {
    "summed loss": lambda p: np.exp(-np.log(p).sum()),
    "The minus is missing": lambda p: np.exp(np.log(p).mean()),
    "mean loss in nats": lambda p: -np.log(p).mean(),
    "average the probabilities themselves": lambda p: 1 / p.mean(),
    "average 1/p": lambda p: (1 / p).mean(),
    "log10 with e": lambda p: np.exp(-np.log10(p).mean()),
    "log2 with e": lambda p: np.exp(-np.log2(p).mean()),
    "natural logarithm with 2": lambda p: 2 ** -np.log(p).mean(),
    "The same ones twice must give the same": lambda p: np.exp(-np.log(p).sum() / 5),
    "One number per token": lambda p: np.exp(-np.log(p)),
    "minus stands outside": lambda p: -np.exp(np.log(p).mean()),
    "median of the losses": lambda p: np.exp(-np.median(np.log(p))),
    "The logarithm is missing": lambda p: np.exp(-p.mean()),
    "one token too few": lambda p: np.exp(-np.log(p).sum() / (len(p) - 1)),
    "inside the loop": lambda p: np.exp(-np.log(p[0]) / len(p)),
    "divide by the sum first": lambda p: np.exp(-np.log(p / p.sum()).mean()),
    "weigh the losses by p": lambda p: np.exp(-(p * np.log(p)).sum()),
    "You round": lambda p: round(float(np.exp(-np.log(p).mean())), 2),
    "is your e rounded": lambda p: 2.718 ** -np.log(p).mean(),
    "it should be 4.47": lambda p: 1.0 * len(p),
}


def by_statistics(report):
    copied, true = (statistics.median(report[name]) for name in ("copied", "true"))
    return copied / true > 2


MEMORIES = {
    "training loss only": lambda r: r["train_loss"] < 0.5,
    "held-out loss only": lambda r: r["held_out_loss"] > 1.5,
    "compare the two losses": lambda r: r["held_out_loss"] - r["train_loss"] > 1,
    "fixed length": lambda r: np.median(r["copied"]) > 20,
    "longest of all copied spans": lambda r: max(r["copied"]) > 2 * np.median(r["true"]),
    "You take means": lambda r: np.mean(r["copied"]) > 2 * np.mean(r["true"]),
    "more at all": lambda r: np.median(r["copied"]) > np.median(r["true"]),
    "the wrong way round": lambda r: np.median(r["copied"]) <= 2 * np.median(r["true"]),
    "Return True or False": lambda r: np.median(r["copied"]),
    "the lists themselves": lambda r: r["copied"] > 2 * r["true"],
    "middle of an unsorted list": lambda r: r["copied"][2] > 2 * r["true"][2],
    "compare one by one": lambda r: any(
        c > 2 * t for c, t in zip(r["copied"], r["true"], strict=True)
    ),
    "You subtract": lambda r: np.median(r["copied"]) - np.median(r["true"]) > 2,
    "The 2 stands at the wrong side": lambda r: 2 * np.median(r["copied"]) > np.median(r["true"]),
    "The two lists are changed over": lambda r: np.median(r["true"]) > 2 * np.median(r["copied"]),
    "that is nothing": lambda r: print(by_statistics(r)),
    "the answer should be": lambda r: False,
}

CASES = [
    Case("07.1", second=by_hand, wrong=WINDOWS),
    Case("07.2", second=by_product, wrong=PERPLEXITIES),
    Case("07.3", second=by_statistics, wrong=MEMORIES),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_a_verdict_of_one_or_zero_and_rows_in_one_array_are_read():
    assert check("07.3", lambda r: int(by_statistics(r))).right
    assert check("07.1", lambda *window: np.stack(by_hand(*window))).right


def test_a_verdict_in_quotes_is_told_to_leave_them_out():
    assert "without quotes" in check("07.3", lambda r: str(by_statistics(r))).message


def test_bits_are_as_good_as_nats():
    from artlab.classroom import check

    assert check("07.2", lambda p: 2 ** -np.log2(p).mean()).right
    assert check("07.2", lambda p: math.prod(1 / x for x in p) ** (1 / len(p))).right


@pytest.mark.parametrize("limit", [0.19, 0.22, 0.5, 0.85, 1.2])
def test_any_limit_of_the_training_loss_is_explained(limit):
    from artlab.classroom import check

    assert "training loss only" in check("07.3", lambda r: r["train_loss"] < limit).message


def test_tensors_are_read():
    import torch

    from artlab.classroom import check

    assert check("07.1", lambda i, s, n: tuple(torch.tensor(row) for row in by_hand(i, s, n))).right
    assert check("07.3", lambda r: np.bool_(by_statistics(r))).right


def test_lesson_is_complete():
    verify_lesson("07", CASES)


def test_every_shortcut_misjudges_a_report():
    wanted = [lesson_07.judged(report) for report in lesson_07.REPORTS]
    assert 2 <= sum(wanted) <= len(wanted) - 2
    for patterns, why in lesson_07.MEMORY_MISTAKES:
        assert wanted not in patterns, why


# The cells -------------------------------------------------------------------------------------


def definitions(source):
    """The functions of a code cell, and what it imports, without what it runs."""
    blocks = re.split(r"\n(?=\S)", source)
    return "\n".join(block for block in blocks if re.match(r"def |from |import ", block))


def lesson_names():
    """The names that the solved lesson defines."""
    names = {"np": np, "gpt": gpt, "sizes": {"num_layers": 1, "num_heads": 2, "width": 16}}
    lesson = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions")
    for cell in lesson.cells:
        if cell.cell_type == "code" and "google.colab" not in cell.source:
            exec(definitions(cell.source), names)
    return names


CELLS = lesson_names()


class Letters:
    """A tokenizer of single letters, as much of one as a corpus needs."""

    bos_token_id, eos_token_id, unk_token_id = 2, 1, 0

    def __call__(self, texts):
        return {"input_ids": [[2, *(ord(c) - 94 for c in text)] for text in texts]}


def test_rates_of_the_lesson_are_those_of_the_trainer():
    chosen = gpt.Settings()
    for step in range(0, 1000, 7):
        assert CELLS["rate_at"](step) == pytest.approx(chosen.rate_at(step))


def test_loop_of_the_lesson_is_that_of_the_trainer():
    texts = ["".join(chr(97 + (3 * i + 5 * k) % 26) for k in range(15)) for i in range(40)]
    corpus = gpt.Corpus(texts, Letters(), held_out=4)
    names = {**CELLS, "corpus": corpus}
    train = type(CELLS["train"])(CELLS["train"].__code__, names, "train")
    models = [CELLS["new_model"](num_positions=64) for _ in range(2)]
    by_hand = train(models[0], 4)
    packaged = gpt.Trainer(models[1], corpus, precision="float32").fit(until=4)
    np.testing.assert_allclose(by_hand, packaged, rtol=1e-5)
    for one, other in zip(*(model.parameters() for model in models), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)


@given(
    st.lists(st.integers(0, 3), max_size=15),
    st.lists(st.lists(st.integers(0, 3), max_size=15), max_size=3),
)
@settings(max_examples=100, deadline=None)
def test_copied_span_of_the_lesson_is_that_of_the_package(ids, documents):
    assert CELLS["longest_copied"](ids, documents) == gpt.longest_copied_span(ids, documents)


def test_perplexity_of_the_lesson_is_that_of_the_loss():
    model, row = CELLS["new_model"](num_positions=8), [5, 3, 9, 4]
    with torch.no_grad():
        chances = model(torch.tensor([row[:-1]]))[0].double().softmax(-1)
    given_to = chances[range(3), row[1:]].numpy()
    wanted = math.exp(gpt.held_out_loss(model, [row]))
    assert CELLS["perplexity"](given_to) == pytest.approx(wanted, rel=1e-5)


def test_writing_of_the_lesson_ends_where_the_text_ends():
    class Ender(torch.nn.Module):
        """Writes token 7 until the text is six tokens long, and then the end."""

        def forward(self, ids):
            logits = torch.full((*ids.shape, 10), -100.0)
            logits[..., 1 if ids.shape[1] >= 6 else 7] = 100.0
            return logits

    names = {**CELLS, "tokenizer": Letters()}
    defaults = CELLS["write_many"].__defaults__
    write_many = type(CELLS["train"])(CELLS["write_many"].__code__, names, "write", defaults)
    assert write_many(Ender(), num=3, length=9) == [[7] * 5] * 3
    assert write_many(Ender(), num=1, length=3) == [[7] * 3]


def test_every_point_of_the_scaling_study_was_measured():
    table = gpt.scaling_table()
    sizes = [list(row) for row in table.values()]
    assert list(table) == [40, 400, 3599] and all(size == sizes[0] for size in sizes)
    assert sizes[0] == sorted(sizes[0]) and len(sizes[0]) == 5
    model = gpt.GPT(gpt.GPTConfig(2000, 64, 3, 4, 128))
    assert sizes[0][-1] == sum(p.numel() for p in model.blocks.parameters())
