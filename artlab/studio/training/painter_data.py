"""Pictures to learn painting from: rendered scenes in shards, made by several processes.

A shard is two files: `NNN.npy`, uint8 of shape (SHARD, height, width, 3), and `NNN.json`,
its scenes and sketches. All pictures of a shard share a format, so that they fit a batch.
"""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import numpy as np

from artlab import world
from artlab.runtime import atomic_write

SHARD = 100  # pictures in a shard
SIZE = 256
FIRST_SEED = 2_000_000  # scenes of other seeds are never trained on
FORMATS = ("square",) * 7 + ("4:3",) + ("square",) * 7 + ("2:1", "1:2", "4:3", "2:1", "1:2")


def shard_format(number: int) -> str:
    """The format of a shard's pictures; fourteen of twenty are square."""
    return FORMATS[number % len(FORMATS)]


def scene_of(number: int, place: int) -> world.Scene:
    """The scene at one place of a shard; the four styles take turns."""
    from artlab.world.scene import STYLES

    seed = FIRST_SEED + number * SHARD + place
    style = STYLES[place % len(STYLES)]
    return world.sample(seed, style=style, format=shard_format(number))


def make_shard(folder: str | Path, number: int) -> None:
    """Renders one shard, unless it is there already."""
    folder = Path(folder)
    described = folder / f"{number:03d}.json"
    if described.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    pictures, rows = [], []
    for place in range(SHARD):
        scene = scene_of(number, place)
        sketch = world.draw(scene, seed=number * SHARD + place)
        pictures.append(world.render(scene, sketch, SIZE, seed=0, finish=False))
        rows.append({"scene": scene.to_dict(), "sketch": sketch.to_dict()})
    with atomic_write(folder / f"{number:03d}.npy") as temporary, open(temporary, "wb") as file:
        np.save(file, np.stack(pictures))
    with atomic_write(described) as temporary:
        Path(temporary).write_text(json.dumps(rows), encoding="utf-8")


def make_shards(folder: str | Path, num_shards: int, processes: int = 1) -> None:
    """Renders shards 0 to `num_shards` - 1; those that are there are kept."""
    jobs = [(folder, number) for number in range(num_shards)]
    if processes == 1:
        for job in jobs:
            make_shard(*job)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.starmap(make_shard, jobs, chunksize=1)


def load_shard(folder: str | Path, number: int):
    """Pictures (memory-mapped), scenes and sketches of a shard; None if it is not there yet."""
    described = Path(folder) / f"{number:03d}.json"
    if not described.exists():
        return None
    rows = json.loads(described.read_text(encoding="utf-8"))
    scenes = [world.Scene.from_dict(row["scene"]) for row in rows]
    sketches = [world.Sketch.from_dict(row["sketch"]) for row in rows]
    return np.load(Path(folder) / f"{number:03d}.npy", mmap_mode="r"), scenes, sketches
