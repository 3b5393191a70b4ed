"""What comes next: the rule on made-up courses, and `what_next` for the learner."""

import pytest

from artlab.classroom import check, diary, path, skills, what_next
from artlab.classroom.choosing import READY, Step, choose
from artlab.classroom.mastery import mastery
from artlab.classroom.schema import empty

TASKS = tuple(sorted(skills.TASKS))
ALL = tuple(skills.SKILLS)
KNOWN = dict.fromkeys(ALL, 1.0)


def chosen(known, done=(), tasks=TASKS, goals=ALL, lesson="00"):
    return choose(KNOWN | known, dict.fromkeys(done, 1), tasks, goals, lesson)


def test_nothing_is_left_when_all_is_mastered():
    assert chosen({}).task == ""


def test_the_skill_known_least_comes_first():
    assert chosen({"arrays": 0.5, "sampling": 0.2}).skill == "sampling"


def test_a_skill_waits_for_what_it_stands_on():
    step = chosen({"game": 0.5, "losses": 0.1})
    assert (step.skill, step.unmet) == ("game", ())


def test_a_skill_does_not_wait_for_what_is_well_known():
    assert chosen({"game": READY, "losses": 0.1}).skill == "losses"


def test_among_skills_known_alike_the_lesson_one_is_in_decides():
    known = {"arrays": 0.50, "experiment": 0.45}
    assert chosen(known, lesson="01").task == "01.1"
    assert chosen(known, lesson="00").task == "00.1"


def test_exercises_come_before_questions_and_questions_before_repeating():
    tasks = ("03.3", "03.q2", "02.3")
    known = {"diagnosis": 0.3}
    assert chosen(known, (), tasks).task == "02.3"
    assert chosen(known, ("02.3", "03.3"), tasks).task == "03.q2"
    again = chosen(known, ("02.3", "03.3", "03.q2"), tasks)
    assert again.task == "02.3" and again.again


def test_a_new_task_of_a_lesson_too_far_ahead_waits_for_a_repetition():
    known = {"experiment": 0.1, "sampling": 0.15}  # lesson 08 teaches strokes, as tokens
    tasks = ("00.1", "00.2", "08.3")
    assert chosen(known, ("00.1", "00.2"), tasks).task == "00.1"
    assert chosen({"experiment": 0.1}, ("00.1", "00.2"), tasks).task == "08.3"


def test_a_task_far_ahead_comes_before_a_second_repetition():
    known = {"experiment": 0.1, "sampling": 0.15}
    assert (
        choose(
            KNOWN | known, {"00.1": 2, "00.2": 2}, ("00.1", "00.2", "08.3"), ("experiment",)
        ).task
        == "08.3"
    )


def test_the_exercise_that_was_repeated_least_is_repeated():
    step = choose(KNOWN | {"diagnosis": 0.3}, {"02.3": 2, "03.3": 1}, ("02.3", "03.3"), ALL)
    assert step.task == "03.3"


def test_a_task_that_asks_for_more_waits_while_another_one_serves():
    both = ("04.2", "04.3")  # losses with chances, losses with descent
    assert chosen({"losses": 0.3, "chances": 0.5}, tasks=both).task == "04.3"
    assert chosen({"losses": 0.3, "descent": 0.5}, tasks=both).task == "04.2"


def test_tasks_of_lessons_that_are_not_there_are_not_recommended():
    assert chosen({"style": 0.1}, tasks=("01.1", "05.1")).task == ""


def test_without_tasks_for_the_needs_the_best_prepared_skill_is_offered():
    step = chosen({"game": 0.3, "losses": 0.1}, tasks=("04.3",))
    assert step.task == "04.3" and step.unmet == ("game",)


def test_goals_bring_what_they_stand_on_and_nothing_else():
    nothing = dict.fromkeys(ALL, 0.0)
    found, done, known = set(), {}, dict(nothing)
    while True:
        step = choose(known, done, TASKS, ("measures",))
        if not step.task:
            break
        found.add(step.skill)
        known[step.skill] = 1.0
    assert found == set(skills.with_needs(["measures"]))


@pytest.mark.parametrize("route", path.ROUTES)
def test_every_route_ends_for_who_answers_all_right(route):
    """Somebody who is always right, from nothing: the path ends, and every goal is mastered."""
    from artlab.classroom.mastery import is_mastered, update

    known, done = mastery(empty()), {}
    for _ in range(400):
        step = choose(known, done, TASKS, path.ROUTES[route].goals)
        if not step.task:
            break
        update(known, {"item": step.task, "right": True, "help": 0.0})
        done[step.task] = done.get(step.task, 0) + 1
    wanted = skills.with_needs(path.ROUTES[route].goals)
    assert all(is_mastered(known[name]) for name in wanted)


def test_the_coder_has_every_skill_and_the_others_fewer():
    lengths = {name: len(skills.with_needs(route.goals)) for name, route in path.ROUTES.items()}
    assert lengths["coder"] == len(ALL) > max(lengths["artist"], lengths["teacher"])


# what_next ----------------------------------------------------------------------------------------


def test_a_newcomer_begins_with_lesson_00():
    text = str(what_next())
    assert "Exercise 00.1 What the seed decides" in text and "00_start_here.ipynb" in text


def test_it_says_why():
    text = str(what_next())
    assert "change one thing at a time" in text and "30%" in text


def test_the_route_is_remembered():
    what_next(route="artist")
    assert "the artist's route" in str(what_next())


@pytest.mark.parametrize("route", ["painter", "", 5, None.__class__, "<b>"])
def test_unknown_routes_list_the_ones_that_exist(route):
    feedback = what_next(route=route)
    assert feedback.state == "unknown" and "`teacher`" in str(feedback)
    assert "<b>" not in feedback._repr_html_()


def test_a_solved_exercise_gives_way_to_another_one():
    first = what_next()
    diary.record_check("00.1", True)
    assert str(what_next()) != str(first)


def test_the_task_is_named_even_when_it_is_a_question_or_done_before():
    question = Step("03.q2", "diagnosis", 0.5)
    again = Step("03.3", "diagnosis", 0.5, again=True, unmet=("game",))
    assert "Question 2 of the quiz of lesson 03" in str(path._card(question, "coder"))
    text = str(path._card(again, "coder"))
    assert "again" in text and "explain the game of two networks" in text


def test_when_all_is_mastered_it_says_so():
    assert "every skill of this route" in str(path._card(Step(), "coder"))


def test_every_recommended_exercise_is_in_a_lesson_that_is_there():
    assert {task[:2] for task in path.all_tasks()} >= {f"{n:02d}" for n in range(11)}
    assert all(skills.of(task) for task in path.all_tasks())


def test_a_damaged_route_in_the_record_is_passed_over():
    diary.current().change(lambda record: record.update(route=["x"]))
    assert "the coder's route" in str(what_next())


def test_checks_move_the_path_through_the_record():
    before = mastery(diary.read())["chances"]
    check("04.1", -1.0)  # a wrong answer
    assert mastery(diary.read())["chances"] < before
