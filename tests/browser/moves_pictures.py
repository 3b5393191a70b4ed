"""Moves for the widgets of lessons 00 and 09 to 13: studio, paintings, style, reading, noise."""

import re

from widget_area import wait_until

from artlab.studio import snapshots

CORNERS = ((0.08, 0.11), (0.92, 0.87))  # of what is painted in lesson 12, in the photograph


def paint_a_line(area):
    """A typed line fills the panels; another seed, another style paint it anew."""
    is_painted(area, "pavilion")
    area.says("1 You ask", "2 The writer describes", "3 The drawer draws", "4 The painter paints")
    area.type("what to paint", "three birds over a river")
    is_painted(area, "river")
    area.press("seed", "ArrowRight")
    is_painted(area, "river")
    area.choose("style", "ink", "· ink ·")  # the words alone chose watercolour
    area.settle()


def is_painted(area, what):
    """Waits until the second picture is a finished painting of something."""
    pictures = area.locator.locator("img")
    done = lambda: pictures.count() > 1 and what in pictures.nth(1).get_attribute("alt")  # noqa: E731
    wait_until(area.page, done, what=f"a painting with “{what}” in its alt text")


def see_epochs(area):
    """The picture of a training shows its last step."""
    area.says("paintings at step 500, truth")


def wipe(area):
    """The edge follows the mouse on the picture, and the keys on the slider."""
    stage, slider = area.locator.locator("img").last, area.locator.locator("input[type=range]")
    for share in (0.2, 0.8):
        area.point(stage.locator(".."), (0.5, 0.5), (share, 0.5))
        wait_until(area.page, lambda share=share: abs(edge(area) - share) < 0.03, what="the edge")
    for key, share in (("Home", 0), ("ArrowRight", 0.01)):
        slider.press(key)
        wait_until(area.page, lambda share=share: edge(area) == share, what=f"the edge at {share}")
    assert slider.get_attribute("aria-valuetext") == "1% L1 alone"


def edge(area):
    """How much of the left picture of a wipe is seen, in [0, 1]."""
    shown = area.locator.locator("img").last.evaluate("node => node.style.clipPath")
    return round(1 - float(re.search(r"inset\(0(?:px)? ([\d.]+)%", shown)[1]) / 100, 2)


def point_at_patches(area):
    """Pointing lights the patch behind a logit; list and slider choose another one."""
    area.says("number 1 of 256 from the least trusted")
    patches = area.locator.locator(".artlab-patch")
    one = patches.nth(100).locator("rect").first
    one.scroll_into_view_if_needed()
    one.hover(force=True)
    seen = "node => getComputedStyle(node.querySelector('.seen')).opacity"
    assert patches.nth(100).evaluate(seen) == "1"
    assert patches.nth(101).evaluate(seen) == "0"
    area.press("patch, the least trusted first", "End", "number 256 of 256")
    area.choose("painting", "true", "number 256 of 256")


def scrub_the_long_run(area):
    """The paintings of the first and of the last snapshot."""
    seen = snapshots.load().seen
    area.says(f"after {seen[0]:,} pictures")
    area.play("snapshot")
    area.press("snapshot", "End", f"after {seen[-1]:,} pictures")
    area.press("snapshot", "Home", f"after {seen[0]:,} pictures")


def edit_the_description(area):
    """A changed word draws anew what it concerns; so does the button; the old text brings all
    back."""
    box, button = area.locator.locator("textarea"), area.button("Draw the changed text")
    first = box.input_value()
    area.says("strokes stay as they are")
    box.fill(first.replace("One boat drifts on the water, ", ""))
    area.changes(button.click, "strokes are kept (thin)", "boat")
    box.fill(first)
    area.changes(lambda: box.press("Tab"), "strokes stay as they are")


