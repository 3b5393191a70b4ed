"""Figures of classifiers: their numbers, their baselines, their colours."""

import numpy as np
import pytest

from artlab import plots
from artlab.plots.classifying import EVIDENCE

COUNTS = [[8, 2], [3.5, 6.5]]


def texts_of(axis):
    return [text.get_text() for text in axis.texts]


def test_confusion_matrix_writes_counts_and_shares_of_rows():
    axis = plots.confusion_matrix(COUNTS, ("cat", "dog"), "Animals").axes[0]
    assert texts_of(axis) == ["8", "80%", "2", "20%", "3.5", "35%", "6.5", "65%"]
    np.testing.assert_allclose(axis.images[0].get_array(), [[0.8, 0.2], [0.35, 0.65]])
    assert len(axis.patches) == 2  # frames of the diagonal


def test_confusion_matrix_keeps_the_order_that_is_wanted():
    figure = plots.confusion_matrix(COUNTS, ("cat", "dog"), "Animals", order=("dog", "cat"))
    axis = figure.axes[0]
    assert texts_of(axis)[::2] == ["6.5", "3.5", "2", "8"]
    assert [label.get_text() for label in axis.get_xticklabels()] == ["dog", "cat"]


def test_score_intervals_shows_each_interval_and_baseline():
    figure = plots.score_intervals(
        ["colour", "all"], [0.6, 0.7], [0.5, 0.6], [0.7, 0.8], "Scores",
        baselines={"majority": 0.4},
    )  # fmt: skip
    axis = figure.axes[0]
    bars = [line.get_xdata() for line in axis.lines if line.get_linestyle() == "-"]
    np.testing.assert_allclose(bars, [(0.5, 0.7), (0.6, 0.8)])
    assert texts_of(axis) == ["0.60", "0.70", "majority 0.40"]


def test_occlusion_shows_the_picture_and_scales_to_the_largest_change():
    heat = np.array([[0.1, 0.0], [-0.4, 0.2]])
    figure = plots.occlusion(np.full((20, 30, 3), 120, np.uint8), heat, "Looked at", name="dusk")
    picture, overlay, scale = figure.axes
    assert (picture.images[0].get_array() == 120).all()
    colors = overlay.images[1].get_array()
    np.testing.assert_allclose(colors[1, 0, :3], EVIDENCE(0.0)[:3])
    assert colors[0, 1, 3] == 0  # where nothing changes the picture is seen
    assert [label.get_text() for label in scale.get_yticklabels()] == ["−0.40", "0", "+0.40"]
    assert "dusk" in scale.get_ylabel()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: plots.confusion_matrix([[1]], ("a", "b"), ""),
            r"shape \(2, 2\).*Received: \(1, 1",
        ),
        (lambda: plots.confusion_matrix(COUNTS, "ab", "", order="ac"), "`order` must hold"),
        (lambda: plots.score_intervals(["a"], [1], [0], [1, 2], ""), "one number per name"),
        (lambda: plots.score_intervals(["a"], [0.9], [0], [0.5], ""), "must lie between"),
        (lambda: plots.occlusion(np.zeros((4, 4, 3), np.uint8), [1], ""), "`heat` must have shape"),
    ],
)
def test_what_does_not_fit_is_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
