"""Woodblock print: flat inks, a swelling indigo line, the wood's grain, a block out of register."""

import numpy as np

from artlab.world import foliage, noise, objects
from artlab.world.canvas import look_up, smoothstep
from artlab.world.painter import Painter
from artlab.world.strokes import Plate, tapered


class Woodblock(Painter):
    """Six to nine inks, each printed flat; only the sky's top and the waterline are shaded."""

    mirror = 0.55
    solid = 1.0
    rough = 0.004

    def __init__(self, scene, sketch, size, seed):
        super().__init__(scene, sketch, size, seed)
        self.key = Plate(self.shape)  # the line block, printed last

    def line(self, points, width, start=0.45, end=0.3):
        """Cuts a swelling line into the key block."""
        widths = np.maximum(tapered(len(points), width * self.unit, start, end), 0.5 * self.unit)
        self.key.brush([points], widths)

    def flush(self, strength=0.95):
        """Prints the lines cut so far."""
        self.canvas.cover(self.palette["line"], self.key.mask() * strength)
        self.key = Plate(self.shape)

    def sky(self):
        horizon = max(self.reading.horizon, 1)
        down = self.reading.ys / horizon + 0 * self.reading.xs
        mid, low = self.palette["sky_mid"], self.palette["sky_low"]
        self.canvas.cover(mid, 1.0)
        self.canvas.cover(low, smoothstep(0.45, 1.0, down))
        top = 1 - smoothstep(
            0.0, 0.62 if self.scene.time == "night" else 0.42, down + 0.012 * self.noise("bank")
        )
        self.canvas.cover(self.palette["sky_top"], top)

    def light(self, thing):
        disc = Plate(self.shape).fill(thing.lines[0]).mask()
        self.canvas.cover(self.glow, disc)

    def mountain(self, thing):
        relief = self.relief(thing)
        near, rows = self.plane(thing), relief.rows
        body = self.palette.between("far", "near", near)
        self.canvas.cover(body, relief.alpha, rows)
        self._flats(relief, near, body)
        if not self.reading.afloat or self.misty:
            fade = smoothstep(0.45 if self.misty else 0.62, 1.0, relief.local) * relief.alpha
            self.canvas.cover(
                self.palette["foot" if not self.misty else "sky_low"], fade * 0.9, rows
            )
        self._lines(thing, relief, near)
        if self.reading.afloat:
            self.reflect(relief)

    def _flats(self, relief, near, body):
        """Two more blocks: the shaded side, and the cap, with edges as a knife leaves them."""
        rows, sharp = relief.rows, 0.22 / self.unit + 0.06
        shade = smoothstep(-sharp, sharp, -relief.light + 0.08 * relief.fan - 0.16) * relief.alpha
        self.canvas.cover(body * 0.74, shade * (1 - smoothstep(0.55, 0.9, relief.local)), rows)
        edge = 0.26 + 0.10 * relief.fan
        cap = smoothstep(-0.03, 0.03, edge - relief.local) * relief.alpha
        snow_line = smoothstep(-0.03, 0.03, 0.52 + 0.13 * relief.fan - relief.local) * relief.alpha
        if self.snowy:
            self.canvas.cover(self.palette["snow"], snow_line * (1 - 0.35 * shade), rows)
        elif relief.tall > 0.3 * self.shape[0]:
            self.canvas.cover(body * 0.62, cap * 0.9, rows)

    def _lines(self, thing, relief, near):
        columns = np.flatnonzero(relief.ridge < relief.base - 0.04 * relief.tall)
        if len(columns) > 3:
            line = np.stack([self.reading.xs[columns], relief.ridge[columns]], axis=1)
            swell = 0.8 + 0.35 * noise.line("wash", len(columns), self.generator)
            ends = np.clip((relief.base - line[:, 1]) / (0.25 * relief.tall), 0.3, 1)
            width = (0.8 + 1.3 * near) * self.unit
            self.key.brush(
                [line[::2]], np.clip(width * swell * ends, 0.6 * self.unit, 3 * self.unit)[::2]
            )
        for spur in thing.lines[1:]:
            self.line(spur, 0.8 + 0.9 * near, 0.9, 0.1)
        self.flush(0.5 + 0.5 * near)

    def mirrored(self, pixels):
        return pixels * 0.55 + self.palette["water"][:, None, None] * 0.45

    def open_water(self, thing):
        self.wet = self.below(thing.lines[0]).astype(np.float32)
        self._water(thing.base)
        self.glitter(self.glow if self.scene.light == "moon" else self.palette["sky_low"], 0.85)
        if self.scene.water == "sea":
            self._scallops(thing.base)
        self._ripples(thing.lines[1:])

    def _water(self, shore):
        depth = np.clip((self.reading.ys - shore) / max(self.shape[0] - shore, 1), 0, 1)
        steps = np.clip(depth + 0.035 * self.noise("bank") * (depth > 0.1), 0, 1)
        bands = np.floor(steps * 3.6 + 0.35) / 3.6  # flat inks, one over the other
        self.canvas.cover(
            look_up(self.palette.ramp(("water_far", "water")), np.clip(bands, 0, 1)), self.wet
        )
        line = smoothstep(0.10, 0.0, depth) * self.wet  # the waterline's own gradation
        self.canvas.cover(self.palette["water"], line * 0.55)

    def _scallops(self, shore):
        """Patterned waves: rows of arches, each row shifted by half a wave."""
        plate, foam = Plate(self.shape), Plate(self.shape)
        width, height = self.shape[1], self.shape[0]
        y, number = shore + 0.16 * (height - shore), 0
        while y < height + 4:
            near = (y - shore) / (height - shore)
            pitch = (7 + 15 * near) * self.unit
            xs = np.arange(-1 + 0.5 * (number % 2), width / pitch + 1) * pitch
            angles = np.linspace(0.1, 0.9, 7) * np.pi
            arch = np.stack([-np.cos(angles) * 0.5, -np.sin(angles) * 0.22], axis=1) * pitch
            arches = np.stack([xs, np.full(len(xs), y)], axis=1)[:, None] + arch
            plate.lines(list(arches), (0.45 + 0.6 * near) * self.unit, 0.8)
            inner = arches + np.array([0, 0.10 * pitch])
            foam.lines(list(inner[:, 1:-1]), (0.4 + 0.5 * near) * self.unit, 0.9)
            y += 0.30 * pitch + 1.5 * self.unit
            number += 1
        self.canvas.cover(self.palette["water_far"] * 0.7 + 0.28, foam.mask() * self.wet * 0.5)
        self.canvas.cover(self.palette["line"], plate.mask() * self.wet * 0.45)

    def _ripples(self, lines):
        plate = Plate(self.shape)
        for line in lines:
            near = self.nearness(line[:, 1].mean())
            plate.brush([line], tapered(len(line), (0.8 + 1.1 * near) * self.unit, 0.2, 0.1))
            middle = line.mean(axis=0)
            below = (
                (line - middle) * 0.7
                + middle
                + [0.1 * np.ptp(line[:, 0]), (1.6 + 1.4 * near) * self.unit]
            )
            self.line(below, 0.6 + 0.5 * near, 0.3, 0.2)
        self.canvas.cover(self.palette["cloud"], plate.mask() * self.wet * 0.9)
        self.flush(0.75)

    def river(self, thing):
        left, right, *waves = thing.lines
        self.wet = Plate(self.shape).fill(np.concatenate([left, right[::-1]])).mask()
        self._water(thing.base)
        for bank in (left, right):
            self.key.brush([bank], np.linspace(0.6, 2.2, len(bank)) * self.unit)
        foam = self.palette["water_far"] * 0.6 + 0.38
        self.canvas.cover(foam, self.currents(left, right) * 0.85)
        self.flush(0.85)
        self._ripples(waves)

    def ground(self, thing):
        line = thing.lines[0]
        land = self.reading.land(line)
        self.wet *= 1 - land
        near = self.nearness(thing.base)
        color = self.palette.between("land_far", "land", 0.15 + 0.85 * near)
        if self.snowy:
            color = 0.75 * self.palette["snow"] + 0.25 * color
        self.canvas.cover(color, land)
        top = line[:, 1].min()
        depth = np.clip((self.reading.ys - top) / max(self.shape[0] - top, 1), 0, 1)
        patch = smoothstep(-0.08, 0.08, self.noise("bank") * 0.5 + depth - 0.72) * land
        self.canvas.cover(color * 0.82, patch * (0.4 if self.snowy else 0.9))
        front = smoothstep(0.35, 1.1, self.reading.ys / self.shape[0]) * land
        self.canvas.cover(self.palette["leaf_dark"], front * (0.15 if self.snowy else 0.58))
        self.recede(
            thing, land, 0.5 * self.palette["sky_low"] + 0.5 * self.palette["land_far"], 0.8
        )
        if near > 0.05:
            self.line(line, 0.8 + 1.3 * near, 0.6, 0.6)
        if near > 0.6:
            self._tufts(line)
        self.flush(0.45 + 0.5 * near)

    def _tufts(self, line):
        for root in line[self.generator.integers(0, len(line), 9)]:
            root = root + np.array([0, abs(self.generator.normal(0, 5)) * self.unit])
            for lean in (-1.2, 0.1, 1.3):
                tip = root + np.array([lean, -2.4]) * self.unit
                self.key.lines([np.array([root, tip])], 0.7 * self.unit, 0.8)

    def cloud(self, thing):
        shape = Plate(self.shape).fill(thing.lines[0]).mask()
        self.canvas.cover(self.palette["cloud"], shape)
        self.line(thing.lines[0], 1.0, 0.6, 0.6)
        self.flush(0.55)

    def rock(self, thing):
        mass, lines = objects.rock(self.reading, thing)
        stone = self.palette.between("near", "wood", 0.4)
        self.canvas.cover(stone * 0.8, mass)
        self.canvas.cover(stone * 1.15, mass * smoothstep(-0.1, 0.1, self.noise("wash") - 0.5))
        self.canvas.cover(self.palette["line"], lines)

    def tree(self, thing):
        draw = foliage.bough if thing.name == "bough" else foliage.tree
        parts = draw(self.reading, thing, self.generator, self.solid)
        self.parts(parts)
        if thing.name != "bamboo":
            self.line(thing.lines[0] + [0.4 * self.unit, 0], 0.7, 0.8, 0.3)
            self.flush(0.8)

    def pavilion(self, thing):
        self.parts(objects.pavilion(self.reading, thing))
        for part in thing.lines:
            self.key.lines([part], 0.7 * self.unit, 0.8)
        self.flush()

    def boat(self, thing):
        self._shadow(thing)
        self.parts(objects.boat(self.reading, thing))
        for part in thing.lines:
            self.key.lines([part], 0.6 * self.unit, 0.8)
        self.flush()
