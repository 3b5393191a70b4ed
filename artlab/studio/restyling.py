"""A finished work once more, in the manner of a master: the painting changes, its story stays."""

import dataclasses
import hashlib
import importlib.resources
import inspect
import json
import time

from artlab import gallery

KEY = "restyled"  # in the provenance: a list, one entry for each style, in turn
METHODS = {
    False: ("transfer", ("hed_vgg16",)),
    True: ("fast_transfer", ("hed_vgg16", "fast_style")),
}
TOLD = ("object_id", "title", "artist", "date", "address", "license")


def restyled(work, painting, fast, options):
    """What `Artwork.in_style_of` returns; see there."""
    name, weights = METHODS[bool(fast)]
    function = getattr(gallery, name)
    options = {"size": max(work.painting.shape[:2])} | options
    kept = recorded(options)
    check_names(function, options)
    started = time.perf_counter()
    result = function(work.painting, painting, **options)
    seconds = time.perf_counter() - started
    entry = {
        "style": source(painting),
        "by": name,
        "options": kept,
        "weights": {folder: fingerprint(folder) for folder in weights},
    }
    earlier = work.provenance.get(KEY, [])
    return dataclasses.replace(
        work,
        painting=result.image,
        timings=work.timings | {f"style {len(earlier) + 1}": seconds},
        provenance=work.provenance | {KEY: [*earlier, entry]},
    )


def check_names(function, options):
    """Raises ValueError where a function has no option of that name."""
    known = inspect.signature(function).parameters.values()
    names = [one.name for one in known if one.kind is inspect.Parameter.KEYWORD_ONLY]
    if unknown := sorted(set(options) - set(names)):
        raise ValueError(
            f"The options of `{function.__name__}` must be among: {', '.join(names)}. "
            f"Received: {', '.join(unknown)}"
        )


def recorded(options):
    """The options that can be written down; `on_step` changes no pixel and is left out.

    Raises:
        ValueError: an option is of no JSON type, so that nobody could paint the work again.
    """
    kept = {name: value for name, value in options.items() if name != "on_step"}
    try:
        return json.loads(json.dumps(kept))
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"The options of `in_style_of` must be numbers, texts, lists or dicts, so that the "
            f"work can tell how it was made ({error}). Received: {sorted(kept)}"
        ) from error


def source(painting):
    """What is known of a style picture: a dict of JSON types.

    Args:
        painting: a `Painting` of the Met, or any picture, of which the fingerprint is kept.
    """
    if all(hasattr(painting, name) for name in TOLD):
        return {name: getattr(painting, name) for name in TOLD}
    pixels = gallery.checks.picture("painting", painting)
    return {"title": "a picture of one's own", "sha256": hashlib.sha256(pixels).hexdigest()}


def fingerprint(folder):
    """sha256 of shipped weights."""
    home = importlib.resources.files("artlab") / "weights" / folder / f"{folder}.safetensors"
    return hashlib.sha256(home.read_bytes()).hexdigest()


def again(work, styles):
    """Puts on a repainted work the styles that another work had, in turn.

    Args:
        work: an `Artwork`.
        styles: list of entries of a provenance.

    Raises:
        ValueError: a style picture was somebody's own.
    """
    for entry in styles:
        fast = entry["by"] == METHODS[True][0]
        work = restyled(work, _met(entry["style"]), fast, entry["options"])
    return work


def _met(style):
    from artlab.datasets import met_paintings

    for painting in met_paintings() if "object_id" in style else ():
        if painting.object_id == style["object_id"]:
            return painting
    raise ValueError(
        f"A work in the style of {style['title']} cannot be painted again without that picture: "
        "`replay` knows the Met's paintings. Use Artwork.from_code(work.code).in_style_of(...)"
    )
