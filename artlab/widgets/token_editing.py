"""Lesson 08: one number of a drawing is edited, and the drawing follows."""

import html

from artlab.studio import panels, tokens
from artlab.studio.forms import PLACED
from artlab.studio.grammar import Grammar
from artlab.widgets import base
from artlab.widgets.strokes import BOX, HEAD, SIZE, pen, place_of, sketch_of, svg, window


def peak(ids):
    """Index of the token with the height of the first mountain's peak; the first y if none."""
    ids = list(ids)
    start = ids.index(tokens.DRAW) + 1
    mountain = tokens.TAGS["mountain"]
    begin = ids.index(mountain) + 1 if mountain in ids else start
    end = next(i for i in range(begin, len(ids)) if ids[i] < tokens.X0)
    heights = [i for i in range(begin, end) if tokens.Y0 <= ids[i] < tokens.Y0 + tokens.LEVELS]
    return min(heights, key=lambda index: ids[index])


def number_of(token):
    """The number of a coordinate token: a level, or a step with its sign."""
    return int(tokens.TOKENS[token].lstrip("dxy"))


def limits(ids, index):
    """Least and largest number that a coordinate token may have, so that all stays on the paper.

    Args:
        ids: plan and drawing, a list of ids.
        index: place of a coordinate token. A step, and the first point of an element in steps,
            carries the points behind it along.

    Returns:
        `(low, high)`, ints.
    """
    begin = max(i for i in range(index) if ids[i] in tokens.TAG_NAMES)
    if tokens.TAG_NAMES[ids[begin]] in PLACED:
        return 0, tokens.LEVELS - 1
    across, end = tokens.is_across(ids[index]), _end(ids, index)
    moved = [i for i in range(index, end) if ids[i] >= tokens.X0]
    moved = [i for i in moved if tokens.is_across(ids[i]) == across]
    levels = [place_of(ids[: i + 1])[0 if across else 1] for i in moved]
    low, high = -min(levels), tokens.LEVELS - 1 - max(levels)
    number = number_of(ids[index])
    if ids[index] >= tokens.DX - tokens.LONGEST:
        low, high = max(low, -tokens.LONGEST - number), min(high, tokens.LONGEST - 1 - number)
    return number + low, number + high


def _end(ids, index):
    """Index of the tag, or `<end>`, behind the element of one place."""
    return next(i for i in range(index, len(ids)) if ids[i] in {*tokens.TAG_NAMES, tokens.END})


def edited(ids, index, number, finish=None):
    """A list with another number at one place, the rest kept, or its element written anew.

    Args:
        ids: plan and drawing, a list of ids.
        index: place of a coordinate token.
        number: its new number; beyond `limits` the nearest that is within.
        finish: function from the ids up to there to ids that end the element, or None. Ids that
            cannot go on with it are left out; see `fitting`.

    Returns:
        A list of ids.
    """
    ids = list(ids)
    if ids[index] < tokens.X0:
        return ids
    low, high = limits(ids, index)
    change = min(max(int(number), low), high) - number_of(ids[index])
    if not change:
        return ids
    end = _end(ids, index)
    ids[index] += change
    if finish is None:
        return ids
    beginning = ids[: index + 1]
    return beginning + fitting(beginning, finish(list(beginning))) + ids[end:]


def fitting(ids, more):
    """The ids of `more`, from the first on, that go on with the element in which `ids` end.

    Args:
        ids: plan and a part of a drawing.
        more: ids that a model wrote behind them, perhaps not well.

    Returns:
        A list of ids.
    """
    grammar, kept = Grammar(tokens.decode_plan(ids), tokens.extras_of(ids)), []
    for token in ids[ids.index(tokens.DRAW) :]:
        grammar.take(token)
    for token in map(int, more):
        is_line = token == tokens.LIFT or tokens.X0 <= token < tokens.NUM_TOKENS
        if not (is_line and grammar.allowed()[token]):
            break
        grammar.take(token)
        kept.append(token)
    return kept


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
    level = base.int_slider("its number", number_of(ids[peak(ids)]), 0, tokens.LEVELS - 1)
    anew = base.switch("the model writes the rest of this element anew")
    picture, kept = base.Picture(), {"place": place.value}

    def draw(place, number, anew):
        index = start + place
        if kept["place"] != place:
            kept["place"] = place
            level.disabled = ids[index] < tokens.X0
            if not level.disabled:
                number = _slide(level, ids, index)
        new = edited(ids, index, number, finish if anew else None)
        picture.value, picture.alt = editor_html(ids, new, index)

    base.connect(draw, place=place, number=level, anew=anew)
    return base.panel(place, level, *([anew] if finish else []), picture)


def _slide(slider, ids, index):
    """Sets a slider to a token's number and to the limits of it; the number."""
    number, (low, high) = number_of(ids[index]), limits(ids, index)
    slider.min, slider.max = -tokens.LEVELS, tokens.LEVELS  # room for any value
    slider.value = number
    slider.min, slider.max = low, high
    return number
