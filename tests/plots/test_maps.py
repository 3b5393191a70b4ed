"""Pictures on a map: no thumbnail covers another, or a point."""

import itertools

import numpy as np
import pytest

from artlab import plots
from artlab.plots import maps


def overlap(one, other):
    """Whether two boxes (centre, size) share an area."""
    (a, size), (b, other_size) = one, other
    return bool((np.abs(np.subtract(a, b)) < (np.add(size, other_size)) / 2).all())


def test_a_lone_box_stands_beside_its_point():
    (center,) = maps.free_places([(100, 100)], [(40, 40)], (200, 200))
    apart = np.abs(center - (100, 100))
    assert 20 + maps.POINT <= apart.max() < 20 + maps.POINT + 2 * maps.STEP


def test_boxes_overlap_neither_each_other_nor_a_point():
    points = np.random.default_rng(0).uniform(150, 250, (12, 2))
    sizes = [(50, 40), (30, 60)] * 6
    boxes = list(zip(maps.free_places(points, sizes, (500, 400)), sizes, strict=True))
    assert not any(overlap(*pair) for pair in itertools.combinations(boxes, 2))
    assert not any(overlap(box, (point, (0, 0))) for box in boxes for point in points)


def test_boxes_stay_in_the_room():
    centers = maps.free_places([(0, 0), (300, 200), (0, 200)], [(60, 40)] * 3, (300, 200))
    assert (centers >= (30, 20)).all() and (centers <= (270, 180)).all()


def test_a_box_without_a_place_lies_on_its_point():
    (center,) = maps.free_places([(10, 10)], [(60, 60)], (40, 40))
    assert center.tolist() == [10, 10]


def test_the_map_draws_every_picture_once():
    pictures = [np.full((8, 12, 3), 100, np.uint8), np.zeros((9, 9)), np.zeros((6, 6, 1))]
    points = [(0.2, 0.3), (0.8, 0.1), (0.5, 0.9)]
    figure = plots.picture_map(pictures, points, "new", "typical", "A map", moves=[(0, 1)])
    (axis,) = figure.axes
    boxes = [one for one in axis.artists if isinstance(one, maps.AnnotationBbox)]
    assert [box.xy for box in boxes] == [pytest.approx(point) for point in points]
    assert plots.png_bytes(figure).startswith(b"\x89PNG")


@pytest.mark.parametrize("changed", [{"points": [(0, 0)]}, {"names": ["one"]}])
def test_what_does_not_fit_is_refused(changed):
    given = {"points": [(0, 0), (1, 1)], "names": ["a", "b"]} | changed
    with pytest.raises(ValueError, match=r"`points` must have shape \(2, 2\), and `names` 2 texts"):
        plots.picture_map([np.zeros((4, 4))] * 2, x_label="", y_label="", **given)
