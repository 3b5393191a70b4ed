"""Reshaping the chances of the next token, against the processors of transformers."""

import math

import numpy as np
import pytest
import torch
import transformers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from artlab import gpt
from tests.gpt.models import byte_tokenizer, ids_of, small_gpt2, small_llama, writer

library = transformers.generation.logits_process
numbers = st.floats(-40, 40, width=32)
rows = arrays.arrays(np.float32, st.tuples(st.integers(1, 3), st.integers(1, 40)), elements=numbers)
shares = st.floats(0.01, 1.0)


def cut(kind, value, scores):
    """Which tokens a processor leaves, and its scores."""
    scores = torch.as_tensor(scores)
    got = kind(value)(torch.zeros(len(scores), 1, dtype=torch.long), scores.clone())
    return got > -math.inf, got


# Equal to the library


@given(rows, st.floats(0.01, 20))
def test_temperature_equals_the_library(scores, temperature):
    ids = torch.zeros(len(scores), 1, dtype=torch.long)
    wanted = library.TemperatureLogitsWarper(temperature)(ids, torch.tensor(scores))
    assert torch.equal(cut(gpt.Temperature, temperature, scores)[1], wanted)


@given(rows, st.integers(1, 50))
def test_top_k_equals_the_library(scores, k):
    ids = torch.zeros(len(scores), 1, dtype=torch.long)
    wanted = library.TopKLogitsWarper(k)(ids, torch.tensor(scores))
    assert torch.equal(cut(gpt.TopK, k, scores)[1], wanted)


@given(
    batch=st.integers(1, 3), size=st.integers(1, 300), spread=st.floats(0.1, 6),
    p=shares, seed=st.integers(0, 10**6),
)  # fmt: skip
@settings(max_examples=200)
def test_top_p_equals_the_library(batch, size, spread, p, seed):
    scores = np.float32(spread * np.random.default_rng(seed).standard_normal((batch, size)))
    chances = np.sort(torch.tensor(scores).double().softmax(-1).numpy(), -1)[:, ::-1]
    assume((np.diff(np.sort(scores, -1), axis=-1) > 0).all())  # among equals it keeps any
    assume((abs(np.cumsum(chances, -1) - p) > 2e-6).all())  # it adds up from the other end
    ids = torch.zeros(len(scores), 1, dtype=torch.long)
    wanted = library.TopPLogitsWarper(p)(ids, torch.tensor(scores))
    assert torch.equal(cut(gpt.TopP, p, scores)[1], wanted)


@given(rows, st.floats(0, 1))
def test_min_p_equals_the_library(scores, p):
    chances = torch.tensor(scores).softmax(-1)
    relative = chances / chances.amax(-1, keepdim=True)
    assume(((relative - p).abs() > 1e-5).all() or p in (0, 1))
    ids = torch.zeros(len(scores), 1, dtype=torch.long)
    wanted = library.MinPLogitsWarper(p)(ids, torch.tensor(scores))
    got = cut(gpt.MinP, p, scores)[1]
    assert torch.equal(got, wanted)


@given(rows, st.floats(0.1, 10), st.lists(st.integers(0, 39), min_size=1, max_size=9))
def test_repetition_penalty_equals_the_library(scores, penalty, seen):
    ids = torch.tensor([seen] * len(scores)) % scores.shape[1]
    wanted = library.RepetitionPenaltyLogitsProcessor(penalty)(ids, torch.tensor(scores))
    assert torch.equal(gpt.RepetitionPenalty(penalty)(ids, torch.tensor(scores)), wanted)


@pytest.mark.parametrize("model", [small_gpt2(), small_llama()], ids=["gpt2", "llama"])
@pytest.mark.parametrize(
    "options",
    [
        {"temperature": 0.7},
        {"temperature": 1.5, "top_k": 12},
        {"top_p": 0.8},
        {"temperature": 2.0, "min_p": 0.05, "repetition_penalty": 1.3},
        {"temperature": 1.3, "top_k": 20, "top_p": 0.9, "min_p": 0.01, "repetition_penalty": 1.1},
    ],
    ids=str,
)
def test_sampling_draws_the_tokens_that_generate_draws(model, options):
    ids = ids_of(5)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        off = {"temperature": 1.0, "top_k": 0, "top_p": 1.0}
        wanted = model.generate(ids, max_new_tokens=15, do_sample=True, **off | options)
    assert torch.equal(gpt.sample(model, ids, 15, gpt.processors(**options), seed=3), wanted)


def test_processors_stand_in_the_order_of_the_library():
    options = {
        "temperature": 0.5, "top_k": 3, "top_p": 0.5, "min_p": 0.1, "repetition_penalty": 2.0,
    }  # fmt: skip
    config = transformers.GenerationConfig(do_sample=True, **options)
    theirs = small_gpt2()._get_logits_processor(config, input_ids_seq_length=3, device="cpu")
    kinds = {
        "RepetitionPenaltyLogitsProcessor": gpt.RepetitionPenalty,
        "TemperatureLogitsWarper": gpt.Temperature, "TopKLogitsWarper": gpt.TopK,
        "TopPLogitsWarper": gpt.TopP, "MinPLogitsWarper": gpt.MinP,
    }  # fmt: skip
    wanted = [kinds[type(processor).__name__] for processor in theirs]
    assert [type(processor) for processor in gpt.processors(**options)] == wanted


