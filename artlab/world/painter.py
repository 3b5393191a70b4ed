"""What the four styles share: the order of painting, water that mirrors, and mist."""

import numpy as np

from artlab.world import foliage, noise, objects, paper
from artlab.world.canvas import Canvas, smoothstep
from artlab.world.colour import oklch
from artlab.world.palettes import RANGES, Palette
from artlab.world.reading import Reading
from artlab.world.relief import Relief
from artlab.world.strokes import Plate, tapered

MOST_GAIN = 1.42
STANDING = ("boat", "pavilion", "pine", "willow", "bamboo", "rock", "bough", "bird")


class Painter:
    """Paints a sketch from far to near; each style overrides how.

    Args:
        scene: a `Scene`.
        sketch: a `Sketch`.
        size: longer side of the painting in pixels.
        seed: an int.
    """

    mirror = 0.5  # strength of reflections
    solid = 0.5  # how full the crowns of trees are
    rough = 0.006
    mist_role = "sky_low"

    def __init__(self, scene, sketch, size, seed):
        generator = np.random.default_rng([seed, 2])
        self.scene, self.seed, self.generator = scene, seed, generator
        self._uses = {}
        self.reading = Reading(scene, sketch, size)
        self.shape, self.unit = self.reading.shape, self.reading.unit
        self.palette = Palette(scene.style, scene.time, scene.palette, generator)
        self.canvas = Canvas(self.shape, self.palette["sky_low"])
        self.wet = np.zeros(self.shape, np.float32)  # where water is

    def paint(self, finish=True):
        """uint8 array of shape (height, width, 3); `finish` adds paper, silk or wood."""
        self.sky()
        veiled = not self.misty
        for thing in self.reading.things:
            kind = thing.name
            if not veiled and (kind in STANDING or self.nearness(thing.base) > 0.3):
                self.veil()
                veiled = True
            if kind in ("pine", "willow", "bamboo", "bough"):
                self.tree(thing)
            elif kind in ("lake", "sea"):
                self.open_water(thing)
            elif kind in ("sun", "moon"):
                self.light(thing)
            else:
                getattr(self, kind)(thing)
        if not veiled:
            self.veil()
        self._stretch()
        if finish:
            self.finish()
        return self.canvas.image()

    def _stretch(self):
        """Brings the darks down and the lights up towards the range of the style and time."""
        low, high = RANGES[self.scene.style][self.scene.time]
        grey = self.canvas.planes[:, ::3, ::3].mean(axis=0)
        dark, light = np.percentile(grey, (2, 98))
        will = 0.35 if self.misty else (0.7 if self.snowy else 0.9)
        low, high = (dark + will * min(low - dark, 0), light + will * max(high - light, 0))
        gain = min((high - low) / max(light - dark, 0.05), MOST_GAIN)
        anchor = (dark + light) / 2
        self.canvas.planes -= np.float32(anchor)
        self.canvas.planes *= np.float32(gain)
        self.canvas.planes += np.float32(anchor + ((low + high) / 2 - anchor) * 0.9)

    # Helpers

    @property
    def misty(self):
        return self.scene.weather == "mist"

    @property
    def snowy(self):
        return self.scene.weather == "snow"

    def noise(self, name):
        """A field of noise over the whole picture.

        The first use of a noise, the second, ... have windows of their own, whatever the
        scene: with one seed the sky's clouds drift in one place in all pictures.
        """
        number = self._uses[name] = self._uses.get(name, -1) + 1
        return noise.numbered(name, self.shape, self.seed, number)

    def nearness(self, y):
        """0 for what stands on the horizon, 1 for what stands at the lower border."""
        horizon = self.reading.horizon
        return float(np.clip((y - horizon) / max(self.shape[0] - horizon, 1), 0, 1))

    def plane(self, thing):
        """0 for the farthest mountain, 1 for the nearest; what stands alone is near."""
        bases = sorted(t.base for t in self.reading.things if t.name == "mountain")
        if len(bases) == 1:
            return 0.75
        rank = bases.index(thing.base) / (len(bases) - 1)
        return 0.65 * rank + 0.35 * min(self.nearness(thing.base) * 2.5, 1)

    def relief(self, thing):
        return Relief(self.reading, thing, self.generator, self.rough)

    def foot(self, relief):
        """Where mist takes a mountain's foot: all but water lines fade."""
        if self.misty:
            return relief.foot(0.42, 0.98)
        return 1.0 if self.reading.afloat else relief.foot(0.72, 1.02)

    def parts(self, parts, **colors):
        """Covers with masks in turn; `colors` replaces the palette's colour of a role."""
        for role, mask in parts:
            self.canvas.cover(colors.get(role, self.palette[role]), mask)
            if self.snowy and role in ("roof", "leaf", "leaf_dark"):
                self.frost(mask)

    @property
    def glow(self):
        """Colour of the sun or the moon."""
        moon = self.scene.light == "moon" or any(t.name == "moon" for t in self.reading.things)
        return oklch(0.965, 0.035, 95) if moon else self.palette["light"]

    # Reflections

    def reflect(self, relief, strength=None, squeeze=0.75):
        """Mirrors the rows above a mountain's base in the water below it, broken by ripples."""
        strength = self.mirror if strength is None else strength
        start = relief.rows.stop
        above = start - relief.rows.start
        count = min(int(above * squeeze), self.shape[0] - start)
        if not self.reading.afloat or count < 2 or strength <= 0:
            return
        steps = np.arange(count)
        source = start - 1 - (steps / squeeze).astype(int)
        inside = relief.alpha[source - relief.rows.start]
        fade = (1 - steps / count)[:, None] ** 0.7
        ripples = self.noise("ripple")[start : start + count]
        broken = smoothstep(-1.1, 0.5, ripples + 1.4 * fade - 0.5)
        rows = slice(start, start + count)
        mask = (inside * fade * broken * strength).astype(np.float32) * self.wet[rows]
        self.canvas.cover(self.mirrored(self.canvas.planes[:, source]), mask, rows)

    def mirrored(self, pixels):
        """What a reflection does to colours: it dulls them towards the water's."""
        return pixels * 0.85 + self.palette["water"][:, None, None] * 0.15

    def glitter(self, color, strength=0.7):
        """Broken strokes of light on the water under the sun or the moon."""
        lights = [t for t in self.reading.things if t.name in ("sun", "moon")]
        if not lights or not self.wet.any():
            return
        left, _, right, _ = lights[0].box
        middle, radius = (left + right) / 2, (right - left) / 2
        rows = np.flatnonzero(self.wet[:, int(np.clip(middle, 0, self.shape[1] - 1))] > 0.5)
        plate = Plate(self.shape)
        if len(rows) < 3:
            return
        top, bottom = rows[0] + 2 * self.unit, rows[-1]
        ys = top + (bottom - top) * np.linspace(0, 1, 12) ** 1.5
        for number, y in enumerate(ys):
            half = radius * (0.35 + 0.85 * abs(np.sin(2.4 * number + 1))) * (1 - 0.4 * number / 12)
            shift = radius * 0.35 * np.sin(3.7 * number)
            line = np.array(
                [(middle + shift - half, y), (middle + shift, y + 0.3), (middle + shift + half, y)]
            )
            plate.brush([line], np.array([0.3, 1.5, 0.3]) * self.unit * (0.7 + 0.08 * number), 0.9)
        self.canvas.cover(color, plate.mask() * self.wet * strength)

    def currents(self, left, right):
        """Mask of level strokes across a stream: what tells water from a road."""
        plate = Plate(self.shape)
        ys = np.interp(np.linspace(0.12, 0.97, 13) ** 1.1, [0, 1], [left[0, 1], self.shape[0]])
        for number, y in enumerate(ys):
            low, high = (np.interp(y, bank[:, 1], bank[:, 0]) for bank in (left, right))
            start = low + (high - low) * (0.08 + 0.5 * abs(np.sin(2.3 * number)))
            end = start + (high - low) * (0.18 + 0.16 * abs(np.sin(4.1 * number + 1)))
            xs = np.linspace(start, min(end, high - 0.05 * (high - low)), 6)
            sway = 0.35 * self.unit * np.sin(np.arange(6) * 1.9 + number)
            plate.brush(
                [np.stack([xs, y + sway], axis=1)],
                tapered(6, (0.5 + 0.06 * number) * self.unit, 0.2, 0.1),
                0.9,
            )
        return plate.mask() * self.wet

    def below(self, line):
        """1 under a line that runs across the picture, 0 above it."""
        ys = self.reading.heights(line)
        return np.clip(self.reading.ys - ys + 0.5, 0, 1)

    def recede(self, thing, land, color, strength=0.62):
        """Land pales towards its lower end where another plane follows: air between them."""
        later = [t for t in self.reading.things if t.name == "ground" and self.reading.across(t)]
        later = [t.base for t in later if t.base > thing.base + 2 * self.unit]
        if not self.reading.across(thing) or not later:
            return
        ys = self.reading.heights(thing.lines[0])
        depth = (self.reading.ys - ys) / (1.15 * max(min(later) - thing.base, 1))
        veil = smoothstep(0.05, 1.0, depth + 0.10 * self.noise("bank")) * land
        self.canvas.cover(color, veil * strength)

    def veil(self):
        """Mist over the far plane: thickest at the horizon, in drifts."""
        height = 0.15 * self.shape[0]
        away = (self.reading.ys - self.reading.horizon - 0.35 * height) / height
        drifts = 0.80 + 0.26 * self.noise("bank")
        mist = np.clip(np.exp(-(away**2)) * drifts, 0, 1) * 0.72
        self.canvas.cover(self.palette[self.mist_role], mist.astype(np.float32))
        self.wet *= 1 - 0.5 * mist

    def frost(self, mask):
        """Snow that lies on the upper edges of a mask."""
        down = max(1, round(1.1 * self.unit))
        lying = mask.copy()
        lying[down:] -= mask[:-down]
        self.canvas.cover(self.palette["snow"], np.clip(lying, 0, 1) * 0.92)

    def mist_bank(self, relief, color, strength=0.9):
        """Lies across a mountain's foot, thicker where the noise says so."""
        height = relief.tall * 0.22 + 3 * self.unit
        middle = relief.base - 0.25 * height
        top, bottom = (
            int(max(middle - 1.6 * height, 0)),
            int(min(middle + 1.2 * height, self.shape[0])),
        )
        rows = slice(top, bottom)
        away = (self.reading.ys[rows] - middle) / height
        veil = np.exp(-(away**2) * 1.6) * (0.85 + 0.22 * self.noise("bank")[rows])
        self.canvas.cover(color, np.clip(veil, 0, 1).astype(np.float32) * strength, rows)

    # What most styles do alike

    def boat(self, thing):
        self._shadow(thing)
        self.parts(objects.boat(self.reading, thing))

    def _shadow(self, thing):
        """A boat's dark, broken reflection."""
        left, _, right, bottom = thing.box
        bottom = max(line[:, 1].max() for line in thing.lines[:1])
        plate = Plate(self.shape)
        for number in range(3):
            y = bottom + (0.9 + 1.5 * number) * self.unit
            inset = (right - left) * (0.06 + 0.12 * number)
            line = np.array([(left + inset, y), ((left + right) / 2, y), (right - inset, y)])
            plate.brush([line], np.array([0.3, 1.3, 0.3]) * self.unit, 0.8 - 0.2 * number)
        self.canvas.cover(self.palette["water"] * 0.55, plate.mask() * self.wet * 0.8)

    def pavilion(self, thing):
        self.parts(objects.pavilion(self.reading, thing))

    def bird(self, thing):
        self.parts(objects.bird(self.reading, thing))

    def tree(self, thing):
        draw = foliage.bough if thing.name == "bough" else foliage.tree
        self.parts(draw(self.reading, thing, self.generator, self.solid))

    def finish(self):
        """Lays paper, silk or wood over it all."""
        paper.lay(self.scene.style, self.canvas, self.noise, self.unit)
