"""The table of skills against the lessons: every task has a skill, and needs come first."""

import pytest

from artlab.classroom import course, skills
from artlab.classroom.diagnostic_questions import QUESTIONS as ASKED
from artlab.classroom.lesson import EXERCISES, lesson_numbers, load

NUMBERS = [number for number in lesson_numbers() if number in course.LESSONS]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_exercise_of_every_lesson_has_a_skill(number):
    load(number)
    names = sorted(name for name in EXERCISES if name.startswith(f"{number}."))
    missing = [name for name in names if not skills.of(name)]
    assert names and missing == [], "give it a row in artlab/classroom/skills.py"


@pytest.mark.parametrize("number", NUMBERS)
def test_every_question_of_every_quiz_has_a_skill(number):
    places = range(1, 1 + len(getattr(load(number), "QUESTIONS", ())))
    assert [place for place in places if not skills.of(f"{number}.q{place}")] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_no_row_names_an_exercise_that_is_not_there(number):
    load(number)
    rows = [name for name in skills.EXERCISES if name.startswith(f"{number}.")]
    assert [name for name in rows if name not in EXERCISES] == []


def test_every_row_names_known_skills():
    named = {name for names in (skills.TASKS | skills.DIAGNOSTIC).values() for name in names}
    assert named == set(skills.SKILLS)


@pytest.mark.parametrize("name", skills.SKILLS)
def test_needs_are_known_and_stand_before(name):
    order = list(skills.SKILLS)
    assert all(order.index(need) < order.index(name) for need in skills.SKILLS[name].needs)


@pytest.mark.parametrize("name", skills.SKILLS)
def test_every_skill_has_an_exercise(name):
    assert [task for task, names in skills.EXERCISES.items() if name in names]


def test_lessons_teach_in_the_order_of_the_course():
    lessons = [skill.lesson for skill in skills.SKILLS.values()]
    assert lessons == sorted(lessons) and set(lessons) <= set(course.LESSONS)


def test_the_diagnostic_has_a_row_for_each_of_its_questions():
    assert list(skills.DIAGNOSTIC) == [str(place) for place in range(1, 1 + len(ASKED))]


def test_with_needs_adds_all_that_is_below():
    assert skills.with_needs(["measures"]) == (
        "descent",
        "chances",
        "game",
        "diagnosis",
        "measures",
    )
