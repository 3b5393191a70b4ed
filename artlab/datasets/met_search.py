"""How a painting of the Met is found by its artist, its tags, its culture, its years."""

import difflib
import math
import unicodedata

from artlab.datasets.met_records import ADJECTIVES

COLUMNS = ("title", "artist", "culture", "begin", "end", "date", "medium", "tags", "credit")
COLUMNS += ("license", "object_id", "address")
NUM_NEAREST = 5


def plain(text):
    """A text without accents, in small letters, its words one space apart.

    >>> plain("Paul  CÉZANNE")
    'paul cezanne'
    """
    marks = unicodedata.normalize("NFKD", str(text))
    kept = "".join(sign for sign in marks if not unicodedata.combining(sign)).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())


def century(year):
    """`century(1889)` gives "19th century"."""
    number = (year - 1) // 100 + 1
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'} century"


def values(painting, column):
    """The values of one painting in a column; several for tags."""
    if column in ("tag", "tags"):
        return painting.tags
    if column == "century":
        return (century((painting.begin + painting.end) // 2),)
    if column not in COLUMNS:
        names = ", ".join((*COLUMNS, "tag", "century"))
        raise ValueError(f"`column` must be one of: {names}. Received: {column!r}")
    return (getattr(painting, column),)


def named(name, value):
    """Whether a painting has a name: a function. Tags and cultures are whole, others parts."""
    if not isinstance(value, str) or not plain(value):
        raise ValueError(f"`{name}` must be a text that is not empty. Received: {value!r}")
    asked = plain(value)
    if name in ("tag", "culture"):
        return lambda painting: any(asked in forms(word) for word in values(painting, name))
    return lambda painting: f" {asked} " in f" {plain(getattr(painting, name))} "


def forms(value):
    """What a tag or a culture may be called: "Landscapes" also "landscape"."""
    whole = plain(value)
    places = [place for place, adjective in ADJECTIVES.items() if adjective == value]
    return {whole, whole.removesuffix("s"), *places}


def _years(period):
    """`(first, last)` with infinities where there is no limit."""
    try:
        first, last = period
        limits = [
            -math.inf if first is None else int(first),
            math.inf if last is None else int(last),
        ]
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"`period` must be (first, last), two years or None. Received: {period!r}"
        ) from error
    if limits[0] > limits[1]:
        raise ValueError(f"`period` must begin before it ends. Received: {period!r}")
    return limits


def made_in(period):
    """Whether a painting may have been made in a period: a function."""
    first, last = _years(period)
    return lambda painting: painting.begin <= last and painting.end >= first


def nearest(value, known):
    """The names that are written most like a text, whole or in one of their words."""
    asked = plain(value)

    def likeness(name):
        parts = [plain(name), *plain(name).split()]
        return max(difflib.SequenceMatcher(None, asked, part).ratio() for part in parts)

    return sorted(known, key=likeness, reverse=True)[:NUM_NEAREST]
