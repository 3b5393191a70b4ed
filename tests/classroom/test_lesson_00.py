"""Lesson 00: its exercises judge; what it says of the studio holds."""

import ast
from pathlib import Path

import pytest

from artlab.classroom import check
from artlab.classroom.lesson import EXERCISES
from artlab.classroom.lessons import lesson_00
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.lessons import notebook
from tests.studio import parts_by_rule as rules

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "00_start_here.py"
LAKE = "two mountains behind a lake at dusk"
SEA = LAKE.replace("lake", "sea")
MIST = "a boat on a misty lake"


def paint(prompt, seed=3, **settings):
    return rules.studio(seed=seed, **settings).paint(prompt)


def pair(before, after, seeds=(3, 3), **settings):
    """Two works: of two sentences, or of two seeds, or with other settings for the second."""
    return paint(before, seeds[0]), paint(after, seeds[1], **settings)


def seeds_and(letter, seeds=(3, 4)):
    return *pair(MIST, MIST, seeds), letter


CASES = [
    Case(
        "00.1",
        second=[paint("湖上孤舟", 5), paint("湖上孤舟", 900), " b) "],
        given={"Studio": rules.studio},
        wrong={
            "No seed is better than another": seeds_and("A"),
            "Neighbouring seeds are strangers": seeds_and("c"),
            "the seed has no say": seeds_and("D"),
            "The sentences differ": (*pair(MIST, LAKE, (3, 4)), "B"),
            "equal, pixel by pixel": seeds_and("B", (3, 3)),
            "The style changed": (*pair(MIST, MIST, (3, 4), style="ink"), "B"),
            "one of the letters": seeds_and("both"),
            "Hand over 3 things": pair(MIST, MIST, (3, 4)),
            "The second should be an artwork": (paint(MIST), MIST, "B"),
        },
    ),
    Case(
        "00.2",
        second=list(pair("湖上孤舟，远山有雾", "海上孤舟，远山有雾")),
        given={"Studio": rules.studio},
        wrong={
            "The seed changed as well, from 3 to 4": pair(
                LAKE, LAKE.replace("lake", "sea"), (3, 4)
            ),
            "Only the seed changed": pair(LAKE, LAKE, (3, 4)),
            "Both sentences say the same": pair(LAKE, "Two mountains behind the lake, at dusk!"),
            "The style changed as well": pair(LAKE, SEA, style="ink"),
            "More than one word changed": pair(LAKE, "three pines beside a lake at night"),
            "You added a word": pair(LAKE, LAKE + " snow"),
            "You left a word out": pair(LAKE, "two mountains at dusk"),
            "cannot draw “castle”": pair(LAKE, LAKE.replace("lake", "castle")),
            "“three” in place of “two”": pair(LAKE, LAKE.replace("two", "three")),
            "“dawn” in place of “dusk”": pair(LAKE, LAKE.replace("dusk", "dawn")),
            "Is it spelled right": pair(LAKE, LAKE.replace("lake", "rivr")),
            "are not one thing each": pair(LAKE, LAKE.replace("lake", "boat, moon")),
            "The first should be an artwork": (LAKE, paint(LAKE)),
            "Hand over 2 things": paint(LAKE),
        },
    ),
    Case(
        "00.3",
        second="Describe, plan, draw, paint, finish",
        wrong={
            "as if the GAN read the text": ["paint", "describe", "plan", "draw", "finish"],
            "there are no strokes": ["describe", "plan", "paint", "draw", "finish"],
            "so the plan comes before": ["describe", "draw", "plan", "paint", "finish"],
            "read from the description": ["plan", "describe", "draw", "paint", "finish"],
            "Before the painter there is none": list(lesson_00.STAGES[::-1]),
            "Missing: finish": ["describe", "plan", "draw", "paint"],
            "Missing: paint": ["describe", "plan", "draw", "draw", "finish"],
            "Hand over a list": 5,
            "The order is `None`": None,
        },
    ),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_lesson_is_complete():
    verify_lesson("00", CASES)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("00.1", (paint(MIST), ..., ...)),
        ("00.1", (paint(MIST), paint(MIST, 4), ...)),
        ("00.2", (paint(LAKE), ...)),
        ("00.3", ["describe", ..., "draw", "paint", "finish"]),
        ("00.3", ["…", "…", "…", "…", "…"]),
    ],
)
def test_dots_that_are_left_keep_an_exercise_open(name, answer):
    assert check(name, answer).state == "open"


def test_the_last_hint_names_the_variable_of_the_lesson():
    assert "my_sentence" in EXERCISES["00.1"].hints[-1] and "my_sentence = " in SOURCE.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (LAKE, {"mountain", "lake"}),
        ("a mountain lake under the full moon", {"lake", "moon"}),
        ("Three PINES and rolling hills", {"pine", "mountain"}),
        ("湖上孤舟，远山有雾", {"lake", "boat", "mountain"}),
        ("a dragon", set()),
    ],
)
def test_things_are_the_elements_that_a_sentence_names(sentence, found):
    assert lesson_00.things(sentence) == found


def test_stages_are_the_steps_that_an_artwork_times():
    assert tuple(paint(LAKE).timings)[:-1] == lesson_00.STAGES


# The lesson against the studio --------------------------------------------------------------------


def code():
    """The code of the solutions edition, one text a cell."""
    made = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions").cells
    return [cell.source for cell in made if cell.cell_type == "code"]


def test_lesson_imports_no_training_framework():
    trees = [ast.parse(source.replace("%pip", "pass  #")) for source in code()]
    names = {
        name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]
    }
    assert not names & {"tensorflow", "keras", "torch", "transformers"}
    assert not any("runtime.load" in source for source in code())
