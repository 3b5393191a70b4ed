"""Scenes: what is allowed, what errors say, and what a sample may hold."""

import collections

import pytest

from artlab.world import ELEMENTS, Scene, sample
from artlab.world.scene import CHOICES, LARGEST


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_unknown_choices_are_named_with_their_alternatives(name):
    with pytest.raises(ValueError, match=rf"`{name}` must be one of: .*Received: 'dragon'"):
        Scene(**{name: "dragon"})


@pytest.mark.parametrize("name", sorted(LARGEST))
@pytest.mark.parametrize("value", [-1, 99, 1.5, True, "2"])
def test_counts_out_of_range_are_refused(name, value):
    with pytest.raises(ValueError, match=rf"`{name}` must be an int from 0 to {LARGEST[name]}"):
        Scene(**{name: value})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"boats": 1}, "`boats` must be 0 without water"),
        ({"light": "sun", "time": "night"}, "`light` must not be 'sun' at night"),
        ({"light": "moon", "time": "day"}, "`light` must not be 'moon' by day"),
        ({"trees": "pine"}, "`num_trees` must be 0 exactly when"),
        ({"num_trees": 2}, "`num_trees` must be 0 exactly when"),
        ({"view": "high", "mountains": ("low",)}, "`view` must not be 'high' without"),
        ({"mountains": ("low",) * 6}, "`mountains` must name at most 5"),
        ({"mountains": "high"}, "`mountains` must be a tuple of heights. Received: 'high'"),
        ({"mountains": ("tall",)}, "`mountains` must be one of: low, middle, high"),
    ],
)
def test_scenes_against_common_sense_are_refused(fields, message):
    with pytest.raises(ValueError, match=message):
        Scene(**fields)


def test_counts_lists_what_is_there_in_the_order_of_elements():
    scene = Scene(("high", "low"), "sea", "pine", 3, "moon", 2, 1, 5, 2, "rock", "night")
    assert scene.counts == {
        "mountain": 2, "sea": 1, "pine": 3, "moon": 1, "boat": 2, "pavilion": 1, "bird": 5,
        "cloud": 2, "rock": 1,
    }  # fmt: skip
    assert list(scene.counts) == [name for name in ELEMENTS if name in scene.counts]


def test_to_dict_and_back_gives_the_same_scene():
    for seed in range(50):
        scene = sample(seed)
        assert Scene.from_dict(scene.to_dict()) == scene


def test_from_dict_refuses_names_that_a_scene_does_not_have():
    with pytest.raises(ValueError, match="Received: dragons"):
        Scene.from_dict({"dragons": 1})


def test_sample_is_decided_by_its_seed():
    assert [sample(k) for k in range(20)] == [sample(k) for k in range(20)]
    assert len({str(sample(k)) for k in range(200)}) > 195


def test_sample_reaches_every_choice_and_every_count():
    scenes = [sample(seed) for seed in range(1500)]
    for name, allowed in CHOICES.items():
        assert {getattr(scene, name) for scene in scenes} == set(allowed)
    for name, largest in LARGEST.items():
        assert {getattr(scene, name) for scene in scenes} == set(range(largest + 1))
    assert {len(scene.mountains) for scene in scenes} == set(range(6))


@pytest.mark.parametrize(
    "fixed",
    [
        {"style": "ink"}, {"water": "none"}, {"boats": 2}, {"time": "night"}, {"light": "moon"},
        {"light": "sun"}, {"num_trees": 4}, {"num_trees": 0}, {"trees": "willow"},
        {"view": "high"}, {"mountains": ()},
    ],
)  # fmt: skip
def test_sample_holds_what_is_fixed_and_bends_the_rest(fixed):
    for seed in range(60):
        scene = sample(seed, **fixed)
        assert {name: getattr(scene, name) for name in fixed} == fixed


def test_no_style_is_rare():
    styles = collections.Counter(sample(seed).style for seed in range(800))
    assert min(styles.values()) > 140
