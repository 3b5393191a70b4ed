"""Strokes and sketches as data."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from artlab.world import Sketch, Stroke, draw, sample
from artlab.world.strokes import outline, smooth

LINE = [[0.1, 0.2], [0.4, 0.5], [0.9, 0.3]]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (("dragon", LINE), "`element` must be one of: .*Received: 'dragon'"),
        (("boat", [[0.1, 0.2]]), r"`points` must have shape .*Received: \(1, 2\)"),
        (("boat", [[0.1, 1.2], [0, 0]]), r"`points` must be in \[0, 1\]. Received: 0 to 1.2"),
        (("boat", [[0.1, np.nan], [0, 0]]), r"`points` must be in \[0, 1\]"),
        (("boat", LINE, -1), "`instance` must be an int from 0. Received: -1"),
    ],
)
def test_strokes_refuse_what_breaks_their_rules(fields, message):
    with pytest.raises(ValueError, match=message):
        Stroke(*fields)


def test_points_of_a_stroke_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        Stroke("boat", LINE).points[0] = 0


def test_elements_has_one_name_for_each_element():
    strokes = [
        Stroke("boat", LINE),
        Stroke("boat", LINE),
        Stroke("boat", LINE, 1),
        Stroke("sun", LINE),
    ]
    sketch = Sketch(strokes)
    assert sketch.elements == ["boat", "boat", "sun"]
    assert [len(group) for group in sketch.of("boat")] == [2, 1]


def test_sketch_survives_json():
    sketch = draw(sample(4), seed=4)
    assert Sketch.from_dict(json.loads(json.dumps(sketch.to_dict()))) == sketch


@pytest.mark.parametrize(
    ("kind", "shape"),
    [("square", (96, 96)), ("4:3", (72, 96)), ("2:1", (48, 96)), ("1:2", (96, 48))],
)
def test_rasters_have_the_shape_of_their_format(kind, shape):
    sketch = Sketch([Stroke("boat", LINE)], kind)
    assert sketch.raster(96).shape == shape
    assert sketch.raster(96, color=True).shape == (*shape, 3)


def test_raster_draws_a_line_where_its_points_are():
    sketch = Sketch([Stroke("boat", [[0.25, 0.5], [0.75, 0.5]])])
    dark = np.argwhere(sketch.raster(64) < 128)
    assert set(dark[:, 0]) <= {31, 32}
    assert (dark[:, 1].min(), dark[:, 1].max()) == (16, 47) or abs(dark[:, 1].min() - 16) <= 1


def test_raster_hides_a_far_mountain_behind_a_near_one():
    far = Stroke("mountain", [[0.2, 0.6], [0.5, 0.4], [0.8, 0.6]])
    near = Stroke("mountain", [[0.1, 0.9], [0.5, 0.2], [0.9, 0.9]], 1)
    alone = Sketch([near]).raster(64)
    assert np.array_equal(Sketch([far, near]).raster(64)[20:36, 30:34], alone[20:36, 30:34])


@pytest.mark.parametrize("size", [8, 64.0, True])
def test_raster_refuses_sizes_that_are_none(size):
    with pytest.raises(ValueError, match="`size` must be an int of 16 or more"):
        Sketch([]).raster(size)


def test_svg_has_one_polyline_for_each_stroke():
    sketch = draw(sample(5), seed=5)
    tree = ET.fromstring(sketch.svg())
    lines = tree.findall(".//{http://www.w3.org/2000/svg}polyline")
    assert [line.get("class") for line in lines] == [stroke.element for stroke in sketch.strokes]


def test_smooth_passes_through_every_knot():
    knots = np.random.default_rng(0).random((7, 2))
    assert np.allclose(smooth(knots, per_segment=5)[::5], knots)


def test_smooth_with_no_tension_follows_straight_lines():
    curve = smooth(np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 0.0]]), tension=0.0)
    assert np.allclose(np.interp(curve[:, 0], [0, 1, 2], [0, 2, 0]), curve[:, 1])


def test_outline_of_a_level_line_is_as_wide_as_asked():
    shape = outline(np.array([[0.0, 5.0], [4.0, 5.0], [8.0, 5.0]]), np.array([2.0, 4.0, 2.0]))
    assert np.allclose(np.sort(shape[:, 1]), [3, 4, 4, 6, 6, 7], atol=1e-4)
