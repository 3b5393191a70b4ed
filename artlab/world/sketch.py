"""Line drawings as data: strokes that say what they are, as vectors, SVG or pixels."""

import dataclasses
import html

import numpy as np

from artlab import _arguments
from artlab.world.scene import ELEMENTS, FORMATS

COLOURS = {  # Okabe-Ito, darkened where paper is white
    "mountain": "#303030",
    "ground": "#7a5c2e",
    "rock": "#5a5a5a",
    "lake": "#0072b2",
    "river": "#0072b2",
    "sea": "#0072b2",
    "pine": "#00755a",
    "willow": "#00755a",
    "bamboo": "#00755a",
    "bough": "#00755a",
    "sun": "#d55e00",
    "moon": "#b8860b",
    "boat": "#a0407a",
    "pavilion": "#a0407a",
    "bird": "#303030",
    "cloud": "#56a0c8",
    "line": "#303030",
}
PLAIN = "line"
"""Name of strokes that do not say what they belong to, as in drawings made by hand."""


@dataclasses.dataclass(frozen=True, eq=False)
class Stroke:
    """One line of a drawing.

    Args:
        element: what it belongs to; one of `scene.ELEMENTS`, or "line" for what nobody named.
        points: float array of shape (num_points, 2), x and y in [0, 1], y down; two or more.
        instance: which element of that name, from 0: both lines of a boat share a number.
    """

    element: str
    points: np.ndarray
    instance: int = 0

    def __post_init__(self):
        if not isinstance(self.element, str) or self.element not in (*ELEMENTS, PLAIN):
            names = ", ".join((*ELEMENTS, PLAIN))
            raise ValueError(f"`element` must be one of: {names}. Received: {self.element!r}")
        points = _as_points(self.points)
        if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2:
            raise ValueError(f"`points` must have shape (two or more, 2). Received: {points.shape}")
        if not np.all((points >= 0) & (points <= 1)):
            raise ValueError(
                f"`points` must be in [0, 1]. Received: {points.min():.3g} to {points.max():.3g}"
            )
        instance = _arguments.index_of(self.instance)
        if instance is None or instance < 0:
            raise ValueError(f"`instance` must be an int from 0. Received: {self.instance!r}")
        points.flags.writeable = False
        object.__setattr__(self, "points", points)

    def __eq__(self, other):
        if not isinstance(other, Stroke):
            return NotImplemented
        same_name = (self.element, self.instance) == (other.element, other.instance)
        return same_name and np.array_equal(self.points, other.points)

    __hash__ = None


