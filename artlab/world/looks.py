"""A look that no model of the course has learned, and of which the truth is known.

Personalising needs pictures whose maker can be asked how any other scene should look. This one
paints as the world paints watercolours, with other colours: jade air, red hills, violet earth,
golden trees.
"""

import contextlib

from artlab import _arguments
from artlab.world import palettes
from artlab.world.drawing import draw
from artlab.world.render import render
from artlab.world.sampling import sample

STYLE = "watercolour"
FIRST_SCENE = 52_000_000  # seeds of its pictures
HUES = {  # roles -> lightness added, chroma and hue
    ("far", "near"): (0.05, 0.15, 25),
    ("land", "land_far"): (-0.05, 0.10, 300),
    ("leaf", "leaf_dark"): (0.15, 0.15, 75),
}
COLOURS = {  # roles -> the colour itself
    **dict.fromkeys(("sky_low", "water_far"), (0.93, 0.06, 110)),
    "cloud": (0.96, 0.03, 110),
    "foot": (0.85, 0.09, 60),
}


def _palette():
    base = dict(palettes.BASES[STYLE])
    for role in ("sky_top", "sky_mid", "water"):
        base[role] = (min(0.93, base[role][0] + 0.06), 0.10, 150)
    base |= COLOURS
    for roles, (lighter, chroma, hue) in HUES.items():
        base |= {role: (base[role][0] + lighter, chroma, hue) for role in roles}
    return base


@contextlib.contextmanager
def jade():
    """Within the block `render` paints watercolours of the day in the look of jade.

    Nothing else may be painted meanwhile, nor may `studio.conditions` be asked.
    """
    before = palettes.BASES[STYLE]
    palettes.BASES[STYLE] = _palette()
    try:
        yield
    finally:
        palettes.BASES[STYLE] = before


def jade_scenes(num, first=FIRST_SCENE):
    """Scenes of clear days, with their sketches.

    Args:
        num: how many; 1 or more.
        first: seed of the first.

    Returns:
        A list of pairs of a `Scene` and a `Sketch`.
    """
    fixed = {"style": STYLE, "time": "day", "weather": "clear", "palette": 0, "format": "square"}
    seeds = range(first, first + _arguments.whole("num", num, 1))
    return [(plan, draw(plan, seed)) for seed in seeds for plan in [sample(seed, **fixed)]]


def jade_pictures(num, seed=0, size=256):
    """Pictures in the look of jade: what the shipped painters `jade-1` to `jade-20` learned from.

    Args:
        num: how many; the first of many are those of few.
        seed: an int of 0 or more; which pictures.
        size: sides in pixels.

    Returns:
        A list of uint8 arrays (size, size, 3).
    """
    first = FIRST_SCENE + 1000 * _arguments.whole("seed", seed, 0)
    with jade():
        return [render(*pair, size, 0, finish=False) for pair in jade_scenes(num, first)]
