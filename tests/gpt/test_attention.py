"""The GPT that is written out, against equation 1 by hand, torch, and GPT-2 of transformers."""

import inspect
import math

import pytest
import torch
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers.activations import ACT2FN

from artlab import gpt
from artlab.gpt import attention as module
from artlab.gpt.attention import attention, causal_mask
from tests.gpt.models import ids_of, small_gpt2, small_llama, writer

SMALL = {"vocab_size": 61, "num_positions": 24, "num_layers": 2, "num_heads": 3, "width": 24}


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def library(model, ids):
    """(logits, maps) of transformers."""
    with torch.inference_mode():
        out = model(ids, output_attentions=True)
    return out.logits, torch.stack(out.attentions)


def own(model, ids):
    with torch.inference_mode():
        return model(ids, return_attention=True)


# The formula


def test_attention_is_equation_1_by_hand():
    queries, keys = torch.tensor([[1.0, 0.0]]), torch.tensor([[2.0, 0.0], [0.0, 5.0]])
    values = torch.tensor([[10.0], [20.0]])
    first = math.exp(2 / math.sqrt(2))  # scores 2/√2 and 0
    share = first / (first + 1)
    mixed, weights = attention(queries, keys, values)
    torch.testing.assert_close(weights, torch.tensor([[share, 1 - share]]))
    torch.testing.assert_close(mixed, torch.tensor([[10 * share + 20 * (1 - share)]]))


@given(
    batch=st.integers(1, 3), length=st.integers(1, 7), others=st.integers(1, 7),
    width=st.integers(1, 6), wide=st.integers(1, 5), seed=st.integers(0, 99),
)  # fmt: skip
@settings(max_examples=50)
def test_attention_equals_that_of_torch(batch, length, others, width, wide, seed):
    queries, keys = draw(batch, length, width, seed=seed), draw(batch, others, width, seed=seed + 1)
    values = draw(batch, others, wide, seed=seed + 2)
    mask = draw(length, others, seed=seed + 3) > 0
    mask[:, seed % others] = True
    wanted = torch.nn.functional.scaled_dot_product_attention(queries, keys, values, mask)
    mixed, weights = attention(queries, keys, values, mask)
    torch.testing.assert_close(mixed, wanted, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(weights.sum(-1), torch.ones(batch, length))
    assert (weights[:, ~mask] == 0).all()


def test_large_scores_stay_numbers():
    mixed, weights = attention(*(1e4 * draw(5, 8, seed=seed) for seed in range(3)), causal_mask(5))
    assert mixed.isfinite().all() and weights.isfinite().all()


def test_the_mask_is_a_triangle():
    assert causal_mask(4).tolist() == [[column <= row for column in range(4)] for row in range(4)]
    assert causal_mask(1).tolist() == [[True]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"queries": draw(3, 5)}, "one width"),
        ({"values": draw(5, 4)}, "one length"),
        ({"queries": draw(4)}, r"must have shape \(..., length, width\)"),
        ({"queries": [[1.0]]}, "tensors of floats. Received: list"),
        ({"queries": torch.ones(3, 4, dtype=torch.long)}, "tensors of floats. Received: torch.int"),
        ({"queries": draw(2, 3, 4), "keys": draw(5, 3, 4)}, "must fit together"),
        ({"mask": torch.ones(3, 3)}, "tensor of bools. Received: torch.float32"),
        ({"mask": [[True]]}, "tensor of bools. Received: list"),
        ({"mask": torch.ones(2, 3, dtype=torch.bool)}, r"must have shape \(3, 3\)"),
        ({"mask": causal_mask(3) & ~torch.eye(3, dtype=torch.bool)}, "an empty row"),
    ],
)
def test_bad_input_of_attention_is_named(change, message):
    parts = {"queries": draw(3, 4), "keys": draw(3, 4), "values": draw(3, 4)} | change
    with pytest.raises(ValueError, match=message):
        attention(**parts)


@pytest.mark.parametrize("length", [-1, 2.0, True, None])
def test_a_mask_needs_a_length(length):
    with pytest.raises(ValueError, match="`length` must be an int of 0 or more"):
        causal_mask(length)


# Against the library


def test_the_shipped_writer_has_the_library_logits_and_maps():
    model, tokenizer = writer()
    ids = tokenizer("a red boat on a calm lake at dusk, misty mountains", return_tensors="pt")
    logits, maps = library(model, ids["input_ids"])
    got_logits, got_maps = own(gpt.GPT.from_transformers(model), ids["input_ids"])
    torch.testing.assert_close(got_logits, logits, atol=1e-4, rtol=0)
    torch.testing.assert_close(got_maps, maps, atol=1e-5, rtol=0)
    assert got_maps.shape == (4, 1, 6, len(ids[0]), len(ids[0]))


