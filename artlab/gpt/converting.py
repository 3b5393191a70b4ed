"""A GPT-2 of transformers as an `artlab.gpt.GPT`: other names, the same numbers."""

import torch

from artlab.gpt.attention import GPTConfig

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
TURNED = (".ask.weight", ".merge.weight", ".up.weight", ".down.weight")


def from_gpt2(kind, model):
    """Builds a GPT with the weights of a GPT-2.

    Args:
        kind: the class to build, `artlab.gpt.GPT`.
        model: a `transformers.GPT2LMHeadModel`; its weights are copied.

    Returns:
        The GPT on the same device, in the same dtype, set to evaluation.

    Raises:
        ValueError: if the model is another one.
    """
    if getattr(getattr(model, "config", None), "model_type", None) != "gpt2" or not hasattr(
        model, "lm_head"
    ):
        raise ValueError(f"`model` must be a GPT2LMHeadModel. Received: {type(model).__name__}")
    made = kind(config_of(model.config)).to(model.device, model.dtype)
    own = made.state_dict()
    with torch.no_grad():
        for theirs, weights in model.state_dict().items():
            name = ours(theirs)
            if name in own:  # what is not there serves cross-attention, and is not run
                own[name].copy_(weights.t() if name.endswith(TURNED) else weights)
    return made.eval()


def ours(name):
    """Name of a weight here.

    Example:

    >>> ours("transformer.h.3.mlp.c_fc.bias")
    'blocks.3.up.bias'
    """
    for old, new in NAMES.items():
        name = name.replace(old, new)
    return name


def config_of(config):
    """`GPTConfig` of a `transformers.GPT2Config`."""
    return GPTConfig(
        vocab_size=config.vocab_size,
        num_positions=config.n_positions,
        num_layers=config.n_layer,
        num_heads=config.n_head,
        width=config.n_embd,
        hidden_width=config.n_inner,
        activation=config.activation_function,
        epsilon=config.layer_norm_epsilon,
        dropout=config.resid_pdrop,
        scale_scores=config.scale_attn_weights,
        scale_by_layer=config.scale_attn_by_inverse_layer_idx,
        tied=config.tie_word_embeddings,
    )
