"""What a text has copied: its longest runs of tokens that stand verbatim in a training text.

A sorted list of all the places of the training text, by what follows there, is its suffix array.
In it, as in a dictionary, the longest match of anything is found by looking it up.

References:
    Manber and Myers, *Suffix arrays: a new method for on-line string searches* (1993).
    Carlini et al., *Extracting training data from large language models* (2021).
"""

import bisect
import itertools
from typing import NamedTuple

import numpy as np

from artlab import _arguments

SEPARATOR = -1  # stands between two documents; no token has this id


class Span(NamedTuple):
    """A run of tokens of a text that stands verbatim in the training text.

    Attributes:
        start, stop: the run is `ids[start:stop]` of the text.
        document: number of the training document it stands in.
        place: where it starts there.
    """

    start: int
    stop: int
    document: int
    place: int

    @property
    def length(self):
        """Number of its tokens."""
        return self.stop - self.start


class TrainingText:
    """A training text that can be asked what of another text stands in it.

    Args:
        documents: lists of token ids, 0 or more. A copied run lies within one document.

    Raises:
        ValueError: an id is negative.

    Example:

    >>> text = TrainingText([[5, 6, 7, 8], [7, 9]])
    >>> text.longest([1, 6, 7, 9])
    Span(start=1, stop=3, document=0, place=1)
    """

    def __init__(self, documents):
        documents = [np.asarray(document, np.int64).ravel() for document in documents]
        if any((document < 0).any() for document in documents):
            raise ValueError(
                "`documents` must hold token ids of 0 or more. Received: a negative id"
            )
        lengths = [len(document) + 1 for document in documents]
        self._starts = np.cumsum([0, *lengths])[:-1].tolist()
        parts = [part for document in documents for part in (document, [SEPARATOR])]
        joined = np.concatenate(parts).astype(np.int64) if parts else np.empty(0, np.int64)
        self.ids, self._order = joined.tolist(), suffix_array(joined).tolist()

    def match(self, ids):
        """The longest beginning of `ids` that stands in the training text.

        Args:
            ids: token ids, a list.

        Returns:
            A pair: its length, and one place in the training text where it stands.
        """
        ids = list(ids)
        rank = bisect.bisect_left(self._order, ids, key=lambda at: self.ids[at : at + len(ids)])
        places = self._order[max(rank - 1, 0) : rank + 1]  # its neighbours in the dictionary
        return max(((self._common(ids, at), at) for at in places), default=(0, 0))

    def _common(self, ids, place):
        """How many tokens agree from a place on."""
        pairs = zip(ids, self.ids[place : place + len(ids)], strict=False)
        return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))

    def runs(self, ids):
        """The longest copied run that starts at each token: a list of `Span`s, one a token."""
        ids = [int(i) for i in ids]
        found = ((start, *self.match(ids[start:])) for start in range(len(ids)))
        return [self._span(*run) for run in found]

    def _span(self, start, length, place):
        document = max(bisect.bisect_right(self._starts, place) - 1, 0)
        inside = place - self._starts[document] if self._starts else 0
        return Span(start, start + length, document, inside)

    def longest(self, ids):
        """The longest copied run of a text.

        Args:
            ids: token ids of the text.

        Returns:
            A `Span`, the first of several; one of length 0 if no token stands in the training text.
        """
        return max(self.runs(ids), key=lambda run: run.length, default=Span(0, 0, 0, 0))

    def spans(self, ids, shortest=1):
        """Copied runs that do not overlap, for highlighting: the longest is taken first.

        Args:
            ids: token ids of a text.
            shortest: tokens that a run needs to count; 1 or more.

        Returns:
            A list of `Span`s in the order of the text.

        Raises:
            ValueError: `shortest` is not a positive int.
        """
        _arguments.whole("shortest", shortest, 1)
        return sorted(_disjoint(self.runs(ids), shortest))


def _disjoint(runs, shortest):
    """Runs, the longest first, each cut to what is still free of it."""
    free, kept = np.ones(len(runs), bool), []
    for run in sorted(runs, key=lambda run: -run.length):
        places = np.arange(run.start, run.stop)
        places = places[free[places]]
        if len(places) < shortest or places[-1] - places[0] >= len(places):
            continue  # too short, or in pieces: its parts are runs of their own
        cut = int(places[0]) - run.start
        kept.append(Span(run.start + cut, int(places[-1]) + 1, run.document, run.place + cut))
        free[places] = False
    return kept


def suffix_array(ids):
    """The places of a text, sorted by what stands there and behind.

    Sorts by one token, then by two, four, eight, ... until no two places are alike.

    Args:
        ids: int array (num,).

    Returns:
        int array (num,).

    Example:

    >>> suffix_array(np.array([2, 1, 2, 1]))
    array([3, 1, 2, 0])
    """
    order, num = np.argsort(ids, kind="stable"), len(ids)
    rank, length = np.unique(ids, return_inverse=True)[1].ravel(), 1
    while num and rank[order[-1]] < num - 1:
        behind = np.full(num, -1)
        behind[: max(num - length, 0)] = rank[length:]
        keys = rank * (num + 1) + behind + 1
        order = np.argsort(keys, kind="stable")
        steps = np.diff(keys[order], prepend=keys[order[:1]]) != 0
        rank[order] = np.cumsum(steps)
        length *= 2
    return order


def longest_copied_span(ids, documents):
    """Length of the longest run of tokens that a text shares with any of the documents.

    Args:
        ids: token ids of the text.
        documents: lists of token ids.

    Returns:
        An int, 0 if no token is shared. For many texts make one `TrainingText`.

    Example:

    >>> longest_copied_span([4, 1, 2, 3], [[0, 1, 2, 9], [2, 3]])
    2
    """
    return TrainingText(documents).longest(ids).length
