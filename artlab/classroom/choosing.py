"""The rule of the path: which task is next for somebody who knows this much.

Of the skills that are aimed at, not mastered, and whose needs are met, the one known least is
next, with a task of the present lesson where several are known about as little.
"""

from dataclasses import dataclass
from functools import cache

from artlab.classroom import skills
from artlab.classroom.mastery import is_mastered

READY = 0.6  # a skill that is known as likely as this carries the next one
ALIKE = 0.1  # differences in mastery below this do not decide


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
        exercise that was repeated least; tasks of lessons that are too far ahead wait longer.
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
    """The smaller, the better: seldom done, prepared for, an exercise, in this lesson.

    A new task of a lesson that is still too far ahead comes after what was done once.
    """
    others = (known[other] for other in skills.of(task) if other != name)
    far = _is_far(task[:2], known)
    return (
        done.get(task, 0) + far,
        far or any(chance < READY for chance in others),
        skills.is_question(task),
        not task.startswith(f"{lesson}."),
        task,
    )


def _is_far(lesson, known):
    """Whether what a lesson teaches stands on skills that are not ready."""
    taught = (name for name, skill in skills.SKILLS.items() if skill.lesson == lesson)
    return any(unmet(name, known) for name in taught)


def unmet(name, known):
    """The needs of a skill that are not ready."""
    return tuple(need for need in skills.SKILLS[name].needs if known[need] < READY)
