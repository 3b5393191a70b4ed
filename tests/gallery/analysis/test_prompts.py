"""Prompt match: what was asked for against what a reader says, here one whose answers are set."""

import dataclasses

import pytest

from artlab.gallery.analysis import prompts
from artlab.world import Scene


@dataclasses.dataclass
class Read:
    value: object
    probability: float = 0.9


READINGS = {
    "water": Read("lake or sea"), "trees": Read("none", 0.8), "light": Read("moon"),
    "boats": Read(True), "birds": Read(False, 0.7), "mountains": Read(True), "time": Read("night"),
    "foreground": Read("none"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "agreed"),
    [("lake", 1, True), ("sea", 1, True), ("river", 1, False), ("river", 0, True),
     ("water", "some", True), ("water", "none", False), ("trees", "none", True), ("pine", 3, False),
     ("boat", 2, True), ("boat", 0, False), ("bird", "some", False), ("bird", 0, True),
     ("mountain", 2, True), ("time", "night", True), ("time", "dusk", False), ("rock", 1, False)],
)  # fmt: skip
def test_what_is_asked_agrees_with_what_is_seen(name, value, agreed):
    (one,) = prompts.compared({name: value}, READINGS).items
    assert one.agreed is agreed


def test_share_counts_what_agrees_and_leaves_out_what_is_not_read():
    match = prompts.compared({"lake": 1, "pine": 2, "layout": "left", "time": "night"}, READINGS)
    assert match.share == pytest.approx(2 / 3)
    assert match.unread == ("layout",)
    assert [one.name for one in match.missed] == ["pine"]


def test_what_the_reader_is_surest_of_is_told_first():
    match = prompts.compared({"bird": 1, "time": "day"}, READINGS)
    assert [one.name for one in match.missed] == ["time", "bird"]


def test_wishes_and_sights_are_told_in_words():
    asked = {"boat": 2, "bird": 0, "pine": 1, "sea": 1, "trees": "some", "river": 0}
    match = prompts.compared(asked, READINGS)
    told = {one.wish: one.seen for one in match.items}
    assert told == {
        "2 boats": "boats", "no birds": "no birds", "a pine": "no trees",
        "the sea": "lake or sea", "some trees": "no trees", "no river": "lake or sea",
    }  # fmt: skip


def test_what_the_reader_leaves_open_does_not_count():
    match = prompts.compared({"sea": 0, "time": "night"}, READINGS)
    assert match.unread == ("sea",) and match.share == 1


def test_nothing_asked_has_no_share():
    assert prompts.compared({}, READINGS).share != prompts.compared({}, READINGS).share  # nan


def test_plan_says_what_is_there_and_what_is_not():
    mentions = prompts.plan_mentions(Scene(("low", "high"), "lake", boats=2, time="dusk"))
    assert mentions["mountain"] == 2 and mentions["lake"] == 1 and mentions["boat"] == 2
    assert mentions["bird"] == 0 and mentions["trees"] == "none" and mentions["time"] == "dusk"


def test_picture_that_nobody_asked_for_needs_the_wish(square):
    with pytest.raises(ValueError, match="`asked` must be given"):
        prompts.prompt_match(square)
