"""From a scene to a sketch: planes first, then what stands on them, then what is in the air."""

import numpy as np

from artlab import _arguments
from artlab.world import shapes
from artlab.world.layout import arrange
from artlab.world.placing import GRID, NoRoomError, box_of, grow
from artlab.world.scene import ELEMENTS, Scene
from artlab.world.sketch import Sketch, Stroke
from artlab.world.terrain import Terrain

ROUNDS = 72  # sizes shrink a little from round to round
ROUNDS_PER_LAYOUT = 3
TRIES = 60
SPREAD = {"pine": 0.20, "willow": 0.26, "bamboo": 0.09}  # between trunks, in tree heights
WIDTH = {"pine": 0.30, "willow": 0.44, "bamboo": 0.16}  # half width in tree heights
TALL = {"pine": (0.34, 0.46), "willow": (0.32, 0.42), "bamboo": (0.36, 0.50)}


def draw(scene, seed):
    """Draws a scene: the best of a dozen layouts, and everything in a place of its own.

    Args:
        scene: a `Scene`.
        seed: an int; the same scene and seed give the same sketch.

    Returns:
        A `Sketch` whose elements, counted, are `scene.counts` and "ground".

    Raises:
        ValueError: if `scene` is not a `Scene`.

    Example:

    >>> scene = Scene(mountains=("high",), water="lake", boats=1)
    >>> sketch = draw(scene, seed=0)
    >>> {name: sketch.elements.count(name) for name in scene.counts} == scene.counts
    True
    """
    if not isinstance(scene, Scene):
        raise ValueError(f"`scene` must be a Scene. Received: {type(scene).__name__}")
    generator = np.random.default_rng([_arguments.whole("seed", seed, 0), 1])
    for number in range(ROUNDS):
        if number % ROUNDS_PER_LAYOUT == 0:
            plan = arrange(scene, generator)
        try:
            return _Drawing(scene, plan, generator, size=0.97**number).sketch()
        except NoRoomError:
            continue
    raise RuntimeError(f"No layout was found for {scene} with seed {seed}.")


