"""Checks of arguments that every room makes: a whole number, a number, a text, one of some words.

Each names the argument, the rule and what came.
"""

import math
import numbers
import operator
import os
import pathlib


def whole(name, value, least, most=None, hint=""):
    """An int within its limits.

    Args:
        name: what the argument is called.
        value: what came; anything that Python takes as an index, but no bool.
        least, most: its limits; `most` may be None.
        hint: put behind the rule.

    Raises:
        ValueError: for anything else.

    Example:

    >>> whole("steps", 0, 1)
    Traceback (most recent call last):
    ValueError: `steps` must be an int of 1 or more. Received: 0
    """
    found = index_of(value)
    if found is None or found < least or (most is not None and found > most):
        limits = f"of {least} or more" if most is None else f"from {least} to {most}"
        raise ValueError(f"`{name}` must be an int {limits}{hint}. Received: {value!r}")
    return found


def index_of(value):
    """An int, or None for what is no whole number: a bool, a float, an array of several."""
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def number(name, value, rule, fits):
    """A finite real number that obeys a rule, as a float.

    Args:
        name: what the argument is called.
        value: what came.
        rule: the rule in words, such as "in (0, 1]".
        fits: the rule as a function.

    Raises:
        ValueError: for anything else.
    """
    is_real = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not is_real or not math.isfinite(value) or not fits(value):
        raise ValueError(f"`{name}` must be {rule}. Received: {value!r}")
    return float(value)


def path(name, value):
    """A path that a file system can hold, as a `pathlib.Path`.

    Raises:
        ValueError: for another type, half a character, or a zero byte.
    """
    try:
        found = os.fsdecode(value)
        os.fsencode(found)
    except (TypeError, UnicodeError):
        raise ValueError(f"`{name}` must be a path. Received: {value!r}") from None
    if "\0" in found or not found:
        raise ValueError(f"`{name}` must be a path. Received: {value!r}")
    return pathlib.Path(found)


def text(name, value):
    """A str that can be written as UTF-8.

    Raises:
        ValueError: for another type, or half a character.
    """
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be a str. Received: {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"`{name}` must be text in Unicode. Received: half a character, "
            f"{value[error.start]!r}, at place {error.start}"
        ) from None
    return value
