"""Lesson 09: a wipe between two paintings, and the patches that a discriminator judges."""

import base64
import html
import pathlib

import anywidget
import numpy as np
import traitlets
from matplotlib.colors import to_hex

from artlab import images
from artlab.plots.style import OPINION
from artlab.widgets import base

DIM = 0.62  # how much darker all is that a patch does not see
SIDE = 384  # pictures on screen, in CSS pixels
GAP = 4  # pixels of the painting between it and the map
RULES = (
    "<style>.artlab-patch .seen{opacity:0;pointer-events:none}"
    ".artlab-patches:hover .artlab-patch.on .seen{opacity:0}"
    ".artlab-patch.on .seen,.artlab-patches .artlab-patch:hover .seen{opacity:1}"
    "</style>"
)


class Wipe(anywidget.AnyWidget):
    """Two pictures of one size over each other, with an edge that the student moves.

    Args:
        left, right: images of one shape (height, width[, channels]), float in [-1, 1] or uint8.
        left_name, right_name: what they are, a few words each.
        width: width on screen in CSS pixels.
        at: where the edge is first, in [0, 1].

    Raises:
        ValueError: the two differ in shape, or a name is empty.

    Example:

    >>> wipe = Wipe(np.zeros((8, 8, 3)), np.ones((8, 8, 3)), "L1", "L1 + GAN")
    >>> wipe
    A wipe: L1 at the left, L1 + GAN at the right
    """

    _esm = (pathlib.Path(__file__).parent / "wipe.js").read_text(encoding="utf-8")

    left = traitlets.Unicode().tag(sync=True)
    right = traitlets.Unicode().tag(sync=True)
    left_name = traitlets.Unicode().tag(sync=True)
    right_name = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int(SIDE).tag(sync=True)
    aspect = traitlets.Float(1.0).tag(sync=True)
    at = traitlets.Float(0.5, min=0.0, max=1.0).tag(sync=True)

    def __init__(self, left, right, left_name, right_name, width=SIDE, at=0.5):
        pair = [images.to_uint8(np.asarray(picture)) for picture in (left, right)]
        if pair[0].shape != pair[1].shape:
            raise ValueError(
                "`left` and `right` must have one shape. "
                f"Received: {pair[0].shape} and {pair[1].shape}"
            )
        for name, text in (("left_name", left_name), ("right_name", right_name)):
            if not str(text).strip():
                raise ValueError(f"`{name}` must say what is shown. Received: {text!r}")
        super().__init__(
            left=_source(pair[0]), right=_source(pair[1]),
            left_name=str(left_name), right_name=str(right_name), width=width, at=at,
            alt=f"A wipe: {left_name} at the left, {right_name} at the right",
            aspect=pair[0].shape[1] / pair[0].shape[0],
        )  # fmt: skip

    def __repr__(self):
        return self.alt


def _source(pixels):
    return "data:image/png;base64," + base64.b64encode(images.png_bytes(pixels)).decode("ascii")


def wipe(left, right, left_name, right_name, width=SIDE, at=0.5):
    """A picture that is one thing left of an edge and another right of it; see `Wipe`."""
    return Wipe(left, right, left_name, right_name, width, at)


def field_box(row, column, field, stride, offset):
    """The pixels that one logit of a patch discriminator sees.

    Args:
        row, column: place of the logit.
        field: its receptive field in pixels.
        stride: pixels between the fields of neighbouring logits.
        offset: where the field of logit 0 begins; below 0, since it reaches over the border.

    Returns:
        `(top, left, bottom, right)`, the last two not included; may lie outside the picture.

    Example:

    >>> field_box(0, 1, field=26, stride=4, offset=-11)
    (-11, -7, 15, 19)
    """
    top, left = offset + row * stride, offset + column * stride
    return top, left, top + field, left + field


