"""Trees as brush strokes: plates that each style inks in its own way.

Every function takes a `Thing` and returns pairs of a role, "wood", "leaf" or "leaf_dark",
and a float32 mask of the picture, in the order in which they are painted.
"""

import itertools

import cv2
import numpy as np

from artlab.world.strokes import Plate, outline, smooth, tapered


def tree(reading, thing, generator, solid=0.5):
    """Masks of a tree; `solid` is how full the crowns are, 0 for bare strokes."""
    return {"pine": _pine, "willow": _willow, "bamboo": _bamboo}[thing.name](
        reading, thing, generator, solid
    )


def _span(thing):
    _, top, _, bottom = thing.box
    return max(bottom - top, 4.0)


def _pine(reading, thing, generator, solid):
    tall = _span(thing)
    wood, dark, needles = (Plate(reading.shape) for _ in range(3))
    trunk = thing.lines[0]
    least = 0.9 * reading.unit
    wood.brush([trunk], np.maximum(np.linspace(0.062, 0.02, len(trunk)) * tall, least))
    for branch in thing.lines[1:]:
        wood.brush([branch], np.maximum(np.linspace(0.03, 0.012, len(branch)) * tall, 0.7 * least))
        needle_fans(branch, 0.105 * tall, generator, dark, needles, solid)
    return [("leaf_dark", dark.mask()), ("wood", wood.mask()), ("leaf", needles.mask())]


def needle_fans(branch, reach, generator, dark, needles, solid):
    """Fans of needles on a branch: a pale cushion, and fine strokes that open upwards."""
    places = branch[np.linspace(0.3 * (len(branch) - 1), len(branch) - 1, 4).round().astype(int)]
    places = places + generator.normal(0, 0.12 * reach, places.shape)
    angles = np.linspace(0.04, 0.96, 9) * np.pi
    spokes = np.stack([np.cos(angles) * 1.25, -np.sin(angles) * 0.85], axis=1) * reach
    for centre in places:
        cushion = centre + spokes * [1, 0.8] + [0, 0.12 * reach]
        dark.fill(cushion, max(solid, 0.05))
    tips = places[:, None] + spokes * generator.uniform(0.8, 1.1, (4, 9, 1))
    roots = np.broadcast_to(places[:, None], tips.shape) + spokes * 0.1
    strokes = np.stack([roots, tips], axis=2).reshape(-1, 2, 2)
    needles.lines(list(strokes), 0.09 * reach + 0.25, 0.85)


def _willow(reading, thing, generator, solid):
    tall = _span(thing)
    wood, veil, hair, fresh = (Plate(reading.shape) for _ in range(4))
    trunk, *fronds = thing.lines
    least = 0.8 * reading.unit
    wood.brush([trunk], np.maximum(np.linspace(0.062, 0.026, len(trunk)) * tall, least))
    for frond in fronds:
        third = len(frond) // 3
        wood.brush([frond[:third]], np.maximum(np.linspace(0.020, 0.006, third) * tall, 0.3), 0.6)
        widths = np.linspace(0.02, 0.15, len(frond) - third) * tall
        veil.brush([frond[third:]], widths, 0.10 + 0.26 * solid)
        hair.lines(_hairs(frond, tall, generator, 6), 0.009 * tall, 0.6)
        fresh.lines(_hairs(frond, tall, generator, 6), 0.011 * tall, 0.42)
    veil.pixels = cv2.blur(veil.pixels, (1, max(3, int(0.12 * tall * veil.scale))))
    return [
        ("leaf_dark", veil.mask() * 0.8),
        ("wood", wood.mask()),
        ("leaf", fresh.mask()),
        ("leaf_dark", hair.mask()),
    ]


def _hairs(frond, tall, generator, number):
    """Hanging lines beside a frond: each leaves it somewhere, and falls as far as it does."""
    lines = []
    for start in np.linspace(0.24, 0.92, number) + generator.uniform(-0.06, 0.06, number):
        knee = frond[int(start * (len(frond) - 1))]
        fall = max((frond[-1, 1] - knee[1]) * generator.uniform(0.7, 1.05), 0.10 * tall)
        out = np.sign(frond[-1, 0] - frond[0, 0] + 1e-9) * tall * generator.uniform(0.0, 0.035)
        steps = np.array([[0, 0], [0.8, 0.3], [1.1, 0.65], [0.9, 1.0]])
        lines.append(smooth(knee + steps * (out, fall), 4))
    return lines


def _bamboo(reading, thing, generator, solid):
    tall = _span(thing)
    culm, *sprigs = thing.lines
    wood, leaves, pale = (Plate(reading.shape) for _ in range(3))
    thick = max(0.026 * tall, 1.0 * reading.unit)
    for start, end in _joints(len(culm), generator):
        part = _between(culm, start, end)
        wood.brush([part], thick * np.array([1.15, 0.95, 0.95, 1.15]), 0.95)
    for number, sprig in enumerate(sprigs):
        wood.lines([sprig], 0.010 * tall, 0.8)
        for place, plate in ((0.55, pale), (1.0, leaves)):
            root = sprig[0] + (sprig[-1] - sprig[0]) * place
            side = np.sign(sprig[-1, 0] - sprig[0, 0] + 1e-9)
            _three_leaves(root, side, tall * (0.17 if number < 2 else 0.14), generator, plate)
    return [
        ("leaf", pale.mask() * (0.55 + 0.3 * solid)),
        ("wood", wood.mask()),
        ("leaf_dark", leaves.mask()),
    ]


def _joints(num_points, generator, number=6):
    """Start and end of each segment along the culm, with a gap at every node."""
    nodes = np.linspace(0, 1, number + 1) ** 0.92
    return [(low + 0.012, high - 0.012) for low, high in itertools.pairwise(nodes)]


def _between(line, start, end):
    steps = np.linspace(0, 1, len(line))
    wanted = np.linspace(start, end, 4)
    return np.stack([np.interp(wanted, steps, line[:, axis]) for axis in range(2)], axis=1)


def _three_leaves(root, side, reach, generator, plate):
    """The brush's 'ge' mark: three pointed leaves that hang and spread."""
    angles = np.deg2rad([18, 52, 96]) + generator.normal(0, 0.12, 3)
    steps = np.linspace(0, 1, 5)[None, :, None]
    lengths = reach * generator.uniform(0.8, 1.1, 3)
    ends = np.stack([np.cos(angles) * side, np.sin(angles)], axis=1) * lengths[:, None]
    droop = np.array([0, 0.10]) * lengths[:, None]
    lines = root + ends[:, None] * steps + droop[:, None] * steps**2
    widths = np.maximum(tapered(5, 0.21 * reach, start=0.25, end=0.05, belly=0.4), 0.35)
    for shape in outline(lines, widths):
        plate.fill(shape)


def bough(reading, thing, generator, solid):
    """Masks of a pine bough at the edge of the picture."""
    reach = max(np.ptp(thing.lines[0][:, 0]), 8.0)
    wood, dark, needles = (Plate(reading.shape) for _ in range(3))
    main, *twigs = thing.lines
    wood.brush([main], np.linspace(0.07, 0.025, len(main)) * reach)
    for line in (main[len(main) // 2 :], *twigs):
        wood.brush([line], np.linspace(0.025, 0.012, len(line)) * reach)
        needle_fans(line, 0.115 * reach, generator, dark, needles, solid)
    return [("leaf_dark", dark.mask()), ("wood", wood.mask()), ("leaf", needles.mask())]
