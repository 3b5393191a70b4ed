"""Texts as training data: documents become token ids, some of them are held out.

A document goes to one side as a whole, and a text that stands twice counts once: what is held out
has never been trained on.
"""

import copy
import re
import unicodedata
import zlib
from pathlib import Path

import numpy as np

from artlab import _arguments

VOICE = Path(__file__).parent / "data" / "voice.txt"
LEAST, MOST = 1_000, 2_000_000  # characters of a text file
LONGEST = 400  # characters of a paragraph; longer ones are cut between sentences
PIECES = 8  # a file becomes at least about so many documents
MOST_UNKNOWN = 0.05  # share of tokens that may be unknown to the tokenizer


def landscapes(num, first=0, languages=("en", "zh")):
    """Descriptions that `artlab.world` writes of random scenes.

    Half of them are terse and leave things out (`describe`), half tell everything (`narrate`).

    Args:
        num: how many; an int of 1 or more.
        first: number of the first one; the same number is always the same text.
        languages: any of "en" and "zh", taken in turn.

    Returns:
        A list of str.

    Example:

    >>> landscapes(2, first=4)[1]
    '双峰对峙，长河蜿蜒。弯月当空，双亭并立，燕子四只。白云两朵。'
    """
    from artlab.world import describe, sample
    from artlab.world.prose import narrate

    tellers = describe, narrate
    texts = []
    for number in range(first, first + num):
        turn, place = divmod(number, len(languages))
        teller = tellers[turn % 2]
        texts.append(str(teller(sample(number), languages[place], seed=number)))
    return texts