def test_processors_are_the_kind_that_generate_takes():
    ours = gpt.processors(temperature=0.5, top_k=7)
    assert isinstance(ours, transformers.LogitsProcessorList)
    assert all(isinstance(processor, transformers.LogitsProcessor) for processor in ours)
    model, ids = small_gpt2(), ids_of(5)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        plain = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "do_sample": True}
        wanted = model.generate(ids, max_new_tokens=9, logits_processor=ours, **plain)
    assert torch.equal(gpt.sample(model, ids, 9, ours, seed=3), wanted)


# By hand


def test_top_p_keeps_the_token_that_crosses_p():
    scores = torch.tensor([[0.5, 0.3, 0.15, 0.05]]).log()
    for p, kept in ((0.4, 1), (0.6, 2), (0.79, 2), (0.81, 3), (0.96, 4), (1.0, 4)):
        assert cut(gpt.TopP, p, scores)[0].tolist() == [[place < kept for place in range(4)]]


def test_equal_tokens_are_cut_from_the_end():
    assert cut(gpt.TopP, 0.5, torch.zeros(1, 4))[0].tolist() == [[True, True, False, False]]


def test_top_k_keeps_ties_with_the_last():
    assert cut(gpt.TopK, 2, [[3.0, 1.0, 1.0, 0.0]])[0].tolist() == [[True, True, True, False]]


def test_min_p_measures_by_the_best():
    scores = torch.tensor([[0.6, 0.31, 0.09]]).log()
    assert cut(gpt.MinP, 0.5, scores)[0].tolist() == [[True, True, False]]
    assert cut(gpt.MinP, 0.0, scores)[0].all()
    assert cut(gpt.MinP, 1.0, scores)[0].tolist() == [[True, False, False]]


def test_temperature_acts_on_scores_not_on_chances():
    scores = torch.tensor([[math.log(9.0), 0.0]])
    chances = cut(gpt.Temperature, 0.5, scores)[1].softmax(-1)
    torch.testing.assert_close(chances, torch.tensor([[81 / 82, 1 / 82]]))


@pytest.mark.parametrize("temperature", [0, 0.0, 1e-9, 1e-300])
def test_no_temperature_leaves_the_likeliest_token(temperature):
    scores = torch.tensor([[1.0, 300.0, 299.9, -math.inf], [0.0, 0.0, 0.0, 0.0]])
    kept, got = cut(gpt.Temperature, temperature, scores)
    assert kept.tolist() == [[False, True, False, False], [True, False, False, False]]
    assert got.softmax(-1).isfinite().all()


def test_tokens_that_are_cut_stay_cut():
    scores = torch.tensor([[2.0, 1.0, 0.5, -math.inf]])
    ids = torch.tensor([[3, 0]])
    for processor in gpt.processors(1.7, 50, 1.0, 0.0, 1.4):
        scores = processor(ids, scores)
        assert scores[0, 3] == -math.inf and scores[0, :3].isfinite().all()


@given(rows, st.floats(0, 3), st.integers(1, 50), shares, st.floats(0, 1), st.floats(0.1, 5))
def test_a_token_is_always_left_and_scores_are_not_changed_in_place(
    scores, heat, k, p, least, fine
):
    ids = torch.zeros(len(scores), 2, dtype=torch.long)
    given_scores = torch.tensor(scores)
    got = gpt.processors(heat, k, p, least, fine)(ids, given_scores)
    assert got.isfinite().any(-1).all() and not got.isnan().any()
    assert torch.equal(given_scores, torch.tensor(scores))


# Bad input


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gpt.Temperature(-0.1), "`temperature` must be a finite number of 0 or more"),
        (lambda: gpt.Temperature(math.nan), "Received: nan"),
        (lambda: gpt.Temperature(math.inf), "Received: inf"),
        (lambda: gpt.Temperature("hot"), "Received: 'hot'"),
        (lambda: gpt.Temperature(True), "Received: True"),
        (lambda: gpt.TopK(0), "`top_k` must be an int of 1 or more .*. Received: 0"),
        (lambda: gpt.TopK(-1), "`top_k` must be"),
        (lambda: gpt.TopK(2.0), "`top_k` must be"),
        (lambda: gpt.TopP(0), r"`top_p` must be in \(0, 1\]. Received: 0"),
        (lambda: gpt.TopP(1.5), r"`top_p` must be in \(0, 1\]. Received: 1.5"),
        (lambda: gpt.TopP(math.nan), "`top_p` must be"),
        (lambda: gpt.TopP(None), "`top_p` must be"),
        (lambda: gpt.MinP(-0.1), r"`min_p` must be in \[0, 1\]"),
        (lambda: gpt.MinP(1.1), r"`min_p` must be in \[0, 1\]"),
        (lambda: gpt.RepetitionPenalty(0), "`repetition_penalty` must be a finite number above 0"),
        (lambda: gpt.RepetitionPenalty(-1), "`repetition_penalty` must be"),
        (lambda: gpt.processors(top_p=1.5), r"`top_p` must be in \(0, 1\]. Received: 1.5"),
        (lambda: gpt.processors(temperature=-1), "`temperature` must be"),
        (lambda: gpt.processors(top_k=0), "leave it out to keep all"),
    ],
)
def test_bad_settings_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    "processor", [*gpt.processors(0.5, 2, 0.5, 0.5, 1.5)], ids=lambda one: type(one).__name__
)
@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (torch.zeros(5), r"`scores` must have shape \(batch, vocabulary\). Received: \(5,\)"),
        (torch.zeros(1, 0), "`scores` must have shape"),
        (torch.zeros(1, 2, 5), "`scores` must have shape"),
        (torch.tensor([[0.0, math.nan]]), "`scores` must be numbers. Received: NaN"),
    ],
)
def test_bad_scores_are_named(processor, scores, message):
    with pytest.raises(ValueError, match=message):
        processor(torch.zeros(1, 1, dtype=torch.long), scores)


