"""How the next token is chosen: chances of all tokens, and what reshapes them before the draw.

References:
    Ackley et al., *A learning algorithm for Boltzmann machines* (1985): temperature.
    Fan et al., *Hierarchical neural story generation* (2018): top-k.
    Holtzman et al., *The curious case of neural text degeneration* (2020): top-p.
    Keskar et al., *CTRL* (2019), section 4.1: repetition penalty.
    Nguyen et al., *Turning up the heat: min-p sampling* (2024): min-p.
"""

import math
from typing import NamedTuple

import torch
from transformers import LogitsProcessor, LogitsProcessorList

from artlab import _arguments
from artlab.gpt import checks, reading

COLDEST = 1e-5  # a lower temperature leaves one token, and would overflow


class NextToken(NamedTuple):
    """One token that could come next.

    Args:
        token: as it can be seen; see `artlab.gpt.visible_tokens`.
        id: its number.
        logit: score that the model gives.
        probability: softmax over all logits, in [0, 1].
    """

    token: str
    id: int
    logit: float
    probability: float


def next_token_table(model, tokenizer, prompt, k=10):
    """The tokens that a model expects next, most likely first.

    Args:
        model: a causal language model of transformers, or an `artlab.gpt.GPT`.
        tokenizer: its tokenizer.
        prompt: a str. Without any token it becomes the token that begins texts. Of one that is
            longer than the context the tail is read, and a `UserWarning` says so.
        k: how many tokens, 1 or more; at most the whole vocabulary.

    Returns:
        List of `NextToken`.

    Raises:
        ValueError: if an argument is out of its range.
    """
    _arguments.whole("k", k, 1)
    ids = reading.keep_tail(reading.encode(tokenizer, prompt, "prompt"), model, name="prompt")
    with reading.evaluating(model):
        logits = reading.NextScores(model, use_cache=False)(ids)[0]  # (vocabulary,)
        chances = logits.softmax(-1)
        best = logits.topk(min(k, len(logits))).indices
    names = reading.visible_tokens(tokenizer, best)
    return [
        NextToken(name, int(token), float(logits[token]), float(chances[token]))
        for name, token in zip(names, best, strict=True)
    ]


class _Processor(LogitsProcessor):
    """Changes scores of the next token before it is drawn; `change` says how."""

    def __call__(self, input_ids, scores):
        """Scores, float (batch, vocabulary), behind input_ids, int (batch, length)."""
        checks.scores(scores)
        return self.change(input_ids, scores)


class Temperature(_Processor):
    """Divides the scores: below 1 the likely tokens become likelier still, above 1 all alike.

    Args:
        temperature: 0 or more; 0 leaves only the likeliest token.
    """

    def __init__(self, temperature):
        rule = "a finite number of 0 or more"
        self.temperature = _arguments.number(
            "temperature", temperature, rule, lambda value: 0 <= value < math.inf
        )

    def change(self, input_ids, scores):
        if self.temperature >= COLDEST:
            return scores / self.temperature
        likeliest = scores.argmax(-1, keepdim=True)
        return torch.full_like(scores, -math.inf).scatter(-1, likeliest, 0.0)


class TopK(_Processor):
    """Keeps the k best tokens, and those that tie with the last of them.

    Args:
        top_k: 1 or more.
    """

    def __init__(self, top_k):
        _arguments.whole("top_k", top_k, 1, hint=" (leave it out to keep all)")
        self.top_k = top_k

    def change(self, input_ids, scores):
        last = scores.topk(min(self.top_k, scores.shape[-1])).values[:, -1:]
        return scores.masked_fill(scores < last, -math.inf)


class TopP(_Processor):
    """Keeps the fewest likeliest tokens that together reach p: also the one that crosses it.

    Args:
        top_p: in (0, 1]; 1 keeps all.
    """

    def __init__(self, top_p):
        self.top_p = _arguments.number("top_p", top_p, "in (0, 1]", lambda value: 0 < value <= 1)

    def change(self, input_ids, scores):
        if self.top_p == 1:
            return scores
        chances, order = scores.double().softmax(-1).sort(descending=True, stable=True)
        before = chances.cumsum(-1) - chances  # of all that are likelier
        cut = torch.zeros_like(before, dtype=torch.bool).scatter(-1, order, before >= self.top_p)
        return scores.masked_fill(cut, -math.inf)


class MinP(_Processor):
    """Keeps the tokens that are at least p times as likely as the likeliest.

    Args:
        min_p: in [0, 1]; 0 keeps all.
    """

    def __init__(self, min_p):
        self.min_p = _arguments.number("min_p", min_p, "in [0, 1]", lambda value: 0 <= value <= 1)

    def change(self, input_ids, scores):
        chances = scores.softmax(-1)
        cut = chances < self.min_p * chances.amax(-1, keepdim=True)
        return scores.masked_fill(cut, -math.inf)


class RepetitionPenalty(_Processor):
    """Lowers the scores of tokens that the text has: positive ones divided, others multiplied.

    Args:
        penalty: above 0; 1 changes nothing, below 1 repetition is rewarded.
    """

    def __init__(self, penalty):
        self.penalty = _arguments.number(
            "repetition_penalty", penalty, "a finite number above 0", lambda x: 0 < x < math.inf
        )

    def change(self, input_ids, scores):
        seen = scores.gather(-1, input_ids)  # (batch, length)
        lower = torch.where(seen < 0, seen * self.penalty, seen / self.penalty)
        return scores.scatter(-1, input_ids, lower)


def processors(temperature=1.0, top_k=None, top_p=None, min_p=None, repetition_penalty=None):
    """The processors of a draw, in the order in which `model.generate` applies them.

    Args:
        temperature, top_k, top_p, min_p, repetition_penalty: see the classes of this module;
            `None` leaves one out.

    Returns:
        A `transformers.LogitsProcessorList`.

    Raises:
        ValueError: if an argument is out of its range.
    """
    kinds = (
        (RepetitionPenalty, repetition_penalty),
        (Temperature, temperature),
        (TopK, top_k),
        (TopP, top_p),
        (MinP, min_p),
    )
    return LogitsProcessorList(kind(value) for kind, value in kinds if value is not None)