def read_text(path=VOICE, encoding="utf-8"):
    """A text file as documents: its paragraphs, the long ones cut between sentences.

    Args:
        path: a .txt file of 1,000 to 2,000,000 characters; by default a painter's diary that comes
            with the course. Blank lines part its paragraphs.
        encoding: how the file was saved; any name that `open` knows.

    Returns:
        A list of str, without line ends.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no plain text, in another encoding, too short or too long.

    Example:

    >>> read_text()[0][:26]
    'Dawn. Mist over the lake. '
    """
    path = Path(path)
    if not path.is_file():
        near = ", ".join(sorted(found.name for found in Path().glob("*.txt"))[:5]) or "none"
        raise FileNotFoundError(
            f"`path` must name a text file. Received: {str(path)!r}. Text files here: {near}"
        )
    text = plain(_decoded(path, encoding)).strip()
    if not LEAST <= len(text) <= MOST:
        raise ValueError(
            f"`path` must hold {LEAST:,} to {MOST:,} characters: less teaches no voice, and "
            f"more takes too long. Received: {len(text):,} in {path.name}"
        )
    return paragraphs(text, min(LONGEST, len(text) // PIECES))


def _decoded(path, encoding):
    data = path.read_bytes()
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    found = marks.get(data[:2]) or marks.get(data[:3]) or encoding
    if data[:4] in (b"PK\x03\x04", b"%PDF") or (found == encoding and b"\0" in data[:4096]):
        raise ValueError(
            f"`path` must be plain text. Received: {path.name}, which is not; in a word processor, "
            "save it as text (.txt, UTF-8)"
        )
    try:
        return data.decode(found)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"`encoding` must be the one in which {path.name} was saved. Received: {encoding!r}, "
            f'which fails at byte {error.start:,}. Save it as UTF-8, or try "cp1252" (western '
            'Windows) or "gb18030" (Chinese Windows)'
        ) from None


def plain(text):
    """The text in letters that small tokenizers know: no accents, straight apostrophes.

    Example:

    >>> plain("Café… ‘so’")
    "Cafe... 'so'"
    """
    text = text.translate({0x2018: "'", 0x2019: "'", 0xA0: " ", 0x2026: "...", 0x2013: "—"})
    parts = unicodedata.normalize("NFD", text)
    kept = "".join(part for part in parts if not "\u0300" <= part <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def paragraphs(text, longest=LONGEST):
    """Paragraphs of a text, as blank lines part them; long ones are cut between sentences.

    Args:
        text: a str.
        longest: characters of a piece; a single longer sentence stays whole.

    Returns:
        A list of str, none empty.

    Example:

    >>> paragraphs("One. Two.\\n\\nThree.", longest=6)
    ['One.', 'Two.', 'Three.']
    """
    found = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        line = re.sub(r"(?<=[\u3400-\u9fff，。！？])\s+(?=[\u3400-\u9fff])", "", block)
        line = " ".join(line.split())
        sentences = [line] if len(line) <= longest else re.findall(r".+?(?:[.!?。！？]+|$)", line)
        piece = ""
        for sentence in sentences:
            if piece and len(piece) + len(sentence) > longest:
                found.append(piece.strip())
                piece = ""
            piece += sentence
        found.append(piece.strip())
    return [piece for piece in found if piece]


class Corpus:
    """Documents as token ids, some of them held out.

    Args:
        documents: texts, 2 or more different ones.
        tokenizer: a transformers tokenizer with an end-of-text token; ids of a document are those
            that `tokenizer(text)` gives, with the end token behind them.
        held_out: how many documents are held out: a share in (0, 1), or an int.
        seed: decides which.

    Attributes:
        train_texts, held_out_texts: lists of str.
        train, held_out: the same as lists of ids.
        ids: int64 array, all of `train` one behind the other.

    Raises:
        ValueError: there are too few documents, or the tokenizer does not know their letters.
    """

    def __init__(self, documents, tokenizer, held_out=0.1, seed=0):
        texts = list(dict.fromkeys(text.strip() for text in documents if text.strip()))
        num = held_out if isinstance(held_out, int) else max(1, round(held_out * len(texts)))
        if not 1 <= num < len(texts):
            raise ValueError(
                "`held_out` must leave at least one document on each side. Received: "
                f"{held_out} of {len(texts)} different documents"
            )
        order = np.random.default_rng([seed, 17]).permutation(len(texts))
        self.tokenizer = tokenizer
        self.train_texts = [texts[i] for i in sorted(order[num:])]
        self.held_out_texts = [texts[i] for i in sorted(order[:num])]
        self.train, self.held_out = self.encode(self.train_texts), self.encode(self.held_out_texts)
        self.ids = np.concatenate([np.asarray(ids, np.int64) for ids in self.train])
        self._check_letters()

    def encode(self, texts):
        """Token ids of documents, the end token behind each: a list of lists of ids."""
        end = self.tokenizer.eos_token_id
        return [[*ids, end] for ids in self.tokenizer(list(texts))["input_ids"]]

    def _check_letters(self):
        unknown = getattr(self.tokenizer, "unk_token_id", None)
        share = float(np.mean(self.ids == unknown)) if unknown is not None else 0.0
        if share > MOST_UNKNOWN:
            raise ValueError(
                "`documents` must be in letters that the tokenizer knows; the course's knows "
                f"English and Chinese. Received: {share:.0%} of the tokens unknown"
            )

    def part(self, num):
        """The same corpus with its first training documents only; held out is what was.

        Args:
            num: how many training documents stay, 1 to all.

        Raises:
            ValueError: there are not so many.
        """
        _arguments.whole("num", num, 1, len(self.train))
        made = copy.copy(self)
        made.train_texts, made.train = self.train_texts[:num], self.train[:num]
        made.ids = self.ids[: sum(map(len, made.train))]
        return made

    @property
    def checksum(self):
        """A number that tells this training text from others."""
        return zlib.crc32(self.ids.tobytes())

    def batch(self, step, batch_size, length, seed=0):
        """Random windows of the training text, and the token behind each of their tokens.

        Args:
            step: 0, 1, ...; the same step and seed give the same windows.
            batch_size: windows in the batch.
            length: tokens in a window; less than there are in all.
            seed: an int of 0 or more.

        Returns:
            inputs and labels, int64 arrays (batch_size, length); `labels[:, i]` is the token that
            follows `inputs[:, i]`.

        Raises:
            ValueError: the training text is too short for a window.
        """
        if length >= len(self.ids):
            raise ValueError(
                f"`length` must be less than the training text, {len(self.ids)} tokens. "
                f"Received: {length}"
            )
        generator = np.random.default_rng([seed, 18, step])
        starts = generator.integers(0, len(self.ids) - length, batch_size)
        windows = self.ids[starts[:, None] + np.arange(length + 1)]  # (batch_size, length + 1)
        return windows[:, :-1], windows[:, 1:]
