"""A GPT, written out: the formula of attention, a block of it, and a stack of blocks.

Shapes are written behind the lines: B texts, T tokens, H heads, D numbers for each token.

References:
    Vaswani et al., *Attention is all you need* (2017): equation 1, section 3.2.
    Radford et al., *Language models are unsupervised multitask learners* (2019): section 2.3.
"""

import math

import torch
from torch import nn
from transformers.activations import get_activation

from artlab import _arguments
from artlab.gpt import checks, converting
from artlab.gpt.config import GPTConfig


def causal_mask(length):
    """Who may look at whom: token i sees itself and the tokens before it; bool (length, length).

    Example:

    >>> causal_mask(3).int().tolist()
    [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    """
    _arguments.whole("length", length, 0)
    return torch.ones(length, length, dtype=torch.bool).tril()


def attention(queries, keys, values, mask=None, scale=None):
    """Scaled dot-product attention, softmax(Q Kᵀ / √d) V.

    Args:
        queries: float (..., T, d): what each token asks for.
        keys: float (..., S, d): what each token offers to be found by.
        values: float (..., S, e): what each token says when it is found.
        mask: bool (T, S), true where a query may look; by default everywhere.
        scale: factor of the scores; by default 1 / √d.

    Returns:
        (mixed, weights): float (..., T, e) and (..., T, S); each row of weights adds up to 1.

    Raises:
        ValueError: if the shapes do not fit together, or the mask leaves a query nothing.

    References:
        Vaswani et al. (2017), equation 1.
    """
    checks.attention_shapes(queries, keys, values, mask)
    scale = queries.shape[-1] ** -0.5 if scale is None else scale
    scores = queries * scale @ keys.transpose(-2, -1)  # (..., T, S)
    if mask is not None:
        closed = scores.new_zeros(mask.shape).masked_fill(~mask, -math.inf)  # (T, S)
        scores = scores + closed  # e^-inf = 0: not a trace of it remains
    weights = scores.softmax(dim=-1)  # (..., T, S)
    return weights @ values, weights


class CausalSelfAttention(nn.Module):
    """Tokens look at the tokens before them, in several heads at once (section 3.2.2)."""

    def __init__(self, config, layer):
        super().__init__()
        head_width = config.width // config.num_heads
        self.num_heads = config.num_heads
        self.scale = head_width**-0.5 if config.scale_scores else 1.0
        self.scale /= layer + 1 if config.scale_by_layer else 1
        self.ask = nn.Linear(config.width, 3 * config.width)  # queries, keys and values in one
        self.merge = nn.Linear(config.width, config.width)

    def forward(self, stream, mask):
        batch, length, width = stream.shape  # (B, T, D)
        asked = self.ask(stream).split(width, dim=-1)  # three of (B, T, D)
        shape = (batch, length, self.num_heads, -1)  # (B, T, H, D/H)
        heads = (part.view(shape).transpose(1, 2) for part in asked)
        queries, keys, values = heads  # each (B, H, T, D/H)
        mixed, weights = attention(queries, keys, values, mask, self.scale)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)  # heads side by side (B, T, D)
        return self.merge(mixed), weights  # (B, T, D), (B, H, T, T)


class Block(nn.Module):
    """Attention between the tokens, then a small network for each; both are added to the stream."""

    def __init__(self, config, layer):
        super().__init__()
        hidden_width = config.hidden_width or 4 * config.width
        self.norm_1 = nn.LayerNorm(config.width, config.epsilon)
        self.attention = CausalSelfAttention(config, layer)
        self.norm_2 = nn.LayerNorm(config.width, config.epsilon)
        self.up = nn.Linear(config.width, hidden_width)
        self.activation = get_activation(config.activation)
        self.down = nn.Linear(hidden_width, config.width)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, stream, mask):
        mixed, weights = self.attention(self.norm_1(stream), mask)
        stream = stream + self.dropout(mixed)  # (B, T, D)
        hidden = self.activation(self.up(self.norm_2(stream)))  # (B, T, 4 D)
        return stream + self.dropout(self.down(hidden)), weights


class GPT(nn.Module):
    """Reads tokens; says for each place how well each token of the vocabulary fits next.

    Args:
        config: a `GPTConfig`.
        seed: decides the weights that it starts with; an int of 0 or more.
    """

    def __init__(self, config, seed=0):
        super().__init__()
        checks.kind(config, GPTConfig, "config")
        self.config = config
        self.tokens = nn.Embedding(config.vocab_size, config.width)
        self.places = nn.Embedding(config.num_positions, config.width)
        self.dropout = nn.Dropout(config.dropout)
        self.blocks = nn.ModuleList(Block(config, layer) for layer in range(config.num_layers))
        self.norm = nn.LayerNorm(config.width, config.epsilon)
        self.head = nn.Linear(config.width, config.vocab_size, bias=False)
        if config.tied:
            self.head.weight = self.tokens.weight
        self._start(torch.Generator().manual_seed(seed))

    def forward(self, input_ids, return_attention=False):
        """Reads a batch of texts.

        Args:
            input_ids: int (batch, length), `length` from 1 to `num_positions`.
            return_attention: gives the attention maps too.

        Returns:
            logits (batch, length, vocabulary), or (logits, maps) with maps of shape
            (layers, batch, heads, length, length): row i says where token i looks.

        Raises:
            ValueError: if the shape is another, or an id is not in the vocabulary.
        """
        checks.batch_of_ids(input_ids, self.config)
        length = input_ids.shape[1]
        mask = causal_mask(length).to(input_ids.device)  # (T, T)
        stream = self.tokens(input_ids) + self.places.weight[:length]  # (B, T, D)
        stream, maps = self.dropout(stream), []
        for block in self.blocks:
            stream, weights = block(stream, mask)
            maps.append(weights)
        logits = self.head(self.norm(stream))  # (B, T, vocabulary)
        return (logits, torch.stack(maps)) if return_attention else logits

    @torch.no_grad()
    def _start(self, draws):
        """Weights from N(0, 0.02²); what adds to the stream gets 1/√(additions) of that."""
        for name, weights in self.named_parameters():
            adds = name.endswith((".merge.weight", ".down.weight"))
            if weights.ndim == 2:
                share = (2 * self.config.num_layers) ** -0.5 if adds else 1.0
                weights.normal_(0, 0.02 * share, generator=draws)
            elif name.endswith("bias"):
                weights.zero_()

    @classmethod
    def from_transformers(cls, model):
        """The same GPT as a `transformers.GPT2LMHeadModel`: its weights, its logits."""
        made = cls(converting.config_of(model)).to(model.device, model.dtype)
        converting.copy_from_gpt2(model, made)
        return made.eval()

    def to_transformers(self, **ids):
        """A `transformers.GPT2LMHeadModel` with copies of these weights.

        Args:
            **ids: `bos_token_id`, `eos_token_id` and `pad_token_id`; by default there are none.
        """
        return converting.to_gpt2(self, ids)
