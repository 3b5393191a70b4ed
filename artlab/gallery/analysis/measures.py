"""The measures: what each is, where it comes from, its range, and where it fails."""

import collections.abc
import dataclasses
import math

from artlab.gallery.analysis import composition, horizons, hues, palette, texture, values


@dataclasses.dataclass(frozen=True)
class Definition:
    """One measure before it looks at a picture.

    Args:
        label: what it is called.
        group: what it looks at: "colour", "light and dark", "composition", "texture".
        find: function of a picture, or of a `View`, that returns a number, or nan.
        low, high: the ends of its range.
        about: what it says, and how.
        source: paper and equation, or book.
        fails: where its number misleads.
        unit: behind the number, such as "degrees".
        digits: behind the point.
    """

    label: str
    group: str
    find: collections.abc.Callable
    low: float
    high: float
    about: str
    source: str
    fails: str
    unit: str = ""
    digits: int = 2


def _horizon(seen):
    found = horizons.horizon(seen)
    return found.height if found.found else math.nan


DEFINITIONS = {
    "colorfulness": Definition(
        "colourfulness", "colour", palette.colorfulness, 0, 150,
        "Spread and strength of the opponent colours: 0 grey, 45 average, 109 extremely colourful.",
        "Hasler & Suesstrunk 2003, section 7, M(3)",
        "A few loud dots and a pale wash over everything may score the same.", digits=0,
    ),
    "hue_concentration": Definition(
        "agreement of hues", "colour", hues.hue_concentration, 0, 1,
        "Length of the mean of the hues as arrows, weighted by chroma: 1 for one hue.",
        "Mardia & Jupp 2000, section 2.3",
        "Opposite hues cancel out: two harmonic complements score as low as a jumble. "
        "Brown varnish makes every old painting agree.",
    ),
    "hue_misfit": Definition(
        "hues outside a harmonic template", "colour", lambda seen: hues.harmony(seen).misfit,
        0, 12,
        "Mean distance of the hues from the best of seven templates of harmonic hues; 0 fits.",
        "Cohen-Or et al. 2006, section 3, eq. 1-2, in OKLCH",
        "The widest templates cover half of the circle, so nearly everything fits a little; "
        "the templates are a convention.", "degrees", 1,
    ),
    "lightness_range": Definition(
        "range of lightness", "light and dark", values.lightness_range, 0, 1,
        "OKLab L from the 2nd to the 98th percentile.",
        "Dow 1899 (notan); Ottosson 2020 (OKLab)",
        "A faded photograph of a strong painting has a small range.",
    ),
    "mean_lightness": Definition(
        "mean lightness", "light and dark", values.mean_lightness, 0, 1,
        "Mean OKLab L: low key below 0.4, high key above 0.75.",
        "Ottosson 2020 (OKLab)",
        "Says nothing of where the light falls; a photographer's exposure shifts it.",
    ),
    "contrast": Definition(
        "contrast", "light and dark", values.contrast, 0, 0.5,
        "Standard deviation of OKLab L.",
        "Peli 1990 (RMS contrast)",
        "Grain and one big black shape may score the same.",
    ),
    "three_values": Definition(
        "clarity in three tones", "light and dark", values.three_values, 0, 1,
        "Share of the variance of lightness that three flat tones keep; an even ramp has 0.89.",
        "Otsu 1979; Dow 1899 (notan)",
        "Looks at how often a tone occurs, not at where: shuffled pixels score the same.",
    ),
    "thirds": Definition(
        "focal point on a third", "composition", composition.thirds, 0, 1,
        "1 where the focal point lies on a crossing of the thirds, 0.5 in the middle, 0 in a "
        "corner.",
        "Smith 1797; Liu et al. 2010",
        "A convention, broken by many masters. The focal point is the peak of a saliency that "
        "knows no faces and no stories.",
    ),
    "focus": Definition(
        "focus", "composition", composition.focus, 0.1, 1,
        "Share of the saliency in the most salient tenth of the picture; 0.1 when it is even.",
        "Hou & Zhang 2007, eq. 1-5",
        "A speck of dirt on bare paper scores highest.",
    ),
    "balance": Definition(
        "balance of left and right", "composition", composition.balance, 0, 1,
        "1 when the centre of visual weight (colours far from the mean) is in the middle, 0 at "
        "an edge.",
        "Arnheim 1974, chapter 1; McManus et al. 2011; Achanta et al. 2009, eq. 4",
        "Weight of meaning is not seen: a gaze, a face, a word. Noise balances perfectly.",
    ),
    "symmetry": Definition(
        "mirror symmetry", "composition", composition.symmetry, -1, 1,
        "Correlation of the lightness with its mirror image.",
        "after Brachmann & Redies 2016",
        "A dark foreground below a light sky is symmetric already; a tilted mirror axis is not "
        "found.",
    ),
    "horizon": Definition(
        "height of the horizon", "composition", _horizon, 0, 1,
        "The level line on which the plane begins: 0 top, 1 foot; none where nothing is sure.",
        "a small network learned on rendered landscapes (artlab/weights/horizon)",
        "Learned on our world alone. In other pictures it may take a table, a wall or the foot "
        "of a frame for a horizon.",
    ),
    "spectrum_slope": Definition(
        "slope of the spectrum", "texture", texture.spectrum_slope, -6, 0,
        "Slope of log power over log frequency: 0 white noise, about -2 natural scenes.",
        "Graham & Field 2007; Redies et al. 2007",
        "Cracks, canvas and JPEG change it; noise made with slope -2 scores like a landscape.",
        digits=1,
    ),
    "edge_density": Definition(
        "density of edges", "texture", texture.edge_density, 0, 0.5,
        "Share of pixels on an edge.",
        "Canny 1986; Rosenholtz, Li & Nakano 2007",
        "Varnish cracks and paper grain count like drawn lines.",
    ),
    "complexity": Definition(
        "complexity", "texture", texture.complexity, 0, 6,
        "Bits of a JPEG per pixel of the grey picture.",
        "Machado & Cardoso 1998; Forsythe et al. 2011",
        "White noise is the most complex picture of all, and the dullest.", digits=1,
    ),
}  # fmt: skip
"""Measures that need the picture alone, in the order in which they are told."""
