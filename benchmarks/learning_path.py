"""Does a path of one's own reach mastery in fewer tasks than the order of the course?

    python -m benchmarks.learning_path

A thousand synthetic learners (`benchmarks.learners`) take the course in several orders. They are
made by another model than the one that traces them. What chooses the tasks is the course's own
code: `choosing.choose`, `mastery.update`, `diary.help_given`.

A learner is done when every skill is truly mastered: 85% right, unaided, on a task of middling
difficulty. The simulation knows that; path and tracer do not. Where the path holds everything
for mastered and it is not true, the learner goes on in the order of the course, and it counts.

The learners' numbers are assumptions, not fitted to anybody. So the comparison is repeated with
other ones: slow learners, hardly any prior knowledge, no penalty for missing needs, other tasks.
It says what the path does if learners are like this; it does not say that they are. The chances
of the tracer were chosen with other learners (numbers 5000 to 5029) of the first world.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from artlab.classroom import skills
from artlab.classroom.choosing import choose
from artlab.classroom.mastery import is_mastered, priors, update
from benchmarks import learning_path_figure, machine
from benchmarks.learners import COURSE, WORLDS, Learner, logistic
from benchmarks.learning_path_figure import FIXED, KNOWING, OWN, SKIPPING, UNASKED

NUM_LEARNERS = 1000
MOST = 600  # tasks after which a learner gives up
GOALS = tuple(skills.SKILLS)
NUM_OTHERS = 300  # learners in the worlds with other assumptions
STEP = 10  # tasks between two points of a curve


# Orders of tasks: each yields the next one, given what was done and what is traced ----------------


def fixed(state):
    """The order of the course, again and again; quizzes are answered once."""
    while True:
        for task in COURSE:
            if not (skills.is_question(task) and task in state.done):
                yield task


def fixed_skipping(state):
    """The order of the course, without tasks whose skills the tracer holds for mastered."""
    going = True
    while going:
        going = False
        for task in COURSE:
            asked = skills.is_question(task) and task in state.done
            if not asked and any(not is_mastered(state.known[name]) for name in skills.of(task)):
                going = True
                yield task
    state.end()
    yield from fixed(state)


def shuffled(state):
    """Any order."""
    while True:
        for task in state.learner.rng.permutation(COURSE):
            if not (skills.is_question(task) and task in state.done):
                yield str(task)


def own_path(state):
    """What `what_next` recommends; the order of the course when it has nothing left to say."""
    last = "00"
    while True:
        step = choose(state.known, state.done, COURSE, GOALS, last)
        if not step.task:
            state.end()
            yield from fixed(state)
        last = step.task[:2]
        yield step.task


def knowing(state):
    """The same rule with the truth in place of the tracer: what no tracer can do better."""
    while True:
        learner = state.learner
        truth = {
            name: 1.0 if learner.has_mastered(name) else 0.94 * logistic(learner.ability[name])
            for name in skills.SKILLS
        }
        yield choose(truth, state.done, COURSE, GOALS).task


ORDERS = {
    FIXED: (fixed, False),
    "any order": (shuffled, False),
    SKIPPING: (fixed_skipping, True),
    UNASKED: (own_path, False),
    OWN: (own_path, True),
    KNOWING: (knowing, False),
}


class State:
    """What is known of a learner on the way; the questions of the diagnostic count as tasks."""

    def __init__(self, learner, asked):
        self.learner, self.done, self.ended = learner, {}, None
        answers = learner.diagnostic() if asked else {}
        self.num, self.known = len(answers), priors(answers)

    def end(self):
        """All is held for mastered now: after how many tasks, and for how many skills it holds."""
        self.ended = self.ended or (self.num, self.learner.num_mastered())


def run(world, number, name):
    """One learner in one order: tasks until all skills, and 90% of them, are mastered."""
    order, asked = ORDERS[name]
    learner = Learner(world, number, name)
    state = State(learner, asked)
    many, curve = None, [learner.num_mastered()] * (1 + state.num)
    for task in order(state):
        for entry in learner.do(task, state.done.get(task, 0)):
            update(state.known, entry)
        state.done[task] = state.done.get(task, 0) + 1
        state.num += 1
        curve.append(learner.num_mastered())
        if many is None and curve[-1] >= 0.9 * len(GOALS):
            many = state.num
        if curve[-1] == len(GOALS) or state.num == MOST:
            break
    return {
        "all": state.num,
        "most": many or MOST,
        "reached": curve[-1] == len(GOALS),
        "ended": state.ended,
        "curve": curve,
    }


# Summaries and the figure -------------------------------------------------------------------------


def interval(values, seed=0, draws=2000):
    """Mean over learners and its 95% interval, by bootstrap; of one column or of several.

    Args:
        values: shape (learners,) or (learners, columns).

    Returns:
        `(mean, low, high)`, floats or lists.
    """
    values = np.asarray(values, float)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(values), np.full(len(values), 1 / len(values)), draws)
    means = weights @ values / len(values)
    found = (values.mean(axis=0), *np.percentile(means, [2.5, 97.5], axis=0))
    return tuple(np.round(part, 2).tolist() for part in found)


def summary(rows, reference):
    """What one order does, beside the order of the course for the same learners."""
    total = np.array([row["all"] for row in rows])
    saved = np.array([row["all"] for row in reference]) - total
    ended = [row["ended"] for row in rows if row["ended"]]
    padded = [np.pad(row["curve"], (0, MOST), mode="edge")[:MOST:STEP] for row in rows]
    result = {
        "tasks": interval(total),
        "median": float(np.median(total)),
        "tasks_to_90_percent": interval([row["most"] for row in rows]),
        "reached": float(np.mean([row["reached"] for row in rows])),
        "tasks_saved": interval(saved),
        "learners_who_save": float(np.mean(saved > 0)),
        "skills_mastered": interval(padded),
    }
    if ended:
        result["held_for_mastered"] = {
            "learners": len(ended),
            "after_tasks": round(float(np.mean([num for num, _ in ended])), 1),
            "skills_truly_mastered": round(float(np.mean([num for _, num in ended])), 2),
        }
    return result


def compare(world, num, names):
    """Several orders for the same learners."""
    rows = {name: [run(world, number, name) for number in range(num)] for name in names}
    return {name: summary(found, rows[FIXED]) for name, found in rows.items()}


def main():
    worlds = {}
    for title, world in WORLDS.items():
        first = not worlds
        names = ORDERS if first else (FIXED, SKIPPING, UNASKED, OWN)
        worlds[title] = compare(world, NUM_LEARNERS if first else NUM_OTHERS, names)
        worlds[title]["assumptions"] = dataclasses.asdict(world)
        print(title, {name: worlds[title][name]["tasks"] for name in names}, flush=True)
    for title, found in worlds.items():
        for name in ORDERS if title != "as assumed" else ():
            found.get(name, {}).pop("skills_mastered", None)  # drawn for the first world only
    result = {
        "learners": NUM_LEARNERS,
        "learners_of_other_worlds": NUM_OTHERS,
        "tasks_of_the_course": len(COURSE),
        "skills": len(GOALS),
        "most_tasks": MOST,
        "every": STEP,
        "worlds": worlds,
    }
    machine.report("learning_path", result)
    learning_path_figure.main()


if __name__ == "__main__":
    main()
