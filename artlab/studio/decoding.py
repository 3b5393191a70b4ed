"""Decoding: rows of tokens that grow side by side, each under its own grammar and seed."""

import numpy as np

from artlab.studio import tokens
from artlab.studio.forms import DRAW_ORDER
from artlab.studio.sampling import choose, probabilities

TAGS = np.array(sorted(tokens.TAG_NAMES))
LINES = np.array([tokens.LIFT, *range(tokens.X0, tokens.NUM_TOKENS)])


class Row:
    """One sequence that is being written.

    Args:
        grammar: a `Grammar`.
        prompt: ids that the model reads first; the grammar does not see them.
        seed: an int, or a list of ints.
        given: dict from an element's name to lists of ids, tag first: elements that are written
            as they are, where the grammar lets them begin.
        on_token: called with each token that is written.
    """

    def __init__(self, grammar, prompt, seed, given=None, on_token=None):
        self.grammar, self.pending = grammar, [int(token) for token in prompt]
        self.generator = np.random.default_rng([*np.atleast_1d(seed), 12])
        self.given = {name: list(elements) for name, elements in (given or {}).items()}
        self.on_token = on_token
        self.written, self.script = [], []
        self.is_given = False  # the element being written stays as it is: no stroke more
        self.fit = 0.0
        self.length = len(self.pending)

    @property
    def done(self):
        return self.grammar.done

    def allowed(self, room):
        """What may come next, when `room` tokens at most may follow; a bool array."""
        mask = self.grammar.allowed()
        if self.is_given:
            mask[LINES] = False
        if self.given.get("ground") == []:  # the land that was given is all the land
            mask[tokens.TAGS["ground"]] = False
        if room < self.grammar.least_left() + 48 and (mask[TAGS].any() or mask[tokens.END]):
            mask[tokens.LIFT] = mask[tokens.X0 :] = False
            if mask[TAGS].sum() > 1 or mask[tokens.END]:
                mask[tokens.TAGS["ground"]] = False
        return mask

    def forced(self, room):
        """The next token where there is no choice, else `None`; and what may come next."""
        mask = self.allowed(room)
        if not self.script and not mask[LINES].any():
            self.take_given(mask)
        if self.script:
            return self.script.pop(0), mask
        places = np.flatnonzero(mask)
        return (int(places[0]) if len(places) == 1 else None), mask

    def take_given(self, mask):
        """Makes ready the given element, if any, that may begin here."""
        for name in DRAW_ORDER:
            if self.given.get(name) and mask[tokens.TAGS[name]]:
                self.script = list(self.given[name].pop(0))
                return

    def write(self, token):
        """Writes one token."""
        self.grammar.take(token)
        if token in tokens.TAG_NAMES:
            self.is_given = bool(self.script)
        self.written.append(token)
        self.pending.append(token)
        self.length += 1
        if self.on_token:
            self.on_token(token)


def write_rows(model, rows, temperature=1.0, top_p=1.0):
    """Writes every row to its end.

    Args:
        model: an `OnnxGPT`.
        rows: a list of `Row`.
        temperature: see `sampling.choose`.
        top_p: see `sampling.choose`.

    Returns:
        The rows. `row.written` holds the tokens; `row.fit` the log-probability of those that
        were given after something had been chosen, where there are several rows.
    """
    most = model.positions
    for row in rows:
        _write_forced(row, most)
    model.start(len(rows))
    counts = np.array([len(row.pending) for row in rows])
    ids = np.zeros((len(rows), counts.max()), np.int64)
    for row, line in zip(rows, ids, strict=True):
        line[: len(row.pending)] = row.pending
    logits = model.step(ids, counts)
    while not all(row.done for row in rows):
        for row, scores in zip(rows, logits, strict=True):
            row.pending.clear()
            if not row.done:
                _write_next(row, scores, most, temperature, top_p)
        if len(rows) == 1:
            _write_forced(rows[0], most)
            if rows[0].done:
                break
            logits = model.step([rows[0].pending])
        elif not all(row.done for row in rows):
            ids = np.array([[row.pending[0] if row.pending else tokens.PAD] for row in rows])
            logits = model.step(ids, np.array([not row.done for row in rows], np.int64))
    return rows


def _write_forced(row, most):
    """Writes tokens as long as there is no choice."""
    while not row.done:
        token, _ = row.forced(most - row.length)
        if token is None:
            return
        row.write(token)


def _write_next(row, scores, most, temperature, top_p):
    token, mask = row.forced(most - row.length)
    if token is None:
        how = {"mask": mask, "generators": [row.generator]}
        token = int(choose(scores[None], temperature, top_p, **how)[0])
        if token in tokens.TAG_NAMES or token == tokens.END:
            row.take_given(mask)
            token = row.script.pop(0) if row.script else token
    elif row.given and mask.sum() > 1:
        row.fit += float(np.log(probabilities(scores, mask=mask)[token] + 1e-12))
    row.write(token)
