"""The paintings that others are compared with: 400 rendered ones of our world, 174 of the Met.

Their measures and their features are shipped in `data/reference.safetensors`; the card beside it
says how they were made.

    python -m artlab.gallery.analysis.reference   # makes them again
"""

import dataclasses
import functools
import importlib.resources
import json

import numpy as np

from artlab import world
from artlab.world.scene import STYLES

FIRST_SEED = 730_000_000
NUM_WORLD = 400  # as many of each style
SIZE = 256
NUM_AXES = 256  # of the space to which features are projected
MET = "the Met"


@dataclasses.dataclass(frozen=True, eq=False)
class Reference:
    """What is known of the reference paintings.

    Attributes:
        world, met: projected features, float32 (num, 256).
        seeds: of the rendered paintings, int (num,).
        ids: the Met's object numbers, int (num,).
        measures: dict from "world" and "met" to float32 (num, num_measures), nan where a
            measure found nothing.
        names: of the measures, in the order of the columns.
        mean, spread: of each feature over all paintings, before the projection.
    """

    world: np.ndarray
    met: np.ndarray
    seeds: np.ndarray
    ids: np.ndarray
    measures: dict
    names: tuple
    mean: np.ndarray
    spread: np.ndarray

    def project(self, features):
        """Features (num, num_features) in the reference's space, (num, 256)."""
        return projected((features - self.mean) / self.spread)

    @functools.cached_property
    def usual(self):
        """Median distance of a rendered painting from the nearest other one."""
        gaps = np.linalg.norm(self.world[:, None] - self.world[None], axis=-1)
        np.fill_diagonal(gaps, np.inf)
        return float(np.median(gaps.min(axis=1)))

    @functools.cached_property
    def kinds(self):
        """Dict from each kind of painting to its centre and its paintings' distances from it.

        A painting's distance is that from the centre of the others of its kind.
        """
        groups = {
            style: self.world[self.seeds % len(STYLES) == i] for i, style in enumerate(STYLES)
        }
        return {kind: _spread_of(group) for kind, group in (groups | {MET: self.met}).items()}

    def share_below(self, name, value):
        """Where a value lies among the paintings: dict "world", "met" to a share in [0, 1]."""
        return {who: _share(table[:, self.names.index(name)], value)
                for who, table in self.measures.items()}  # fmt: skip

    def limits(self, name, shares=(0.1, 0.9)):
        """Quantiles of a measure: dict from "world" and "met" to an array."""
        return {who: np.nanquantile(table[:, self.names.index(name)], shares)
                for who, table in self.measures.items()}  # fmt: skip


def _spread_of(group):
    center = group.mean(axis=0)
    own = np.linalg.norm(group - center, axis=1) * len(group) / (len(group) - 1)
    return center, own


def _share(values, value):
    values = values[np.isfinite(values)]
    if not np.isfinite(value) or not len(values):
        return float("nan")
    return float(((values < value).mean() + (values <= value).mean()) / 2)


def projected(features):
    """A random projection to 256 axes that keeps distances, the same on every machine.

    References:
        Johnson & Lindenstrauss 1984; Achlioptas 2003, Database-friendly random projections,
        theorem 1.1 (signs in place of normal numbers).
    """
    return np.asarray(features, np.float32) @ _signs(np.shape(features)[-1])


@functools.cache
def _signs(num_features):
    draws = np.random.RandomState(0).randint(0, 2, (num_features, NUM_AXES))  # a frozen stream
    return ((2 * draws - 1) / np.sqrt(NUM_AXES)).astype(np.float32)


def scene(seed):
    """The scene of a rendered reference painting.

    Args:
        seed: an int, such as one of `Reference.seeds`.
    """
    return world.sample(int(seed), style=STYLES[int(seed) % len(STYLES)])


def painting(seed):
    """A rendered reference painting: uint8 (height, width, 3); `seed` as in `scene`."""
    told = scene(seed)
    sketch = world.draw(told, seed=int(seed))
    return world.render(told, sketch, size=SIZE, seed=int(seed))


@functools.cache
def load():
    """The shipped `Reference`."""
    from safetensors.numpy import load as read

    data = (importlib.resources.files("artlab.gallery.analysis") / "data").joinpath
    arrays = read(data("reference.safetensors").read_bytes())
    names = tuple(json.loads(bytes(arrays.pop("names"))))
    measures = {who: arrays.pop(f"measures.{who}") for who in ("world", "met")}
    mean, spread = arrays.pop("mean"), arrays.pop("spread")
    places = {who: arrays.pop(who).astype(np.float32) for who in ("world", "met")}
    return Reference(**places, **arrays, measures=measures, names=names, mean=mean, spread=spread)


if __name__ == "__main__":
    from artlab.gallery.analysis import reference_making

    reference_making.main()
