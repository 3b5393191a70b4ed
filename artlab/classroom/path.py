"""`what_next`: the next task of a learner's own path, and why.

A route names what somebody came for; `artlab.classroom.choosing` has the rule. Nothing is
forbidden: the course can be read in any order.
"""

from dataclasses import dataclass

from artlab.classroom import course, diary, skills
from artlab.classroom.cards import Feedback
from artlab.classroom.checking import never_raises
from artlab.classroom.choosing import choose
from artlab.classroom.lesson import EXERCISES, lesson_numbers, load
from artlab.classroom.mastery import mastery


@dataclass(frozen=True)
class Route:
    """A way through the course.

    Attributes:
        name: as `what_next` takes it.
        about: whom it suits, and what it aims at.
        goals: names of skills; what they stand on is added.
    """

    name: str
    about: str
    goals: tuple[str, ...]


ROUTES = {
    route.name: route
    for route in (
        Route(
            "artist",
            "to make pictures and to judge them: seeds and sentences, sampling, strokes, "
            "styles, and what a score is worth",
            ("experiment", "pipeline", "sampling", "strokes", "style", "creating"),
        ),
        Route(
            "coder",
            "to build the networks: every skill of the course",
            tuple(skills.SKILLS),
        ),
        Route(
            "teacher",
            "to explain and to examine: the ideas and their usual misreadings, without the "
            "training code",
            (
                *("experiment", "studio", "diagnosis", "losses", "measures", "attention"),
                *("generalising", "reading", "creating"),
            ),
        ),
    )
}


def all_tasks():
    """The tasks of every lesson that is there, in the order of the course."""
    found = []
    for number in lesson_numbers():
        module = load(number)
        found += sorted(name for name in EXERCISES if name.startswith(f"{number}."))
        questions = range(1, 1 + len(getattr(module, "QUESTIONS", ())))
        found += [f"{number}.q{place}" for place in questions]
    return [task for task in found if skills.of(task)]


def done_tasks(record):
    """dict from task to how often it was done."""
    done = {name: item["rounds"] for name, item in record["exercises"].items() if item["rounds"]}
    return done | dict.fromkeys(record["questions"], 1)


def present_lesson(record):
    """Number of the lesson of the newest evidence; "00" without any."""
    return record["evidence"][-1]["item"][:2] if record["evidence"] else "00"


def chosen_route(record):
    """Name of the route that was chosen last; at first the coder's, which has every skill."""
    name = record.get("route")
    return name if isinstance(name, str) and name in ROUTES else "coder"


def next_step(record, route):
    """The `Step` for a record."""
    lesson = present_lesson(record)
    goals = ROUTES[route].goals
    return choose(mastery(record), done_tasks(record), all_tasks(), goals, lesson)


@never_raises
def _what_next(route):
    record = diary.read()
    if route is not None:
        wanted = str(route).strip().lower()
        if wanted not in ROUTES:
            listed = tuple(f"`{name}`: {item.about}." for name, item in ROUTES.items())
            return Feedback("unknown", f"There is no route {wanted[:40]!r}", listed)
        record["route"] = wanted
        diary.record_route(wanted)
    chosen = chosen_route(record)
    return _card(next_step(record, chosen), chosen)


def what_next(route=None):
    """The task that brings you furthest now, and why.

    Args:
        route: `"artist"`, `"coder"` or `"teacher"`; by default the one chosen last, at first
            the coder's, which has every skill.

    Returns:
        `Feedback`. Nothing is ever raised.
    """
    return _what_next(route)


def _card(step, route):
    title = f"the {route}'s route"
    if not step.task:
        lines = ("Nothing is left to recommend: every skill of this route is mastered.",
                 f"Other routes: {_others(route)}. Or begin a work of your own.")  # fmt: skip
        return Feedback("next", title, lines)
    return Feedback("next", title, (_what(step), _why(step), f"Other routes: {_others(route)}."))


def _others(route):
    return ", ".join(f'`what_next(route="{name}")`' for name in ROUTES if name != route)


def _what(step):
    number = step.task[:2]
    file, topic = course.LESSONS.get(number, ("", ""))
    where = f"lesson {number}, {topic}" + (f" (`{file}.ipynb`)" if file else "")
    if skills.is_question(step.task):
        return f'Question {step.task.partition("q")[2]} of the quiz of {where}: `quiz("{number}")`.'
    title = f"{step.task} {EXERCISES[step.task].title}"
    if step.again:
        return (
            f"Exercise {title} again, in {where}. Put the dots back, run the cell, solve it anew."
        )
    return f"Exercise {title}, in {where}."


def _why(step):
    skill = skills.SKILLS[step.skill]
    why = (
        f"It trains this: {skill.title}. Of all that you are ready for, it is among what you have "
        f"shown least (the chance that you know it: {int(100 * step.known)}%)."
    )
    if step.unmet:
        missing = " and ".join(skills.SKILLS[name].title for name in step.unmet)
        why = f"It trains this: {skill.title}. That stands on: {missing}. Look there first."
    elif skill.needs:
        stands = ", ".join(skills.SKILLS[name].title for name in skill.needs)
        why += f" What it stands on, you know well enough: {stands}."
    if step.again:
        why += " Solved without help, it counts more than the first time."
    return why
