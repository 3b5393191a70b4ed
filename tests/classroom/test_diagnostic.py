"""The ten questions, with buttons and as plain text."""

import pytest

from artlab.classroom import diagnostic, diary
from artlab.classroom.diagnostic import Diagnostic
from artlab.classroom.diagnostic_questions import QUESTIONS, UNKNOWN
from artlab.classroom.mastery import mastery


def letters(right):
    """The letters of ten answers that are right or "I do not know yet"."""
    found = ""
    for item, is_right in zip(Diagnostic().items, right, strict=True):
        wanted = [c.correct if is_right else c.text == UNKNOWN for c in item.choices]
        found += "ABCD"[wanted.index(True)]
    return found


def test_there_are_ten_questions_of_four_choices_with_reasons():
    assert len(QUESTIONS) == 10
    for question in QUESTIONS:
        whys = [choice.why for choice in question.choices]
        assert len(whys) == len(set(whys)) == 4 and all(whys)


def test_not_knowing_is_the_last_choice_and_tells_the_answer():
    for item in Diagnostic().items:
        assert item.choices[-1].text == UNKNOWN
        right = next(choice.text for choice in item.choices if choice.correct)
        assert right in item.choices[-1].why


def test_each_letter_is_right_about_as_often():
    found = letters([True] * 10)
    assert all(found.count(letter) >= 3 for letter in "ABC") and "D" not in found


def test_the_first_answer_counts():
    made = diagnostic()
    made.answer(1, letters([False] + [True] * 9)[0])
    made.answer(1, letters([True] * 10)[0])
    assert diary.read()["diagnostic"] == {"1": False}


def test_it_says_where_to_begin_when_all_are_answered():
    made = diagnostic()
    for number, letter in enumerate(letters([True] * 10), 1):
        assert made.result.value == ""
        made.answer(number, letter)
    assert "You can skip lesson 01" in made.result.value


def test_who_knows_nothing_begins_at_the_beginning():
    assert "Begin with this lesson and lesson 01" in str(diagnostic(letters([False] * 10)))


def test_who_lacks_one_foundation_reads_which():
    right = [True] * 10
    right[3] = right[4] = False
    text = str(diagnostic(letters(right)))
    assert "Of lesson 01 you need only this: walk down a slope." in text


def test_letters_do_what_the_buttons_do():
    diagnostic(letters([True] * 5 + [False] * 5))
    assert diary.read()["diagnostic"] == {str(n): n <= 5 for n in range(1, 11)}


def test_letters_are_explained_one_by_one():
    rows = diagnostic(letters([True] * 5 + [False] * 5)).rows
    assert [row[1] for row in rows[1:]] == ["✓"] * 5 + ["✗"] * 5
    assert all(len(row[2]) > 20 for row in rows[1:])


def test_letters_may_be_small_and_spaced():
    text = letters([True] * 10).lower()
    assert "10 of 10" in str(diagnostic(f" {text[:5]}, {text[5:]} "))


@pytest.mark.parametrize("answers", ["", "ABC", "ABCDABCDAE", "A" * 11, 5, [1], object()])
def test_letters_that_do_not_fit_are_refused_kindly(answers):
    assert diagnostic(answers).state == "unknown" and diary.read()["diagnostic"] == {}


def test_it_sets_where_the_skills_begin():
    diagnostic(letters([True] * 10))
    assert mastery(diary.read())["arrays"] > 0.9


def test_it_is_plain_text_without_a_front_end():
    text = repr(diagnostic())
    assert text.count("D. I do not know yet") == 10 and "object at" not in text
