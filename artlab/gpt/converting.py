"""GPT-2 of transformers and `artlab.gpt.GPT`: other names, the same numbers."""

import copy

from artlab.gpt.config import GPTConfig

# name inside transformers -> name here
NAMES = {
    "transformer.wte.": "tokens.",
    "transformer.wpe.": "places.",
    "transformer.h.": "blocks.",
    "transformer.ln_f.": "norm.",
    "lm_head.": "head.",
    ".ln_1.": ".norm_1.",
    ".ln_2.": ".norm_2.",
    ".attn.c_attn.": ".attention.ask.",
    ".attn.c_proj.": ".attention.merge.",
    ".mlp.c_fc.": ".up.",
    ".mlp.c_proj.": ".down.",
    ".mlp.act.": ".activation.",
}
# GPT-2 keeps these matrices as (inputs, outputs).
TURNED = (".ask.weight", ".merge.weight", ".up.weight", ".down.weight")
# name in `GPTConfig` -> name in `transformers.GPT2Config`
SIZES = {
    "vocab_size": "vocab_size",
    "num_positions": "n_positions",
    "num_layers": "n_layer",
    "num_heads": "n_head",
    "width": "n_embd",
    "hidden_width": "n_inner",
    "activation": "activation_function",
    "epsilon": "layer_norm_epsilon",
    "dropout": "resid_pdrop",
    "scale_scores": "scale_attn_weights",
    "scale_by_layer": "scale_attn_by_inverse_layer_idx",
    "tied": "tie_word_embeddings",
}


def config_of(model):
    """Sizes of a GPT-2.

    Args:
        model: a `transformers.GPT2LMHeadModel`.

    Returns:
        A `GPTConfig`.

    Raises:
        ValueError: if the model is another one.
    """
    config = getattr(model, "config", None)
    if getattr(config, "model_type", None) != "gpt2" or not hasattr(model, "lm_head"):
        raise ValueError(f"`model` must be a GPT2LMHeadModel. Received: {type(model).__name__}")
    return GPTConfig(**{name: getattr(config, theirs) for name, theirs in SIZES.items()})


def copy_from_gpt2(model, gpt):
    """Copies the weights of a `transformers.GPT2LMHeadModel` into a `GPT` of the same sizes."""
    for block, theirs in zip(gpt.blocks, model.transformer.h, strict=True):
        block.activation = copy.deepcopy(theirs.mlp.act)  # few have weights, of their own dtype
    own = gpt.state_dict()
    for theirs, weights in model.state_dict().items():
        name = own_name(theirs)
        if name in own:  # what is not there serves an encoder, which no text model has
            own[name].copy_(weights.t() if name.endswith(TURNED) else weights)


def to_gpt2(gpt, ids):
    """A `transformers.GPT2LMHeadModel` with the weights of a `GPT`.

    Args:
        gpt: an `artlab.gpt.GPT`.
        ids: dict with any of `bos_token_id`, `eos_token_id` and `pad_token_id`.
    """
    from transformers import GPT2Config, GPT2LMHeadModel

    sizes = {theirs: getattr(gpt.config, name) for name, theirs in SIZES.items()}
    sizes |= {"embd_pdrop": gpt.config.dropout, "attn_pdrop": 0.0}
    no_ids = dict.fromkeys(("bos_token_id", "eos_token_id", "pad_token_id"))
    model = GPT2LMHeadModel(GPT2Config(**sizes, **(no_ids | ids)))
    model.to(gpt.tokens.weight.device, gpt.tokens.weight.dtype)
    own = gpt.state_dict()
    for theirs, weights in model.state_dict().items():
        name = own_name(theirs)
        weights.copy_(own[name].t() if name.endswith(TURNED) else own[name])
    return model.eval()


def own_name(name):
    """Name of a weight here.

    Example:

    >>> own_name("transformer.h.3.mlp.c_fc.bias")
    'blocks.3.up.bias'
    """
    for theirs, ours in NAMES.items():
        name = name.replace(theirs, ours)
    return name
