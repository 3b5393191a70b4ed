"""Paintings of several formats on one wall."""

import numpy as np
import pytest

from artlab import plots
from artlab.plots import walls


def drawn(figure):
    """The pictures of a figure, as arrays."""
    return [picture.get_array() for picture in figure.axes[0].images]


def test_every_picture_lies_whole_and_unchanged_on_its_mat():
    wide, tall = np.full((4, 20, 3), 7, np.uint8), np.full((20, 10, 3), 9, np.uint8)
    for mat, picture in zip(drawn(plots.wall([wide, tall])), (wide, tall), strict=True):
        assert mat.shape == (22, 22, 3)
        is_mat = (mat == walls.MAT).all(axis=-1)
        assert (~is_mat).sum() == picture.shape[0] * picture.shape[1]
        assert np.array_equal(np.unique(mat[~is_mat]), np.unique(picture))


def test_picture_lies_in_the_middle():
    mat = drawn(plots.wall([np.zeros((10, 20), np.uint8)]))[0]
    rows = np.flatnonzero((mat == 0).all(axis=-1).any(axis=1))
    assert (rows[0], rows[-1]) == (6, 15)


def test_greys_and_floats_are_taken_too():
    grey = drawn(plots.wall([np.zeros((8, 8, 1)), np.full((8, 8), 255, np.uint8)]))
    assert [mat[4, 4].tolist() for mat in grey] == [[128] * 3, [255] * 3]


def test_wall_is_no_wider_than_the_notebook():
    for columns in (1, 3, 4, 8):
        figure = plots.wall([np.zeros((8, 8, 3), np.uint8)] * 9, columns=columns)
        assert figure.get_size_inches()[0] * 72 <= 648 + 1e-6


@pytest.mark.parametrize("pictures", [[], [np.zeros((2, 8, 8, 3))], [np.zeros((8, 8, 2))]])
def test_what_is_no_picture_is_refused(pictures):
    with pytest.raises(ValueError, match="`pictures` must"):
        plots.wall(pictures)
