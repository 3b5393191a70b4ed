"""What students do to a notebook: keyboard only, reload, restart and run again, interrupt."""

import re

import pytest
from lab_page import LabPage
from moves import source_of
from widget_area import Area, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]  # a busy machine is slow

NUMBER = "10"  # the lesson that is used here: quick, with lists, a text, buttons and a canvas
DRAW, EDIT = "widgets.draw_and_paint(", "widgets.description_editor("


@pytest.fixture(scope="module")
def page(lab, chromium, root):
    (path,) = (root / "notebooks").glob(f"{NUMBER}_*.ipynb")
    page = LabPage(chromium, lab)
    page.open(lab.add(f"ways_{path.name}", path.read_text(encoding="utf-8")))
    page.run_all(timeout=900)
    assert page.errors() == []
    yield page
    page.close()


def area_of(page, containing):
    return Area(page.page, page.outputs(containing)[0])


def walk_to(page, containing):
    """Makes a cell the active one, with the arrow keys alone."""
    target = page.cell(containing).get_attribute("data-windowed-list-index")
    active = page.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
    keyboard = page.page.keyboard
    for _ in range(120):
        keyboard.press("Escape")
        away = int(target) - int(active.get_attribute("data-windowed-list-index"))
        if not away:
            return
        keyboard.press("ArrowDown" if away > 0 else "ArrowUp")
    raise AssertionError("the arrow keys do not lead to the cell")


def tab_to(page, area, selector):
    """Presses Tab until a control of an area has the focus."""
    inside = "(node, selector) => node.contains(document.activeElement)"
    inside += " && document.activeElement.matches(selector)"
    for _ in range(40):
        if area.locator.evaluate(inside, selector):
            return
        page.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def test_the_keyboard_alone_draws(page):
    """Lists are left out: JupyterLab takes the arrow keys from a list in an output, and moves to
    the next cell. Sliders, canvases, texts and buttons keep theirs."""
    area, keyboard = area_of(page, DRAW), page.page.keyboard
    area.says("Your 7 lines as a watercolour painting")
    walk_to(page, DRAW)
    tab_to(page, area, "canvas")
    area.changes(lambda: [keyboard.press(key) for key in ("Space", *9 * ["ArrowUp"], "Space")])
    area.says("Your 8 lines as a watercolour painting")
    area.changes(lambda: keyboard.press("u"), "Your 7 lines ")


def test_the_keyboard_alone_edits_and_presses(page):
    area, keyboard = area_of(page, EDIT), page.page.keyboard
    area.says("strokes stay as they are")
    walk_to(page, EDIT)
    tab_to(page, area, "textarea")
    keyboard.press("Control+Home")
    for _ in "Two high ":
        keyboard.press("Delete")
    keyboard.type("Four ")
    tab_to(page, area, "button")
    area.changes(lambda: keyboard.press("Enter"), "strokes are kept (thin)")


def kinds(page):
    """What kinds of output each cell has; a saved notebook lists them in another order."""
    return [[sorted(one.get("mime", [])) for one in run.outputs] for run in page.runs()]


def test_a_reload_shows_what_there_was(page):
    area = area_of(page, DRAW)
    before = kinds(page)
    page.page.keyboard.press("Control+s")
    saved = "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
    page.page.wait_for_function(saved)
    page.page.reload()
    page.page.locator(".jp-Notebook").wait_for(timeout=90_000)
    wait_until(page.page, page.is_idle, what="the kernel is there")
    assert kinds(page) == before
    area = area_of(page, DRAW)
    area.says(" painting, day, clear")
    area.choose("weather", "mist", " painting, day, mist")


@pytest.mark.parametrize("time", ["first", "second"])
def test_restart_and_run_all_gives_no_error(page, time):
    page.restart_and_run_all(timeout=900)
    runs = page.runs()
    assert page.errors() == []
    assert [run.count for run in runs] == list(range(1, len(runs) + 1))
    area_of(page, DRAW).says("Your 7 lines as a watercolour painting, day, clear")


def test_an_interrupt_keeps_the_trainer_and_says_so_in_one_line(open_text):
    """The square button during lesson 03's training."""
    text = source_of("03").read_text(encoding="utf-8")
    start = text[: text.index("# %%", text.index("trainer.fit(animals.images"))]
    page = open_text(f'{start}# %%\ntrainer.fit(animals.images, trainer.step + 3)\n"went on"\n')
    page.start_all()
    area = area_of(page, "trainer.fit(animals.images, num_steps")
    area.says("Curves after ", seconds=240)
    page.page.get_by_role("button", name=re.compile("^Interrupt the kernel")).click()
    area.says("Interrupted after step ", seconds=120)
    page.wait_for_all(timeout=240)
    assert page.errors() == []
    said = re.findall(r"^.*Interrupt.*$", area.words, flags=re.MULTILINE)
    assert len(said) == 1 and re.fullmatch(
        r"Interrupted after step \d+: all is kept\. Run fit again to go on\.", said[0]
    )
    assert area.locator.locator("img[alt^='Blurred silhouettes'], .jp-RenderedImage").count() >= 1
    area_of(page, '"went on"').says("went on")
