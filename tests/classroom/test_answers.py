"""Reading answers of any library."""

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

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


@pytest.mark.parametrize(
    "answer", [0.5, np.float32(0.5), np.array([[0.5]]), [0.5], Fraction(1, 2), Decimal("0.5")]
)
def test_numbers_of_any_library_are_read(answer):
    assert answers.as_number(answer) == 0.5


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("0.5", "should be numbers.*Leave the quotes out"),
        (None, "that is nothing"),
        ("3/4", "You gave `'3/4'`.$"),
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


@pytest.mark.parametrize(
    "text", ["B", " b ", "(B)", "b)", "B.", "B: what it says", "Ｂ。", "B - it is a ball"]
)
def test_a_letter_is_read_in_all_its_forms(text):
    assert answers.as_letter(text, "ABCD") == "B"


@pytest.mark.parametrize("text", ["", "E", "BD", "A or B", "a boat", "那个B", "the second"])
def test_what_is_no_single_letter_is_refused(text):
    with pytest.raises(Wrong, match="letters A, B, C, D"):
        answers.as_letter(text, "ABCD")


def test_nothing_is_no_letter():
    with pytest.raises(Wrong, match="hands nothing over"):
        answers.as_letter(None, "ABCD")


def test_rounded_numbers_are_told_from_near_ones():
    wanted = np.array([0.86495, 0.11706])
    assert answers.is_rounded(wanted.round(2), wanted)
    assert not answers.is_rounded(wanted + 0.004, wanted)


def test_an_array_that_was_changed_is_noted():
    kept = np.array([1.0, np.nan])
    assert answers.changed_note(kept.copy(), kept) == ""
    assert ".copy()" in answers.changed_note(kept + 1, kept)


def test_close_never_raises():
    assert not answers.close("a", 1) and not answers.close([1, 2], [1, 2, 3])


def test_nothing_is_close_to_nothing_only():
    assert not answers.close([], [1]) and answers.close([], [])


def test_reading_answers_loads_no_framework():
    script = (
        "import sys, artlab.classroom\n"
        "sys.exit(bool({'tensorflow', 'keras', 'torch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
