"""check, hint and solution: verdicts, explanations, and that nothing is ever raised."""

import threading
import time
import warnings

import numpy as np
import pytest

from artlab.classroom import cards, check, hint, lesson, solution
from artlab.classroom.testing import Case, examples, hostile, verify_lesson


def step_in_two_lines(weight, slope, rate):
    move = -rate * slope
    return np.add(weight, move)


CASES = [
    Case(
        "99.1",
        second=np.array([[0.75]], "float32"),
        wrong={"p(x) alone": 0.3, "the odds": 3.0, "p / (p + q)": 0.1},
    ),
    Case(
        "99.2",
        second=step_in_two_lines,
        wrong={
            "You climb": lambda weight, slope, rate: weight + rate * slope,
            "rate is missing": lambda weight, slope, rate: weight - slope,
            "without brackets": 0.95,
        },
    ),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_lesson_is_complete():
    verify_lesson("99", CASES)


def test_hostile_answers_are_tried_with_little_patience_which_ends_there():
    before = lesson.find_exercise("99.1")
    example = next(e for e in examples(CASES[:1]) if e.kind == "hostile_mute")
    example.verify()
    assert lesson.find_exercise("99.1") is before


def test_verify_lesson_misses_an_exercise_without_a_case():
    with pytest.raises(AssertionError, match="every exercise needs one Case"):
        verify_lesson("99", CASES[:1])


def test_verify_finds_an_explanation_that_lacks_its_phrase():
    (example,) = [e for e in examples([Case("99.1", 0.75, {"unicorn": 0.3})]) if e.kind == "wrong"]
    with pytest.raises(AssertionError, match="unicorn"):
        example.verify()


def test_verify_finds_an_explanation_shared_by_two_mistakes():
    case = Case("99.1", 0.75, {"p(x) alone": 0.3, "compares it": 3.0})
    example = next(e for e in examples([case]) if e.kind == "wrong")
    with pytest.raises(AssertionError, match="also that of"):
        example.verify()


def test_verify_finds_a_second_solution_that_fails():
    example = next(e for e in examples([Case("99.1", 0.7, {})]) if e.kind == "second")
    with pytest.raises(AssertionError, match="right expected"):
        example.verify()


def test_dots_are_an_open_exercise():
    feedback = check("99.1", ...)
    assert feedback.state == "open" and "Replace the dots" in str(feedback)


def test_a_function_that_returns_the_dots_is_an_open_exercise():
    assert check("99.2", lambda weight, slope, rate: ...).state == "open"


def test_what_is_right_already_is_said_before_what_is_wrong():
    text = str(check("99.1", 0.3))
    assert 0 < text.index("It is a density.") < text.index("p(x) alone")


def test_an_error_in_the_student_s_function_names_its_line():
    def student(weight, slope, rate):
        return weight / missing_name  # noqa: F821

    text = str(check("99.2", student))
    line = student.__code__.co_firstlineno + 1
    assert f"Line {line} of your code: `return weight / missing_name" in text
    assert "NameError" in text and "Traceback" not in text


def swallows_everything(*_):
    while True:
        try:  # noqa: SIM105 (a loop that students write)
            time.sleep(0.01)
        except BaseException:
            pass


@pytest.mark.parametrize("student", [hostile()["endless"], swallows_everything])
def test_endless_loops_are_stopped_in_the_main_thread(student):
    assert "more than 0.5 seconds" in str(check("99.2", student))


def test_endless_loops_are_stopped_in_another_thread():
    found = []
    thread = threading.Thread(target=lambda: found.append(check("99.2", hostile()["endless"])))
    thread.start()
    thread.join(30)
    assert "more than 0.5 seconds" in str(found[0])


def test_another_alarm_and_tracer_survive_a_check():
    import signal
    import sys

    handler = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    before, tracer = signal.setitimer(signal.ITIMER_REAL, 500), sys.gettrace()
    try:
        check("99.2", hostile()["endless"])
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 400 < left < 500 and signal.getsignal(signal.SIGALRM) == signal.SIG_IGN
        assert sys.gettrace() is tracer
    finally:
        signal.setitimer(signal.ITIMER_REAL, *before)
        signal.signal(signal.SIGALRM, handler)


def test_prints_are_cut_and_kept_out_of_the_notebook(capsys):
    text = str(check("99.2", hostile()["prints_megabytes"]))
    assert capsys.readouterr().out == ""
    assert len(text) < 2000 and "4,999,401 more characters" in text


def test_colours_and_paths_are_taken_out_of_what_is_printed():
    def student(weight, slope, rate):
        print("\x1b[1mbold\x1b[0m")
        warnings.warn("it divides by 0", RuntimeWarning, stacklevel=1)

    text = str(check("99.2", student))
    assert "printed: bold\nRuntimeWarning: it divides by 0" in text and "\x1b" not in text
    assert __file__ not in text


def test_arguments_that_were_left_out_are_explained():
    assert "Keep the line with `def`" in str(check("01.2", lambda weight, slope: weight))


def test_shapes_that_do_not_fit_are_explained():
    text = str(check("99.2", lambda weight, slope, rate: np.zeros(2) + np.zeros(3)))
    assert "two arrays meet whose shapes do not fit" in text


def test_text_of_students_is_escaped():
    markup = check("99.1", "<script>alert('`x`')</script>")._repr_html_()
    assert "<script" not in markup and "&lt;script&gt;" in markup


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("of *all* points", "of <em>all</em> points"),
        ("this **or a clearer one**: add", "this <em>or a clearer one</em>: add"),
        ("2 * 3 * 4 and a*b*c", "2 * 3 * 4 and a*b*c"),
    ],
)
def test_stars_become_stress_on_a_card_and_products_stay(text, shown):
    assert cards.markup(text) == shown


