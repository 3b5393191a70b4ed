"""Fast writing against the models of transformers themselves."""

import pytest
import torch
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st

from artlab import gpt
from artlab.gpt import fast, fused


def tiny_gpt2(seed=0, **options):
    torch.manual_seed(seed)
    size = {"vocab_size": 97, "n_positions": 300, "n_embd": 24, "n_layer": 2, "n_head": 3}
    config = transformers.GPT2Config(
        **size | {"bos_token_id": None, "eos_token_id": None} | options
    )
    return transformers.GPT2LMHeadModel(config).eval()


def tiny_llama(seed=0, **options):
    torch.manual_seed(seed)
    size = {"vocab_size": 97, "max_position_embeddings": 300, "hidden_size": 24}
    size |= {"intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 4}
    size |= {"num_key_value_heads": 2, "head_dim": 6, "bos_token_id": None, "eos_token_id": None}
    return transformers.LlamaForCausalLM(transformers.LlamaConfig(**size | options)).eval()


def ids_of(length, seed=0):
    return torch.randint(0, 97, (1, length), generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("model", [tiny_gpt2(), tiny_llama()], ids=["gpt2", "llama"])
def test_logits_equal_those_of_the_library_in_pieces_of_any_size(model):
    decoder, ids = fast.decoder_for(model), ids_of(290)
    assert isinstance(decoder, fused.Decoder)
    cache, got = decoder.start(), []
    for piece in ids[0].split([5, 1, 1, 270, 13]):
        got.append(decoder.read(piece, cache, num_logits=len(piece)))
    with torch.inference_mode():
        wanted = model(ids).logits[0]
    torch.testing.assert_close(torch.cat(got), wanted, atol=1e-5, rtol=1e-4)


@settings(max_examples=20, deadline=None)
@given(
    heads=st.sampled_from([(1, 1), (4, 4), (6, 2), (6, 1)]),
    layers=st.integers(1, 3),
    theta=st.sampled_from([100.0, 10_000.0]),
    tied=st.booleans(),
)
def test_llamas_of_many_shapes_agree(heads, layers, theta, tied):
    model = tiny_llama(
        num_attention_heads=heads[0],
        num_key_value_heads=heads[1],
        num_hidden_layers=layers,
        rope_parameters={"rope_type": "default", "rope_theta": theta},
        tie_word_embeddings=tied,
    )
    decoder, ids = fast.decoder_for(model), ids_of(12)
    with torch.inference_mode():
        wanted = model(ids).logits[0]
    got = decoder.read(ids[0], decoder.start(), num_logits=12)
    torch.testing.assert_close(got, wanted, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("model", [tiny_gpt2(), tiny_llama()], ids=["gpt2", "llama"])
def test_bfloat16_weights_stay_close(model):
    ids = ids_of(40)
    decoder = type(fast.decoder_for(model))(model, torch.bfloat16)
    with torch.inference_mode():
        wanted = model(ids).logits[0].log_softmax(-1)
    got = decoder.read(ids[0], decoder.start(), num_logits=40).log_softmax(-1)
    assert 0 < (got - wanted).abs().max() < 0.02


MODELS = {
    "gpt2": tiny_gpt2,
    "llama": tiny_llama,
    "unusual gpt2": lambda: tiny_gpt2(scale_attn_by_inverse_layer_idx=True),
    "another architecture": lambda: transformers.GPTNeoXForCausalLM(
        transformers.GPTNeoXConfig(
            vocab_size=97, hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
            intermediate_size=40, max_position_embeddings=300, bos_token_id=None, eos_token_id=None,
        )
    ).eval(),
    "written out": lambda: gpt.GPT.from_transformers(tiny_gpt2()).eval(),
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_without_processors_it_writes_what_generate_writes_greedily(name):
    model, ids = MODELS[name](), ids_of(7)
    library = tiny_gpt2() if name == "written out" else model
    wanted = library.generate(ids, max_new_tokens=20, do_sample=False, pad_token_id=0)
    assert list(fast.token_stream(model, ids, 20)) == wanted[0, 7:].tolist()


@pytest.mark.parametrize("name", ["gpt2", "llama", "another architecture", "written out"])
def test_long_prompts_are_read_in_pieces(name, monkeypatch):
    model, ids = MODELS[name](), ids_of(100)
    at_once = list(fast.token_stream(model, ids, 20))
    monkeypatch.setattr(fast, "PIECE", 33)
    assert list(fast.token_stream(model, ids, 20)) == at_once


def test_unusual_models_run_as_they_are():
    assert isinstance(fast.decoder_for(MODELS["unusual gpt2"]()), fast.PlainDecoder)


def test_the_same_seed_draws_the_same_tokens_and_another_seed_others():
    model, ids = tiny_gpt2(), ids_of(3)
    heat = [transformers.TemperatureLogitsWarper(5.0)]
    first, again, other = (
        list(fast.token_stream(model, ids, 30, heat, seed=seed)) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_draws_follow_the_probabilities():
    model, ids = tiny_gpt2(), ids_of(3)
    with torch.inference_mode():
        likeliest = model(ids).logits[0, -1].topk(2).indices.tolist()
    only_two = [transformers.TopKLogitsWarper(2)]
    drawn = {next(fast.token_stream(model, ids, 1, only_two, seed=seed)) for seed in range(60)}
    assert drawn == set(likeliest)


def test_processors_see_the_text_so_far():
    model, ids, seen = tiny_gpt2(), ids_of(3), []
    spy = lambda written, scores: (seen.append(written[0].tolist()), scores)[1]  # noqa: E731
    new = list(fast.token_stream(model, ids, 3, [spy]))
    assert seen == [ids[0].tolist() + new[:count] for count in range(3)]


def test_a_stop_id_ends_the_text_and_is_not_given_back():
    model, ids = tiny_gpt2(), ids_of(7)
    free = list(fast.token_stream(model, ids, 20))
    stop = free[5]
    assert list(fast.token_stream(model, ids, 20, stop_ids=[stop])) == free[: free.index(stop)]


def test_the_context_ends_the_text():
    assert len(list(fast.token_stream(tiny_gpt2(n_positions=16), ids_of(10), 50))) == 6
    assert list(fast.token_stream(tiny_gpt2(n_positions=16), ids_of(16), 50)) == []


def test_trained_weights_are_read_anew():
    model, ids = tiny_gpt2(), ids_of(7)
    before = fast.decoder_for(model)
    assert fast.decoder_for(model) is before
    with torch.no_grad():
        model.transformer.h[0].mlp.c_fc.weight.mul_(-3.0)
    decoder = fast.decoder_for(model)
    with torch.inference_mode():
        wanted = model(ids).logits[0, -1:]
    torch.testing.assert_close(decoder.read(ids[0], decoder.start()), wanted, atol=1e-5, rtol=1e-4)


def test_models_can_be_forgotten():
    model = tiny_gpt2()
    fast.decoder_for(model)
    before = len(fast._DECODERS)
    del model
    assert len(fast._DECODERS) == before - 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"max_new_tokens": -1}, "`max_new_tokens` must be"),
        ({"max_new_tokens": 2.5}, "`max_new_tokens` must be"),
        ({"seed": -1}, "`seed` must be"),
        ({"input_ids": torch.zeros(1, 0, dtype=torch.long)}, "`input_ids` must"),
        ({"input_ids": torch.zeros(2, 3, dtype=torch.long)}, "`input_ids` must"),
        ({"input_ids": torch.zeros(1, 301, dtype=torch.long)}, "at most 300 tokens"),
    ],
)
def test_bad_input_is_named(change, message):
    arguments = {"input_ids": ids_of(3), "max_new_tokens": 4} | change
    with pytest.raises(ValueError, match=message):
        fast.token_stream(tiny_gpt2(), **arguments)
