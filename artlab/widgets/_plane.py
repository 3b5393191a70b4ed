"""The 2-D game as one SVG picture: two clouds, D as a heat map, the value as a trace.

SVG instead of a matplotlib figure because it is drawn in a few milliseconds, so that the
picture follows a slider without a pause.
"""

import base64
import html
import math

import numpy as np

from artlab import images, plots
from artlab.plots.style import OPINION, TEXT_COLOURS

WIDTH, HEIGHT = 900, 446  # CSS pixels
PLANE = (8, 8, 388, 388)  # left, top, width, height of the plane
TRACE = (500, 206, 372, 190)
LOWEST = -2.0  # lower end of the trace's axis
EQUILIBRIUM = -math.log(4)
NUM_SIDE = 48  # D is asked on NUM_SIDE * NUM_SIDE places
FONT = 'font-family="DejaVu Sans, Verdana, sans-serif"'

_COLOURS = (OPINION(np.linspace(0, 1, 256))[:, :3] * 255).round().astype(np.uint8)


def places(extent):
    """The places at which D is asked for the heat map.

    Args:
        extent: `(left, right, bottom, top)` in data units.

    Returns:
        float32 (NUM_SIDE ** 2, 2), row by row from the bottom.
    """
    across, up = (np.linspace(*extent[i : i + 2], NUM_SIDE) for i in (0, 2))
    return np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2).astype(np.float32)


def picture(real, fake, field, extent, values, readings, alt, arrow=None):
    """Draws one state of the game.

    Args:
        real, fake: points (num, 2), data units.
        field: D at `places(extent)`, in [0, 1], shape (NUM_SIDE ** 2,).
        extent: `(left, right, bottom, top)` in data units.
        values: V(D, G) after each move or step so far, at least one.
        readings: `(name, text)` pairs, at most six, written above the trace.
        alt: what is to be seen, in words; escaped.
        arrow: `(start, end)` in data units, or None.

    Returns:
        A string: one `<svg>` element.
    """
    inner = "".join(
        [
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{plots.PAPER}"/>',
            _heat_map(field),
            _clouds(real, fake, extent),
            _arrow(arrow, extent) if arrow is not None else "",
            _legend(),
            _scale(),
            _readings(readings),
            _trace(values),
        ]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{html.escape(alt, quote=True)}" {FONT} '
        f'style="display: block; width: 100%; max-width: {WIDTH}px">{inner}</svg>'
    )


def heat_pixels(field):
    """The heat map as an image: vermilion for 0, grey for one half, blue for 1.

    Args:
        field: D at `places(...)`, in [0, 1].

    Returns:
        uint8 (NUM_SIDE, NUM_SIDE, 3), the first row at the top.
    """
    shades = np.clip(np.round(np.asarray(field) * 255), 0, 255).astype(int)
    return _COLOURS[shades.reshape(NUM_SIDE, NUM_SIDE)[::-1]]


def _heat_map(field):
    left, top, width, height = PLANE
    code = base64.b64encode(images.png_bytes(heat_pixels(field))).decode()
    frame = f'x="{left}" y="{top}" width="{width}" height="{height}"'
    return (
        f'<image {frame} preserveAspectRatio="none" href="data:image/png;base64,{code}"/>'
        f'<rect {frame} fill="none" stroke="{plots.FAINT}"/>'
    )


def _to_screen(points, extent):
    """Data units to CSS pixels inside the plane, shape (num, 2)."""
    left, top, width, height = PLANE
    points = np.asarray(points, float).reshape(-1, 2)
    x = left + (points[:, 0] - extent[0]) / (extent[1] - extent[0]) * width
    y = top + (extent[3] - points[:, 1]) / (extent[3] - extent[2]) * height
    return np.stack([x, y], axis=1)


def _clouds(real, fake, extent):
    """Real points are blue circles, generated ones vermilion triangles; outside is not drawn."""
    return "".join(
        _marks(_inside(_to_screen(points, extent)), shape, size, colour)
        for points, shape, size, colour in (
            (real, "h0", 6.5, plots.REAL),
            (fake, "m0 -4l3.6 6.4h-7.2z", 0, plots.FAKE),
        )
    )


def _inside(screen):
    low = np.array(PLANE[:2]) + 4
    high = low + np.array(PLANE[2:]) - 8
    return screen[((screen >= low) & (screen <= high)).all(axis=1)]


def _marks(screen, shape, size, colour):
    """All marks of one cloud as one path: a dot is a line of no length with a round end."""
    path = "".join(f"M{x:.1f} {y:.1f}{shape}" for x, y in screen)
    if size:
        round_end = f'd="{path}" fill="none" stroke-linecap="round"'
        return (
            f'<path {round_end} stroke="{plots.PAPER}" stroke-width="{size + 1.6}"/>'
            f'<path {round_end} stroke="{colour}" stroke-width="{size}"/>'
        )
    return (
        f'<path d="{path}" fill="{colour}" stroke="{plots.PAPER}" '
        f'stroke-width="1.6" paint-order="stroke"/>'
    )


