"""What the painter sees: a drawing as planes of pixels, and a style as one vector.

The planes say for every pixel which line runs through it, which body it belongs to and where
it lies; nothing in them comes from a painting. Training, the ONNX painter and lesson 09 share
this module.
"""

from __future__ import annotations

import functools

import cv2
import numpy as np

from artlab.world import noise
from artlab.world.palettes import RANGES, Palette
from artlab.world.reading import Reading
from artlab.world.scene import ELEMENTS, NUM_PALETTES, STYLES, TIMES, WEATHERS
from artlab.world.strokes import SHIFT, Plate, curve

LINES = slice(0, len(ELEMENTS))
AREA_NAMES = ("mountain", "slope", "fold", "ground", "water", "rock", "light", "plane")
AREAS = slice(LINES.stop, LINES.stop + len(AREA_NAMES))
PLAIN = AREAS.stop
PLACE = slice(PLAIN + 1, PLAIN + 3)
TEXTURES = ("cloud", "bank", "wash", "ripple", "grain", "wood")
TEXTURE = slice(PLACE.stop, PLACE.stop + len(TEXTURES))
NUM_CHANNELS = TEXTURE.stop
NAMES = (
    *(f"line of {name}" for name in ELEMENTS),
    *(f"area of {name}" for name in AREA_NAMES),
    "plain line",
    "x",
    "y",
    *(f"texture {name}" for name in TEXTURES),
)
"""What each channel holds, in order."""

ROLES = (
    *("sky_top", "sky_mid", "sky_low", "far", "near", "accent", "foot", "water_far", "water"),
    *("land_far", "land", "light", "cloud", "leaf", "leaf_dark", "line", "wood", "roof", "wall"),
)
NUM_STYLE = len(STYLES) + len(TIMES) + len(WEATHERS) + NUM_PALETTES + 3 * len(ROLES) + 2
LINE_WIDTH = 1.0  # pixels of a 128-pixel drawing


def style_vector(plan):
    """Style, time, weather and palette as numbers.

    Args:
        plan: a `Scene`.

    Returns:
        float32 array of shape (NUM_STYLE,): four one-hot parts, the palette's colours in
        [-1, 1], and the darkest and lightest grey of the style at that time.
    """
    return _style_vector(plan.style, plan.time, plan.weather, plan.palette)


@functools.lru_cache(maxsize=512)
def _style_vector(style, time, weather, number):
    parts = [
        np.eye(len(names))[names.index(name)]
        for names, name in ((STYLES, style), (TIMES, time), (WEATHERS, weather))
    ]
    palette = Palette(style, time, number, np.random.default_rng([0, 2]))
    colors = np.concatenate([palette[role] for role in ROLES])
    parts += [np.eye(NUM_PALETTES)[number], 2 * colors - 1, RANGES[style][time]]
    vector = np.concatenate(parts).astype(np.float32)
    vector.flags.writeable = False
    return vector


