"""The words of the language model that draws: plan tokens, drawing tokens, and text behind them.

One sequence is a text, a plan and a drawing:

    text ids ... <plan> style=ink time=dusk ... <draw> [mountain] x12 y140 ... | x40 y90 ... <end>

An element is its tag and the points of its strokes, x before y, with `|` where the pen lifts
between two strokes; the next tag, or `<end>`, ends it. Coordinates have 256 levels, so 0 and 1
are met exactly. The land (`forms.PLACED`) tells every point by its place, `x40 y90`; whatever
stands, floats or flies tells its first point so, and each other one as a step from the point
before it, `dx+3 dy-8`. A closed stroke does not repeat its first point: decoding closes it.
"""

import dataclasses
import itertools

import numpy as np

from artlab.studio.forms import DRAW_ORDER, FORMS, PLACED
from artlab.world.scene import (
    CHOICES,
    ELEMENTS,
    HEIGHTS,
    LARGEST,
    MAX_MOUNTAINS,
    NUM_PALETTES,
    Scene,
)
from artlab.world.sketch import Sketch, Stroke

LEVELS = 256
LONGEST = 128  # levels that a step may go back; forth it is one less
NUM_TEXT = 2048  # ids kept for the tokenizer of the texts
NUM_EXTRAS = 4  # element tags without a meaning yet: lesson 08 gives one to the first

PLAN_FIELDS = (
    "style",
    "time",
    "weather",
    "light",
    "format",
    "mountains",
    "height",
    "view",
    "layout",
    "water",
    "boats",
    "trees",
    "num_trees",
    "pavilions",
    "birds",
    "clouds",
    "foreground",
    "palette",
)
"""Fields in the order in which a plan tells them; one "height" for each mountain, high first."""


def _vocabulary():
    names = ["<pad>", "<plan>", "<draw>", "<end>", "|"]
    for field in PLAN_FIELDS:
        names += [f"{field}={value}" for value in field_values(field)]
    names += [f"[{name}]" for name in DRAW_ORDER] + [f"<extra_{i}>" for i in range(NUM_EXTRAS)]
    names += [f"x{level}" for level in range(LEVELS)] + [f"y{level}" for level in range(LEVELS)]
    steps = range(-LONGEST, LONGEST)
    names += [f"dx{step:+d}" for step in steps] + [f"dy{step:+d}" for step in steps]
    return tuple(names)


def field_values(field):
    """Values that a plan field may have, in the order of their tokens: a tuple of str or int."""
    if field == "mountains":
        return tuple(range(MAX_MOUNTAINS + 1))
    if field == "height":
        return HEIGHTS[::-1]
    if field == "palette":
        return tuple(range(NUM_PALETTES))
    if field == "num_trees":
        return tuple(range(1, LARGEST["num_trees"] + 1))
    return CHOICES[field] if field in CHOICES else tuple(range(LARGEST[field] + 1))


TOKENS = _vocabulary()
"""Every plan and drawing token by its id; text ids follow."""
IDS = {name: index for index, name in enumerate(TOKENS)}
PAD, PLAN, DRAW, END, LIFT = range(5)
X0, Y0 = IDS["x0"], IDS["y0"]
DX, DY = IDS["dx+0"], IDS["dy+0"]
TAGS = {name: IDS[f"[{name}]"] for name in DRAW_ORDER}
TAGS |= {f"<extra_{i}>": IDS[f"<extra_{i}>"] for i in range(NUM_EXTRAS)}
TAG_NAMES = {token: name for name, token in TAGS.items()}
NUM_TOKENS = len(TOKENS)
TEXT_START = NUM_TOKENS
VOCABULARY_SIZE = NUM_TOKENS + NUM_TEXT


def token_names(tokens):
    """Readable names of ids: `style=ink`, `[boat]`, `x17`, `text:208`; a list of str."""
    return [TOKENS[i] if i < NUM_TOKENS else f"text:{i - TEXT_START}" for i in map(int, tokens)]


def encode_text(ids):
    """Moves a tokenizer's ids behind the drawing tokens.

    Args:
        ids: ints from 0 to 2,047.

    Returns:
        A list of ints.

    Raises:
        ValueError: for an id that has no place in the vocabulary.
    """
    ids = [int(i) for i in ids]
    if ids and not (min(ids) >= 0 and max(ids) < NUM_TEXT):
        raise ValueError(f"`ids` must be from 0 to {NUM_TEXT - 1}. Received: {min(ids)}-{max(ids)}")
    return [TEXT_START + i for i in ids]


