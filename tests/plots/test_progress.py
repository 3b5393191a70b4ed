"""The map of the course: what is on it, and that nothing leaves the page."""

import pytest
from matplotlib.patches import Wedge

from artlab.plots import png_bytes
from artlab.plots.progress import PLACES, course_progress

STATES = {"03.1": "right", "03.2": "tried", "03.3": "open", "03.4": "open"}


def stations(**exercises):
    return [
        {
            "number": number,
            "name": f"name {number}",
            "there": number < "11",
            "exercises": exercises.get(f"of_{number}", {}),
            "quiz": (2, 5),
            "guesses": (1, 3),
        }
        for number in PLACES
    ]


SKILLS = [("walk down a slope", 0.97, True), ("choose a token", 0.5, True), ("other", 0.1, False)]


def texts(figure):
    return [text.get_text() for axis in figure.axes for text in axis.texts]


def test_every_lesson_has_a_place_of_its_own():
    assert sorted(PLACES) == [f"{number:02d}" for number in range(14)]
    assert len(set(PLACES.values())) == 14


def test_a_ring_fills_with_the_share_of_solved_exercises():
    figure = course_progress(stations(of_03=STATES), SKILLS, "subtitle")
    rings = [p for p in figure.axes[0].patches if isinstance(p, Wedge) and p.width]
    assert [(ring.theta2 - ring.theta1) % 360 for ring in rings] == [pytest.approx(90)]


def test_lessons_that_are_not_there_are_to_come():
    assert texts(course_progress(stations(), SKILLS, "")).count("to come") == 3


def test_the_next_lesson_is_marked():
    assert [t for t in texts(course_progress(stations(), SKILLS, "", "05")) if "next" in t]
    assert not [t for t in texts(course_progress(stations(), SKILLS, "")) if "next" in t]


def test_mastered_skills_have_a_tick_and_others_their_chance():
    found = texts(course_progress(stations(), SKILLS, ""))
    assert "✓" in found and "50%" in found and "10%" in found and "97%" not in found


def test_bars_are_as_long_as_the_chances():
    figure = course_progress(stations(), SKILLS[:1], "")
    whole, bar = (patch.get_width() for patch in figure.axes[1].patches)
    assert bar / whole == pytest.approx(0.97)


def test_no_text_leaves_the_figure():
    many = [("work out sizes in a convolutional network", 0.5, True)] * 22
    figure = course_progress(stations(of_03=STATES), many, "a line of numbers")
    png_bytes(figure)
    width, height = figure.get_size_inches()
    box = figure.get_tightbbox()
    assert box.x0 >= -0.02 and box.y0 >= -0.02
    assert box.x1 <= width + 0.02 and box.y1 <= height + 0.02
