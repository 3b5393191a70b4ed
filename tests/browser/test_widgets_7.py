"""Lesson 10 under ipywidgets 7, Colab's: sliders, lists, a text, a canvas, a quiz."""

import moves
import pytest
from classic_page import ClassicPage, ClassicServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]  # a busy machine is slow

NUMBER = "10"


@pytest.fixture(scope="module")
def page(chromium, root):
    (path,) = (root / "notebooks").glob(f"{NUMBER}_*.ipynb")
    with ClassicServer() as server:
        server.wait()
        page = ClassicPage(chromium, server)
        page.open(server.add(path.name, path.read_text(encoding="utf-8")))
        yield page
        page.close()


def test_a_lesson_runs_and_answers_under_ipywidgets_7(page, shots):
    page.run_all(timeout=900)
    assert page.errors() == []
    assert page.widgets_version() == "1.5.0"  # @jupyter-widgets/controls of ipywidgets 7.7
    folder = shots(NUMBER, "ipywidgets_7")
    for name, act, area in moves.of_lesson(page, NUMBER):
        area.locator.scroll_into_view_if_needed()
        act(area)
        left = area.unused()
        assert not left, f"{name}: every control must be used. Not used: {left}"
        page.photograph(area.locator, folder / f"widget_{name}.png")
    assert page.errors() == []
