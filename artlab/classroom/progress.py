"""What happened in this session: hints taken, checks passed, guesses and outcomes."""

from collections import Counter

_hints: Counter = Counter()
_checks: dict[str, bool] = {}
_guesses: dict[str, object] = {}
_outcomes: dict[str, object] = {}


def reset():
    """Forgets everything."""
    for memory in (_hints, _checks, _guesses, _outcomes):
        memory.clear()


def next_hint(name):
    """Number of the hint that is due, counted from 1; counts the call."""
    _hints[name] += 1
    return _hints[name]


def record_check(name, right):
    """Keeps the best result of an exercise."""
    _checks[name] = _checks.get(name, False) or right


def checks(number):
    """{exercise: passed} of a lesson."""
    return {name: right for name, right in _checks.items() if name.startswith(f"{number}.")}


def record_guess(name, guess):
    """Keeps a guess as (text, value)."""
    _guesses[name] = guess


def record_outcome(name, value):
    """Keeps what happened as (text, value)."""
    _outcomes[name] = value


def guess(name):
    """The guess, or None."""
    return _guesses.get(name)


def outcome(name):
    """What happened, or None."""
    return _outcomes.get(name)
