"""`progress`: what was done stands on the map, in the figure and in plain text."""

import re
import sys

import pytest

from artlab.classroom import course, diary, overview, predict, progress, skills
from artlab.classroom.lesson import load


def line(number):
    return next(row for row in repr(progress()).splitlines() if row.startswith(f"  {number} "))


def test_a_new_learner_has_an_empty_map():
    shown = progress()
    assert shown.counts().startswith("0 of ") and "0 of 22 skills mastered" in shown.counts()
    assert "●" not in line("01") and line("01").count("○") == 3


def test_exercises_show_as_solved_tried_or_open():
    diary.record_check("01.1", True)
    diary.record_check("01.2", False)
    assert line("01").startswith("  01 ●◐○")
    assert progress().counts().startswith("1 of ")


def test_quiz_and_guesses_are_counted():
    diary.record_answer("01.q1", True)
    diary.record_answer("01.q2", False)
    predict("01.d", 2.3)
    number = len(load("01").PREDICTIONS)
    assert f"quiz 2/5  guesses 1/{number}" in line("01")


def test_skills_without_evidence_say_so():
    diary.record_check("01.2", True)
    rows = {row.split("%  ")[1]: row for row in repr(progress()).splitlines() if "%  " in row}
    assert len(rows) == len(skills.SKILLS)
    assert "walk down a slope" in rows and "choose the next token" not in rows  # it has a note


def test_mastery_is_never_rounded_up():
    made = progress()
    made.known["descent"] = 0.949
    row = next(row for row in repr(made).splitlines() if "walk down a slope" in row)
    assert " 94%" in row


def test_it_names_the_file_and_what_happened_to_it(tmp_path, monkeypatch):
    path = tmp_path / "mine.json"
    path.write_text("broken", encoding="utf-8")
    monkeypatch.setenv("ARTLAB_PROGRESS", str(path))
    text = repr(progress())
    assert str(path) in text and "mine.broken-1.json" in text


def test_every_lesson_of_the_course_is_a_station():
    assert [station["number"] for station in progress().stations] == list(course.LESSONS)
    assert set(overview.NAMES) == set(course.LESSONS)


def test_the_figure_tells_in_words_what_it_shows():
    diary.record_check("01.1", True)
    page = progress()._repr_html_()
    alt = re.search(r'alt="([^"]*)"', page)[1]
    assert "1 of " in alt and "01 ●○○" in alt


def test_a_machine_that_cannot_draw_still_tells(monkeypatch):
    monkeypatch.setattr(overview.Progress, "figure", lambda _: 1 / 0)
    assert "walk down a slope" in progress()._repr_html_()


def test_in_colab_it_says_how_to_keep_the_file(monkeypatch, tmp_path):
    monkeypatch.setenv("ARTLAB_PROGRESS", str(tmp_path / "mine.json"))
    assert "Drive" not in repr(progress())
    monkeypatch.setitem(sys.modules, "google.colab", None)
    assert "Drive" in repr(progress())


def test_text_from_a_file_is_escaped(tmp_path, monkeypatch):
    path = tmp_path / "<b>mine.json"
    monkeypatch.setenv("ARTLAB_PROGRESS", str(path))
    assert "<b>mine" not in progress()._repr_html_()


@pytest.mark.parametrize("damage", [{"evidence": 5}, {"exercises": []}])
def test_whatever_the_record_holds_nothing_is_raised(damage):
    diary.current().change(lambda record: record.update(damage))
    assert str(progress())
