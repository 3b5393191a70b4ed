"""Paints four fixed scenes with every snapshot of a painter's run, and measures it.

    python -m artlab.studio.training.snapshots --run FOLDER

FOLDER is where `artlab.studio.training.painter` left `snapshot_NNNNNN.safetensors`. Writes
`artlab/studio/data/painter_snapshots.npz`, and its card beside it.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
from pathlib import Path

import numpy as np
from PIL import Image

from artlab import world
from artlab.gan import checkpoints
from artlab.runtime import atomic_write
from artlab.studio import conditions, snapshots
from artlab.studio.training import painter_data
from artlab.studio.training.painter import HELD_OUT, one_thread, scaled

SIZE, QUALITY = 256, 88
TARGET = Path(__file__).parents[1] / "data" / "painter_snapshots.npz"
SHOWN = (  # one scene a style; seeds below `painter_data.FIRST_SEED` are never trained on
    {"style": "ink", "trees": "willow", "num_trees": 3, "water": "lake", "boats": 1, "birds": 2,
     "time": "day"},
    {"style": "blue-green", "trees": "pine", "num_trees": 3, "water": "river", "pavilions": 1,
     "time": "day"},
    {"style": "watercolour", "trees": "none", "num_trees": 0, "water": "sea", "boats": 2,
     "light": "sun", "time": "dusk"},
    {"style": "woodblock", "trees": "bamboo", "num_trees": 4, "water": "lake", "pavilions": 1,
     "time": "day"},
)  # fmt: skip
MEASURED = 20  # held-out scenes, the four styles in turn

CARD = """# Data: snapshots of the painter's training

Four scenes that the painter never learned from, one in each style, painted at {size} pixels by the
averaged weights of one run after {seen} pictures. Lesson 09 scrubs through them.

| | |
|---|---|
| file | `painter_snapshots.npz`: a WebP strip (quality {quality}) per snapshot, the drawings, the renderer's paintings, and the numbers below |
| made by | `python -m artlab.studio.training.snapshots --run FOLDER`, from the snapshots that `artlab train painter` leaves |
| run | pictures of 128 pixels up to {small:,} seen, of 256 pixels after that; L1 weight {l1:g}, patch discriminator (least squares), seed {seed} |
| measured on | {measured} held-out scenes (shard {shard}), {size} pixels, before compression |
| licence | MIT, like the code that painted them |

| pictures seen | L1 | band 1 | band 2 | band 3 | band 4 |
|---|---|---|---|---|---|
{rows}

