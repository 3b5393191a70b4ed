"""What the course teaches, as skills: which needs which, and which task asks for which.

A task is an exercise ("03.2") or a question of a quiz ("03.q2"). A task with several skills needs
all of them. Rows of lessons that are not written yet do no harm.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Skill:
    """Something that can be learned.

    Attributes:
        name: short, as the record and the tables use it.
        title: what who has it can do.
        lesson: the lesson that teaches it first.
        needs: names of the skills that it stands on.
    """

    name: str
    title: str
    lesson: str
    needs: tuple[str, ...] = ()


_LISTED = (
    Skill("experiment", "change one thing at a time", "00"),
    Skill("studio", "name the stages of the studio", "00"),
    Skill("arrays", "tell shapes and ranges of pictures", "01"),
    Skill("descent", "walk down a slope", "01"),
    Skill("chances", "turn scores into chances and surprise", "01"),
    Skill("game", "explain the game of two networks", "02", ("descent", "chances")),
    Skill("diagnosis", "tell a sick training from a sound one", "02", ("game",)),
    Skill("gan_steps", "write the training step of a GAN", "03", ("game",)),
    Skill("losses", "choose what the networks play for", "04", ("game",)),
    Skill("convolution", "work out sizes in a convolutional network", "05", ("arrays",)),
    Skill("conditions", "paint by name, walk between latents", "05", ("gan_steps",)),
    Skill("measures", "measure quality and variety", "05", ("diagnosis",)),
    Skill("sampling", "choose the next token", "06", ("chances",)),
    Skill("attention", "say what a token may look at", "06", ("sampling",)),
    Skill("text_training", "train a GPT and read its loss", "07", ("sampling",)),
    Skill("generalising", "tell learned from learned by heart", "07", ("chances",)),
    Skill("strokes", "write strokes as tokens", "08", ("sampling",)),
    Skill("translation", "turn a sketch into a painting", "09", ("convolution", "losses")),
    Skill("pipeline", "swap a part, find a fault", "10", ("studio", "arrays")),
    Skill("style", "lend a picture the style of another", "11", ("convolution",)),
    Skill("reading", "read artworks, and doubt the score", "12", ("generalising", "measures")),
    Skill("creating", "weigh novelty, rights and new models", "13", ("measures",)),
)
SKILLS = {skill.name: skill for skill in _LISTED}

EXERCISES = {
    "00.1": ("experiment",),
    "00.2": ("experiment",),
    "00.3": ("studio",),
    "01.1": ("arrays",),
    "01.2": ("descent",),
    "01.3": ("chances",),
    "02.1": ("game",),
    "02.2": ("game", "chances"),
    "02.3": ("diagnosis",),
    "02.4": ("descent",),
    "03.1": ("arrays",),
    "03.2": ("gan_steps",),
    "03.3": ("diagnosis",),
    "03.4": ("gan_steps",),
    "04.1": ("chances",),
    "04.2": ("losses", "chances"),
    "04.3": ("losses", "descent"),
    "04.4": ("diagnosis", "losses"),
    "05.1": ("convolution",),
    "05.2": ("conditions",),
    "05.3": ("measures",),
    "05.4": ("conditions",),
    "06.1": ("sampling",),
    "06.2": ("attention",),
    "06.3": ("sampling",),
    "07.1": ("text_training",),
    "07.2": ("text_training", "chances"),
    "07.3": ("generalising",),
    "08.1": ("strokes",),
    "08.2": ("strokes", "sampling"),
    "08.3": ("experiment",),
    "09.1": ("convolution",),
    "09.2": ("convolution",),
    "09.3": ("translation",),
    "10.1": ("pipeline", "arrays"),
    "10.2": ("arrays",),
    "10.3": ("pipeline",),
    "11.1": ("style",),
    "11.2": ("style", "descent"),
    "11.3": ("style",),
    "11.4": ("style",),
    "12.1": ("reading", "generalising"),
    "12.2": ("reading",),
    "12.3": ("reading", "measures"),
    "12.4": ("reading", "experiment"),
    "13.1": ("creating", "measures"),
    "13.2": ("creating",),
    "13.3": ("creating",),
    "13.4": ("creating", "measures"),
    "13.5": ("creating",),
}

# One name per question of a lesson's quiz, in the order in which the lesson module lists them.
_QUIZZES = {
    "00": "studio studio experiment studio studio",
    "01": "arrays descent chances generalising arrays",
    "02": "game game game losses descent",
    "03": "gan_steps diagnosis measures gan_steps gan_steps",
    "04": "chances losses losses losses experiment",
    "05": "convolution convolution measures measures conditions",
    "06": "sampling attention attention text_training sampling",
    "07": "text_training text_training generalising generalising text_training",
    "08": "strokes strokes strokes strokes experiment",
    "09": "translation convolution translation conditions translation",
    "10": "pipeline studio translation pipeline creating",
    "11": "style style style style style",
    "12": "reading reading reading reading reading",
    "13": "measures creating creating creating creating",
}
QUESTIONS = {
    f"{number}.q{place}": (name,)
    for number, names in _QUIZZES.items()
    for place, name in enumerate(names.split(), 1)
}
# The ten questions of lesson 00.
DIAGNOSTIC = {
    "1": ("experiment",),
    "2": ("arrays",),
    "3": ("arrays",),
    "4": ("descent",),
    "5": ("descent",),
    "6": ("chances",),
    "7": ("chances",),
    "8": ("generalising",),
    "9": ("game",),
    "10": ("sampling",),
}
TASKS = EXERCISES | QUESTIONS


def of(task):
    """Names of the skills that a task asks for; () for a task without a row.

    Example:

    >>> of("04.2")
    ('losses', 'chances')
    """
    return TASKS.get(task, ())


def is_question(task):
    """Whether a task is a question of a quiz.

    Example:

    >>> is_question("03.q2"), is_question("03.2")
    (True, False)
    """
    return task[2:4] == ".q"


def depth(name):
    """How many skills stand one upon another below this one.

    Example:

    >>> depth("chances"), depth("game"), depth("measures")
    (0, 1, 3)
    """
    return max((1 + depth(need) for need in SKILLS[name].needs), default=0)


def with_needs(names):
    """Skills together with all that they stand on, in the order of the course.

    Args:
        names: of skills.

    Returns:
        A tuple of names; what a skill needs stands before it.

    Example:

    >>> with_needs(["sampling"])
    ('chances', 'sampling')
    """
    found, left = set(), list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += SKILLS[name].needs
    return tuple(name for name in SKILLS if name in found)
