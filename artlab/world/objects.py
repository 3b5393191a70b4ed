"""Boats, pavilions, birds and rocks as plates: pairs of a role and a mask, back to front."""

import numpy as np

from artlab.world.strokes import Plate, tapered


def boat(reading, thing):
    """Hull, and a sail with its mast or an awning with someone in the bow."""
    hull, second, *rest = (*thing.lines, None) if len(thing.lines) < 2 else thing.lines
    parts = []
    unit = reading.unit
    if second is not None and len(second) == 2:
        sail = Plate(reading.shape)
        for outline in rest:
            sail.fill(outline)
        mast = Plate(reading.shape).lines([second], 0.8 * unit)
        parts += [("sail", sail.mask()), ("line", mast.mask())]
    elif second is not None:
        parts += [("wall", Plate(reading.shape).fill(second).mask())]
        parts += [("line", Plate(reading.shape).lines([second], 0.5 * unit, 0.8).mask())]
        figure = Plate(reading.shape)
        for line in rest:
            figure.brush([line], np.linspace(1.9, 1.1, len(line)) * unit * 0.8)
        parts += [("accent", figure.mask())]
    return [*parts, ("hull", Plate(reading.shape).fill(hull).mask())]


def pavilion(reading, thing):
    """Walls, posts, floor and one or two roofs."""
    roofs = [line for line in thing.lines if len(line) > 4]
    bars = [line for line in thing.lines if len(line) <= 4]
    unit = reading.unit
    posts, wall, roof, ridge = (Plate(reading.shape) for _ in range(4))
    uprights = [b for b in bars if abs(b[0, 0] - b[-1, 0]) < abs(b[0, 1] - b[-1, 1])]
    floors = [b for b in bars if not any(b is other for other in uprights)]
    if len(uprights) >= 2:
        wall.fill(np.concatenate([uprights[0], uprights[1][::-1]]))
    tall = max(thing.box[3] - thing.box[1], 3)
    posts.lines(uprights, max(0.055 * tall, 0.8 * unit))
    posts.lines(floors, max(0.07 * tall, 1.0 * unit))
    for outline in roofs:
        roof.fill(outline)
        ridge.lines([outline], 0.5 * unit, 0.9)
    return [
        ("wall", wall.mask()),
        ("wood", posts.mask()),
        ("roof", roof.mask()),
        ("line", ridge.mask()),
    ]


def bird(reading, thing):
    """Two wings that taper to their tips."""
    plate = Plate(reading.shape)
    for line in thing.lines:
        width = max(0.10 * np.ptp(line[:, 0]), 0.9 * reading.unit)
        plate.brush([line], tapered(len(line), width, start=0.25, end=0.25, belly=0.5))
    return [("line", plate.mask())]


def rock(reading, thing):
    """The mass of a rock that a corner cuts off, and its edge and cracks."""
    edge, *cracks = thing.lines
    corner = [[edge[0, 0], reading.shape[0] + 2], [edge[-1, 0], reading.shape[0] + 2]]
    mass = Plate(reading.shape).fill(np.concatenate([edge, corner[::-1]]))
    lines = Plate(reading.shape)
    for line, width in ((edge, 2.0), *((crack, 1.2) for crack in cracks)):
        lines.brush([line], tapered(len(line), width * reading.unit, 0.5, 0.2, 0.4))
    return mass.mask(), lines.mask()
