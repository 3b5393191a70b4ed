"""How wrong a language model's guesses are, in nats a token.

References:
    Radford et al., *Improving language understanding by generative pre-training* (2018), eq. 1.
"""

import numpy as np
import torch
from torch.nn import functional

from artlab.gpt import reading


def next_token_loss(model, inputs, labels):
    """Mean of -log P(label | inputs up to its place), in nats a token.

    Args:
        model: an `artlab.gpt.GPT` or a causal language model of transformers.
        inputs: int64 tensor (batch, length).
        labels: the token behind each input, int64 (batch, length); -100 leaves a place out.

    Returns:
        A tensor with one number.
    """
    out = model(inputs)
    logits = getattr(out, "logits", out).float()  # (batch, length, vocabulary)
    return functional.cross_entropy(logits.flatten(0, 1), labels.flatten())


def held_out_loss(model, documents, batch_size=32):
    """Mean loss over whole documents, in nats a token; e to its power is the perplexity.

    Args:
        model: as in `next_token_loss`.
        documents: lists of two ids or more; the first one is given, all others count. What is
            beyond the model's context is left out.
        batch_size: documents that are read at once.

    Returns:
        A float.
    """
    most = reading.context_of(model) or max(map(len, documents))
    rows = sorted((row[: most + 1] for row in documents), key=len)
    total = count = 0
    with reading.evaluating(model):
        for start in range(0, len(rows), batch_size):
            ids = _padded(rows[start : start + batch_size]).to(next(model.parameters()).device)
            learned = int((ids[:, 1:] >= 0).sum())
            total += learned * float(next_token_loss(model, ids[:, :-1].clamp(min=0), ids[:, 1:]))
            count += learned
    return total / count


def _padded(rows):
    """int64 (batch, longest), -100 behind the end of a row."""
    ids = np.full((len(rows), max(map(len, rows))), -100, np.int64)
    for line, row in zip(ids, rows, strict=True):
        line[: len(row)] = row
    return torch.from_numpy(ids)
