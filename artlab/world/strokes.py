"""Lines as a brush draws them: smooth, tapered, antialiased, on a plate of pixels."""

import functools

import cv2
import numpy as np

from artlab import _arguments

SHIFT = 4  # OpenCV takes points in sixteenths of a pixel
ANGULAR = ("pavilion", "boat", "line")
TENSION = {"mountain": 0.38}


@functools.lru_cache(maxsize=512)
def _spline(num_points, per_segment, closed, tension):
    """Matrix from knots to the points of a cardinal spline through them."""
    num = num_points - 1
    rows = []
    eye = np.eye(num_points)
    for segment in range(num):
        start, end = eye[segment], eye[segment + 1]
        before = eye[segment - 1] if segment else (eye[num - 1] if closed else start)
        after = eye[segment + 2] if segment + 2 < num_points else (eye[1] if closed else end)
        steps = np.arange(per_segment) / per_segment
        for step in steps:
            out, into = tension * (end - before), tension * (after - start)
            square, cube = step**2, step**3
            rows.append(
                (2 * cube - 3 * square + 1) * start
                + (cube - 2 * square + step) * out
                + (3 * square - 2 * cube) * end
                + (cube - square) * into
            )
    rows.append(eye[-1])
    return np.array(rows)


def smooth(points, per_segment=6, tension=0.5):
    """A smooth curve through all points; closed where the last point is the first.

    Args:
        points: array of shape (num_points, 2).
        per_segment: new points for each one.
        tension: 0 for straight lines, 0.5 for a Catmull-Rom spline.

    Returns:
        Array of shape ((num_points - 1) * per_segment + 1, 2).

    References:
        Catmull & Rom, *A class of local interpolating splines* (1974).
    """
    points = np.asarray(points, dtype=np.float64)
    closed = len(points) > 3 and bool(np.abs(points[0] - points[-1]).max() < 1e-6)
    return _spline(len(points), per_segment, closed, tension) @ points


def curve(stroke, shape, per_segment=6):
    """The line of a sketch's stroke in pixels: smooth, save where it has corners."""
    height, width = shape
    points = stroke.points * np.array([width, height])
    if stroke.element in ANGULAR or len(points) < 3:
        return points.astype(np.float64)
    return smooth(points, per_segment, TENSION.get(stroke.element, 0.5))


def _fixed(points, scale):
    return np.round((np.asarray(points) * scale - 0.5) * 2**SHIFT).astype(np.int32)


def outline(line, widths):
    """The outline of a brush stroke.

    Args:
        line: array of shape (..., num_points, 2), pixels.
        widths: full width at each point; broadcasts to (..., num_points).

    Returns:
        Array of shape (..., 2 * num_points, 2).
    """
    line = np.asarray(line, dtype=np.float64)
    along = np.gradient(line, axis=-2)
    along /= np.hypot(along[..., :1], along[..., 1:]) + 1e-6
    across = along[..., ::-1] * [-1, 1] * (np.asarray(widths)[..., None] / 2)
    return np.concatenate([line + across, (line - across)[..., ::-1, :]], axis=-2)


class Plate:
    """A grey plate on which strokes are drawn; finer than the picture where that is small.

    Args:
        shape: `(height, width)` of the picture in pixels.
    """

    def __init__(self, shape):
        self.shape = shape
        self.scale = 2 if max(shape) <= 288 else 1
        self.pixels = np.zeros((shape[0] * self.scale, shape[1] * self.scale), np.uint8)

    def fill(self, polygon, value=1.0):
        """Fills an outline, given in pixels of the picture."""
        points = [_fixed(polygon, self.scale)]
        cv2.fillPoly(self.pixels, points, int(255 * value), cv2.LINE_AA, SHIFT)
        return self

    def lines(self, lines, width=1.0, value=1.0):
        """Draws lines of one width; those thinner than a pixel become paler."""
        width = width * self.scale
        value *= min(1.0, max(width, 0.35))
        points = [_fixed(line, self.scale) for line in lines]
        thick = max(1, round(width))
        cv2.polylines(self.pixels, points, False, int(255 * value), thick, cv2.LINE_AA, SHIFT)
        return self

    def brush(self, lines, widths, value=1.0):
        """Draws lines whose width changes along the way.

        Args:
            lines: array of shape (num_lines, num_points, 2), or a list of arrays (num_points, 2).
            widths: width at each point; broadcasts to (num_points,).
            value: in (0, 1].
        """
        for line in lines:
            widths_here = np.broadcast_to(widths, len(line))
            self.fill(outline(line, widths_here), value)
        return self

    def mask(self):
        """What was drawn: float32 of shape (height, width) in [0, 1]."""
        pixels = self.pixels
        if self.scale > 1:
            pixels = cv2.resize(pixels, self.shape[::-1], interpolation=cv2.INTER_AREA)
        return pixels.astype(np.float32) * np.float32(1 / 255)


def tapered(num_points, width, start=0.3, end=0.1, belly=0.35):
    """Widths of a stroke that swells and thins out; float array of shape (num_points,)."""
    steps = np.linspace(0, 1, num_points)
    return width * np.interp(steps, [0, belly, 1], [start, 1, end])


def raster(sketch, size, width, color):
    """See `Sketch.raster`."""
    if isinstance(size, bool) or not isinstance(size, int) or size < 16:
        raise ValueError(f"`size` must be an int of 16 or more. Received: {size!r}")
    _arguments.number("width", width, "above 0", lambda value: value > 0)
    from artlab.world.sketch import COLOURS

    shape = sketch.shape(size)
    image = np.full((*shape, 3), 255.0, np.float32)
    for strokes in _far_to_near(sketch, shape):
        name, curves = strokes[0].element, [curve(stroke, shape) for stroke in strokes]
        if name in ("mountain", "ground", "rock"):  # what is near hides what is far
            image += (255 - image) * Plate(shape).fill(_body(curves[0], shape)).mask()[..., None]
        ink = bytes.fromhex(COLOURS[name][1:]) if color else bytes(3)
        mask = Plate(shape).lines(curves, width * size / 128).mask()[..., None]
        image += (np.array(list(ink), np.float32) - image) * mask
    image = np.clip(np.round(image), 0, 255).astype(np.uint8)
    return image if color else image[..., 0]


def _far_to_near(sketch, shape):
    """Groups of strokes, one for each element, in the order in which they hide each other."""
    groups = {}
    for stroke in sketch.strokes:
        groups.setdefault((stroke.element, stroke.instance), []).append(stroke)
    front = {"rock": 3, "bough": 3, "bird": 3, "cloud": 2}

    def key(strokes):
        name, points = strokes[0].element, strokes[0].points
        if name in ("sun", "moon"):
            return -1.0
        level = points[:, 1].min() if name in ("ground", "lake", "sea") else points[:, 1].max()
        level = points[:, 1].min() + 0.01 if name == "river" else level
        return front.get(name, 0) + float(level) - (0.02 if name in ("lake", "sea") else 0)

    return sorted(groups.values(), key=key)


def _body(line, shape):
    """The outline of what lies below a skyline or inside a tongue of land."""
    low = max(line[0, 1], line[-1, 1])
    if abs(line[0, 0] - line[-1, 0]) < 0.03 * shape[1]:
        return line
    return np.concatenate([line, [[line[-1, 0], low], [line[0, 0], low]]])
