"""How a personal model is kept: a file of the weights that changed, and a card beside it."""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import os
from pathlib import Path

import numpy as np

from artlab import _arguments, runtime
from artlab.gan import checkpoints
from artlab.studio import provenance

LONGEST_NAME = 60
CARD = """# {title}: {name}

{summary}

| | |
|---|---|
{rows}

{limits}

`{file}` has sha256 `{sha256}`.
"""


def checked_name(name):
    """The name of a personal model: one line of 1 to 60 characters.

    Raises:
        ValueError: for anything else.
    """
    name = " ".join(_arguments.text("name", name).split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise ValueError(
            f"`name` must be one line of 1 to {LONGEST_NAME} characters. Received: {name[:80]!r}"
        )
    return name


def fingerprint(weights):
    """Twelve hexadecimal digits that tell weights apart.

    Args:
        weights: dict from name to array.

    Returns:
        The first digits of the SHA-256 of names and numbers, a str.
    """
    told = hashlib.sha256()
    for name in sorted(weights):
        array = np.ascontiguousarray(weights[name])
        told.update(f"{name} {array.dtype} {array.shape}".encode())
        told.update(array.tobytes())
    return told.hexdigest()[:12]


def shipped_sha256(model, file):
    """SHA-256 of a file of a shipped model: what the changed weights belong to."""
    return provenance.shipped(model)["sha256"][file]


def save(folder, file, weights, about, card):
    """Writes weights and card into a folder.

    Args:
        folder: it is made when absent.
        file: name of the safetensors file.
        weights: dict from name to array.
        about: dict for JSON.
        card: dict with `title`, `summary`, `rows` (name -> text) and `limits`.

    Returns:
        The folder, a `pathlib.Path`.
    """
    folder = Path(folder)
    checkpoints.save(folder / file, weights, about)
    rows = "\n".join(f"| {name} | {_cell(told)} |" for name, told in card["rows"].items())
    told = {name: card[name] for name in ("title", "summary", "limits")}
    sha256 = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    text = CARD.format(**told, name=about["name"], rows=rows, file=file, sha256=sha256)
    with runtime.atomic_write(folder / "README.md") as temporary:
        temporary.write_text(text, encoding="utf-8")
    return folder


def _cell(text):
    return " ".join(str(text).split()).replace("|", "\\|")


def load(where, file, model, model_file):
    """Reads what `save` wrote.

    Args:
        where: a folder, or the name of a shipped example; see `shipped`.
        file: name of the safetensors file.
        model, model_file: the shipped model that the weights belong to, and its file.

    Returns:
        The weights and `about`.

    Raises:
        FileNotFoundError: there is no such folder or file.
        ValueError: they belong to other weights than the shipped ones, or the file is damaged.
    """
    path = home(where, file) / file
    if not path.exists():
        known = ", ".join(shipped(file)) or "none"
        raise FileNotFoundError(
            f"`where` must be a folder with {file}, or one of the shipped: {known}. "
            f"Received: {os.fspath(where)}"
        )
    weights, about = checkpoints.load(path)
    needed = about.get("needs")
    if needed != shipped_sha256(model, model_file):
        raise ValueError(
            f"`{path.name}` must belong to the shipped {model}. Received: changes to another one, "
            f"sha256 {str(needed)[:12]}; personalise again"
        )
    return weights, about


def home(where, file):
    """The folder of a personal model: the student's, or a shipped one."""
    return _home() / where if where in shipped(file) else Path(where)


@functools.cache
def shipped(file):
    """Names of the shipped personal models that have a file: a tuple of str."""
    return tuple(sorted(path.parent.name for path in _home().glob(f"*/{file}")))


def _home():
    return Path(str(importlib.resources.files("artlab") / "weights" / "personal"))
