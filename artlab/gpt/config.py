"""The sizes of a GPT."""

import dataclasses

from artlab.gpt import checks


@dataclasses.dataclass(frozen=True)
class GPTConfig:
    """Sizes of a GPT; the defaults are those of the smallest GPT-2.

    Args:
        vocab_size: how many tokens there are.
        num_positions: the context, how many tokens it reads at once.
        num_layers, num_heads: blocks, and heads of attention in each.
        width: numbers for each token, a multiple of `num_heads`.
        hidden_width: units inside the feed-forward part; by default 4 * `width`.
        activation: name of their activation, as transformers names them.
        epsilon: keeps the layer norms from dividing by 0.
        dropout: share of numbers set to 0 in training, in [0, 1).
        scale_scores: divides scores by √d, as the equation says.
        scale_by_layer: divides the scores of layer n by n as well.
        tied: the scores of the next token are read with the embeddings of the tokens.

    Raises:
        ValueError: if a size is out of its range.
    """

    vocab_size: int
    num_positions: int = 1024
    num_layers: int = 12
    num_heads: int = 12
    width: int = 768
    hidden_width: int | None = None
    activation: str = "gelu_new"
    epsilon: float = 1e-5
    dropout: float = 0.0
    scale_scores: bool = True
    scale_by_layer: bool = False
    tied: bool = True

    def __post_init__(self):
        checks.gpt_sizes(self)
