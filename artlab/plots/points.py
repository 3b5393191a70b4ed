"""Clouds of points in the plane."""

import numpy as np

from artlab.plots.style import MARKERS, PALETTE, PAPER, axis_labels, figure, label, light_grid


def scatter(
    clouds,
    x_label,
    y_label,
    title,
    subtitle=None,
    *,
    limits=None,
    equal=False,
    num_shown=2000,
    width=6.6,
    height=5.6,
):
    """Clouds of points, each with its own marker and its name at its edge.

    Args:
        clouds: dict from name to points (num, 2), data units.
        x_label, y_label: what the axes measure, with the unit.
        title, subtitle: as in `figure`.
        limits: `(left, right, bottom, top)`.
        equal: one scale for both axes.
        num_shown: of a larger cloud every k-th point is drawn.
        width, height: inches.

    Returns:
        `Figure`.
    """
    canvas, axis = figure(width, height, title, subtitle)
    light_grid(axis, "both")
    draw_clouds(axis, clouds, limits, num_shown)
    if equal:
        axis.set_aspect("equal", adjustable="datalim")
    if limits is not None:
        axis.set(xlim=limits[:2], ylim=limits[2:])
    axis_labels(axis, x_label, y_label)
    return canvas


def draw_clouds(axis, clouds, limits=None, num_shown=2000):
    """Draws clouds on existing axes: the first blue circles, the second vermilion triangles.

    Args:
        axis: the axes.
        clouds: as in `scatter`.
        limits: `(left, right, bottom, top)` of the axes; names stay inside.
        num_shown: as in `scatter`.
    """
    clouds = {name: _checked(name, points, num_shown) for name, points in clouds.items()}
    everything = np.concatenate([*clouds.values(), np.empty((0, 2))])
    for index, (name, points) in enumerate(clouds.items()):
        colour = PALETTE[index % len(PALETTE)]
        axis.scatter(
            *points.T,
            s=26 if len(points) < 400 else 15,
            marker=MARKERS[index % len(MARKERS)],
            color=colour,
            alpha=0.9 if len(points) < 400 else 0.65,
            edgecolor=PAPER,
            linewidth=0.5,
        )
        seen = points[_inside(points, limits)]
        if len(seen) and name:
            _name(axis, seen, everything.mean(axis=0), name, colour, limits)


def _checked(name, points, num_shown):
    points = np.asarray(points, float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"`clouds[{name!r}]` must have shape (num, 2). Received: {points.shape}")
    return points[:: max(1, -(-len(points) // num_shown))]


def _inside(points, limits):
    left, right, bottom, top = limits or (-np.inf, np.inf, -np.inf, np.inf)
    across, up = points.T
    return (across >= left) & (across <= right) & (up >= bottom) & (up <= top)


def _name(axis, points, centre, name, colour, limits):
    """Puts the name above or below its cloud, on the side away from the other clouds."""
    middle = points.mean(axis=0)
    above = middle[1] >= centre[1]
    edge = np.quantile(points[:, 1], 0.97 if above else 0.03)
    if limits:  # room for the name between the edge and the end of the axes
        room = 0.09 * (limits[3] - limits[2])
        edge = np.clip(edge, limits[2] + room, limits[3] - room)
        aside = 0.1 * (limits[1] - limits[0])
        middle[0] = np.clip(middle[0], limits[0] + aside, limits[1] - aside)
    offset = (0, 12 if above else -12)
    text = label(axis, middle[0], edge, name, colour, xytext=offset, ha="center")
    text.set(fontweight="bold", va="bottom" if above else "top")
    text.get_bbox_patch().set(facecolor=PAPER, alpha=0.88)
