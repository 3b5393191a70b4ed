"""Reading answers of any library."""

import subprocess
import sys

import numpy as np
import pytest

from artlab.classroom import answers
from artlab.classroom.lesson import Wrong


class Tensor:
    """What tensors of other libraries offer: an array on request."""

    shape, dtype = (2,), "float32"

    def __array__(self, dtype=None, copy=None):
        return np.array([1.0, 2.0], dtype or "float32")


class TorchLike:
    """A tensor that needs `detach` and `cpu` before it gives an array."""

    def detach(self):
        return self

    def cpu(self):
        return [1.0, 2.0]

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("requires grad")


@pytest.mark.parametrize("answer", [[1, 2], (1.0, 2.0), np.array([1, 2]), Tensor(), TorchLike()])
def test_arrays_of_any_library_are_read(answer):
    assert answers.as_array(answer, shape=(2,)).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("answer", [0.5, np.float32(0.5), np.array([[0.5]]), [0.5]])
def test_numbers_of_any_library_are_read(answer):
    assert answers.as_number(answer) == 0.5


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("0.5", "should be numbers"),
        (None, "should be numbers"),
        (len, "should be numbers"),
        ([1, 2], "one number"),
        (1j, "one number"),
        (float("nan"), "NaN"),
        (np.inf, "NaN or infinity"),
        ([[1], [1, 2]], "could not be read"),
        (np.array([object()]), "should be numbers"),
    ],
)
def test_what_is_no_number_is_explained(answer, words):
    with pytest.raises(Wrong, match=words):
        answers.as_number(answer)


def test_a_wrong_shape_is_named_with_the_right_one():
    with pytest.raises(Wrong, match=r"shape \(any, 10\). Yours has \(10, 32\)"):
        answers.as_array(np.zeros((10, 32)), shape=(None, 10))


def test_close_never_raises():
    assert not answers.close("a", 1) and not answers.close([1, 2], [1, 2, 3])


def test_reading_answers_loads_no_framework():
    script = (
        "import sys, artlab.classroom\n"
        "sys.exit(bool({'tensorflow', 'keras', 'torch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
