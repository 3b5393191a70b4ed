"""Occlusion of pictures in which it is known what the answer rests on."""

import numpy as np
import pytest

from artlab.gallery import occlusion_map
from artlab.gallery.analysis import occluding


class RedShare:
    """Says "red" with the probability that its red corner is seen."""

    classes = ("blue", "red")

    def covered(self, picture, seen):
        if seen is None:
            seen = np.ones((1, 16, 16))
        rows, columns = seen.shape[1] // 4, seen.shape[2] // 4
        red = 0.9 * seen[:, :rows, :columns].mean((1, 2))  # the upper left sixteenth
        return np.stack([1 - red, red], axis=1)


@pytest.fixture
def picture():
    return np.full((80, 120, 3), 90, np.uint8)


def test_heat_lies_where_the_answer_rests(picture):
    found = occlusion_map(RedShare(), picture, side=0.25, stride=0.25)
    assert found.label == "red" and found.probability == pytest.approx(0.9)
    assert np.unravel_index(found.heat.argmax(), found.heat.shape) == (0, 0)
    assert np.abs(found.heat[2:]).max() == 0 and np.abs(found.heat[:, 3:]).max() == 0


def test_answers_change_only_where_enough_is_covered(picture):
    found = occlusion_map(RedShare(), picture, side=0.4, stride=0.2)
    assert found.flips[0, 0] == "blue" and found.flips[-1, -1] == "red"


def test_other_class_falls_where_this_one_rises(picture):
    red = occlusion_map(RedShare(), picture, "red")
    blue = occlusion_map(RedShare(), picture, "blue")
    np.testing.assert_allclose(red.heat, -blue.heat)
    np.testing.assert_allclose(red.evidence, -blue.evidence)


def test_evidence_is_the_fall_of_log_odds(picture):
    found = occlusion_map(RedShare(), picture, "red", side=0.25, stride=0.25)
    left = found.probability - found.heat[0, 0]
    wanted = np.log(0.9 / 0.1) - np.log(left / (1 - left))
    assert found.evidence[0, 0] == pytest.approx(wanted)


@pytest.mark.parametrize("shape", [(80, 120), (300, 100), (64, 64)])
def test_squares_reach_every_border(shape):
    masks, grid = occluding.squares(shape, 0.3, 0.15)
    assert len(masks) == grid[0] * grid[1]
    assert (masks.min(0) == 0).all()  # every place is covered once or more
    areas = (1 - masks).sum((1, 2))
    assert (areas == areas[0]).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": "green"}, "`label` must be one of: blue, red. Received: 'green'"),
        ({"side": 1}, r"`side` must be in \[0.05, 1\). Received: 1"),
        ({"stride": 0}, r"`stride` must be in \[0.02, 1\]. Received: 0"),
    ],
)
def test_wrong_arguments_are_named(picture, change, message):
    with pytest.raises(ValueError, match=message):
        occlusion_map(RedShare(), picture, **change)


def test_what_is_no_classifier_is_refused():
    with pytest.raises(ValueError, match="`classifier` must have `classes` and `covered"):
        occluding.occlusion_map(None, np.zeros((32, 32, 3), np.uint8))
