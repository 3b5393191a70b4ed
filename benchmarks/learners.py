"""Synthetic learners for `benchmarks.learning_path`: item response theory, growing with practice.

Each has an ability per skill, a real number. An answer is right with the two-parameter logistic
of the weakest skill that the task asks for; in a quiz one may guess. Practice raises the ability,
by less for who lacks what the skill stands on. Nothing in that is a state "known or not", a slip,
or a chance to learn at one blow, as in the model that traces them.

References:
    Birnbaum in Lord and Novick, "Statistical theories of mental test scores" (1968): the
        two-parameter logistic model.
    Pavlik, Cen and Koedinger, "Performance factors analysis", AIED (2009): ability that grows
        with practice.
"""

from __future__ import annotations

import dataclasses
import functools
import math

import numpy as np

from artlab.classroom import diary, skills
from artlab.classroom.schema import new_exercise

LEVEL = 0.85  # chance of a right answer, unaided, that counts as mastery
MOST_TRIES = 4  # wrong answers to an exercise before the solution is opened
COURSE = tuple(
    sorted(skills.EXERCISES | skills.QUESTIONS, key=lambda task: (task[:2], ".q" in task, task))
)


@dataclasses.dataclass(frozen=True)
class World:
    """The assumptions about learners and tasks.

    Attributes:
        general: mean and spread over learners of the ability that all skills share.
        own: spread of a skill around it.
        later: what each level of depth takes away at the beginning.
        gain, gain_spread: median and log-spread over learners of what one exercise adds.
        question: share of that gain which a quiz question gives.
        again: the same for an exercise that was solved before.
        unready: share of the gain that is left to who lacks the needs entirely.
        items: seed of the tasks' difficulties.
    """

    general: tuple[float, float] = (-0.8, 1.2)
    own: float = 0.8
    later: float = 0.3
    gain: float = 0.9
    gain_spread: float = 0.35
    question: float = 0.4
    again: float = 0.5
    unready: float = 0.3
    items: int = 0


WORLDS = {
    "as assumed": World(),
    "slow learners": World(gain=0.5),
    "no prior knowledge": World(general=(-2.0, 0.3), own=0.3),
    "needs do not matter": World(unready=1.0),
    "other tasks": World(items=1),
    "much prior knowledge": World(general=(0.6, 1.2)),
    "skills differ more": World(own=1.5),
}


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


@functools.cache
def tasks_of(world: World) -> dict[str, tuple[float, float]]:
    """Discrimination and difficulty of every task, those of the diagnostic included."""
    rng = np.random.default_rng([world.items, 7])
    names = [*COURSE, *skills.DIAGNOSTIC]
    steep = np.exp(rng.normal(0, 0.25, len(names)))
    hard = rng.normal(0, 0.5, len(names))
    return {name: (float(a), float(b)) for name, a, b in zip(names, steep, hard, strict=True)}


class Learner:
    """Somebody with abilities that practice raises."""

    def __init__(self, world: World, number: int, order: str):
        rng = np.random.default_rng([number, 1])  # the same person in every order
        general = rng.normal(*world.general)
        self.world, self.items = world, tasks_of(world)
        self.ability = {
            name: general + rng.normal(0, world.own) - world.later * skills.depth(name)
            for name in skills.SKILLS
        }
        self.gain = world.gain * math.exp(rng.normal(0, world.gain_spread))
        self.patience = rng.uniform(0.2, 0.9)  # how readily hints are opened after a mistake
        self.rng = np.random.default_rng([number, 2, sum(map(ord, order))])

    def chance(self, task, names, guess=0.0):
        """P(right), without help: the weakest skill decides."""
        steep, hard = self.items[task]
        least = min(self.ability[name] for name in names)
        return guess + (1 - guess) * logistic(steep * (least - hard))

    def has_mastered(self, name):
        return logistic(self.ability[name]) >= LEVEL

    def num_mastered(self):
        return sum(map(self.has_mastered, skills.SKILLS))

    def practise(self, task, share):
        for name in skills.of(task):
            needs = skills.SKILLS[name].needs
            ready = min((logistic(2 * self.ability[need]) for need in needs), default=1.0)
            left = self.world.unready + (1 - self.world.unready) * ready
            self.ability[name] += self.gain * share * left

    def do(self, task, times):
        """Works on a task to its end; returns the evidence that the classroom would keep."""
        if skills.is_question(task):
            right = self.rng.random() < self.chance(task, skills.of(task), guess=1 / 3)
            self.practise(task, self.world.question)
            return [{"item": task, "right": right, "help": 0.0}]
        exercise = new_exercise() | {"rounds": times}
        evidence = []
        while True:
            given = diary.help_given(exercise)
            chance = given + (1 - given) * self.chance(task, skills.of(task))
            right = self.rng.random() < chance
            if right or not exercise["wrong"]:
                evidence.append({"item": task, "right": right, "help": given})
            if right:
                self.practise(task, self.world.again if times else 1.0)
                return evidence
            exercise["wrong"] += 1
            if exercise["hints"] < 3 and self.rng.random() < self.patience:
                exercise["hints"] += 1
            exercise["shown"] = exercise["wrong"] >= MOST_TRIES

    def diagnostic(self):
        """Answers to the ten questions; who does not know says so half of the time."""
        answers = {}
        for number, names in skills.DIAGNOSTIC.items():
            answers[number] = bool(self.rng.random() < self.chance(number, names, guess=1 / 6))
        return answers