L1 is the mean absolute difference of pixels in [0, 1]. The bands are the energy of the grey pictures
at {bands} cycles per picture, divided by that of the renderer's paintings.
"""  # noqa: E501


def shown_scenes():
    """The four scenes and their sketches, a list of pairs."""
    pairs = []
    for number, fixed in enumerate(SHOWN):
        scene = world.sample(90 + number, format="square", weather="clear", **fixed)
        pairs.append((scene, world.draw(scene, seed=90 + number)))
    return pairs


def held_out():
    """Scenes and sketches that measure a snapshot, a list of pairs."""
    scenes = [painter_data.scene_of(HELD_OUT, place) for place in range(MEASURED)]
    pairs = enumerate(scenes)
    return [(s, world.draw(s, seed=HELD_OUT * painter_data.SHARD + place)) for place, s in pairs]


def true_paintings(pairs):
    """What the renderer makes of them, uint8 (num, SIZE, SIZE, 3)."""
    return np.stack([world.render(*pair, SIZE, seed=0, finish=False) for pair in pairs])


def paint(model, pairs):
    """What a generator makes of them, float32 (num, SIZE, SIZE, 3) in [-1, 1]."""
    painted = []
    for scene, sketch in pairs:
        drawing = conditions.channels(sketch, scene, SIZE)[None]
        inputs = [drawing, conditions.style_vector(scene)[None]]
        painted.append(np.asarray(model(inputs, training=False))[0])
    return np.stack(painted)


def measure(painted, real):
    """L1 in [0, 1], and the energy of four bands as shares of the real ones."""
    distance = np.abs(painted - scaled_all(real)).mean() / 2
    energy = snapshots.band_energy(painted) / snapshots.band_energy(scaled_all(real))
    return float(distance), energy


def scaled_all(pictures):
    """uint8 pictures as float32 in [-1, 1]."""
    return np.stack([scaled(picture, SIZE) for picture in pictures])


def strip(paintings, lossless=False):
    """Pictures side by side as the bytes of a WebP."""
    row = np.concatenate(list(paintings), axis=1)
    pixels = row if row.dtype == np.uint8 else np.clip((row + 1) * 127.5, 0, 255).round()
    buffer = io.BytesIO()
    picture = Image.fromarray(pixels.astype(np.uint8))
    picture.save(buffer, "WEBP", quality=QUALITY, lossless=lossless, method=6)
    return buffer.getvalue()


def load_weights(model, path):
    """Gives a generator the weights of a snapshot; returns how many pictures they have seen."""
    arrays, about = checkpoints.load(path)
    for index, weight in enumerate(model.weights):
        weight.assign(arrays[f"weights/{index:03d}"].astype(np.float32))
    return about["images"]


def make(folder, target=TARGET, report=print):
    """Paints and measures all snapshots of a run's folder, and writes strips and card.

    Args:
        folder: holds `snapshot_NNNNNN.safetensors` and `run.safetensors`.
        target: npz file to write; the card lies beside it.
        report: called with a line per snapshot.
    """
    from artlab.studio.training import painter_networks

    folder, target = Path(folder), Path(target)
    model = painter_networks.build_generator()
    shown, measured = shown_scenes(), held_out()
    real = true_paintings(measured)
    rows, strips = [], {}
    for number, path in enumerate(sorted(folder.glob("snapshot_*.safetensors"))):
        seen = load_weights(model, path)
        distance, bands = measure(paint(model, measured), real)
        rows.append((seen, distance, *bands))
        strips[f"strip_{number:02d}"] = strip(paint(model, shown))
        report(f"{seen:,}: L1 {distance:.4f}, bands {bands.round(2)}")
    _, about = checkpoints.load(folder / "run.safetensors")
    _write(target, shown, strips, np.array(rows), json.loads(about["settings"]))


def _write(target, shown, strips, rows, settings):
    drawings = np.stack([sketch.raster(SIZE, color=True) for _, sketch in shown])
    about = {"scenes": [scene.to_dict() for scene, _ in shown], "settings": settings}
    about |= {"size": SIZE, "measured": MEASURED, "bands": list(snapshots.BANDS)}
    packed = {
        **strips,
        "drawings": strip(drawings, lossless=True),
        "paintings": strip(true_paintings([pair for pair in shown])),
        "about": json.dumps(about, sort_keys=True).encode(),
    }
    arrays = {name: np.frombuffer(code, np.uint8) for name, code in packed.items()}
    arrays |= {"seen": rows[:, 0].astype(int), "distances": rows[:, 1], "bands": rows[:, 2:]}
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(target) as temporary, open(temporary, "wb") as file:
        np.savez(file, **arrays)
    with atomic_write(target.with_suffix(".md")) as temporary:
        Path(temporary).write_text(_card(rows, settings), encoding="utf-8")


def _card(rows, settings):
    lines = [
        f"| {int(row[0]):,} | " + " | ".join(f"{value:.3f}" for value in row[1:]) + " |"
        for row in rows
    ]
    limits = snapshots.BANDS
    bands = ", ".join(f"{a} to {b - 1}" for a, b in itertools.pairwise(limits))
    return CARD.format(
        size=SIZE, quality=QUALITY, small=settings["small"], l1=settings["l1"],
        seed=settings["seed"], measured=MEASURED, shard=HELD_OUT, rows="\n".join(lines),
        bands=bands, seen=", ".join(f"{int(row[0]):,}" for row in rows),
    )  # fmt: skip


def main(arguments=None):
    """`python -m artlab.studio.training.snapshots --run FOLDER`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--run", required=True, help="folder of the painter's run")
    parser.add_argument("--out", default=str(TARGET))
    args = parser.parse_args(arguments)
    one_thread(mixed=False)
    make(args.run, args.out, report=lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