@st.composite
def configurations(drawn):
    heads = drawn(st.integers(1, 4))
    return {
        "vocab_size": drawn(st.integers(2, 90)),
        "n_positions": drawn(st.integers(1, 24)),
        "n_embd": heads * drawn(st.integers(1, 8)),
        "n_layer": drawn(st.integers(1, 4)),
        "n_head": heads,
        "n_inner": drawn(st.none() | st.integers(1, 50)),
        "activation_function": drawn(st.sampled_from(["gelu_new", "gelu", "relu", "silu", "tanh"])),
        "layer_norm_epsilon": drawn(st.sampled_from([1e-12, 1e-5, 1e-2])),
        "scale_attn_weights": drawn(st.booleans()),
        "scale_attn_by_inverse_layer_idx": drawn(st.booleans()),
        "reorder_and_upcast_attn": drawn(st.booleans()),
        "tie_word_embeddings": drawn(st.booleans()),
        "add_cross_attention": drawn(st.booleans()),
    }


@given(options=configurations(), rows=st.integers(1, 3), seed=st.integers(0, 999), data=st.data())
@settings(max_examples=60)
def test_any_gpt2_has_the_library_logits_and_maps(options, rows, seed, data):
    model = small_gpt2(seed, **options)
    length = data.draw(st.integers(1, options["n_positions"]))
    ids = ids_of(length, seed, rows, options["vocab_size"])
    logits, maps = library(model, ids)
    got_logits, got_maps = own(gpt.GPT.from_transformers(model), ids)
    assert (got_logits - logits).abs().max() <= 1e-4 * max(1, logits.abs().max())
    torch.testing.assert_close(got_maps, maps, atol=1e-4, rtol=0)


def test_every_activation_of_the_library_is_taken():
    ids = ids_of(9)
    for name in ACT2FN:
        model = small_gpt2(activation_function=name)
        got = own(gpt.GPT.from_transformers(model), ids)[0]
        torch.testing.assert_close(got, library(model, ids)[0], atol=1e-4, rtol=1e-4, msg=name)


def test_the_other_ways_of_the_library_to_attend_give_the_same():
    model, ids = small_gpt2(), ids_of(20)
    got = own(gpt.GPT.from_transformers(model), ids)[0]
    model.set_attn_implementation("sdpa")
    with torch.inference_mode():
        torch.testing.assert_close(got, model(ids).logits, atol=1e-4, rtol=0)


def test_half_precision_stays_half_precision():
    model = small_gpt2(spread=0.05).to(torch.bfloat16)
    made = gpt.GPT.from_transformers(model)
    logits = own(made, ids_of(9))[0]
    assert logits.dtype == torch.bfloat16
    torch.testing.assert_close(logits, library(model, ids_of(9))[0], atol=0.02, rtol=0.02)


def test_there_and_back_gives_the_same_weights():
    model = small_gpt2(scale_attn_by_inverse_layer_idx=True, n_inner=31, tie_word_embeddings=False)
    back = gpt.GPT.from_transformers(model).to_transformers(eos_token_id=3)
    assert back.config.eos_token_id == 3 and back.config.bos_token_id is None
    assert back.config.n_inner == 31 and back.config.scale_attn_by_inverse_layer_idx
    for name, weights in model.state_dict().items():
        assert torch.equal(weights, back.state_dict()[name]), name


def test_a_gpt_saved_for_the_library_is_loaded_by_it(tmp_path):
    made = gpt.GPT(gpt.GPTConfig(**SMALL), seed=4)
    made.to_transformers().save_pretrained(tmp_path)
    loaded = transformers.AutoModelForCausalLM.from_pretrained(tmp_path).eval()
    with torch.inference_mode():
        wanted = loaded(ids_of(9)).logits
    torch.testing.assert_close(own(made.eval(), ids_of(9))[0], wanted, atol=1e-5, rtol=0)


def test_copies_do_not_share_weights():
    model = small_gpt2()
    before = library(model, ids_of(5))[0]
    made = gpt.GPT.from_transformers(model)
    with torch.no_grad():
        made.tokens.weight.zero_()
    assert torch.equal(library(model, ids_of(5))[0], before)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (small_llama(), "LlamaForCausalLM"),
        (torch.nn.Linear(2, 2), "Linear"),
        ("gpt2", "str"),
        (transformers.GPT2Model(transformers.GPT2Config(n_layer=1, n_embd=12)), "GPT2Model"),
    ],
)
def test_other_models_are_refused(model, name):
    with pytest.raises(ValueError, match=f"must be a GPT2LMHeadModel. Received: {name}"):
        gpt.GPT.from_transformers(model)


# What it must never do, and can


