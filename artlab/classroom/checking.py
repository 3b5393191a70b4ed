"""`check`, `hint` and `solution`: they explain, and never raise."""

import functools

from artlab.classroom import diary, guard
from artlab.classroom.answers import describe
from artlab.classroom.cards import Feedback
from artlab.classroom.lesson import Missing, Open, Right, Wrong, find_exercise

DOTS = "Replace the dots `...` with your answer, then run this cell again."


def never_raises(function):
    """Turns whatever goes wrong into a card: a lesson must reach its end."""

    @functools.wraps(function)
    def safe(name, *arguments, **options):
        try:
            return function(name, *arguments, **options)
        except Missing as missing:
            return Feedback("unknown", "", (str(missing),))
        except (Exception, SystemExit) as error:
            text = f"This could not be done: {type(error).__name__}: {guard.message_of(error)}"
            return Feedback("unknown", guard.shorten(describe(name), 80), (text,))

    return safe


@never_raises
def check(name, answer=...):
    """Says whether an answer is right, and if not, why.

    Args:
        name: of the exercise, such as "03.1".
        answer: a number, array, tensor or function, as the exercise asks; `...` is an
            exercise not begun.

    Returns:
        `Feedback`; its `.right` is a bool. Nothing is ever raised.
    """
    found = find_exercise(name)
    title = f"{found.name} {found.title}"
    untouched = Feedback("open", title, (DOTS, f'Stuck? `hint("{found.name}")`'))
    if answer is ...:
        diary.record_open(found.name)
        return untouched
    outcome = guard.run(lambda: found.checker(answer), found.seconds)
    verdict = outcome.value if outcome.error is None else outcome.error
    if isinstance(verdict, Open):  # a function that still returns the dots
        diary.record_open(found.name)
        return untouched
    printed = (f"Your code printed: {outcome.printed}",) if outcome.printed else ()
    diary.record_check(found.name, isinstance(verdict, Right))
    if isinstance(verdict, Right):
        return Feedback("right", title, tuple(filter(None, (verdict.message,))) + printed)
    so_far = verdict.right if isinstance(verdict, Wrong) else ""
    right = (f"Right so far: {so_far}",) if so_far else ()
    help_line = f'`hint("{found.name}")` helps.'
    why = _why(verdict, found, answer)
    return Feedback("wrong", title, (*right, why, help_line, *printed))


def _why(verdict, found, answer):
    if isinstance(verdict, Wrong):
        return verdict.why
    if isinstance(verdict, BaseException):
        if isinstance(verdict, guard.TimeUp) or guard.student_line(verdict)[0]:
            return guard.explain(verdict, found.seconds)
        if callable(answer):
            return "Your function could not be used here. " + guard.explain(verdict, found.seconds)
    return f"This kind of answer cannot be checked here. You gave {describe(answer)}."


@never_raises
def hint(name):
    """The next hint for an exercise; each call tells more, up to the third.

    Args:
        name: of the exercise, such as "03.1".

    Returns:
        `Feedback`. Nothing is ever raised.
    """
    found = find_exercise(name)
    number = min(diary.next_hint(found.name), len(found.hints))
    lines = [found.hints[number - 1]]
    if number == len(found.hints):
        lines.append(f'This is the last hint. `solution("{found.name}")` shows one solution.')
    title = f"{number} of {len(found.hints)} · {found.name} {found.title}"
    return Feedback("hint", title, tuple(lines))


@never_raises
def solution(name):
    """One solution of an exercise, to compare with yours.

    Args:
        name: of the exercise, such as "03.1".

    Returns:
        `Feedback` with the code. Nothing is ever raised.
    """
    found = find_exercise(name)
    diary.record_solution(found.name)
    return Feedback("solution", f"{found.name} {found.title}", code=found.solution)
