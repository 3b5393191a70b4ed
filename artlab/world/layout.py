"""Where the mountains stand: a dozen arrangements are tried, and the best one is kept.

References:
    Guo Xi, *The Lofty Message of Forests and Streams* (c. 1117): high, deep and level distance.
"""

import dataclasses
import itertools

import numpy as np

from artlab.world import shapes

COLUMNS = np.linspace(0, 1, 97)
HORIZONS = {"level": (0.60, 0.72), "deep": (0.30, 0.42), "high": (0.74, 0.80)}
PEAKS = {  # share of the frame's height
    "level": {"low": (0.11, 0.16), "middle": (0.20, 0.29), "high": (0.34, 0.44)},
    "deep": {"low": (0.10, 0.15), "middle": (0.17, 0.24), "high": (0.27, 0.36)},
    "high": {"low": (0.17, 0.25), "middle": (0.30, 0.42), "high": (0.52, 0.62)},
}
NUM_ARRANGEMENTS = 12
MOST_ARRANGEMENTS = 240
HIDDEN = -10.0  # points for a mountain that cannot be seen


@dataclasses.dataclass(frozen=True, eq=False)
class Mountain:
    """A mountain's place: its peak, the y it stands on, and its skyline from left to right."""

    centre: float
    base: float
    height: float
    skyline: np.ndarray

    @property
    def heights(self):
        """y of the skyline at `COLUMNS`; 2 where there is none."""
        line = self.skyline
        ys = np.interp(COLUMNS, line[:, 0], line[:, 1])
        outside = (line[0, 0] - 1e-6 > COLUMNS) | (line[-1, 0] + 1e-6 < COLUMNS)
        return np.where(outside, 2.0, ys)

    @property
    def peak(self):
        """The highest point, `(x, y)`."""
        return self.skyline[np.argmin(self.skyline[:, 1])]


@dataclasses.dataclass(frozen=True, eq=False)
class Arrangement:
    """Mountains from far to near, and the horizon they stand on."""

    horizon: float
    mountains: tuple[Mountain, ...]
    score: float

    @property
    def skyline(self):
        """y of the highest land at `COLUMNS`."""
        lines = [np.full(len(COLUMNS), self.horizon), *(m.heights for m in self.mountains)]
        return np.min(lines, axis=0)


def arrange(scene, generator):
    """The best of a dozen arrangements; more are tried while a peak stays hidden."""
    best = None
    for trial in range(MOST_ARRANGEMENTS):
        found = _candidate(scene, generator)
        if best is None or found.score > best.score:
            best = found
        if trial + 1 >= NUM_ARRANGEMENTS and best.score > HIDDEN / 2:
            break
    return best


def _candidate(scene, generator):
    horizon = generator.uniform(*HORIZONS[scene.view])
    if scene.format == "1:2":
        horizon += 0.04
    order = np.argsort([-("low", "middle", "high").index(name) for name in scene.mountains])
    centres = _centres(scene, generator)
    bases = _apart(_bases(scene, horizon, generator))
    mountains = []
    for rank, index in enumerate(order):
        name, main = scene.mountains[index], rank == 0
        mountains.append(
            _mountain(scene, generator, name, main, centres[rank], bases[rank], horizon)
        )
    mountains.sort(key=lambda mountain: mountain.base)
    return Arrangement(horizon, tuple(mountains), _score(scene, horizon, mountains))


def _centres(scene, generator):
    """x of the peaks, the main one first, near .38 or .62."""
    number = len(scene.mountains)
    right = scene.layout == "right" or (scene.layout == "both" and generator.random() < 0.5)
    main = generator.normal(0.63 if right else 0.37, 0.03)
    slots = np.linspace(0.06, 0.94, max(number + 1, 3)) + generator.uniform(
        -0.06, 0.06, max(number + 1, 3)
    )
    slots = slots[np.argsort(np.abs(slots - main))][1:]  # the nearest slot is the main peak's own
    if scene.layout == "both":  # one on each side first
        slots = sorted(slots, key=lambda x: (x < 0.5) == (main < 0.5))
    else:
        slots = generator.permutation(slots)
    return np.clip([main, *slots], 0.03, 0.97)


def _bases(scene, horizon, generator):
    """y on which each mountain stands: nearer ones lower in the frame, mostly at the sides."""
    depth = {"level": 0.13, "deep": 0.30, "high": 0.10}[scene.view]
    if scene.water in ("lake", "sea"):
        depth *= 0.7
    number = len(scene.mountains)
    steps = np.linspace(0, depth, max(number, 2))[:number]
    if scene.view == "high":  # the great peak is not the farthest
        return horizon + np.concatenate([[0.03], generator.permutation(steps[1:]) - 0.04])
    ranks = generator.permutation(number)
    return horizon + 0.012 + steps[ranks] + generator.uniform(0, 0.012, number)


def _apart(bases, gap=0.008):
    """Baselines that differ: each at least `gap` below the one behind it."""
    order = np.argsort(bases, kind="stable")
    for behind, front in itertools.pairwise(order):
        bases[front] = max(bases[front], bases[behind] + gap)
    return bases


def _mountain(scene, generator, name, main, centre, base, horizon):
    near = (base - horizon) / max(1 - horizon, 0.2)
    height = generator.uniform(*PEAKS[scene.view][name]) * (1 + 0.55 * max(near, 0))
    if scene.view == "high" and main:
        height = generator.uniform(0.70, 0.76)
    if scene.format == "1:2" and scene.view != "high":
        height *= 0.82
    height = min(height, base - 0.06)
    broad = generator.uniform(0.62, 0.95) if scene.view == "high" else generator.uniform(0.85, 1.5)
    if height < 0.2:
        broad *= 1.35
    half = min(broad * height / scene.aspect, 0.55)
    share = generator.uniform(0.36, 0.64)
    skyline = shapes.ridge(
        generator, centre, base, height, 2 * half * share, 2 * half * (1 - share), scene.aspect
    )
    return Mountain(float(centre), float(base), float(height), skyline)


def _score(scene, horizon, mountains):
    """Peaks that can be seen, planes that overlap, air, and a focal point off the middle."""
    if not mountains:
        return 0.0
    score = 0.0
    lines = [mountain.heights for mountain in mountains]
    for near, mountain in enumerate(mountains):
        in_front = np.min([np.full(len(COLUMNS), 2.0), *lines[near + 1 :]], axis=0)
        score += _seen(mountain, lines[near], in_front, [m.peak for m in mountains[:near]])
    skyline = np.min([np.full(len(COLUMNS), horizon), *lines], axis=0)
    air = {"high": 0.42, "deep": 0.22, "level": 0.42}[scene.view]
    score -= 3 * abs(skyline.mean() - air)
    focus = min(mountains, key=lambda mountain: mountain.peak[1]).peak[0]
    return score - 4 * min(abs(focus - 0.38), abs(focus - 0.62))


def _seen(mountain, line, in_front, other_peaks):
    x, y = mountain.peak
    column = int(np.argmin(np.abs(COLUMNS - x)))
    drawn = line < 2
    visible = np.mean((line < in_front)[drawn]) if drawn.any() else 0
    crowded = any(abs(x - px) < 0.09 and abs(y - py) < 0.1 for px, py in other_peaks)
    beside = in_front[max(column - 5, 0) : column + 6].min()
    if beside < y + 0.035 or visible < 0.42 or crowded or not y > 0.035:
        return HIDDEN
    overlap = np.mean((in_front < mountain.base)[drawn])
    return 0.5 * visible + 0.4 * min(overlap, 0.5)
