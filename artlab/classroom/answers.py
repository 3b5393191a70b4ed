"""Reading what a student hands over: numbers, arrays and functions of any library.

Each reader returns a plain value or raises `Wrong` with a line that says what was expected.
"""

import numbers
import reprlib

import numpy as np

from artlab.classroom import guard
from artlab.classroom.lesson import Open, Wrong


def as_array(answer, shape=None, what="the answer"):
    """The answer as a NumPy array of numbers.

    Args:
        answer: a number, a nested list, a NumPy array, or a tensor of any library.
        shape: the shape it must have; None in a place allows any length.
        what: how to call it in the explanation.

    Returns:
        float64 (or complex) array without NaN.

    Raises:
        Wrong: not numbers, of another shape, or not finite.
        Open: the dots of the stub, handed over or returned by a function.
    """
    if answer is ...:
        raise Open
    if isinstance(answer, str | bytes) or callable(answer) or answer is None:
        raise Wrong(f"{capital(what)} should be numbers. You gave {describe(answer)}.")
    try:
        detached = answer.detach().cpu() if hasattr(answer, "detach") else answer
        array = np.asarray(detached)
    except Exception as error:  # any library may refuse in its own way
        raise Wrong(f"{capital(what)} could not be read: {guard.message_of(error)}") from error
    if array.dtype.kind not in "biufc" and array.dtype.kind != "V":
        raise Wrong(f"{capital(what)} should be numbers. You gave {describe(answer)}.")
    if shape is not None and not _fits(array.shape, shape):
        wanted = str(tuple(shape)).replace("None", "any")
        raise Wrong(f"{capital(what)} should have shape {wanted}. Yours has {array.shape}.")
    array = array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
    if not np.isfinite(array).all():
        raise Wrong(f"{capital(what)} contains NaN or infinity: somewhere 0/0 or log(0) happens.")
    return array


def as_number(answer, what="the answer"):
    """The answer as one float; arrays and tensors of one element count.

    Raises:
        Wrong: no number, several numbers, or not finite.
    """
    array = as_array(answer, what=what)
    if array.size != 1 or array.dtype.kind == "c":
        raise Wrong(f"{capital(what)} should be one number. You gave {describe(answer)}.")
    return float(array.ravel()[0])


def as_function(answer, example="f"):
    """The answer as something to call.

    Args:
        answer: what the student handed over.
        example: the function's name, for the explanation.

    Raises:
        Wrong: it cannot be called.
    """
    if not callable(answer):
        raise Wrong(
            f"Hand over the function itself: `{example}`, without brackets behind it. "
            f"You gave {describe(answer)}."
        )
    return answer


def as_text(answer, what="the answer"):
    """The answer as a text without blanks around it; `Wrong` when it is none."""
    if not isinstance(answer, str):
        raise Wrong(f"{capital(what)} should be a text in quotes. You gave {describe(answer)}.")
    return answer.strip()


def close(one, other, tolerance=1e-4):
    """Whether two numbers or arrays agree to a relative and absolute tolerance; never raises."""
    try:
        return bool(np.allclose(one, other, rtol=tolerance, atol=tolerance))
    except (TypeError, ValueError):
        return False


def describe(answer):
    """A few words for any object; its own `repr` is cut, stopped and never trusted."""
    outcome = guard.run(lambda: _describe(answer), seconds=1.0)
    return outcome.value or f"an object of type {type(answer).__name__}"


def _describe(answer):
    if isinstance(answer, bool | numbers.Number | str):
        return f"`{guard.shorten(reprlib.repr(answer), 60)}`".replace("``", "''")
    shape = getattr(answer, "shape", None)
    if shape is not None and hasattr(answer, "dtype"):
        return f"an array of shape {guard.shorten(tuple(shape), 60)}, {answer.dtype}"
    if callable(answer):
        return f"a function, `{guard.shorten(getattr(answer, '__name__', 'without a name'), 60)}`"
    return f"{type(answer).__name__} `{guard.shorten(reprlib.repr(answer), 60)}`"


def capital(text):
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _fits(shape, wanted):
    return len(shape) == len(wanted) and all(
        expected is None or length == expected
        for length, expected in zip(shape, wanted, strict=True)
    )
