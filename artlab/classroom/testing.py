"""Test kit for lesson modules: every exercise against right, wrong and hostile answers.

In tests/classroom/test_lesson_03.py:

    CASES = [Case("03.1", second=other_solution, wrong={"phrase of its explanation": answer})]

    @pytest.mark.parametrize("example", examples(CASES), ids=str)
    def test_exercise_judges(example):
        example.verify()

    def test_lesson_is_complete():
        verify_lesson("03", CASES)
"""

import ast
from dataclasses import dataclass, field, replace

import numpy as np

from artlab.classroom import checking, lesson


@dataclass(frozen=True)
class Case:
    """What an exercise must be tested with.

    Attributes:
        name: of the exercise.
        second: another correct answer, written differently from the reference.
        wrong: a distinctive phrase of the explanation -> the typical wrong answer that gets it.
        given: names that the reference solution uses and the lesson's cells define.
    """

    name: str
    second: object
    wrong: dict
    given: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """One answer and the verdict that it must get."""

    name: str
    kind: str
    answer: object = field(repr=False)
    phrase: str = ""
    others: tuple[str, ...] = ()

    def __str__(self):
        return f"{self.name}-{self.kind}-{self.phrase}".strip("-").replace(" ", "_")

    def verify(self):
        """Asserts the verdict, and the explanation when the answer is a typical wrong one."""
        hostile = self.kind.startswith("hostile")
        feedback = (
            _quick_check(self.name, self.answer)
            if hostile
            else checking.check(self.name, self.answer)
        )
        wanted = {"reference": "right", "second": "right", "dots": "open"}.get(self.kind, "wrong")
        assert feedback.state == wanted, f"{self}: {wanted} expected.\n{feedback}"
        if self.kind == "wrong":
            assert self.phrase in feedback.message, f"{self.phrase!r} is not in:\n{feedback}"
            shared = [phrase for phrase in self.others if phrase in feedback.message]
            assert not shared, f"{self}: its explanation is also that of {shared}"


def _quick_check(name, answer):
    """A check with half a second of patience: fifteen endless loops must not take minutes."""
    found = lesson.find_exercise(name)
    lesson.EXERCISES[found.name] = replace(found, seconds=min(found.seconds, 0.5))
    try:
        return checking.check(name, answer)
    finally:
        lesson.EXERCISES[found.name] = found


def reference(name, given=None):
    """The answer that the reference solution of an exercise makes."""
    found = lesson.find_exercise(name)
    names = {"np": np, **(given or {})}
    if found.answer:
        exec(compile(found.solution, f"<solution of {name}>", "exec"), names)
        return names[found.answer]
    tree = ast.parse(found.solution)
    last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, f"<solution of {name}>", "exec"), names)
    return eval(compile(last, f"<solution of {name}>", "eval"), names)


def examples(cases):
    """All answers to try: reference, second, dots, typical wrong ones, hostile ones.

    Args:
        cases: `Case`s, one per exercise.

    Returns:
        A list of `Example`s for `pytest.mark.parametrize`.
    """
    found = []
    for case in cases:
        found.append(Example(case.name, "reference", reference(case.name, case.given)))
        found.append(Example(case.name, "second", case.second))
        found.append(Example(case.name, "dots", ...))
        for phrase, answer in case.wrong.items():
            others = tuple(other for other in case.wrong if other != phrase)
            found.append(Example(case.name, "wrong", answer, phrase, others))
        found += [Example(case.name, f"hostile_{kind}", item) for kind, item in hostile().items()]
    return found


def verify_lesson(number, cases):
    """Asserts that a lesson module has all that a lesson needs.

    Args:
        number: such as "03".
        cases: the cases of its exercises; every exercise must have one with two wrong answers
            or more (one, where the exercise is a choice of two).
    """
    module = lesson.load(number)
    names = sorted(name for name in lesson.EXERCISES if name.startswith(f"{number}."))
    assert names, f"lesson {number} has no exercise"
    assert names == sorted(case.name for case in cases), "every exercise needs one Case"
    for case in cases:
        assert case.wrong, f"{case.name} needs typical wrong answers"
        hints = lesson.EXERCISES[case.name].hints
        assert len(set(hints)) == lesson.NUM_HINTS, f"{case.name}: hints repeat"
    _verify_questions(module.QUESTIONS)
    assert module.PREDICTIONS, f"lesson {number} has no prediction"
    predicted = [item.name for item in module.PREDICTIONS]
    assert len(set(predicted)) == len(predicted), "two predictions share a name"
    assert all(name.startswith(f"{number}.") for name in predicted)
    assert module.TERMS, f"lesson {number} has no glossary"
    for term in module.TERMS:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in term.chinese), term.english
        assert term.english and term.meaning, term
    english = [term.english for term in module.TERMS]
    assert len(set(english)) == len(english), "a term stands twice in the glossary"


def _verify_questions(questions):
    assert len(questions) == lesson.NUM_QUESTIONS, f"{len(questions)} questions instead of 5"
    for question in questions:
        assert 3 <= len(question.choices) <= 4, f"{question.prompt}: 3 or 4 choices"
        texts = [choice.text for choice in question.choices]
        assert len(set(texts)) == len(texts), f"{question.prompt}: a choice stands twice"
        reasons = [choice.why.strip() for choice in question.choices]
        assert all(reasons), f"{question.prompt}: a choice has no explanation"
        assert len(set(reasons)) == len(reasons), f"{question.prompt}: explanations repeat"
        assert max(map(len, texts)) <= 110, f"{question.prompt}: a choice is too long to read"


def hostile():
    """Answers that a student may hand over by accident, by name; none of them is ever right."""

    class Mute:
        def __repr__(self):
            raise RuntimeError("no repr")

    def endless(*_, **__):
        while True:
            pass

    def recursive(*arguments, **options):
        return recursive(*arguments, **options)

    def leaves(*_, **__):
        raise SystemExit

    def interrupts(*_, **__):
        raise KeyboardInterrupt

    def prints_megabytes(*_, **__):
        print("x" * 5_000_000)

    def divides(*_, **__):
        return 1 / 0

    return {
        "none": None,
        "text": "<script>alert(1)</script>",
        "nan": float("nan"),
        "nan_array": np.full((3, 3), np.nan),
        "object_array": np.array([object(), None]),
        "empty": [],
        "dict": {"a": 1},
        "type": int,
        "mute": Mute(),
        "function_without_arguments": lambda: 0,
        "returns_nothing": lambda *_, **__: None,
        "endless": endless,
        "recursive": recursive,
        "leaves": leaves,
        "interrupts": interrupts,
        "prints_megabytes": prints_megabytes,
        "divides": divides,
    }
