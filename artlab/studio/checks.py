"""What every part of the studio must hand on, and the errors that say so."""

import dataclasses

import numpy as np

from artlab import _arguments, images
from artlab.world.scene import Scene
from artlab.world.sketch import Sketch


def checked_description(description):
    """The writer's answer on one line, if it is a text."""
    if not isinstance(description, str) or not description.strip():
        raise ValueError(f"`writer` must return a text. Received: {description!r}")
    return " ".join(description.split())


def checked_plan(plan, style=None):
    """What was read, if it is a `Scene`; in a style, where one is given."""
    if not isinstance(plan, Scene):
        raise ValueError(f"`drawer.read` must return a Scene. Received: {plan!r}")
    return plan if style is None else dataclasses.replace(plan, style=style)


def checked_sketch(sketch):
    """The drawer's answer, if it is a `Sketch`."""
    if not isinstance(sketch, Sketch):
        raise ValueError(f"`drawer` must return a Sketch. Received: {type(sketch).__name__}")
    return sketch


def checked_painting(painting):
    """The painter's answer as uint8 (height, width, 3); float pictures are in [-1, 1]."""
    try:
        pixels = np.asarray(painting)
        pixels = pixels[0] if pixels.ndim == 4 and len(pixels) == 1 else pixels
        outside = pixels.dtype.kind == "f" and float(np.abs(pixels).max(initial=0)) > 1.001
        if pixels.ndim != 3 or pixels.shape[-1] != 3 or outside:
            raise ValueError(f"{pixels.dtype} of shape {pixels.shape}, {_span(pixels)}")
        return images.to_uint8(pixels)
    except (ValueError, TypeError) as error:
        raise ValueError(
            "`painter` must return uint8 of shape (height, width, 3), or float in [-1, 1]. "
            f"Received: {error}"
        ) from error


def _span(pixels):
    numeric = pixels.dtype.kind in "fiu" and pixels.size
    return f"values {pixels.min():.3g} to {pixels.max():.3g}" if numeric else "no numbers"


def checked_text(name, value):
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be a text. Received: {value!r}")
    return _arguments.text(name, value)


def has_weights(needed, there):
    """Raises where a work needs weights of a student's own that a studio does not have.

    Args:
        needed: as in `Settings.own`.
        there: what the studio has, as `needed`.

    Raises:
        ValueError: one is missing; the message names it.
    """
    known = {tuple(told.split(" ")[:2]) for told in there}
    for told in needed:
        stage, _, rest = told.partition(" ")
        fingerprint, _, name = rest.partition(" ")
        if (stage, fingerprint) not in known:
            raise ValueError(
                f"`studio` must have the personal {stage} {name!r} ({fingerprint}) that "
                "this work was made with: a code holds no weights. "
                f"Received: {', '.join(there) or 'the shipped models'}"
            )
