"""What the measures say of an artwork: numbers, a picture with overlays, and advice."""

import dataclasses

import numpy as np

from artlab.gallery.analysis import advice, composition, evaluating, values
from artlab.gallery.analysis.evaluating import Evaluation
from artlab.world.colour import oklab_to_srgb


@dataclasses.dataclass(frozen=True, eq=False)
class Critique:
    """The measures of a picture and what follows from them for the next attempt.

    Attributes:
        evaluation: the `Evaluation`.
        advice: two or three sentences, a str.
        title: what the picture is, "" where nobody said.
    """

    evaluation: Evaluation
    advice: str
    title: str = ""

    @property
    def numbers(self):
        """Dict from the name of each measure to its value."""
        return {name: measure.value for name, measure in self.evaluation.items()}

    @property
    def alt(self):
        """The figure in words."""
        from artlab.gallery.analysis import pages

        return pages.alt(self)

    def figure(self, title=None):
        """The picture with overlays, in three tones, with its saliency and its palette.

        Args:
            title: above it; by default none.

        Returns:
            A `matplotlib.figure.Figure`; `plots.show(critique.figure(), alt=critique.alt)`.
        """
        from artlab.plots.critiquing import critique_sheet

        seen = self.evaluation.view
        horizon = self.evaluation["horizon"].value
        limits, shares, means = values.value_masses(seen)
        found = self.evaluation.palette
        return critique_sheet(
            seen.original,
            focus=composition.focal_point(seen),
            weight=composition.weight_center(seen),
            horizon=horizon if np.isfinite(horizon) else None,
            saliency=seen.saliency,
            tones=_greys(means)[np.digitize(seen.lightness, limits)],
            tone_shares=shares,
            colors=found.colors,
            shares=found.shares,
            names=found.names,
            title=title,
        )

    def __repr__(self):
        lines = [f"{one.label}: {one.text}" for one in self.evaluation.measures]
        return "\n".join([f"Critique of {self.title or 'a picture'}", self.advice, *lines])

    def _repr_html_(self):
        from artlab.gallery.analysis import pages

        return pages.critique(self)


def _greys(lightnesses):
    """Greys of sRGB in [0, 1] for OKLab lightnesses, (num,)."""
    lab = np.stack([lightnesses, np.zeros(3), np.zeros(3)], axis=-1)
    return oklab_to_srgb(lab)[:, 0]


def critique(artwork):
    """Measures an artwork, or any picture, and says what follows for the next attempt.

    Args:
        artwork: an `Artwork`, which is also compared with its prompt; or a picture as in
            `viewing.View`. For a picture that was not asked for, the advice says what stands
            out, and not what to ask for.

    Returns:
        A `Critique`; a notebook shows it as a page.

    Raises:
        ValueError: it is no picture, or has fewer than 16 pixels on a side.

    Example:
        critique(studio.paint("two mountains behind a lake at dusk"))
    """
    found = evaluating.evaluate(artwork)
    title = next(
        (str(told) for name in ("prompt", "caption") if (told := getattr(artwork, name, ""))), ""
    )
    return Critique(found, advice.sentences(found), title)
