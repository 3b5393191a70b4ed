"""Parts for tests of the pipeline: quick, by rule, with the methods of the real ones."""

import dataclasses
import re

import numpy as np

from artlab import world
from artlab.studio import Studio

WORDS = {
    "water": {"lake": "lake", "sea": "sea", "river": "river", "湖": "lake"},
    "style": {"ink": "ink", "woodblock": "woodblock", "watercolour": "watercolour", "水墨": "ink"},
    "time": {"dusk": "dusk", "night": "night", "dawn": "dawn"},
}
PLAIN = world.Scene(("high", "low"), "lake", "pine", 2, style="watercolour", boats=1)


class Writer:
    """Repeats the prompt, and names a boat."""

    def __init__(self):
        self.asked = []

    def write(self, prompt, seed=0, on_text=None):
        self.asked.append(prompt)
        text = f"Here is what was asked: {prompt} A boat, number {seed % 7}."
        if on_text:
            for end in (10, 20, len(text)):
                on_text(text[:end])
        return text


class Drawer:
    """Reads water, style and time by their words, and draws by the rules of the world."""

    def read(self, text, seed=0):
        told = {
            field: value
            for field, words in WORDS.items()
            for word, value in words.items()
            if re.search(rf"\b{word}\b" if word.isascii() else word, text.lower())
        }
        return dataclasses.replace(PLAIN, palette=seed % 6, **told)

    def draw(self, plan, seed=0, keep=None, on_stroke=None):
        sketch = world.draw(plan, seed)
        if keep:
            old_plan, old = keep
            same = {n for n in world.ELEMENTS if plan.counts.get(n) == old_plan.counts.get(n)}
            strokes = [s for s in old.strokes if s.element in same]
            strokes += [s for s in sketch.strokes if s.element not in same]
            sketch = world.Sketch(strokes, sketch.format)
        for stroke in sketch.strokes if on_stroke else ():
            on_stroke(stroke)
        return sketch


class Painter:
    """One colour a style, the lines on it, and a seed in the first pixel."""

    def paint(self, sketch, plan, size=256, seed=0):
        pixels = np.repeat(sketch.raster(size)[..., None], 3, axis=-1)
        tint = 120 + 20 * world.scene.STYLES.index(plan.style)
        pixels = np.minimum(pixels, tint).astype(np.uint8)
        pixels[0, 0] = seed % 251
        return pixels


def studio(**settings):
    """A `Studio` of these parts."""
    given = {"writer": Writer(), "drawer": Drawer(), "painter": Painter()}
    return Studio(**{**given, "size": 64, **settings})