def canonical(scene):
    """The same scene with the heights of its mountains in the plan's order: high ones first."""
    return dataclasses.replace(
        scene, mountains=tuple(sorted(scene.mountains, key=HEIGHTS[::-1].index))
    )


def encode_plan(scene, extras=()):
    """Writes a scene as a plan.

    Args:
        scene: a `Scene`.
        extras: numbers, 0 to 3, of extra elements that are asked for, once for each.

    Returns:
        A list of ids that starts with `<plan>`.

    Example:

    >>> token_names(encode_plan(Scene(water="lake")))[:4]
    ['<plan>', 'style=ink', 'time=day', 'weather=clear']
    """
    if not isinstance(scene, Scene):
        raise ValueError(f"`scene` must be a Scene. Received: {type(scene).__name__}")
    scene, tokens = canonical(scene), [PLAN]
    for field in PLAN_FIELDS:
        if field == "mountains":
            values = [len(scene.mountains)]
        elif field == "height":
            values = scene.mountains
        else:
            values = [getattr(scene, field)]
        tokens += [
            IDS[f"{field}={value}"] for value in values if (field, value) != ("num_trees", 0)
        ]
    return tokens + [IDS[f"<extra_{int(number)}>"] for number in sorted(extras)]


def decode_plan(tokens):
    """Reads a plan.

    Args:
        tokens: ids as `encode_plan` writes them; what stands before `<plan>`, and from `<draw>`
            on, is passed over.

    Returns:
        A `Scene`.

    Raises:
        ValueError: if a field is missing or told twice, or if the scene breaks a rule.
    """
    names = token_names(_between(tokens, PLAN, DRAW))
    fields = {"mountains": ()}
    for name in names:
        field, _, value = name.partition("=")
        if field in ("mountains", ""):
            continue
        if field == "height":
            fields["mountains"] += (value,)
        elif not name.startswith("<extra"):
            _put(fields, field, value)
    if missing := [f for f in PLAN_FIELDS if f not in fields and f not in ("height", "num_trees")]:
        raise ValueError(f"`tokens` must tell every field. Missing: {', '.join(missing)}")
    scene = Scene(**fields)
    if f"mountains={len(scene.mountains)}" not in names:
        raise ValueError("`tokens` must tell as many heights as mountains. Received: " + str(names))
    return scene


def _put(fields, field, value):
    if field not in PLAN_FIELDS or field in fields:
        raise ValueError(f"`tokens` must tell each field once. Received: {field}={value}")
    fields[field] = int(value) if isinstance(field_values(field)[0], int) else value


def extras_of(tokens):
    """Numbers of the extra elements that a plan asks for; a list of int."""
    names = token_names(_between(tokens, PLAN, DRAW))
    return [int(name[7:-1]) for name in names if name.startswith("<extra_")]


def _between(tokens, start, end):
    """Ids after the last `start`, or all of them, up to the next `end`."""
    tokens = [int(token) for token in tokens]
    if start in tokens:
        tokens = tokens[len(tokens) - tokens[::-1].index(start) :]
    return list(itertools.takewhile(lambda token: token != end, tokens))


def quantise(points):
    """Points in [0, 1] as levels 0 to 255; int array of the same shape."""
    return np.rint(np.asarray(points, dtype=np.float64) * (LEVELS - 1)).astype(np.int64)


def encode_points(lines, element):
    """Writes one element: its tag, its strokes, and `|` between them.

    Args:
        lines: list of float arrays of shape (num_points, 2), in [0, 1].
        element: one of `DRAW_ORDER`, or "<extra_0>" to "<extra_3>".

    Returns:
        A list of ids.

    Raises:
        ValueError: if the element has no form with such strokes, or a step is too long.
    """
    name = "extra" if element.startswith("<") else element
    full = [len(line) for line in lines]
    for form in FORMS[name]:
        lengths = [n - (i in form.closed) for i, n in enumerate(full)]
        if form.admits(lengths) and len(lengths) >= form.least:
            break
    else:
        raise ValueError(f"`lines` must have a form of {element!r}. Received lengths: {full}")
    tokens, before = [TAGS[element]], None
    for number, (line, length) in enumerate(zip(lines, lengths, strict=True)):
        tokens += [LIFT] * (number > 0)
        for point in quantise(line)[:length]:
            tokens += _point(point, None if element in PLACED else before)
            before = point
    return tokens


