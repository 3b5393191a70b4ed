"""`quiz`: five questions with radio buttons; every wrong choice is explained."""

import random

import ipywidgets as widgets

from artlab.classroom import diary
from artlab.classroom.cards import Feedback
from artlab.classroom.checking import never_raises
from artlab.classroom.lesson import load, tidy

LETTERS = "ABCDEF"
# Long answers wrap; ipywidgets gives each radio button one line of fixed height.
STYLE = (
    "<style>.artlab-quiz .widget-radio-box label"
    " {height: auto; white-space: normal; line-height: 1.4; margin: 0 0 4px}"
    " .artlab-quiz .widget-radio-box {width: auto; max-width: 44em}</style>"
)


class Quiz(widgets.VBox):
    """The questions of one lesson; its repr is the quiz as plain text.

    Args:
        title: such as "Quiz of lesson 03".
        questions: `Question`s.
        seed: of the order of the choices; choices that are `last` keep their place at the end.
        on_answer: called with (number, choice) whenever an answer was checked, or None.
        last: texts of choices that stand at the end.
    """

    def __init__(self, title, questions, seed=0, on_answer=None, last=()):
        self.title, self.on_answer = title, on_answer
        numbered = enumerate(questions, 1)
        self.items = [_Item(number, question, seed, last) for number, question in numbered]
        self.score = widgets.HTML()
        for item in self.items:
            item.button.on_click(lambda _, item=item: self._count(item))
        head = widgets.HTML(STYLE + Feedback("list", title)._repr_html_())
        super().__init__([head, *[item.box for item in self.items], self.score])
        self.add_class("artlab-quiz")

    @property
    def num_right(self):
        """Questions whose last checked answer was right."""
        return sum(item.right is True for item in self.items)

    def answer(self, number, letter):
        """Answers a question without the mouse: `quiz.answer(2, "B")`.

        Args:
            number: of the question, from 1.
            letter: of the choice, as the text form shows it.

        Returns:
            `Feedback` with the explanation.
        """
        known = 1 <= number <= len(self.items) if isinstance(number, int) else False
        item = self.items[number - 1] if known else None
        letters = LETTERS[: len(item.choices)] if item else ""
        if not letters or str(letter).upper() not in tuple(letters):
            text = f"Questions are 1 to {len(self.items)}, choices are letters from A on."
            return Feedback("unknown", self.title, (text,))
        item.radio.index = letters.index(str(letter).upper())
        item.button.click()
        return item.feedback

    def _count(self, item):
        if self.on_answer and item.radio.index is not None:
            self.on_answer(item.number, item.choices[item.radio.index])
        checked = sum(item.right is not None for item in self.items)
        text = f"{self.num_right} of {len(self.items)} right"
        text += "." if checked == len(self.items) else f", {len(self.items) - checked} to go."
        self.score.value = Feedback("list", text)._repr_html_()

    def __repr__(self):
        return "\n\n".join([self.title, *[item.text() for item in self.items]])

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        if isinstance(bundle, dict):
            bundle["text/plain"] = repr(self)
        return bundle


class _Item:
    """One question: its widgets, and the last verdict."""

    def __init__(self, number, question, seed, last=()):
        self.number, self.question = number, question
        self.choices = list(question.choices)
        random.Random(f"{seed}-{number}").shuffle(self.choices)
        self.choices.sort(key=lambda choice: choice.text in last)
        self.right, self.feedback = None, None
        options = [f"{LETTERS[i]}. {choice.text}" for i, choice in enumerate(self.choices)]
        self.radio = widgets.RadioButtons(
            options=options, index=None, layout=widgets.Layout(width="auto")
        )
        self.button = widgets.Button(
            description="Check", tooltip=f"Check the answer to question {number}"
        )
        self.verdict = widgets.HTML()
        self.button.on_click(lambda _: self.check())
        head = Feedback("list", f"{number}. {question.prompt}")._repr_html_()
        self.box = widgets.VBox([widgets.HTML(head), self.radio, self.button, self.verdict])

    def check(self):
        """Reads the radio buttons and shows the explanation."""
        index = self.radio.index
        title = f"Question {self.number}"
        if index is None:
            self.feedback = Feedback("open", title, ("Choose an answer first.",))
        else:
            choice = self.choices[index]
            self.right = choice.correct
            state = "right" if choice.correct else "wrong"
            self.feedback = Feedback(state, f"{title}, {LETTERS[index]}", (choice.why,))
        self.verdict.value = self.feedback._repr_html_()

    def text(self):
        """The question as plain text."""
        lines = [f"   {LETTERS[i]}. {choice.text}" for i, choice in enumerate(self.choices)]
        return "\n".join([f"{self.number}. {self.question.prompt}", *lines])


@never_raises
def quiz(number, seed=0):
    """The quiz of a lesson: choose, press Check, read why.

    Args:
        number: of the lesson, such as "03".
        seed: of the order of the choices.

    Returns:
        `Quiz`, a widget whose repr is the quiz as plain text; its `answer(1, "A")` works
        without a mouse. A card when there is no such lesson. Nothing is ever raised.
    """
    questions = getattr(load(number), "QUESTIONS", ())
    if not questions:
        return Feedback("unknown", f"Lesson {tidy(number)}", ("This lesson has no quiz.",))
    number = tidy(number)

    def keep(place, choice):
        diary.record_answer(f"{number}.q{place}", choice.correct)

    return Quiz(f"Quiz of lesson {number}", questions, seed, on_answer=keep)
