"""What `benchmarks.recogniser` sees of bare polylines, and which parts strokes can be.

Every polyline is walked at even steps, in a direction that its shape decides: neither names, nor
the order of the strokes, nor their direction, nor the number of their points is seen.
"""

from __future__ import annotations

import numpy as np

from artlab.world import Sketch, Stroke
from artlab.world.scene import FORMATS

STEPS = 24  # points along a stroke that are looked at
ROLES = (
    *("skyline", "spur", "lake", "bank", "sea", "wave", "ground", "rock", "crack"),
    *("bough", "needle", "pine", "branch", "crown", "willow", "frond", "bamboo", "sprig"),
    *("roof", "upper roof", "post", "floor", "hull", "mast", "sail", "awning", "figure"),
    *("sun", "moon", "cloud", "bird", "scribble"),
)
SCRIBBLE = ROLES.index("scribble")
ALIKE = {  # roles of an element's strokes in the world's order; the last one repeats
    "mountain": ("skyline", "spur"),
    "lake": ("lake", "wave"),
    "river": ("bank", "bank", "wave"),
    "sea": ("sea", "wave"),
    "rock": ("rock", "crack"),
    "bough": ("bough", "needle"),
    "pine": ("pine", *["branch"] * 4, "crown"),
    "willow": ("willow", "frond"),
    "bamboo": ("bamboo", "sprig"),
    "pavilion": ("roof", "post", "post", "floor", "upper roof"),
}
NEAR = (0.012, 0.05)  # of the frame's height: strokes that touch, and neighbours


def roles_of(sketch: Sketch) -> np.ndarray:
    """The true role of every stroke of a sketch of the world: int array of shape (strokes,)."""
    places, roles = {}, []
    for stroke in sketch.strokes:
        key = stroke.element, stroke.instance
        place = places[key] = places.get(key, -1) + 1
        roles.append(_role(sketch, stroke, place))
    return np.array([ROLES.index(role) for role in roles])


def _role(sketch, stroke, place):
    if stroke.element == "boat":
        under_sail = len(sketch.of("boat")[stroke.instance][1].points) == 2
        return (("hull", "mast", "sail") if under_sail else ("hull", "awning", "figure"))[place]
    names = ALIKE.get(stroke.element, (stroke.element,))
    return names[min(place, len(names) - 1)]


# What the network sees