def draw_and_paint(area):
    """Lines that are drawn, rubbed out, taken back and cleared are painted at once."""
    sheet = area.locator.locator("canvas")
    area.says("Your 7 lines as a watercolour painting, day, clear")
    area.changes(lambda: area.point(sheet, (0.06, 0.8), (0.5, 0.9)), "Your 8 lines ")
    area.click("Undo", "Your 7 lines ")
    width = area.locator.locator("input[type=range]")
    before = ink(sheet)
    width.press("End")
    wait_until(area.page, lambda: ink(sheet) > before, what="thicker lines")
    area.button("Eraser").click()
    area.changes(lambda: area.point(sheet, (0.02, 0.3), (0.98, 0.3), (0.02, 0.5), (0.98, 0.5)))
    area.button("Pen").click()
    area.choose("style", "woodblock", " as a woodblock painting, day, clear")
    area.choose("time", "dusk", "painting, dusk, clear")
    area.choose("weather", "snow", "painting, dusk, snow")
    area.click("Clear", "Draw a line")
    area.click("Undo", "woodblock painting, dusk, snow")


def ink(sheet):
    """Dark pixels of a canvas."""
    return sheet.evaluate(
        "node => { const data = node.getContext('2d').getImageData(0, 0, node.width,"
        " node.height).data; let dark = 0; for (let i = 0; i < data.length; i += 4)"
        " dark += data[i] < 128; return dark }"
    )


def see_style(area):
    """The live view shows the last step of the search."""
    area.says("Step 32 of 32: content distance ")


def see_textures(area):
    """Two live views, one for each texture."""
    area.says("Step 32 of 32: content distance ")
    assert area.locator.locator(".widget-html-content img").count() == 2


def mix_a_style(area):
    """A slider paints anew in steps that are seen, stops, and what is known comes at once."""
    weight = "style weight (content weight is 1)"
    area.says("Style weight 30, done")
    area.press(weight, "ArrowRight", "Step ")
    area.says("Style weight 100, done", seconds=180)
    area.press(weight, "ArrowLeft", "Style weight 30, done")
    area.choose("colours", "of the content", "Step ")
    area.click("Stop", "Style weight 30, stopped after ")
    area.choose("style", "Gong Xian", "Step ")
    area.click("Stop", "stopped after ")


def leaf_through(area):
    """Lists, years and pages sift the paintings; one of them is shown large."""
    area.says("Landscapes", " of 174 paintings")
    area.choose("tag", "all", "174 of 174 paintings")
    area.press("page", "ArrowRight")
    area.choose("large", 1)
    area.press("years", "ArrowRight", handle=0)
    area.press("years", "ArrowLeft", handle=1)
    for label in ("artist", "culture"):
        area.choose(label, 1, " of 174 paintings")
        area.choose(label, "all")


def cover_the_painting(area):
    """A rectangle over the painting leaves the frame, and that reads surer; then by keyboard."""
    stage = area.locator.get_by_role("application")
    said = area.locator.locator("[aria-live=polite]")
    assert said.inner_text() == "Whole picture: before 1500 (67%)."
    area.changes(lambda: area.point(stage, *CORNERS), "Still before 1500 (")
    wait_until(area.page, lambda: percent(said) > 80, what="more than 80%")
    area.click("Take one off", "Whole picture: before 1500 (67%).")
    area.changes(lambda: stage.press("Enter"), "% covered.")
    area.changes(lambda: stage.press("Shift+ArrowRight"))
    area.click("Uncover all", "Whole picture: before 1500 (67%).")


def percent(text):
    """The number before the % in brackets, as in "Still before 1500 (91%)."."""
    return int(re.search(r"\((\d+)%\)", text.inner_text())[1])


def step_out_of_the_noise(area):
    """First and last step of a painting, the youngest model, another animal."""
    area.says("giraffe", "step 1 of 16")
    area.play("step out of the noise")
    area.press("step out of the noise", "End", "step 16 of 16")
    area.press("age of the model", "Home", "trained for 50 steps")
    area.choose("animal", "cat", "cat, trained for 50 steps")
