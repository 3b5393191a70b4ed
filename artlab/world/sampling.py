"""Scenes that could be painted: a joint distribution that keeps to common sense."""

import numpy as np

from artlab import _arguments
from artlab.world.scene import FORMATS, LAYOUTS, NUM_PALETTES, STYLES, TIMES, Scene

WATER_ODDS = {"none": 0.17, "lake": 0.33, "river": 0.25, "sea": 0.25}
TREE_ODDS = {"none": 0.25, "pine": 0.29, "willow": 0.23, "bamboo": 0.23}
MOUNTAIN_ODDS = (0.06, 0.22, 0.28, 0.24, 0.13, 0.07)  # of 0, 1, ... 5 mountains
LIGHT_ODDS = {  # none, sun, moon
    "dawn": (0.35, 0.50, 0.15),
    "day": (0.50, 0.50, 0.0),
    "dusk": (0.32, 0.48, 0.20),
    "night": (0.30, 0.0, 0.70),
}


def sample(seed, **fixed):
    """Draws a scene.

    Args:
        seed: an int; the same seed gives the same scene.
        **fixed: fields of `Scene` to hold, as in `sample(3, style="ink")`. What must follow
            from them follows: without water there is no boat.

    Returns:
        A `Scene`.

    Example:

    >>> sample(3) == sample(3), sample(3, water="none").boats
    (True, 0)
    """
    generator = np.random.default_rng(_arguments.whole("seed", seed, 0))
    fields = {**_air(generator), **_land(generator), **_life(generator)}
    # A held value may clash with drawn ones: those give way.
    fields.update(fixed)
    return Scene(**_agree(fields, fixed))


def _pick(generator, odds):
    return str(generator.choice(list(odds), p=list(odds.values())))


def _air(generator):
    time = str(generator.choice(TIMES, p=(0.22, 0.32, 0.24, 0.22)))
    return {
        "time": time,
        "light": str(generator.choice(("none", "sun", "moon"), p=LIGHT_ODDS[time])),
        "weather": str(generator.choice(("clear", "mist", "snow"), p=(0.58, 0.26, 0.16))),
        "style": str(generator.choice(STYLES)),
        "palette": int(generator.integers(NUM_PALETTES)),
        "format": str(generator.choice(list(FORMATS), p=(0.52, 0.20, 0.14, 0.14))),
    }


def _land(generator):
    number = int(generator.choice(6, p=MOUNTAIN_ODDS))
    heights = generator.choice(("low", "middle", "high"), number, p=(0.3, 0.4, 0.3))
    view = "level" if number == 0 else str(generator.choice(("level", "deep"), p=(0.55, 0.45)))
    if "high" in heights and generator.random() < 0.45:
        view = "high"
    return {
        "mountains": tuple(str(height) for height in heights),
        "view": view,
        "layout": str(generator.choice(LAYOUTS, p=(0.4, 0.4, 0.2))),
        "water": _pick(generator, WATER_ODDS),
    }


def _life(generator):
    trees = _pick(generator, TREE_ODDS)
    return {
        "trees": trees,
        "num_trees": 0 if trees == "none" else int(generator.integers(1, 6)),
        "boats": int(generator.choice(4, p=(0.45, 0.38, 0.12, 0.05))),
        "pavilions": int(generator.choice(3, p=(0.58, 0.37, 0.05))),
        "birds": int(generator.choice(6, p=(0.52, 0.06, 0.12, 0.14, 0.09, 0.07))),
        "clouds": int(generator.choice(4, p=(0.60, 0.19, 0.15, 0.06))),
        "foreground": str(generator.choice(("none", "rock", "bough"), p=(0.66, 0.2, 0.14))),
    }


def _agree(fields, fixed):
    """Lets drawn values give way where two fields clash."""
    if fields["water"] == "none" and "boats" not in fixed:
        fields["boats"] = 0
    elif fields["water"] == "none" and "water" not in fixed and fields["boats"]:
        fields["water"] = "lake"
    if "num_trees" in fixed and "trees" not in fixed:
        kind = fields["trees"] if fields["trees"] != "none" else "pine"
        fields["trees"] = kind if fields["num_trees"] else "none"
    elif fields["trees"] == "none":
        fields["num_trees"] = fixed.get("num_trees", 0)
    elif "num_trees" not in fixed:
        fields["num_trees"] = max(1, fields["num_trees"])
    return _agree_light(_agree_view(fields, fixed), fixed)


def _agree_view(fields, fixed):
    if fields["view"] == "high" and "high" not in fields["mountains"]:
        if "view" not in fixed:
            fields["view"] = "level"
        elif "mountains" not in fixed:
            fields["mountains"] = ("high", *fields["mountains"][1:])
    return fields


def _agree_light(fields, fixed):
    clash = {("sun", "night"): "dusk", ("moon", "day"): "night"}
    other_time = clash.get((fields["light"], fields["time"]))
    if other_time and "time" not in fixed:
        fields["time"] = other_time
    elif other_time and "light" not in fixed:
        fields["light"] = {"night": "moon", "day": "sun"}[fields["time"]]
    return fields
