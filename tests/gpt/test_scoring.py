"""How likely a text is, against sums by hand and the loss of transformers."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from artlab import gpt
from tests.gpt.models import byte_tokenizer, small_gpt2, small_llama, word_tokenizer, writer

TEXT = "mist, and a lake 山水"  # 22 bytes


def bytes_model(**options):
    return small_gpt2(vocab_size=257, **options)


def by_hand(model, ids):
    """Log-probabilities of all tokens but the first, read one prefix at a time, in NumPy."""
    found = []
    with torch.inference_mode():
        for place in range(1, len(ids)):
            logits = model(torch.tensor([ids[:place]])).logits[0, -1].double().numpy()
            found.append(logits[ids[place]] - np.log(np.exp(logits).sum()))
    return found


def test_a_text_has_the_probability_of_its_tokens_multiplied():
    model, tokenizer = bytes_model(), byte_tokenizer()
    wanted = by_hand(model, tokenizer(TEXT)["input_ids"])
    scored = gpt.log_probability(model, tokenizer, TEXT)
    assert scored.log_probabilities == pytest.approx(wanted, abs=1e-4)
    assert scored.total == pytest.approx(sum(wanted), abs=1e-3)
    assert scored.tokens == [*"ist,␣and␣a␣lake␣", *(rf"\x{byte:x}" for byte in "山水".encode())]


def test_each_term_is_the_probability_in_the_table():
    model, tokenizer = writer()
    scored = gpt.log_probability(model, tokenizer, "a red boat")
    for place, (token, log_probability) in enumerate(
        zip(scored.tokens, scored.log_probabilities, strict=True)
    ):
        before = "".join(scored.tokens[:place]).replace("␣", " ").strip()
        rows = gpt.next_token_table(model, tokenizer, before, k=2144)
        chance = next(row.probability for row in rows if row.token == token)
        assert math.log(chance) == pytest.approx(log_probability, abs=1e-3)


@pytest.mark.parametrize(
    ("model", "tokenizer"),
    [(bytes_model(), byte_tokenizer()), (small_llama(vocab_size=257), byte_tokenizer()), writer()],
    ids=["gpt2", "llama", "writer"],
)
def test_perplexity_is_e_to_the_loss_of_the_library(model, tokenizer):
    ids = tokenizer(TEXT, return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        loss = float(model(ids, labels=ids).loss)
    assert gpt.perplexity(model, tokenizer, TEXT) == pytest.approx(math.exp(loss), rel=1e-4)
    scored = gpt.log_probability(model, tokenizer, TEXT)
    assert scored.total == pytest.approx(-loss * (ids.shape[1] - 1), rel=1e-4)


def test_guessing_among_all_tokens_has_their_number_as_perplexity():
    model = bytes_model()
    with torch.no_grad():
        model.transformer.wte.weight.zero_()
    assert gpt.perplexity(model, byte_tokenizer(), TEXT * 5) == pytest.approx(257, rel=1e-6)
    scored = gpt.log_probability(model, byte_tokenizer(), "lake")
    assert scored.total == pytest.approx(-3 * math.log(257), rel=1e-6)


def test_a_beginning_token_predicts_the_first_word():
    model, tokenizer = writer()
    assert tokenizer("a lake")["input_ids"][0] == tokenizer.bos_token_id
    assert gpt.log_probability(model, tokenizer, "a lake").tokens == ["␣a", "␣lake"]
    model, tokenizer = bytes_model(), byte_tokenizer()
    assert gpt.log_probability(model, tokenizer, "lake").tokens == ["a", "k", "e"]
    with_start = gpt.log_probability(model, tokenizer, "<|endoftext|>lake")
    assert with_start.tokens == ["l", "a", "k", "e"]


# Windows


def windows_by_hand(length, window, stride):
    """For each token but the first: where the window begins that scores it."""
    found, start = {}, 0
    while len(found) < length - 1:
        for place in range(max(start + 1, 1), min(start + window, length)):
            found.setdefault(place, start)
        start += stride
    return [found[place] for place in range(1, length)]


@given(
    text=st.text(st.characters(max_codepoint=126, min_codepoint=32), min_size=2, max_size=70),
    window=st.integers(2, 24), data=st.data(),
)  # fmt: skip
@settings(max_examples=40)
def test_each_token_is_scored_once_in_the_first_window_that_has_it(text, window, data):
    model, tokenizer = bytes_model(), byte_tokenizer()
    stride = data.draw(st.integers(1, window - 1))
    ids = tokenizer(text)["input_ids"]
    starts = windows_by_hand(len(ids), window, stride)
    wanted = [by_hand(model, ids[start : place + 2])[-1] for place, start in enumerate(starts)]
    got = gpt.perplexity(model, tokenizer, text, window, stride)
    assert math.log(got) == pytest.approx(-np.mean(wanted), abs=1e-4)


def test_without_being_told_the_window_is_the_context_and_moves_by_half():
    model, tokenizer, text = bytes_model(), byte_tokenizer(), TEXT * 4
    wanted = gpt.perplexity(model, tokenizer, text, window=24, stride=12)
    assert gpt.perplexity(model, tokenizer, text) == wanted
    scored = gpt.log_probability(model, tokenizer, text)
    assert len(scored.tokens) == len(text.encode()) - 1
    assert math.exp(-scored.total / len(scored.tokens)) == pytest.approx(wanted)


def test_a_model_that_is_trained_on_a_text_is_less_surprised_the_more_it_sees():
    model, tokenizer = writer()
    text = "a misty mountain stands above a calm lake. two boats glide past. the sun is low."
    narrow, wide = (gpt.perplexity(model, tokenizer, text, w, s) for w, s in ((2, 1), (320, 1)))
    assert wide < narrow / 1.5


def test_a_gpt_of_our_own_is_as_surprised():
    model, tokenizer = bytes_model(), byte_tokenizer()
    made = gpt.GPT.from_transformers(model)
    wanted = gpt.perplexity(model, tokenizer, TEXT * 3)
    assert gpt.perplexity(made, tokenizer, TEXT * 3) == pytest.approx(wanted, rel=1e-4)


def test_a_model_in_training_is_scored_without_dropout():
    model = bytes_model(resid_pdrop=0.5).train()
    one, two = (gpt.log_probability(model, byte_tokenizer(), TEXT) for _ in range(2))
    assert one == two and model.training


def test_a_model_that_is_sure_and_wrong_is_infinitely_surprised():
    model = bytes_model()
    with torch.no_grad():
        model.transformer.wte.weight.mul_(1000)
    scored = gpt.log_probability(model, byte_tokenizer(), TEXT)
    assert all(math.isfinite(value) and value <= 0 for value in scored.log_probabilities)
    assert gpt.perplexity(model, byte_tokenizer(), TEXT) == math.inf


# Bad input


@pytest.mark.parametrize("text", ["🎨🖌️", "a 山 مرحبا", "   ", "\n\n", "\x00\x01"])
def test_any_text_of_two_tokens_has_a_score(text):
    scored = gpt.log_probability(bytes_model(), byte_tokenizer(), text)
    assert len(scored.tokens) == len(text.encode()) - 1 == len(scored.log_probabilities)
    assert scored.total == pytest.approx(sum(scored.log_probabilities))


@pytest.mark.parametrize("score", [gpt.log_probability, gpt.perplexity])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "`text` must have two tokens or more: nothing predicts the first. Received: 1 token"),
        ("a", "Received: 1 token, 'a'"),
        (None, "`text` must be a str"),
        (5, "`text` must be a str"),
        ("\ud83c!", "half a character"),
    ],
)
def test_texts_that_cannot_be_scored_are_named(score, text, message):
    with pytest.raises(ValueError, match=message):
        score(bytes_model(), byte_tokenizer(), text)


def test_an_empty_text_without_a_beginning_is_named():
    with pytest.raises(ValueError, match="`text` must have at least one token"):
        gpt.log_probability(small_gpt2(), word_tokenizer(), "")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"window": 1}, "`window` must be an int of 2 or more. Received: 1"),
        ({"window": 25}, "`window` must be at most 24, the model's context. Received: 25"),
        ({"window": 2.5}, "`window` must be"),
        ({"stride": 0}, "`stride` must be an int of 1 or more"),
        ({"stride": 24}, "`stride` must be below `window`, 24. Received: 24"),
        ({"window": 4, "stride": 4}, "`stride` must be below `window`, 4"),
        ({"stride": "half"}, "`stride` must be"),
    ],
)
def test_bad_windows_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        gpt.perplexity(bytes_model(), byte_tokenizer(), TEXT, **options)
