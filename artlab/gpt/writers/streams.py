"""Token ids as text, while they come."""

import re

UNFINISHED = "\ufffd"  # what stands for bytes that are no whole character (yet)
WINDOW = 8  # tokens that decide how the next one is written


def text_pieces(tokens, decode, before=()):
    """Text of tokens as they come; a character of several tokens comes when it is whole.

    Args:
        tokens: iterator of ids; it is closed at the end.
        decode: a function from a list of ids to text.
        before: ids that the text follows; they decide about the space in front.

    Yields:
        Non-empty str. What never becomes a character is left out.
    """
    ids = [*before]
    shown = decode(ids)  # of these, already given
    try:
        for token in tokens:
            ids.append(token)
            text = decode(ids)
            whole = text.rstrip(UNFINISHED)
            piece, shown = whole[len(shown) :], max(shown, whole, key=len)
            if piece.strip(UNFINISHED):
                yield piece.replace(UNFINISHED, "")
            if whole == text:
                ids = ids[-WINDOW:]
                shown = decode(ids)
    finally:
        tokens.close()


def answer(pieces):
    """An answer from its first letter on: without white space in front."""
    started = False
    for piece in pieces:
        piece = piece if started else piece.lstrip()
        if piece:
            started = True
            yield piece


def sentences(pieces, before=". "):
    """Puts a capital letter where a sentence begins.

    Args:
        pieces: iterator of str.
        before: the text in front of them.

    Yields:
        The pieces, with capitals.

    Example:

    >>> list(sentences(["a lake", ". two", " peaks."]))
    ['A lake', '. Two', ' peaks.']
    """
    for piece in pieces:
        start = len(before)
        whole = re.sub(r"([.!?]\s+)([a-z])", _capital, before + piece)
        yield whole[start:]
        before = (before + piece)[-4:]


def _capital(match):
    return match[1] + match[2].upper()
