"""The drawing canvas in a real browser: drawn on with the mouse and with the keyboard."""

import json

import numpy as np
import pytest

pytestmark = pytest.mark.browser

CANVAS = """\
# %%
import json
import ipywidgets
from artlab import widgets
canvas = widgets.DrawingCanvas("2:1", size=400)
told = ipywidgets.HTML()
def tell(sketch):
    told.value = f"<code>{json.dumps([line.points.tolist() for line in sketch.strokes])}</code>"
canvas.on_drawing(tell)
tell(canvas.sketch)
clear = ipywidgets.Button(description="clear in Python")
clear.on_click(lambda pressed: canvas.clear())
ipywidgets.VBox([canvas, clear, told])

# %%
import numpy as np
from artlab.studio import Studio
def paint(sketch, plan, size):
    return np.repeat(sketch.raster(size)[..., None], 3, axis=-1)
panel = widgets.draw_and_paint(Studio(painter=paint, finish=False))
panel

# %%
last = "a cell below"
"""


class Sheet:
    """The canvas of the first cell."""

    def __init__(self, page):
        self.page = page
        self.area = page.output("DrawingCanvas")
        self.canvas = self.area.locator("canvas")
        self.canvas.wait_for(timeout=20_000)
        self.canvas.scroll_into_view_if_needed()

    def drag(self, *places):
        """Draws through places in [0, 1]."""
        box = self.canvas.bounding_box()
        spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
        mouse = self.page.page.mouse
        mouse.move(*spots[0])
        mouse.down()
        for spot in spots[1:]:
            mouse.move(*spot, steps=12)
        mouse.up()

    def keys(self, *names):
        self.canvas.focus()
        for name in names:
            self.page.page.keyboard.press(name)

    def lines(self, number):
        """Waits for so many lines in the kernel: a list of arrays."""
        told = self.area.locator("code")
        for _ in range(200):
            lines = json.loads(told.inner_text())
            if len(lines) == number:
                return [np.array(line) for line in lines]
            self.page.page.wait_for_timeout(50)
        raise AssertionError(f"{number} lines expected. The kernel has {len(lines)}")

    def press(self, label):
        self.area.get_by_role("toolbar").get_by_role("button", name=label).click()

    def ink(self):
        """Share of the canvas that is dark."""
        return self.canvas.evaluate(
            "node => { const data = node.getContext('2d').getImageData(0, 0, node.width,"
            " node.height).data; let dark = 0; for (let i = 0; i < data.length; i += 4)"
            " dark += data[i] < 128; return dark / (data.length / 4) }"
        )


@pytest.fixture(scope="module")
def page(lab, chromium):
    import nbformat
    from lab_page import LabPage

    from artlab.lessons import notebook

    page = LabPage(chromium, lab)
    page.open(lab.add("98_canvas.ipynb", nbformat.writes(notebook("98_canvas", CANVAS))))
    page.run_all(timeout=120)
    assert page.errors() == []
    yield page
    page.close()


@pytest.fixture
def sheet(page):
    sheet = Sheet(page)
    sheet.press("Clear")
    sheet.press("Pen")
    sheet.lines(0)
    return sheet


def test_the_mouse_draws_where_it_goes(sheet):
    empty = sheet.ink()
    sheet.drag((0.1, 0.8), (0.4, 0.2), (0.9, 0.8))
    (line,) = sheet.lines(1)
    np.testing.assert_allclose(line[[0, -1]], [[0.1, 0.8], [0.9, 0.8]], atol=0.01)
    assert line[:, 1].min() == pytest.approx(0.2, abs=0.01)
    assert len(line) > 12
    assert sheet.ink() > empty + 0.005
    assert sheet.area.get_by_text("1 line", exact=True).is_visible()


def test_lines_end_at_the_edge_of_the_paper(sheet):
    sheet.drag((0.5, 0.5), (1.2, -0.3))
    (line,) = sheet.lines(1)
    assert line.min() >= 0 and line.max() <= 1


