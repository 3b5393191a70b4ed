"""Every lesson, as a student meets it: opened in JupyterLab, run to its end, looked at, used.

Every widget is moved by a function of `moves.py`; a control that no move has used is a failure.
The pictures stay in `build/browser/NN_topic/`, one for each output and one for each widget after
its move.
"""

import traceback

import moves
import numpy as np
import pytest
from moves_classroom import Cards
from PIL import Image

pytestmark = pytest.mark.browser

BADGE = "https://colab.research.google.com/"


@pytest.mark.parametrize("number", moves.NUMBERS)
def test_lesson_runs_and_its_widgets_answer(open_lesson, number, shots):
    page = open_lesson(number)
    page.run_all(timeout=480)  # a minute's lesson, on a machine that runs other tests too
    assert page.errors() == []
    assert all(run.has_run for run in page.runs())
    assert [url for url in page.refused if not url.startswith(BADGE)] == []
    assert "✗ Not yet" not in page.words(), "an exercise that is not begun is not wrong"
    folder = shots(number)
    for path in page.screenshot_outputs(folder):
        assert np.asarray(Image.open(path).convert("L")).std() > 1, f"{path.name} is blank"
    assert use(page, number, folder) == []
    assert page.errors() == []


def use(page, number, folder):
    """Moves every widget of a lesson, then its cards: tracebacks of what went wrong."""
    problems = []
    for name, act, area in moves.of_lesson(page, number):
        problems += tried(name, lambda act=act, area=area: use_one(act, area))
        page.photograph(area.locator, folder / f"widget_{name}.png")
    cards = Cards(page, number)
    for act in (cards.guess, cards.ask_for_hints, lambda: cards.solve(moves.source_of(number))):
        problems += tried("cards", act)
    return problems


def use_one(act, area):
    """One move; then no control may be left that it has not used."""
    area.locator.scroll_into_view_if_needed()
    act(area)
    area.settle()
    left = area.unused()
    assert not left, f"every control must be used. Not used: {left}"


def tried(name, act):
    """`[]`, or what went wrong; the other widgets are tried all the same."""
    try:
        act()
    except Exception:
        return [f"{name}: {traceback.format_exc()}"]
    return []
