"""The writer: a small GPT that reads a prompt into notes and writes a description of them.

It runs on ONNX Runtime; `artlab.studio.training.writer` trains the PyTorch original.
"""

from pathlib import Path

import numpy as np

from artlab.studio import notes
from artlab.studio.onnx_gpt import OnnxGPT
from artlab.studio.sampling import choose
from artlab.studio.text import CJK, SPECIAL, WEIGHTS, Tokenizer, language_of

MOST_PROMPT = 160  # tokens of a prompt that are read
TEMPERATURE, TOP_P = 0.8, 0.92  # of the description; notes are read greedily


class Writer:
    """Writes descriptions.

    Args:
        model: an `OnnxGPT` of the writer's vocabulary.
        tokenizer: a `Tokenizer`.

    Example:
        writer = Writer.load()
        writer.notes("two peaks, no water")  # {'mountain': 2, 'heights': ..., 'water': 'none'}
        writer.write("two peaks, no water", seed=3)
    """

    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model, tokenizer
        self._words = _words(tokenizer)

    @classmethod
    def load(cls, folder=None, threads=1):
        """The shipped writer, or the one of a folder with `model.onnx` and `tokenizer.json`.

        Args:
            folder: the folder, or `None`.
            threads: threads of ONNX Runtime.

        Raises:
            FileNotFoundError: if one of its files is not there.
        """
        folder = Path(folder or WEIGHTS)
        return cls(OnnxGPT(folder / "model.onnx", threads), Tokenizer.load(folder))

    def notes(self, prompt):
        """What the writer understands of a prompt: a dict as in `world.describe.Description`."""
        row = _Row(self, prompt, 0)
        _write(self.model, [row], lambda row: row.is_telling)
        return notes.decode(row.noted)

    def write(self, prompt, seed=0, temperature=TEMPERATURE, on_text=None):
        """Writes a description of all that a prompt asks for, and of what it leaves open.

        Args:
            prompt: a str, English or Chinese; only its first 160 tokens count.
            seed: an int of 0 or more; it decides what the prompt leaves open, and the words.
            temperature: 0 for the likeliest words.
            on_text: called with the text so far, after each token, or `None`.

        Returns:
            A str in the prompt's language.

        Raises:
            ValueError: if `prompt` is no text, or `seed` or `temperature` is out of range.
        """
        return self._texts([prompt], [seed], temperature, on_text)[0]

    def write_many(self, prompts, seeds, temperature=TEMPERATURE):
        """Writes several descriptions side by side; see `write`.

        Returns:
            A list of str.
        """
        return self._texts(list(prompts), list(seeds), temperature) if prompts else []

    def _texts(self, prompts, seeds, temperature, on_text=None):
        if len(prompts) != len(seeds):
            raise ValueError(f"`seeds` must be {len(prompts)} ints. Received: {len(seeds)}")
        rows = [_Row(self, *pair, on_text) for pair in zip(prompts, seeds, strict=True)]
        _write(self.model, rows, lambda row: row.done, temperature)
        return [self.tokenizer.decode(row.told) for row in rows]


def _words(tokenizer):
    """For each language the tokens that its descriptions may hold: bool arrays, by language."""
    pieces = [tokenizer.core.id_to_token(i) or "" for i in range(len(tokenizer))]
    is_chinese = np.array([bool(CJK.search(piece)) for piece in pieces])
    is_english = np.array([any("a" <= letter <= "z" for letter in piece) for piece in pieces])
    found = {}
    for language, other in (("en", is_chinese), ("zh", is_english)):
        mask = np.zeros(notes.VOCABULARY_SIZE, bool)
        mask[len(SPECIAL) : len(pieces)] = ~other[len(SPECIAL) :]
        mask[notes.END] = True
        found[language] = mask
    return found


class _Row:
    """One prompt, its notes and its description, as far as they are written."""

    def __init__(self, writer, prompt, seed, on_text=None):
        if not isinstance(prompt, str):
            raise ValueError(f"`prompt` must be a text. Received: {prompt!r}")
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
            raise ValueError(f"`seed` must be an int from 0. Received: {seed!r}")
        self.tokenizer, self.on_text = writer.tokenizer, on_text
        self.words = writer._words[language_of(prompt)]
        ids = self.tokenizer.encode(prompt)[:MOST_PROMPT]
        self.pending = [*notes.sequence(ids), notes.NOTES]
        self.room = writer.model.positions - len(self.pending)
        self.generator = np.random.default_rng([seed, 13])
        self.noted, self.told = [notes.NOTES], []
        self.is_telling = self.done = False

    def allowed(self):
        """What may come next; a bool array."""
        if self.is_telling and self.told and self.room > 2:
            return self.words
        mask = np.zeros_like(self.words)
        if self.is_telling and self.told:
            mask[notes.END] = True
        elif self.is_telling:
            mask[:] = self.words
            mask[notes.END] = False
        else:
            mask[notes.after(self.noted[-1])] = True
        return mask

    def take(self, token):
        """Writes one token."""
        self.room -= 1
        self.pending = [token]
        if not self.is_telling:
            self.is_telling = token == notes.TELL
            self.noted += [token] * (not self.is_telling)
            return
        self.done = token == notes.END
        self.told += [token] * (not self.done)
        if self.on_text and not self.done:
            self.on_text(self.tokenizer.decode(self.told))


def _write(model, rows, is_done, temperature=0.0):
    """Writes every row until it is done: notes greedily, descriptions by chance."""
    model.start(len(rows))
    counts = np.array([len(row.pending) for row in rows])
    ids = np.full((len(rows), counts.max()), notes.PAD, np.int64)
    for row, line in zip(rows, ids, strict=True):
        line[: len(row.pending)] = row.pending
    logits = model.step(ids, counts)
    while True:
        for row, scores in zip(rows, logits, strict=True):
            if not is_done(row):
                how = {"mask": row.allowed(), "generators": [row.generator]}
                heat = temperature if row.is_telling else 0.0
                row.take(int(choose(scores[None], heat, TOP_P, **how)[0]))
        going = np.array([not is_done(row) for row in rows])
        if not going.any():
            return
        ids = np.array([[row.pending[0]] for row in rows])
        logits = model.step(ids, going.astype(np.int64))


__all__ = ["Writer"]
