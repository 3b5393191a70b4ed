"""Mastery from a whole record, and where each skill begins."""

import pytest

from artlab.classroom import mastery as rooms
from artlab.classroom import skills
from artlab.classroom.mastery import EXERCISE, QUESTION, mastery, priors
from artlab.classroom.schema import empty
from artlab.classroom.tracing import step

NUMBERS = list(skills.DIAGNOSTIC)


def record(*evidence, **diagnostic):
    entries = [{"item": item, "right": right, "help": given} for item, right, given in evidence]
    return empty() | {"evidence": entries, "diagnostic": diagnostic}


def test_without_evidence_every_skill_is_where_it_begins():
    assert mastery(empty()) == priors({})


def test_a_skill_that_stands_on_others_begins_lower():
    begin = priors({})
    assert begin["chances"] == rooms.START and begin["game"] == rooms.START / 2
    assert begin["measures"] == rooms.START / 4


def test_evidence_is_traced_in_order_of_time():
    (first,) = step([rooms.START], False, EXERCISE, practice=False)  # not at its end yet
    (second,) = step([first], True, EXERCISE, 0.2)
    (third,) = step([second], True, QUESTION)
    found = mastery(record(("01.2", False, 0.0), ("01.2", True, 0.2), ("01.q2", True, 0.0)))
    assert found["descent"] == pytest.approx(third)
    assert {name for name in found if found[name] != priors({})[name]} == {"descent"}


def test_a_task_with_two_skills_moves_both():
    found = mastery(record(("04.2", True, 0.0)))
    begin = priors({})
    both = step([begin["losses"], begin["chances"]], True, EXERCISE)
    assert (found["losses"], found["chances"]) == pytest.approx(both)


def test_tasks_without_a_row_say_nothing():
    assert mastery(record(("99.1", True, 0.0), ("98.q1", False, 0.0))) == priors({})


def test_right_answers_about_a_skill_raise_it():
    assert priors({"2": True, "3": True})["arrays"] > rooms.START


def test_few_answers_say_nothing_about_other_skills():
    begin = priors({"2": True, "3": True})
    assert begin["sampling"] == priors({})["sampling"]


def test_nothing_right_is_lower_than_all_right_for_every_skill():
    low, high = priors(dict.fromkeys(NUMBERS, False)), priors(dict.fromkeys(NUMBERS, True))
    assert all(low[name] < priors({})[name] < high[name] for name in skills.SKILLS)


def test_one_more_right_answer_lowers_no_skill():
    answers = dict.fromkeys(NUMBERS, False)
    for number in NUMBERS:
        before = priors(answers)
        answers[number] = True
        after = priors(answers)
        assert all(after[name] >= before[name] for name in skills.SKILLS)


def test_questions_that_do_not_exist_are_passed_over():
    assert priors({"11": True, "x": False}) == priors({})


def test_a_course_done_right_leaves_no_skill_in_doubt():
    tasks = sorted(skills.TASKS, key=lambda task: (task[:2], ".q" in task, task))
    found = mastery(record(*[(task, True, 0.0) for task in tasks]))
    assert [name for name in found if found[name] < 0.7] == []


def test_a_course_done_wrong_leaves_no_skill_mastered():
    found = mastery(record(*[(task, False, 0.0) for task in skills.TASKS]))
    assert max(found.values()) < 0.3
