"""Pictures of executed lessons: `make figures` keeps them, the slides show them.

The cache is a folder for each lesson, `.cache/figures/NN_topic/`, with PNG files and an index.
Its keys are cell ids, which follow from what a cell says: a cell that was changed has no picture
until the lesson is executed again.
"""

import base64
import html
import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path

from artlab.runtime import atomic_write

FOLDER = ".cache/figures"
INDEX = "index.json"
_IMAGE = re.compile(r"<img\b[^>]*?base64,([A-Za-z0-9+/=]+)[^>]*>")
_ALT = re.compile(r'\balt="([^"]*)"')


@dataclass(frozen=True)
class Picture:
    """A PNG picture with the words that stand in for it.

    Args:
        data: bytes of the PNG file.
        alt: what is to be seen.
    """

    data: bytes
    alt: str = ""

    @property
    def size(self):
        """(width, height) in pixels, as the head of the PNG file says."""
        return struct.unpack(">II", self.data[16:24])

    @property
    def uri(self):
        """The picture as a `data:` address."""
        return "data:image/png;base64," + base64.b64encode(self.data).decode("ascii")


def found_in(outputs):
    """The pictures among the outputs of a cell.

    Args:
        outputs: outputs in nbformat 4.

    Returns:
        A list of `Picture`, in order: of `plots.show`, of an artwork, of plain matplotlib.
    """
    found = []
    for output in outputs:
        data = output.get("data", {})
        markup = "".join(data.get("text/html", ""))
        for match in _IMAGE.finditer(markup):
            alt = _ALT.search(match[0])
            found.append(Picture(base64.b64decode(match[1]), html.unescape(alt[1]) if alt else ""))
        if "image/png" in data and not _IMAGE.search(markup):
            found.append(Picture(base64.b64decode("".join(data["image/png"]))))
    return found


def save(root, lesson, cells):
    """Keeps the pictures of an executed lesson.

    Args:
        root: folder of the course.
        lesson: its name, such as `"03_training_a_gan"`.
        cells: cells of the executed notebook.

    Returns:
        Number of pictures that were kept.
    """
    folder, index = Path(root) / FOLDER / lesson, {}
    for cell in cells:
        for number, picture in enumerate(found_in(cell.get("outputs", [])), start=1):
            name = f"{cell['id']}-{number}.png"
            _write(folder / name, picture.data)
            index.setdefault(cell["id"], []).append({"file": name, "alt": picture.alt})
    _write(folder / INDEX, json.dumps(index, indent=1, ensure_ascii=False).encode())
    return sum(map(len, index.values()))


def load(root, lesson):
    """The kept pictures of a lesson.

    Args:
        root: folder of the course.
        lesson: its name.

    Returns:
        A dict from cell id to a list of `Picture`; empty where nothing was kept.
    """
    folder = Path(root) / FOLDER / lesson
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return {
            cell_id: [Picture((folder / one["file"]).read_bytes(), one["alt"]) for one in kept]
            for cell_id, kept in index.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # an older or broken index
        return {}


def cover(root, lesson):
    """The picture that stands for a lesson in README, or `None`."""
    path = Path(root) / "docs" / "figures" / f"{lesson}.png"
    return Picture(path.read_bytes(), "The picture of this lesson") if path.is_file() else None


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as temporary:
        Path(temporary).write_bytes(data)
