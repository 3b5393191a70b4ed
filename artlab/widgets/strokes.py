"""Lesson 08: a drawing as a list of tokens, shown as chips and lines, played token by token."""

import html

import ipywidgets
import numpy as np

from artlab.studio import panels, tokens
from artlab.widgets import base
from artlab.world.sketch import COLOURS, Sketch
from artlab.world.strokes import curve

SIZE = 380  # width of the picture on screen, in CSS pixels
WINDOW = 96  # tokens of the drawing that are shown at a time
STEP = 2  # tokens between two pictures of the player
BOX = (
    '<div style="display: flex; flex-wrap: wrap; gap: 14px; background: #FBF8F1; color: #26221C;'
    " padding: 0.8em; border: 1px solid #E4DDCE; border-radius: 4px; max-width: 940px;"
    ' font-size: 13px; line-height: 1.4"><div style="flex: 0 1 {size}px">{picture}</div>'
    '<div style="flex: 1 1 320px; min-width: 0">{words}</div></div>'
)
CHIP = (
    '<span style="display: inline-block; margin: 1px; padding: 0 4px; border-radius: 3px;'
    ' font-family: monospace; font-size: 12px; {style}">{text}</span>'
)
CHIPS = {
    "plan": "background: #F3E3B3; color: #26221C",
    "tag": "background: #0072B2; color: #FFFFFF",
    "x": "background: #E9E3D5; color: #26221C",
    "y": "background: #DCE7EC; color: #26221C",
    "mark": "background: #26221C; color: #FBF8F1",
    "text": "background: #E4DDCE; color: #26221C",
}
NOW = "background: #A84A00; color: #FFFFFF; font-weight: 700"
HEAD = '<p style="margin: 0 0 0.5em"><b>{}</b></p>'


def sketch_of(ids):
    """The drawing that a list of tokens has reached; empty before the first line can be seen.

    Args:
        ids: token ids, whole or broken off anywhere.

    Returns:
        A `Sketch`.
    """
    ids = [int(token) for token in ids]
    return tokens.decode_sketch(ids, _format(ids)) if tokens.DRAW in ids else Sketch(())


def _format(ids):
    names = [name for name in tokens.token_names(ids) if name.startswith("format=")]
    return names[0].partition("=")[2] if names else "square"


def svg(sketch, ghost=None, dot=None, size=SIZE):
    """A drawing as SVG, with smooth lines, another one as a ghost behind it, and a dot.

    Args:
        sketch: a `Sketch`.
        ghost: a `Sketch` that is drawn thin and pale where it differs, or None.
        dot: a point (x, y) in [0, 1] where the pen is, or None.
        size: the longer side in CSS pixels.

    Returns:
        An SVG document, a str.
    """
    height, width = sketch.shape(size)
    kept = {_key(stroke) for stroke in sketch.strokes}
    pale = [stroke for stroke in ghost.strokes if _key(stroke) not in kept] if ghost else []
    lines = [_path(s, (height, width), "#C9764A", 1.2, ' stroke-dasharray="4 4"') for s in pale]
    lines += [_path(s, (height, width), COLOURS[s.element], 1.9) for s in sketch.strokes]
    if dot is not None:
        x, y = np.asarray(dot, float) * (width, height)
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#D55E00" stroke="none"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="#FFFFFF"/>'
        '<g fill="none" stroke-linecap="round" stroke-linejoin="round">' + "".join(lines) + "</g>"
        "</svg>"
    )


def _key(stroke):
    return stroke.element, stroke.points.tobytes()


def _path(stroke, shape, colour, width, rest=""):
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in curve(stroke, shape))
    return f'<polyline stroke="{colour}" stroke-width="{width}"{rest} points="{places}"/>'


def chips(ids, now=None):
    """Tokens as small labels, coloured by kind; one of them may be stressed.

    Args:
        ids: token ids.
        now: index of the token to stress, or None.

    Returns:
        A string of HTML.
    """
    names = tokens.token_names(ids)
    styles = [NOW if index == now else CHIPS[_kind(name)] for index, name in enumerate(names)]
    pairs = zip(styles, names, strict=True)
    return "".join(CHIP.format(style=style, text=html.escape(name)) for style, name in pairs)


