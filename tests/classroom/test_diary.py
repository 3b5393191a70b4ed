"""What becomes evidence, and what does not."""

import pytest

from artlab.classroom import check, diary, hint, predict, quiz, solution

RIGHT, WRONG = 0.75, 0.3  # answers to exercise 99.1


def evidence():
    return [(entry["item"], entry["right"], entry["help"]) for entry in diary.read()["evidence"]]


def exercise(name="99.1"):
    return diary.read()["exercises"][name]


def test_a_right_answer_at_once_is_evidence_without_help():
    check("99.1", RIGHT)
    assert evidence() == [("99.1", True, 0.0)]


def test_of_several_wrong_answers_the_first_is_evidence():
    for _ in range(3):
        check("99.1", WRONG)
    assert evidence() == [("99.1", False, 0.0)] and exercise()["attempts"] == 3


def test_each_explained_mistake_makes_the_right_answer_weaker():
    check("99.1", WRONG)
    check("99.1", WRONG)
    check("99.1", RIGHT)
    assert evidence()[-1] == ("99.1", True, 0.36)  # 1 - .8 * .8


@pytest.mark.parametrize(("num", "given"), [(1, 0.2), (2, 0.4), (3, 0.7), (5, 0.7)])
def test_each_hint_makes_the_right_answer_weaker(num, given):
    for _ in range(num):
        hint("99.1")
    check("99.1", RIGHT)
    assert evidence() == [("99.1", True, given)]


def test_after_the_solution_a_right_answer_says_nothing():
    solution("99.1")
    check("99.1", RIGHT)
    assert evidence() == [("99.1", True, 1.0)]


def test_running_a_solved_notebook_again_is_no_evidence():
    for _ in range(3):
        check("99.1", RIGHT)
        hint("99.1")
        check("99.1", WRONG)
    assert evidence() == [("99.1", True, 0.0)] and exercise()["right"]


def test_putting_the_dots_back_begins_a_new_round():
    solution("99.1")
    check("99.1", RIGHT)
    check("99.1", ...)
    check("99.1", RIGHT)
    assert evidence() == [("99.1", True, 1.0), ("99.1", True, 0.5)]  # it was solved before
    assert exercise()["rounds"] == 2


def test_running_an_unsolved_notebook_is_no_evidence():
    for _ in range(2):
        check("99.1", ...)
    assert evidence() == [] and diary.read()["exercises"] == {}


def test_hints_begin_with_the_first_in_a_new_session_but_count_as_seen(tmp_path, monkeypatch):
    monkeypatch.setenv("ARTLAB_PROGRESS", str(tmp_path / "mine.json"))
    hint("99.1")
    second = hint("99.1")
    diary.reset()  # another session
    assert hint("99.1").message != second.message
    assert exercise()["hints"] == 2


def test_a_later_mistake_does_not_take_the_success_away():
    check("99.1", RIGHT)
    check("99.1", WRONG)
    assert diary.checks("99") == {"99.1": True}


def test_only_the_first_answer_to_a_question_counts():
    made = quiz("99")
    letters = [choice.correct for choice in made.items[1].choices]
    made.answer(2, "ABC"[letters.index(False)])
    made.answer(2, "ABC"[letters.index(True)])
    quiz("99").answer(2, "ABC"[letters.index(True)])
    assert evidence() == [("99.q2", False, 0.0)]


def test_the_next_session_knows_guesses_and_checks(tmp_path, monkeypatch):
    monkeypatch.setenv("ARTLAB_PROGRESS", str(tmp_path / "mine.json"))
    predict("99.a", 0.9)
    check("99.1", RIGHT)
    diary.reset()
    assert diary.guess("99.a") == ("0.9", 0.9)
    assert diary.checks("99") == {"99.1": True} and diary.checks("98") == {}


def test_reset_leaves_the_file(tmp_path, monkeypatch):
    path = tmp_path / "mine.json"
    monkeypatch.setenv("ARTLAB_PROGRESS", str(path))
    check("99.1", RIGHT)
    diary.reset()
    assert path.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 99}'])
def test_a_broken_file_takes_no_verdict_away(tmp_path, monkeypatch, text):
    path = tmp_path / "mine.json"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("ARTLAB_PROGRESS", str(path))
    assert check("99.1", RIGHT).state == "right" and check("99.1", WRONG).state == "wrong"
    assert "first" not in str(hint("99.1")).lower() or hint("99.1").state == "hint"


def test_a_place_that_cannot_be_written_takes_no_verdict_away(tmp_path, monkeypatch):
    blocking = tmp_path / "file"
    blocking.write_text("", encoding="utf-8")
    monkeypatch.setenv("ARTLAB_PROGRESS", str(blocking / "below" / "mine.json"))
    assert check("99.1", RIGHT).state == "right"
    assert diary.checks("99") == {"99.1": True}
