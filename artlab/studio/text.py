"""Text as token ids, for the studio's language models; and what a text asks for in vain."""

import re
from pathlib import Path

from artlab.studio import unknown

WEIGHTS = Path(__file__).parents[1] / "weights" / "writer"
SPECIAL = ("<unk>", "<pad>", "<ask>", "<tell>", "<end>")
UNKNOWN, PAD, ASK, TELL, END = range(len(SPECIAL))
CJK = re.compile(r"[\u3400-\u9fff]")


class Tokenizer:
    """Byte-pair pieces of English words; one token for each Chinese character, digit and mark.

    Case is not kept; `decode` begins sentences with a capital letter.

    Args:
        core: a `tokenizers.Tokenizer`.

    References:
        Sennrich et al., *Neural machine translation of rare words with subword units* (2016).
    """

    def __init__(self, core):
        self.core = core

    @classmethod
    def load(cls, folder=None):
        """The shipped tokenizer, or that of a folder with a `tokenizer.json` in it."""
        import tokenizers

        path = Path(folder or WEIGHTS) / "tokenizer.json"
        return cls(tokenizers.Tokenizer.from_file(str(path)))

    def __len__(self):
        return self.core.get_vocab_size()

    def encode(self, text):
        """Token ids of a text: a list of ints."""
        return self.core.encode(f" {text.strip()}", add_special_tokens=False).ids if text else []

    def tokens(self, text):
        """The pieces that `encode` makes, as str; a space shows as "▁"."""
        return [self.core.id_to_token(i) for i in self.encode(text)]

    def decode(self, ids):
        """The text of token ids, in sentence case."""
        pieces = [self.core.id_to_token(int(i)) for i in ids if int(i) >= len(SPECIAL)]
        text = "".join(piece for piece in pieces if piece).replace("▁", " ").strip()
        return re.sub(r"(^|[.!?] )([a-z])", lambda m: m[1] + m[2].upper(), text)


def language_of(text):
    """ "zh" for a text with Chinese characters in it, else "en"."""
    return "zh" if CJK.search(text) else "en"


def shorten(text, most):
    """As much of a text as fits, cut between words.

    Args:
        text: a str.
        most: characters that may stay; 1 or more.

    Returns:
        A str of at most `most` characters.
    """
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise ValueError(f"`most` must be an int of 1 or more. Received: {most!r}")
    if len(text) <= most:
        return text
    kept = text[:most]
    if language_of(kept) == "en" and not text[most].isspace() and " " in kept:
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip()


def unknown_words(text, language=None):
    """What a text asks for and nobody here can draw.

    Args:
        text: a str.
        language: "en" or "zh"; by default that of the text.

    Returns:
        A list of nouns, in the order of the text and without doubles.

    Example:

    >>> unknown_words("two Dragons above a lake, and a city")
    ['dragon', 'city']
    """
    language = language or language_of(text)
    return unknown.chinese(text) if language == "zh" else unknown.english(text)
