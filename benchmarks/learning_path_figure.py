"""The figure of `benchmarks.learning_path`, drawn from its result.

python -m benchmarks.learning_path_figure    (writes docs/figures/learning_path.png)
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from artlab.plots import BLUE, FAINT, INK, VERMILION, panels, png_bytes
from artlab.plots.style import axis_labels, light_grid
from artlab.runtime import atomic_write

MAIN = "as assumed"
FIXED, SKIPPING = "order of the course", "order of the course, skipping what is traced as known"
OWN, KNOWING = "own path", "own path that knows the truth"
UNASKED = "own path, no diagnostic"
ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "learning_path.json"
FIGURE = ROOT / "docs" / "figures" / "learning_path.png"
# Colour and dash.
CURVES = {
    KNOWING: (FAINT, (0, (5, 1.6))),
    OWN: (BLUE, "-"),
    FIXED: (VERMILION, (0, (1.2, 1.4))),
}
# Colour, marker, height beside the row's middle.
DOTS = {
    FIXED: (VERMILION, "^", -0.2),
    SKIPPING: ("#6F685C", "s", 0.0),
    OWN: (BLUE, "o", 0.2),
}
NAMES = {SKIPPING: "the same, skipping what is traced as known"}
LEGEND = {"frameon": False, "fontsize": 11, "labelcolor": INK, "labelspacing": 0.35}


def draw(result):
    """Skills against tasks, and tasks to mastery under every assumption."""
    canvas, axes = panels(
        1,
        2,
        width=11.5,
        height=5.2,
        title="The path of one's own needs fewer tasks than the order of the course",
        subtitle=f"{result['learners']:,} synthetic learners of another model than the tracer's "
        f"({result['learners_of_other_worlds']} in the lower rows); means with 95% intervals",
        titles=("Skills mastered on the way", "Tasks until every skill is mastered"),
        gap=2.5,
    )
    _curves(axes[0, 0], result)
    _worlds(axes[0, 1], result["worlds"])
    return canvas


def _curves(axis, result):
    main = result["worlds"][MAIN]
    light_grid(axis)
    across = result["every"] * np.arange(len(main[FIXED]["skills_mastered"][0]))
    for name, (colour, dash) in CURVES.items():
        mean, low, high = (np.array(part) for part in main[name]["skills_mastered"])
        axis.plot(across, mean, color=colour, linestyle=dash, linewidth=2.2, label=name)
        axis.fill_between(across, low, high, color=colour, alpha=0.2, linewidth=0)
    axis.set(xlim=(0, 400), ylim=(0, result["skills"] + 0.4), yticks=[0, 5, 10, 15, 20])
    axis.legend(loc="lower right", handlelength=2.6, **LEGEND)
    axis_labels(axis, "tasks done", f"skills of {result['skills']}")


def _worlds(axis, worlds):
    light_grid(axis, "x")
    for row, found in enumerate(worlds.values()):
        for name, (colour, marker, shift) in DOTS.items():
            mean, low, high = found[name]["tasks"]
            axis.plot([low, high], [row + shift] * 2, color=colour, linewidth=2)
            shown = NAMES.get(name, name) if row == 0 else None
            axis.plot(mean, row + shift, marker, color=colour, markersize=6, label=shown)
    axis.legend(loc="upper left", handletextpad=0.2, **LEGEND)
    axis.set_yticks(range(len(worlds)), list(worlds), fontsize=11)
    axis.set_ylim(len(worlds) - 0.5, -2.2)
    axis.set_xlim(0, None)
    axis_labels(axis, "tasks (means)")


def main():
    """Draws the figure anew."""
    result = json.loads(RESULT.read_text(encoding="utf-8"))
    with atomic_write(FIGURE) as temporary:
        temporary.write_bytes(png_bytes(draw(result)))


if __name__ == "__main__":
    main()
