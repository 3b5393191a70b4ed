"""Pictures on a map: each stands where two numbers place it."""

import numpy as np
from matplotlib.offsetbox import AnnotationBbox, OffsetImage
from PIL import Image

from artlab import images
from artlab.plots.style import FAINT, INK, axis_labels, figure, label, light_grid

DOTS = 2  # pixels of a thumbnail per CSS pixel
STEP, GAP = 3, 5  # CSS pixels: of the places that are tried, and between thumbnails
POINT, LETTER, LINE = 6, 6.2, 16  # half of what a point keeps free; a letter's and a name's size


def picture_map(
    pictures,
    points,
    x_label,
    y_label,
    title="",
    subtitle=None,
    *,
    names=None,
    limits=(0.0, 1.0, 0.0, 1.0),
    moves=(),
    side=52,
    width=9.0,
    height=6.4,
):
    """Thumbnails beside the points to which they belong, with a line to each.

    Args:
        pictures: arrays (height, width[, channels]), uint8 or float in [-1, 1].
        points: (num, 2), data units.
        x_label, y_label: what the axes measure.
        title, subtitle: above everything.
        names: a short text under each thumbnail, or None; "" for none.
        limits: `(left, right, bottom, top)` of the axes.
        moves: pairs `(from, to)` of indices: an arrow from point to point.
        side: the longer side of a thumbnail, CSS pixels.
        width, height: inches.

    Returns:
        `Figure`.

    Raises:
        ValueError: `points` or `names` do not go with `pictures`.
    """
    points = np.asarray(points, float)
    names = [""] * len(pictures) if names is None else [str(name) for name in names]
    if points.shape != (len(pictures), 2) or len(names) != len(pictures):
        raise ValueError(
            f"`points` must have shape ({len(pictures)}, 2), and `names` {len(pictures)} texts. "
            f"Received: {points.shape} and {len(names)}"
        )
    canvas, axis = figure(width, height, title, subtitle)
    light_grid(axis, "both")
    axis.set(xlim=limits[:2], ylim=limits[2:])
    axis_labels(axis, x_label, y_label)
    for start, end in moves:
        arrow = {"arrowstyle": "->", "color": INK, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
        axis.annotate("", points[end], points[start], arrowprops=arrow, zorder=1)
    small = [_thumbnail(picture, side) for picture in pictures]
    sizes = [_size(pixels, name) for pixels, name in zip(small, names, strict=True)]
    spots = _spots(axis, points, sizes)
    for pixels, point, spot, name in zip(small, points, spots, names, strict=True):
        _hang(axis, pixels, point, spot, name)
    return canvas


def _thumbnail(picture, side):
    """uint8 (height, width, 3), small."""
    pixels = images.to_uint8(np.asarray(picture))
    pixels = pixels[..., None] if pixels.ndim == 2 else pixels
    small = Image.fromarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3)).astype(np.uint8))
    small.thumbnail((side * DOTS, side * DOTS), Image.Resampling.LANCZOS)
    return np.asarray(small)


def _size(pixels, name):
    """Width and height of a thumbnail with its name, in CSS pixels."""
    height, width = np.array(pixels.shape[:2]) / DOTS
    return max(width, LETTER * len(name)) + GAP, height + LINE * bool(name) + GAP


def _spots(axis, points, sizes):
    """Centres of the thumbnails in CSS pixels from the axes' corner."""
    box = axis.get_window_extent()
    room = np.array([box.width, box.height]) * 72 / axis.figure.dpi
    low, high = np.array([axis.get_xlim(), axis.get_ylim()]).T
    return free_places((points - low) / (high - low) * room, sizes, room)


def free_places(points, sizes, room):
    """A place for each box: the nearest to its point where it covers no point and no other box.

    Args:
        points: (num, 2).
        sizes: widths and heights (num, 2).
        room: `(width, height)` that the boxes stay in.

    Returns:
        Centres (num, 2). A box that finds no place lies on its point.
    """
    points, halves = np.asarray(points, float), np.asarray(sizes, float) / 2
    lattice = np.stack(np.meshgrid(*(np.arange(0, side, STEP) for side in room)), -1)
    lattice = lattice.reshape(-1, 2)
    centers, taken = points.copy(), np.full(points.shape, POINT)  # half sizes of what lies there
    blocked = [*zip(points, taken, strict=True)]
    for index, (point, half) in enumerate(zip(points, halves, strict=True)):
        free = ((lattice >= half) & (lattice <= room - half)).all(1)
        for center, other in blocked:
            free &= (np.abs(lattice - center) >= half + other).any(1)
        if free.any():
            gaps = np.linalg.norm(lattice - point, axis=1)
            centers[index] = lattice[np.where(free, gaps, np.inf).argmin()]
        blocked.append((centers[index], half))
    return centers


def _hang(axis, pixels, point, spot, name):
    """One thumbnail with its line, its point and its name."""
    lift = np.array([0, LINE / 2 if name else 0])
    image = OffsetImage(pixels, zoom=1 / DOTS, dpi_cor=True, interpolation="antialiased")
    image.image.axes = axis
    style = {"arrowstyle": "-", "color": FAINT, "linewidth": 0.9}
    place = AnnotationBbox(
        image,
        point,
        xybox=spot + lift,
        boxcoords=("axes points", "axes points"),
        pad=0.08,
        arrowprops=style,
        bboxprops={"edgecolor": FAINT, "linewidth": 0.7},
        zorder=3,
    )
    axis.add_artist(place)
    axis.plot(*point, "o", color=INK, markersize=4, zorder=4, clip_on=False)
    if name:
        style = {"ha": "center", "fontsize": 10, "xycoords": "axes points", "zorder": 5}
        label(axis, *(spot - (0, pixels.shape[0] / DOTS / 2 + 1)), name, **style)
