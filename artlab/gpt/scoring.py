"""How likely a model finds a text: its log-probability and its perplexity."""

from typing import NamedTuple

import torch

from artlab import _arguments
from artlab.gpt import reading


class Scored(NamedTuple):
    """Log-probability of a text, token by token.

    Args:
        tokens: the tokens that were predicted, as they can be seen.
        log_probabilities: natural logarithm of each one's probability, given all before it.
        total: their sum.
    """

    tokens: list[str]
    log_probabilities: list[float]
    total: float


def log_probability(model, tokenizer, text):
    """log P(text) as the sum of log P(token | tokens before).

    The first token has nothing before it, so nothing predicts it: it is left out. Where the
    tokenizer puts a beginning token in front, or the text has one, every token of the text counts.

    Args:
        model: a causal language model of transformers, or an `artlab.gpt.GPT`.
        tokenizer: its tokenizer.
        text: a str of two tokens or more. One that is longer than the context is read in
            windows, half over half.

    Returns:
        A `Scored`.

    Raises:
        ValueError: if an argument is out of its range.
    """
    ids = _predictable(tokenizer, text)
    found = _log_probabilities(model, ids, *_steps(model, ids, None, None))
    tokens = reading.visible_tokens(tokenizer, ids[0, 1:])
    return Scored(tokens, found.tolist(), float(found.sum()))


def perplexity(model, tokenizer, text, window=None, stride=None):
    """e to the mean of -log P(token | tokens before): among how many tokens it is as if guessing.

    A text that is longer than the window is read in windows; each moves on by `stride` and
    scores what no window before it has scored.

    Args:
        model, tokenizer, text: as in `log_probability`.
        window: how many tokens are read at once, 2 or more; by default the model's context.
        stride: by how many tokens the window moves, from 1 to `window` - 1; by default half a
            window. A smaller one gives each token more to look back at, and takes longer.

    Returns:
        A float of 1 or more; infinite beyond what a float can hold.

    Raises:
        ValueError: if an argument is out of its range.

    References:
        Jelinek et al., *Perplexity: a measure of the difficulty of speech recognition tasks*
        (1977).
    """
    ids = _predictable(tokenizer, text)
    found = _log_probabilities(model, ids, *_steps(model, ids, window, stride))
    return float((-found.mean()).exp())


def _predictable(tokenizer, text):
    ids = reading.encode(tokenizer, text)
    if ids.shape[1] < 2:
        raise ValueError(
            "`text` must have two tokens or more: nothing predicts the first. "
            f"Received: {ids.shape[1]} token, {text!r}"
        )
    return ids


def _steps(model, ids, window, stride):
    """Checked (window, stride)."""
    context = reading.context_of(model)
    most = context or max(ids.shape[1], 2)
    window = most if window is None else window
    _arguments.whole("window", window, 2)
    if context is not None and window > context:
        raise ValueError(
            f"`window` must be at most {context}, the model's context. Received: {window}"
        )
    stride = max(window // 2, 1) if stride is None else stride
    _arguments.whole("stride", stride, 1)
    if stride >= window:
        raise ValueError(f"`stride` must be below `window`, {window}. Received: {stride}")
    return window, stride


def _log_probabilities(model, ids, window, stride):
    """Log-probability of every token but the first, float64 (length - 1,)."""
    length, done, found = ids.shape[1], 1, []  # so many tokens need no score any more
    with reading.evaluating(model):
        for start in range(0, length, stride):
            piece = ids[:, start : start + window]
            logits = reading.logits_of(model, piece)[0][0, :-1]  # (piece - 1, vocabulary)
            fresh = start + piece.shape[1] - done
            chances = logits[-fresh:].double().log_softmax(-1)
            found.append(chances.gather(-1, piece[0, -fresh:, None])[:, 0])
            done += fresh
            if done == length:
                break
    return torch.cat(found)