def _kind(name):
    if name.startswith("text:"):
        return "text"
    if "=" in name:
        return "plan"
    if name[0] == "[" or name.startswith("<extra"):
        return "tag"
    kind = name.removeprefix("d")[0]  # dx+3, dy-8
    return kind if kind in "xy" else "mark"


def window(ids, now, length=WINDOW):
    """The part of a list round one place, in chips, with dots where it goes on."""
    start = max(0, min(now - length * 2 // 3, len(ids) - length))
    shown = ids[start : start + length]
    before, after = "… " if start else "", " …" if start + length < len(ids) else ""
    return before + chips(shown, now - start) + after


def pen(ids):
    """Where the pen is after these tokens, (x, y) in [0, 1], or None with the pen in the air."""
    place = place_of(ids)
    if place is None or ids[-1] < tokens.X0 or tokens.is_across(ids[-1]):
        return None
    return place[0] / (tokens.LEVELS - 1), place[1] / (tokens.LEVELS - 1)


def place_of(ids):
    """Levels [x, y] that the tokens of the last element have reached, or None without one."""
    start = next((i for i in reversed(range(len(ids))) if ids[i] in tokens.TAG_NAMES), None)
    if start is None:
        return None
    place = [0, 0]
    for token in ids[start + 1 :]:
        if token >= tokens.X0:
            axis = 0 if tokens.is_across(token) else 1
            place[axis] = tokens.level_of(token, place[axis])
    return place


def player_html(ids, num):
    """A drawing after its first `num` tokens: the picture, the plan, the newest tokens.

    Args:
        ids: plan and drawing, a list of token ids.
        num: how many of the drawing's tokens are there, 0 or more.

    Returns:
        `(html, alt)`.
    """
    split = ids.index(tokens.DRAW)
    plan, drawing = ids[:split], ids[split + 1 :]
    num = min(num, len(drawing))
    sketch = sketch_of(ids[: split + 1 + num])
    alt = f"After {num} of {len(drawing)} tokens. {panels.sketch_alt(sketch)}"
    picture = panels.svg(svg(sketch, dot=pen(drawing[:num])), alt, SIZE)
    newest = window(drawing[:num], num - 1) if num else "nothing yet"
    words = (
        HEAD.format("The plan") + f'<p style="margin: 0 0 0.8em">{chips(plan)}</p>'
        + HEAD.format(f"The drawing: token {num} of {len(drawing)}") + f"<p>{newest}</p>"
    )  # fmt: skip
    return BOX.format(size=SIZE, picture=picture, words=words), alt


def stroke_player(write, sentence, seed=0):
    """A sentence, a seed, and a slider that plays the tokens of its drawing.

    Args:
        write: function `(sentence, seed)` -> list of ids, a plan and a drawing.
        sentence: what the field holds first.
        seed: where its slider starts.

    Returns:
        A widget. The sentence counts when Enter is pressed, or the field is left.
    """
    field = ipywidgets.Text(
        sentence, description="sentence", continuous_update=False,
        layout=ipywidgets.Layout(width="46em", max_width="100%"),
    )  # fmt: skip
    seeds = base.int_slider("seed", seed, 0, 20)
    seeds.continuous_update = False
    place, box = base.play("token", 0, 2, STEP, interval=70)
    picture, kept = base.Picture(), {}

    def draw(text, seed, num):
        if kept.get("asked") != (text, seed):
            kept.update(asked=(text, seed), ids=list(write(text, seed)))
            last = -(-(len(kept["ids"]) - kept["ids"].index(tokens.DRAW) - 1) // STEP) * STEP
            for control in (*box.children, place):
                control.max = last
            place.value = num = last
        picture.value, picture.alt = player_html(kept["ids"], num)

    base.connect(draw, text=field, seed=seeds, num=place)
    return base.panel(field, seeds, box, picture)
