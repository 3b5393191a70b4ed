"""No widget of a lesson without a move: nobody would notice that the browser leaves it out."""

from pathlib import Path

import moves
import pytest

from artlab.widgets import HOME


@pytest.mark.parametrize("number", moves.NUMBERS)
def test_every_widget_of_a_lesson_has_a_move(number):
    assert moves.missing(number, moves.source_of(number).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("number", moves.NUMBERS)
def test_every_move_has_its_cell(number):
    source = moves.source_of(number).read_text(encoding="utf-8")
    lost = [move.where for move in moves.MOVES.get(number, ()) if move.where not in source]
    assert lost == []


@pytest.mark.parametrize("number", moves.NUMBERS)
def test_every_lesson_has_a_quiz_to_answer(number):
    source = moves.source_of(number).read_text(encoding="utf-8")
    assert f'quiz("{number}")' in source and "quiz" in moves.widget_calls(source)


def test_a_new_widget_without_a_move_is_named():
    assert moves.missing("12", "widgets.cover_and_predict(a, b)\nwidgets.wipe(a, b)") == ["wipe"]


def test_a_second_widget_of_a_kind_needs_a_second_move():
    once = "widgets.style_mixer(work, masters)\n"
    assert moves.missing("11", once) == []
    assert moves.missing("11", 2 * once) == ["style_mixer"]


def test_a_widget_is_found_wherever_it_is_called():
    calls = moves.widget_calls(
        "def show(step):\n    display(card, widgets.loss_slider(step))\n"
        "panel = widgets.draw_and_paint()\ngame.replay()\nagain = work.replay()\nquiz('04')\n"
        "places = widgets.plane_places(extent)\nmodel.predict(x)\n"
    )
    assert calls == ["loss_slider", "draw_and_paint", "replay", "quiz"]


def test_a_move_belongs_to_a_lesson_that_calls_it():
    for number, planned in moves.MOVES.items():
        calls = moves.widget_calls(moves.source_of(number).read_text(encoding="utf-8"))
        assert {move.name for move in planned} <= set(calls), number


def test_every_widget_of_the_package_is_moved_somewhere():
    moved = {move.name for planned in moves.MOVES.values() for move in planned}
    assert set(HOME) == moved - {"replay"} | set(moves.ELSEWHERE) | moves.PARTS | moves.NOT_SHOWN
    for name, file in moves.ELSEWHERE.items():
        assert f"{name}(" in (Path(__file__).parent / file).read_text(encoding="utf-8")
