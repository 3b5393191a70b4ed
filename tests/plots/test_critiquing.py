"""The sheet of a critique: everything in its place, whatever the picture's format."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Circle

from artlab.plots.critiquing import critique_sheet


def sheet(shape, focus=(0.3, 0.6), horizon=0.4):
    generator = np.random.default_rng(0)
    return critique_sheet(
        generator.integers(0, 256, (*shape, 3)).astype(np.uint8),
        focus=focus,
        weight=(0.5, 0.5),
        horizon=horizon,
        saliency=generator.random(shape),
        tones=np.full(shape, 0.5),
        tone_shares=(0.2, 0.5, 0.3),
        colors=np.array([[200, 30, 30], [20, 30, 90]], np.uint8),
        shares=np.array([0.7, 0.3]),
        names=("red", "dark blue"),
    )


@pytest.mark.parametrize("shape", [(64, 64), (64, 128), (128, 64), (48, 64)])
def test_everything_lies_on_the_sheet(shape):
    figure = sheet(shape)
    axis = figure.axes[0]
    right, bottom = axis.get_xlim()[1], axis.get_ylim()[0]
    for picture in axis.images:
        left, across, foot, top = picture.get_extent()
        assert 0 <= left < across <= right + 1 and 0 <= top < foot <= bottom
        assert (across - left) / (foot - top) == pytest.approx(shape[1] / shape[0], rel=0.02)
    renderer = FigureCanvasAgg(figure).get_renderer()
    for text in axis.texts:
        box = text.get_window_extent(renderer).transformed(axis.transData.inverted())
        assert box.x0 >= -1 and box.x1 <= right + 1, text.get_text()


def test_focal_point_is_drawn_where_it_lies():
    axis = sheet((64, 128), focus=(0.25, 0.75)).axes[0]
    _, across, foot, _ = axis.images[0].get_extent()
    ring = next(patch for patch in axis.patches if isinstance(patch, Circle))
    assert ring.center == pytest.approx((0.25 * across, 0.75 * foot))


def test_horizon_is_drawn_only_where_there_is_one():
    with_one, without = (len(sheet((64, 64), horizon=h).axes[0].lines) for h in (0.4, None))
    assert with_one == without + 2  # the line and its sample


def test_words_of_the_marks_and_the_palette_are_written():
    told = [text.get_text() for text in sheet((64, 64)).axes[0].texts]
    assert {"focal point", "centre of visual weight", "horizon", "red", "dark blue"} <= set(told)
    assert "70%" in told and "30%" in told
