"""Texts as ids, ids as text that can be seen, and scores of the next token."""

import warnings

import pytest
import torch
from tokenizers import decoders, models, pre_tokenizers

from artlab import gpt
from artlab.gpt import checks, reading
from tests.gpt.models import (
    byte_tokenizer,
    ids_of,
    small_gpt2,
    small_llama,
    tokenizer_of,
    word_tokenizer,
    writer,
)


def seen(tokenizer, text):
    return reading.visible_tokens(tokenizer, tokenizer(text)["input_ids"])


def test_bytes_of_half_a_character_are_written_as_python_writes_them():
    assert seen(byte_tokenizer(), "山") == [r"\xe5", r"\xb1", r"\xb1"]
    assert "".join(seen(byte_tokenizer(), "🎨")) == r"\xf0\x9f\x8e\xa8"


def test_spaces_and_line_ends_can_be_seen():
    assert seen(byte_tokenizer(), "a b\n\t") == ["a", "␣", "b", r"\n", r"\t"]


def test_every_byte_has_its_own_name():
    names = reading.visible_tokens(byte_tokenizer(), range(256))
    assert len(set(names)) == 256
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    values = [reading.BYTES[sign] for sign in alphabet]
    assert sorted(values) == list(range(256))
    for name, value in zip(names, values, strict=True):
        text = bytes([value]).decode("utf-8", "backslashreplace")
        assert name == ("␣" if value == 32 else text if text.isprintable() else repr(text)[1:-1])


def test_a_token_of_a_space_and_half_a_character_shows_both():
    signs = {value: sign for sign, value in reading.BYTES.items()}
    merged = signs[0x20] + signs[0xE5]
    made = tokenizer_of(models.BPE(vocab={signs[0x20]: 0, signs[0xE5]: 1, merged: 2}, merges=[]))
    made.backend_tokenizer.decoder = decoders.ByteLevel()
    assert reading.visible_tokens(made, [2]) == [r"␣\xe5"]


def test_special_tokens_keep_their_names():
    assert reading.visible_tokens(byte_tokenizer(), [256]) == ["<|endoftext|>"]


def test_ids_beyond_the_tokenizer_are_numbers():
    assert reading.visible_tokens(byte_tokenizer(), [300]) == ["<300>"]


def test_words_that_begin_with_a_space_show_it_in_every_kind_of_tokenizer():
    _, tokenizer = writer()
    ids = tokenizer("a lake", add_special_tokens=False)["input_ids"]
    names = reading.visible_tokens(tokenizer, ids)
    assert "".join(names).replace("␣", " ").strip() == "a lake"
    assert names[-1].startswith("␣")


