"""Two or three sentences for the next attempt, made from the measures.

Each rule looks at the numbers and says how far they are out of the ordinary, 0 for not at all.
The sentences stand in one table: what is found, and, for a picture that was asked for, what to
try. Nothing is praised, and nothing is invented: where no rule speaks, that is said.
"""

import math

MOST = 3  # sentences
RARE = 0.05  # share of the paintings of both kinds beyond which a value is out of the ordinary
EDGE = 0.07  # of the frame: a focal point nearer to its edge leads out of it
CENTRE = 0.1  # of the frame: a focal point nearer to the middle stands in it
NOTHING = (
    "Nothing stands out: every measure lies where it does in most paintings of the Met or of "
    "our world.",
    "Change one thing on purpose, a word or the time of day, and compare the two.",
)
SENTENCES = {
    "missed": (
        "You asked for {asked}; the reader sees {seen}.",
        "Say so in the description and have it drawn again, or try another seed.",
    ),
    "undrawn": (
        "The studio could not draw a part of the prompt.",
        "Ask in its place for something that it knows, such as a boat, a pavilion or pines.",
    ),
    "edge": (
        "The most salient place lies at the {where} of the frame and leads the eye out.",
        "Leave out what stands there, or ask for the mountains on the other side.",
    ),
    "middle": (
        "The focal point lies near the middle, {x:.0%} from the left and {y:.0%} from the top.",
        "Ask for the mountains on the left or on the right, so that it moves to a third.",
    ),
    "halved": (
        "The horizon cuts the picture in half, at {value:.0%} of its height.",
        "Ask for a level view with much sky, or for a deep view with plane behind plane.",
    ),
    "lightness_range low": (
        "The lightness reaches over {value:.2f} only, less than in {most} of the paintings.",
        "Ask for clear weather, or for a dark rock or bough in the foreground.",
    ),
    "mean_lightness low": (
        "The picture is darker as a whole than {most} of the paintings.",
        "Give the night a moon, or ask for dusk.",
    ),
    "mean_lightness high": (
        "The picture is lighter as a whole than {most} of the paintings.",
        "Ask for dusk or night, or for a near dark shape.",
    ),
    "three_values low": (
        "The tones run into each other: three flat ones keep {value:.0%} of what is to be seen.",
        "Ask for mist between the mountains, or for a woodblock print, which parts its masses.",
    ),
    "colorfulness low": (
        "The colours are paler than in {most} of the paintings.",
        "Ask for dawn or dusk, or for one red sun as an accent.",
    ),
    "colorfulness high": (
        "The colours are louder than in {most} of the paintings.",
        "Ask for mist, which calms all but one accent, or for another palette by another seed.",
    ),
    "hue_misfit high": (
        "The hues lie {value:.1f} degrees outside of every harmonic template, more than in "
        "{most} of the paintings.",
        "Leave out the thing whose colour stands alone, or try another seed's palette.",
    ),
    "balance low": (
        "The visual weight lies on the {side}, at {x:.0%} of the width.",
        "Ask for a boat, a pavilion or a bough, which may stand on the {other}.",
    ),
    "symmetry high": (
        "Left and right are nearly mirror images (correlation {value:.2f}).",
        "Ask for the mountains on one side.",
    ),
    "focus low": (
        "Nothing draws the eye: its tenth most salient place holds {value:.0%} of the saliency.",
        "Ask for one thing that is alone of its kind, such as a red sun or a single boat.",
    ),
    "edge_density high": (
        "The picture is busier than {most} of the paintings.",
        "Leave out birds or clouds, or ask for snow or mist.",
    ),
    "complexity low": (
        "Less happens than in {most} of the paintings.",
        "Ask for one thing more in the foreground.",
    ),
    "copy": (
        "A training picture is very near: {distance:.1f} of the distance that those have among "
        "themselves.",
        "Ask for two things that are seldom together.",
    ),
}
"""What is found; what to try next time."""
TWO_SIDED = tuple(
    tuple(name.rsplit(" ", 1)) for name in SENTENCES if name.endswith((" low", " high"))
)
INK = ("colorfulness", "low")  # an ink painting is meant to be grey


def sentences(evaluation):
    """The advice: a str of two or three sentences.

    Args:
        evaluation: an `Evaluation`.
    """
    asked = evaluation.match is not None
    found = sorted(_findings(evaluation), key=lambda one: -one[0])
    kept = [(SENTENCES[name], told) for _, name, told in found] or [(NOTHING, {})]
    if not asked:
        return " ".join(_start(find.format(**told)) for (find, _), told in kept[:MOST])
    # A finding with what to try are two sentences; a third tells the next finding alone.
    first, told = kept[0]
    lines = [_start(text.format(**told)) for text in first]
    lines += [_start(find.format(**told)) for (find, _), told in kept[1:2]]
    return " ".join(lines)


def _start(text):
    return text[0].upper() + text[1:]


def _findings(evaluation):
    """Tuples (how far out of the ordinary, key of `SENTENCES`, values for the sentence)."""
    yield from _asked(evaluation.match)
    yield from _placed(evaluation)
    for name, side in TWO_SIDED:
        measure = evaluation[name]
        rare = _rarity(measure, side)
        if rare and not ((name, side) == INK and _is_ink(evaluation)):
            told = {"value": measure.value, "most": f"{math.floor(rare * 100)}%"}
            yield rare, f"{name} {side}", told | _sides(evaluation)
    distance = evaluation.novelty.distance
    if distance < 0.5:
        yield 1.2 - distance, "copy", {"distance": distance}


def _asked(match):
    if match is None:
        return
    for one in match.missed:
        yield 1 + one.probability, "missed", {"asked": one.wish, "seen": one.seen}
    if match.notices:
        yield 1.5, "undrawn", {}


def _placed(evaluation):
    """Focal point and horizon."""
    from artlab.gallery.analysis.composition import focal_point

    x, y = focal_point(evaluation.view)
    gaps = {"left edge": x, "right edge": 1 - x, "top": y, "foot": 1 - y}
    where = min(gaps, key=gaps.get)
    if gaps[where] < EDGE:
        yield 0.97, "edge", {"where": where}
    elif max(abs(x - 0.5), abs(y - 0.5)) < CENTRE:
        yield 1 - max(abs(x - 0.5), abs(y - 0.5)), "middle", {"x": x, "y": y}
    horizon = evaluation["horizon"].value
    if abs(horizon - 0.5) < 0.04:  # never true for nan
        yield 1 - abs(horizon - 0.5), "halved", {"value": horizon}


def _rarity(measure, side):
    """Share of the paintings on the other side of a value, if at most 5% of both kinds are out."""
    shares = [share if side == "high" else 1 - share for share in measure.places.values()]
    least = min(shares)
    return least if least >= 1 - RARE else 0


def _sides(evaluation):
    from artlab.gallery.analysis.composition import weight_center

    x = weight_center(evaluation.view)[0]
    left = x < 0.5
    return {"x": x, "side": "left" if left else "right", "other": "right" if left else "left"}


def _is_ink(evaluation):
    plan = evaluation.plan
    return plan is not None and plan.style == "ink"
