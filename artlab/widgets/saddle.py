"""Lesson 02: gradient steps around the saddle of x * y, where x descends and y climbs.

References:
    Mescheder et al. 2018, Which Training Methods for GANs do actually Converge?, lemmas 2.3
    and 2.4 (simultaneous and alternating steps) and equation 9 (R1, the damping).
    Korpelevich 1976; Gidel et al. 2019, section 3 (extra-gradient).
"""

import numpy as np

from artlab import plots
from artlab.plots.charts import draw_lines, name_ends
from artlab.plots.style import axis_labels, light_grid
from artlab.widgets.base import Picture, connect, int_slider, panel, slider

START = (1.0, 0.0)


def simultaneous(x, y, rate, damping=0.0):
    """Both players step from the same place; the distance grows by sqrt(1 + rate^2)."""
    return x - rate * y, y + rate * x


def alternating(x, y, rate, damping=0.0):
    """y answers to the new x; x^2 - rate x y + y^2 stays the same."""
    x = x - rate * y
    return x, y + rate * x


def extra_gradient(x, y, rate, damping=0.0):
    """Both look one step ahead and use the slope there; sqrt(1 - rate^2 + rate^4) a step."""
    ahead_x, ahead_y = x - rate * y, y + rate * x
    return x - rate * ahead_y, y + rate * ahead_x


def damped(x, y, rate, damping=0.0):
    """Simultaneous steps, and y is drawn to 0 as R1 draws D's slope to 0."""
    return x - rate * y, y + rate * (x - damping * y)


STEPS = {
    "simultaneous": simultaneous,
    "alternating": alternating,
    "extra-gradient": extra_gradient,
    "damped": damped,
}


def walk(step, num_steps, rate, damping=0.0, start=START):
    """Repeats a step.

    Args:
        step: one of `STEPS`' functions.
        num_steps: int, 0 or more.
        rate: step size, eta.
        damping: pull of y to 0, gamma; only `damped` uses it.
        start: `(x, y)`.

    Returns:
        float64 (num_steps + 1, 2), the start included.

    Example:

    >>> walk(simultaneous, 1, rate=0.5)
    array([[1. , 0. ],
           [1. , 0.5]])
    """
    path = [start]
    for _ in range(num_steps):
        path.append(step(*path[-1], rate, damping))
    return np.array(path, float)


def factor(step, rate, damping=0.0):
    """What the distance from the saddle is multiplied by per step, in the long run.

    Args:
        step: one of `STEPS`' functions; all are linear.
        rate: step size.
        damping: as in `walk`.

    Returns:
        float: the largest absolute eigenvalue of the step.
    """
    columns = [step(*unit, rate, damping) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.abs(np.linalg.eigvals(np.array(columns).T)).max())


def saddle_figure(rate, damping, num_steps):
    """The four walks in the plane, and their distance from the saddle.

    Args:
        rate: step size, eta.
        damping: gamma, of the damped walk.
        num_steps: steps of each walk.

    Returns:
        `Figure`.
    """
    paths = {name: walk(step, num_steps, rate, damping) for name, step in STEPS.items()}
    canvas, axes = plots.panels(
        1,
        2,
        width=9.0,
        height=4.7,
        title="Four ways to step around a saddle",
        subtitle=f"η = {rate:.2f}, γ = {damping:.2f}; square: the start, cross: the saddle",
        right=1.55,
        left=0.75,
        gap=0.95,
    )
    _draw_paths(axes[0, 0], paths)
    axis = axes[0, 1]
    light_grid(axis)
    distances = {name: np.hypot(*path.T) for name, path in paths.items()}
    ends = draw_lines(axis, np.arange(num_steps + 1), distances)
    axis.margins(x=0.01)
    axis.set_ylim(0, max(2.0, min(6.0, max(map(np.max, distances.values())))))
    axis_labels(axis, "step", "distance from the saddle")
    name_ends(axis, ends)
    return canvas


def _draw_paths(axis, paths):
    light_grid(axis, "both")
    for index, path in enumerate(paths.values()):
        colour = plots.PALETTE[index]
        axis.plot(*path.T, color=colour, linewidth=1.3, marker=plots.MARKERS[index], markersize=3)
    axis.plot(*START, marker="s", markersize=8, color=plots.INK)
    axis.plot(0, 0, marker="x", markersize=9, markeredgewidth=2, color=plots.INK)
    axis.set(xlim=(-2.4, 2.4), ylim=(-2.4, 2.4))
    axis.set_aspect("equal", adjustable="box", anchor="W")
    axis_labels(axis, "x, which descends", "y, which climbs")


def saddle_walk():
    """Sliders for the step size and the damping; the four walks redraw.

    Returns:
        `ipywidgets.VBox` with the picture as its `picture`.
    """
    picture = Picture()
    controls = {
        "rate": slider("step size η", 0.2, 0.05, 1.0, 0.05),
        "damping": slider("damping γ", 0.5, 0.0, 1.5, 0.05),
        "num_steps": int_slider("steps", 40, 5, 80, 5),
    }

    def draw(rate, damping, num_steps):
        told = [f"{name} {factor(step, rate, damping):.3f}" for name, step in STEPS.items()]
        alt = f"Long-run factor of the distance per step: {', '.join(told)}."
        picture.show(saddle_figure(rate, damping, num_steps), alt)

    connect(draw, **controls)
    box = panel(*controls.values(), picture)
    box.picture = picture
    return box
