"""Stamps and balls: the numbers in the figures against Keras and the metrics."""

import keras
import numpy as np
import pytest

from artlab.gan import metrics
from artlab.widgets import stamps


@pytest.mark.parametrize("kernel", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_counts_are_what_a_transposed_convolution_of_ones_gives(kernel, stride):
    ones = np.ones((1, 5, 1), "float32")
    output = keras.ops.conv_transpose(ones, np.ones((kernel, 1, 1), "float32"), strides=stride)
    counts = stamps.stamp_counts(kernel, stride, 5)
    theirs = np.asarray(output)[0, :, 0]
    np.testing.assert_array_equal(counts, theirs[: len(counts)])
    assert not theirs[len(counts) :].any()  # Keras makes room for a stride behind the last stamp


@pytest.mark.parametrize(
    ("kernel", "stride", "word"),
    [(3, 2, "checkerboard"), (4, 2, "even"), (2, 3, "gaps"), (5, 1, "even"), (2, 2, "even")],
)
def test_evenness_says_what_the_counts_show(kernel, stride, word):
    inside = stamps.stamp_counts(kernel, stride, 9)[kernel:-kernel]
    assert word in stamps.evenness(kernel, stride)
    assert (len(set(inside)) == 1) == ("even" in word)
    assert (0 in inside) == (word == "gaps")


def test_figure_holds_the_sum_in_both_panels():
    left, right = stamps.stamps_figure(3, 2).axes
    counts = [int(text.get_text()) for text in left.texts]
    np.testing.assert_array_equal(right.images[0].get_array(), np.outer(counts, counts))
    assert counts == [1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1]


def test_moving_a_slider_redraws_the_stamps():
    panel = stamps.stamp_sliders(3, 2)
    (kernel, _), picture = panel.children[0].children, panel.children[1]
    before = picture.value
    kernel.value = 4
    assert picture.value != before
    assert picture.alt == "Kernel 4, stride 2: even inside. Sum of a row: 1 1 2 2 2 2 2 2 2 2 1 1"


@pytest.mark.parametrize("kind", stamps.CLOUDS)
def test_filled_points_are_as_many_as_precision_and_recall_say(kind):
    real, fake = stamps.toy_clouds(kind)
    figure = stamps.balls_figure(real, fake, 3)
    shares = [len(axis.collections[0].get_offsets()) / 24 for axis in figure.axes]
    np.testing.assert_allclose(shares, metrics.precision_recall(real, fake, 3))


def test_faults_of_the_toy_generators_show_in_the_right_number():
    scores = {kind: metrics.precision_recall(*stamps.toy_clouds(kind), 3) for kind in stamps.CLOUDS}
    assert min(scores["good"]) > 0.8
    assert scores["collapsed"][0] > 0.9 > 0.2 > scores["collapsed"][1]
    assert scores["spread too wide"][1] > 0.9 > 0.5 > scores["spread too wide"][0]
    assert scores["two of three"][1] == pytest.approx(2 / 3, abs=0.1)


def test_unknown_cloud_is_named():
    with pytest.raises(ValueError, match=r"`kind` must be one of good.*Received: 'bad'"):
        stamps.toy_clouds("bad")


def test_choosing_a_fault_redraws_the_balls():
    panel = stamps.precision_balls()
    (kind, number), picture = panel.children[0].children, panel.children[1]
    seen = [picture.value]
    kind.value = "collapsed"
    seen.append(picture.value)
    assert "Precision 1.00" in picture.alt
    number.value = 5
    seen.append(picture.value)
    assert len(set(seen)) == 3
