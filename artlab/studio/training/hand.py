"""Drawings as people make them: wobbly, with gaps and missing details, by any pen."""

from __future__ import annotations

import numpy as np

from artlab.world.sketch import Sketch, Stroke

DETAILS = ("mountain", "lake", "river", "sea", "rock", "pavilion", "boat", "pine", "willow")


def quantised(sketch, generator, levels=256):
    """A sketch as the language model writes it: on a grid, a little off.

    Args:
        sketch: a `Sketch`.
        generator: a `numpy.random.Generator`.
        levels: of each coordinate.

    Returns:
        A `Sketch`.
    """
    strokes = []
    for stroke in sketch.strokes:
        points = np.floor(stroke.points * levels).clip(0, levels - 1)
        off = generator.integers(-1, 2, points.shape) * (generator.random(points.shape) < 0.15)
        points = ((points + off + 0.5) / levels).clip(0, 1)
        if (stroke.points[0] == stroke.points[-1]).all():
            points[-1] = points[0]
        strokes.append(Stroke(stroke.element, points, stroke.instance))
    return Sketch(strokes, sketch.format)


def by_hand(sketch, generator):
    """A sketch as if drawn by hand.

    Args:
        sketch: a `Sketch`.
        generator: a `numpy.random.Generator`.

    Returns:
        A `Sketch`, and the width of the pen in pixels of a 128-pixel drawing.
    """
    careless = generator.random() ** 2  # most hands are rather careful
    strokes, seen = [], set()
    shift = generator.normal(0, 0.004 * careless, 2)
    for stroke in sketch.strokes:
        first = (stroke.element, stroke.instance) not in seen
        seen.add((stroke.element, stroke.instance))
        if not first and stroke.element in DETAILS and generator.random() < 0.35 * careless:
            continue
        points = _wobbled(stroke.points + shift, 0.012 * careless, generator).clip(0, 1)
        for part in _broken(points, 0.25 * careless, generator):
            strokes.append(Stroke(stroke.element, part, stroke.instance))
    width = float(np.exp(generator.uniform(np.log(0.6), np.log(2.4))))
    return Sketch(strokes, sketch.format), width


def _wobbled(points, amount, generator):
    """Points moved by a smooth random walk; `amount` in shares of the frame."""
    num_points = len(points)
    knots = max(2, num_points // 2)
    moves = generator.normal(0, amount, (knots, 2))
    steps = np.linspace(0, knots - 1, num_points)
    wave = np.stack([np.interp(steps, np.arange(knots), moves[:, axis]) for axis in (0, 1)], 1)
    size = np.ptp(points, axis=0).max()  # small things are drawn with smaller movements
    return points + wave * min(1.0, size / 0.15)


def _broken(points, chance, generator):
    """Parts of a line that the pen left in pieces."""
    if len(points) < 6 or generator.random() > chance:
        return [points]
    gap = int(generator.integers(2, len(points) - 2))
    return [points[:gap], points[gap:]] if gap < len(points) - 2 else [points[:gap]]