class _Drawing(Terrain):
    """One attempt: the terrain, and what stands on it or flies over it."""

    def sketch(self):
        """Draws everything and orders it; far things come first within each kind."""
        self.mountains()
        self.planes()
        self._foreground()
        self._trees()
        self._pavilions()
        self._boats()
        self._lights()
        self._clouds()
        self._birds()
        self._waves()
        strokes = [
            Stroke(name, np.clip(line, 0, 1), instance)
            for name in ELEMENTS
            for instance, lines in enumerate(self.lines[name])
            for line in lines
        ]
        return Sketch(strokes, self.scene.format)

    # What stands on them

    def _scale(self, y):
        """How large a thing that stands at y is: 1 at the lower border."""
        return 0.28 + 0.72 * np.clip((y - self.horizon) / (1 - self.horizon), 0, 1)

    def _measure(self):
        """Sizes shrink in high views, where the peak must look large, and in tall formats."""
        view = {"level": 1.0, "deep": 0.9, "high": 0.62}[self.scene.view]
        return self.size * view * {"1:2": 0.62, "2:1": 1.12}.get(self.scene.format, 1.0)

    def _least(self):
        """Factor on the smallest sizes: 1, until there is very little room."""
        return min(1.0, 2 * self.size)

    def _land_top(self, x):
        """y of the nearest land's upper edge at x, looking from the lower border upwards."""
        column = self.page.land[:, min(int(x * GRID), GRID - 1)]
        water = np.flatnonzero(~column)
        return (water[-1] + 1) / GRID if len(water) else self.horizon

    def _foreground(self):
        kind = self.scene.foreground
        if kind == "rock":
            side = -self.near_side
            width = self._uniform(0.2, 0.3) * self.size / max(self.aspect, 1) ** 0.5
            height = self._uniform(0.12, 0.18) * self.size
            lines = shapes.rock(self.generator, side, width, height)
            left, top, right, _ = box_of(lines)
            self.page.take((left, top, right, 1.0))
        elif kind == "bough":
            lines = self._bough()
        else:
            return
        self.lines[kind].append(lines)

    def _bough(self):
        for _ in range(TRIES):
            side = int(self.generator.choice([-1, 1]))
            reach = self._uniform(0.30, 0.42) * self.size / max(self.aspect, 1) ** 0.5
            y = self._uniform(0.05, 0.16)
            lines = shapes.bough(self.generator, side, y, reach, self.aspect)
            box = np.clip(grow(box_of(lines), 0.02), 0, 1)
            if not self._hides_a_peak(box):
                self.page.take(box)
                return lines
        raise NoRoomError

    def _hides_a_peak(self, box):
        left, top, right, bottom = box
        return any(
            left - 0.02 < m.peak[0] < right + 0.02 and top - 0.03 < m.peak[1] < bottom + 0.02
            for m in self.plan.mountains
        )

    def _trees(self):
        kind, number = self.scene.trees, self.scene.num_trees
        roots = []
        for _ in range(number):
            roots.append(self._tree(kind, roots, number))
        for root in sorted(roots, key=lambda place: place[1]):
            shape = getattr(shapes, kind)
            lines = shape(self.generator, *root, self.aspect)
            self.lines[kind].append([np.clip(line, 0.002, 0.998) for line in lines])

    def _tree(self, kind, roots, number):
        for trial in range(TRIES):
            x = self._tree_x(kind, roots, trial)
            top = self._land_top(x)
            y = min(max(top, 0.74) + self._uniform(0.02, 0.10), 0.985)
            height = self._uniform(*TALL[kind]) * self._scale(y) * self._measure()
            height *= 1.12 - 0.05 * number
            apart = SPREAD[kind] * height / self.aspect
            wide = WIDTH[kind] * height / self.aspect
            box = (x - wide, y - height, x + wide, y)
            stands = top < y - 0.012 and y - height > 0.05 and x - wide > 0.02 and x + wide < 0.98
            clear = all(abs(x - other[0]) > apart for other in roots)
            if stands and clear and self._not_on_rock(box) and not self._stands_in_water(x, y):
                self.page.take((x - wide * 0.85, y - height, x + wide * 0.85, y))
                return x, y, height
        raise NoRoomError

    def _tree_x(self, kind, roots, trial):
        """A first tree near the side of the bank, others beside one that stands."""
        if not roots or trial > TRIES // 2:
            away = self._uniform(0.06, 0.36) if trial < TRIES // 2 else self._uniform(0.05, 0.95)
            return away if self.near_side < 0 else 1 - away
        x, _, height = roots[int(self.generator.integers(len(roots)))]
        step = SPREAD[kind] * height / self.aspect * self._uniform(1.05, 2.0)
        return float(np.clip(x + self.generator.choice([-1, 1]) * step, 0.04, 0.96))

    def _not_on_rock(self, box):
        if self.scene.foreground != "rock":
            return True
        left, _, right, _ = box_of(self.lines["rock"][0])
        return box[0] > right or box[2] < left

    def _stands_in_water(self, x, y):
        row, column = min(int(y * GRID), GRID - 1), min(int(x * GRID), GRID - 1)
        return bool(self.page.water[row, column])

    def _pavilions(self):
        for _ in range(self.scene.pavilions):
            self._pavilion()
        self.lines["pavilion"].sort(key=lambda lines: lines[3][0][1])

    def _pavilion(self):
        low = self.horizon + 0.05
        for _ in range(3 * TRIES):
            x, y = self._uniform(0.08, 0.92), self._uniform(low, 0.97)
            height = max(
                0.21 * self._scale(y) * self._measure(), 0.075 * self._least()
            ) * self._uniform(0.9, 1.1)
            lines = shapes.pavilion(self.generator, x, y, height, self.aspect)
            box = grow(box_of(lines), 0.008)
            footing = (box[0], y - 0.012, box[2], min(y + 0.012, 1))
            if self.page.is_free(box) and self._is_land(footing) and not self._on_mountain(box, y):
                self.page.take(box)
                self.lines["pavilion"].append(lines)
                return
        raise NoRoomError

    def _is_land(self, box):
        return bool(self.page.land[self.page.cells(box)].all())

    def _on_mountain(self, box, y):
        """A thing stands before a mountain, never on its face."""
        if self._hides_a_peak(box):
            return True
        x = (box[0] + box[2]) / 2
        return any(
            m.base > y - 0.005 and m.skyline[0, 0] - 0.02 < x < m.skyline[-1, 0] + 0.02
            for m in self.plan.mountains
        )

    def _boats(self):
        for _ in range(self.scene.boats):
            self._boat()
        self.lines["boat"].sort(key=lambda lines: lines[0][1][1])

    def _boat(self):
        for _ in range(4 * TRIES):
            x, y = self._uniform(0.06, 0.94), self._uniform(self.horizon + 0.03, 0.95)
            height = max(
                0.155 * self._scale(y) * self._measure(), 0.055 * self._least()
            ) * self._uniform(0.9, 1.1)
            lines = shapes.boat(self.generator, x, y, height, self.aspect)
            left, top, right, bottom = grow(box_of(lines), 0.006)
            afloat = (left - 0.01, y - 0.02, right + 0.01, y + 0.025)
            free = self.page.is_free((left, top, right, bottom))
            if free and self.page.is_free(afloat, self.page.water):
                self.page.take((left, top, right, bottom))
                self.lines["boat"].append(lines)
                return
        raise NoRoomError

    # What is in the air

    def _lights(self):
        kind = self.scene.light
        if kind == "none":
            return
        for trial in range(4 * TRIES):
            radius = self._uniform(0.042, 0.058) * (0.75 if trial > 2 * TRIES else 1)
            if self.scene.format == "1:2":
                radius *= 0.6
            if self.scene.style == "ink" and kind == "sun":
                radius *= 0.78
            x, y = self._light_place(trial)
            wide = radius / self.aspect
            box = grow((x - wide, y - radius, x + wide, y + radius), 0.016)
            if self.page.is_free(box, self.page.sky):
                self.page.take(box)
                lines = shapes.disc(x, y, radius, self.aspect)
                if kind == "moon":
                    lines = shapes.crescent(self.generator, x, y, radius, self.aspect)
                self.lines[kind].append(lines)
                return
        raise NoRoomError

    def _light_place(self, trial):
        """Low at dawn and dusk, near a third of the width, wherever there is sky."""
        low = self.scene.time in ("dawn", "dusk") and self.scene.light == "sun"
        top = self._uniform(0.3, 0.98) if low and trial < TRIES else self._uniform(0.1, 0.6)
        x = float(self.generator.choice([0.38, 0.62])) + float(self.generator.normal(0, 0.12))
        if trial > TRIES // 2:
            x = self._uniform(0.06, 0.94)
        return x, top * self.horizon

    def _clouds(self):
        for _ in range(self.scene.clouds):
            self._cloud()

    def _cloud(self):
        for _ in range(4 * TRIES):
            width = self._uniform(0.2, 0.34) * self.size / max(self.aspect, 0.8) ** 0.5
            height = self._uniform(0.05, 0.075) * self.size
            x, y = self._uniform(0.1, 0.9), self._uniform(0.08, max(self.horizon - 0.06, 0.2))
            lines = shapes.cloud(self.generator, x, y, width, height)
            box = grow(box_of(lines), 0.01)
            air = self.page.is_free(box) and not self._hides_a_peak(grow(box, 0.012))
            if air and box[3] < self.horizon - 0.02:
                self.page.take(box)
                self.lines["cloud"].append(lines)
                return
        raise NoRoomError

    def _birds(self):
        flock = (self._uniform(0.15, 0.85), self._uniform(0.1, 0.6) * self.horizon)
        for _ in range(self.scene.birds):
            flock = self._bird(flock)

    def _bird(self, flock):
        for trial in range(4 * TRIES):
            reach = 0.05 + 0.004 * trial
            x, y = np.array(flock) + self.generator.normal(0, 1, 2) * (
                reach / self.aspect,
                reach * 0.6,
            )
            height = self._uniform(0.022, 0.032) * max(self.size, 0.7)
            if not (0.05 < x < 0.95 and 0.04 < y < 0.9):
                continue
            lines = shapes.bird(self.generator, x, y, height, self.aspect)
            box = grow(box_of(lines), 0.008)
            if self.page.is_free(box, self.page.sky):
                self.page.take(box)
                self.lines["bird"].append(lines)
                return float(x), float(y)
        raise NoRoomError

    def _waves(self):
        """A few ripples on free water, wider and farther apart as they come near."""
        water = self.scene.water
        if water == "none":
            return
        for _ in range(TRIES // 2):
            if len(self.lines[water][0]) >= (7 if water != "river" else 5):
                return
            depth = self._uniform(0.06, 0.95)
            y = self.horizon + (1 - self.horizon) * depth
            width = (0.08 + 0.16 * depth) / max(self.aspect, 0.8) * self._uniform(0.8, 1.4)
            x = self._uniform(0.05, 0.95)
            box = (x - width / 2, y - 0.02, x + width / 2, y + 0.01)
            if self.page.is_free(grow(box, 0.004), self.page.water):
                self.page.take(grow(box, 0.012))
                self.lines[water][0] += shapes.wave(
                    self.generator, x, y, width, 0.004 + 0.006 * depth
                )
