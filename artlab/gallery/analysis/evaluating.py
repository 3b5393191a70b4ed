"""All measures of a picture at once, each with what it means and where it fails."""

import collections.abc
import dataclasses
import functools
import math

from artlab.gallery.analysis import hues, palette, prompts, reference
from artlab.gallery.analysis import novelty as new
from artlab.gallery.analysis.measures import DEFINITIONS
from artlab.gallery.analysis.viewing import view

BEYOND = {  # what needs more than the picture's own pixels
    "novelty": (
        "novelty", "novelty", 0, 1,
        "Distance to the nearest training picture: 0 a copy, 0.5 as far as those are from each "
        "other.",
        "after Elgammal et al. 2017",
        "Noise is the newest of all. Features of an edge network see outlines and texture, not "
        "meaning; only our world's rendered pictures are compared.",
    ),
    "typicality": (
        "typicality", "novelty", 0, 1,
        "Share of a kind's own paintings that lie at least as far from the kind's centre; of the "
        "kind that fits best.",
        "after Elgammal et al. 2017",
        "Kinds are four painted styles and one museum's choice of 174; other art is far from all.",
    ),
    "creativity": (
        "creativity", "novelty", 0, 1,
        "Geometric mean of novelty and typicality: new, and still of a kind.",
        "a reading of Elgammal et al. 2017",
        "A formula. It knows nothing of intention, skill, meaning or beauty.",
    ),
    "prompt_match": (
        "prompt match", "prompt", 0, 1,
        "Share of what was asked for that an independent reader sees in the painting.",
        "the reader's card (artlab/weights/reader)",
        "The reader knows our world's things only, does not count them, and errs; a prompt that "
        "asks for little is easily met.",
    ),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Measure:
    """One number about a picture.

    Attributes:
        name: as in `Evaluation`'s keys.
        value: the number; nan where there is nothing to measure.
        low, high: the ends of its range.
        about: what it says.
        source: where it comes from.
        fails: where it misleads.
        label, group, unit: how it is told.
        digits: behind the point.
    """

    name: str
    value: float
    low: float
    high: float
    about: str
    source: str
    fails: str
    label: str = ""
    group: str = ""
    unit: str = ""
    digits: int = 2

    @property
    def text(self):
        """The value in words: "0.42", "3.1 degrees", "none found"."""
        if not math.isfinite(self.value):
            return "none found"
        number = f"{self.value:.{self.digits}f}".replace("-", "−")
        return f"{number} {self.unit}".strip()

    @property
    def places(self):
        """Share of the Met's and of our world's paintings below the value: dict "met", "world".

        Empty for measures that compare with those paintings already.
        """
        return reference.load().share_below(self.name, self.value) if self.compared else {}

    @property
    def compared(self):
        """Whether the reference paintings have this measure too; a bool."""
        return self.name in reference.load().names

    def __repr__(self):
        return f"{self.label}: {self.text}"


class Evaluation(collections.abc.Mapping):
    """The measures of one picture by name, such as `evaluation["thirds"]`.

    Attributes:
        view: the `View` that was measured.
        measures: tuple of `Measure`.
        novelty: a `Novelty`.
        match: a `PromptMatch`, or None for a picture that nobody asked for.
        plan: the artwork's plan, a `Scene`, or None.
    """

    def __init__(self, seen, measures, novelty, match=None, plan=None):
        self.view, self.novelty, self.match, self.plan = seen, novelty, match, plan
        self.measures = tuple(measures)
        self._by_name = {measure.name: measure for measure in self.measures}

    def __getitem__(self, name):
        if name not in self._by_name:
            known = ", ".join(self._by_name)
            raise KeyError(f"`name` must be one of: {known}. Received: {name!r}")
        return self._by_name[name]

    def __iter__(self):
        return iter(self._by_name)

    def __len__(self):
        return len(self.measures)

    def __repr__(self):
        return "Evaluation(" + ", ".join(map(repr, self.measures)) + ")"

    @functools.cached_property
    def palette(self):
        """The picture's `Palette`."""
        return palette.palette(self.view)

    @functools.cached_property
    def harmony(self):
        """The picture's `Harmony`."""
        return hues.harmony(self.view)

    def table(self):
        """One dict per measure, ready for `pandas.DataFrame`."""
        kept = ("name", "value", "low", "high", "about", "source", "fails")
        return [{name: getattr(one, name) for name in kept} for one in self.measures]


def evaluate(artwork):
    """Measures an artwork, or any picture.

    Args:
        artwork: an `Artwork`, which is also compared with its prompt, or a picture as in
            `viewing.View`.

    Returns:
        An `Evaluation`.

    Raises:
        ValueError: it is no picture, or has fewer than 16 pixels on a side.

    Example:
        evaluation = evaluate(studio.paint("a lake at dusk"))
        evaluation["thirds"].value, evaluation["thirds"].fails
    """
    seen = view(artwork)
    found = [
        Measure(
            name, float(one.find(seen)), one.low, one.high, one.about, one.source, one.fails,
            one.label, one.group, one.unit, one.digits,
        )
        for name, one in DEFINITIONS.items()
    ]  # fmt: skip
    placed = new.novelty(seen)
    numbers = {name: getattr(placed, name) for name in ("novelty", "typicality", "creativity")}
    match = prompts.prompt_match(artwork) if prompts.is_asked(artwork) else None
    if match is not None:
        numbers["prompt_match"] = match.share
    measures = [*found, *(_beyond(*pair) for pair in numbers.items())]
    return Evaluation(seen, measures, placed, match, getattr(artwork, "plan", None))


def _beyond(name, value):
    label, group, *told = BEYOND[name]
    return Measure(name, float(value), *told, label, group)
