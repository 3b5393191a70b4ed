"""A recogniser of sketches that sees no tags: it counts what is drawn from the lines alone.

    python -m benchmarks.recogniser --scenes 1000

It certifies itself before it measures the drawer. What it gets is `bare(sketch)`: polylines
without names, without instances and in shuffled order. Each polyline is walked at even steps in
a direction that its shape decides, so the number of points and the direction in which a stroke
was drawn, which the drawer's grammar dictates for each element, are not seen either. What is
left is shape, size, place, which strokes touch, and that one polyline is one stroke of the pen.

A small network (`benchmarks.stroke_network`) gives each stroke a role, "hull" or "scribble";
rules then count: a hull counts as a boat only with a mast, a sail or an awning on it, a willow
needs three fronds, a river both banks. The network is trained on drawings of the world,
quantised as the drawer's tokens are, some of them spoiled on purpose, so that what is badly
drawn is not counted. It is kept in the cache folder and trained where it is not there (about
ten CPU minutes).

Reading the results (`benchmarks/results/recogniser.json`): `elements` is the share of the ten
fields that were read right in true drawings of other seeds; `present` is that of the fields in
which a drawing holds something; `error` is the share of drawings whose field was misread;
`scenes` is the share of drawings without a mistake. No drawer can be measured to be better than
this. `spoiled` is the share of drawings in which a scrawled element was no longer counted.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from artlab import runtime
from artlab.studio import tokens
from artlab.world import Sketch, Stroke, draw, sample
from artlab.world.sketch import PLAIN
from benchmarks import machine, stroke_network, stroke_reader
from benchmarks.stroke_reader import ROLES

NUM_SCENES = 5000  # to learn from
FIRST_SEED, HELD_OUT = 700_000_000, 800_000_000  # of training, of certification
FIELDS = ("mountains", "water", "trees", "num_trees", "light", "boats", "pavilions", "birds",
          "clouds", "foreground")  # fmt: skip
PARTS = {  # role that stands for an element, the roles that must be on it, how many, how near
    "pine": ("pine", ("branch", "crown"), 3, 0.1),
    "willow": ("willow", ("frond",), 3, 0.1),
    "bamboo": ("bamboo", ("sprig",), 1, 0.1),
    "boat": ("hull", ("mast", "sail", "awning"), 1, 0.3),
    "pavilion": ("floor", ("roof", "upper roof"), 1, 0.7),
}
SEVERAL = "several"  # kinds of what there should be one kind of


def default_path() -> Path:
    """Where the weights are kept between runs."""
    return runtime.cache_dir() / "recogniser" / "recogniser.safetensors"


def bare(sketch: Sketch, seed: int = 0) -> Sketch:
    """The lines of a sketch: no names, no instances, the strokes shuffled."""
    order = np.random.default_rng([seed, 3]).permutation(len(sketch.strokes))
    return Sketch([Stroke(PLAIN, sketch.strokes[i].points) for i in order], sketch.format)


def true_sketch(seed: int) -> Sketch:
    """The world's drawing of a seed, on the grid of the drawer's tokens."""
    scene = sample(seed)
    return tokens.decode_sketch(tokens.encode_sketch(draw(scene, seed)), scene.format)


def wanted(scene) -> dict:
    """What should be counted in a drawing of a scene: a dict of `FIELDS`."""
    return {"mountains": len(scene.mountains)} | {
        name: getattr(scene, name) for name in FIELDS if name != "mountains"
    }


# Counting


def count(sketch: Sketch, roles) -> dict:
    """What a drawing shows, once the role of every stroke is known.

    Args:
        sketch: a `Sketch`, of which only points and format are looked at.
        roles: one of `ROLES` for each stroke.

    Returns:
        A dict of `FIELDS`.
    """
    found = {role: list(roles).count(role) for role in ROLES}
    found |= {name: _whole(sketch, roles, name) for name in PARTS}
    kinds = ("pine", "willow", "bamboo")
    water = {"lake": found["lake"], "river": found["bank"] // 2, "sea": found["sea"]}
    return {
        "mountains": found["skyline"],
        "water": _kind(water),
        "trees": _kind({kind: min(found[kind], 1) for kind in kinds}),
        "num_trees": sum(found[kind] for kind in kinds),
        "light": _kind({kind: found[kind] for kind in ("sun", "moon")}),
        "boats": found["boat"],
        "pavilions": found["pavilion"],
        "birds": found["bird"],
        "clouds": found["cloud"],
        "foreground": _kind({kind: found[kind] for kind in ("rock", "bough")}),
    }


def _kind(numbers):
    """The kind of which there is one, "none", or "several"."""
    there = [kind for kind, number in numbers.items() if number]
    return (there or ["none"])[0] if sum(numbers.values()) <= 1 else SEVERAL


def _whole(sketch, roles, name):
    """How many of an element have the parts that they cannot do without."""
    key, others, least, reach = PARTS[name]
    scale = np.array([stroke_reader.aspect_of(sketch), 1.0])
    lines = [stroke_reader.walked(stroke.points * scale) for stroke in sketch.strokes]
    bodies = [line for line, role in zip(lines, roles, strict=True) if role == key]
    parts = [line for line, role in zip(lines, roles, strict=True) if role in others]
    apart = [
        (np.hypot(*np.moveaxis(body[:, None] - part, -1, 0)).min(), place, number)
        for place, body in enumerate(bodies)
        for number, part in enumerate(parts)
    ]
    has, given = [0] * len(bodies), set()
    for distance, place, number in sorted(apart):
        near = distance <= reach * np.ptp(bodies[place], axis=0).max() + 0.01
        if near and number not in given and has[place] < least:
            has[place] += 1
            given.add(number)
    return sum(number == least for number in has)


# Recognising


class Recogniser:
    """Reads sketches with a trained network; loaded or trained with `Recogniser.load()`."""

    def __init__(self, network):
        self.network = network

    @classmethod
    def load(cls, path: Path | None = None, report=print):
        """The trained recogniser; where there is none yet, it is trained first."""
        import safetensors.torch as safetensors

        path = path or default_path()
        if not path.exists():
            report(f"No recogniser is there yet; it learns from {NUM_SCENES:,} drawings.")
            sketches = [true_sketch(FIRST_SEED + number) for number in range(NUM_SCENES)]
            network = stroke_network.train(sketches, report=report)
            path.parent.mkdir(parents=True, exist_ok=True)
            with runtime.atomic_write(path) as temporary:
                safetensors.save_file(network.state_dict(), temporary)
            return cls(network)
        weights = safetensors.load_file(path)
        network = stroke_network.build(weights["first.0.weight"].shape[1])
        network.load_state_dict(weights)
        return cls(network.eval())

    def roles(self, sketches) -> list[list[str]]:
        """The role of every stroke of every sketch."""
        import torch

        found = []
        for start in range(0, len(sketches), 32):
            items = [stroke_reader.features(sketch) for sketch in sketches[start : start + 32]]
            with torch.no_grad():
                best = self.network(*stroke_network.batch(items)).argmax(-1).numpy()
            found += [
                [ROLES[i] for i in row[: len(seen)]]
                for row, (seen, _) in zip(best, items, strict=True)
            ]
        return found

    def __call__(self, sketches) -> list[dict]:
        """What each sketch shows, its names taken off first: a list of dicts of `FIELDS`."""
        sketches = [bare(sketch) for sketch in sketches]
        return [
            count(sketch, roles)
            for sketch, roles in zip(sketches, self.roles(sketches), strict=True)
        ]


# Certifying


def certify(recogniser, num_scenes: int) -> dict:
    """How often the recogniser is wrong on true drawings that it has not learned from."""
    seeds = range(HELD_OUT, HELD_OUT + num_scenes)
    truths = [wanted(sample(seed)) for seed in seeds]
    sketches = [true_sketch(seed) for seed in seeds]
    found = recogniser(sketches)
    wrong = {
        name: sum(f[name] != t[name] for f, t in zip(found, truths, strict=True)) for name in FIELDS
    }
    return {
        "num_scenes": num_scenes,
        "num_elements": num_scenes * len(FIELDS),
        "elements": 1 - sum(wrong.values()) / num_scenes / len(FIELDS),
        "present": _share_of_present(found, truths),
        "scenes": float(np.mean([f == t for f, t in zip(found, truths, strict=True)])),
        "error": {name: number / num_scenes for name, number in wrong.items()},
        "spoiled": certify_spoiled(recogniser, sketches, truths),
        "mistakes": [
            {"seed": seed, "field": name, "is": truth[name], "read": read[name]}
            for seed, truth, read in zip(seeds, truths, found, strict=True)
            for name in FIELDS
            if truth[name] != read[name]
        ],
    }


def _share_of_present(found, truths):
    """Share of fields read right, of those in which the drawing holds something."""
    right = [
        read[name] == truth[name]
        for read, truth in zip(found, truths, strict=True)
        for name in FIELDS
        if truth[name] not in (0, "none")
    ]
    return sum(right) / len(right)


SPOIL = {"bird": "birds", "cloud": "clouds", "boat": "boats", "moon": "light",
         "mountain": "mountains"}  # fmt: skip


def certify_spoiled(recogniser, sketches, truths) -> dict:
    """Share of drawings in which a scrawled element is not counted, for each name in `SPOIL`."""
    generator, shares = np.random.default_rng(5), {}
    for name, field in SPOIL.items():
        chosen = [place for place, sketch in enumerate(sketches) if sketch.of(name)][:200]
        scrawled = [stroke_reader.scrawled(sketches[i], name, generator) for i in chosen]
        found = recogniser(scrawled)
        pairs = zip(found, chosen, strict=True)
        shares[name] = float(np.mean([f[field] != truths[i][field] for f, i in pairs]))
    return shares


def main() -> None:
    """Certify the recogniser, training it first where it is not there."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--scenes", type=int, default=1000)
    parser.add_argument("--weights", type=Path, default=default_path())
    parser.add_argument("--train", action="store_true", help="train anew")
    options = parser.parse_args()
    if options.train:
        options.weights.unlink(missing_ok=True)
    recogniser = Recogniser.load(options.weights)
    machine.report("recogniser", certify(recogniser, options.scenes))


if __name__ == "__main__":
    main()
