"""One sampler for every language model of the studio: the seed decides, not the framework."""

import numpy as np


def probabilities(logits, temperature=1.0, top_p=1.0, mask=None):
    """What a model's scores say about the next token.

    Args:
        logits: float array of shape (vocabulary,).
        temperature: above 0; below 1 likely tokens become likelier still.
        top_p: in (0, 1]; the likeliest tokens that together reach it are kept.
        mask: bool array of shape (vocabulary,), true for the tokens that are allowed.

    Returns:
        float64 array of shape (vocabulary,) that sums to 1.

    References:
        Holtzman et al., *The curious case of neural text degeneration* (2020), on `top_p`.
    """
    places = np.arange(len(logits)) if mask is None else np.flatnonzero(mask)
    if not len(places):
        raise ValueError("`mask` must allow a token. Received: none")
    scores = np.asarray(logits, np.float64)[places] / temperature
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    if top_p < 1 and len(weights) > 1:
        order = np.argsort(-weights, kind="stable")
        before = np.cumsum(weights[order]) - weights[order]
        weights[order[before >= top_p]] = 0
        weights /= weights.sum()
    found = np.zeros(len(logits))
    found[places] = weights
    return found


def choose(logits, temperature=1.0, top_p=1.0, mask=None, generators=None):
    """Draws the next token of each sequence.

    Args:
        logits: float array of shape (batch, vocabulary).
        temperature: 0 for the likeliest token; above 0 see `probabilities`.
        top_p: in (0, 1].
        mask: bool array of shape (batch, vocabulary) or (vocabulary,), or `None`.
        generators: one `numpy.random.Generator` for each sequence; not needed at temperature 0.

    Returns:
        int64 array of shape (batch,).

    Raises:
        ValueError: if an argument is out of its range.

    Example:

    >>> choose(np.array([[0.0, 3.0, 1.0]]), temperature=0, mask=np.array([True, False, True]))
    array([2])
    """
    logits = np.asarray(logits)
    if logits.ndim != 2:
        raise ValueError(f"`logits` must have shape (batch, vocabulary). Received: {logits.shape}")
    if temperature < 0:
        raise ValueError(f"`temperature` must be 0 or more. Received: {temperature!r}")
    if not 0 < top_p <= 1:
        raise ValueError(f"`top_p` must be above 0 and at most 1. Received: {top_p!r}")
    if temperature > 0 and (generators is None or len(generators) != len(logits)):
        raise ValueError("`generators` must be one for each sequence")
    chosen = np.empty(len(logits), np.int64)
    for row, scores in enumerate(logits):
        allowed = mask if mask is None or np.ndim(mask) == 1 else mask[row]
        if temperature == 0:
            chosen[row] = np.argmax(
                scores if allowed is None else np.where(allowed, scores, -np.inf)
            )
            continue
        sums = np.cumsum(probabilities(scores, temperature, top_p, allowed))
        place = np.searchsorted(sums, generators[row].random() * sums[-1], side="right")
        chosen[row] = min(place, np.flatnonzero(np.diff(sums, prepend=0))[-1])
    return chosen
