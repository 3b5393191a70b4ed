"""A description that lacks what the writer noted is written again."""

import pytest

from artlab.studio import describing
from artlab.world import Scene
from tests.studio import parts_by_rule as rules

PLAN = Scene(("high", "low"), "lake", "pine", 3, light="sun", time="dusk", boats=1, birds=3)


@pytest.mark.parametrize(
    "mentions",
    [
        {"mountain": 2, "heights": ("low", "high"), "lake": 1, "pine": 3, "sun": 1},
        {"mountain": "some", "heights": ("high",), "bird": "some", "time": "dusk"},
        {"water": "some", "trees": "some", "pavilion": 0, "cloud": 0},
        {},
    ],
)
def test_nothing_is_lacking_where_the_plan_grants_all(mentions):
    assert describing.unmet(mentions, PLAN) == []


@pytest.mark.parametrize(
    ("mentions", "lacking"),
    [
        ({"mountain": 3}, ["mountain"]),
        ({"sea": 1, "moon": 1}, ["sea", "moon"]),
        ({"pine": 2, "boat": "some"}, ["pine", "boat"]),
        ({"water": "none", "trees": "none", "light": "none"}, ["water", "trees", "light"]),
        ({"mountain": 2, "heights": ("high", "high")}, ["heights"]),
        ({"style": "woodblock", "weather": "snow"}, ["style", "weather"]),
    ],
)
def test_what_is_lacking_is_named(mentions, lacking):
    assert describing.unmet(mentions, PLAN) == lacking


class _Forgetful(rules.Writer):
    """Names the sea by mistake, until it has written `mistakes` texts."""

    def __init__(self, mistakes):
        super().__init__()
        self.mistakes = mistakes

    def notes(self, prompt):
        return {"lake": 1}

    def write(self, prompt, seed=0, on_text=None):
        self.asked.append(seed)
        return "a sea" if len(self.asked) <= self.mistakes else "a lake"


@pytest.mark.parametrize("mistakes", [0, 1, 2])
def test_a_writer_that_forgets_tries_again(mistakes):
    writer = _Forgetful(mistakes)
    assert rules.studio(writer=writer).paint("a lake").plan.water == "lake"
    assert len(set(writer.asked)) == len(writer.asked) == mistakes + 1


def test_a_writer_that_never_says_it_is_left_alone_in_the_end():
    writer = _Forgetful(mistakes=100)
    assert rules.studio(writer=writer).describe("a lake") == "a sea"
    assert len(writer.asked) == describing.TRIES


def test_a_gallery_asks_again_only_where_something_is_lacking():
    writer = _Forgetful(mistakes=1)
    works = rules.studio(writer=writer).gallery("a lake", 3)
    assert [work.plan.water for work in works] == ["lake"] * 3
    assert len(writer.asked) == 4


def test_a_writer_without_notes_is_taken_at_its_word():
    writer = rules.Writer()
    rules.studio(writer=writer).describe("a lake")
    assert len(writer.asked) == 1


def test_notes_of_another_kind_are_left_aside():
    class Writer:
        def notes(self, prompt):
            return ["mountain=2"]

        def write(self, prompt, seed=0):
            return "One high mountain rises behind a lake. It is a clear day: an ink painting."

    studio = rules.studio(writer=Writer())
    assert studio.describe("two mountains").startswith("One high mountain")
