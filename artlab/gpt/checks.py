"""Checks of arguments that the modules of this room share."""

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