def _legend():
    """Which mark is which cloud, on a veil in the corner of the plane."""
    x, y = PLANE[0] + 10, PLANE[1] + 10
    box = f'x="{x}" y="{y}" width="168" height="25" rx="4" fill="{plots.PAPER}" opacity="0.86"'
    marks = _marks([(x + 13, y + 12.5)], "h0", 7.5, plots.REAL)
    marks += _marks([(x + 69, y + 13)], "m0 -4l3.6 6.4h-7.2z", 0, plots.FAKE)
    words = _text(x + 22, y + 17, "real", size=13) + _text(x + 79, y + 17, "generated", size=13)
    return f"<rect {box}/>{marks}{words}"


def _arrow(arrow, extent):
    start, end = _to_screen(np.asarray(arrow), extent)
    along = end - start
    length = np.hypot(*along)
    if length < 4:  # CSS pixels: too short to have a direction
        return ""
    along, across = along / length, np.array([-along[1], along[0]]) / length
    head = [end, end - 13 * along + 6 * across, end - 13 * along - 6 * across]
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in head)
    tail = end - 9 * along
    line = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{tail[0]:.1f}" y2="{tail[1]:.1f}"'
    return (
        f'<line {line} stroke="{plots.PAPER}" stroke-width="7"/>'
        f'<line {line} stroke="{plots.INK}" stroke-width="3.5"/>'
        f'<polygon points="{corners}" fill="{plots.INK}"/>'
    )


def _scale():
    """The colour scale under the plane."""
    left, top, width, height = PLANE
    stops = "".join(
        f'<stop offset="{share}" stop-color="rgb({red},{green},{blue})"/>'
        for share, (red, green, blue) in zip(
            np.linspace(0, 1, 9), _COLOURS[np.linspace(0, 255, 9).astype(int)], strict=True
        )
    )
    y = top + height + 12
    texts = ((0, "start", "0 fake"), (0.5, "middle", "½ cannot tell"), (1, "end", "1 real"))
    return (
        f'<defs><linearGradient id="opinion">{stops}</linearGradient></defs>'
        f'<rect x="{left}" y="{y}" width="{width}" height="9" fill="url(#opinion)"/>'
        + "".join(
            _text(left + share * width, y + 25, text, anchor=anchor)
            for share, anchor, text in texts
        )
    )


def _readings(readings):
    """Names at the left, numbers at the right, one line each."""
    left, _, width, _ = TRACE
    lines = []
    for row, (name, text) in enumerate(readings):
        y, bold = 28 + 25 * row, row == 0
        lines.append(_text(left - 46, y, name, bold=bold))
        lines.append(_text(left + width, y, text, anchor="end", bold=bold))
    return "".join(lines)


def _trace(values):
    """V after each move, over its axis, with a dashed line at minus log 4."""
    left, top, width, height = TRACE
    heights = [top + height * _share(value) for value in values]
    steps = width / max(len(values) - 1, 1)
    xs = [left + steps * index for index in range(len(values))]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, heights, strict=True))
    goal = top + height * _share(EQUILIBRIUM)
    ticks = "".join(
        f'<line x1="{left}" x2="{left + width}" y1="{y}" y2="{y}" stroke="{plots.GRID}"/>'
        + _text(left - 8, y + 4, f"{value:g}".replace("-", "−"), anchor="end", size=12)
        for value in (0, -0.5, -1, -2)
        for y in [top + height * _share(value)]
    )
    ink = TEXT_COLOURS[plots.GREEN]
    return (
        f"{ticks}"
        f'<line x1="{left}" x2="{left + width}" y1="{goal}" y2="{goal}" stroke="{plots.GREEN}" '
        f'stroke-width="2" stroke-dasharray="6 4"/>'
        f"{_text(left - 8, goal + 4, '−log 4', anchor='end', size=12, colour=ink)}"
        f'<path d="{path}" fill="none" stroke="{plots.INK}" stroke-width="2"/>'
        f'<circle cx="{xs[-1]:.1f}" cy="{heights[-1]:.1f}" r="5" fill="{plots.INK}"/>'
        f"{_text(left, top + height + 24, 'V(D, G): start at the left, now at the right', size=12)}"
    )


def _share(value):
    """Place of a value between the top (0) and the bottom (1) of the trace."""
    return min(max(value / LOWEST, 0.0), 1.0)


def _text(x, y, text, anchor="start", bold=False, size=14, colour=plots.INK):
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="{size}" '
        f'fill="{colour}"{weight}>{html.escape(text)}</text>'
    )


def as_points(name, points):
    """Points as float64 (num, 2); a `ValueError` names what came instead."""
    points = np.asarray(points, float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"`{name}` must have shape (num, 2). Received: {points.shape}")
    return points


def signed(number):
    """A number with three decimals and a true minus sign.

    Example:

    >>> signed(-0.5)
    '−0.500'
    """
    return f"{number:.3f}".replace("-", "−")
