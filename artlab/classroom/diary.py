"""What the learner did: hints taken, checks, guesses and outcomes, answers of quizzes.

Kept in the learner's file (`artlab.classroom.store`). An exercise is worked on in rounds: a round
begins with the first check, or when the dots are put back and checked again, and ends with the
right answer. Only within a round does a check tell something new: running a solved notebook once
more does not.
"""

from collections import Counter

from artlab.classroom import store
from artlab.classroom.schema import new_exercise

# How much help gives an answer away: the chance that it is right because of the help alone.
HINT_HELP = (0.0, 0.2, 0.4, 0.7)  # after no hint, one, two, three
WRONG_HELP = 0.2  # each explained wrong answer
AGAIN_HELP = 0.5  # the exercise was solved before
SHOWN_HELP = 1.0  # the solution was shown

_hints: Counter = Counter()  # of this session: the next one begins with the first hint again
_stores: dict = {}


def current():
    """The `Store` of the file that is in force now."""
    path = store.place()
    return _stores.setdefault(path, store.Store(path))


def reset():
    """Forgets the session, and what is only in memory; a file stays as it is."""
    _hints.clear()
    _stores.clear()


def read():
    """The whole record, as `schema.empty` describes it."""
    return current().read()


# Exercises ----------------------------------------------------------------------------------------


def next_hint(name):
    """Number of the hint that is due in this session, counted from 1; counts the call."""
    _hints[name] += 1
    number = min(_hints[name], len(HINT_HELP) - 1)

    def edit(record):
        exercise = _exercise(record, name)
        exercise["hints"] = max(exercise["hints"], number)

    current().change(edit)
    return _hints[name]


def record_solution(name):
    """The solution was shown."""
    current().change(lambda record: _exercise(record, name).update(shown=True))


def record_open(name):
    """The dots are there: a solved exercise is begun anew, without its hints."""

    def edit(record):
        exercise = _exercise(record, name)
        if not exercise["open"]:
            exercise.update(open=True, hints=0, shown=False, wrong=0)

    known = read()["exercises"].get(name)
    if known and not known["open"]:  # nothing to write for an exercise not begun
        current().change(edit)


def record_check(name, right):
    """Keeps the verdict. Evidence are, of an open round, the first wrong and the right answer."""

    def edit(record):
        exercise = _exercise(record, name)
        exercise["attempts"] += 1
        if not exercise["open"]:
            return
        if right or not exercise["wrong"]:
            given = help_given(exercise)
            record["evidence"].append({"item": name, "right": right, "help": given})
        if right:
            exercise.update(right=True, open=False, rounds=exercise["rounds"] + 1)
        else:
            exercise["wrong"] += 1

    current().change(edit)


def help_given(exercise):
    """The chance that the help of this round alone makes the answer right, in [0, 1].

    Pieces of help are taken as independent: what stays unsaid is the product of what each leaves
    unsaid.
    """
    left = 1 - HINT_HELP[min(exercise["hints"], len(HINT_HELP) - 1)]
    left *= (1 - WRONG_HELP) ** exercise["wrong"]
    left *= 1 - AGAIN_HELP * (exercise["rounds"] > 0)
    left *= 1 - SHOWN_HELP * exercise["shown"]
    return round(1 - left, 4)


def checks(number):
    """{exercise: passed} of a lesson, for exercises that were checked."""
    exercises = read()["exercises"].items()
    return {
        name: exercise["right"]
        for name, exercise in exercises
        if name.startswith(f"{number}.") and exercise["attempts"]
    }


def _exercise(record, name):
    return record["exercises"].setdefault(name, new_exercise())


# Predictions and quizzes --------------------------------------------------------------------------


def record_guess(name, guess):
    """Keeps a guess as (text, value)."""
    current().change(lambda record: record["guesses"].update({name: list(guess)}))


def record_outcome(name, value):
    """Keeps what happened as (text, value)."""
    current().change(lambda record: record["outcomes"].update({name: list(value)}))


def guess(name):
    """The guess, or None."""
    return _pair("guesses", name)


def outcome(name):
    """What happened, or None."""
    return _pair("outcomes", name)


def _pair(field, name):
    found = read()[field].get(name)
    return None if found is None else tuple(found)


def record_answer(name, right):
    """Keeps the first answer to a quiz question ("03.q2"); later ones have read why."""

    def edit(record):
        if name not in record["questions"]:
            record["questions"][name] = right
            record["evidence"].append({"item": name, "right": right, "help": 0.0})

    current().change(edit)


def record_diagnostic(number, right):
    """Keeps the first answer to a question of the diagnostic."""
    current().change(lambda record: record["diagnostic"].setdefault(str(number), right))


def record_route(name):
    """Keeps the route that was chosen."""
    current().change(lambda record: record.update(route=name))
