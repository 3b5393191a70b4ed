"""Makes the reference paintings' measures and features again.

python -m artlab.gallery.analysis.reference
"""

import json
from pathlib import Path

import numpy as np

from artlab import runtime
from artlab.gallery.analysis import novelty, reference, seeing
from artlab.gallery.analysis.measures import DEFINITIONS
from artlab.gallery.analysis.viewing import View

LEAST_SPREAD = 0.05  # of a feature; most have about 1, and channels that no painting wakes 0
FILE = Path(__file__).parent / "data" / "reference.safetensors"


def make(num=reference.NUM_WORLD, paintings=None):
    """Renders and measures the reference paintings.

    Args:
        num: how many of our world.
        paintings: those of the Met; all by default.

    Returns:
        Dict of arrays, as `reference.load` reads them.
    """
    from artlab.datasets import met_paintings

    paintings = met_paintings() if paintings is None else paintings
    seeds = reference.FIRST_SEED + np.arange(num)
    pictures = {
        "world": [reference.painting(seed) for seed in seeds],
        "met": [painting.painting for painting in paintings],
    }
    features = {who: seeing.picture_features(found, "deep") for who, found in pictures.items()}
    everything = np.concatenate(list(features.values()))
    spread = np.maximum(everything.std(axis=0), LEAST_SPREAD)
    arrays = {"mean": everything.mean(axis=0), "spread": spread}
    for who, found in features.items():
        placed = reference.projected((found - arrays["mean"]) / arrays["spread"])
        arrays[who] = placed.astype(np.float16)
    arrays |= {"seeds": seeds, "ids": np.array([painting.object_id for painting in paintings])}
    return arrays | _measures(arrays, pictures)


def _measures(arrays, pictures):
    """The tables of measures, with novelty, typicality and creativity behind the others."""
    places = {who: arrays[who].astype(np.float32) for who in ("world", "met")}
    known = reference.Reference(
        **places, seeds=arrays["seeds"], ids=arrays["ids"], measures={}, names=(),
        mean=arrays["mean"], spread=arrays["spread"],
    )  # fmt: skip
    tables = {}
    for who, found in pictures.items():
        own = np.array([_own_measures(picture) for picture in found], np.float32)
        tables[f"measures.{who}"] = np.hstack([own, novelty.among_themselves(known, who)])
    names = json.dumps([*DEFINITIONS, *novelty.NAMES])
    return tables | {"names": np.frombuffer(names.encode(), np.uint8)}


def _own_measures(picture):
    seen = View(picture)
    return [one.find(seen) for one in DEFINITIONS.values()]


def main():
    """Writes `data/reference.safetensors`."""
    from safetensors.numpy import save

    arrays = {name: np.ascontiguousarray(array) for name, array in make().items()}
    with runtime.atomic_write(FILE) as temporary:
        temporary.write_bytes(save(arrays))
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes")
