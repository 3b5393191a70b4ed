"""Advice: each sentence for its own reason, and none without one."""

import types

import numpy as np
import pytest

from artlab.gallery.analysis import advice, composition
from artlab.gallery.analysis.prompts import Asked, PromptMatch

USUAL = {"met": 0.5, "world": 0.5}


def evaluation(places=(), match=None, focus=(0.34, 0.66), weight=0.5, horizon=np.nan, **options):
    """What advice reads of an evaluation, ordinary unless told otherwise."""
    shares = dict(places)
    one = {
        name: types.SimpleNamespace(value=0.5, places=shares.get(name, USUAL))
        for name in {name for name, _ in advice.TWO_SIDED}
    }
    one["horizon"] = types.SimpleNamespace(value=horizon, places=USUAL)

    class Fake(dict):
        pass

    found = Fake(one)
    found.match, found.plan = match, options.get("plan")
    found.novelty = types.SimpleNamespace(distance=options.get("distance", 1.0))
    found.view = types.SimpleNamespace(focus=focus, weight=weight)
    return found


@pytest.fixture(autouse=True)
def places(monkeypatch):
    """Focal point and weight are those of the fake."""
    monkeypatch.setattr(composition, "focal_point", lambda view: view.focus)
    monkeypatch.setattr(composition, "weight_center", lambda view: (view.weight, 0.5))


def asked(*items):
    return PromptMatch(tuple(items))


BOAT = Asked("boat", "2 boats", "no boats", False, 0.9)
MET = Asked("lake", "a lake", "lake", True, 0.9)


def test_where_nothing_is_rare_that_is_said():
    assert advice.sentences(evaluation()).startswith("Nothing stands out")
    assert "Change one thing" in advice.sentences(evaluation(match=asked(MET)))


def test_what_was_missed_comes_first():
    text = advice.sentences(evaluation({"contrast": USUAL}, asked(MET, BOAT), focus=(0.5, 0.5)))
    assert text.startswith("You asked for 2 boats; the reader sees no boats. ")
    assert "near the middle" in text and text.count(". ") == 2


@pytest.mark.parametrize(("name", "side"), advice.TWO_SIDED)
def test_each_measure_speaks_when_it_is_rare_on_its_side(name, side):
    share = 0.99 if side == "high" else 0.01
    rare = {"met": share, "world": share}
    find = advice.SENTENCES[f"{name} {side}"][0].split("{")[0]
    assert find in advice.sentences(evaluation({name: rare}))
    usual_in_one = {"met": share, "world": 0.5}
    assert advice.sentences(evaluation({name: usual_in_one})).startswith("Nothing")


@pytest.mark.parametrize(
    ("focus", "text"),
    [((0.5, 0.45), "near the middle, 50% from the left and 45% from the top"),
     ((0.03, 0.4), "at the left edge of the frame"), ((0.4, 0.98), "at the foot of the frame")],
)  # fmt: skip
def test_focal_point_in_the_middle_or_at_the_edge_is_told(focus, text):
    assert text in advice.sentences(evaluation(focus=focus))


def test_halved_picture_is_told():
    assert "in half, at 51%" in advice.sentences(evaluation(horizon=0.51))
    assert "in half" not in advice.sentences(evaluation(horizon=0.38))


def test_side_of_the_weight_is_named():
    rare = {"met": 0.01, "world": 0.02}
    text = advice.sentences(evaluation({"balance": rare}, asked(MET), weight=0.2))
    assert "weight lies on the left, at 20%" in text and "on the right" in text


def test_ink_paintings_may_be_grey():
    rare = {"colorfulness": {"met": 0.0, "world": 0.0}}
    ink = types.SimpleNamespace(style="ink")
    assert "paler" in advice.sentences(evaluation(rare))
    assert "paler" not in advice.sentences(evaluation(rare, plan=ink))


def test_copy_is_told():
    assert "training picture is very near" in advice.sentences(evaluation(distance=0.1))


def test_picture_that_nobody_asked_for_gets_no_wishes():
    text = advice.sentences(evaluation(focus=(0.5, 0.5)))
    assert "Ask" not in text


def test_there_are_never_more_than_three_sentences():
    rare = {name: {"met": 0.0, "world": 0.0} for name, side in advice.TWO_SIDED if side == "low"}
    for match in (None, asked(BOAT, MET)):
        text = advice.sentences(evaluation(rare, match, focus=(0.01, 0.5), horizon=0.5))
        assert len([part for part in text.split(". ") if part]) <= 3
