"""Moves for the widgets of lessons 06 to 08: text that is written, and drawings as text."""

from widget_area import wait_until

ACTIONS = ("Draw one by lot", "Draw ten", "Take the likeliest", "Undo", "Start over")


def write_by_hand(area):
    """Temperature, top-k and top-p reshape the bars; a clicked token is written."""
    area.says("Grey: given.")
    bar = area.locator.get_by_title("0.7834 at temperature 1")
    assert bar.inner_text() == "0.783"
    area.press("temperature", "End")
    wait_until(area.page, lambda: float(bar.inner_text()) < 0.2, what="the first bar is short")
    area.press("top-k (0: off)", "ArrowRight", "cut")  # the likeliest alone is left
    assert bar.inner_text() == "1.000"
    area.press("top-k (0: off)", "Home")
    area.press("top-p", "Home", "cut")
    area.press("top-p", "End")
    area.changes(area.locator.locator("button").filter(has_text="␣and").click, "1 token of yours")
    area.click("Undo", "Grey: given.")
    for place in range(10):
        one = area.locator.locator(".widget-hbox > button[title^='Write ']").nth(place)
        area.changes(one.click, "1 token of yours")
        area.click("Undo", "Grey: given.")
    area.click("Draw one by lot", "1 token of yours")
    area.click("Take the likeliest", "2 tokens of yours")
    area.click("Draw ten", "12 tokens of yours")
    area.click("Start over", "Grey: given.")
    area.type("begin with", "一座山", "Grey: given.")


def read_attention(area):
    """Another token looks, with another head of another layer."""
    area.says(" looks at ")
    area.press("token that looks", "Home", "(token 1) looks at ")
    area.press("token that looks", "ArrowRight", "(token 2) looks at ")
    for label in ("layer", "head"):
        key = "ArrowLeft" if area.readout(label) != "1" else "ArrowRight"
        area.press(label, key, "(token 2) looks at ")


def see_side_by_side(area):
    """Texts under their names."""
    area.says("Paint a landscape")


def see_requests(area):
    """What the writer answers to four requests, under what it understood."""
    area.says("(understood: ", "What is the capital of France?")


def stream(area):
    """Text comes piece by piece, stops when it is told to, and answers another request."""
    area.says("two mountains behind a lake at dusk, in ink", " pieces, the first after ")
    area.slide("most tokens", "End")
    area.slide("temperature", "ArrowRight")
    area.slide("seed", "ArrowRight")
    for name in area.options("writer")[::-1]:
        area.set("writer", name)
    area.button("Write").click()
    area.says("writing, ", seconds=90)
    area.button("Stop").click()
    area.says("stopped · ")
    area.slide("most tokens", "Home")
    area.type("ask", "three birds over a river", "three birds over a river")
    area.says("1 pieces, the first after ")


def see_writing(area):
    """The live view has drawn the loss and written texts."""
    area.says("Loss after ", " nats a token", "step 1,000")


def rewrite_two_sentences(area):
    """The last step of both trainings; from two tokens on, more is marked as copied."""
    area.says("3,599 texts, step 0:")
    rewrite(area)
    area.says("40 texts, step 250 (its last)")


def rewrite_the_diary(area):
    """The model that was tuned on the diary, at its first and last step."""
    area.says("the diary, step 0")
    rewrite(area)
    area.says("the diary, step ", "(its last)")


def rewrite(area):
    """Plays the steps, and marks shorter and longer copied spans at the last one."""
    area.play("snapshot")  # which ends at the beginning
    area.press("snapshot", "End")
    marks, least = area.locator.locator("span[title*='in training text']"), "mark copied spans"
    area.press(least, "End")
    before = marks.count()
    area.press(least, "Home")
    wait_until(area.page, lambda: marks.count() > before, what="more spans are marked")


def draw_token_by_token(area):
    """A drawing is played; another seed draws another one; another sentence names a boat."""
    area.press("token", "Home", "After 0 of ")
    area.play("token")
    area.press("seed", "ArrowRight")
    area.type("sentence", "one bird over the sea", "water=sea", "birds=1")


def edit_a_number(area):
    """Another number bends the mountain, and the picture's words say which."""
    area.says("nothing is changed")
    area.press("its number", "End", "becomes y255")
    area.tick("the model writes the rest of this element anew", "becomes y255")
    area.press("which token", "Home", "Token 1: ")
