"""174 paintings of the Metropolitan Museum of Art, in the public domain, with the network off."""

import collections
import collections.abc
import html

import numpy as np
from PIL import Image

from artlab import _arguments
from artlab import images as pictures
from artlab.datasets.base import Dataset
from artlab.datasets.met_records import LICENSE, VERSION, WHEEL, all_paintings
from artlab.datasets.met_search import COLUMNS, made_in, named, nearest, values

LABELS = ("artist", "culture", "century")
SHOWN = 24  # thumbnails in a notebook
THUMBNAIL = 96  # pixels of a thumbnail's longer side


def met_paintings(artist=None, tag=None, culture=None, period=None, title=None):
    """Finds paintings of the Met; all 174 without an argument.

    Upper and lower case and accents do not matter: "cezanne" finds Paul Cézanne.

    Args:
        artist: a name or a part of one, in whole words: "Vincent van Gogh", "Bruegel".
        tag: what is seen in it, one of the Met's tags: "Landscapes", "Horses".
        culture: where it is from: "Dutch", "Chinese" (or "China").
        period: `(first, last)` year; paintings that may have been made in it. Either may be
            None, for no limit.
        title: a part of the title, in whole words.

    Returns:
        `Paintings`, by object number. Every condition holds for each of them.

    Raises:
        ImportError: the package with the pictures is missing; the message says what to do.
        ValueError: nothing is found; the message names the nearest that there is.

    Example:
        met_paintings(artist="van Gogh", tag="Landscapes")[0].pixels
    """
    found = Paintings(all_paintings())
    wanted = {"artist": artist, "tag": tag, "culture": culture, "title": title}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    sieves = [named(name, value) for name, value in wanted.items()]
    if period is not None:
        wanted["period"] = period
        sieves.append(made_in(period))
    alone = {}
    for (name, value), fits in zip(wanted.items(), sieves, strict=True):
        alone[name] = sum(map(fits, all_paintings()))
        if not alone[name]:
            raise ValueError(_nothing(name, value))
    found = Paintings(painting for painting in found if all(fits(painting) for fits in sieves))
    if not len(found):
        counts = ", ".join(f"{name}={wanted[name]!r} alone {alone[name]}" for name in wanted)
        raise ValueError(f"No painting fits all of these at once: {counts}. Leave one out.")
    return found


class Paintings(collections.abc.Sequence):
    """Some paintings, in a fixed order.

    Args:
        paintings: `Painting`s.

    Raises:
        ValueError: for anything else.
    """

    def __init__(self, paintings):
        if not isinstance(paintings, collections.abc.Iterable) or isinstance(paintings, str):
            raise ValueError(f"`paintings` must be paintings. Received: {paintings!r}")
        self._paintings = tuple(paintings)

    def __len__(self):
        return len(self._paintings)

    def __getitem__(self, index):
        """The painting at a place, or `Paintings` for a slice."""
        found = self._paintings[index]
        return Paintings(found) if isinstance(index, slice) else found

    def __repr__(self):
        titles = "; ".join(painting.title for painting in self[:3])
        return f"Paintings({len(self)}: {titles}{'; ...' if len(self) > 3 else ''})"

    def table(self):
        """What is known of each painting: a list of dicts, ready for `pandas.DataFrame`.

        Each has title, artist, culture, begin, end, date, medium, tags, credit, license,
        object_id and address.
        """
        return [{name: getattr(painting, name) for name in COLUMNS} for painting in self]

    def counts(self, column):
        """How often each value of a column occurs: a dict, most frequent first.

        Args:
            column: one of the table's, or `"tag"` or `"century"`.
        """
        if not isinstance(column, str):
            raise ValueError(f"`column` must be the name of one. Received: {column!r}")
        counted = collections.Counter(v for painting in self for v in values(painting, column))
        return dict(sorted(counted.items(), key=lambda item: (-item[1], str(item[0]))))

    def dataset(self, size=64, label="culture", inner=True):
        """The largest centred square of each as a `Dataset`.

        Args:
            size: side in pixels, 1 or more.
            label: what the classes are: `"artist"`, `"culture"` or `"century"`.
            inner: whether frames and mounts are cut off first.

        Returns:
            A `Dataset` of images (size, size, 3); classes in alphabetical order.
        """
        _arguments.whole("size", size, 1)
        if not isinstance(label, str) or label not in LABELS:
            raise ValueError(f"`label` must be one of: {', '.join(LABELS)}. Received: {label!r}")
        names = [next(iter(values(painting, label))) for painting in self]
        class_names = tuple(sorted(set(names)))
        squares = [_square(p.painting if inner else p.pixels, size) for p in self]
        return Dataset(
            images=pictures.to_float(np.stack(squares)),
            labels=np.array([class_names.index(name) for name in names]),
            class_names=class_names,
            name="met_paintings",
            license=LICENSE,
            source=f"The Metropolitan Museum of Art, from {WHEEL} {VERSION} on PyPI",
        )

    def _repr_html_(self):
        cells = "".join(thumbnail(painting) for painting in self[:SHOWN])
        more = f"<p>and {len(self) - SHOWN} more</p>" if len(self) > SHOWN else ""
        return f'<div style="display: flex; flex-wrap: wrap">{cells}</div>{more}'


def thumbnail(painting):
    """HTML of a small picture with its caption."""
    image = Image.fromarray(painting.pixels)
    image.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    picture = pictures.html(np.asarray(image), alt=painting.caption)
    caption = f"{html.escape(painting.artist)}<br><i>{html.escape(painting.title)}</i>"
    return (
        '<figure style="margin: 4px; width: 110px; font-size: 11px; line-height: 1.25">'
        f"{picture}<figcaption>{caption}, {html.escape(painting.date)}</figcaption></figure>"
    )


def _nothing(name, value):
    """What to say where one condition alone finds nothing."""
    if name == "period":
        first = min(painting.begin for painting in all_paintings())
        last = max(painting.end for painting in all_paintings())
        return f"`period` must meet the years {first} to {last}. Received: {value!r}"
    known = Paintings(all_paintings()).counts(name)
    near = ", ".join(repr(word) for word in nearest(value, known))
    return (
        f"`{name}` must be one that there is. Received: {value!r}. Nearest: {near}. All of them: "
        f'met_paintings().counts("{name}")'
    )


def _square(pixels, size):
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    cut = np.ascontiguousarray(pixels[top : top + side, left : left + side])
    return np.asarray(Image.fromarray(cut).resize((size, size), Image.Resampling.LANCZOS))
