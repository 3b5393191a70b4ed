"""A student's own pictures: any size, any mode, one folder per class."""

import os
import pathlib
import warnings

import numpy as np

from artlab import _arguments, _terminal
from artlab import images as pictures
from artlab.datasets.base import Dataset

NUM_NAMED = 10  # files that the warning names; `Dataset.skipped` has them all
JUNK = {"thumbs.db", "desktop.ini"}


def folder(path, size=28, color="gray"):
    """Loads the pictures of a folder.

    Sub-folders become classes, named after them, with whatever lies below; pictures that lie
    directly in the folder form a class with the folder's own name. Of each picture the largest
    centred square is resized. Hidden files are passed over. Files that are no
    readable picture, or that would unpack to more than 64 million pixels, are left
    out: a warning names them, and `skipped` of the result lists them all.

    Args:
        path: the folder.
        size: side of the pictures in pixels, 1 or more.
        color: `"gray"` (one channel) or `"rgb"` (three).

    Returns:
        A `Dataset` of images (size, size, 1 or 3), ordered by class, then by file name;
        the same order on every machine.

    Raises:
        FileNotFoundError: there is no such folder.
        ValueError: no picture was found; the message says what was looked for.
    """
    root = _arguments.path("path", path).expanduser()
    if not root.is_dir():
        raise FileNotFoundError(f"`path` must be a folder that exists. Received: {path}")
    if color not in ("gray", "rgb"):
        raise ValueError(f'`color` must be "gray" or "rgb". Received: {color!r}')
    images, classes, skipped = _read_all(root, _arguments.whole("size", size, 1), color)
    if not images:
        raise ValueError(_nothing_found(root, skipped))
    if skipped:
        warnings.warn(_skip_message(skipped), stacklevel=2)
    class_names = tuple(dict.fromkeys(classes))
    return Dataset(
        images=pictures.to_float(np.stack(images)),
        labels=np.array([class_names.index(name) for name in classes]),
        class_names=class_names,
        name=root.resolve().name,
        license="your own pictures: you know",
        source=str(root),
        skipped=tuple(skipped),
    )


def _read_all(root, size, color):
    """Pictures, their class names, and `(file, reason)` for what could not be read."""
    images, classes, skipped = [], [], []
    own_name = root.resolve().name
    for file in _files(root):
        parts = file.relative_to(root).parts
        try:
            images.append(pictures.read_image(file, size, color))
        except (ValueError, OSError, MemoryError) as error:
            skipped.append(("/".join(parts), _reason(error)))
            continue
        classes.append(parts[0] if len(parts) > 1 else own_name)
    return images, classes, skipped


def _files(root):
    """Every visible file below `root`, loose ones first, then class by class."""
    found = []
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        visible = (n for n in names if not n.startswith(".") and n.lower() not in JUNK)
        found += [pathlib.Path(place) / name for name in visible]

    def key(file):
        parts = file.relative_to(root).parts
        return len(parts) > 1, parts[0] if len(parts) > 1 else "", parts

    return sorted(found, key=key)


def _reason(error):
    cause = error.__cause__ or error
    if type(cause).__name__ == "UnidentifiedImageError":
        return "not a picture format that can be read"
    return str(cause) or type(cause).__name__


def _skip_message(skipped):
    lines = [_terminal.shown(f"{name}: {reason}") for name, reason in skipped[:NUM_NAMED]]
    if len(skipped) > NUM_NAMED:
        lines.append(f"and {len(skipped) - NUM_NAMED} more (see .skipped)")
    num = len(skipped)
    return f"{num} file{'s' if num != 1 else ''} left out:\n  " + "\n  ".join(lines)


def _nothing_found(root, skipped):
    looked = ", ".join(name for name in pictures.FORMATS if name != "MPO")
    message = f"`path` must hold pictures ({looked}), directly or in one sub-folder per class. "
    if not skipped:
        return message + f"Received: {root}, which has no files"
    return message + f"Received: {root}. {_skip_message(skipped)}"
