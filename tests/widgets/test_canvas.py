"""The drawing canvas without a browser: what it takes, what it tells, what is painted from it."""

import json

import anywidget
import numpy as np
import pytest

from artlab import widgets
from artlab.studio import Studio
from artlab.widgets.canvas import DrawingCanvas, draw_and_paint
from artlab.world import Sketch, Stroke

RIDGE = [[0.1, 0.6], [0.4, 0.2], [0.9, 0.6]]
SHORE = [[0.0, 0.7], [1.0, 0.7]]


class Painter:
    """Remembers what it was given, and paints one grey."""

    def __init__(self):
        self.seen = []

    def __call__(self, sketch, plan, size):
        self.seen.append((sketch, plan))
        return np.full((*sketch.shape(size), 3), 90, np.uint8)


@pytest.fixture
def painter():
    return Painter()


@pytest.fixture
def panel(painter):
    return draw_and_paint(Studio(painter=painter, finish=False, size=64), format="4:3")


def controls(panel):
    return {control.description: control for control in panel.children[0].children}


# The canvas


def test_lines_become_plain_strokes():
    canvas = DrawingCanvas("2:1")
    canvas.strokes = [RIDGE, SHORE]
    assert canvas.sketch == Sketch([Stroke("line", RIDGE, 0), Stroke("line", SHORE, 1)], "2:1")


def test_an_empty_canvas_is_an_empty_sketch():
    assert DrawingCanvas("1:2").sketch == Sketch([], "1:2")


@pytest.mark.parametrize(
    ("line", "points"),
    [
        ([[-0.5, 0.2], [1.5, 0.2]], [[0, 0.2], [1, 0.2]]),
        ([["0.1", 0.2], [0.3, 0.4]], [[0.1, 0.2], [0.3, 0.4]]),
        ([[0.1, 0.2]], None),
        ([], None),
        ([[0.1, 0.2, 0.3], [0.1, 0.2, 0.3]], None),
        ([[float("nan"), 0.2], [0.3, 0.4]], None),
        ([[None, 0.2], [0.3, 0.4]], None),
        ("line", None),
        (7, None),
    ],
)
def test_what_a_page_sends_is_mended_or_left_out(line, points):
    canvas = DrawingCanvas()
    canvas.strokes = [line, RIDGE]
    lines = [points, RIDGE] if points else [RIDGE]
    assert [stroke.points.tolist() for stroke in canvas.sketch.strokes] == [
        np.float32(line).tolist() for line in lines
    ]


def test_endless_lines_are_cut():
    canvas = DrawingCanvas()
    canvas.strokes = [[[0.5, 0.5]] * 100_000]
    assert canvas.sketch.num_points == 4000


@pytest.mark.parametrize(("format", "size"), [("square", (320, 320)), ("2:1", (320, 160))])
def test_paper_has_the_shape_of_the_format(format, size):
    canvas = DrawingCanvas(format)
    assert (canvas.width, canvas.height) == size


def test_a_drawing_to_begin_with_is_on_the_sheet():
    start = Sketch([Stroke("mountain", RIDGE), Stroke("sea", SHORE)])
    canvas = DrawingCanvas(start=start)
    assert canvas.strokes == [RIDGE, SHORE]
    assert canvas.sketch.is_plain
    json.dumps(canvas.strokes)


def test_undo_and_clear_take_lines_away():
    canvas = DrawingCanvas()
    canvas.strokes = [RIDGE, SHORE]
    canvas.undo()
    assert canvas.strokes == [RIDGE]
    canvas.clear()
    assert canvas.strokes == []
    canvas.undo()
    assert canvas.strokes == []


def test_each_line_is_told_until_it_is_ended():
    canvas, told = DrawingCanvas(), []
    end = canvas.on_drawing(told.append)
    canvas.strokes = [RIDGE]
    end()
    canvas.strokes = [RIDGE, SHORE]
    assert [len(sketch.strokes) for sketch in told] == [1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"format": "3:2"}, "`format` must be one of: square, .*Received: '3:2'"),
        ({"size": 20}, "`size` must be an int from 64 to 1024. Received: 20"),
        ({"size": True}, "`size`"),
        ({"start": [RIDGE]}, "`start` must be a Sketch of format square"),
        ({"start": Sketch([], "2:1")}, "`start` must be a Sketch of format square"),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        DrawingCanvas(**arguments)


def test_where_no_canvas_shows_its_text_tells_another_way():
    canvas = DrawingCanvas()
    canvas.strokes = [RIDGE]
    bundle, _ = canvas._repr_mimebundle_()
    assert bundle["text/plain"].startswith("A drawing canvas with 1 line. ")
    assert "from_image" in repr(canvas)


def test_canvas_is_an_anywidget_whose_script_is_shipped():
    canvas = DrawingCanvas()
    assert isinstance(canvas, anywidget.AnyWidget)
    assert canvas._esm.endswith("export default { render };\n")
    for word in ("http:", "https:", "innerHTML", "eval("):
        assert word not in canvas._esm


# With a painter


def test_without_a_line_nothing_is_painted(panel, painter):
    assert painter.seen == []
    assert panel.painting is None
    assert "the canvas is empty" in repr(panel.children[1].children[1])


def test_each_line_is_painted(panel, painter):
    panel.canvas.strokes = [RIDGE]
    panel.canvas.strokes = [RIDGE, SHORE]
    assert [len(sketch.strokes) for sketch, _ in painter.seen] == [1, 2]
    assert panel.painting.shape == (48, 64, 3)
    assert panel.children[1].children[1].alt == "Your 2 lines as an ink painting, day, clear"


def test_style_time_and_weather_reach_the_painter(panel, painter):
    panel.canvas.strokes = [RIDGE]
    controls(panel)["style"].value = "woodblock"
    controls(panel)["time"].value = "night"
    controls(panel)["weather"].value = "snow"
    plan = painter.seen[-1][1]
    assert (plan.style, plan.time, plan.weather) == ("woodblock", "night", "snow")
    assert plan.format == "4:3"


def test_a_cleared_canvas_shows_no_painting(panel):
    panel.canvas.strokes = [RIDGE]
    panel.canvas.clear()
    assert panel.painting is None


def test_what_a_painter_of_ones_own_does_wrong_is_shown_and_escaped():
    def bad(sketch, plan):
        raise ValueError("<script>no</script>")

    panel = draw_and_paint(Studio(painter=bad))
    panel.canvas.strokes = [RIDGE]
    picture = panel.children[1].children[1]
    assert "&lt;script&gt;" in picture.value and "<script>" not in picture.value


def test_a_drawing_to_begin_with_is_painted_at_once(painter):
    start = Sketch([Stroke("line", RIDGE)])
    panel = draw_and_paint(Studio(painter=painter, size=64), start=start)
    assert len(painter.seen) == 1 and panel.painting.shape == (64, 64, 3)


def test_widgets_are_found_by_name():
    assert widgets.DrawingCanvas is DrawingCanvas
    assert widgets.draw_and_paint is draw_and_paint