def test_an_object_whose_repr_loops_is_named_by_its_type():
    class Slow:
        def __repr__(self):
            while True:
                pass

    assert "Slow" in str(check("99.1", Slow()))


@pytest.mark.parametrize("name", ["99.9", "42.1", "", "../x", None, 99.7, object(), "9" * 10_000])
def test_unknown_names_get_one_friendly_line(name):
    feedback = check(name, 1)
    assert feedback.state == "unknown" and len(str(feedback)) < 300


def test_unknown_exercises_list_the_ones_that_exist():
    assert '"99.1", "99.2"' in str(check("99.3", 1))


def test_unknown_lessons_list_the_ones_that_exist():
    assert "99" in check("42.1", 1).message


def test_names_may_be_written_as_numbers():
    assert check(99.1, 0.75).right


def test_a_name_whose_str_raises_does_no_harm():
    class Bad:
        def __str__(self):
            raise SystemExit

        __repr__ = __str__

    assert check(Bad(), 1).state == "unknown"


def test_a_checker_that_returns_nothing_is_not_right(monkeypatch):
    broken = lesson.Exercise("99.1", "t", lambda answer: None, ("a", "b", "c"), "1")
    monkeypatch.setitem(lesson.EXERCISES, "99.1", broken)
    assert check("99.1", 0.75).state == "wrong"


def test_a_lesson_that_does_not_load_is_a_friendly_line(monkeypatch):
    monkeypatch.setattr("importlib.import_module", lambda name: 1 / 0)
    assert "ZeroDivisionError" in str(check("99.1", 1))


def test_hints_tell_more_each_time_and_then_stay():
    texts = [str(hint("99.1")) for _ in range(4)]
    found = lesson.find_exercise("99.1")
    assert [found.hints[i] in text for i, text in zip((0, 1, 2, 2), texts, strict=True)] == [
        True
    ] * 4
    assert "1 of 3" in texts[0] and 'solution("99.1")' in texts[2]


def test_solution_shows_the_reference():
    assert "return weight - rate * slope" in str(solution("99.2"))


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("def f():\n    return 1", "f"),
        ("x = 2", "x"),
        ("1 + 1", ""),
        ("import os\nclass A: pass", "A"),
    ],
)
def test_the_answer_is_what_the_solution_defines_last(source, answer):
    assert lesson.Exercise("99.1", "t", None, (), source).answer == answer


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"name": "3.1"}, "`name` must look like"),
        ({"hints": ("a", "b")}, "`hints` must be 3"),
        ({"hints": ("a", "b", " ")}, "`hints` must be 3"),
        ({"solution": ""}, "`solution` must hold code"),
    ],
)
def test_malformed_exercises_are_refused(options, words):
    good = {"name": "99.8", "title": "t", "hints": ("a", "b", "c"), "solution": "1"}
    with pytest.raises(ValueError, match=words):
        lesson.exercise(**(good | options))
