"""Style in one pass beside the search for it: seconds, and how near each comes.

    python -m benchmarks.fast_style

Four contents (two works of the landscape world, two photographs of scikit-learn), all of them
never learned from, in the styles of 15 held-out paintings of the Met and of 15 that the decoder
has learned from, at 256 px. `start` is the content in the colours of the style, from which both
ways begin. Distances are those of `artlab.gallery`: 0 is the content's, or the style's, own.
The search has 100 steps; because it takes 25 seconds a picture it runs on every fifth style only,
on which the other two ways are also given (`searched_pairs`).
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from artlab import runtime
from benchmarks import machine

SIZE = 256
ROUNDS = 15


def pictures() -> tuple[dict, dict]:
    """Contents by name, and the two groups of styles."""
    from sklearn.datasets import load_sample_images

    from artlab.gallery import style_pairs

    china, flower = load_sample_images().images
    first, second = style_pairs.world_pictures(2, first_seed=77_000_000)
    contents = {"china.jpg": china, "flower.jpg": flower, "scene 1": first, "scene 2": second}
    held_out, known = style_pairs.met_pictures(held_out=True), style_pairs.met_pictures()
    return contents, {"held out": held_out, "learned from": known[5 :: len(known) // 15][:15]}


def ways(untrained) -> dict:
    """Name -> function of content and style that gives a measured `StyleResult`."""
    from artlab import gallery

    return {
        "start": lambda *pair: gallery.fast_transfer(*pair, measure=True, decoder=untrained),
        "one pass": lambda *pair: gallery.fast_transfer(*pair, measure=True),
        "searched": lambda *pair: gallery.transfer(*pair, size=SIZE, steps=100),
    }


def compare(contents, styles, untrained) -> dict:
    """Mean distances of each way over all pairs, and over those that were searched."""
    found = {name: [] for name in ways(untrained)}
    for number, style in enumerate(styles):
        for content in contents:
            for name, paint in ways(untrained).items():
                if name != "searched" or number % 5 == 0:
                    result = paint(content, style)
                    found[name].append((number % 5 == 0, result.content_loss, result.style_loss))
    every = {name: _mean(rows) for name, rows in found.items() if name != "searched"}
    both = {name: _mean([row for row in rows if row[0]]) for name, rows in found.items()}
    return {"all_pairs": every, "searched_pairs": both}


def _mean(rows) -> dict:
    content, style = np.mean([row[1:] for row in rows], axis=0)
    return {"content": float(content), "style": float(style), "pairs": len(rows)}


def seconds(content, style) -> dict:
    """Median seconds of a picture, warm, in alternation."""
    from artlab import gallery

    passes, searches = [], []
    gallery.fast_transfer(content, style, size=SIZE)
    for number in range(ROUNDS):
        passes.append(_timed(lambda: gallery.fast_transfer(content, style, size=SIZE)))
        if number % 5 == 0:
            searches.append(_timed(lambda: gallery.transfer(content, style, size=SIZE)))
    one, many = statistics.median(passes), statistics.median(searches)
    return {
        "one_pass": one,
        "slowest_pass": max(passes),
        "searched_100_steps": many,
        "times_faster": many / one,
    }


def _timed(function) -> float:
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def measure() -> dict:
    """Run the comparison."""
    torch = runtime.load("torch")
    from artlab.gallery.instance_norm import Decoder

    contents, groups = pictures()
    untrained = Decoder().requires_grad_(False)
    square = np.ascontiguousarray(contents["china.jpg"][:, 100:527])
    found = {
        "device": runtime.summary(),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "size": SIZE,
        "seconds_of_a_square": seconds(square, groups["held out"][7]),
    }
    for name, styles in groups.items():
        found[name] = compare(contents.values(), styles, untrained)
    return found


if __name__ == "__main__":
    machine.report("fast_style", measure())
