"""The recogniser of the benchmarks sees lines alone, and counts only what is whole."""

import numpy as np
import pytest

from artlab.world import Sketch, Stroke, sample
from benchmarks import recogniser, stroke_reader, studio_chain

SEEDS = range(24)


def true_roles(sketch):
    return [stroke_reader.ROLES[index] for index in stroke_reader.roles_of(sketch)]


@pytest.fixture(scope="module")
def sketches():
    return [recogniser.true_sketch(seed) for seed in SEEDS]


def test_bare_sketches_keep_lines_and_nothing_else(sketches):
    bare = recogniser.bare(sketches[0], seed=1)
    assert bare.elements == [] and {stroke.instance for stroke in bare.strokes} == {0}
    lines = [stroke.points.tobytes() for stroke in sketches[0].strokes]
    shuffled = [stroke.points.tobytes() for stroke in bare.strokes]
    assert sorted(shuffled) == sorted(lines) and shuffled != lines


def test_counting_true_roles_gives_the_scene(sketches):
    for seed, sketch in zip(SEEDS, sketches, strict=True):
        assert recogniser.count(sketch, true_roles(sketch)) == recogniser.wanted(sample(seed))


def test_a_stroke_with_more_points_in_the_other_direction_looks_the_same(sketches):
    sketch = sketches[3]
    finer = [Stroke(s.element, _finer(s.points)[::-1], s.instance) for s in sketch.strokes]
    seen, links = stroke_reader.features(sketch)
    again, same_links = stroke_reader.features(Sketch(finer, sketch.format))
    np.testing.assert_allclose(again, seen, atol=2e-3)
    assert np.array_equal(links, same_links)


def _finer(points):
    middles = (points[:-1] + points[1:]) / 2
    return np.concatenate([np.stack([points[:-1], middles], 1).reshape(-1, 2), points[-1:]])


def test_the_order_of_strokes_only_reorders_what_is_seen(sketches):
    sketch = sketches[5]
    order = np.random.default_rng(0).permutation(len(sketch.strokes))
    seen, links = stroke_reader.features(sketch)
    again, moved = stroke_reader.features(Sketch([sketch.strokes[i] for i in order], sketch.format))
    np.testing.assert_allclose(again, seen[order])
    assert np.array_equal(moved, links[:, order][:, :, order])


@pytest.mark.parametrize(
    ("name", "roles", "field"),
    [("boat", ("mast", "sail", "awning"), "boats"), ("willow", ("frond",), "num_trees")],
)
def test_an_element_without_its_parts_does_not_count(name, roles, field):
    seed = next(seed for seed in range(200) if sample(seed).counts.get(name) == 1)
    sketch = recogniser.true_sketch(seed)
    spoiled = ["scribble" if role in roles else role for role in true_roles(sketch)]
    assert recogniser.count(sketch, true_roles(sketch))[field] == 1
    assert recogniser.count(sketch, spoiled)[field] == 0


def test_a_river_needs_both_banks():
    seed = next(seed for seed in range(200) if sample(seed).water == "river")
    sketch = recogniser.true_sketch(seed)
    roles = true_roles(sketch)
    roles[roles.index("bank")] = "scribble"
    assert recogniser.count(sketch, roles)["water"] == "none"


def test_two_kinds_of_water_are_none_of_them(sketches):
    seed = next(seed for seed in range(200) if sample(seed).water == "lake")
    sketch = recogniser.true_sketch(seed)
    roles = ["sea" if role == "wave" else role for role in true_roles(sketch)]
    assert recogniser.count(sketch, roles)["water"] == "several"


def test_spoiled_strokes_are_called_scribbles(sketches):
    generator = np.random.default_rng(1)
    found = [
        stroke_reader.spoiled(sketch, stroke_reader.roles_of(sketch), generator)
        for sketch in sketches
    ]
    assert any(stroke_reader.SCRIBBLE in roles for _, roles in found)
    for sketch, (spoiled, roles) in zip(sketches, found, strict=True):
        calm = roles != stroke_reader.SCRIBBLE
        assert np.array_equal(roles[calm], stroke_reader.roles_of(sketch)[calm])
        assert len(spoiled.strokes) == len(roles)


def test_the_network_gives_every_stroke_a_role():
    torch = pytest.importorskip("torch")
    from benchmarks import stroke_network

    torch.manual_seed(0)
    sketch = recogniser.true_sketch(1)
    network = stroke_network.build(stroke_reader.features(sketch)[0].shape[1]).eval()
    (roles,) = recogniser.Recogniser(network).roles([sketch])
    assert len(roles) == len(sketch.strokes) and set(roles) <= set(stroke_reader.ROLES)


def test_requests_are_met_by_number_kind_and_plan():
    plan = sample(0, mountains=("high", "low"), trees="pine", num_trees=3, style="ink", water="sea")
    shown = studio_chain.counts_of(plan)
    asked = {"mountain": 2, "heights": ("low", "high"), "pine": "some", "sea": 1, "style": "ink"}
    assert all(studio_chain.judged(asked, shown, plan).values())
    wrong = {
        "mountain": "some",
        "heights": ("middle", "low"),
        "pine": 2,
        "lake": 1,
        "water": "none",
    }
    met = studio_chain.judged(wrong, shown, plan)
    assert met == {"mountain": True, "heights": False, "pine": False, "lake": False, "water": False}


def test_valid_sketches_are_those_of_their_plan(sketches):
    plan = sample(0)
    assert studio_chain.is_valid(sketches[0], plan)
    other = sample(0, birds=(plan.birds + 1) % 6)
    assert not studio_chain.is_valid(sketches[0], other)


def test_middle_heights_alone_are_no_request():
    plan = sample(0, mountains=("high", "low"))
    shown = studio_chain.counts_of(plan)
    assert studio_chain.judged({"mountain": 2, "heights": ("middle",) * 2}, shown, plan) == {
        "mountain": True
    }
