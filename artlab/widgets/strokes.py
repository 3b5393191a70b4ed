"""Lesson 08: a drawing as a list of tokens, played token by token, and edited number by number."""

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
    return name[0] if name[0] in "xy" else "mark"


def window(ids, now, length=WINDOW):
    """The part of a list round one place, in chips, with dots where it goes on."""
    start = max(0, min(now - length * 2 // 3, len(ids) - length))
    shown = ids[start : start + length]
    before, after = "… " if start else "", " …" if start + length < len(ids) else ""
    return before + chips(shown, now - start) + after


def pen(ids):
    """Where the pen is after these tokens, (x, y) in [0, 1], or None with the pen in the air."""
    levels = [token - tokens.X0 for token in ids[-3:] if token >= tokens.X0]
    points = [level for level in levels if 0 <= level < 2 * tokens.LEVELS]
    if len(points) < 2 or ids[-1] < tokens.Y0 or ids[-1] >= tokens.Y0 + tokens.LEVELS:
        return None
    return points[-2] / (tokens.LEVELS - 1), (points[-1] - tokens.LEVELS) / (tokens.LEVELS - 1)


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


def peak(ids):
    """Index of the token with the height of the first mountain's peak; the first y if none."""
    ids = list(ids)
    start = ids.index(tokens.DRAW) + 1
    mountain = tokens.TAGS["mountain"]
    begin = ids.index(mountain) + 1 if mountain in ids else start
    end = next(i for i in range(begin, len(ids)) if ids[i] < tokens.X0)
    heights = [i for i in range(begin, end) if tokens.Y0 <= ids[i] < tokens.Y0 + tokens.LEVELS]
    return min(heights, key=lambda index: ids[index])


def edited(ids, index, level, finish=None):
    """A list with another number at one place, the rest kept, or its element written anew.

    Args:
        ids: plan and drawing, a list of ids.
        index: place of a coordinate token.
        level: the new level, 0 to 255.
        finish: function from the ids up to there to ids that end the element, or None. Ids that
            cannot go on with it are left out; see `fitting`.

    Returns:
        A list of ids.
    """
    ids = list(ids)
    if ids[index] < tokens.X0 or level == level_of(ids[index]):
        return ids
    ids[index] = (tokens.X0 if ids[index] < tokens.Y0 else tokens.Y0) + int(level)
    if finish is None:
        return ids
    tags = {*tokens.TAGS.values(), tokens.END}
    end = next(i for i in range(index, len(ids)) if ids[i] in tags)
    beginning = ids[: index + 1]
    return beginning + fitting(beginning[-1], finish(list(beginning))) + ids[end:]


def fitting(last, more):
    """The ids of `more`, from the first on, that go on with an element: x, y, x, y ... and `|`.

    Args:
        last: the id before them: a tag, a coordinate, or `|`.
        more: ids that a model wrote, perhaps not well.

    Returns:
        A list of ids.
    """
    kept = []
    for token in map(int, more):
        is_x = tokens.X0 <= token < tokens.Y0
        is_y = tokens.Y0 <= token < tokens.Y0 + tokens.LEVELS
        after_x, after_y = tokens.X0 <= last < tokens.Y0, last >= tokens.Y0
        if not (is_y if after_x else is_x or (after_y and token == tokens.LIFT)):
            break
        kept.append(token)
        last = token
    return kept


def level_of(token):
    """Level of a coordinate token, 0 to 255."""
    return token - (tokens.X0 if token < tokens.Y0 else tokens.Y0)


def editor_html(ids, new, index):
    """Both drawings over each other, and the edited list round its changed token."""
    start = ids.index(tokens.DRAW)
    old, name = tokens.token_names([ids[index], new[index]])
    changed = new != ids
    said = f"{old} becomes {name}" if changed else f"{old} stands here, nothing is changed"
    sketch, ghost = sketch_of(new), sketch_of(ids)
    alt = f"Token {index - start}: {said}. {panels.sketch_alt(sketch)}"
    point = pen(new[: index + 1]) or pen(new[: index + 2])
    picture = panels.svg(svg(sketch, ghost if changed else None, point), alt, SIZE)
    words = HEAD.format(html.escape(f"Token {index - start}: {said}"))
    words += f"<p>{window(new[start + 1 :], index - start - 1)}</p>"
    if changed:
        words += "<p>Dashed: where the lines were.</p>"
    return BOX.format(size=SIZE, picture=picture, words=words), alt


def token_editor(ids, finish=None):
    """Sliders that change one coordinate token of a drawing; the drawing follows.

    Args:
        ids: plan and drawing, a list of ids.
        finish: function from the ids up to the changed one to ids that end its element. With
            it, a switch lets the model write the rest of the element anew.

    Returns:
        A widget.
    """
    ids = [int(token) for token in ids]
    start = ids.index(tokens.DRAW)
    place = base.int_slider("which token", peak(ids) - start, 1, len(ids) - start - 2)
    level = base.int_slider("its number", level_of(ids[peak(ids)]), 0, tokens.LEVELS - 1)
    anew = base.switch("the model writes the rest of this element anew")
    picture, kept = base.Picture(), {"place": place.value}

    def draw(place, number, anew):
        index = start + place
        if kept["place"] != place:
            kept["place"] = place
            level.disabled = ids[index] < tokens.X0
            if not level.disabled:
                level.value = number = level_of(ids[index])
        new = edited(ids, index, number, finish if anew else None)
        picture.value, picture.alt = editor_html(ids, new, index)

    base.connect(draw, place=place, number=level, anew=anew)
    return base.panel(place, level, *([anew] if finish else []), picture)
