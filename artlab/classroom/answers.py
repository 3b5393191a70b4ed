"""Reading what a student hands over: numbers, arrays and functions of any library.

Each reader returns a plain value or raises `Wrong` with a line that says what was expected.
"""

import numbers
import re
import reprlib
import unicodedata
from decimal import Decimal

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
    something(answer, what)
    if isinstance(answer, str | bytes) or callable(answer):
        quotes = " Leave the quotes out." if _is_numeric(answer) else ""
        raise Wrong(f"{capital(what)} should be numbers. You gave {describe(answer)}.{quotes}")
    try:
        plain = float(answer) if isinstance(answer, numbers.Rational | Decimal) else answer
        detached = plain.detach().cpu() if hasattr(plain, "detach") else plain
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
        raise Wrong(
            f"There is NaN or infinity in {what}: somewhere is a 0/0, a logarithm or a root of "
            "what has none, or a number too large."
        )
    return array


def something(answer, what="the answer"):
    """The answer itself, unless it is None: what a function gives that has no `return`.

    Raises:
        Wrong: it is None.
    """
    if answer is None:
        raise Wrong(
            f"{capital(what)} is `None`, that is nothing: a function hands over what stands behind "
            "`return`. `print` shows a value and hands nothing over."
        )
    return answer


def as_number(answer, what="the answer"):
    """The answer as one float; arrays and tensors of one element count.

    Raises:
        Wrong: no number, several numbers, or not finite.
    """
    if isinstance(answer, list | tuple) and any(part is ... for part in answer):
        raise Open
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
    something(answer, what)
    if not isinstance(answer, str):
        raise Wrong(f"{capital(what)} should be a text in quotes. You gave {describe(answer)}.")
    return answer.strip()


def as_letter(answer, letters, what="the answer"):
    """The letter that a text begins with: "b", "(B)", "B: what it says" and "Ｂ。" are all "B".

    Args:
        answer: what the student handed over.
        letters: those that may be chosen, such as "ABCD".
        what: how to call it in the explanation.

    Raises:
        Wrong: no text, or none that begins with one of the letters, standing alone.
    """
    text = unicodedata.normalize("NFKC", as_text(answer, what)).upper()
    found = re.fullmatch(rf"\W*([{letters}])(\s*[^\w\s].*)?", text, re.DOTALL)
    if not found:
        raise Wrong(
            f"Give one of the letters {', '.join(letters)} in quotes. You gave {describe(answer)}."
        )
    return found[1]


def is_rounded(got, wanted):
    """Whether numbers are the wanted ones, rounded to one to six places."""
    places = range(1, 7)
    return any(close(got, np.round(wanted, number), 1e-9) for number in places)


def changed_note(given, kept):
    """A sentence for a right answer that changed an array that came in, or "".

    Args:
        given: the array that the function got.
        kept: what it held before.
    """
    if np.array_equal(given, kept, equal_nan=True):
        return ""
    return (
        " One thing besides: your function changes the array that came in, for everybody who has "
        "it. Take a copy first: `.copy()`."
    )


def close(one, other, tolerance=1e-4):
    """Whether two numbers or arrays agree to a relative and absolute tolerance; never raises."""
    try:
        if (np.size(one) == 0) != (np.size(other) == 0):
            return False  # NumPy calls nothing equal to everything
        return bool(np.allclose(one, other, rtol=tolerance, atol=tolerance))
    except (TypeError, ValueError):
        return False


def describe(answer):
    """A few words for any object; its own `repr` is cut, stopped and never trusted."""
    outcome = guard.run(lambda: _describe(answer), seconds=1.0)
    return outcome.value or f"an object of type {type(answer).__name__}"


def _is_numeric(text):
    try:
        float(text)
    except (TypeError, ValueError):
        return False
    return True


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
