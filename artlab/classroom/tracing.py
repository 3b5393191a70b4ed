"""Bayesian knowledge tracing: how likely it is that a skill is known, after each answer.

A skill is known or not yet. L is "known", with probability P(L). An answer is right by knowing,
unless one slips (S); without knowing it is right only by a guess (G). With Corbett and Anderson's
letters, after a right and after a wrong answer:

    P(L | right) = P(L)(1 - S) / [P(L)(1 - S) + (1 - P(L)) G]                     (1)
    P(L | wrong) = P(L) S / [P(L) S + (1 - P(L))(1 - G)]                          (2)

and by practice, what was not known may be learned, with chance T; nothing is forgotten:

    P(L') = P(L | answer) + (1 - P(L | answer)) T                                 (3)

Two things are added, both of which leave (1) to (3) as they are where they do not apply.

*Help.* With the chance h the help alone makes the answer right, whoever gets it; else it is given
as without help. So P(right | known) = h + (1 - h)(1 - S) and P(right | not known) = h + (1 - h) G.
A right answer says less the more help there was, and nothing at h = 1; a wrong answer says what it
says without help. It is a guess and a slip that depend on the circumstances, as in Baker, Corbett
and Aleven (2008).

*Several skills.* A task that asks for several is answered by knowing if all are known, else by
guessing: the gate of DINA (Junker and Sijtsma 2001). Skill i sees the others through their joint
probability q, so (1) and (2) hold for it with 1 - S_i = q(1 - S) + (1 - q)G.

References:
    Corbett and Anderson, "Knowledge tracing: modeling the acquisition of procedural knowledge",
    User Modeling and User-Adapted Interaction 4 (1995), the model and the criterion of .95.
    Baker, Corbett and Aleven, "More accurate student modeling through contextual estimation of
    slip and guess probabilities in Bayesian knowledge tracing", ITS (2008).
    Junker and Sijtsma, "Cognitive assessment models with few assumptions, and connections with
    nonparametric item response theory", Applied Psychological Measurement 25 (2001): DINA.
"""

import math
from dataclasses import dataclass

MASTERED = 0.95  # Corbett and Anderson's criterion


@dataclass(frozen=True)
class Parameters:
    """The chances of one kind of task, all in [0, 1].

    Attributes:
        learn: T, that one task teaches what was not known.
        guess: G, a right answer without knowing.
        slip: S, a wrong answer in spite of knowing; guess + slip < 1, so that right answers
            speak for knowing.
    """

    learn: float
    guess: float
    slip: float

    def __post_init__(self):
        chances = (self.learn, self.guess, self.slip)
        if not all(0 <= chance <= 1 for chance in chances) or self.guess + self.slip >= 1:
            raise ValueError(
                "`learn`, `guess` and `slip` must lie in [0, 1], with guess + slip < 1. "
                f"Received: {chances}"
            )


def posterior(known, right, guess, slip):
    """P(L | answer), equations (1) and (2).

    Args:
        known: P(L), in [0, 1].
        right: whether the answer is right.
        guess, slip: G and S.

    Returns:
        float in [0, 1]; `known` itself for an answer that could not come.

    Example:

    >>> round(posterior(0.5, True, guess=0.2, slip=0.1), 3)  # .45 / (.45 + .10)
    0.818
    """
    by_knowing = known * (1 - slip if right else slip)
    without = (1 - known) * (guess if right else 1 - guess)
    total = by_knowing + without
    return by_knowing / total if total > 0 else known


def after_practice(known, learn):
    """P(L'), equation (3).

    Example:

    >>> after_practice(0.5, learn=0.2)
    0.6
    """
    return min(1.0, known + (1 - known) * learn)


def with_help(guess, slip, help_given):
    """Guess and slip of an answer for which there was help.

    Args:
        guess, slip: G and S without help.
        help_given: h, the chance that the help alone makes it right, in [0, 1].

    Returns:
        `(guess, slip)`.

    Example:

    >>> with_help(0.1, 0.2, 0.5)
    (0.55, 0.1)
    """
    return help_given + (1 - help_given) * guess, (1 - help_given) * slip


def chance_right(known, parameters, help_given=0.0):
    """P(right) of the next answer to a task.

    Args:
        known: P(L) of each skill that the task asks for.
        parameters: `Parameters`.
        help_given: h, in [0, 1].

    Returns:
        float in [0, 1].
    """
    guess, slip = with_help(parameters.guess, parameters.slip, help_given)
    all_known = math.prod(known)
    return all_known * (1 - slip) + (1 - all_known) * guess


def step(known, right, parameters, help_given=0.0, practice=True):
    """What is known after one answer to a task.

    Args:
        known: P(L) of each skill that the task asks for, a sequence.
        right: whether the answer is right.
        parameters: `Parameters` of this kind of task.
        help_given: h, the chance that the help alone makes the answer right, in [0, 1].
        practice: whether the task ends with this answer, so that (3) applies.

    Returns:
        tuple of P(L), one per skill.

    Example:

    >>> kind = Parameters(learn=0.2, guess=0.1, slip=0.1)
    >>> step([0.5], True, kind)  # (1) gives .9, (3) adds a fifth of the rest
    (0.92,)
    """
    guess, slip = with_help(parameters.guess, parameters.slip, help_given)
    after = []
    for place, own in enumerate(known):
        others = math.prod(known[:place]) * math.prod(known[place + 1 :])
        own_slip = 1 - (others * (1 - slip) + (1 - others) * guess)
        now = posterior(own, right, guess, own_slip)
        after.append(after_practice(now, parameters.learn) if practice else now)
    return tuple(after)
