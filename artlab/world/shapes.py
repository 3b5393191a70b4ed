"""Outlines of things: each function returns the polylines of one element in [0, 1], y down.

`height` is a share of the frame's height; `aspect` is the frame's width divided by its height,
so that shapes keep their proportions in every format.
"""

import numpy as np


def _place(local, x, y, height, aspect):
    """Local points (x right, y up, in units of `height`) to the frame."""
    local = np.asarray(local, dtype=np.float64)
    return np.stack([x + local[:, 0] * height / aspect, y - local[:, 1] * height], axis=1)


def _wobble(points, generator, amount):
    return np.asarray(points) + generator.normal(0, amount, np.shape(points))


def clip_to_frame(points):
    """Cuts a line that runs from left to right where it leaves the frame at a side."""
    points = np.asarray(points, dtype=np.float64)
    inside = (points[:, 0] > 0) & (points[:, 0] < 1)
    kept = list(points[inside])
    for edge, at_start in ((0.0, True), (1.0, False)):
        if points[:, 0].min() < edge < points[:, 0].max():
            crossing = [edge, np.interp(edge, points[:, 0], points[:, 1])]
            kept.insert(0, crossing) if at_start else kept.append(crossing)
    return np.clip(kept, 0, 1)


def ridge(generator, centre, base, height, left, right, aspect=1.0):
    """A mountain's skyline, with a shoulder, a dip and feet that run out level.

    Args:
        generator: a `numpy.random.Generator`.
        centre: x of the peak.
        base: y on which the mountain stands.
        height: share of the frame's height.
        left: width of the left flank, a share of the frame's width.
        right: width of the right flank.
        aspect: width of the frame divided by its height.

    Returns:
        Array of shape (num_points, 2), from left to right.
    """
    flanks = [_flank(generator, bold=side) for side in generator.permutation([True, False])]
    (left_t, left_h), (right_t, right_h) = flanks
    xs = np.concatenate(
        [centre - left * (1 - left_t), [centre], centre + right * (1 - right_t)[::-1]]
    )
    for width, places, rise in ((left, left_t, left_h), (right, right_t, right_h)):
        rise[1] = min(rise[1], 0.9 * width * places[1] * aspect / height)  # feet lie flat
    heights = np.concatenate([left_h, [1.0], right_h[::-1]])
    return clip_to_frame(np.stack([xs, base - height * heights], axis=1))


def _flank(generator, bold):
    """Places 0 (foot) to 1 (peak) on one flank, and the height of the skyline there."""
    places = np.array([0.0, 0.22, 0.44, 0.62, 0.76, 0.9])
    places[1:] += generator.uniform(-0.05, 0.05, 5)
    power = generator.uniform(1.15, 1.75)
    heights = places**power * (1 - 0.1 * places)
    heights[1:] += generator.normal(0, 0.025, 5)
    if bold:  # a second peak, and the saddle behind it
        top = int(generator.integers(2, 5))
        heights[top] += generator.uniform(0.10, 0.2)
        heights[min(top + 1, 5)] -= generator.uniform(0.0, 0.06)
    heights[0], heights[1] = 0.0, np.clip(heights[1], 0.03, 0.14)
    return places, np.clip(heights, 0, generator.uniform(0.80, 0.97))


def slopes(generator, skyline, centre, base, number):
    """Lines that fall from the skyline and lean away from the peak: spurs and gullies."""
    lines = []
    starts = np.linspace(0.2, 0.8, number) + generator.uniform(-0.07, 0.07, number)
    low, high = skyline[0, 0], skyline[-1, 0]
    for start in starts:
        x = low + start * (high - low)
        top = np.interp(x, skyline[:, 0], skyline[:, 1])
        room = base - top
        if room < 0.05:
            continue
        lean = np.sign(x - centre + generator.normal(0, 0.01)) * generator.uniform(0.1, 0.3)
        lean *= min(high - low, 0.5) * 0.5
        ends = generator.uniform(0.45, 0.75)
        steps = np.array([0.06, 0.45, 1.0])
        sway = generator.normal(0, 0.012, 3)
        line = np.stack([x + lean * steps**1.3 + sway, top + room * ends * steps], axis=1)
        # Spurs stay below the skyline, and do not turn back up.
        line[:, 1] = np.maximum(line[:, 1], np.interp(line[:, 0], *skyline.T) + 0.012)
        line[:, 1] = np.minimum(np.maximum.accumulate(line[:, 1]), base)
        lines.append(np.clip(line, 0, 1))
    return lines


