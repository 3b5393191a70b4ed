"""The drawer's network: GPT-2 of the `transformers` library, its optimisers and its averages."""

import contextlib
import json

import numpy as np

from artlab.runtime import atomic_write
from artlab.studio import tokens

LAYERS, WIDTH, HEADS, POSITIONS = 5, 192, 6, 1024


def new_gpt(seed, vocabulary, positions, layers, width, heads, end, pad):
    """A `transformers.GPT2LMHeadModel` of a size, without dropout, with new weights.

    Args:
        seed: an int.
        vocabulary, positions, layers, width, heads: its size.
        end, pad: ids of two special tokens.
    """
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(seed)
    config = GPT2Config(
        vocab_size=vocabulary,
        n_positions=positions,
        n_embd=width,
        n_layer=layers,
        n_head=heads,
        activation_function="gelu_pytorch_tanh",
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        bos_token_id=None,
        eos_token_id=end,
        pad_token_id=pad,
        attn_implementation="eager",  # trains a tenth faster on a CPU than its fused attention
    )
    return GPT2LMHeadModel(config)


def build(seed=0, layers=LAYERS, width=WIDTH, heads=HEADS, positions=POSITIONS):
    """A `GPT2LMHeadModel` with new weights.

    Coordinate tokens start as waves of many lengths in random directions, so that neighbouring
    levels are alike from the first step on.

    Args:
        seed: an int.
        layers: number of transformer blocks.
        width: numbers for each token; a multiple of `heads`.
        heads: attention heads.
        positions: longest sequence.

    Returns:
        A `transformers.GPT2LMHeadModel`.
    """
    import torch

    sizes = (positions, layers, width, heads)
    model = new_gpt(seed, tokens.VOCABULARY_SIZE, *sizes, tokens.END, tokens.PAD)
    with torch.no_grad():
        steps = (tokens.DX - tokens.LONGEST, tokens.DY - tokens.LONGEST)
        for start in (tokens.X0, tokens.Y0, *steps):
            table = torch.from_numpy(_waves(tokens.LEVELS, width, seed + start))
            model.transformer.wte.weight[start : start + tokens.LEVELS] = table
        model.transformer.wpe.weight += torch.from_numpy(_waves(positions, width, seed))
    return model


def _waves(number, width, seed, size=0.02):
    """Sines and cosines along a line of `number` levels, turned at random in `width` dimensions."""
    generator = np.random.default_rng(seed)
    lengths = np.geomspace(4, 2 * number, width // 2)
    angles = 2 * np.pi * np.arange(number)[:, None] / lengths + generator.uniform(
        0, 6.3, width // 2
    )
    waves = np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
    turn, _ = np.linalg.qr(generator.normal(size=(2 * (width // 2), width)))
    return (size * waves @ turn).astype(np.float32)


def optimizers(model, rate, weight_decay=0.05):
    """Muon for the matrices of the blocks, AdamW for embeddings, norms and biases.

    Args:
        model: a `GPT2LMHeadModel`.
        rate: learning rate; both take it, scaled to the same size of update.
        weight_decay: pull of the matrices towards 0.

    Returns:
        A list of two optimisers whose groups carry a "scale" of the learning rate.

    References:
        Jordan et al., *Muon: an optimizer for hidden layers in neural networks* (2024).
    """
    import torch

    named = dict(model.named_parameters())
    matrices = [p for name, p in named.items() if p.ndim == 2 and ".h." in name]
    others = [p for name, p in named.items() if not (p.ndim == 2 and ".h." in name)]
    made = [
        torch.optim.Muon(
            matrices, lr=rate, weight_decay=weight_decay, adjust_lr_fn="match_rms_adamw"
        ),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True),
    ]
    for optimizer in made:
        for group in optimizer.param_groups:
            group["scale"] = 1.0
    return made


class Averages:
    """Exponential averages of a model's weights, short at first.

    Args:
        model: a `GPT2LMHeadModel`.
        decay: share of the old average that a step keeps.
    """

    def __init__(self, model, decay):
        self.model, self.decay = model, decay
        self.values = {n: p.detach().clone() for n, p in model.named_parameters()}

    def update(self, step):
        import torch

        keep = min(self.decay, (1 + step) / (10 + step))
        parameters = [p.detach() for p in self.model.parameters()]
        torch._foreach_lerp_(list(self.values.values()), parameters, 1 - keep)

    def weights(self):
        """Dict of names and averaged tensors."""
        return self.values

    @contextlib.contextmanager
    def applied(self):
        """Within the block the model has the averaged weights."""
        import torch

        own = {n: p.detach().clone() for n, p in self.model.named_parameters()}
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                parameter.copy_(self.values[name])
        try:
            yield self.model
        finally:
            with torch.no_grad():
                for name, parameter in self.model.named_parameters():
                    parameter.copy_(own[name])


def save_weights(path, arrays, about):
    """Writes tensors or arrays and a description into a safetensors file, whole or not at all."""
    from safetensors.numpy import save

    arrays = {name: np.ascontiguousarray(np.asarray(array)) for name, array in arrays.items()}
    with atomic_write(path) as temporary:
        temporary.write_bytes(save(arrays, metadata={"about": json.dumps(about, sort_keys=True)}))


def load_weights(path):
    """Arrays and description that `save_weights` wrote."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        about = json.loads((file.metadata() or {}).get("about", "{}"))
        return {name: file.get_tensor(name) for name in file.keys()}, about  # noqa: SIM118
