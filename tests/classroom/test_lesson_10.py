"""Lesson 10: every exercise against right, wrong and hostile answers; the broken paintings."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from artlab.classroom import check
from artlab.classroom.lessons import lesson_10
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.studio import Studio
from artlab.studio.checks import checked_painting
from artlab.world import Scene, render
from tests.studio import parts_by_rule as rules

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "10_the_full_pipeline.py"


def lines(sketch):
    return sketch.raster(256)


def three(plane):
    return np.stack([plane] * 3, axis=-1)


def by_interpolation(sketch, plan):
    return three(np.interp(lines(sketch), [0, 255], [-1, 1]))


CASES = [
    Case(
        "10.1",
        second=by_interpolation,
        wrong={
            "0 is half-way between black": lambda sketch, plan: three(lines(sketch) / 255),
            "255 times 2 is 510": lambda sketch, plan: three(lines(sketch) * 2 / 255 - 1),
            "is a negative": lambda sketch, plan: three(1 - lines(sketch) / 127.5),
            "Half the range": lambda sketch, plan: three(lines(sketch) / 255 - 0.5),
            "The middle is right": lambda sketch, plan: three(lines(sketch) - 127.5),
            "The scale is right": lambda sketch, plan: three(lines(sketch) / 127.5),
            "still the values of a file": lambda sketch, plan: three(lines(sketch).astype(float)),
            "uint8 is what a file holds": lambda sketch, plan: three(lines(sketch)),
            "three channels": lambda sketch, plan: lines(sketch) / 127.5 - 1,
            "channels stand first": lambda sketch, plan: np.stack([lines(sketch) / 127.5 - 1] * 3),
            "the shape should be": lambda sketch, plan: three(sketch.raster(128) / 127.5 - 1),
            "The columns are repeated": lambda sketch, plan: np.repeat(
                lines(sketch) / 127.5 - 1, 3, axis=-1
            ),
            "with one channel": lambda sketch, plan: lines(sketch)[..., None] / 127.5 - 1,
            "channels differ": lambda sketch, plan: sketch.raster(256, color=True) / 127.5 - 1,
            "Whole numbers have come": lambda sketch, plan: three(
                (lines(sketch) / 127.5 - 1).astype(int)
            ),
            "Only black and white": lambda sketch, plan: three(lines(sketch) // 255 * 2.0 - 1),
            "that is nothing": lambda sketch, plan: print(lines(sketch)),
            "the values are not": lambda sketch, plan: np.zeros((192, 256, 3)),
        },
    ),
    Case(
        "10.2",
        second=lambda page: (255.0 - page) / 255,
        wrong={
            "white on black": lambda page: page / 255,
            "still run from 0 to 255": lambda page: 255 - page,
            "which belongs to paintings": lambda page: 1 - page / 127.5,
            "scaled like a painting": lambda page: page / 127.5 - 1,
            "loses what is faint": lambda page: page < 128,
            "divides whole numbers": lambda page: 1 - page // 255,
            "1 - 255 gives 2": lambda page: 1 - page,
            "Turning the sign": lambda page: -(page / 255),
            "without channels": lambda page: three(1 - page / 255),
            "Brackets are missing": lambda page: 255 - page / 255,
            "a grey veil": lambda page: 1 - page / 256,
            "The two are changed over": lambda page: page / 255 - 1,
            "wholly black counts": lambda page: page == 0,
            "own darkest": lambda page: 1 - (page - page.min()) / np.ptp(page),
            "that is nothing": lambda page: print(1 - page / 255),
            "pencil of grey 180 should be": lambda page: (1 - page / 255) ** 2,
            "White paper should become 0": lambda page: page * 0.0 + 7,
        },
    ),
    Case(
        "10.3",
        second={"a": "reader", "b": "The Writer", "c": "painter "},
        wrong={
            "blames the painter for the plan": dict(A="painter", B="writer", C="painter"),
            "the plan lists a sun": dict(A="drawer", B="writer", C="painter"),
            "The writer kept every word": dict(A="writer", B="reader", C="painter"),
            "The reader read well": dict(A="plan", B="reader", C="painter"),
            "its grammar lets it do nothing else": dict(A="reader", B="drawer", C="painter"),
            "cannot leave out a boat": dict(A="reader", B="painter", C="painter"),
            "as the prompt does. Go further down": dict(A="reader", B="writer", C="writer"),
            "on which side is the mountain": dict(A="reader", B="writer", C="reader"),
            "In the painting it stands right": dict(A="reader", B="writer", C="drawer"),
            "for all three": ["painter"] * 3,
            "no answer for C": dict(A="reader", B="writer"),
            "the stages are": dict(A="reader", B="the GAN", C="painter"),
            "a dict from letter to stage": "reader",
        },
    ),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_stages_may_come_in_order_without_letters():
    assert check("10.3", ("reader", "Writer", "painter ")).right


def test_lesson_is_complete():
    verify_lesson("10", CASES)


@pytest.mark.parametrize("mistakes", [lesson_10.RANGE_MISTAKES, lesson_10.INK_MISTAKES])
def test_every_typical_mistake_gives_other_numbers_than_the_rest(mistakes):
    page = lesson_10.PAGE
    answers = [np.round(np.float64(mistake(page)), 6).tobytes() for mistake, _ in mistakes]
    assert len(set(answers)) == len(answers)


@pytest.mark.parametrize("answer", [dict(A=..., B=..., C=...), dict(A="reader", B=..., C=...)])
def test_dots_in_the_answer_are_an_exercise_not_finished(answer):
    assert check("10.3", answer).state == "open"


def test_explanations_of_the_stages_do_not_repeat():
    texts = list(lesson_10.WHY_NOT.values())
    assert len(set(texts)) == len(texts)
    asked = {(letter, stage) for letter in "ABC" for stage in lesson_10.STAGES}
    assert asked - set(lesson_10.WHY_NOT) == set(lesson_10.FAULTS.items())


# What the exercises say, held against the pipeline ----------------------------------------------


def test_the_reference_painter_is_one_that_the_pipeline_takes():
    painting = checked_painting(lesson_10.line_painting(lesson_10.DRAWING))
    drawn = lesson_10.DRAWING.raster(256)
    assert np.array_equal(painting, three(drawn))


def test_half_the_range_is_painted_pale_and_without_an_error():
    pale = checked_painting(three(lines(lesson_10.DRAWING) / 255))
    assert (pale.min(), pale.max()) == (128, 255)


# The broken paintings ---------------------------------------------------------------------------


class Painted:
    """Paints by the rules of the world."""

    def paint(self, sketch, plan, size=64):
        return render(plan, sketch, size)


@pytest.fixture(scope="module")
def broken():
    return lesson_10.broken_works(rules.studio(painter=Painted(), seed=4))


def test_only_the_stage_at_fault_breaks_its_work(broken):
    studio = rules.studio(painter=Painted(), seed=4)
    for letter, work in broken.items():
        assert {
            name: work.sketch.elements.count(name) for name in work.plan.counts
        } == work.plan.counts
        painting = studio.paint_sketch(work.sketch, work.plan)
        same = np.array_equal(painting, work.painting)
        assert same == (lesson_10.FAULTS[letter] != "painter")
        if not same:
            assert np.array_equal(painting[:, ::-1], work.painting)


def test_a_is_broken_between_description_and_plan(broken):
    assert "night" in broken["A"].prompt and "Night" in broken["A"].description
    assert (broken["A"].plan.time, broken["A"].plan.light) == ("day", "sun")


def test_b_is_broken_between_prompt_and_description(broken):
    assert "no boats" in broken["B"].prompt and "A boat" in broken["B"].description
    assert broken["B"].plan.boats == 1


def test_c_is_broken_between_sketch_and_painting(broken):
    assert "left" in broken["C"].prompt and "left" in broken["C"].description
    assert broken["C"].plan.layout == "left"
    (mountain,) = broken["C"].sketch.of("mountain")
    ridge = mountain[0].points
    assert ridge[np.argmin(ridge[:, 1]), 0] < 0.4  # the summit stands left


def test_broken_works_show_every_step(broken):
    for work in broken.values():
        assert work._repr_html_().count("<img") == 2


# What the cells write out -----------------------------------------------------------------------


def cells():
    """The code of the solved lesson."""
    from artlab.lessons import notebook

    made = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions").cells
    return [cell.source for cell in made if cell.cell_type == "code"]


def test_lesson_needs_the_base_install_only():
    used = {
        name.split(".")[0]
        for source in cells()
        for node in ast.walk(ast.parse(re.sub(r"^\s*%.*", "", source, flags=re.M)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert used <= {
        "sys",
        "artlab",
        "numpy",
        "IPython",
        "PIL",
        "cv2",
        "pathlib",
        "tempfile",
        "json",
        "dataclasses",
    }


def defined(*wanted):
    """The functions of the cells that define them."""
    names = {"np": np, "check": check, "Scene": Scene, "Studio": Studio}
    exec("from artlab.world import Sketch, Stroke", names)
    for source in cells():
        if any(f"def {name}(" in source for name in wanted):
            tree = ast.parse(source)
            tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
            exec(compile(tree, "<lesson 10>", "exec"), names)
    return [names[name] for name in wanted]


def test_own_parts_of_the_lesson_fit_the_pipeline():
    own_writer, own_drawer, own_painter = defined("proverb", "waves", "hatching")
    plan = Scene(("high", "low"), "sea", light="moon", boats=2, birds=3, time="night")
    assert isinstance(own_writer("anything"), str)
    sketch = own_drawer(plan)
    assert sketch.elements.count("mountain") == 2 and "moon" in sketch.elements
    painting = checked_painting(own_painter(sketch, plan))
    assert painting.shape == (256, 256, 3) and painting.std() > 10
