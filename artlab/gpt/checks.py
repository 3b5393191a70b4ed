"""Checks of arguments that the modules of this room share."""

import math
import numbers

import torch


def whole(value, name, least):
    """Raises a ValueError unless an argument is a whole number of `least` or more."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < least:
        raise ValueError(f"`{name}` must be an int of {least} or more. Received: {value!r}")


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


def real(value, name, rule, fits):
    """A float that obeys a rule.

    Args:
        value: what came.
        name: of the argument.
        rule: the rule in words, such as "in (0, 1]".
        fits: the rule as a function; NaN must not fit.

    Raises:
        ValueError: for anything else.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not fits(value):
        raise ValueError(f"`{name}` must be {rule}. Received: {value!r}")
    return float(value)


def text(value, name):
    """Raises a ValueError unless an argument is a text that can be written as UTF-8."""
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be a str. Received: {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"`{name}` must be text in Unicode. Received: half a character, "
            f"{value[error.start]!r}, at place {error.start}"
        ) from None


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
    shapes = ", ".join(str(tuple(part.shape)) for part in (queries, keys, values))
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
    if mask is None:
        return
    wanted = (queries.shape[-2], keys.shape[-2])
    if mask.dtype != torch.bool or tuple(mask.shape[-2:]) != wanted:
        raise ValueError(
            f"`mask` must be bool of shape {wanted}. Received: {mask.dtype}, {tuple(mask.shape)}"
        )
    if not mask.any(-1).all():
        raise ValueError(
            "`mask` must leave each query something to look at. Received: an empty row"
        )


def gpt_sizes(config):
    """Raises a ValueError unless the sizes of a `GPTConfig` make a GPT."""
    for name in ("vocab_size", "num_positions", "num_layers", "num_heads", "width"):
        whole(getattr(config, name), name, 1)
    if config.hidden_width is not None:
        whole(config.hidden_width, "hidden_width", 1)
    real(config.epsilon, "epsilon", "0 or more", lambda value: 0 <= value < math.inf)
    real(config.dropout, "dropout", "in [0, 1)", lambda value: 0 <= value < 1)
    if config.width % config.num_heads:
        raise ValueError(
            f"`width` must be a multiple of `num_heads`, {config.num_heads}. "
            f"Received: {config.width}"
        )


def batch_of_ids(ids, config):
    """Raises a ValueError unless a GPT can read a batch of ids."""
    shape = tuple(ids.shape)
    if len(shape) != 2 or not 1 <= shape[1] <= config.num_positions:
        raise ValueError(
            "`input_ids` must have shape (batch, length) with a length from 1 to "
            f"{config.num_positions}, the context. Received: {shape}"
        )
    if ids.is_floating_point() or ids.dtype == torch.bool:
        raise ValueError(f"`input_ids` must be whole numbers. Received: {ids.dtype}")
    if shape[0] and not 0 <= ids.min() <= ids.max() < config.vocab_size:
        raise ValueError(
            f"`input_ids` must lie in [0, {config.vocab_size}), the vocabulary. "
            f"Received: {int(ids.min())} to {int(ids.max())}"
        )
