"""Models that the tests of this folder share: small random ones, and the shipped writer."""

import functools
import warnings
from pathlib import Path

import torch
import transformers

WRITER = Path(__file__).resolve().parents[2] / "artlab" / "weights" / "writer"
NO_IDS = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
SIZES = {"vocab_size": 61, "n_positions": 24, "n_embd": 24, "n_layer": 2, "n_head": 3}


def small_gpt2(seed=0, spread=0.3, **options):
    """A random GPT-2; the larger `spread`, the surer it is of its next token."""
    options = SIZES | NO_IDS | options
    with warnings.catch_warnings(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        config = transformers.GPT2Config(**options, attn_implementation="eager")
        model = transformers.GPT2LMHeadModel(config).eval()
        with torch.no_grad():
            for weights in model.parameters():
                weights.add_(spread * torch.randn_like(weights))
    return model


def small_llama(seed=0, vocab_size=61):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        config = transformers.LlamaConfig(
            vocab_size=vocab_size, hidden_size=24, intermediate_size=40, num_hidden_layers=2,
            num_attention_heads=4, num_key_value_heads=2, head_dim=6, max_position_embeddings=24,
            initializer_range=0.4, **NO_IDS,
        )  # fmt: skip
        return transformers.LlamaForCausalLM(config).eval()


def ids_of(length, seed=0, rows=1, vocabulary=61):
    draws = torch.Generator().manual_seed(seed)
    return torch.randint(0, vocabulary, (rows, length), generator=draws)


@functools.cache
def writer():
    """The shipped writer: (model, tokenizer)."""
    model = transformers.AutoModelForCausalLM.from_pretrained(WRITER, attn_implementation="eager")
    return model.eval(), transformers.AutoTokenizer.from_pretrained(WRITER)


def tokenizer_of(model, special=("<|endoftext|>",), **options):
    """A transformers tokenizer around a model of the tokenizers library."""
    import tokenizers

    made = tokenizers.Tokenizer(model)
    made.add_special_tokens(list(special))
    return transformers.PreTrainedTokenizerFast(tokenizer_object=made, **options)


@functools.cache
def byte_tokenizer():
    """GPT-2's way without a single merge: 256 bytes, and <|endoftext|>, which begins texts."""
    from tokenizers import decoders, models, pre_tokenizers

    vocabulary = {
        sign: place for place, sign in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))
    }
    made = tokenizer_of(
        models.BPE(vocab=vocabulary, merges=[]),
        bos_token="<|endoftext|>",
        eos_token="<|endoftext|>",
    )
    made.backend_tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.backend_tokenizer.decoder = decoders.ByteLevel()
    return made


@functools.cache
def word_tokenizer():
    """Six words; no token begins a text, and blanks are no token."""
    from tokenizers import models, pre_tokenizers

    words = ["[UNK]", "the", "mountain", "lake", "mist", "."]
    vocabulary = {word: place for place, word in enumerate(words)}
    made = tokenizer_of(models.WordLevel(vocabulary, unk_token="[UNK]"), special=())
    made.backend_tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return made