def walked(points: np.ndarray) -> np.ndarray:
    """A polyline as `STEPS` points at even distances, in a direction that its shape decides."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    at = np.linspace(0, along[-1], STEPS)
    line = np.stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)], axis=1)
    if np.abs(line[0] - line[-1]).max() < 1e-6:
        return _from_top(line)
    across, down = line[-1] - line[0]
    return line[::-1] if (across < 0 if abs(across) >= abs(down) else down > 0) else line


def _from_top(line):
    """A closed line from its highest point, clockwise."""
    open_line = line[:-1]
    xs, ys = open_line.T
    if (xs * np.roll(ys, -1) - np.roll(xs, -1) * ys).sum() < 0:
        open_line = open_line[::-1]
    open_line = np.roll(open_line, -int(np.argmin(open_line[:, 1])), axis=0)
    return np.concatenate([open_line, open_line[:1]])


def features(sketch: Sketch) -> tuple[np.ndarray, np.ndarray]:
    """What is seen of each stroke, and which strokes touch.

    Args:
        sketch: a `Sketch`; only the points and the format are looked at.

    Returns:
        float32 arrays of shapes (strokes, features) and (3, strokes, strokes): which strokes
        touch, which are neighbours, and on which (column) an end of which (row) lies.
    """
    scale = np.array([aspect_of(sketch), 1.0])
    lines = np.array([walked(stroke.points * scale) for stroke in sketch.strokes])
    between, ends = _distances(lines.astype(np.float32))
    links = np.stack([between < NEAR[0], between < NEAR[1], ends < 1.5 * NEAR[0]])
    links &= ~np.eye(len(lines), dtype=bool)
    return _seen(lines, scale), links.astype(np.float32)


def aspect_of(sketch: Sketch) -> float:
    """Width divided by height."""
    width, height = FORMATS[sketch.format]
    return width / height


def _distances(lines):
    """Least distances between strokes, and of the ends of the rows' strokes to the columns'."""
    number = len(lines)
    points = lines.reshape(-1, 2) - 0.5
    squares = (points**2).sum(axis=1)
    apart = squares[:, None] + squares - 2 * points @ points.T
    least = apart.reshape(number * STEPS, number, STEPS).min(axis=2)
    least = np.sqrt(np.maximum(least, 0)).reshape(number, STEPS, number)
    return least.min(axis=1), np.minimum(least[:, 0], least[:, -1])


def _seen(lines, scale):
    """What is seen of strokes by themselves: float32 array of shape (strokes, features)."""
    low, high = lines.min(axis=1), lines.max(axis=1)
    wide, tall = (high - low).T
    length = np.hypot(*np.moveaxis(np.diff(lines, axis=1), -1, 0)).sum(axis=1)
    chord = np.hypot(*(lines[:, -1] - lines[:, 0]).T)
    xs, ys = lines[..., 0], lines[..., 1]
    area = 0.5 * np.abs((xs * np.roll(ys, -1, 1) - np.roll(xs, -1, 1) * ys).sum(axis=1))
    off_x, off_y = (part - part.mean(axis=1, keepdims=True) for part in (xs, ys))
    slope = (off_x * off_y).sum(axis=1) / np.maximum((off_x**2).sum(axis=1), 1e-6)
    bent = np.abs(off_y - slope[:, None] * off_x).max(axis=1)
    size = np.maximum(np.maximum(wide, tall), 1e-3)
    centred = (lines - ((low + high) / 2)[:, None]) / size[:, None, None]
    sizes = np.log(np.maximum([size, wide, tall, length], 2e-3)) + 2
    shape = [chord / np.maximum(length, 1e-6), area / np.maximum(length**2, 1e-6) * 10]
    level = np.minimum(np.array([tall, bent]) * 255, 8) / 4  # is it level, is it straight?
    edges = [*(low / scale < 0.006).T, *(high / scale > 0.994).T, 0 * size + scale[0] - 1]
    return np.concatenate(
        [(lines / scale * 2 - 1).reshape(len(lines), -1), centred.reshape(len(lines), -1) * 2,
         np.array([*sizes, *shape, *level, *edges]).T], axis=1,
    ).astype(np.float32)  # fmt: skip


# Badly drawn strokes, so that the network knows what is none of these


def spoiled(sketch: Sketch, roles: np.ndarray, generator) -> tuple[Sketch, np.ndarray]:
    """A sketch of a less steady hand, some of whose strokes are scrawled: "scribble" now."""
    roles, strokes = roles.copy(), list(sketch.strokes)
    shake = max(generator.uniform(-0.06, 0.06), 0)  # of a stroke's size; half have a steady hand
    long = [place for place, stroke in enumerate(strokes) if len(stroke.points) >= 4]
    chosen = set(generator.permutation(long)[: int(generator.integers(0, 4))].tolist())
    for place, stroke in enumerate(strokes):
        points = np.array(stroke.points)
        if place in chosen:
            points, roles[place] = _scrawl(points, generator), SCRIBBLE
        elif stroke.element not in ("lake", "sea"):
            size = min(shake * np.ptp(points, axis=0).max(), 0.01)
            points = points + generator.normal(0, size, points.shape) if size else points
        points = np.clip(points, 0, 1)
        strokes[place] = Stroke(stroke.element, _closed_as(stroke.points, points), stroke.instance)
    return Sketch(strokes, sketch.format), roles


def _closed_as(before, after):
    closed = len(before) > 3 and np.array_equal(before[0], before[-1])
    return np.concatenate([after[:-1], after[:1]]) if closed else after


def _scrawl(points, generator):
    size = np.ptp(points, axis=0).max() + 0.02
    kind = generator.integers(3)
    if kind == 0:
        return points + generator.normal(0, 0.35 * size, points.shape)
    if kind == 1 and len(points) >= 6:
        return points[generator.permutation(len(points))]
    walk = np.cumsum(generator.normal(0, 1, points.shape), axis=0)
    return points.mean(axis=0) + walk * size / max(np.ptp(walk, axis=0).max(), 1e-6)


def scrawled(sketch: Sketch, name: str, generator) -> Sketch:
    """A sketch in which the first stroke of the last element of a name is scrawled."""
    last = len(sketch.of(name)) - 1
    strokes, done = list(sketch.strokes), False
    for place, stroke in enumerate(strokes):
        if (stroke.element, stroke.instance) == (name, last) and not done:
            points = np.clip(_scrawl(np.array(stroke.points), generator), 0, 1)
            strokes[place] = Stroke(name, _closed_as(stroke.points, points), last)
            done = True
    return Sketch(strokes, sketch.format)
