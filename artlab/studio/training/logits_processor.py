"""The grammar as a `LogitsProcessor`, so that `model.generate` of transformers obeys it."""

import torch
from transformers import LogitsProcessor

from artlab.studio import tokens
from artlab.studio.grammar import Grammar


class GrammarProcessor(LogitsProcessor):
    """Sets the scores of all tokens that the grammar forbids to minus infinity.

    Args:
        plan: a `Scene` that is to be drawn, or `None` where the model writes the plan itself.
        extras: see `Grammar`.

    Example:

    >>> processor = GrammarProcessor()
    >>> ids = torch.tensor([[tokens.TEXT_START + 5, tokens.PLAN]])  # a text, then its plan
    >>> scores = processor(ids, torch.zeros(1, tokens.VOCABULARY_SIZE))
    >>> [tokens.TOKENS[i] for i in torch.isfinite(scores[0]).nonzero()[:2, 0]]
    ['style=ink', 'style=blue-green']
    """

    def __init__(self, plan=None, extras=()):
        self.plan, self.extras = plan, extras

    def __call__(self, input_ids, scores):
        """Masks scores.

        Args:
            input_ids: int tensor of shape (batch, length): everything so far, texts included.
            scores: float tensor of shape (batch, vocabulary).

        Returns:
            A float tensor of the same shape as `scores`.
        """
        masked = torch.full_like(scores, float("-inf"))
        for row, ids in enumerate(input_ids.tolist()):
            allowed = torch.from_numpy(self._state(ids).allowed().nonzero()[0])
            masked[row, allowed] = scores[row, allowed]
        return masked

    def _state(self, ids):
        grammar = Grammar(self.plan, self.extras)
        start = tokens.PLAN if self.plan is None else tokens.DRAW
        if start in ids:
            for token in ids[len(ids) - 1 - ids[::-1].index(start) :]:
                grammar.take(token)
        return grammar
