"""Guess first, then look: `predict`, `outcome`, `recap`."""

import math

from artlab.classroom import answers, diary, guard
from artlab.classroom.cards import Feedback
from artlab.classroom.checking import never_raises
from artlab.classroom.lesson import EXERCISES, Wrong, find_prediction, load, tidy


@never_raises
def predict(name, guess=...):
    """Records what you expect, before the code shows it.

    Args:
        name: of the prediction, such as "03.a".
        guess: a number, a text, or one of the choices; `...` only asks the question.

    Returns:
        `Feedback`. Nothing is ever raised.
    """
    found = find_prediction(name)
    title = f"{found.name} {found.prompt}"
    listed = (f"Choose one: {', '.join(f'`{c!r}`' for c in found.choices)}",) * bool(found.choices)
    if guess is ...:
        return Feedback("open", title, (*listed, "Write your guess in place of the dots."))
    text, value = _read(guess)
    if found.choices:
        choice = _choice(found, value)
        if choice is None:
            return Feedback("open", title, (f"You gave {text}.", *listed))
        text, value = _read(choice)
    elif isinstance(value, str):
        text, value = _number(text, value)
    diary.record_guess(found.name, (text, value))
    return Feedback("noted", title, (f"Your guess: {text}{_unit(found, value)}. Now look.",))


@never_raises
def outcome(name, value):
    """Sets what happened beside what you guessed.

    Args:
        name: of the prediction.
        value: what was measured, or the choice that came true.

    Returns:
        `Feedback`. Nothing is ever raised.
    """
    found = find_prediction(name)
    happened = _read(value)
    diary.record_outcome(found.name, happened)
    guessed = diary.guess(found.name)
    lines = [f"What happens: {happened[0]}{_unit(found, happened[1])}."]
    if guessed is None:
        lines.insert(0, "You have not guessed.")
    else:
        lines.insert(0, f"Your guess: {guessed[0]}{_unit(found, guessed[1])}.")
        lines.append(_compare(found, guessed[1], happened[1]))
    return Feedback("outcome", f"{found.name} {found.prompt}", (*lines, found.why))


@never_raises
def recap(number):
    """Everything you guessed and solved in a lesson.

    Args:
        number: of the lesson, such as "03".

    Returns:
        `Feedback` with a table. Nothing is ever raised.
    """
    module = load(number)
    number = tidy(number)
    rows = [("", "you", "outcome")]
    for item in getattr(module, "PREDICTIONS", ()):
        guessed, happened = diary.guess(item.name), diary.outcome(item.name)
        text = [pair[0] if pair else "–" for pair in (guessed, happened)]
        rows.append((f"{item.name} {item.prompt}", *text))
    passed = diary.checks(number)
    for name in sorted(EXERCISES):
        if name.startswith(f"{number}."):
            word = {True: "✓ right", False: "not yet", None: "open"}[passed.get(name)]
            rows.append((f"{name} {EXERCISES[name].title}", word, ""))
    return Feedback("list", f"Recap of lesson {number}", rows=tuple(rows))


def _read(value):
    """`(text, plain value)`: a float, a str, or None for what cannot be read."""
    if isinstance(value, bool):
        return str(value), str(value)
    if isinstance(value, str):
        text = guard.shorten(value, 80)
        return f"“{text}”", value.strip()
    outcome = guard.run(lambda: answers.as_number(value), seconds=1.0)
    if isinstance(outcome.value, float):
        return _figures(outcome.value), outcome.value
    if isinstance(outcome.error, Wrong):
        return answers.describe(value), None
    return f"an object of type {type(value).__name__}", None


def _number(text, value):
    """A number that was written as a text, "90%" or "1,000", as a number."""
    try:
        number = float(value.rstrip("% ").replace(",", ""))
    except ValueError:
        return text, value
    return (_figures(number), number) if math.isfinite(number) else (text, value)


def _figures(number):
    """Four digits, and no power of ten where a reader expects none."""
    return f"{number:,.0f}" if 1e3 <= abs(number) < 1e12 else f"{number:.4g}"


def _choice(found, value):
    """The choice that was named, in full or by its first words; None for another text."""
    wanted = str(value).casefold().strip()
    same = [choice for choice in found.choices if choice.casefold() == wanted]
    begun = [choice for choice in found.choices if choice.casefold().startswith(f"{wanted} ")]
    return same[0] if same else begun[0] if len(begun) == 1 else None


def _unit(found, value):
    return f" {found.unit}" if found.unit and isinstance(value, float) else ""


def _compare(found, guessed, happened):
    if isinstance(guessed, float) and isinstance(happened, float):
        gap = abs(guessed - happened)
        if gap <= found.tolerance * abs(happened) or gap < 1e-12:
            return "That is close."
        off = _figures(gap) if gap >= 1e3 else f"{gap:.3g}"
        return f"You are off by {off}: {'too high' if guessed > happened else 'too low'}."
    if isinstance(guessed, str) and isinstance(happened, str):
        same = guessed.casefold() == happened.casefold()
        return "You saw it coming." if same else "It came out otherwise."
    return "Compare the two yourself."
