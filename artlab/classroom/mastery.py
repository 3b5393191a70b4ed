"""How likely a learner knows each skill, from all that the record holds.

The diagnostic sets where each skill begins; then the evidence is traced in order of time. Nothing
derived is stored, so a better table of skills or better chances apply to old records as well. The
chances are set by hand (docs/decisions/0008): there are no records of learners to fit them to.
"""

from artlab.classroom import skills
from artlab.classroom.tracing import MASTERED, Parameters, step

# Nobody guesses code that holds on fresh inputs; but who is half way there is often right.
EXERCISE = Parameters(learn=0.1, guess=0.25, slip=0.15)
QUESTION = Parameters(learn=0.05, guess=0.4, slip=0.1)  # three or four choices, explained
DIAGNOSTIC = Parameters(learn=0.0, guess=0.25, slip=0.1)  # "I do not know yet" is a choice
START = 0.3  # P(L) of a skill that stands on no other, of a learner not asked
LOWEST, HIGHEST = 0.05, 0.65  # the same after a diagnostic with nothing and with all right
FEWEST = 4  # answers about other skills that say something about this one


def mastery(record):
    """P(L) of every skill.

    Args:
        record: as `schema.empty` describes it.

    Returns:
        dict from skill to a float in [0, 1], in the order of the course.
    """
    known = priors(record["diagnostic"])
    for entry in record["evidence"]:
        update(known, entry)
    return known


def update(known, entry):
    """Traces one piece of evidence.

    Args:
        known: dict from skill to P(L); changed here.
        entry: `{"item": "03.2", "right": True, "help": 0.2}`. The wrong answer to an exercise does
            not end it: one more try follows, and the chance to learn comes once.
    """
    item, right = entry["item"], entry["right"]
    names = [name for name in skills.of(item) if name in known]
    question = skills.is_question(item)
    kind = QUESTION if question else EXERCISE
    before = [known[name] for name in names]
    after = step(before, right, kind, entry["help"], practice=question or right)
    known.update(zip(names, after, strict=True))


def priors(answers):
    """Where each skill begins.

    What the learner answers about *other* skills tells how much has been met before (Pardos and
    Heffernan 2010 found such priors the best of three). Each skill begins at that level, divided
    by one more than its depth: what stands on others is less likely to be known. Then the answers
    about the skill itself are traced.

    Args:
        answers: dict from the number of a question of the diagnostic ("1" to "10") to whether
            it was answered right; as many as there are.

    Returns:
        dict from skill to P(L).

    References:
        Pardos and Heffernan, "Modeling individualization in a Bayesian networks implementation
        of knowledge tracing", UMAP (2010).
    """
    answers = {number: right for number, right in answers.items() if number in skills.DIAGNOSTIC}
    known = {name: _level(name, answers) / (1 + skills.depth(name)) for name in skills.SKILLS}
    for number, right in answers.items():
        for name in skills.DIAGNOSTIC[number]:
            (known[name],) = step([known[name]], right, DIAGNOSTIC)
    return known


def _level(name, answers):
    others = [right for number, right in answers.items() if name not in skills.DIAGNOSTIC[number]]
    if len(others) < FEWEST:
        return START
    return LOWEST + (HIGHEST - LOWEST) * sum(others) / len(others)


def is_mastered(chance):
    """Whether a skill counts as mastered."""
    return chance >= MASTERED
