"""Lesson 06: choose a layer, a head and a token, and see where that token looks."""

import html

import numpy as np
from matplotlib.colors import to_hex

from artlab.plots.style import INTENSITY
from artlab.studio import panels
from artlab.widgets import base

CELL = 18  # CSS pixels of a cell of the map
BOX = (
    '<div style="display: flex; flex-wrap: wrap; gap: 18px; background: #FBF8F1; color: #26221C;'
    " border: 1px solid #E4DDCE; border-radius: 4px; padding: 0.7em 0.9em; max-width: 940px;"
    ' font-size: 14px"><div style="flex: 0 0 auto">{picture}</div>'
    '<div style="flex: 1 1 320px; min-width: 0">{words}</div></div>'
)
CHIP = (
    '<span style="display: inline-block; margin: 2px 1px; padding: 1px 5px; border-radius: 3px;'
    ' text-align: center; line-height: 1.4; border: 2px solid {frame}; {style}">{text}'
    '<span style="display: block; font-size: 11px">{number}</span></span>'
)
LATER = "color: #8A8272; background: none"


def attention_reader(maps, tokens, layer=1, head=1, token=None):
    """Sliders for layer, head and token; the text is shaded by where that token looks.

    Args:
        maps: weights (layers, heads, length, length): a tensor or an array; rows add up to 1.
        tokens: one text for each place.
        layer, head: chosen first; counted from 1.
        token: the one that looks first, counted from 1; by default the last one.

    Returns:
        A widget.

    Raises:
        ValueError: `maps` has not one row and one column for each token.
    """
    maps = np.asarray(getattr(maps, "detach", lambda: maps)(), dtype=float)
    num = len(tokens)
    if maps.ndim != 4 or maps.shape[2:] != (num, num) or not num:
        raise ValueError(
            f"`maps` must have shape (layers, heads, {num}, {num}), one row per token. "
            f"Received: {maps.shape}"
        )
    controls = {
        "layer": base.int_slider("layer", layer, 1, maps.shape[0]),
        "head": base.int_slider("head", head, 1, maps.shape[1]),
        "token": base.int_slider("token that looks", token or num, 1, num),
    }
    for control in controls.values():
        control.layout.width = "23em"
    picture = base.Picture()

    def draw(layer, head, token):
        picture.value, picture.alt = reader_html(maps[layer - 1, head - 1], tokens, token - 1)

    base.connect(draw, **controls)
    return base.panel(list(controls.values()), picture)


def reader_html(weights, tokens, place):
    """One head: its map with a marked row, and the text shaded by that row.

    Args:
        weights: (length, length), rows add up to 1.
        tokens: one text for each place.
        place: index of the token that looks.

    Returns:
        `(html, alt)`; all texts are escaped.
    """
    row = weights[place]
    order = [index for index in np.argsort(-row)[:3] if row[index] >= 0.01]
    seen = ", ".join(f"{tokens[index]} {row[index]:.2f}" for index in order)
    alt = f"“{tokens[place]}” (token {place + 1}) looks at {seen}."
    chips = "".join(_chip(token, row[index], index, place) for index, token in enumerate(tokens))
    words = f'<p style="margin: 0 0 0.5em">{html.escape(alt)}</p><p style="margin: 0">{chips}</p>'
    size = CELL * len(tokens) + 2
    picture = panels.svg(map_svg(weights, place), f"Attention map, row {place + 1} marked", size)
    return BOX.format(picture=picture, words=words), alt


def _chip(token, weight, index, place):
    later = index > place
    style = LATER if later else _shade(weight)
    number = "" if later else f"{weight:.2f}"
    frame = "#D55E00" if index == place else "transparent"
    return CHIP.format(frame=frame, style=style, text=html.escape(token), number=number or "–")


def _shade(weight):
    """Paper to blue; the text turns white where the blue is dark."""
    return f"background: {colour(weight)}; color: {'#FFFFFF' if weight > 0.5 else '#26221C'}"


def colour(weight):
    """A weight in [0, 1] as a colour from paper to dark blue.

    Example:

    >>> colour(0.0), colour(1.0)
    ('#fbf8f1', '#0b3c66')
    """
    return to_hex(INTENSITY(float(np.clip(weight, 0, 1)) ** 0.8))  # small weights can be seen


def map_svg(weights, place):
    """The whole map of a head as SVG, without what is masked, one row framed.

    Args:
        weights: (length, length).
        place: index of the framed row.

    Returns:
        An SVG document, a str.
    """
    num = len(weights)
    cells = "".join(
        f'<rect x="{1 + CELL * column}" y="{1 + CELL * row}" width="{CELL - 1}"'
        f' height="{CELL - 1}" fill="{colour(weights[row, column])}" stroke="#E4DDCE"/>'
        for row in range(num)
        for column in range(row + 1)
    )
    size = CELL * num + 2
    frame = (
        f'<rect x="0.5" y="{CELL * place + 0.5}" width="{CELL * (place + 1)}" height="{CELL}"'
        ' fill="none" stroke="#D55E00" stroke-width="2"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
        f' viewBox="0 0 {size} {size}">{cells}{frame}</svg>'
    )
