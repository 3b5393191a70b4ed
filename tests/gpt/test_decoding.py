"""Writing, against `model.generate` of transformers."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from artlab import gpt
from tests.gpt.models import ids_of, small_gpt2, small_llama, writer

MODELS = {"gpt2": small_gpt2, "llama": small_llama}


@pytest.fixture(params=MODELS)
def model(request):
    return MODELS[request.param]()


def generate(model, ids, num_tokens, **options):
    seen = torch.ones_like(ids)  # else it takes ids like the padding in the prompt for padding
    return model.generate(
        ids, max_new_tokens=num_tokens, pad_token_id=0, attention_mask=seen, **options
    )


# The likeliest


@pytest.mark.parametrize("use_cache", [True, False])
def test_greedy_writes_what_generate_writes(model, use_cache):
    wanted = generate(model, ids_of(5), 15, do_sample=False)
    assert torch.equal(gpt.greedy(model, ids_of(5), 15, use_cache=use_cache), wanted)


@pytest.mark.parametrize("place", [0, 4])
def test_a_stop_id_ends_the_text_as_in_generate(model, place):
    free = gpt.greedy(model, ids_of(5), 15)[0, 5:].tolist()
    stops = [free[place], 60 if free[place] != 60 else 59]
    wanted = generate(model, ids_of(5), 15, do_sample=False, eos_token_id=stops)
    got = gpt.greedy(model, ids_of(5), 15, stop_ids=stops)
    assert torch.equal(got, wanted)
    assert got[0, -1] in stops and not set(got[0, 5:-1].tolist()) & set(stops)


def test_the_shipped_writer_writes_what_generate_writes():
    model, tokenizer = writer()
    ids = tokenizer("a quiet lake below two", return_tensors="pt")["input_ids"]
    wanted = generate(model, ids, 60, do_sample=False, eos_token_id=4)
    assert torch.equal(gpt.greedy(model, ids, 60, stop_ids=[4]), wanted)


def test_a_gpt_of_our_own_writes_the_same():
    made = gpt.GPT.from_transformers(small_gpt2())
    assert torch.equal(gpt.greedy(made, ids_of(5), 15), gpt.greedy(small_gpt2(), ids_of(5), 15))
    got = gpt.beam_search(made, ids_of(5), 9, 3)
    assert torch.equal(got, gpt.beam_search(small_gpt2(), ids_of(5), 9, 3))
    options = {"processors": gpt.processors(1.5), "seed": 4}
    got = gpt.sample(made, ids_of(5), 15, **options)
    assert torch.equal(got, gpt.sample(small_gpt2(), ids_of(5), 15, **options))


# A draw


def test_the_same_seed_draws_the_same_tokens_whatever_was_drawn_before(model):
    options = {"processors": gpt.processors(temperature=2.0)}
    state = torch.random.get_rng_state()
    first = gpt.sample(model, ids_of(5), 15, seed=7, **options)
    assert torch.equal(torch.random.get_rng_state(), state)
    torch.rand(3)
    assert torch.equal(gpt.sample(model, ids_of(5), 15, seed=7, **options), first)
    assert not torch.equal(gpt.sample(model, ids_of(5), 15, seed=8, **options), first)


def test_the_cache_changes_no_draw(model):
    options = {"processors": gpt.processors(temperature=2.0), "seed": 7}
    with_cache = gpt.sample(model, ids_of(5), 15, **options)
    assert torch.equal(gpt.sample(model, ids_of(5), 15, use_cache=False, **options), with_cache)


def test_without_temperature_a_draw_is_the_likeliest(model):
    cold = gpt.processors(temperature=0)
    wanted = gpt.greedy(model, ids_of(5), 15)
    assert torch.equal(gpt.sample(model, ids_of(5), 15, cold, seed=5), wanted)


def test_draws_come_as_often_as_the_table_says():
    model, num = small_gpt2(spread=0.1), 400
    ids = ids_of(3)
    with torch.inference_mode():
        chances = model(ids).logits[0, -1].softmax(-1)
    drawn = torch.cat([gpt.sample(model, ids, 1, seed=seed)[0, 3:] for seed in range(num)])
    counts = torch.bincount(drawn, minlength=61)
    groups = chances.argsort(descending=True).split(6)  # ten groups, enough in each
    pairs = [(counts[group].sum().item(), num * chances[group].sum().item()) for group in groups]
    chi_squared = sum((got - wanted) ** 2 / wanted for got, wanted in pairs)
    assert chi_squared < 29.6  # the 99.9% point at 10 degrees of freedom


def test_processors_see_what_was_written():
    seen = []

    def spy(read, scores):
        seen.append(read[0].tolist())
        return scores

    written = gpt.sample(small_gpt2(), ids_of(3), 3, [spy])[0].tolist()
    assert seen == [written[:length] for length in (3, 4, 5)]


def test_processors_that_leave_nothing_are_refused():
    nothing = [lambda read, scores: torch.full_like(scores, -math.inf)]
    with pytest.raises(ValueError, match="`processors` must leave a token to draw"):
        gpt.sample(small_gpt2(), ids_of(3), 3, nothing)


def test_processors_that_give_no_numbers_are_refused():
    broken = [lambda read, scores: scores * math.nan]
    with pytest.raises(ValueError, match=r"`scores` must be numbers\. Received: NaN"):
        gpt.sample(small_gpt2(), ids_of(3), 3, broken)


# Beams


@pytest.mark.parametrize("num_beams", [2, 3, 8])
def test_beam_search_writes_what_generate_writes_with_the_shipped_writer(num_beams):
    model, tokenizer = writer()
    for prompt in ("a misty mountain", "evening"):
        ids = tokenizer(prompt, return_tensors="pt")["input_ids"]
        wanted = generate(model, ids, 30, num_beams=num_beams, do_sample=False, eos_token_id=4)
        assert torch.equal(gpt.beam_search(model, ids, 30, num_beams, stop_ids=[4]), wanted)


@given(
    seed=st.integers(0, 10**6), num_beams=st.integers(2, 6), num_tokens=st.integers(1, 12),
    length=st.integers(1, 8), places=st.sets(st.integers(0, 11), max_size=3),
    penalty=st.sampled_from([0.0, 0.5, 1.0, 2.0]), llama=st.booleans(),
)  # fmt: skip
@settings(max_examples=60)
def test_beam_search_writes_what_generate_writes(
    seed, num_beams, num_tokens, length, places, penalty, llama
):
    model = small_llama(seed) if llama else small_gpt2(seed, spread=0.15, vocab_size=61)
    ids = ids_of(length, seed)
    free = gpt.beam_search(model, ids, 12, 3)[0, length:]
    stops = {int(free[place]) for place in places}  # tokens that it comes to write
    wanted = generate(
        model, ids, num_tokens, num_beams=num_beams, do_sample=False, length_penalty=penalty,
        eos_token_id=sorted(stops) or None,
    )  # fmt: skip
    got = gpt.beam_search(model, ids, num_tokens, num_beams, stops, penalty)
    assert torch.equal(got, wanted)


def log_probability(model, ids, length):
    """Of the tokens behind the first `length`."""
    with torch.inference_mode():
        chances = model(ids).logits[0].log_softmax(-1)
    return sum(float(chances[place - 1, ids[0, place]]) for place in range(length, ids.shape[1]))


def test_one_beam_is_greedy(model):
    wanted = gpt.greedy(model, ids_of(5), 12)
    assert torch.equal(gpt.beam_search(model, ids_of(5), 12, 1), wanted)


def test_beams_for_every_text_find_the_likeliest_of_all():
    model = small_gpt2(vocab_size=5, n_positions=8)
    ids = ids_of(2, vocabulary=5)
    grid = torch.cartesian_prod(*[torch.arange(5)] * 3)
    texts = [torch.cat([ids[0], row])[None] for row in grid]
    best = max(texts, key=lambda text: log_probability(model, text, 2))
    assert torch.equal(gpt.beam_search(model, ids, 3, 25), best)


# Bad input


METHODS = {
    "greedy": gpt.greedy,
    "sample": gpt.sample,
    "beam_search": lambda *arguments, **options: gpt.beam_search(
        *arguments, num_beams=2, **options
    ),
}


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_no_tokens_give_the_prompt_back(method):
    assert torch.equal(method(small_gpt2(), ids_of(5), 0), ids_of(5))


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize("ids", [[3, 1, 4], torch.tensor([3, 1, 4]), torch.tensor([[3, 1, 4]])])
def test_prompts_may_be_lists_rows_and_batches_of_one(method, ids):
    assert method(small_gpt2(), ids, 4)[0, :3].tolist() == [3, 1, 4]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_of_a_long_prompt_the_tail_is_read_and_all_is_given_back(method):
    ids = ids_of(40)
    with pytest.warns(UserWarning, match="has 40 tokens.* last 18"):
        got = method(small_gpt2(), ids, 6)
    assert torch.equal(got[:, :40], ids)
    assert torch.equal(got[:, 40:], method(small_gpt2(), ids[:, -18:], 6)[:, 18:])


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"num_tokens": -1}, "`num_tokens` must be an int of 0 or more"),
        ({"num_tokens": 2.0}, "`num_tokens` must be"),
        ({"num_tokens": 24}, "`num_tokens` must be at most 23"),
        ({"input_ids": []}, "`input_ids` must have shape"),
        ({"input_ids": torch.zeros(2, 3, dtype=torch.long)}, r"Received: \(2, 3\)"),
        ({"input_ids": torch.zeros(1, 3)}, "whole numbers"),
        ({"input_ids": [1, 61]}, "vocabulary"),
        ({"input_ids": [-1]}, "vocabulary"),
    ],
)
def test_bad_input_is_named(method, change, message):
    arguments = {"input_ids": [1, 2], "num_tokens": 3} | change
    with pytest.raises(ValueError, match=message):
        method(small_gpt2(), **arguments)


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (lambda: gpt.sample(small_gpt2(), [1], 2, seed=-1), "`seed` must be an int of 0 or more"),
        (lambda: gpt.sample(small_gpt2(), [1], 2, seed=0.5), "`seed` must be"),
        (lambda: gpt.beam_search(small_gpt2(), [1], 2, 0), "`num_beams` must be an int of 1"),
        (lambda: gpt.beam_search(small_gpt2(), [1], 2, 2.5), "`num_beams` must be"),
        (
            lambda: gpt.beam_search(small_gpt2(), [1], 2, 2, length_penalty=math.nan),
            "`length_penalty` must be a finite number",
        ),
        (lambda: gpt.cache_times(small_gpt2(), [1], 0), "`num_tokens` must be an int of 1"),
        (lambda: gpt.cache_times(gpt.GPT(CONFIG), [1], 3), "`model` must keep keys and values"),
    ],
)
def test_bad_settings_are_named(run, message):
    with pytest.raises(ValueError, match=message):
        run()


CONFIG = gpt.GPTConfig(vocab_size=61, num_positions=24, num_layers=1, num_heads=1, width=8)


def test_training_goes_on_after_writing_and_dropout_draws_nothing():
    model = small_gpt2(resid_pdrop=0.5).train()
    assert torch.equal(gpt.greedy(model, ids_of(3), 9), gpt.greedy(model, ids_of(3), 9))
    assert model.training


# The cache


def test_both_times_are_of_the_same_number_of_tokens(monkeypatch):
    clock = iter([10.0, 14.0, 20.0, 32.0])
    monkeypatch.setattr("time.perf_counter", lambda: next(clock))
    assert gpt.cache_times(small_gpt2(), [1, 2], 4) == (1.0, 3.0)


def test_without_a_cache_a_text_of_n_tokens_is_read_n_times():
    model, read = small_gpt2(n_positions=64), {}

    def count(part, arguments, options):
        cached = options["use_cache"]
        read[cached] = read.get(cached, 0) + arguments[0].numel()

    model.register_forward_pre_hook(count, with_kwargs=True)
    times = gpt.cache_times(model, ids_of(30), 20)
    with_cache, without_cache = 30 + 30 + 19, 30 + sum(range(30, 50))
    assert list(read.items()) == [(True, with_cache), (False, without_cache)]
    assert times.with_cache > 0 and times.without_cache > 0
