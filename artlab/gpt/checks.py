"""Checks of arguments that the modules of this room share."""

import difflib
import sys
import warnings

import torch

from artlab import _arguments


def input_ids(ids):
    """A prompt's ids as an int64 tensor (1, length).

    Args:
        ids: (1, length) or (length,): a tensor, an array or a list; length of 1 or more.

    Raises:
        ValueError: for another shape, no token, or numbers that are not whole.
    """
    found = torch.as_tensor(ids)
    shape = tuple(found.shape)
    found = found[None] if found.ndim == 1 else found
    if found.ndim != 2 or found.shape[0] != 1 or found.shape[1] < 1:
        raise ValueError(
            "`input_ids` must have shape (1, length) or (length,) with at least one token. "
            f"Received: {shape}"
        )
    if found.is_floating_point() or found.dtype == torch.bool:
        raise ValueError(f"`input_ids` must be whole numbers. Received: {found.dtype}")
    return found.long().cpu()


def kind(value, wanted, name):
    """Raises a ValueError unless an argument is an object of a class."""
    if not isinstance(value, wanted):
        raise ValueError(f"`{name}` must be a {wanted.__name__}. Received: {type(value).__name__}")


def scores(values):
    """Raises a ValueError unless scores have shape (batch, vocabulary) and no NaN."""
    if values.ndim != 2 or values.shape[1] < 1:
        raise ValueError(
            f"`scores` must have shape (batch, vocabulary). Received: {tuple(values.shape)}"
        )
    if values.isnan().any():
        raise ValueError("`scores` must be numbers. Received: NaN")


def attention_shapes(queries, keys, values, mask):
    """Raises a ValueError unless the shapes of attention fit together."""
    parts = (queries, keys, values)
    if not all(isinstance(part, torch.Tensor) and part.is_floating_point() for part in parts):
        kinds = ", ".join(str(getattr(part, "dtype", type(part).__name__)) for part in parts)
        raise ValueError(
            f"`queries`, `keys` and `values` must be tensors of floats. Received: {kinds}"
        )
    shapes = ", ".join(str(tuple(part.shape)) for part in parts)
    if min(queries.ndim, keys.ndim, values.ndim) < 2:
        raise ValueError(
            "`queries`, `keys` and `values` must have shape (..., length, width). "
            f"Received: {shapes}"
        )
    if queries.shape[-1] != keys.shape[-1] or keys.shape[-2] != values.shape[-2]:
        raise ValueError(
            "`queries` and `keys` must have one width, `keys` and `values` one length. "
            f"Received: {shapes}"
        )
    try:
        torch.broadcast_shapes(*(part.shape[:-2] for part in parts))
    except RuntimeError:
        raise ValueError(
            "`queries`, `keys` and `values` must fit together in the axes before length and "
            f"width. Received: {shapes}"
        ) from None
    if mask is not None:
        _mask(mask, (queries.shape[-2], keys.shape[-2]))


def _mask(mask, wanted):
    if not isinstance(mask, torch.Tensor) or mask.dtype != torch.bool:
        kind = getattr(mask, "dtype", type(mask).__name__)
        raise ValueError(f"`mask` must be a tensor of bools. Received: {kind}")
    if tuple(mask.shape[-2:]) != wanted:
        raise ValueError(f"`mask` must have shape {wanted}. Received: {tuple(mask.shape)}")
    if not mask.any(-1).all():
        raise ValueError(
            "`mask` must leave each query something to look at. Received: an empty row"
        )


def gpt_sizes(config):
    """Raises a ValueError unless the sizes of a `GPTConfig` make a GPT."""
    for name in ("vocab_size", "num_positions", "num_layers", "num_heads", "width"):
        _arguments.whole(name, getattr(config, name), 1)
    if config.hidden_width is not None:
        _arguments.whole("hidden_width", config.hidden_width, 1)
    activation(config.activation)
    _arguments.number("epsilon", config.epsilon, "0 or more", lambda value: value >= 0)
    _arguments.number("dropout", config.dropout, "in [0, 1)", lambda value: 0 <= value < 1)
    if config.width % config.num_heads:
        raise ValueError(
            f"`width` must be a multiple of `num_heads`, {config.num_heads}. "
            f"Received: {config.width}"
        )


def activation(name):
    """Raises a ValueError unless transformers knows an activation; names the nearest one."""
    from transformers.activations import ACT2FN

    if name not in ACT2FN:
        near = difflib.get_close_matches(str(name), ACT2FN, 1)
        raise ValueError(
            "`activation` must be a name of `transformers.activations.ACT2FN`"
            + (f", such as {near[0]!r}" if near else "")
            + f". Received: {name!r}"
        )


def batch_of_ids(ids, config):
    """Raises a ValueError unless a GPT can read a batch of ids."""
    if not isinstance(ids, torch.Tensor):
        raise ValueError(f"`input_ids` must be a tensor. Received: {type(ids).__name__}")
    shape = tuple(ids.shape)
    if len(shape) != 2 or not 1 <= shape[1] <= config.num_positions:
        raise ValueError(
            "`input_ids` must have shape (batch, length) with a length from 1 to "
            f"{config.num_positions}, the context. Received: {shape}"
        )
    if ids.is_floating_point() or ids.dtype == torch.bool:
        raise ValueError(f"`input_ids` must be whole numbers. Received: {ids.dtype}")
    vocabulary(ids, config.vocab_size)


def vocabulary(ids, size):
    """Raises a ValueError unless all ids are in a vocabulary; `size` may be `None`."""
    if size is not None and ids.numel() and not 0 <= ids.min() <= ids.max() < size:
        raise ValueError(
            f"`input_ids` must lie in [0, {size}), the vocabulary. "
            f"Received: {int(ids.min())} to {int(ids.max())}"
        )


def warn(message):
    """A `UserWarning` at the line outside artlab that led here."""
    frame, level = sys._getframe(1), 2
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("artlab."):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, stacklevel=level)
