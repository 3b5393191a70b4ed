"""Writing text token by token: the likeliest, a draw, or the best of several beams."""

import math
import time
from typing import NamedTuple

import torch

from artlab import _arguments
from artlab.gpt import checks, reading


def greedy(model, input_ids, num_tokens, stop_ids=(), use_cache=True):
    """Writes the likeliest token, again and again.

    Args:
        model: a causal language model of transformers, or an `artlab.gpt.GPT`.
        input_ids: int (1, length) or (length,), `length` of 1 or more. If it does not fit the
            context together with the new tokens, its tail is read, and a `UserWarning` says so.
        num_tokens: how many tokens to write, 0 or more.
        stop_ids: ids that end the text; the one that did is its last.
        use_cache: keeps keys and values of the tokens that were read.

    Returns:
        int64 (1, length + at most `num_tokens`): the prompt and what follows.

    Raises:
        ValueError: if an argument is out of its range.
    """
    choose = lambda scores, read: scores.argmax(-1)  # noqa: E731
    return _write(model, input_ids, num_tokens, choose, stop_ids, use_cache)


def sample(model, input_ids, num_tokens, processors=(), seed=0, stop_ids=(), use_cache=True):
    """Draws each token from the probabilities that the processors leave.

    Args:
        processors: logits processors, applied in turn; see `artlab.gpt.processors`.
        seed: int of 0 or more; the same seed draws the same tokens.
        model, input_ids, num_tokens, stop_ids, use_cache: as in `greedy`.

    Returns:
        int64 (1, length + at most `num_tokens`).

    Raises:
        ValueError: if an argument is out of its range, or the processors leave no token.
    """
    _arguments.whole("seed", seed, 0)
    draws = torch.Generator().manual_seed(seed)

    def choose(scores, read):
        for processor in processors:
            scores = processor(read, scores)
        checks.scores(scores)
        if not scores.isfinite().any():
            raise ValueError("`processors` must leave a token to draw. Received: none")
        return torch.multinomial(scores.softmax(-1), 1, generator=draws)[0]

    return _write(model, input_ids, num_tokens, choose, stop_ids, use_cache)


def _write(model, input_ids, num_tokens, choose, stop_ids, use_cache):
    """The loop of every one-text method: read, choose, append."""
    prompt, read, stop_ids = _start(model, input_ids, num_tokens, stop_ids)
    length, next_scores = read.shape[1], reading.NextScores(model, use_cache)
    with reading.evaluating(model):
        for _ in range(num_tokens):
            token = choose(next_scores(read), read)  # (1,)
            read = torch.cat([read, token[None]], dim=1)
            if int(token) in stop_ids:
                break
    return torch.cat([prompt, read[:, length:]], dim=1)


def _start(model, input_ids, num_tokens, stop_ids):
    """Checked arguments: (prompt, the tail of it that is read, set of stop ids)."""
    _arguments.whole("num_tokens", num_tokens, 0)
    prompt = checks.input_ids(input_ids)
    return prompt, reading.keep_tail(prompt, model, num_tokens), {int(stop) for stop in stop_ids}


def beam_search(model, input_ids, num_tokens, num_beams, stop_ids=(), length_penalty=1.0):
    """Keeps the `num_beams` likeliest texts at each step; gives the best in the end.

    Args:
        num_beams: how many texts are followed, 1 or more.
        length_penalty: texts that end are compared by log-probability / length ** this.
        model, input_ids, num_tokens, stop_ids: as in `greedy`.

    Returns:
        int64 (1, length + at most `num_tokens`).

    Raises:
        ValueError: if an argument is out of its range.

    References:
        Lowerre, *The Harpy speech recognition system* (1976).
        Wu et al., *Google's neural machine translation system* (2016), section 7.
    """
    _arguments.whole("num_beams", num_beams, 1)
    _arguments.number("length_penalty", length_penalty, "a finite number", math.isfinite)
    prompt, beams, stop_ids = _start(model, input_ids, num_tokens, stop_ids)
    length, next_scores = beams.shape[1], reading.NextScores(model)
    totals, ended = torch.zeros(1), []  # log-probability of each beam; (score, text)
    stops = torch.tensor(sorted(stop_ids), dtype=torch.long)
    with reading.evaluating(model):
        for step in range(1, num_tokens + 1):
            chances = totals[:, None] + next_scores(beams).log_softmax(-1)  # (beams, vocabulary)
            width = min(num_beams * max(2, 1 + len(stops)), chances.numel())
            best, place = chances.flatten().topk(width)
            parents, tokens = place // chances.shape[1], place % chances.shape[1]
            texts = torch.cat([beams[parents], tokens[:, None]], dim=1)  # (width, length)
            ends = torch.isin(tokens, stops) | (step == num_tokens)
            for rank in ends[:num_beams].nonzero()[:, 0]:
                ended.append((float(best[rank]) / step**length_penalty, texts[rank]))
            ended = sorted(ended, key=lambda pair: -pair[0])[:num_beams]
            alive = (~ends).nonzero()[:num_beams, 0]
            if not len(alive) or _settled(best[alive[0]] / step**length_penalty, ended, num_beams):
                break
            beams, totals = texts[alive], best[alive]
            next_scores.keep(parents[alive])
    written = ended[0][1][length:] if ended else beams[0, length:]
    return torch.cat([prompt, written[None]], dim=1)


def _settled(score, ended, num_beams):
    """Whether no beam can still beat the texts that have ended."""
    return len(ended) == num_beams and float(score) <= ended[-1][0]


class CacheTimes(NamedTuple):
    """Seconds for each new token, with and without keeping keys and values."""

    with_cache: float
    without_cache: float


def cache_times(model, input_ids, num_tokens):
    """Times writing with and without the cache of keys and values.

    Args:
        model: a causal language model of transformers.
        input_ids: as in `greedy`.
        num_tokens: how many tokens to write, 1 or more.

    Returns:
        `CacheTimes`. Both write the same tokens; each is warmed up with one token.

    Raises:
        ValueError: if an argument is out of its range.
    """
    _arguments.whole("num_tokens", num_tokens, 1)
    if not reading.NextScores(model).use_cache:
        raise ValueError(
            "`model` must keep keys and values, as models of transformers do. "
            f"Received: {type(model).__name__}"
        )
    found = []
    for use_cache in (True, False):
        greedy(model, input_ids, 1, use_cache=use_cache)
        start = time.perf_counter()
        greedy(model, input_ids, num_tokens, use_cache=use_cache)
        found.append((time.perf_counter() - start) / num_tokens)
    return CacheTimes(*found)
