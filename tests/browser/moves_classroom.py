"""Moves for what every lesson has: quiz, diagnostic, predictions, checks and hints."""

import re

from widget_area import Area, wait_until

from artlab.classroom import diagnostic_questions
from artlab.classroom.lesson import EXERCISES, load
from artlab.lessons import SOLUTIONS, notebook


def answer_quiz(area, number):
    """Each question of a lesson's quiz."""
    answer(area, load(number).QUESTIONS)
    num = len(load(number).QUESTIONS)
    area.says(f"{num} of {num} right.")


def answer_diagnostic(area, number):
    """The ten questions; after the last one it says where to begin."""
    answer(area, diagnostic_questions.QUESTIONS)
    area.says("10 of 10 right.", "0 of 10 known already")


def answer(area, questions):
    """Answers each question wrong, then right, and reads both explanations."""
    for place, question in enumerate(questions):
        box = area.locator.locator(".widget-radio-box").nth(place)
        check = area.locator.locator("button", has_text="Check").nth(place)
        check.scroll_into_view_if_needed()
        if place == 0:
            area.changes(check.click, "Choose an answer first.")
        choices = sorted(question.choices, key=lambda choice: choice.correct)
        for choice, state in ((choices[0], "✗ Not yet"), (choices[-1], "✓ Right")):
            box.locator(
                "label", has_text=re.compile(rf"^[A-F]\. {re.escape(choice.text)}\s*$")
            ).click()
            area.changes(check.click, f"{state} · Question {place + 1}, ", plain(choice.why))


def is_last_line(source, line):
    """Whether a line is the last one of a cell that is no comment."""
    lines = [one for one in source.splitlines() if one.strip() and not one.startswith("#")]
    return lines[-1].startswith(line)


def plain(text):
    """A text as the page shows it."""
    return text.replace("`", "")


class Cards:
    """Types into the cells of a lesson, as a student does.

    Args:
        page: a `LabPage` with the lesson.
        number: of the lesson.
    """

    def __init__(self, page, number):
        self.page, self.number = page, number

    def run(self, containing, source, *texts):
        """Writes a cell anew, runs it, and waits for texts below it."""
        cell = self.page.cell(containing)
        index = int(cell.get_attribute("data-windowed-list-index"))
        cell = self.page.page.locator(f'.jp-Cell[data-windowed-list-index="{index}"]')
        cell.locator(".cm-content").click()
        keyboard = self.page.page.keyboard
        keyboard.press("Control+a")
        keyboard.insert_text(source)
        keyboard.press("Control+Enter")
        Area(self.page.page, cell.locator(".jp-Cell-outputArea")).says(*texts)
        wait_until(self.page.page, self.page.is_idle, what="the kernel is idle")

    def guess(self):
        """Puts a guess in place of the dots, for every prediction of the lesson."""
        for item in getattr(load(self.number), "PREDICTIONS", ()):
            value = repr(item.choices[0]) if item.choices else "12.5"
            asked, answered = f'predict("{item.name}", ...)', f'predict("{item.name}", {value})'
            source = self.page.source(asked).replace(asked, answered)
            # Only the last line of a cell is shown: elsewhere the guess is noted, and not told.
            told = ("Noted", plain(item.prompt), "Now look.")
            self.run(asked, source, *(told if is_last_line(source, answered) else ()))

    def ask_for_hints(self):
        """Answers every exercise with nonsense, and asks for its hints one by one."""
        for name in self.exercises:
            calls = [f'check("{name}", object())'] + 3 * [f'hint("{name}")']
            found = EXERCISES[name]
            source = f"from IPython.display import display\ndisplay({', '.join(calls)})"
            told = ("✗ Not yet", f"3 of 3 · {name}", plain(found.hints[-1]))
            self.run(f'check("{name}"', source, *told)

    def solve(self, path):
        """Writes the solution of the first exercise into its cell."""
        name = self.exercises[0]
        solved = notebook(path.stem, path.read_text(encoding="utf-8"), SOLUTIONS).cells
        (cell,) = [cell for cell in solved if f'check("{name}"' in cell.source]
        self.run(f'check("{name}"', cell.source, f"✓ Right · {name}")

    @property
    def exercises(self):
        """Names of the lesson's exercises."""
        load(self.number)
        return [name for name in sorted(EXERCISES) if name.startswith(f"{self.number}.")]
