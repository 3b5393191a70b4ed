"""`diagnostic`: ten questions, so that nobody is taught what they know."""

import re

import ipywidgets as widgets

from artlab.classroom import diary, skills
from artlab.classroom.cards import Feedback
from artlab.classroom.checking import never_raises
from artlab.classroom.diagnostic_questions import QUESTIONS, UNKNOWN
from artlab.classroom.mastery import priors
from artlab.classroom.quizzes import LETTERS, Quiz

TITLE = "What do you know already? Ten questions, three minutes"
FOUNDATIONS = ("arrays", "descent", "chances")
SEED = 6  # of the order of the choices: A, B and C are right about equally often
KNOWN = 0.8  # from here on a lesson may be skipped


class Diagnostic(Quiz):
    """The ten questions; when all are answered it says where to begin.

    Its repr is the questions as plain text, and `answer(1, "A")` works without a mouse.
    """

    def __init__(self):
        super().__init__(TITLE, QUESTIONS, SEED, on_answer=self._keep, last=(UNKNOWN,))
        self.result = widgets.HTML()
        self.children = [*self.children, self.result]

    def _keep(self, number, choice):
        diary.record_diagnostic(number, choice.correct)
        if all(item.right is not None for item in self.items):
            self.result.value = where_to_begin()._repr_html_()


@never_raises
def _diagnostic(answers):
    asked = Diagnostic()
    if answers is None:
        return asked
    letters = re.sub(r"[\s,.;-]", "", str(answers)).upper()
    allowed = LETTERS[: len(QUESTIONS[0].choices)]
    if len(letters) != len(QUESTIONS) or set(letters) - set(allowed):
        text = f"Write {len(QUESTIONS)} letters, {allowed[0]} to {allowed[-1]}, such as "
        return Feedback("unknown", TITLE, (f'{text}`diagnostic("{allowed * 2}{allowed[-2:]}")`.',))
    verdicts = [asked.answer(number, letter) for number, letter in enumerate(letters, 1)]
    rows = [("", "", "why")]
    rows += [
        (f"{number}\N{NO-BREAK SPACE}{letter}", "✓" if verdict.right else "✗", verdict.message)
        for number, letter, verdict in zip(range(1, 11), letters, verdicts, strict=True)
    ]
    begin = where_to_begin()
    return Feedback("list", begin.title, begin.paragraphs, rows=tuple(rows))


def diagnostic(answers=None):
    """Ten questions about what you may know already; your path begins accordingly.

    The first answer to each question counts, and each is explained.

    Args:
        answers: None for the questions with buttons; or, where there are no buttons, ten
            letters such as `"ABCDABCDAB"`, for the questions as `print(diagnostic())` shows them.

    Returns:
        `Diagnostic`, or `Feedback` that explains the letters. Nothing is ever raised.
    """
    return _diagnostic(answers)


def where_to_begin():
    """What the answers say: `Feedback`."""
    answers = diary.read()["diagnostic"]
    known = priors(answers)
    right = sum(answers.values())
    title = f"{right} of {len(answers)} known already"
    weak = [name for name in FOUNDATIONS if known[name] < KNOWN]
    if not weak:
        begin = "You can skip lesson 01: shapes, slopes and chances are yours."
    elif len(weak) < len(FOUNDATIONS):
        titles = ", ".join(skills.SKILLS[name].title for name in weak)
        begin = f"Of lesson 01 you need only this: {titles}."
    else:
        begin = "Begin with this lesson and lesson 01. Nothing is taken for granted there."
    return Feedback("list", title, (begin, "`what_next()` names your next exercise, and says why."))