def test_a_click_is_a_dot(sheet):
    sheet.drag((0.5, 0.5))
    (line,) = sheet.lines(1)
    assert len(line) == 2 and np.abs(line - 0.5).max() < 0.02


def test_undo_takes_one_step_back_and_clear_can_be_undone(sheet):
    sheet.drag((0.1, 0.2), (0.9, 0.2))
    sheet.drag((0.1, 0.8), (0.9, 0.8))
    sheet.lines(2)
    sheet.press("Undo")
    sheet.lines(1)
    sheet.press("Clear")
    sheet.lines(0)
    sheet.press("Undo")
    assert sheet.lines(1)[0][0, 1] == pytest.approx(0.2, abs=0.01)


def test_the_eraser_cuts_a_line_in_two(sheet):
    sheet.drag((0.1, 0.5), (0.9, 0.5))
    sheet.lines(1)
    sheet.press("Eraser")
    sheet.drag((0.5, 0.2), (0.5, 0.8))
    left, right = sheet.lines(2)
    assert left[:, 0].max() < 0.48 and right[:, 0].min() > 0.52


def test_rubbing_on_bare_paper_is_no_step(sheet):
    sheet.drag((0.1, 0.5), (0.9, 0.5))
    sheet.lines(1)
    sheet.press("Eraser")
    sheet.drag((0.2, 0.1), (0.8, 0.1))
    sheet.press("Undo")
    sheet.lines(0)


def test_the_keyboard_draws(sheet):
    sheet.keys("Space", "ArrowRight", "ArrowRight", "ArrowUp", "Space")
    (line,) = sheet.lines(1)
    assert len(line) == 4
    np.testing.assert_allclose(
        line[-1] - line[0], [0.04, -0.04], atol=2e-3
    )  # twice as wide as tall


def test_the_keyboard_chooses_tools_and_undoes(sheet):
    sheet.keys("Space", "ArrowLeft", "ArrowLeft", "ArrowLeft", "Space")
    sheet.lines(1)
    sheet.keys("e")
    assert sheet.area.get_by_role("button", name="Eraser").get_attribute("aria-pressed") == "true"
    sheet.keys("p", "u")
    sheet.lines(0)


def test_escape_and_leaving_lift_the_pen(sheet):
    sheet.keys("Space", "ArrowRight", "Escape", "ArrowRight")
    sheet.lines(1)
    sheet.keys("Space", "ArrowDown")
    sheet.area.get_by_role("button", name="Pen").focus()
    sheet.lines(2)


def test_jupyterlab_does_not_hear_the_keys_of_the_canvas(sheet, page):
    before = [run.first_line for run in page.runs()]
    sheet.drag((0.2, 0.2), (0.4, 0.4))
    sheet.keys("x", "d", "d", "a", "b", "ArrowDown", "z", "Enter", "Escape")
    page.page.wait_for_timeout(300)
    assert [run.first_line for run in page.runs()] == before
    assert sheet.canvas.evaluate("node => document.activeElement === node")


def test_python_changes_what_is_on_the_sheet(sheet, page):
    sheet.drag((0.1, 0.5), (0.9, 0.5))
    sheet.lines(1)
    page.button("clear in Python").click()
    sheet.lines(0)
    assert sheet.ink() < 0.001
    sheet.press("Undo")
    sheet.lines(1)


def test_the_painter_looks_on(page):
    area = page.output("draw_and_paint")
    canvas, picture = area.locator("canvas"), area.locator("img")
    area.get_by_text("Draw a line: a ridge, a shore, a sun.").wait_for(timeout=20_000)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.page.mouse.move(box["x"] + 40, box["y"] + 200)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 200, box["y"] + 60, steps=10)
    page.page.mouse.up()
    picture.wait_for(timeout=20_000)
    assert picture.get_attribute("alt") == "Your 1 line as an ink painting, day, clear"
