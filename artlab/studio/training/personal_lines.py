"""What a personal writer learns from: a student's own lines, with what the writer notes of them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from artlab import _arguments
from artlab.studio import notes
from artlab.studio.text import UNKNOWN, language_of
from artlab.studio.training.corpus import MOST_PROMPT

MOST, LONGEST = 2000, 120  # lines, and tokens of one
TOO_STRANGE = 0.2  # share of tokens that the tokenizer does not have
ASKED = 0.7  # share of lines that follow a request


def read(texts):
    """Own lines: one description each.

    Args:
        texts: path of a folder of .txt files in UTF-8, of which every line counts; or a list of
            str. Empty lines are left out.

    Returns:
        A list of str.

    Raises:
        FileNotFoundError: there is no such folder.
        ValueError: there are none, too many, or one is no text.
    """
    if isinstance(texts, str | os.PathLike):
        texts = _lines(Path(texts).expanduser())
    try:
        texts = list(texts)
    except TypeError as error:
        raise ValueError(
            f"`texts` must be a folder or a list of str. Received: {texts!r}"
        ) from error
    lines = [" ".join(_arguments.text("texts", one).split()) for one in texts]
    lines = [line for line in lines if line]
    if not 1 <= len(lines) <= MOST:
        raise ValueError(f"`texts` must hold 1 to {MOST} lines. Received: {len(lines)}")
    return lines


def _lines(folder):
    if not folder.is_dir():
        raise FileNotFoundError(f"`texts` must be a folder that exists. Received: {folder}")
    lines = []
    for file in sorted(folder.rglob("*.txt")):
        try:
            lines += file.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise ValueError(f"`texts` must hold files in UTF-8. Received: {file.name}") from error
    return lines


class Lines:
    """Own lines as sequences of the writer: a request, its notes, and the line.

    Nobody wrote requests for the lines. The writer itself notes what each line mentions; before
    the notes stands any request, or none, so that the words must follow from the notes.

    Args:
        lines: a list of str.
        writer: a `Writer`.

    Raises:
        ValueError: more than a fifth of a line is in letters that the tokenizer does not have.
    """

    def __init__(self, lines, writer):
        self.lines, self.encode = list(lines), writer.tokenizer.encode
        self.ids = [self.encode(line)[:LONGEST] for line in self.lines]
        self.unknown = self._unknown()
        self.mentions = [writer.notes(line) for line in self.lines]

    def __len__(self):
        return len(self.lines)

    def _unknown(self):
        """Share of tokens that are lost."""
        for line, ids in zip(self.lines, self.ids, strict=True):
            share = np.mean([token == UNKNOWN for token in ids])
            if share > TOO_STRANGE:
                raise ValueError(
                    "`texts` must be in English or Chinese that the writer can spell. Received: "
                    f"{line[:40]!r}, of which it lacks {share:.0%}"
                )
        return float(np.mean([token == UNKNOWN for ids in self.ids for token in ids]))

    def item(self, place, generator=None, request=None):
        """One sequence, and the place of its first token that is to be learned.

        The notes are given, not learned: they are the writer's own.

        Args:
            place: number of the line.
            generator: a `numpy.random.Generator`.
            request: function of a language and the generator that gives some request; None for
                the empty one.

        Returns:
            A pair of a list of ids and an int.
        """
        asked = []
        if request is not None and generator.random() < ASKED:
            asked = self.encode(request(language_of(self.lines[place]), generator))[:MOST_PROMPT]
        head = notes.sequence(asked, self.mentions[place])
        return [*head, *self.ids[place], notes.END], len(head)