def disc(x, y, radius, aspect):
    """A closed circle."""
    angles = np.linspace(0, 2 * np.pi, 10)
    return [_place(np.stack([np.sin(angles), np.cos(angles)], 1), x, y, radius, aspect)]


def crescent(generator, x, y, radius, aspect):
    """A closed crescent, open to the left or to the right."""
    outer = np.deg2rad(np.linspace(-100, 100, 7))
    inner = np.linspace(0.72, -0.72, 4)
    rim = np.stack([np.cos(outer), np.sin(outer)], axis=1)
    bite = np.stack([0.42 - 0.85 * inner**2, inner], axis=1)
    shape = np.concatenate([rim, bite, rim[:1]])
    tilt = np.deg2rad(generator.uniform(-25, 25))
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    shape = shape @ turn.T * [generator.choice([-1, 1]), 1]
    return [_place(shape, x, y, radius, aspect)]


def bird(generator, x, y, height, aspect):
    """A bird in flight: two wings in one line."""
    lift = generator.uniform(0.35, 0.75)
    tilt = generator.uniform(-0.25, 0.25)
    wings = [(-1, lift - tilt), (-0.5, lift + 0.1 - tilt / 2), (0, 0)]
    wings += [(0.5, lift + 0.1 + tilt / 2), (1, lift + tilt)]
    return [_place(wings, x, y, height, aspect)]


def cloud(generator, x, y, width, height):
    """A closed bank of cloud: flat below, three curls above; `width` is a share of the width."""
    crown = [(0.0, 0.0), (0.04, 0.32), (0.2, 0.42), (0.3, 0.85), (0.5, 1.0), (0.66, 0.62)]
    crown += [(0.82, 0.6), (0.97, 0.25), (1.0, 0.0), (0.5, -0.1), (0.0, 0.0)]
    shape = _wobble(crown, generator, 0.03) * [1 if generator.random() < 0.5 else -1, 1]
    shape[-1] = shape[0]
    shape[:, 0] -= shape[:, 0].mean()
    return [np.stack([x + shape[:, 0] * width, y - shape[:, 1] * height], axis=1)]


def pine(generator, x, y, height, aspect):
    """A trunk that bends twice, and tiers of level branches."""
    lean = generator.uniform(-0.14, 0.14)
    trunk = np.array([(0, 0), (lean * 0.9, 0.33), (lean * 0.3, 0.66), (lean * 1.1, 0.97)])
    lines = [trunk]
    side = generator.choice([-1, 1])
    for tier, level in enumerate((0.46, 0.6, 0.73, 0.85)):
        start = np.interp(level, trunk[:, 1], trunk[:, 0])
        reach = (
            side * (0.40 - 0.28 * level) * generator.uniform(0.8, 1.15) * (1.25 if tier == 0 else 1)
        )
        rise = generator.uniform(-0.02, 0.06)
        lines.append(
            [
                (start, level),
                (start + reach * 0.55, level + rise),
                (start + reach, level + rise - 0.015),
            ]
        )
        side = -side
    top = trunk[-1]
    lines.append([(top[0] - 0.1, 0.93), (top[0], 1.0), (top[0] + 0.1, 0.93)])
    return [_place(line, x, y, height, aspect) for line in lines]


def willow(generator, x, y, height, aspect):
    """A leaning trunk, and fronds that rise into a dome, bend over and hang."""
    lean = generator.choice([-1, 1]) * generator.uniform(0.05, 0.12)
    trunk = [(0, 0), (lean * 0.2, 0.22), (lean * 1.0, 0.44), (lean * 1.2, 0.62)]
    lines = [trunk]
    head = np.array([lean * 1.2, 0.62])
    for reach in np.array([-0.43, -0.27, -0.1, 0.12, 0.28, 0.42]) + generator.uniform(
        -0.03, 0.03, 6
    ):
        rise = 0.37 - 0.75 * reach**2 + generator.uniform(-0.02, 0.01)
        low = 0.42 - 0.55 * abs(reach) + generator.uniform(-0.06, 0.08)
        top = head + np.array([reach * 0.45, rise])
        out = head + np.array([reach * 0.9, rise * 0.62 - 0.05])
        lines.append([head, top, out, (head[0] + reach * 1.02, max(low, 0.14))])
    return [_place(line, x, y, height, aspect) for line in lines]