# The table


def test_the_table_is_softmax_of_the_library_logits():
    model, tokenizer = writer()
    ids = tokenizer("a red boat on", return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        logits = model(ids).logits[0, -1].double().numpy()
    by_hand = np.exp(logits) / np.exp(logits).sum()
    table = gpt.next_token_table(model, tokenizer, "a red boat on", k=50)
    assert [row.id for row in table] == (-logits).argsort(kind="stable")[:50].tolist()
    for row in table:
        assert row.logit == pytest.approx(float(logits[row.id]), abs=1e-4)
        assert row.probability == pytest.approx(float(by_hand[row.id]), abs=1e-6)
    whole = gpt.next_token_table(model, tokenizer, "a red boat on", k=10**6)
    assert len(whole) == 2144
    assert sum(row.probability for row in whole) == pytest.approx(1, abs=1e-5)


def test_a_gpt_of_our_own_has_a_table_too():
    model, tokenizer = writer()
    wanted = gpt.next_token_table(model, tokenizer, "mist over the")
    got = gpt.next_token_table(gpt.GPT.from_transformers(model), tokenizer, "mist over the")
    assert [row[:2] for row in got] == [row[:2] for row in wanted]
    for mine, theirs in zip(got, wanted, strict=True):
        assert mine.probability == pytest.approx(theirs.probability, abs=1e-5)


@pytest.mark.parametrize("prompt", ["", "   ", "\n", "山水", "🎨🖌️", "a 山 مرحبا 🎨", "x" * 24])
def test_every_prompt_has_a_table(prompt):
    model = small_gpt2(vocab_size=257)
    table = gpt.next_token_table(model, byte_tokenizer(), prompt, k=5)
    ids = byte_tokenizer()(prompt)["input_ids"] or [256]
    with torch.inference_mode():
        wanted = model(torch.tensor([ids])[:, -24:]).logits[0, -1].softmax(-1)
    assert len(table) == 5
    assert table[0].probability == pytest.approx(float(wanted.max()), abs=1e-6)
    assert all(row.token.isprintable() and row.token for row in table)


def test_of_a_long_prompt_the_tail_is_read_and_this_is_said():
    model = small_gpt2(vocab_size=257)
    with pytest.warns(UserWarning, match="`prompt` has 29 tokens.* the last 24"):
        long = gpt.next_token_table(model, byte_tokenizer(), "xxxxxx" + "mountains and lakes 山")
    with_tail = gpt.next_token_table(model, byte_tokenizer(), "x" + "mountains and lakes 山")
    assert long == with_tail


def test_half_a_character_has_a_name():
    model = small_gpt2(vocab_size=257)
    names = {row.id: row.token for row in gpt.next_token_table(model, byte_tokenizer(), "a", 300)}
    first = byte_tokenizer()("山")["input_ids"][0]
    assert names[first] == r"\xe5" and len(names) == 257


def test_a_table_draws_no_dropout_and_leaves_training_on():
    model = small_gpt2(vocab_size=257, resid_pdrop=0.5).train()
    one, two = (gpt.next_token_table(model, byte_tokenizer(), "a lake") for _ in range(2))
    assert one == two and model.training


@pytest.mark.parametrize("k", [0, -1, 2.5, None, True])
def test_a_table_needs_a_row(k):
    with pytest.raises(ValueError, match="`k` must be an int of 1 or more"):
        gpt.next_token_table(small_gpt2(), byte_tokenizer(), "a", k)


@pytest.mark.parametrize("prompt", [None, 7, ["a"]])
def test_a_prompt_is_a_text(prompt):
    with pytest.raises(ValueError, match="`prompt` must be a str"):
        gpt.next_token_table(small_gpt2(vocab_size=257), byte_tokenizer(), prompt)


def test_a_tokenizer_of_another_model_is_noticed():
    with pytest.raises(ValueError, match=r"`input_ids` must lie in \[0, 61\)"):
        gpt.next_token_table(small_gpt2(), byte_tokenizer(), "山")