def channels(sketch, plan, size=256, plain=False, width=LINE_WIDTH):
    """A drawing as the painter sees it.

    Args:
        sketch: a `Sketch`.
        plan: a `Scene`.
        size: longer side in pixels; 32 or more.
        plain: if True, nothing but black lines and places: what is known of a drawing made
            by hand. Sketches that hold plain lines are always read so.
        width: line width in pixels of a 128-pixel drawing; above 0.

    Returns:
        float32 array of shape (height, width, NUM_CHANNELS); lines and areas in [0, 1], places
        in [-1, 1], textures mostly in [-1, 1]. What is near hides what is far, as in
        `Sketch.raster`.

    Raises:
        ValueError: for other arguments.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 32:
        raise ValueError(f"`size` must be an int of 32 or more. Received: {size!r}")
    if not width > 0:
        raise ValueError(f"`width` must be above 0. Received: {width!r}")
    planes = np.zeros((NUM_CHANNELS, *sketch.shape(size)), np.float32)
    thickness = max(1, round(width * size / 128))
    if sketch.is_plain:
        lines = [curve(stroke, planes.shape[1:]) for stroke in sketch.strokes]
        planes[PLAIN] = _drawn(lines, planes.shape[1:], thickness)
    else:
        reading = (_AsDrawn if plain else Reading)(plan, sketch, size)
        _read(planes, reading, thickness)
        if plain:
            planes[: AREAS.stop] = 0
    planes[PLACE] = _places(planes.shape[1:])
    planes[TEXTURE] = _textures(planes.shape[1:])
    return np.ascontiguousarray(planes.transpose(1, 2, 0))


class _AsDrawn(Reading):
    """Leaves suns as crooked as a hand drew them."""

    @staticmethod
    def _round(line):
        return line


@functools.lru_cache(maxsize=16)
def _places(shape):
    height, width = shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.stack([(xs + 0.5) / width * 2 - 1, (ys + 0.5) / height * 2 - 1])


@functools.lru_cache(maxsize=16)
def _textures(shape):
    """The grains that paint and paper have of themselves, in the place where they always lie."""
    return np.stack([noise.numbered(name, shape, 0, 0) for name in TEXTURES]) * np.float32(0.5)


def _drawn(lines, shape, thickness):
    """Lines as a float32 mask."""
    pixels = np.zeros(shape, np.uint8)
    points = [np.round((line - 0.5) * 2**SHIFT).astype(np.int32) for line in lines]
    cv2.polylines(pixels, points, False, 255, thickness, cv2.LINE_AA, SHIFT)
    return pixels.astype(np.float32) * np.float32(1 / 255)


def _read(planes, reading, thickness):
    """Fills lines and areas, from far to near."""
    shape = planes.shape[1:]
    index = {name: number for number, name in enumerate(ELEMENTS)}
    area = {name: planes[AREAS.start + number] for number, name in enumerate(AREA_NAMES)}
    plain, drawn = planes[PLAIN], set()
    horizon = reading.horizon
    above = np.minimum((reading.ys - horizon) / max(horizon, 1), 0)
    below = np.maximum((reading.ys - horizon) / max(shape[0] - horizon, 1), 0)
    area["plane"][:] = above + below
    for thing in reading.things:
        bodies, rows = _bodies(reading, thing)
        hidden = bodies.pop("hidden", None)
        if hidden is not None:
            for plane in (*(planes[number] for number in drawn), plain):
                plane[rows] *= 1 - hidden
        for name, (mask, value) in bodies.items():
            for other in ("mountain", "slope", "fold", "ground", "water", "rock", "light"):
                if name not in ("slope", "fold") or other == name:
                    area[other][rows] *= 1 - mask
            area[name][rows] += mask * value
        lines = _drawn(thing.lines, shape, thickness)
        number = index[thing.name]
        np.maximum(planes[number], lines, out=planes[number])
        np.maximum(plain, lines, out=plain)
        drawn.add(number)


def _bodies(reading, thing):
    """Areas of one thing, `{name: (mask, value)}`, with what it hides; and their rows."""
    everything = slice(None)
    line = thing.lines[0]
    if thing.name == "mountain":
        return _mountain(reading, thing)
    if thing.name == "ground":
        mask = reading.land(line)
        near = 0.3 + 0.7 * _nearness(reading, thing.base)
        return {"hidden": mask, "ground": (mask, near)}, everything
    if thing.name in ("lake", "sea"):
        ys = reading.heights(line)
        return {"water": (np.clip(reading.ys - ys + 0.5, 0, 1), 1.0)}, everything
    if thing.name == "river":
        banks = np.concatenate([thing.lines[0], thing.lines[1][::-1]])
        return {"water": (Plate(reading.shape).fill(banks).mask(), 1.0)}, everything
    if thing.name == "rock":
        low = reading.shape[0] + 2
        outline = np.concatenate([line, [[line[-1, 0], low], [line[0, 0], low]]])
        mask = Plate(reading.shape).fill(outline).mask()
        return {"hidden": mask, "rock": (mask, 1.0)}, everything
    if thing.name in ("sun", "moon"):
        return {"light": (Plate(reading.shape).fill(line).mask(), 1.0)}, everything
    return {}, everything


def _nearness(reading, y):
    """See `world.painter.Painter.nearness`."""
    height = reading.shape[0]
    return float(np.clip((y - reading.horizon) / max(height - reading.horizon, 1), 0, 1))


def _mountain(reading, thing):
    """A mountain's body by its nearness, how far down its slopes one is, and their folds."""
    ridge = reading.heights(thing.lines[0])
    top = max(int(ridge.min()) - 2, 0)
    rows = slice(top, min(int(np.ceil(thing.base)) + 1, reading.shape[0]))
    if rows.stop <= rows.start:  # it lies below the frame
        return {}, slice(None)
    ys = reading.ys[rows]
    below = ys - ridge
    slope = np.gradient(np.minimum(ridge, np.float32(thing.base)))
    mask = np.clip(below / np.sqrt(1 + slope**2) + 0.5, 0, 1) * np.clip(thing.base - ys + 0.5, 0, 1)
    down = np.clip(below / np.maximum(thing.base - ridge, 1), 0, 1)
    bodies = {
        "hidden": mask,
        "mountain": (mask, 0.3 + 0.7 * _plane(reading, thing)),
        "slope": (mask, down),
        "fold": (mask, _folds(reading, ridge, below, max(thing.base - ridge.min(), 1.0))),
    }
    return bodies, rows


def _plane(reading, thing):
    """0 for the farthest mountain, 1 for the nearest; see `world.painter.Painter.plane`."""
    bases = sorted(other.base for other in reading.things if other.name == "mountain")
    if len(bases) == 1:
        return 0.75
    rank = bases.index(thing.base) / (len(bases) - 1)
    return 0.65 * rank + 0.35 * min(_nearness(reading, thing.base) * 2.5, 1)


def _folds(reading, ridge, below, tall):
    """Streaks that run down from the peak and spread: a texture bent along the slopes."""
    tile = noise.numbered("streak", reading.shape, 0, 0)
    peak = int(np.argmin(ridge))
    depth = np.clip(below / tall, 0, 1)
    across = reading.xs[peak] + (reading.xs - reading.xs[peak]) / (1 + 1.1 * depth)
    down = (depth * tall * 0.7).astype(np.float32)
    bent = cv2.remap(tile, across.astype(np.float32), down, cv2.INTER_LINEAR, None, 2)
    return bent * np.float32(0.5)