def bamboo(generator, x, y, height, aspect):
    """One culm, and three sprigs that hold the leaves."""
    lean = generator.uniform(-0.12, 0.12)
    culm = np.array([(0, 0), (lean * 0.3, 0.5), (lean, 1.0)])
    lines = [culm]
    side = generator.choice([-1, 1])
    for level in (0.58, 0.76, 0.97):
        level += generator.uniform(-0.05, 0.03)
        start = np.array([np.interp(level, culm[:, 1], culm[:, 0]), level])
        reach = (side * generator.uniform(0.09, 0.15), generator.uniform(-0.01, 0.05))
        lines.append([start, start + np.array(reach)])
        side = -side
    return [_place(line, x, y, height, aspect) for line in lines]


def boat(generator, x, y, height, aspect):
    """A boat on its waterline: under sail, or with an awning and someone in the bow."""
    side = generator.choice([-1, 1])
    hull = [(-0.52, 0.2), (-0.36, 0.02), (0.32, 0.02), (0.55, 0.24), (-0.52, 0.2)]
    if generator.random() < 0.55:
        mast = [(0.02, 0.14), (0.02, 1.0)]
        sail = [(0.05, 0.98), (0.46, 0.66), (0.42, 0.3), (0.05, 0.28), (0.05, 0.98)]
        lines = [hull, mast, sail]
    else:
        awning = [(-0.3, 0.19), (-0.24, 0.44), (0.08, 0.46), (0.16, 0.19)]
        figure = [(0.34, 0.2), (0.32, 0.52), (0.37, 0.6)]
        lines = [hull, awning, figure]
    return [_place(np.array(line) * [side, 1], x, y, height, aspect) for line in lines]


def pavilion(generator, x, y, height, aspect):
    """Curved eaves over posts; one roof or two."""

    def roof(low, high, reach):
        return [(-reach, low + 0.07), (-reach * 0.8, low), (reach * 0.8, low), (reach, low + 0.07),
                (reach * 0.45, low + (high - low) * 0.55), (0, high),
                (-reach * 0.45, low + (high - low) * 0.55), (-reach, low + 0.07)]  # fmt: skip

    base = [(-0.44, 0.03), (0.44, 0.03)]
    if generator.random() < 0.6:
        posts = [[(side * 0.34, 0.03), (side * 0.34, 0.52)] for side in (-1, 1)]
        lines = [roof(0.52, 1.0, 0.56), *posts, base]
    else:
        posts = [[(side * 0.33, 0.03), (side * 0.33, 0.36)] for side in (-1, 1)]
        lines = [roof(0.36, 0.66, 0.54), *posts, base, roof(0.62, 1.0, 0.38)]
    return [_place(line, x, y, height, aspect) for line in lines]


def rock(generator, side, width, height):
    """A rock in a lower corner; `side` is -1 for the left, 1 for the right."""
    outline = [
        (0.0, 1.0),
        (0.2, 0.94),
        (0.42, 0.98),
        (0.58, 0.62),
        (0.78, 0.5),
        (0.9, 0.2),
        (1.0, 0.0),
    ]
    shape = np.array(outline)
    shape[1:-1] += generator.normal(0, 0.035, (5, 2))
    crack = np.array([(0.36, 0.9), (0.3, 0.6), (0.42, 0.3)]) + generator.normal(0, 0.03, (3, 2))
    lines = []
    for line in (shape, crack):
        xs = line[:, 0] * width
        xs = xs if side < 0 else 1 - xs
        lines.append(np.clip(np.stack([xs, 1 - line[:, 1] * height], axis=1), 0, 1))
    return lines


def bough(generator, side, y, reach, aspect):
    """A pine bough that enters from a side and sinks; `reach` is a share of the width."""
    steps = np.array([0.0, 0.33, 0.68, 1.0])
    sink = generator.uniform(0.06, 0.14)
    main = np.stack([steps * reach, y + sink * steps**1.4 - 0.03 * np.sin(steps * 5)], axis=1)
    lines = [main]
    for at, turn in ((0.3, -1), (0.5, 1), (0.72, -1), (0.9, 1)):
        start = np.array([np.interp(at, steps, main[:, axis]) for axis in range(2)])
        length = reach * generator.uniform(0.2, 0.3)
        rise = turn * length * aspect * generator.uniform(0.3, 0.5)
        lines.append(np.array([start, start + np.array([length, rise])]))
    if side > 0:
        lines = [line * [-1, 1] + [1, 0] for line in lines]
    return [np.clip(line, 0, 1) for line in lines]


def wave(generator, x, y, width, height):
    """One ripple: a line that rises and falls once or twice."""
    steps = np.linspace(-0.5, 0.5, 5)
    lifts = np.array([0, 0.8, 0.1, 0.7, 0]) * generator.uniform(0.6, 1.0)
    return [np.stack([x + steps * width, y - lifts * height], axis=1)]
