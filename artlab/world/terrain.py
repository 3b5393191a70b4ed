"""The bones of a drawing: mountains, water, and land from the far shore to the near bank."""

import numpy as np

from artlab.world import shapes
from artlab.world.placing import GRID, Page, land_outline, outline_mask
from artlab.world.scene import ELEMENTS


class Terrain:
    """Planes of one attempt; `lines` collects the polylines of each element.

    Args:
        scene: a `Scene`.
        plan: a `layout.Arrangement` of its mountains.
        generator: a `numpy.random.Generator`.
        size: factor on the sizes of things; below 1 where there is little room.
    """

    def __init__(self, scene, plan, generator, size):
        self.scene, self.generator, self.size = scene, generator, size
        self.aspect = scene.aspect
        self.lines = {name: [] for name in ELEMENTS}
        self.plan = plan
        self.horizon = plan.horizon
        self.page = Page(self.plan.skyline, self.horizon)
        # The near bank lies on the side where the mountains are not, mostly.
        heavy = -1 if scene.layout == "left" else 1
        self.near_side = -heavy if generator.random() < 0.7 else heavy

    def _uniform(self, low, high):
        return float(self.generator.uniform(low, high))

    def mountains(self):
        for mountain in self.plan.mountains:
            number = 2 + round(5 * min(mountain.height, 0.6)) + int(self.generator.integers(2))
            spurs = shapes.slopes(
                self.generator, mountain.skyline, mountain.centre, mountain.base, number
            )
            self.lines["mountain"].append([mountain.skyline, *spurs])
            x, y = mountain.peak
            self.page.boxes.append((x, y, x, y))

    def _ground(self, points):
        points = np.clip(points, 0, 1)
        self.lines["ground"].append([points])
        self.page.add_land(outline_mask(land_outline(points)))

    def _edge(self, y, roughness, slope=0.0):
        """A level line across the frame that sways a little."""
        xs = np.linspace(0, 1, 6)
        ys = y + self.generator.normal(0, roughness, 6) + slope * (xs - 0.5)
        return np.stack([xs, ys], axis=1)

    def planes(self):
        getattr(self, f"_{self.scene.water}")()

    def _none(self):
        room = 1 - self.horizon
        shares = (0.0, 0.12, 0.30, 0.54) if room > 0.45 else (0.0, 0.32)
        for number, share in enumerate(shares):
            tilt = self._uniform(-0.10, 0.10) * share
            self._ground(self._edge(self.horizon + room * share, 0.006 + 0.009 * number, tilt))
        self._near_bank(across=True)

    def _sea(self):
        line = np.array([[0, self.horizon], [1, self.horizon]])
        self.lines["sea"].append([line])
        self._flood(self.horizon)
        if self._needs_land():
            self._near_bank(across=False)

    def _lake(self):
        shore = self.horizon + 0.004
        line = self._edge(shore, 0.004)
        self.lines["lake"].append([line])
        self._flood(shore)
        if self.generator.random() < 0.6:
            self._tongue(-self.near_side)
        self._near_bank(across=self.generator.random() < 0.35)

    def _flood(self, shore):
        rows = (np.arange(GRID) + 0.5) / GRID
        mask = np.repeat((rows > shore + 0.01)[:, None], GRID, axis=1)
        for mountain in self.plan.mountains:
            if mountain.base > shore + 0.02:
                line = mountain.skyline
                mask &= ~outline_mask(
                    [*line, (line[-1, 0], mountain.base), (line[0, 0], mountain.base)]
                )
        self.page.add_water(mask)

    def _river(self):
        self._ground(self._edge(self.horizon, 0.006))
        room = 1 - self.horizon
        steps = np.array([0.0, 0.13, 0.27, 0.45, 0.70, 1.0])
        turn = -self.near_side
        mouth = 0.5 + turn * self._uniform(0.02, 0.12)
        swing = np.array([0.0, 0.16, -0.12, 0.15, 0.02, 0.10]) * turn * self._uniform(0.8, 1.2)
        half = np.array([0.012, 0.05, 0.09, 0.15, 0.24, 0.36]) * self._uniform(0.9, 1.15)
        ys = self.horizon + 0.012 + (room - 0.012) * steps
        for side in (-1, 1):
            bank = np.stack([mouth + swing + side * half, ys], axis=1)
            self.lines["river"].append(np.clip(bank, 0, 1))
        left, right = self.lines["river"]
        self.lines["river"] = [[left, right]]
        self.page.add_water(outline_mask(np.concatenate([left, right[::-1]])))

    def _tongue(self, side):
        """A spit of land in the middle distance, from one side."""
        y = self.horizon + (1 - self.horizon) * self._uniform(0.22, 0.38)
        reach = self._uniform(0.28, 0.46)
        thick = 0.05 * (1 - self.horizon) / 0.4
        xs = np.array([0, 0.35, 0.7, 1, 0.75, 0.35, 0]) * reach
        ys = y + np.array([-0.5, -0.55, -0.2, 0.12, 0.28, 0.5, 0.45]) * thick
        if side > 0:
            xs = 1 - xs
        self._ground(np.stack([xs, ys], axis=1))

    def _near_bank(self, across):
        low = max(self.horizon + 0.12, 0.80 if self.scene.view != "high" else 0.90)
        if across:
            slope = -self.near_side * self._uniform(0.03, 0.10)
            line = self._edge(max(self._uniform(0.84, 0.90), low + 0.02), 0.008, slope)
        else:
            reach = self._uniform(0.52, 0.72)
            top = max(self._uniform(0.76, 0.83), low - 0.02)
            xs = np.array([0, 0.25, 0.5, 0.75, 0.92, 1.0]) * reach
            drop = np.array([0, 0.05, 0.24, 0.52, 0.80, 1.0]) ** 1.1
            line = np.stack([xs, top + (1 - top) * drop], axis=1)
            line[1:-1, 1] += self.generator.normal(0, 0.008, 4)
            if self.near_side > 0:
                line = (line * [-1, 1] + [1, 0])[::-1]
        self._ground(line)

    def _needs_land(self):
        return self.scene.num_trees > 0 or self.scene.pavilions > 0
