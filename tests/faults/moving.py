"""Moves every control of the widgets, thousands of times, and tells how the process grows.

    python tests/faults/moving.py MOVES NAME...

It prints one line of JSON: megabytes after warm-up and at the end, moves, and the figures that
pyplot still holds.
"""

import gc
import itertools
import json
import os
import random
import sys
import warnings
from pathlib import Path

import ipywidgets
import matplotlib
import numpy as np
import valid

matplotlib.use("agg")
WARM = 60  # moves of each widget before the first measurement


def _attention():
    maps = np.tril(np.random.default_rng(0).random((2, 2, 6, 6))) + 1e-6
    return maps / maps.sum(-1, keepdims=True), list("mounta")


def makers():
    """A maker for each widget with controls: dict from name to function."""
    from artlab import widgets

    return {
        "stamp_sliders": widgets.stamp_sliders,
        "loss_slider": widgets.loss_slider,
        "precision_balls": widgets.precision_balls,
        "saddle_walk": widgets.saddle_walk,
        "pixel_reader": lambda: widgets.pixel_reader(valid.batch()[0]),
        "training_scrubber": lambda: widgets.training_scrubber(
            valid.snapshots(), np.array([0.2, 0.9])
        ),
        "wipe": lambda: widgets.wipe(valid.picture(), 255 - valid.picture(), "one", "other"),
        "weight_explorer": lambda: widgets.weight_explorer(valid.rows(12, 2), valid.labels()),
        "attention_reader": lambda: widgets.attention_reader(*_attention()),
        "painting_browser": widgets.painting_browser,
        "be_the_generator": widgets.be_the_generator,
        "studio_panel": lambda: widgets.studio_panel(studio=valid.studio()),
        "description_editor": lambda: widgets.description_editor(valid.artwork(), valid.studio()),
        "draw_and_paint": lambda: widgets.draw_and_paint(studio=valid.studio()),
        "class_wall": lambda: widgets.class_wall(valid.artwork().code, studio=valid.studio()),
        "morph_pad": widgets.morph_pad,
    }


def controls(widget):
    """Every control below a widget, once."""
    found, left = {}, [widget]
    while left:
        one = left.pop()
        if id(one) in found:
            continue
        found[id(one)] = one
        left += [*getattr(one, "children", ())]
        left += [v for v in vars(one).values() if isinstance(v, ipywidgets.Widget)]
    return [one for one in found.values() if _places(one) or isinstance(one, ipywidgets.Button)]


def _places(control):
    """Values that a control may take: a function of a random number in [0, 1)."""
    options = getattr(control, "options", None)
    if options:
        return lambda at: _value(options[int(at * len(options))])
    if isinstance(control, ipywidgets.Checkbox):
        return lambda at: at < 0.5
    if isinstance(control, ipywidgets.IntRangeSlider):
        low, high = control.min, control.max
        return lambda at: (low + int(at * (high - low) / 2), high)
    if isinstance(control, ipywidgets.FloatSlider):
        return lambda at: control.min + at * (control.max - control.min)
    if isinstance(control, ipywidgets.IntSlider | ipywidgets.Play):
        return lambda at: control.min + int(at * (control.max - control.min + 1))
    if isinstance(control, ipywidgets.Text):
        return lambda at: f"two lakes {int(1000 * at)}"
    return None


def _value(option):
    return option[1] if isinstance(option, tuple) and len(option) == 2 else option


def move(moving, draws):
    """One move: a slider to another place, a button pressed."""
    control = draws.choice(moving)
    if isinstance(control, ipywidgets.Button):
        control.click()
    elif places := _places(control):
        control.value = places(draws.random())


def megabytes():
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(moves, *names):
    """Warms up, moves, measures."""
    warnings.simplefilter("ignore")
    draws, made = random.Random(0), makers()
    panels = {name: controls(made[name]()) for name in names or made}
    empty = [name for name, moving in panels.items() if not moving]
    for _, moving in itertools.product(range(WARM), panels.values()):
        if moving:
            move(moving, draws)
    before = megabytes()
    for _, moving in itertools.product(range(int(moves)), panels.values()):
        if moving:
            move(moving, draws)
    from matplotlib import pyplot

    told = {"before": round(before), "grown": round(megabytes() - before, 1), "empty": empty}
    print(json.dumps(told | {"figures": pyplot.get_fignums(), "moves": int(moves) * len(panels)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
