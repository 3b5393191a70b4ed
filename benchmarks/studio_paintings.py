"""The painter against the renderer: nearness, sharpness, and what an independent judge sees.

    python -m benchmarks.studio_paintings --num 500

Scenes are sampled from seeds that no shard of the painter's training holds; their drawings are
the world's. The painter learned from `render(scene, sketch, 256, seed=0, finish=False)`, so this
is the real painting that its paintings are held against.

**Two renderings of one scene.** A rendering is decided by its scene, its drawing and a seed: that
of its texture (clouds of wash, grain of brushes, streaks on slopes) and of a small shift of all
colours (4 degrees of hue, 7% of chroma). Training holds the seed at 0, and the painter is given
the textures as planes of its input and the colours as numbers. So there are two yardsticks for
its L1. `two_renderings` is `render(seed=0)` against `render(seed=1)`, without finishing: equally
good, painted on another day. `same_colours` is stricter: the colours of seed 0 with the texture of
seed 1. The painter, which knows the one texture, may undercut both.

Reading the results (`benchmarks/results/studio_paintings.json`):

- `l1`: mean absolute difference, pixels in [0, 1]: of the painter's paintings and of those from
  plain lines (`plain`) to the real ones, and the two yardsticks; `ratio` is `painter` over
  `two_renderings`, `strict_ratio` over `same_colours`; also by style;
- `bands`: energy of the luminance in four radial bands of the spectrum, relative to the real
  paintings': the composition (fewer than 1 cycle in 32 pixels), shapes (1/32 to 1/8 cycles per
  pixel), texture (1/8 to 1/4) and the finest grain (the rest). 1 is as rich as real; a blurred
  painting falls off from left to right. Energies are summed over all paintings, then divided;
  `per_style` divides within each style. `two_renderings` is the yardstick: seed 1 over seed 0;
- `judge`: how often the independent judge (`benchmarks.judge`, trained on renderings only) reads
  in the paintings what the plan says, on real ones, on the painter's and on those from plain
  lines; `agreement` is the painter's share over the real one's. Left out, with a word, where no
  judge has been trained.
"""

from __future__ import annotations

import argparse
import importlib
import itertools

import numpy as np

from artlab import runtime, world
from artlab.studio import Painter
from artlab.studio.training import painter_data
from artlab.world.render import PAINTERS, render
from artlab.world.scene import STYLES
from benchmarks import judge as judges
from benchmarks import machine

FIRST_SEED = 900_000_000  # shards have seeds from 2,000,000 on, a hundred each
SIZE = painter_data.SIZE
EDGES = (1e-6, 1 / 32, 1 / 8, 1 / 4, 1)  # cycles per pixel between the bands; Nyquist is 1/2
BATCH = 12


def scenes(number: int) -> list:
    """Held-out scenes: the styles take turns, and formats are as frequent as in training."""
    formats, found = painter_data.FORMATS, []
    for place in range(number):
        style, shape = STYLES[place % 4], formats[place // 4 % len(formats)]
        found.append(world.sample(FIRST_SEED + place, style=style, format=shape))
    return found


def distance(first, second) -> float:
    """Mean absolute difference of two uint8 pictures, in [0, 1]."""
    return float(np.abs(first.astype(np.float32) - second).mean() / 255)


def band_energies(picture) -> np.ndarray:
    """Energy of the luminance in the bands between `EDGES`: array of shape (4,)."""
    grey = picture.astype(np.float64) @ (0.299, 0.587, 0.114) / 255
    height, width = grey.shape
    window = np.hanning(height)[:, None] * np.hanning(width)
    power = np.abs(np.fft.rfft2((grey - grey.mean()) * window)) ** 2
    radius = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    pairs = itertools.pairwise(EDGES)
    return np.array([power[(radius >= low) & (radius < high)].sum() for low, high in pairs])


def same_colours(scene, sketch):
    """The rendering with the colours of seed 0 and the texture of seed 1."""
    module, name = PAINTERS[scene.style]
    painter = getattr(importlib.import_module(f"artlab.world.{module}"), name)
    whole = painter(scene, sketch, SIZE, 1)
    whole.palette = painter(scene, sketch, SIZE, 0).palette
    return whole.paint(False)


def painted(painter: Painter, number: int) -> dict:
    """Paintings of every kind, one list each, and their plans."""
    found = {name: [] for name in ("plans", "real", "other", "texture", "painter", "plain")}
    for start in range(0, number, BATCH):
        plans = scenes(number)[start : start + BATCH]
        seeds = range(FIRST_SEED + start, FIRST_SEED + start + len(plans))
        sketches = [world.draw(plan, seed) for plan, seed in zip(plans, seeds, strict=True)]
        pairs = list(zip(plans, sketches, strict=True))
        found["plans"] += plans
        for name, seed in (("real", 0), ("other", 1)):
            found[name] += [render(*pair, SIZE, seed, finish=False) for pair in pairs]
        found["texture"] += [same_colours(*pair) for pair in pairs]
        found["painter"] += painter.paint_many(sketches, plans, SIZE)
        found["plain"] += painter.paint_many(sketches, plans, SIZE, plain=True)
    return found


def distances(found, chosen) -> dict:
    """Mean L1 of the painter, from plain lines, and between two renderings; and the ratios."""
    l1 = {
        name: float(np.mean([distance(found[name][i], found["real"][i]) for i in chosen]))
        for name in ("painter", "plain", "other", "texture")
    }
    between, strict = l1.pop("other"), l1.pop("texture")
    return {
        **l1,
        "two_renderings": between,
        "same_colours": strict,
        "ratio": l1["painter"] / between,
        "strict_ratio": l1["painter"] / strict,
        "ratio_plain": l1["plain"] / between,
    }


def bands(energies, chosen) -> dict:
    """Energies relative to the real paintings', four numbers for each kind of painting."""
    sums = {name: rows[chosen].sum(axis=0) for name, rows in energies.items()}
    names = {"painter": "painter", "plain": "plain", "two_renderings": "other"}
    return {label: (sums[name] / sums["real"]).tolist() for label, name in names.items()}


def judged(found) -> dict | None:
    """What the independent judge reads, or `None` where there is no judge."""
    try:
        judge = judges.load()
    except FileNotFoundError as error:
        print(error)
        return None
    read = {
        name: judges.agreement(judge, found[name], found["plans"])
        for name in ("real", "painter", "plain")
    }
    for name in ("painter", "plain"):
        read[f"agreement_{name}"] = {
            head: read[name][head] / read["real"][head] for head in read["real"]
        }
    return read


def measure(painter: Painter, number: int) -> dict:
    """Paint, render and compare."""
    found = painted(painter, number)
    styles = {
        style: [i for i, plan in enumerate(found["plans"]) if plan.style == style]
        for style in STYLES
    }
    whole = list(range(number))
    energies = {
        name: np.array([band_energies(picture) for picture in found[name]])
        for name in ("real", "other", "painter", "plain")
    }
    return {
        "device": runtime.summary(),
        "num_scenes": number,
        "l1": distances(found, whole),
        "l1_per_style": {style: distances(found, rows) for style, rows in styles.items()},
        "bands": bands(energies, whole),
        "bands_per_style": {style: bands(energies, rows) for style, rows in styles.items()},
        "judge": judged(found),
    }


def main() -> None:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--num", type=int, default=500, help="how many scenes")
    parser.add_argument("--name", default="studio_paintings", help="file in benchmarks/results")
    parser.add_argument("--painter", help="folder of another painter's weights")
    options = parser.parse_args()
    machine.report(options.name, measure(Painter.load(options.painter), options.num))


if __name__ == "__main__":
    main()