def patches_svg(painting, logits, field, stride, offset, chosen=0):
    """A painting and its map of logits; who points at a place of either sees its patch.

    Args:
        painting: (height, width, 3), float in [-1, 1] or uint8.
        logits: (rows, columns), near 1 for "real", near 0 for "fake".
        field, stride, offset: as in `field_box`.
        chosen: index of the patch that is lit while nobody points: 0 for the least trusted.

    Returns:
        `(html, alt)`.
    """
    pixels, logits = images.to_uint8(np.asarray(painting)), np.asarray(logits, float)
    height, width = pixels.shape[:2]
    order = np.argsort(logits, axis=None, kind="stable")
    lit = int(order[chosen])
    cells = enumerate(zip(_cells(logits, (height, width)), np.ndindex(logits.shape), strict=True))
    shapes = [
        _patch(
            logits[at], cell, (height, width), field_box(*at, field, stride, offset), index == lit
        )
        for index, (cell, at) in cells
    ]
    row, column = np.unravel_index(lit, logits.shape)
    alt = (
        f"The patch in row {row}, column {column}, number {chosen + 1} of {logits.size} from the "
        f"least trusted: D says {logits[row, column]:.2f}. On average it says {logits.mean():.2f}."
    )
    across, unit = 2 * width + GAP, width / 64
    return (
        RULES
        + f'<svg class="artlab-patches" role="img" aria-label="{html.escape(alt)}" '
        f'viewBox="0 {-5 * unit:g} {across} {height + 5 * unit:g}" style="width: 100%; '
        f'max-width: {2 * SIDE}px; background: #FBF8F1; font: {2.6 * unit:g}px sans-serif">'
        f'<image href="{_source(pixels)}" width="{width}" height="{height}" '
        'style="image-rendering: pixelated"/>'
        + _map(logits, (height, width)) + "".join(shapes) + "</svg>"
    ), alt  # fmt: skip


def _cells(logits, shape):
    """Place and size of every logit's cell on the painting: `(x, "y, width, height")`."""
    (height, width), (rows, columns) = shape, logits.shape
    tall, wide = height / rows, width / columns
    for row, column in np.ndindex(rows, columns):
        rest = f'y="{row * tall:g}" width="{wide:g}" height="{tall:g}"'
        yield column * wide, rest


def _map(logits, shape):
    """The map of logits, one coloured cell each."""
    colours = [to_hex(OPINION(value)) for value in np.clip(logits, 0, 1).ravel()]
    beside = shape[1] + GAP
    return "".join(
        f'<rect x="{x + beside:g}" {rest} fill="{colour}"/>'
        for (x, rest), colour in zip(_cells(logits, shape), colours, strict=True)
    )


def _patch(value, cell, shape, box, lit):
    """One patch: its cells, which feel the pointer, and what shows when it is lit."""
    (height, width), (x, rest), unit = shape, cell, shape[1] / 64
    top, left = max(box[0], 0), max(box[1], 0)
    down, across = min(box[2], height) - top, min(box[3], width) - left
    hole = f"M0 0H{width}V{height}H0ZM{left:g} {top:g}v{down:g}h{across:g}v{-down:g}Z"
    line = f'fill="none" stroke-width="{0.6 * unit:g}"'
    return (
        f'<g class="artlab-patch{" on" * lit}"><rect x="{x:g}" {rest} fill="#0000"/>'
        f'<rect x="{x + width + GAP:g}" {rest} fill="#0000"/>'
        f'<g class="seen"><path d="{hole}" fill="#26221C" fill-opacity="{DIM}" '
        f'fill-rule="evenodd"/><rect x="{left:g}" y="{top:g}" width="{across:g}" '
        f'height="{down:g}" {line} stroke="#D55E00"/>'
        f'<rect x="{x + width + GAP:g}" {rest} {line} stroke="#26221C"/>'
        f'<text y="{-1.6 * unit:g}" fill="#26221C">D says {value:.2f} to this patch '
        "(1: real, 0: fake)</text></g></g>"
    )


def patch_hover(paintings, maps, field, stride, offset):
    """Paintings with their maps of logits: pointing, or a slider, lights the patch behind one.

    Args:
        paintings: dict from name to a painting (height, width, 3).
        maps: dict from the same names to logits (rows, columns).
        field, stride, offset: as in `field_box`.

    Returns:
        A widget. Where nothing can point, the slider walks from the least trusted patch on.

    Raises:
        ValueError: names differ, or there is no painting.
    """
    if not paintings or list(paintings) != list(maps):
        raise ValueError(
            "`maps` must have the names of `paintings`, one or more. "
            f"Received: {list(maps)} for {list(paintings)}"
        )
    which = base.choice("painting", list(paintings))
    place = base.int_slider("patch, the least trusted first", 0, 0, 0)
    picture = base.Picture()

    def draw(name, chosen):
        logits = np.asarray(maps[name])
        place.max = logits.size - 1
        picture.value, picture.alt = patches_svg(
            paintings[name], logits, field, stride, offset, min(chosen, logits.size - 1)
        )

    base.connect(draw, name=which, chosen=place)
    return base.panel([which], place, picture)