def test_sentencepiece_spaces_and_byte_tokens_can_be_seen():
    vocabulary = {"<unk>": 0, "▁the": 1, "▁": 2, "lake": 3, "<0xE5>": 4, "<0x0A>": 5}
    made = tokenizer_of(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"), special=())
    made.backend_tokenizer.decoder = decoders.Sequence(
        [decoders.ByteFallback(), decoders.Metaspace(), decoders.Fuse()]
    )
    names = reading.visible_tokens(made, [1, 2, 3, 4, 5])
    assert names == ["␣the", "␣", "lake", "<0xE5>", r"\n"]


@pytest.mark.parametrize(
    "text", ["a 山 🎨 \u0645\u0631\u062d\u0628\u0627 e\u0301", "   ", "\n\n\t", "\x00", "👩‍🎨"]
)
def test_any_text_becomes_ids_and_visible_tokens(text):
    ids = reading.encode(byte_tokenizer(), text)
    assert ids.shape == (1, len(text.encode()))
    assert (
        bytes(reading.BYTES[sign] for sign in byte_tokenizer().convert_ids_to_tokens(ids[0]))
        == text.encode()
    )
    assert all(
        name.isprintable() and name for name in reading.visible_tokens(byte_tokenizer(), ids[0])
    )


def test_an_empty_text_begins_where_texts_begin():
    assert reading.encode(byte_tokenizer(), "").tolist() == [[256]]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_text_without_tokens_is_refused_where_nothing_begins_texts(text):
    with pytest.raises(ValueError, match="`prompt` must have at least one token"):
        reading.encode(word_tokenizer(), text, "prompt")


@pytest.mark.parametrize("text", [None, 3, b"lake", ["a", "lake"]])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(ValueError, match=r"`text` must be a str\. Received"):
        reading.encode(byte_tokenizer(), text)


def test_half_a_surrogate_pair_is_refused():
    with pytest.raises(ValueError, match=r"half a character, '.ud83c', at place 2"):
        reading.encode(byte_tokenizer(), "a \ud83c")


# Context


def test_what_fits_is_kept_without_a_word():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert reading.keep_tail(ids_of(20), small_gpt2(), 4).shape == (1, 20)


def test_of_what_does_not_fit_the_tail_is_kept_and_this_is_said():
    ids = ids_of(30)
    with pytest.warns(UserWarning, match="`input_ids` has 30 tokens.* context of 24.* last 20"):
        assert torch.equal(reading.keep_tail(ids, small_gpt2(), 4), ids[:, 10:])


def test_the_warning_points_at_the_line_of_the_caller():
    with pytest.warns(UserWarning) as caught:
        gpt.greedy(small_gpt2(), ids_of(30), 2)
    assert [warning.filename for warning in caught] == [__file__]


def test_more_new_tokens_than_the_context_are_refused():
    with pytest.raises(ValueError, match=r"`num_tokens` must be at most 23.*Received: 24"):
        reading.keep_tail(ids_of(3), small_gpt2(), 24)


def test_contexts_are_read_from_any_model():
    found = [reading.context_of(model) for model in (small_gpt2(), small_llama(), writer()[0])]
    assert found == [24, 24, 320]
    assert reading.context_of(gpt.GPT.from_transformers(small_gpt2())) == 24


def test_a_model_without_a_limit_reads_everything():
    model = torch.nn.Module()
    model.config = object()
    assert reading.keep_tail(ids_of(5000), model, 10).shape == (1, 5000)


# Scores


def test_evaluating_leaves_each_part_as_it_was():
    model = small_gpt2().train()
    model.transformer.h[0].eval()  # frozen
    with reading.evaluating(model):
        assert not any(part.training for part in model.modules())
        assert torch.is_inference_mode_enabled()
    frozen = set(model.transformer.h[0].modules())
    assert all(part.training != (part in frozen) for part in model.modules())


@pytest.mark.parametrize("model", [small_gpt2(), small_llama()], ids=["gpt2", "llama"])
def test_scores_in_pieces_equal_those_of_the_whole_text(model):
    ids, cached = ids_of(20), reading.NextScores(model)
    plain = reading.NextScores(model, use_cache=False)
    with torch.inference_mode():
        wanted = model(ids).logits[0]
        for length in (3, 4, 5, 9, 20):
            for scores in (cached, plain):
                got = scores(ids[:, :length])[0]
                torch.testing.assert_close(got, wanted[length - 1], atol=1e-4, rtol=1e-4)


def test_only_the_cache_saves_reading():
    model, read = small_gpt2(), []
    model.register_forward_pre_hook(
        lambda part, args, options: read.append(args[0].shape[1]), with_kwargs=True
    )
    for use_cache in (True, False):
        gpt.greedy(model, ids_of(5), 4, use_cache=use_cache)
    assert read == [5, 1, 1, 1, 5, 6, 7, 8]


def test_only_the_last_logits_are_computed():
    model, shapes = small_gpt2(), set()
    model.register_forward_hook(lambda part, given, out: shapes.add(tuple(out.logits.shape)))
    for use_cache in (True, False):
        gpt.greedy(model, ids_of(5), 4, use_cache=use_cache)
    assert shapes == {(1, 1, 61)}


def test_scores_follow_the_rows_that_are_kept():
    model, rows, ids = small_gpt2(), torch.tensor([1, 1, 0]), ids_of(6, rows=2)
    cached = reading.NextScores(model)
    with torch.inference_mode():
        cached(ids)
        cached.keep(rows)
        longer = torch.cat([ids[rows], ids_of(1, 3, rows=3)], 1)
        wanted = model(longer).logits[:, -1]
        torch.testing.assert_close(cached(longer), wanted, atol=1e-4, rtol=1e-4)


def test_a_model_that_is_broken_says_so():
    model = small_gpt2()
    with torch.no_grad():
        model.transformer.ln_f.weight[3] = torch.nan
    with pytest.raises(ValueError, match=r"`model` must give numbers as logits. Received: NaN"):
        gpt.greedy(model, [1, 2], 2)


def test_ids_outside_the_vocabulary_are_named():
    for model in (small_gpt2(), gpt.GPT.from_transformers(small_gpt2())):
        with pytest.raises(ValueError, match=r"in \[0, 61\), the vocabulary. Received: 1 to 61"):
            gpt.greedy(model, [1, 61], 2)


def test_warnings_need_no_caller_outside():
    with pytest.warns(UserWarning, match="heard"):
        checks.warn("heard")