def _point(point, before):
    """A point's two tokens: its place, or the step from the point before."""
    if before is None:
        return [X0 + int(point[0]), Y0 + int(point[1])]
    step = point - before
    if not ((step >= -LONGEST) & (step < LONGEST)).all():
        raise ValueError(
            f"`lines` must have steps from -{LONGEST} to {LONGEST - 1}. Received: {step.tolist()}"
        )
    return [DX + int(step[0]), DY + int(step[1])]


def is_across(token):
    """Whether a token is an x or a step in x; the other half of a point is its y."""
    return X0 <= token < Y0 or DX - LONGEST <= token < DY - LONGEST


def level_of(token, before):
    """The level that a token tells, 0 to 255.

    Args:
        token: id of a place or of a step.
        before: level, on the same axis, of the point before; of no account for a place.
    """
    if token < DX - LONGEST:
        return token - (X0 if token < Y0 else Y0)
    return before + token - (DX if is_across(token) else DY)


def encode_sketch(sketch, extras=None):
    """Writes a drawing.

    Args:
        sketch: a `Sketch` of elements in their own forms, as the world and the drawer make them.
        extras: dict from numbers of extra elements, 0 to 3, to their lines: lists of float
            arrays of shape (num_points, 2), in [0, 1]; 1 to 12 lines of 2 to 16 points.

    Returns:
        A list of ids from `<draw>` to `<end>`.

    Example:

    >>> sketch = Sketch([Stroke("sea", [[0, 0.6], [1, 0.6]])])
    >>> token_names(encode_sketch(sketch))
    ['<draw>', '[sea]', 'x0', 'y153', 'x255', 'y153', '<end>']
    """
    tokens = [DRAW]
    for name in DRAW_ORDER:
        for strokes in sketch.of(name):
            tokens += encode_points([stroke.points for stroke in strokes], name)
    for number, lines in sorted((extras or {}).items()):
        tokens += encode_points(lines, f"<extra_{number}>")
    return [*tokens, END]


def split_elements(tokens):
    """Pairs of an element's name and its ids, tag first, in the order in which they are drawn."""
    found = []
    for token in _between(tokens, DRAW, END):
        if token in TAG_NAMES:
            found.append((TAG_NAMES[token], []))
        if not found:
            raise ValueError(f"`tokens` must start with an element's tag. Received: {token}")
        found[-1][1].append(token)
    return found


def decode_element(tokens):
    """Lines of one element.

    Args:
        tokens: ids of one element, its tag first; its last point may still be half written.

    Returns:
        A list of float32 arrays of shape (num_points, 2), in [0, 1], closed where they must be.
    """
    name = TAG_NAMES[int(tokens[0])]
    lines, before = [[]], [0, 0]
    for token in map(int, tokens[1:]):
        if token == LIFT:
            lines.append([])
            continue
        axis = 0 if is_across(token) else 1
        before[axis] = level_of(token, before[axis])
        lines[-1].append(before[axis])
    lengths = [len(line) // 2 for line in lines]
    known = FORMS[name if name in FORMS else "extra"]
    whole = lengths if any(form.admits(lengths) for form in known) else lengths[:-1]
    closed = next((f.closed for f in known if f.admits(whole)), ())
    closed = [number for number in closed if number < len(whole)]
    points = [np.reshape(line[: len(line) // 2 * 2], (-1, 2)) for line in lines]
    points = [np.concatenate([p, p[:1]]) if i in closed else p for i, p in enumerate(points)]
    return [(p / (LEVELS - 1)).astype(np.float32) for p in points]


def decode_sketch(tokens, format="square", names=None):
    """Reads a drawing.

    Args:
        tokens: ids as `encode_sketch` writes them; what stands before `<draw>` is passed over.
        format: width to height of the sketch; one of `scene.FORMATS`.
        names: dict from "<extra_0>" ... to the name in `scene.ELEMENTS` that strokes of this
            extra element carry; "pavilion" by default, which is painted with straight lines.

    Returns:
        A `Sketch` with its strokes in the order of `scene.ELEMENTS`.
    """
    instances = {name: [] for name in ELEMENTS}
    for name, element in split_elements(tokens):
        name = (names or {}).get(name, "pavilion") if name.startswith("<") else name
        instances[name].append(decode_element(element))
    return Sketch(
        [
            Stroke(name, line, instance)
            for name in ELEMENTS
            for instance, lines in enumerate(instances[name])
            for line in lines
            if len(line) >= 2
        ],
        format,
    )
