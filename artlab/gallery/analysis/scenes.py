"""Rendered scenes for the reader to learn from, in shards that are made once and kept."""

import dataclasses
import json
from pathlib import Path

import cv2
import numpy as np

from artlab import world
from artlab.runtime import atomic_write
from artlab.world.scene import ELEMENTS, NUM_PALETTES, STYLES, TIMES, WEATHERS

SIZE = 256  # longer side
SHARD = 128  # pictures in a shard
FIRST_SEED = 500_000_000  # to learn from
HELD_OUT = 600_000_000  # to measure on; no other training uses either
MARKED = ELEMENTS[:-1]  # all but "ground", which no plan asks for
CELL = 16  # pixels of a painting to a cell of its marks
FORMATS = ("square", "4:3", "square", "2:1", "square", "1:2", "square", "4:3", "square",
           "2:1", "square", "1:2", "square", "4:3")  # fmt: skip


def plan_of(number, place, first=FIRST_SEED):
    """A scene and the seed of its drawing; two neighbours share a drawing.

    Args:
        number: of the shard; all its pictures have one format.
        place: in the shard.
        first: seed of the first scene.

    Returns:
        `(Scene, seed)`. At odd places style, time, weather and palette are drawn anew.
    """
    seed = first + (number * SHARD + place) // 2
    scene = world.sample(seed, format=FORMATS[number % len(FORMATS)])
    if place % 2 == 0:
        return scene, seed
    generator = np.random.default_rng([seed, 7])
    times = [
        time for time in TIMES if (scene.light, time) not in (("sun", "night"), ("moon", "day"))
    ]
    words = {"style": STYLES, "time": times, "weather": WEATHERS}
    drawn = {name: str(generator.choice(values)) for name, values in words.items()}
    return dataclasses.replace(scene, **drawn, palette=int(generator.integers(NUM_PALETTES))), seed


def rendered(scene, seed, drawing=None):
    """A painting of a scene; every second seed without paper, silk and grain.

    Returns:
        uint8 (height, width, 3), longer side 256.
    """
    drawing = world.draw(scene, seed) if drawing is None else drawing
    return world.render(scene, drawing, SIZE, seed, finish=bool(seed % 2))


def marks(drawing):
    """Where the lines of each element run, on a coarse grid.

    Args:
        drawing: a `Sketch`.

    Returns:
        uint8 (15, rows, columns), 16 for the longer side; 1 where an element of `MARKED` has a
        line in the cell.
    """
    rows, columns = drawing.shape(SIZE // CELL)
    found = np.zeros((len(MARKED), rows, columns), np.uint8)
    for stroke in drawing.strokes:
        if stroke.element in MARKED:
            points = np.floor(stroke.points * (columns, rows) * (1 - 1e-6)).astype(np.int32)
            cv2.polylines(found[MARKED.index(stroke.element)], [points], False, 1)
    return found


def make_shard(folder, number, first=FIRST_SEED):
    """Renders a shard, unless it is there.

    `NNN.npy` holds its pictures, `NNN-marks.npy` their marks, `NNN.json`, written last, their
    scenes.
    """
    folder, scenes, drawings = Path(folder), [], []
    if (folder / f"{number:03d}.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    for place in range(SHARD):
        scene, seed = plan_of(number, place, first)
        drawings.append(drawings[-1] if place % 2 else world.draw(scene, seed))
        pictures.append(rendered(scene, seed, drawings[-1]))
        scenes.append(scene.to_dict())
    _save(folder / f"{number:03d}.npy", np.stack(pictures))
    _save(folder / f"{number:03d}-marks.npy", np.stack([marks(one) for one in drawings]))
    with atomic_write(folder / f"{number:03d}.json") as temporary:
        Path(temporary).write_text(json.dumps(scenes), encoding="utf-8")


def load_shard(folder, number):
    """Pictures and marks of a shard, memory-mapped, and its scenes; None if it is not there."""
    folder = Path(folder)
    if not (folder / f"{number:03d}.json").exists():
        return None
    rows = json.loads((folder / f"{number:03d}.json").read_text(encoding="utf-8"))
    pictures = np.load(folder / f"{number:03d}.npy", mmap_mode="r")
    marked = np.load(folder / f"{number:03d}-marks.npy", mmap_mode="r")
    return pictures, marked, [world.Scene.from_dict(row) for row in rows]


def _save(path, array):
    with atomic_write(path) as temporary, open(temporary, "wb") as file:
        np.save(file, array)
