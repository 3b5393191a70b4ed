"""Watercolour: two or three glazes that multiply, wet skies, darkened edges, bare paper."""

import numpy as np

from artlab.world import objects
from artlab.world.canvas import blur, look_up, smoothstep
from artlab.world.colour import oklch
from artlab.world.painter import Painter
from artlab.world.strokes import Plate, tapered

PAPER = oklch(0.975, 0.010, 88)


class Watercolour(Painter):
    """Transparent washes over white paper; no outlines."""

    mirror = 0.62
    solid = 0.75
    rough = 0.007

    def tint(self, color):
        """The glaze that turns the lower sky into a colour."""
        return np.clip(color / np.maximum(self.palette["sky_low"], 0.05), 0, 1.0)

    def sky(self):
        """Warped by noise, as where wet paint runs into wet paint."""
        horizon = max(self.reading.horizon, 1)
        cloud, other = self.noise("cloud"), self.noise("bank")
        where = self.reading.ys / horizon + 0.07 * cloud + 0.05 * other
        table = self.palette.ramp(("sky_top", "sky_mid", "sky_low"), (0.0, 0.55, 1.0))
        self.canvas.cover(look_up(table, np.clip(where, 0, 1)), 1.0)
        # Blooms: water pushed the pigment aside, and left paper.
        bloom = smoothstep(0.7, 1.9, cloud + 0.5 * other) * np.clip(
            1.1 - self.reading.ys / horizon, 0, 1
        )
        strength = {"night": 0.12, "dusk": 0.38}.get(self.scene.time, 0.85)
        self.canvas.cover(PAPER, bloom * strength)

    def light(self, thing):
        disc = Plate(self.shape).fill(thing.lines[0]).mask()
        left, top, right, bottom = thing.box
        radius = (right - left + bottom - top) / 4
        glow = np.clip(2.4 * blur(disc, 1.5 * radius), 0, 1) + np.clip(
            1.4 * blur(disc, 3.2 * radius), 0, 0.5
        )
        warm = self.palette["light"] if thing.name == "sun" else self.palette["sky_low"]
        self.canvas.cover(0.5 * warm + 0.5 * PAPER, np.clip(glow * 0.5, 0, 0.75))
        self.canvas.cover(self.glow, disc * 0.93)

    def mountain(self, thing):
        relief = self.relief(thing)
        near, rows = self.plane(thing), relief.rows
        # Paper is lifted first, or glazes upon glazes turn to mud.
        under = np.clip(relief.alpha * (0.62 + 0.3 * near), 0, 1)
        self.canvas.cover(self.palette["sky_low"], under * self._fade(relief), rows)
        peak = self.palette.between("far", "near", 0.08 + 0.85 * near)
        self._wash(relief, peak, near)
        self._folds(relief, peak, near)
        if self.misty:
            self.mist_bank(relief, self.palette["sky_low"], 0.8)
        self.reflect(relief)

    def _fade(self, relief):
        return self.foot(relief)

    def _wash(self, relief, peak, near):
        """The first glaze: strong at the skyline, thin below, with a dark rim."""
        rows = relief.rows
        drift = self.noise("cloud")[rows]
        where = np.clip(relief.local + 0.16 * drift + 0.05 * relief.fan, 0, 1)
        body = self.palette.between("far", "near", 0.05 + 0.55 * near)
        foot = 0.6 * self.palette["foot"] + 0.4 * body
        top, low = self.tint(body), self.tint(foot)
        tint = top[:, None, None] + (low - top)[:, None, None] * where
        rim = np.clip(relief.alpha - blur(relief.alpha, 1.6 * self.unit), 0, 1) * 0.9
        granules = 0.02 * self.noise("grain")[rows] + 0.10 * self.noise("wash")[rows]
        lit = smoothstep(0.05, 0.75, relief.light) * (1 - 0.7 * relief.local)
        density = 0.95 - 0.34 * relief.local - 0.45 * lit + rim + granules
        density = density * relief.alpha * self._fade(relief)
        if self.snowy:
            density *= 0.28 + 0.72 * smoothstep(0.15, 0.75, relief.local - 0.12 * relief.fan)
        self.canvas.glaze(tint, np.clip(density, 0, 1.15), rows)

    def _folds(self, relief, peak, near):
        """The second glaze: the sides that face away, with an edge where it dried."""
        shadow = smoothstep(0.02, 0.22, -relief.light + 0.05 * relief.fan - 0.05)
        shadow *= relief.alpha * (1 - 0.75 * relief.local) * self._fade(relief)
        edge = np.clip(shadow - blur(shadow, 1.2 * self.unit), 0, 1)
        density = (0.42 + 0.30 * near) * np.clip(shadow + 0.7 * edge, 0, 1)
        tint = np.clip(peak / np.maximum(self.palette["far"], 0.1), 0.2, 0.92)
        self.canvas.glaze(tint, density, relief.rows)

    def mirrored(self, pixels):
        return pixels * 0.92 + self.palette["water"][:, None, None] * 0.08

    def open_water(self, thing):
        below = self.below(thing.lines[0])
        self.wet = below.astype(np.float32)
        self._water(thing.base)
        self.glitter(PAPER * 0.55 + self.glow * 0.45, 0.75)
        self._ripples(thing.lines[1:])

    def _water(self, shore):
        depth = np.clip((self.reading.ys - shore) / max(self.shape[0] - shore, 1), 0, 1)
        table = self.palette.ramp(("water_far", "water"))
        where = np.clip(
            0.95 * depth**0.9 + 0.09 * self.noise("bank") + 0.03 * self.noise("ripple"), 0, 1
        )
        self.canvas.cover(look_up(table, where), self.wet)
        dry = smoothstep(1.5, 2.2, self.noise("ripple") + 0.9 * depth) * depth
        self.canvas.cover(PAPER, dry * self.wet * 0.5)

    def _ripples(self, lines):
        dark, pale = Plate(self.shape), Plate(self.shape)
        for line in lines:
            near = self.nearness(line[:, 1].mean())
            widths = tapered(len(line), (0.9 + 2.0 * near) * self.unit, 0.15, 0.1)
            dark.brush([line], widths * 0.7, 0.9)
            pale.brush([line - [0, (0.9 + 0.9 * near) * self.unit]], widths * 0.5, 0.9)
        tint = np.clip(self.palette["water"] * 0.8 + 0.1, 0, 1)
        self.canvas.glaze(tint, dark.mask() * self.wet * 0.7)
        self.canvas.cover(PAPER, pale.mask() * self.wet * 0.55)

    def river(self, thing):
        left, right, *waves = thing.lines
        mask = Plate(self.shape).fill(np.concatenate([left, right[::-1]])).mask()
        self.wet = mask
        self._water(thing.base)
        edge = np.clip(mask - blur(mask, 1.8 * self.unit), 0, 1)
        self.canvas.glaze(self.tint(self.palette["water"]), edge * 0.8)
        self._flow(left, right)
        self._ripples(waves)

    def _flow(self, left, right):
        """Light that lies level on the stream."""
        strength = 0.25 if self.scene.time == "night" else 0.7
        self.canvas.cover(PAPER, self.currents(left, right) * strength)

    def ground(self, thing):
        line = thing.lines[0]
        land = self.reading.land(line)
        self.wet *= 1 - land
        top, near = line[:, 1].min(), self.nearness(thing.base)
        depth = np.clip((self.reading.ys - top) / max(self.shape[0] - top, 1), 0, 1)
        where = np.clip(
            near
            + (1 - near) * 0.8 * depth
            + 0.10 * self.noise("cloud")
            + 0.08 * self.noise("bank"),
            0,
            1,
        )
        table = (
            self.palette.ramp(("snow", "land_far"))
            if self.snowy
            else self.palette.ramp(("land_far", "land"))
        )
        soft = 1.0 if near > 0.08 else smoothstep(0, 0.16, depth + 0.04)
        self.canvas.cover(look_up(table, where), land * soft)
        edge = np.clip(land - blur(land, 1.6 * self.unit), 0, 1)
        self.canvas.glaze(self.tint(self.palette["land"]), edge * (0.2 + 0.6 * near))
        patches = smoothstep(0.1, 1.6, self.noise("bank") + 0.25 * self.noise("wash")) * land
        self.canvas.glaze(np.clip(self.palette["land"] + 0.25, 0, 1), patches * (0.15 + 0.5 * near))
        front = (
            smoothstep(0.5, 1.15, self.reading.ys / self.shape[0] + 0.03 * self.noise("cloud"))
            * land
        )
        self.canvas.cover(self.palette["leaf_dark"], front * (0.15 if self.snowy else 0.58))
        self.recede(thing, land, self.palette["sky_low"], 0.7)
        if near > 0.55:
            self._grass(line)

    def _grass(self, line):
        plate = Plate(self.shape)
        roots = line[self.generator.integers(0, len(line), 34)]
        roots = roots + np.abs(self.generator.normal(0, 3.5, (34, 1))) * self.unit * [0, 1]
        tips = (
            roots
            + self.generator.normal(0, 0.9, (34, 2)) * self.unit * [1, 0.4]
            - [0, 2.2 * self.unit]
        )
        plate.lines(list(np.stack([roots, tips], axis=1)), 0.6 * self.unit, 0.8)
        self.canvas.cover(self.palette["leaf"], plate.mask() * (0.2 if self.snowy else 0.8))

    def cloud(self, thing):
        shape = Plate(self.shape).fill(thing.lines[0]).mask()
        soft = np.clip(blur(shape, 1.8 * self.unit) * 1.2, 0, 1)
        self.canvas.cover(self.palette["cloud"], soft * 0.92)
        _, top, _, bottom = thing.box
        low = smoothstep(top + 0.35 * (bottom - top), bottom + 1, self.reading.ys)
        self.canvas.glaze(self.tint(self.palette["far"]), soft * low * 0.5)

    def rock(self, thing):
        mass, lines = objects.rock(self.reading, thing)
        stone = self.palette.between("near", "wood", 0.35)
        where = np.clip(0.5 + 0.35 * self.noise("wash"), 0, 1)
        self.canvas.cover(stone[:, None, None] * (0.9 + 0.6 * where), mass)
        edge = np.clip(mass - blur(mass, 1.6 * self.unit), 0, 1)
        self.canvas.glaze(stone, np.clip(edge + 0.5 * lines, 0, 1) * mass)
