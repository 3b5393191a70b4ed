"""Blue-green landscape: mineral colours on ochre silk, gold within the outlines, net waves."""

import numpy as np

from artlab.world import objects
from artlab.world.canvas import blur, look_up, smoothstep
from artlab.world.painter import Painter
from artlab.world.strokes import Plate, tapered


class BlueGreen(Painter):
    """青绿山水: azurite peaks, malachite bodies, ochre feet."""

    mirror = 0.30
    solid = 0.85
    rough = 0.005

    def sky(self):
        table = self.palette.ramp(("sky_top", "sky_mid", "sky_low"))
        where = self.reading.ys / max(self.reading.horizon, 1) + 0.04 * self.noise("cloud")
        self.canvas.cover(look_up(table, np.clip(where, 0, 1)), 1.0)

    def light(self, thing):
        disc = Plate(self.shape).fill(thing.lines[0]).mask()
        left, top, right, bottom = thing.box
        radius = (right - left + bottom - top) / 4
        self.canvas.cover(
            self.palette["sky_low"] * 0.6 + 0.4, np.clip(blur(disc, radius) * 1.3, 0, 0.5)
        )
        self.canvas.cover(self.glow, disc)
        rim = Plate(self.shape).lines([thing.lines[0]], 0.8 * self.unit)
        self.canvas.cover(self.palette["gold"], rim.mask() * 0.9)

    def mountain(self, thing):
        relief = self.relief(thing)
        near, rows = self.plane(thing), relief.rows
        fade = relief.foot(0.45, 0.95) if self.misty else relief.foot(0.80, 1.02)
        if self.reading.afloat and not self.misty:
            fade = 1 - 0.55 * smoothstep(0.72, 1.0, relief.local)
        self.canvas.cover(self._mineral(relief, near), relief.alpha * fade, rows)
        self._folds(thing, relief, near)
        self._contours(thing, relief, near, fade)
        if self.misty:
            self.mist_bank(relief, self.palette["sky_low"], 0.85)
        self.reflect(relief)

    def _mineral(self, relief, near):
        """Azurite above, malachite in the middle, ochre at the foot; far planes paler."""
        where = np.clip(relief.local + 0.09 * relief.fan - 0.10 * relief.light, 0, 1)
        table = self.palette.ramp(("near", "far", "body", "foot"), (0.0, 0.20, 0.56, 0.94))
        air = self.palette["sky_low"][:, None]
        table = table + (air - table) * (0.48 * (1 - near))
        if self.snowy:
            snow = self.palette["snow"][:, None]
            cover = np.clip(1.25 - 2.6 * np.linspace(0, 1, table.shape[1]), 0, 0.92)
            table = table + (snow - table) * cover
        speckle = 1 + 0.035 * self.noise("grain")[relief.rows] + 0.03 * relief.fan
        return look_up(table, where) * speckle

    def _folds(self, thing, relief, near):
        """Slopes that face away take a second layer of the same stone."""
        shade = smoothstep(0.05, 0.5, -relief.light) * (1 - 0.6 * relief.local) * relief.alpha
        color = self.palette["near"] * 0.55 + self.palette["body"] * 0.20
        self.canvas.cover(color, shade * (0.18 + 0.38 * near), relief.rows)
        lit = (
            smoothstep(0.1, 0.55, relief.light) * smoothstep(0.05, 0.2, relief.local) * relief.alpha
        )
        self.canvas.cover(
            self.palette["body"] * 0.6 + self.palette["gold"] * 0.4,
            lit * 0.34 * (1 - relief.local),
            relief.rows,
        )

    def _contours(self, thing, relief, near, fade):
        """Ink outside, a thread of gold inside, along the skyline and down the spurs."""
        below = self.reading.ys[relief.rows] - relief.ridge
        ends = smoothstep(0.02, 0.14, (relief.base - relief.ridge) / relief.tall)
        thin = 0.75 * self.unit
        gold = np.exp(-(((below - 2.1 * self.unit) / thin) ** 2)) * relief.alpha * ends
        self.canvas.cover(self.palette["gold"], gold * (0.30 + 0.55 * near) * fade, relief.rows)
        ink = np.exp(-(((below - 0.3 * self.unit) / (0.75 * self.unit)) ** 2)) * relief.alpha * ends
        self.canvas.cover(self.palette["line"], ink * (0.25 + 0.55 * near) * fade, relief.rows)
        plate, thread = Plate(self.shape), Plate(self.shape)
        for spur in thing.lines[1:]:
            widths = tapered(len(spur), 1.2 * self.unit, 0.6, 0.05)
            plate.brush([spur], widths, 0.9)
            thread.brush([spur + np.array([1.2 * self.unit, 0])], widths * 0.7, 0.9)
        inside = relief.alpha * fade
        self.canvas.cover(
            self.palette["line"],
            plate.mask()[relief.rows] * inside * (0.2 + 0.45 * near),
            relief.rows,
        )
        self.canvas.cover(
            self.palette["gold"],
            thread.mask()[relief.rows] * inside * (0.2 + 0.5 * near),
            relief.rows,
        )

    def open_water(self, thing):
        self.wet = self.below(thing.lines[0]).astype(np.float32)
        self._water(thing.base)
        self.glitter(self.palette["gold"], 0.75)
        self._ripples(thing.lines[1:])

    def _water(self, shore):
        depth = np.clip((self.reading.ys - shore) / max(self.shape[0] - shore, 1), 0, 1)
        table = self.palette.ramp(("water_far", "water"))
        where = np.clip(depth * 0.95 + 0.05 * self.noise("bank"), 0, 1)
        self.canvas.cover(look_up(table, where), self.wet)
        self._net(depth)

    def _net(self, depth):
        """Net waves: scales that overlap, larger as they come near."""
        rows = 2.6 * np.log1p(7 * depth) * 4.2
        row = np.floor(rows)
        within = rows - row
        pitch = (3.0 + 11.0 * depth) * self.unit * 1.5
        phase = self.reading.xs / pitch + 0.5 * (row % 2)
        arch = np.abs(np.sin(np.pi * phase)) * 0.75
        size = (1.5 + 6.0 * depth) * self.unit
        distance = np.abs(within - 0.15 - arch * 0.8) * size
        net = np.clip(1.1 - distance / (0.42 * self.unit), 0, 1) * smoothstep(0.0, 0.22, depth)
        self.canvas.cover(self.palette["gold"] * 0.5 + 0.46, net * self.wet * 0.34)

    def _ripples(self, lines):
        plate = Plate(self.shape)
        for line in lines:
            near = self.nearness(line[:, 1].mean())
            middle = line.mean(axis=0)
            for shift, share in ((0, 1.0), (1.9, 0.6)):
                moved = (
                    (line - middle) * share
                    + middle
                    + [0.1 * shift * self.unit, shift * self.unit * (0.5 + near)]
                )
                plate.brush(
                    [moved], tapered(len(line), (0.55 + 0.6 * near) * self.unit, 0.3, 0.2), 0.95
                )
        self.canvas.cover(self.palette["cloud"], plate.mask() * self.wet * 0.85)

    def river(self, thing):
        left, right, *waves = thing.lines
        self.wet = Plate(self.shape).fill(np.concatenate([left, right[::-1]])).mask()
        self._water(thing.base)
        edge = np.clip(self.wet - blur(self.wet, 2.0 * self.unit), 0, 1)
        self.canvas.cover(self.palette["water"] * 0.8, edge * 0.9)
        plate, gold = Plate(self.shape), Plate(self.shape)
        for bank in (left, right):
            plate.brush([bank], np.linspace(0.5, 1.3, len(bank)) * self.unit, 0.9)
            gold.brush(
                [bank + np.array([0, 1.3 * self.unit])],
                np.linspace(0.4, 1.0, len(bank)) * self.unit,
                0.9,
            )
        self.canvas.cover(self.palette["line"], plate.mask() * 0.65)
        self.canvas.cover(self.palette["gold"], gold.mask() * self.wet * 0.6)
        self._ripples(waves)

    def ground(self, thing):
        line = thing.lines[0]
        land = self.reading.land(line)
        self.wet *= 1 - land
        top, near = line[:, 1].min(), self.nearness(thing.base)
        depth = np.clip((self.reading.ys - top) / max(self.shape[0] - top, 1), 0, 1)
        where = np.clip(near + (1 - near) * 0.7 * depth + 0.10 * self.noise("cloud"), 0, 1)
        roles = ("snow", "land_far") if self.snowy else ("land_far", "land")
        color = look_up(self.palette.ramp(roles), where) * (1 + 0.03 * self.noise("grain"))
        soft = 1.0 if near > 0.08 else smoothstep(0, 0.2, depth + 0.03)
        self.canvas.cover(color, land * soft)
        front = smoothstep(0.45, 1.15, self.reading.ys / self.shape[0]) * land
        self.canvas.cover(self.palette["leaf_dark"], front * (0.15 if self.snowy else 0.58))
        fields = smoothstep(0.3, 1.0, self.noise("bank")) * land * (1 - near)
        self.canvas.cover(self.palette["body"], fields * (0.1 if self.snowy else 0.28))
        edge = np.clip(land - blur(land, 3.5 * self.unit), 0, 1)
        self.canvas.cover(
            self.palette["body"], edge * (0.25 + 0.5 * near) * (0.3 if self.snowy else 1)
        )
        self.recede(thing, land, self.palette["sky_low"])
        if near < 0.08:
            return
        plate = Plate(self.shape).brush(
            [line], tapered(len(line), (0.6 + near) * self.unit, 0.6, 0.5), 0.9
        )
        self.canvas.cover(self.palette["line"], plate.mask() * (0.3 + 0.4 * near))
        gold = Plate(self.shape).brush(
            [line + np.array([0, 1.7 * self.unit])], 0.8 * self.unit, 0.9
        )
        self.canvas.cover(self.palette["gold"], gold.mask() * land * (0.3 + 0.4 * near))
        if near > 0.55:
            self._moss(line)

    def _moss(self, line):
        plate = Plate(self.shape)
        spots = line[self.generator.integers(0, len(line), 30)]
        spots = spots + np.abs(self.generator.normal(0, 4.0, (30, 1))) * self.unit * [0, 1]
        reach = np.array([[-0.9, 0.0], [0.9, 0.0]]) * self.unit
        plate.lines(list(spots[:, None] + reach), 1.3 * self.unit, 0.9)
        self.canvas.cover(self.palette["leaf"], plate.mask() * (0.25 if self.snowy else 0.75))

    def cloud(self, thing):
        shape = Plate(self.shape).fill(thing.lines[0]).mask()
        self.canvas.cover(self.palette["cloud"], shape * 0.93)
        inner = np.clip(shape - blur(shape, 2.2 * self.unit), 0, 1)
        self.canvas.cover(self.palette["body"] * 0.4 + self.palette["sky_low"] * 0.6, inner * 0.5)
        rims = Plate(self.shape)
        middle = thing.lines[0].mean(axis=0)
        rims.lines([thing.lines[0]], 0.9 * self.unit, 0.95)
        rims.lines([middle + (thing.lines[0][:40] - middle) * 0.62], 0.6 * self.unit, 0.8)
        self.canvas.cover(self.palette["gold"] * 0.8, rims.mask() * 0.9)

    def rock(self, thing):
        mass, lines = objects.rock(self.reading, thing)
        _, top, _, bottom = thing.box
        where = np.clip(
            (self.reading.ys - top) / max(bottom - top, 1) + 0.15 * self.noise("wash"), 0, 1
        )
        table = self.palette.ramp(("near", "body", "land"))
        self.canvas.cover(look_up(table, where), mass)
        self.canvas.cover(self.palette["line"], lines * 0.85)

    def pavilion(self, thing):
        self.parts(objects.pavilion(self.reading, thing), line=self.palette["gold"])
