"""Every lesson, as a student meets it: opened in JupyterLab, run to its end, looked at."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

NUMBERS = sorted(
    path.name[:2] for path in (Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb")
)
CORNERS = ((0.08, 0.11), (0.92, 0.87))  # of what is painted in lesson 12, in the photograph
BADGE = "https://colab.research.google.com/"


def paint_a_line(page):
    """Lesson 00: a typed line fills the panels, and another seed paints it anew."""
    pictures = page.output("studio_panel(").locator("img")  # sketch, painting
    pictures.nth(1).wait_for(timeout=20_000)
    page.text("what to paint").fill("three birds over a river")
    page.text("what to paint").press("Enter")
    wait_until(page, lambda: is_painted(pictures, "river"))
    first = pictures.nth(1).get_attribute("src")
    page.slider("seed").press("ArrowRight")
    wait_until(
        page,
        lambda: is_painted(pictures, "river") and pictures.nth(1).get_attribute("src") != first,
    )


def is_painted(pictures, what):
    """Whether the second picture is a finished painting of something."""
    return pictures.count() > 1 and what in pictures.nth(1).get_attribute("alt")


def scrub_training(page):
    """Lesson 03: the slider through training brings another frame, and back the first one."""
    pictures = page.output("training_scrubber(").locator("img")
    pictures.first.wait_for(timeout=20_000)
    first = pictures.first.get_attribute("src")
    assert "Step 0:" in pictures.first.get_attribute("alt")
    slider = page.slider("snapshot")
    slider.press("End")
    wait_until(page, lambda: pictures.first.get_attribute("src") != first)
    assert "Step 0:" not in pictures.first.get_attribute("alt")
    slider.press("Home")
    wait_until(page, lambda: pictures.first.get_attribute("src") == first)


def morph_animals(page):
    """Lesson 05: the pad's slider brings another animal, and the neighbour is looked up anew."""
    pictures = page.output("morph_pad(").locator("img")  # pad, painted, nearest
    pictures.nth(2).wait_for(timeout=20_000)
    first = [pictures.nth(index).get_attribute("src") for index in range(3)]
    page.slider("left to right").press("End")
    for index in range(3):
        wait_until(
            page, lambda index=index: pictures.nth(index).get_attribute("src") != first[index]
        )


def click_a_token(page):
    """Lesson 06: temperature shortens the first bar, and a clicked token is written."""
    area = page.output("next_token_bars(")
    first = area.locator("button").filter(has_text="␣and").first
    first.wait_for(timeout=20_000)
    bar = area.get_by_title("0.7834 at temperature 1")
    assert bar.inner_text() == "0.783"
    page.slider("temperature").press("End")
    wait_until(page, lambda: float(bar.inner_text()) < 0.2)
    first.click()
    wait_until(page, lambda: "1 token of yours" in area.inner_text())


def rewrite_a_sentence(page):
    """Lesson 07: the last step of both trainings; from two tokens on, more is marked as copied."""
    area = page.output('writing_scrubber({"3,599')
    area.get_by_text("3,599 texts, step 0:").wait_for(timeout=20_000)
    page.slider("snapshot").press("End")
    area.get_by_text("40 texts, step 250 (its last)").wait_for(timeout=20_000)
    marks = area.locator("span[title*='in training text']")
    before = marks.count()
    page.slider("mark copied spans of at least (tokens)").press("Home")
    wait_until(page, lambda: marks.count() > before)


def edit_a_number(page):
    """Lesson 08: another number bends the mountain, and the picture's words say which."""
    picture = page.output("token_editor(").locator("img").first
    picture.wait_for(timeout=20_000)
    assert "nothing is changed" in picture.get_attribute("alt")
    page.slider("its number").press("End")
    wait_until(page, lambda: "becomes y255" in picture.get_attribute("alt"))


def draw_a_line(page):
    """Lesson 10: a line drawn with the mouse is painted with the seven that were there."""
    area = page.output("draw_and_paint(")
    canvas, picture = area.locator("canvas"), area.locator("img")
    picture.wait_for(timeout=20_000)
    assert picture.get_attribute("alt").startswith("Your 7 lines ")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.page.mouse.move(box["x"] + 20, box["y"] + 260)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 160, box["y"] + 290, steps=10)
    page.page.mouse.up()
    wait_until(page, lambda: picture.get_attribute("alt").startswith("Your 8 lines "))


def cover_the_painting(page):
    """Lesson 12: a rectangle dragged over the painting leaves the frame, and that reads surer."""
    area = page.output("cover_and_predict(")
    stage = area.get_by_role("application")
    stage.wait_for(timeout=20_000)
    stage.scroll_into_view_if_needed()
    said = area.locator("[aria-live=polite]")
    assert said.inner_text() == "Whole picture: before 1500 (67%)."
    box = stage.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in CORNERS]
    page.page.mouse.move(*places[0])
    page.page.mouse.down()
    page.page.mouse.move(*places[1], steps=10)
    page.page.mouse.up()
    wait_until(page, lambda: "Still before 1500" in said.inner_text() and percent(said) > 80)


def percent(text):
    """The number before the % in brackets, as in "Still before 1500 (91%)."."""
    return int(re.search(r"\((\d+)%\)", text.inner_text())[1])


def mix_a_style(page):
    """Lesson 11: a slider paints anew in steps that are seen, and what is known comes at once."""
    area = page.output("widgets.style_mixer(")
    picture = area.locator("img").nth(2)  # content, style, result
    picture.wait_for(timeout=20_000)
    assert "Style weight 30, done" in picture.get_attribute("alt")
    slider = page.slider("style weight (content weight is 1)")
    slider.press("ArrowRight")
    wait_until(page, lambda: "Step " in picture.get_attribute("alt"))
    wait_until(page, lambda: "Style weight 100, done" in picture.get_attribute("alt"), seconds=60)
    slider.press("ArrowLeft")
    wait_until(page, lambda: "Style weight 30, done" in picture.get_attribute("alt"))


def wait_until(page, holds, seconds=20):
    """Waits until a condition holds; the kernel may be busy."""
    for _ in range(seconds * 10):
        if holds():
            return
        page.page.wait_for_timeout(100)
    raise AssertionError(f"Still not so after {seconds} s.")


MOVES = {
    "00": paint_a_line,
    "03": scrub_training,
    "05": morph_animals,
    "06": click_a_token,
    "07": rewrite_a_sentence,
    "08": edit_a_number,
    "10": draw_a_line,
    "11": mix_a_style,
    "12": cover_the_painting,
}  # number of a lesson -> what moves its widget and sees it change


@pytest.mark.parametrize("number", NUMBERS)
def test_lesson_runs_to_its_end(open_lesson, number, tmp_path):
    page = open_lesson(number)
    page.run_all(timeout=480)  # a minute's lesson, on a machine that runs other tests too
    assert page.errors() == []
    assert all(run.has_run for run in page.runs())
    assert [url for url in page.refused if not url.startswith(BADGE)] == []
    for path in page.screenshot_outputs(tmp_path):
        assert np.asarray(Image.open(path).convert("L")).std() > 1, f"{path.name} is blank"
    MOVES.get(number, lambda page: None)(page)
