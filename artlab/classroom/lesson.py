"""The words in which a lesson module is written: exercises, predictions, questions, terms."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from artlab.classroom import lessons

NUM_HINTS = 3
NUM_QUESTIONS = 5


@dataclass(frozen=True)
class Right:
    """The verdict that an answer is right, with a sentence on what that means."""

    message: str = ""


class Wrong(Exception):
    """The verdict that an answer is wrong; a checker returns or raises it.

    Args:
        why: what is wrong and why, in words that help to mend it.
        right: what is right already, or "".
    """

    def __init__(self, why, right=""):
        super().__init__(why)
        self.why, self.right = why, right


class Open(Exception):
    """The verdict that the exercise is not begun: the dots are still there."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: its checker, its three hints, its reference solution."""

    name: str
    title: str
    checker: Callable
    hints: tuple[str, ...]
    solution: str
    seconds: float = 5.0
    description: str = field(default="", repr=False)

    @property
    def answer(self):
        """Name that the reference solution gives to the answer; "" for a bare expression."""
        last = ast.parse(self.solution).body[-1]
        if isinstance(last, ast.FunctionDef | ast.ClassDef):
            return last.name
        if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
            return last.targets[0].id
        return ""


@dataclass(frozen=True)
class Prediction:
    """Something to guess before the code shows it.

    Attributes:
        name: such as "03.a".
        prompt: the question.
        why: shown with the outcome.
        choices: the possible answers, or () for a number or free text.
        tolerance: a numeric guess counts as close within this share of the outcome.
        unit: written behind numbers.
    """

    name: str
    prompt: str
    why: str
    choices: tuple[str, ...] = ()
    tolerance: float = 0.1
    unit: str = ""


@dataclass(frozen=True)
class Choice:
    """One answer of a quiz question, and why it is right or wrong."""

    text: str
    correct: bool
    why: str


@dataclass(frozen=True)
class Question:
    """A quiz question with exactly one correct choice."""

    prompt: str
    choices: tuple[Choice, ...]

    def __post_init__(self):
        object.__setattr__(self, "choices", tuple(self.choices))
        num_correct = sum(choice.correct for choice in self.choices)
        if num_correct != 1:
            raise ValueError(
                f"`choices` of {self.prompt!r} must have exactly one correct. "
                f"Received: {num_correct}"
            )


@dataclass(frozen=True)
class Term:
    """A row of the glossary."""

    english: str
    chinese: str
    meaning: str


EXERCISES: dict[str, Exercise] = {}


def exercise(name, title, *, hints, solution, seconds=5.0):
    """Registers a checker: `answer -> Right | Wrong`.

    Args:
        name: lesson and number, such as "03.1".
        title: a few words.
        hints: three texts, each telling more than the one before.
        solution: source code of a reference solution. Its last statement defines the answer:
            a function, an assignment, or a bare expression.
        seconds: time the check may take, the student's functions included.

    Returns:
        A decorator that gives the checker back unchanged.

    Raises:
        ValueError: a malformed name, another number of hints, or no Python in `solution`.
    """
    if not re.fullmatch(r"\d\d\.\d+", name):
        raise ValueError(f'`name` must look like "03.1". Received: {name!r}')
    if len(hints) != NUM_HINTS or not all(str(text).strip() for text in hints):
        raise ValueError(f"`hints` must be {NUM_HINTS} texts. Received: {len(hints)} for {name}")
    if not ast.parse(solution).body:
        raise ValueError(f"`solution` must hold code. Received: {solution!r}")

    def register(checker):
        EXERCISES[name] = Exercise(name, title, checker, tuple(hints), solution.strip(), seconds)
        return checker

    return register


class Missing(LookupError):
    """A lesson, exercise or prediction that is not there; its text is for the student."""


def tidy(name):
    """The name as the lessons write it: "3.1", 3.1 and " 03.1 " become "03.1"."""
    text = str(name).strip()
    found = re.fullmatch(r"(\d{1,2})(\..+)?", text)
    return f"{int(found[1]):02d}{found[2] or ''}" if found else text


def lesson_numbers():
    """Numbers of the lessons that the classroom knows, as ["01", "02"]."""
    names = [module.name for module in pkgutil.iter_modules(lessons.__path__)]
    return sorted(name.removeprefix("lesson_") for name in names if name.startswith("lesson_"))


def load(number):
    """The module of a lesson; `Missing` with a friendly line when there is none."""
    number = tidy(number)
    known = lesson_numbers()
    if number not in known:
        listed = ", ".join(known) or "none yet"
        raise Missing(f'There is no lesson "{number[:40]}" here. Lessons: {listed}.')
    return importlib.import_module(f"{lessons.__name__}.lesson_{number}")


def find_exercise(name):
    """The exercise of that name; `Missing` names the ones that exist."""
    name = tidy(name)
    load(name.split(".")[0])
    return _pick(EXERCISES, name, "exercise")


def find_prediction(name):
    """The prediction of that name; `Missing` names the ones that exist."""
    name = tidy(name)
    module = load(name.split(".")[0])
    found = {item.name: item for item in getattr(module, "PREDICTIONS", ())}
    return _pick(found, name, "prediction")


def _pick(items, name, kind):
    number = name.split(".")[0]
    if name in items:
        return items[name]
    there = ", ".join(f'"{item}"' for item in sorted(items) if item.startswith(f"{number}."))
    listed = f"Lesson {number} has {there}." if there else f"Lesson {number} has none."
    raise Missing(f'There is no {kind} "{name[:40]}". {listed}')
