"""A Llama model from a GGUF file into a folder that transformers loads."""

import json

import numpy as np

# name in GGUF -> name in transformers, of a layer and of what stands around the layers
LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
AROUND = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
}
HEADS = {"attn_q": "llama.attention.head_count", "attn_k": "llama.attention.head_count_kv"}
CONTROL = 3  # token type of special tokens


def write_folder(file, folder):
    """Writes weights (bfloat16), settings and tokenizer.

    Args:
        file: a `GGUF` of a Llama model.
        folder: an empty folder.
    """
    import torch
    from safetensors.torch import save_file

    weights = {
        new_name(name): torch.from_numpy(weight_of(file, name)).to(torch.bfloat16)
        for name in file.shapes
    }
    path = folder / "model.safetensors"
    save_file(weights, path, metadata={"format": "pt"})
    path.chmod(0o644)  # it is made for its owner alone; a class shares a cache
    tokenizer_of(file.settings).save(str(folder / "tokenizer.json"))
    tied = "output.weight" not in file.shapes
    files = {
        "config.json": {**config_of(file.settings), "tie_word_embeddings": tied},
        "generation_config.json": generation_config_of(file.settings),
        "tokenizer_config.json": tokenizer_config_of(file.settings),
    }
    for name, told in files.items():
        (folder / name).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def new_name(name):
    """The name in transformers of a tensor.

    Example:

    >>> new_name("blk.3.attn_q.weight")
    'model.layers.3.self_attn.q_proj.weight'
    """
    parts = name.split(".")
    if parts[0] == "blk":
        return f"model.layers.{parts[1]}.{LAYER[parts[2]]}.{parts[3]}"
    return f"{AROUND[parts[0]]}.{parts[1]}"


def weight_of(file, name):
    """A tensor as transformers has it: float32.

    llama.cpp turns pairs of neighbouring numbers by a token's place, transformers a number of
    the first half of a head with one of the second: rows of queries and keys change places.
    """
    array = file.array(name)
    heads = HEADS.get(name.split(".")[-2])
    if heads is None:
        return array
    shape = (file.settings[heads], -1, 2, array.shape[1])
    return np.ascontiguousarray(array.reshape(shape).swapaxes(1, 2)).reshape(array.shape)


def config_of(settings):
    """`config.json` of a Llama model; a dict."""
    width, heads = settings["llama.embedding_length"], settings["llama.attention.head_count"]
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "dtype": "bfloat16",
        "vocab_size": settings["llama.vocab_size"],
        "hidden_size": width,
        "head_dim": width // heads,
        "intermediate_size": settings["llama.feed_forward_length"],
        "num_hidden_layers": settings["llama.block_count"],
        "num_attention_heads": heads,
        "num_key_value_heads": settings["llama.attention.head_count_kv"],
        "max_position_embeddings": settings["llama.context_length"],
        "rms_norm_eps": round(settings["llama.attention.layer_norm_rms_epsilon"], 9),
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": settings["llama.rope.freq_base"],
        },
        "hidden_act": "silu",
        **_ids(settings),
    }


def _ids(settings):
    names = {"bos": "bos", "eos": "eos", "pad": "padding"}
    return {
        f"{ours}_token_id": settings[f"tokenizer.ggml.{theirs}_token_id"]
        for ours, theirs in names.items()
    }


def generation_config_of(settings):
    """`generation_config.json`: an answer ends at its own end or at that of a document; a dict."""
    ids = _ids(settings)
    document = settings["tokenizer.ggml.unknown_token_id"]  # <|endoftext|> serves as both
    return {**ids, "eos_token_id": [ids["eos_token_id"], document]}


def tokenizer_of(settings):
    """A `tokenizers.Tokenizer`: byte-pair pieces as GPT-2's, each digit alone.

    References:
        Ben Allal et al., *SmolLM2: when smol goes big* (2025).
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokens = settings["tokenizer.ggml.tokens"]
    vocabulary = {token: place for place, token in enumerate(tokens)}
    merges = [tuple(merge.split(" ")) for merge in settings["tokenizer.ggml.merges"]]
    core = Tokenizer(models.BPE(vocabulary, merges))
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), byte_level]
    )
    core.decoder = decoders.ByteLevel()
    kinds = zip(tokens, settings["tokenizer.ggml.token_type"], strict=True)
    special = [token for token, kind in kinds if kind == CONTROL]
    core.add_special_tokens(
        [AddedToken(token, normalized=False, special=True) for token in special]
    )
    return core


def tokenizer_config_of(settings):
    """`tokenizer_config.json`; a dict."""
    tokens, ids = settings["tokenizer.ggml.tokens"], _ids(settings)
    return {
        **{name.removesuffix("_id"): tokens[token] for name, token in ids.items()},
        "unk_token": tokens[settings["tokenizer.ggml.unknown_token_id"]],
        "chat_template": settings["tokenizer.chat_template"],
        "clean_up_tokenization_spaces": False,
        "model_max_length": settings["llama.context_length"],
        "tokenizer_class": "PreTrainedTokenizerFast",
    }
