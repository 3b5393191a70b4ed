"""`what_next`: the next task of a learner's own path, and why.

A route names what somebody came for; what that stands on is added. Of the skills that are not
mastered and whose needs are met, the one known least is next, with a task of the present lesson
where several are known about as little. Nothing is forbidden: the course can be read in any order.
"""

from dataclasses import dataclass
from functools import cache

from artlab.classroom import course, diary, skills
from artlab.classroom.cards import Feedback
from artlab.classroom.checking import never_raises
from artlab.classroom.lesson import EXERCISES, lesson_numbers, load
from artlab.classroom.mastery import is_mastered, mastery

READY = 0.6  # a skill that is known as likely as this carries the next one
ALIKE = 0.1  # differences in mastery below this do not decide


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


@dataclass(frozen=True)
class Step:
    """What is recommended.

    Attributes:
        task: such as "03.2" or "03.q2"; "" when nothing is left to recommend.
        skill: for which skill; "" when all are mastered.
        known: P(L) of that skill.
        again: whether the task was done before.
        unmet: skills that this one stands on and that are not ready, where none is ready.
    """

    task: str = ""
    skill: str = ""
    known: float = 1.0
    again: bool = False
    unmet: tuple[str, ...] = ()


def choose(known, done, tasks, goals, lesson="00"):
    """The next task.

    Args:
        known: dict from skill to P(L).
        done: dict from task to how often it was done, for those done at least once.
        tasks: all tasks that there are, in the order of the course.
        goals: names of the skills that are aimed at.
        lesson: number of the lesson in which the learner is.

    Returns:
        `Step`. Exercises that are open come first, then open questions of a quiz, then the
        exercise that was repeated least.
    """
    offers = {name: _offered(name, done, tuple(tasks)) for name in _wanted(tuple(goals))}
    left = [name for name in offers if offers[name] and not is_mastered(known[name])]
    if not left:
        return Step()
    ready = [name for name in left if not unmet(name, known)]
    if not ready:  # no task for the needs themselves: the best prepared
        ready = [max(left, key=lambda name: min(known[need] for need in skills.SKILLS[name].needs))]
    least = min(known[name] for name in ready)
    ranked = [
        (_rank(task, name, done, known, lesson), name)
        for name in ready
        if known[name] <= least + ALIKE
        for task in offers[name]
    ]
    (*_, task), name = min(ranked)
    return Step(task, name, known[name], task in done, unmet(name, known))


_wanted = cache(skills.with_needs)


@cache
def _with_skill(name, tasks):
    return tuple(task for task in tasks if name in skills.of(task))


def _offered(name, done, tasks):
    """Tasks for a skill; a question is answered once, for a second answer has read why."""
    found = _with_skill(name, tasks)
    return [task for task in found if task not in done or not skills.is_question(task)]


def _rank(task, name, done, known, lesson):
    """The smaller, the better: new, prepared for, an exercise, seldom done, in this lesson."""
    others = (known[other] for other in skills.of(task) if other != name)
    return (
        done.get(task, 0),
        any(chance < READY for chance in others),
        skills.is_question(task),
        not task.startswith(f"{lesson}."),
        task,
    )


def unmet(name, known):
    """The needs of a skill that are not ready."""
    return tuple(need for need in skills.SKILLS[name].needs if known[need] < READY)


# For the learner ----------------------------------------------------------------------------------


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
