"""The pixel reader of lesson 01: the numbers shown are those of the array."""

import numpy as np
import pytest

from artlab import datasets, images, widgets
from artlab.widgets import pixels


@pytest.fixture(scope="module")
def picture():
    return datasets.animals().of_class("horse").images[39]


def numbers_of(figure):
    return [float(text.get_text().replace("−", "-")) for text in figure.axes[1].texts]


def test_figure_writes_the_numbers_that_a_network_sees(picture):
    figure = pixels.pixel_figure(picture, 5, 9)
    np.testing.assert_allclose(numbers_of(figure), picture[5:12, 9:16, 0].ravel(), atol=0.0051)


def test_figure_writes_the_stored_numbers(picture):
    figure = pixels.pixel_figure(picture, 5, 9, pixels.STORED)
    assert numbers_of(figure) == images.to_uint8(picture)[5:12, 9:16, 0].ravel().tolist()


def test_frame_surrounds_the_window(picture):
    (frame,) = pixels.pixel_figure(picture, 5, 9).axes[0].patches
    assert (*frame.get_xy(), frame.get_width(), frame.get_height()) == (8.5, 4.5, 7, 7)


def test_moving_the_window_changes_the_picture(picture):
    row, column, _, shown = widgets.pixel_reader(picture).children
    before, words = shown.value, shown.alt
    row.value = 2
    assert shown.value != before and "row 2" in shown.alt and shown.alt != words
    column.value = 20
    assert "column 20" in shown.alt


def test_window_stays_inside_the_picture(picture):
    row, column, _, _ = widgets.pixel_reader(picture).children
    assert (row.max, column.max) == (21, 21)


def test_a_picture_without_channel_is_refused():
    with pytest.raises(ValueError, match=r"`picture` must have shape \(height, width, 1\)"):
        widgets.pixel_reader(np.zeros((28, 28)))
