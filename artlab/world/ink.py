"""Ink wash: few tones on warm paper, wet ridges that fade into nothing, hemp-fibre strokes."""

import cv2
import numpy as np

from artlab.world import objects
from artlab.world.canvas import blur, look_up, smoothstep
from artlab.world.colour import oklch
from artlab.world.painter import Painter
from artlab.world.strokes import Plate, tapered

TONES = [oklch(tone, 0.006, 255) for tone in (0.15, 0.32, 0.50, 0.68, 0.84)]


class Ink(Painter):
    """水墨: the paper is the light, the mist and the water."""

    mirror = 0.28
    solid = 0.28
    rough = 0.008

    def parts(self, parts, **colors):
        """As elsewhere, but without red: that is the sun's alone."""
        super().parts(parts, **{"accent": TONES[0], **colors})

    def tone(self, nearness):
        """One of five inks, paler the farther away."""
        place = (1 - np.clip(nearness, 0, 1)) * 3.4
        low = int(place)
        share = place - low
        return TONES[low] * (1 - share) + TONES[min(low + 1, 4)] * share

    def sky(self):
        table = self.palette.ramp(("sky_top", "sky_mid", "sky_low"))
        where = self.reading.ys / max(self.reading.horizon, 1) + 0.05 * self.noise("cloud")
        self.canvas.cover(look_up(table, np.clip(where, 0, 1)), 1.0)
        if self.snowy:  # the sky is washed, so that bare paper is snow
            sky = smoothstep(1.25, 0.2, self.reading.ys / max(self.reading.horizon, 1))
            wash = 0.46 + 0.06 * self.noise("cloud")
            self.canvas.cover(self.tone(0.42), np.clip(sky * wash, 0, 1))

    def light(self, thing):
        disc = Plate(self.shape).fill(thing.lines[0]).mask()
        if thing.name == "sun":
            self.canvas.cover(self.palette["accent"], disc * (0.86 + 0.05 * self.noise("wash")))
            return
        # The moon is bare paper; a wash around it makes it shine.
        left, top, right, bottom = thing.box
        radius = (right - left + bottom - top) / 4
        halo = blur(disc, 1.6 * radius)
        self.canvas.shade(
            -0.30 * np.clip(halo * 2.2, 0, 1) * (1 - disc) * (self.scene.time != "night")
        )
        self.canvas.cover(
            oklch(0.96, 0.014, 92), np.clip(halo * 0.5, 0, 1) * (self.scene.time == "night")
        )
        self.canvas.cover(oklch(0.965, 0.014, 92), disc)

    def mountain(self, thing):
        relief = self.relief(thing)
        near = self.plane(thing)
        rows, ink = relief.rows, self.tone(near)
        # Air between the planes: paper shows through where the mountain behind would be.
        self.canvas.cover(
            self.palette["foot"], relief.alpha * smoothstep(0.0, 0.30, relief.local), rows
        )
        tall = relief.tall
        below = relief.depth * tall
        band = 0.20 * tall + 5 * self.unit
        folds = smoothstep(-0.15, 0.75, -relief.light)
        wash = 0.60 * np.exp(-below / band) + (0.30 + 0.34 * near) * folds
        wash *= 0.74 + 0.26 * np.clip(relief.fan + 0.8, 0, 1.4)
        if self.snowy:
            wash *= 0.25 + 0.6 * smoothstep(0.2, 0.9, relief.local)
        fade = relief.foot(0.22, 0.80) if self.misty else relief.foot(0.5, 1.0)
        density = np.clip(wash, 0, 0.95) * relief.alpha * fade * (0.45 + 0.5 * near)
        self.canvas.cover(ink, density.astype(np.float32), rows)
        self._fibres(thing, relief, near)
        self._ridge(relief, near)
        self.reflect(relief)

    def _ridge(self, relief, near):
        """A line that is wet here and broken there."""
        below = self.reading.ys[relief.rows] - relief.ridge
        width = (1.1 + 1.5 * near) * self.unit
        swell = 0.75 + 0.5 * self.noise("wash")[relief.rows]
        line = np.exp(-(((below - 0.5 * width) / np.maximum(width * swell, 0.4)) ** 2))
        line *= smoothstep(-0.2, 0.25, (relief.base - relief.ridge) / relief.tall - 0.08)
        line *= 0.62 if self.snowy else 0.9
        self.canvas.cover(
            self.tone(near + 0.25), line * relief.alpha * (0.45 + 0.5 * near), relief.rows
        )

    def _fibres(self, thing, relief, near):
        """Hemp-fibre strokes in families beside the sketch's own slope lines; moss on the ridge."""
        plate, dots = Plate(self.shape), Plate(self.shape)
        number = (
            int(np.clip(relief.tall / self.unit / 2.2, 8, 50) / max(len(thing.lines) - 1, 1)) + 1
        )
        for spur in thing.lines[1:]:
            knots = spur[np.linspace(0, len(spur) - 1, 6).round().astype(int)]
            length = knots[-1] - knots[0]
            reach = 0.10 * relief.tall + 3 * self.unit
            shifts = np.stack(
                [
                    self.generator.normal(0, reach, number),
                    np.abs(self.generator.normal(0, 0.16, number)) * length[1],
                ],
                1,
            )
            shrink = self.generator.uniform(0.25, 0.6, (number, 1, 1))
            family = knots[0] + (knots - knots[0]) * shrink + shifts[:, None]
            family = np.concatenate([knots[None], family])
            family[..., 0] += self.generator.normal(0, 0.35 * self.unit, family.shape[:2])
            plate.brush(family[:1], tapered(6, 1.4 * self.unit), 0.9)
            plate.brush(family[1:], tapered(6, 0.85 * self.unit), 0.7)
        mask = plate.mask()[relief.rows]
        dry = smoothstep(-1.5, 0.5, self.noise("wash")[relief.rows])
        fade = relief.foot(0.3, 0.8) if self.misty else relief.foot(0.6, 1.0)
        self.canvas.cover(
            self.tone(near + 0.12),
            mask * dry * relief.alpha * fade * (0.35 + 0.55 * near),
            relief.rows,
        )
        if near < 0.35 or self.snowy:
            return
        columns = self.generator.integers(0, self.shape[1], 60)
        for x in columns:
            y = relief.ridge[x] + abs(self.generator.normal(0, 0.05)) * relief.tall
            if y < relief.base - 0.25 * relief.tall:
                place = (int((x + 0.5) * dots.scale * 16), int(y * dots.scale * 16))
                cv2.circle(
                    dots.pixels,
                    place,
                    int(self.generator.uniform(0.25, 0.75) * self.unit * dots.scale * 16),
                    255,
                    -1,
                    cv2.LINE_AA,
                    4,
                )
        self.canvas.cover(
            self.tone(near + 0.35), dots.mask()[relief.rows] * relief.alpha * 0.85, relief.rows
        )

    def open_water(self, thing):
        below = self.below(thing.lines[0])
        self.wet = below.astype(np.float32)
        depth = (self.reading.ys - thing.base) / max(self.shape[0] - thing.base, 1)
        table = self.palette.ramp(("water_far", "water_far", "water"))
        wash = np.clip(depth + 0.10 * self.noise("bank"), 0, 1)
        self.canvas.cover(look_up(table, wash), below)
        self._shore(thing.lines[0], 0.35)
        self.glitter(self.palette["sky_low"], 0.6)
        self._ripples(thing.lines[1:])

    def _shore(self, line, value):
        plate = Plate(self.shape).brush([line], tapered(len(line), 0.9 * self.unit, 0.5, 0.3), 0.8)
        self.canvas.cover(self.tone(0.45), plate.mask() * value)

    def _ripples(self, lines):
        plate = Plate(self.shape)
        for line in lines:
            near = self.nearness(line[:, 1].mean())
            middle = line.mean(axis=0)
            for shift, share, side in ((0, 1.0, 0), (1.9, 0.62, 0.12), (3.4, 0.34, -0.1)):
                moved = (line - middle) * share + middle
                moved[:, 0] += side * np.ptp(line[:, 0])
                moved[:, 1] += shift * self.unit * (0.5 + 0.7 * near)
                plate.brush(
                    [moved], tapered(len(line), (0.45 + 0.4 * near) * self.unit, 0.2, 0.1), 0.9
                )
        self.canvas.cover(self.tone(0.5), plate.mask() * self.wet * 0.7)

    def river(self, thing):
        left, right, *waves = thing.lines
        polygon = np.concatenate([left, right[::-1]])
        self.wet = Plate(self.shape).fill(polygon).mask()
        near = np.clip((self.reading.ys - thing.base) / max(self.shape[0] - thing.base, 1), 0, 1)
        # The stream is paper, brighter than its banks; a wash on the land sets it off.
        outside = np.clip(blur(self.wet, 7.0 * self.unit) * 1.6, 0, 1) * (1 - self.wet)
        self.canvas.cover(
            self.tone(0.38), outside * (0.18 + 0.42 * near) * (0.75 + 0.2 * self.noise("wash"))
        )
        table = self.palette.ramp(("sky_low", "sky_low", "water_far", "water"))
        flow = np.clip(near * 0.85 + 0.10 * self.noise("bank"), 0, 1)
        self.canvas.cover(look_up(table, flow), self.wet)
        plate = Plate(self.shape)
        for bank in (left, right):
            plate.brush([bank], np.linspace(0.4, 1.4, len(bank)) * self.unit, 0.9)
        dry = smoothstep(-0.9, 0.7, self.noise("wash"))
        self.canvas.cover(self.tone(0.85), plate.mask() * (0.25 + 0.5 * near) * dry)
        self.canvas.cover(self.tone(0.42), self.currents(left, right) * 0.6)
        self._ripples(waves)

    def ground(self, thing):
        line = thing.lines[0]
        land = self.reading.land(line)
        top = line[:, 1].min()
        near = self.nearness(thing.base)
        self.wet *= 1 - land
        self.canvas.cover(self.palette["foot"], land * (0.9 if near > 0.1 else 0.55))
        below = np.clip((self.reading.ys - top) / max(self.shape[0] - top, 1), 0, 1)
        soft = blur(land, 4.5 * self.unit)
        bank = np.clip(1.25 * land * (1 - soft), 0, 1) + (0.16 + 0.30 * near) * land * below
        texture = 0.8 + 0.22 * self.noise("wash")
        strength = (0.25 + 0.75 * near) * (0.35 if self.snowy else 1)
        self.canvas.cover(self.tone(0.30 + 0.4 * near), bank * texture * strength)
        self.recede(thing, land, self.palette["foot"], 0.9)
        plate = Plate(self.shape).brush(
            [line], tapered(len(line), (0.7 + 0.9 * near) * self.unit, 0.5, 0.3), 0.95
        )
        dry = smoothstep(-1.2, 0.5, self.noise("wash"))
        self.canvas.cover(self.tone(0.35 + 0.55 * near), plate.mask() * dry * (0.2 + 0.6 * near))
        if near > 0.5:
            self._grass(line, near)

    def _grass(self, line, near):
        """Moss dots and short blades along the near bank."""
        plate = Plate(self.shape)
        spots = (
            line[self.generator.integers(0, len(line), 22)]
            + self.generator.normal(0, 0.8, (22, 2)) * self.unit
        )
        spots[:, 1] += np.abs(self.generator.normal(0, 5, 22)) * self.unit
        for spot in spots:
            lean = self.generator.normal(0, 0.8, 3)
            tall = -self.generator.uniform(1.2, 2.8, 3)
            tips = spot + np.stack([lean, tall], axis=1) * self.unit
            blades = [np.array([spot, tip]) for tip in tips]
            plate.lines(blades, 0.55 * self.unit, 0.9)
        self.canvas.cover(self.tone(0.9), plate.mask() * (0.2 if self.snowy else 0.75))

    def cloud(self, thing):
        """Bare paper that a pale wash around it brings out."""
        shape = Plate(self.shape).fill(thing.lines[0]).mask()
        around = np.clip(blur(shape, 4.0 * self.unit) * 1.3, 0, 1) * (1 - shape)
        self.canvas.cover(self.tone(0.22), around * 0.34)
        self.canvas.cover(self.palette["cloud"], blur(shape, 0.7 * self.unit) * 0.92)
        line = Plate(self.shape).brush(
            [thing.lines[0]], tapered(len(thing.lines[0]), 0.9 * self.unit, 0.2, 0.5, 0.3), 0.9
        )
        dry = smoothstep(-1.0, 0.8, self.noise("wash"))
        self.canvas.cover(self.tone(0.5), line.mask() * dry * 0.6)

    def rock(self, thing):
        mass, lines = objects.rock(self.reading, thing)
        self.canvas.cover(self.palette["foot"], mass)
        soft = blur(mass, 6 * self.unit)
        wash = np.clip(mass * (1.15 - soft) + 0.25 * mass * (self.noise("wash") > 0.2), 0, 1)
        self.canvas.cover(self.tone(0.85), wash * 0.75)
        self.canvas.cover(TONES[0], lines * smoothstep(-1.6, 0.2, self.noise("wash")) * 0.9)

    def tree(self, thing):
        near = 0.55 + 0.5 * self.nearness(thing.base)
        if thing.name == "bough":
            near = 1.0
        self._ink_tree(thing, near)

    def _ink_tree(self, thing, near):
        from artlab.world import foliage

        draw = foliage.bough if thing.name == "bough" else foliage.tree
        tones = {"leaf_dark": near - 0.25, "leaf": near - 0.08, "wood": near + 0.1}
        if thing.name == "willow":
            tones["leaf"] = near - 0.15
        if thing.name == "bamboo":
            tones = {"leaf_dark": near + 0.2, "leaf": near - 0.35, "wood": near - 0.1}
        solid = 0.0 if thing.name == "willow" else self.solid
        for role, mask in draw(self.reading, thing, self.generator, solid):
            self.canvas.cover(self.tone(tones[role]), mask)
            if self.snowy and role != "wood" and thing.name != "willow":
                self.frost(mask)

    def pavilion(self, thing):
        self.parts(objects.pavilion(self.reading, thing))

    def boat(self, thing):
        super().boat(thing)
        lines = Plate(self.shape).lines(thing.lines, 0.45 * self.unit, 0.85)
        self.canvas.cover(TONES[0], lines.mask())