@given(length=st.integers(2, 24), seed=st.integers(0, 999), data=st.data())
@settings(max_examples=40)
def test_a_later_token_never_changes_an_earlier_logit(length, seed, data):
    model = gpt.GPT.from_transformers(small_gpt2())
    place = data.draw(st.integers(1, length - 1))
    ids = ids_of(length, seed)
    other = ids.clone()
    other[0, place:] = (ids[0, place:] + data.draw(st.integers(1, 60))) % 61
    logits, maps = own(model, ids)
    changed, changed_maps = own(model, other)
    torch.testing.assert_close(changed[:, :place], logits[:, :place], atol=1e-6, rtol=1e-6)
    torch.testing.assert_close(
        changed_maps[..., :place, :], maps[..., :place, :], atol=1e-6, rtol=1e-6
    )
    assert not torch.allclose(changed[:, place:], logits[:, place:])


def test_maps_are_causal_and_add_up_to_1():
    _, maps = own(gpt.GPT.from_transformers(small_gpt2()), ids_of(24, rows=2))
    assert maps.shape == (2, 2, 3, 24, 24)
    assert (maps[..., ~causal_mask(24)] == 0).all()
    torch.testing.assert_close(maps.sum(-1), torch.ones(2, 2, 3, 24))


def test_it_starts_as_a_uniform_guess_and_learns_a_text_by_heart():
    model = gpt.GPT(gpt.GPTConfig(**SMALL))
    ids = ids_of(24)
    optimiser = torch.optim.Adam(model.parameters(), 1e-2)
    losses = []
    for _ in range(60):
        loss = torch.nn.functional.cross_entropy(model(ids[:, :-1])[0], ids[0, 1:])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[0] == pytest.approx(math.log(61), abs=0.1)
    assert losses[-1] < 0.1


def test_the_seed_decides_the_first_weights():
    config = gpt.GPTConfig(**SMALL)
    one, same, other = (gpt.GPT(config, seed).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(one[name], same[name]) for name in one)
    assert not torch.equal(one["tokens.weight"], other["tokens.weight"])


def test_first_weights_are_as_wide_as_gpt2s():
    config = gpt.GPTConfig(vocab_size=500, num_layers=8, num_heads=4, width=128, num_positions=64)
    made = gpt.GPT(config)
    assert made.tokens.weight.std().item() == pytest.approx(0.02, rel=0.05)
    assert made.blocks[3].up.weight.std().item() == pytest.approx(0.02, rel=0.05)
    assert made.blocks[3].down.weight.std().item() == pytest.approx(0.02 / 4, rel=0.05)
    assert made.blocks[3].attention.merge.weight.std().item() == pytest.approx(0.02 / 4, rel=0.05)


def test_dropout_works_in_training_only():
    made = gpt.GPT(gpt.GPTConfig(**SMALL, dropout=0.5))
    ids = ids_of(9)
    assert not torch.equal(made.train()(ids), made(ids))
    assert torch.equal(made.eval()(ids), made(ids))


def test_the_smallest_gpt2_has_its_published_size():
    made = gpt.GPTConfig(vocab_size=50257)
    with torch.device("meta"):
        blocks = sum(weights.numel() for weights in module.Block(made, 0).parameters())
    embeddings = (50257 + 1024) * 768
    assert embeddings + 12 * blocks + 2 * 768 == 124_439_808


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (torch.zeros(1, 25, dtype=torch.long), r"from 1 to 24, the context. Received: \(1, 25\)"),
        (torch.zeros(1, 0, dtype=torch.long), "from 1 to 24"),
        (torch.zeros(5, dtype=torch.long), r"shape \(batch, length\)"),
        (torch.zeros(1, 5), "whole numbers. Received: torch.float32"),
        (torch.tensor([[0, 61]]), r"in \[0, 61\), the vocabulary. Received: 0 to 61"),
        (torch.tensor([[-1, 3]]), "Received: -1 to 3"),
        ([[1, 2]], "must be a tensor. Received: list"),
    ],
)
def test_bad_ids_are_named(ids, message):
    with pytest.raises(ValueError, match=message):
        gpt.GPT(gpt.GPTConfig(**SMALL))(ids)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"vocab_size": 0}, "`vocab_size` must be an int of 1 or more. Received: 0"),
        ({"num_heads": 5}, "`width` must be a multiple of `num_heads`, 5. Received: 24"),
        ({"num_layers": 1.5}, "`num_layers` must be"),
        ({"num_positions": -3}, "`num_positions` must be"),
        ({"hidden_width": 0}, "`hidden_width` must be"),
        ({"dropout": 1.0}, r"`dropout` must be in \[0, 1\). Received: 1.0"),
        ({"dropout": math.nan}, "Received: nan"),
        ({"epsilon": -1e-5}, "`epsilon` must be 0 or more"),
        ({"activation": "gleu"}, "`activation` must be .*Received: 'gleu'"),
    ],
)
def test_bad_sizes_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        gpt.GPTConfig(**SMALL | change)


def test_a_gpt_needs_a_config():
    with pytest.raises(ValueError, match=r"`config` must be a GPTConfig\. Received: dict"):
        gpt.GPT(SMALL)


def test_the_module_is_short_enough_to_read():
    assert len(inspect.getsource(module).splitlines()) <= 180
