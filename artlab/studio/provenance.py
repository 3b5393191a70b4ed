"""Where an artwork comes from: models with the sha256 of their weights, versions, licences."""

import contextlib
import functools
import hashlib
import importlib.metadata
import platform
import re
from pathlib import Path

import artlab

WEIGHTS = Path(artlab.__file__).parent / "weights"
MODELS = ("writer", "drawer", "painter")
PACKAGES = {  # name told -> distributions that bring it
    "numpy": ("numpy",),
    "opencv": ("opencv-python-headless", "opencv-python"),
    "onnxruntime": ("onnxruntime", "onnxruntime-gpu"),
    "tokenizers": ("tokenizers",),
}
ROW = re.compile(r"^\|\s*([^|]+?)\s*\|\s*([^|]+?)\s*\|\s*$", re.M)
TOLD = ("data", "licence")  # rows of a card that travel with each painting


def record(settings, own):
    """Everything that somebody needs who wants to know how a painting was made.

    Args:
        settings: the `Settings`.
        own: dict from the name of a step to what is told of what took its model's place: a dict
            with `name`, and `shipped` that is False.

    Returns:
        A dict of JSON types: `artlab` (version), `settings`, `models`, `versions`, `machine`.
    """
    return {
        "artlab": artlab.__version__,
        "settings": settings.to_dict(),
        "models": {name: dict(shipped(name)) for name in MODELS if name not in own}
        | {name: dict(told) for name, told in own.items()},
        "versions": dict(_versions()),
        "machine": f"{platform.system()} {platform.machine()}",
    }


@functools.cache
def shipped(name):
    """What is known of a shipped model.

    Args:
        name: one of `MODELS`.

    Returns:
        A dict: `shipped` (True), `sha256` of each of its files, and `data` and `licence` as
        its card tells them.
    """
    folder = WEIGHTS / name
    files = sorted(path for path in folder.glob("*") if path.suffix in (".safetensors", ".onnx"))
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    card = folder / "README.md"
    rows = dict(ROW.findall(card.read_text(encoding="utf-8"))) if card.exists() else {}
    return {"shipped": True, "sha256": hashes, **{k: rows[k] for k in TOLD if k in rows}}


@functools.cache
def _versions():
    return {
        "python": platform.python_version(),
        **{name: _version(distributions) for name, distributions in PACKAGES.items()},
    }


def _version(distributions):
    for name in distributions:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            return importlib.metadata.version(name)
    return None
