"""A canvas to draw on with mouse, finger, pen or keyboard, and a painter that looks on."""

import pathlib

import anywidget
import numpy as np
import traitlets

from artlab.studio import panels
from artlab.widgets import base
from artlab.world.scene import FORMATS, STYLES, TIMES, WEATHERS, Scene
from artlab.world.sketch import PLAIN, Sketch, Stroke

LONGEST = 4000  # points of a stroke that are kept


class DrawingCanvas(anywidget.AnyWidget):
    """A sheet of paper in the notebook, in JupyterLab and in Colab (anywidget asks there for
    its widget manager by itself).

    Pen, eraser, undo, clear and line width; arrow keys move the pen, space sets it down.

    Args:
        format: width to height; one of `world.scene.FORMATS`.
        size: longer side on screen, in CSS pixels; 64 to 1024.
        start: a `Sketch` of the same format to begin with, or None for an empty sheet.

    Raises:
        ValueError: for anything else.

    Example:

    >>> canvas = DrawingCanvas("4:3")
    >>> canvas.strokes = [[[0.1, 0.5], [0.4, 0.2], [0.7, 0.5]]]
    >>> canvas.sketch.is_plain, canvas.sketch.format
    (True, '4:3')
    """

    _esm = (pathlib.Path(__file__).parent / "canvas.js").read_text(encoding="utf-8")

    strokes = traitlets.List().tag(sync=True)
    width = traitlets.Int(320).tag(sync=True)
    height = traitlets.Int(320).tag(sync=True)
    line_width = traitlets.Float(3.0, min=0.5, max=20.0).tag(sync=True)

    def __init__(self, format="square", size=320, start=None):
        if format not in FORMATS:
            raise ValueError(f"`format` must be one of: {', '.join(FORMATS)}. Received: {format!r}")
        if isinstance(size, bool) or not isinstance(size, int) or not 64 <= size <= 1024:
            raise ValueError(f"`size` must be an int from 64 to 1024. Received: {size!r}")
        start = Sketch([], format) if start is None else start
        if not isinstance(start, Sketch) or start.format != format:
            raise ValueError(
                f"`start` must be a Sketch of format {format}. Received: {start!r:.60}"
            )
        self.format = format
        height, width = start.shape(size)
        strokes = [np.round(line.points.astype(float), 4).tolist() for line in start.strokes]
        super().__init__(width=width, height=height, strokes=strokes)

    def __repr__(self):
        number = len(self.strokes)
        return (
            f"A drawing canvas with {number} line{'s' * (number != 1)}. Where none shows, draw on "
            "paper and read a photo of it: Sketch.from_image(path)."
        )

    @property
    def sketch(self):
        """What is drawn: a `Sketch` of plain lines; what is no line is left out."""
        lines = filter(None, map(_points, self.strokes))
        return Sketch([Stroke(PLAIN, line, i) for i, line in enumerate(lines)], self.format)

    def on_drawing(self, callback):
        """Calls `callback(sketch)` after each line, rubbing out or undoing.

        Returns:
            A function without arguments that ends this.
        """

        def tell(_):
            callback(self.sketch)

        self.observe(tell, names="strokes")
        return lambda: self.unobserve(tell, names="strokes")

    def undo(self):
        """Takes the last line away."""
        self.strokes = self.strokes[:-1]

    def clear(self):
        """Takes all lines away."""
        self.strokes = []


def _points(stroke):
    """What the browser sent as points in [0, 1], or None where it is no line."""
    try:
        points = [(min(max(float(x), 0.0), 1.0), min(max(float(y), 0.0), 1.0)) for x, y in stroke]
    except (TypeError, ValueError):
        return None
    finite = all(x == x and y == y for x, y in points)
    return points[:LONGEST] if len(points) > 1 and finite else None


def draw_and_paint(studio=None, format="square", size=320, style="ink", start=None):
    """A canvas, and beside it what the painter makes of each line.

    Args:
        studio: a `Studio`, or anything with its `paint_sketch`; the shipped one by default.
        format, size, start: as in `DrawingCanvas`.
        style: the style chosen first.

    Returns:
        A widget; its `canvas` is the `DrawingCanvas`, its `painting` the newest pixels or None.
    """
    canvas, picture = DrawingCanvas(format, size, start), base.Picture()
    picture.layout.margin = "0 0 0 12px"
    controls = {
        "style": base.choice("style", STYLES, style),
        "time": base.choice("time", TIMES, "day"),
        "weather": base.choice("weather", WEATHERS),
    }
    painter = _Live(canvas, picture, studio)
    panel = base.panel(list(controls.values()), [canvas, picture])
    painter.panel = panel
    panel.canvas, panel.painting = canvas, None
    redraw = base.connect(painter.paint, **controls)
    canvas.on_drawing(lambda _: redraw())
    return panel


class _Live:
    """Paints what is on the canvas; without a line, it asks for one."""

    def __init__(self, canvas, picture, studio):
        self.canvas, self.picture, self.studio, self.panel = canvas, picture, studio, None

    def paint(self, style, time, weather):
        drawing = self.canvas.sketch
        if not drawing.strokes:
            self.panel.painting = None
            self.picture.value = "<p>Draw a line: a ridge, a shore, a sun.</p>"
            self.picture.alt = "No painting yet: the canvas is empty"
            return
        if self.studio is None:
            from artlab.studio import Studio

            self.studio = Studio()
        plan = Scene(style=style, time=time, weather=weather, format=self.canvas.format)
        try:
            self.panel.painting = self.studio.paint_sketch(drawing, plan)
        except ValueError as error:
            self.picture.value, self.picture.alt = panels.notice(str(error)), str(error)
            return
        number = len(drawing.strokes)
        article = "an" if style == "ink" else "a"
        what = f"{article} {style} painting, {time}, {weather}"
        alt = f"Your {number} line{'s' * (number > 1)} as {what}"
        self.picture.show(self.panel.painting, alt, width=max(self.canvas.width, 1))
