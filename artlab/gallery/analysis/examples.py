"""For each measure the painting that scores highest and the one that scores lowest.

Found by measuring all paintings of the Met and 400 rendered ones, not chosen by hand.
"""

import dataclasses
import functools

import numpy as np

from artlab import images
from artlab.gallery.analysis import prompts, reference

WHOSE = ("met", "world")
NUM_READ = 24  # rendered paintings that are read for "prompt_match"


@dataclasses.dataclass(frozen=True, eq=False)
class Example:
    """One painting and what it scores.

    Attributes:
        picture: uint8 (height, width, 3).
        value: of the measure.
        caption: artist, title and date; or the seed that renders it.
    """

    picture: np.ndarray
    value: float
    caption: str

    def __repr__(self):
        return f"Example({self.caption}: {self.value:.3g})"

    def _repr_html_(self):
        return images.html(self.picture, f"{self.caption}: {self.value:.3g}", width=320)


def examples(name, among=WHOSE):
    """The paintings that score highest and lowest.

    Args:
        name: of a measure, such as "thirds" or "creativity". For "prompt_match" 24 rendered
            paintings are read now, each compared with all that its plan says.
        among: "met", "world" or both.

    Returns:
        `(high, low)`, two `Example`s.

    Raises:
        ValueError: there is no such measure, or no such paintings.

    Example:
        high, low = examples("symmetry")
    """
    known = reference.load()
    if name == "prompt_match":
        return _example(*max(_matches()), known), _example(*min(_matches()), known)
    if name not in known.names:
        names = ", ".join((*known.names, "prompt_match"))
        raise ValueError(f"`name` must be one of: {names}. Received: {name!r}")
    among = (among,) if isinstance(among, str) else tuple(among)
    if not among or not set(among) <= set(WHOSE):
        raise ValueError(f'`among` must be "met", "world" or both. Received: {among!r}')
    column = known.names.index(name)
    found = [
        (float(value), who, place)
        for who in among
        for place, value in enumerate(known.measures[who][:, column])
        if np.isfinite(value)
    ]
    return _example(*max(found), known), _example(*min(found), known)


@functools.cache
def _matches():
    """Tuples (share, "world", place) of the first rendered paintings."""
    seeds = reference.load().seeds[:NUM_READ]
    wishes = [prompts.plan_mentions(reference.scene(seed)) for seed in seeds]
    found = [
        prompts.prompt_match(reference.painting(seed), wish).share
        for seed, wish in zip(seeds, wishes, strict=True)
    ]
    return tuple((share, "world", place) for place, share in enumerate(found))


def _example(value, who, place, known):
    if who == "world":
        seed = int(known.seeds[place])
        return Example(reference.painting(seed), value, f"our world, seed {seed}")
    from artlab.datasets import met_paintings

    number = int(known.ids[place])
    painting = next(one for one in met_paintings() if one.object_id == number)
    return Example(painting.painting, value, painting.caption)
