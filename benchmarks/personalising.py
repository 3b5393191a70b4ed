"""How many pictures and lines a personal painter and writer take, and what they forget and copy.

    python -m benchmarks.personalising painter|writer

The painter learns from a look that it never saw and whose truth is known: the landscape world
with other colours (`artlab.world.looks`). Held-out scenes are painted
in that look by the world's own rules, so each way is measured against what it should have been.
Beside it stand the shipped painter, the same with the mean and covariance of the pictures'
colours (`gallery.match_colors`), and style transfer in one pass (`gallery.fast_transfer`).

The writer learns lines of a small grammar, of which the entropy is known: no writer can have less
loss on held-out lines. Runs that were interrupted go on with the row that was missing.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path

import numpy as np

from artlab import runtime, world
from artlab.world import looks
from benchmarks import machine

STYLE = "watercolour"
PICTURES, LINES = (1, 2, 5, 10, 20), (5, 20, 100)
SEEDS = (0, 1, 2)
STEPS = 80
KEPT = runtime.cache_dir() / "personalising"  # the painters, for the figure
FIRST_HELD_OUT, NUM_HELD_OUT = 51_000_000, 12


def scenes(first: int, num: int, **fixed) -> list:
    """Pairs of a plan and its sketch, by day and in clear weather."""
    fixed = {"style": STYLE, "time": "day", "weather": "clear", "palette": 0} | fixed
    plans = [world.sample(first + n, format="square", **fixed) for n in range(num)]
    return [(plan, world.draw(plan, first + n)) for n, plan in enumerate(plans)]


def rendered(pairs: list) -> list:
    return [world.render(plan, sketch, 256, 0, finish=False) for plan, sketch in pairs]


def distances(pictures: list, truth: list) -> dict:
    """Mean L1 in [0, 1], and mean relative distance of features of HED-VGG16 in three layers."""
    import torch

    from artlab.gallery import features
    from artlab.gallery.losses import relative_distance

    layers, found = ("conv1_2", "conv2_2", "conv3_3"), []
    for pair in zip(pictures, truth, strict=True):
        with torch.no_grad():
            seen = [features.hed_vgg16()(features.as_tensor(one), layers) for one in pair]
        found.append(np.mean([float(relative_distance(seen[0][n], seen[1][n])) for n in layers]))
    pixels = [
        np.abs(one.astype(float) - other).mean() / 255
        for one, other in zip(pictures, truth, strict=True)
    ]
    return {"pixels": round(float(np.mean(pixels)), 4), "features": round(float(np.mean(found)), 4)}


def nearest(pictures: list, learned: list) -> float:
    """Mean L1 to the nearest picture that was learned from, at 32 pixels, in [0, 1]."""
    import cv2

    def small(many):
        reduced = [cv2.resize(one, (32, 32), interpolation=cv2.INTER_AREA) for one in many]
        return np.stack(reduced).astype(float) / 255

    apart = np.abs(small(pictures)[:, None] - small(learned)[None]).mean(axis=(2, 3, 4))
    return round(float(apart.min(axis=1).mean()), 4)


def forgotten(painter) -> dict:
    """L1 to the world's own paintings in the four old styles, with the old conditions."""
    from artlab.studio.painter import Painter
    from artlab.world.scene import STYLES

    found = {}
    for style in STYLES:
        pairs = scenes(FIRST_HELD_OUT + 500, 4, style=style)
        plans, sketches = zip(*pairs, strict=True)
        painted = Painter.paint_many(painter, sketches, plans)  # past the look's own conditions
        found[style] = distances(painted, rendered(pairs))["pixels"]
    return found


def baselines(rows: list, pairs: list, truth: list) -> None:
    """The shipped painter, its colours matched, and style transfer in one pass."""
    from artlab.gallery import fast_transfer, match_colors
    from artlab.studio import Painter

    plans, sketches = zip(*pairs, strict=True)
    plain = Painter.load().paint_many(sketches, plans)
    floor = distances(plain, rendered(pairs))
    add(rows, {"way": "shipped", **distances(plain, truth), "in its own look": floor})
    for num in PICTURES:
        pool = np.concatenate(looks.jade_pictures(num, 0), axis=1)
        matched = [match_colors(one, pool) for one in plain]
        add(rows, {"way": "colours matched", "pictures": num, **distances(matched, truth)})
    style = looks.jade_pictures(1, 0)[0]
    passed = [fast_transfer(one, style, size=256).image for one in plain]
    add(rows, {"way": "one pass", "pictures": 1, **distances(passed, truth)})
    add(rows, {"way": "before", "forgotten": forgotten(Painter.load())})


def painter(rows: list) -> None:
    """All sizes and seeds, those first that are missing."""
    from artlab.studio import personalise_painter

    pairs = scenes(FIRST_HELD_OUT, NUM_HELD_OUT)
    plans, sketches = zip(*pairs, strict=True)
    with looks.jade():
        truth = rendered(pairs)
    if not rows:
        baselines(rows, pairs, truth)
    done = {(row.get("pictures"), row.get("seed")) for row in rows if row["way"] == "personal"}
    for seed in SEEDS:
        for num in PICTURES:
            if (num, seed) in done:
                continue
            learned, started = looks.jade_pictures(num, seed), time.process_time()
            made = personalise_painter(learned, name="Jade", steps=STEPS, seed=seed)
            seconds = round(time.process_time() - started, 1)
            made.save(KEPT / f"{num}_{seed}")
            painted = made.paint_many(sketches, plans)
            row = {"way": "personal", "pictures": num, "seed": seed, **distances(painted, truth)}
            row |= {"base": made.base, "cpu_seconds": seconds, "forgotten": forgotten(made)}
            near = {"paintings": nearest(painted, learned), "truth": nearest(truth, learned)}
            add(rows, row | {"nearest": near})


def add(rows: list, row: dict) -> None:
    """Keeps a row at once."""
    rows.append(row)
    print(row, flush=True)


class Kept(list):
    """Rows that are written as soon as they are there."""

    def __init__(self, part: str):
        self.part = part
        path = Path(__file__).parent / "results" / "personalising.json"
        self.known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        super().__init__(self.known.get(part, []))

    def append(self, row: dict) -> None:
        super().append(row)
        with contextlib.redirect_stdout(None):
            machine.report("personalising", Kept(self.part).known | {self.part: list(self)})


def main(part: str) -> None:
    """One of the two parts."""
    if part == "painter":
        painter(Kept(part))
    else:
        from benchmarks import personalising_words

        personalising_words.measure(Kept(part))


if __name__ == "__main__":
    main(sys.argv[1])
