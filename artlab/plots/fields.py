"""Quantities over a plane: heat maps, decision boundaries, arrows."""

import numpy as np

from artlab.plots.points import draw_clouds
from artlab.plots.style import (
    FAINT,
    INK,
    INTENSITY,
    OPINION,
    PALETTE,
    PAPER,
    TEXT_SIZE,
    axis_labels,
    figure,
    fonts,
    label,
    readable,
)


def heat_map(
    values,
    extent,
    title,
    subtitle=None,
    *,
    x_label="x₁",
    y_label="x₂",
    color_label="D(x): probability of “real”",
    low=0.0,
    high=1.0,
    colors="opinion",
    clouds=None,
    contour=None,
    width=6.6,
    height=5.6,
):
    """A quantity over a rectangle of the plane, with clouds of points on top.

    Args:
        values: shape (rows, columns), the first row at the bottom.
        extent: `(left, right, bottom, top)` in data units.
        title, subtitle: as in `figure`.
        x_label, y_label: names of the axes.
        color_label: what the colour measures, with the unit.
        low, high: values at the ends of the colour scale.
        colors: "opinion" (vermilion, grey in the middle, blue) or "intensity" (paper to ink).
        clouds: dict from name to points (num, 2); see `scatter`.
        contour: a value to draw a line at, such as 0.5.
        width, height: inches.

    Returns:
        `Figure`.
    """
    values = np.asarray(values, float)
    if values.ndim != 2:
        raise ValueError(f"`values` must have shape (rows, columns). Received: {values.shape}")
    canvas, axis = figure(width, height, title, subtitle, right=1.25)
    picture = axis.imshow(
        values,
        extent=extent,
        origin="lower",
        vmin=low,
        vmax=high,
        cmap={"opinion": OPINION, "intensity": INTENSITY}[colors],
        interpolation="bilinear",
        aspect="auto",
    )
    if contour is not None and values.min() < contour < values.max():
        axis.contour(values, [contour], extent=extent, origin="lower", colors=INK, linewidths=1.6)
    draw_clouds(axis, clouds or {}, tuple(extent))
    axis.set(xlim=extent[:2], ylim=extent[2:])
    axis_labels(axis, x_label, y_label)
    _colour_bar(canvas, axis, picture, color_label)
    return canvas


def _colour_bar(canvas, axis, picture, text):
    box = axis.get_position()
    width, _ = canvas.get_size_inches()
    place = canvas.add_axes((box.x1 + 0.16 / width, box.y0, 0.16 / width, box.height))
    scale = canvas.colorbar(picture, cax=place)
    scale.outline.set_visible(False)
    place.tick_params(colors=FAINT, labelcolor=INK, labelsize=11, length=3, labelfontfamily=fonts())
    place.set_ylabel(readable(text), fontsize=TEXT_SIZE, color=INK, family=fonts(), labelpad=8)


def boundary(
    function,
    points,
    labels,
    title,
    subtitle=None,
    *,
    class_names=("class 0", "class 1"),
    x_label="x₁",
    y_label="x₂",
    color_label="probability of class 1",
    limits=None,
    num=90,
    width=6.6,
    height=5.6,
):
    """A classifier of points in the plane: its probability as colour, its boundary as a line.

    Args:
        function: points (num, 2) -> probabilities of class 1, (num,) or (num, 1).
        points: shape (num, 2), data units.
        labels: shape (num,), 0 or 1.
        title, subtitle: as in `figure`.
        class_names: what 0 and 1 mean.
        x_label, y_label, color_label: names of the axes and of the colour.
        limits: `(left, right, bottom, top)`; by default the points with a margin.
        num: the function is asked on num * num places.
        width, height: inches.

    Returns:
        `Figure`; the line is where the probability is one half.
    """
    points, labels = np.asarray(points, float), np.asarray(labels).ravel()
    extent = _around(points) if limits is None else tuple(limits)
    across, up = np.linspace(*extent[:2], num), np.linspace(*extent[2:], num)
    places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    values = np.asarray(function(places.astype(np.float32)), float).reshape(num, num)
    clouds = {name: points[labels == index] for index, name in enumerate(class_names)}
    # Class 1 is blue at the top of the colour scale, class 0 vermilion.
    clouds = {name: clouds[name] for name in reversed(class_names)}
    return heat_map(
        values,
        extent,
        title,
        subtitle,
        x_label=x_label,
        y_label=y_label,
        color_label=color_label,
        clouds=clouds,
        contour=0.5,
        width=width,
        height=height,
    )


def _around(points, margin=0.12):
    low, high = points.min(axis=0), points.max(axis=0)
    room = (high - low) * margin
    return low[0] - room[0], high[0] + room[0], low[1] - room[1], high[1] + room[1]


def arrows(
    points,
    vectors,
    title,
    subtitle=None,
    *,
    paths=None,
    marks=None,
    x_label="x",
    y_label="y",
    limits=None,
    width=6.0,
    height=5.8,
):
    """Arrows on the plane, with paths that wander among them.

    Args:
        points: where the arrows start, (num, 2).
        vectors: where they point, (num, 2); drawn to one scale that keeps them apart.
        title, subtitle: as in `figure`.
        paths: dict from name to points (steps, 2): a line with a dot at every step, a
            square at its start.
        marks: dict from name to one point (2,): a cross.
        x_label, y_label: names of the axes.
        limits: `(left, right, bottom, top)`.
        width, height: inches.

    Returns:
        `Figure`, equal scales on both axes.
    """
    points, vectors = np.asarray(points, float), np.asarray(vectors, float)
    if points.ndim != 2 or points.shape[-1] != 2 or points.shape != vectors.shape:
        raise ValueError(
            "`points` and `vectors` must both have shape (num, 2). "
            f"Received: {points.shape} and {vectors.shape}"
        )
    canvas, axis = figure(width, height, title, subtitle)
    if len(points):
        _quiver(axis, points, vectors)
    for index, (name, path) in enumerate((paths or {}).items()):
        _path(axis, np.asarray(path, float), name, index)
    for name, place in (marks or {}).items():
        axis.plot(*place, marker="x", color=INK, markersize=9, markeredgewidth=2)
        label(axis, *place, name, xytext=(9, 9), va="bottom")
    axis.set_aspect("equal", adjustable="box", anchor="W")
    if limits is not None:
        axis.set(xlim=limits[:2], ylim=limits[2:])
    axis_labels(axis, x_label, y_label)
    return canvas


def _quiver(axis, points, vectors):
    longest = np.linalg.norm(vectors, axis=1).max() or 1.0
    area = np.prod(np.ptp(points, axis=0)) or 1.0
    step = np.sqrt(area / len(points))  # mean distance of neighbours
    axis.quiver(
        *points.T,
        *(vectors / longest * step * 0.95).T,
        angles="xy",
        scale_units="xy",
        scale=1,
        pivot="mid",
        color="#A79F90",
        width=0.0042,
        headwidth=4,
        headlength=5,
    )


def _path(axis, path, name, index):
    colour = PALETTE[index % len(PALETTE)]
    axis.plot(*path.T, color=colour, linewidth=1.6, zorder=3)
    dots = {"color": colour, "edgecolor": PAPER, "linewidth": 0.5, "zorder": 4}
    axis.scatter(*path[1:].T, s=16, marker="o^vDP*"[index % 6], **dots)
    axis.scatter(*path[0], s=60, marker="s", **dots)
    outward = 1 if path[-1, 0] >= path[:, 0].mean() else -1
    text = label(axis, *path[-1], name, colour, xytext=(9 * outward, 9), va="bottom")
    text.set(ha="left" if outward > 0 else "right")