def _as_points(points):
    try:
        return np.array(points, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise ValueError(f"`points` must be pairs of numbers. Received: {error}") from error


@dataclasses.dataclass(frozen=True)
class Sketch:
    """A drawing: strokes in the order in which they are drawn.

    Args:
        strokes: a sequence of `Stroke`.
        format: width to height; one of `scene.FORMATS`.

    Example:

    >>> sketch = Sketch([Stroke("bird", [[0.1, 0.2], [0.2, 0.3]])])
    >>> sketch.elements, sketch.raster(32).shape
    (['bird'], (32, 32))
    """

    strokes: tuple[Stroke, ...]
    format: str = "square"

    def __post_init__(self):
        if isinstance(self.strokes, str) or not hasattr(self.strokes, "__iter__"):
            raise ValueError(f"`strokes` must be Stroke objects. Received: {self.strokes!r}")
        object.__setattr__(self, "strokes", tuple(self.strokes))
        if not isinstance(self.format, str) or self.format not in FORMATS:
            raise ValueError(
                f"`format` must be one of: {', '.join(FORMATS)}. Received: {self.format!r}"
            )
        for stroke in self.strokes:
            if not isinstance(stroke, Stroke):
                raise ValueError(f"`strokes` must be Stroke objects. Received: {stroke!r}")

    @property
    def elements(self):
        """One name per element drawn, in the order of the strokes: a list of str.

        Plain lines belong to no element.
        """
        return [name for name, _ in self._keys() if name != PLAIN]

    @property
    def is_plain(self):
        """Whether some strokes do not say what they belong to; a bool."""
        return any(stroke.element == PLAIN for stroke in self.strokes)

    @property
    def num_points(self):
        """Points of all strokes together; an int."""
        return sum(len(stroke.points) for stroke in self.strokes)

    def _keys(self):
        return dict.fromkeys((stroke.element, stroke.instance) for stroke in self.strokes)

    def of(self, element):
        """Strokes of every element of one name.

        Args:
            element: one of `scene.ELEMENTS`.

        Returns:
            A list with, for each element, the list of its strokes.
        """
        _arguments.text("element", element)
        groups = {key: [] for key in self._keys() if key[0] == element}
        for stroke in self.strokes:
            if stroke.element == element:
                groups[stroke.element, stroke.instance].append(stroke)
        return list(groups.values())

    def shape(self, size):
        """Pixels of the picture whose longer side is `size`: `(height, width)`."""
        _arguments.number("size", size, "a number of pixels above 0", lambda value: value > 0)
        width, height = FORMATS[self.format]
        longer = max(width, height)
        return round(size * height / longer), round(size * width / longer)

    def raster(self, size, width=1.5, color=False):
        """The drawing as pixels, with the smooth lines that a hand would draw.

        Args:
            size: longer side in pixels; 16 or more.
            width: line width in pixels of a 128-pixel drawing; above 0.
            color: if True, each element has its colour.

        Returns:
            uint8 array of shape (height, width), or (height, width, 3) with `color`; black
            or coloured lines on white.
        """
        from artlab.world import strokes

        return strokes.raster(self, size, width, color)

    def svg(self, size=256):
        """The drawing as an SVG document whose longer side is `size`; a str."""
        height, width = self.shape(size)
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" aria-label="{self._label()}">',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            '<g fill="none" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">',
            *(self._path(stroke, width, height) for stroke in self.strokes),
            "</g></svg>",
        ]
        return "\n".join(lines)

    def _label(self):
        names = [*self.elements, *(["plain lines"] if self.is_plain else [])]
        return html.escape("Sketch: " + (", ".join(names) or "nothing yet"))

    @staticmethod
    def _path(stroke, width, height):
        places = " ".join(f"{x * width:.1f},{y * height:.1f}" for x, y in stroke.points)
        color = COLOURS[stroke.element]
        return f'<polyline class="{stroke.element}" stroke="{color}" points="{places}"/>'

    def _repr_svg_(self):
        return self.svg()

    def to_dict(self):
        """The drawing as lists and strings, fit for JSON."""
        strokes = [
            {"element": s.element, "instance": s.instance, "points": s.points.tolist()}
            for s in self.strokes
        ]
        return {"format": self.format, "strokes": strokes}

    @classmethod
    def from_dict(cls, fields):
        """The drawing that `to_dict` wrote.

        Raises:
            ValueError: for anything else.
        """
        if not isinstance(fields, dict) or not {"format", "strokes"} <= set(fields):
            raise ValueError(f"`fields` must be what `to_dict` wrote. Received: {fields!r}")
        try:
            return cls([Stroke(**stroke) for stroke in fields["strokes"]], fields["format"])
        except TypeError as error:
            raise ValueError(f"`fields` must be what `to_dict` wrote: {error}") from error

    @classmethod
    def from_image(cls, image, format=None, trim=False):
        """The lines of a picture, a scan or a photo; see `tracing.trace`.

        Args:
            image: path, PIL image or array.
            format: one of `scene.FORMATS`; by default the one that fits best.
            trim: if True, the paper around the drawing is cut off first.

        Returns:
            A `Sketch` of plain lines.
        """
        from artlab.world import tracing

        return tracing.trace(image, format, trim)
