"""What every writer does, whatever stands behind it; and what can go wrong."""

import contextlib
from typing import NamedTuple

from artlab import _arguments, _terminal

MAX_SEED = 2**63 - 1


class WriterError(RuntimeError):
    """A writer could not write; the message says why, and what to do."""


class NotHere(WriterError):
    """What the writer needs is not on this machine, and could not be fetched."""


class Unreachable(WriterError):
    """A server does not answer: no network, a wrong address, nobody there."""


class TimedOut(WriterError):
    """A server took too long."""


class WrongKey(WriterError):
    """A server asks for a key, or refuses the one it got."""


class NoSuchModel(WriterError):
    """A server or hub does not know the model."""


class Busy(WriterError):
    """A server has had too many requests, or has trouble, and waiting did not help."""


class Refused(WriterError):
    """A model declined to answer."""


class Status(NamedTuple):
    """What is known of a writer without loading it.

    Args:
        name: for `load_writer`.
        here: whether it can write now, without fetching anything.
        about: size, licence, source.
        how: what to do to have it, or to use it.
    """

    name: str
    here: bool
    about: str
    how: str


class Writer:
    """Something that answers a prompt with text. A subclass says how in `_pieces`.

    Args:
        name: what it is called.
        about: one line: size, licence, source.
    """

    def __init__(self, name, about):
        self.name, self.about = name, about

    def __repr__(self):
        return f"<{type(self).__name__} {self.name}: {self.about}>"

    def write(self, prompt, max_new_tokens=120, temperature=0.8, seed=0, stream=False):
        """Answers a prompt.

        Args:
            prompt: a str with more than white space in it.
            max_new_tokens: the longest answer, in tokens; 1 or more.
            temperature: 0 or more; 0 always takes the likeliest token.
            seed: an int of 0 or more: the same seed, the same text, on the same machine.
            stream: `False`; or `True` to print the text as it comes; or a function that is
                called with each piece of it.

        Returns:
            The text, a str.

        Raises:
            ValueError: if an argument is out of its range.
            WriterError: if the writer cannot write.
        """
        return gather(self.pieces(prompt, max_new_tokens, temperature, seed), stream)

    def pieces(self, prompt, max_new_tokens=120, temperature=0.8, seed=0):
        """The answer piece by piece, as it is written; see `write`.

        Returns:
            Iterator of str. Closing it stops the writing.
        """
        check(prompt, max_new_tokens, temperature, seed)
        return self._pieces(prompt, max_new_tokens, float(temperature), int(seed))

    def _pieces(self, prompt, max_new_tokens, temperature, seed):
        raise NotImplementedError


def gather(pieces, stream=False):
    """Puts pieces of text together, and shows them on the way.

    Args:
        pieces: iterator of str with a method `close`.
        stream: see `Writer.write`.

    Returns:
        A str.

    Example:

    >>> gather((word for word in ("One ", "lake")), stream=True)
    One lake
    'One lake'
    """
    if not isinstance(stream, bool) and not callable(stream):
        raise ValueError(f"`stream` must be True, False or a function. Received: {stream!r}")
    show = stream if callable(stream) else _print if stream else _keep_quiet
    text = []
    with contextlib.closing(pieces):
        for piece in pieces:
            show(piece)
            text.append(piece)
    if stream is True:
        print()
    return "".join(text)


def _print(piece):
    print(_terminal.shown(piece), end="", flush=True)


def _keep_quiet(piece):
    pass


def check(prompt, max_new_tokens, temperature, seed):
    """Raises a ValueError that names the first argument of `Writer.write` that is out of range."""
    check_text(prompt, "prompt")
    _arguments.whole("max_new_tokens", max_new_tokens, 1)
    rule = "a finite number of 0 or more"
    _arguments.number("temperature", temperature, rule, lambda value: value >= 0)
    _arguments.whole("seed", seed, 0)
    if seed > MAX_SEED:
        raise ValueError(f"`seed` must be less than 2**63. Received: {seed!r}")


def check_text(text, name):
    """Raises a ValueError unless an argument is a text with something in it."""
    if not _arguments.text(name, text).strip():
        raise ValueError(f"`{name}` must have more than white space in it. Received: {text!r}")
