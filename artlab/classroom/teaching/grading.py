"""Points for an exercise, for a program that grades."""

import contextlib
import io
import warnings

from artlab.classroom.checking import check


def points(name, answer, worth=1):
    """What an answer earns: all points when the lesson's `check` says it is right, else none.

    Args:
        name: of the exercise, such as `"03.1"`.
        answer: what the student handed in.
        worth: points of the exercise.

    Returns:
        `worth` or 0. Warnings are kept quiet: nbgrader takes any line on stderr for a failure.

    Example:

    >>> points("03.3", {"A": "healthy", "B": "untrained", "C": "collapsed"}, worth=2)
    2
    """
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return worth if check(name, answer).right else 0
