"""Two hundred drawings: counts, places, ridges, and what must not lie on what."""

import itertools

import numpy as np
import pytest

from artlab.world import Scene, draw, sample
from artlab.world.placing import land_outline, outline_mask

NUM_DRAWINGS = 200


@pytest.fixture(scope="module")
def drawings():
    scenes = [sample(seed) for seed in range(NUM_DRAWINGS)]
    return [(scene, draw(scene, seed)) for seed, scene in enumerate(scenes)]


def box(strokes):
    points = np.concatenate([stroke.points for stroke in strokes])
    return (*points.min(axis=0), *points.max(axis=0))


def boxes(sketch, *names):
    return [box(strokes) for name in names for strokes in sketch.of(name)]


def overlap(first, second):
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    return wide > 0 and high > 0


def skyline(sketch, xs):
    """y of the highest mountain at each x; 1 where there is none."""
    lines = [np.ones_like(xs)]
    for strokes in sketch.of("mountain"):
        line = strokes[0].points
        lines.append(np.interp(xs, line[:, 0], line[:, 1], left=1, right=1))
    return np.min(lines, axis=0)


def test_elements_drawn_are_the_scene_s(drawings):
    for scene, sketch in drawings:
        drawn = {name: sketch.elements.count(name) for name in sketch.elements if name != "ground"}
        assert drawn == scene.counts


def test_the_same_seed_draws_the_same(drawings):
    for seed in range(0, NUM_DRAWINGS, 20):
        scene, sketch = drawings[seed]
        assert draw(scene, seed) == sketch
        assert draw(scene, seed + 1) != sketch


def test_drawings_are_short_enough_to_be_written(drawings):
    assert max(sketch.num_points for _, sketch in drawings) <= 360
    assert np.mean([sketch.num_points for _, sketch in drawings]) < 190


def test_ridges_run_from_left_to_right_and_end_on_their_base_or_the_frame(drawings):
    for _, sketch in drawings:
        for strokes in sketch.of("mountain"):
            line = strokes[0].points
            base = line[:, 1].max()
            assert np.all(np.diff(line[:, 0]) > 0)
            for end in (line[0], line[-1]):
                assert end[0] in (0, 1) or end[1] > base - 0.02


def test_ridges_never_end_in_a_vertical_edge(drawings):
    for scene, sketch in drawings:
        for strokes in sketch.of("mountain"):
            line = strokes[0].points * [scene.aspect, 1]
            for end, beside in ((line[0], line[1]), (line[-1], line[-2])):
                if 0 < end[0] < scene.aspect:
                    rise, run = abs(end[1] - beside[1]), abs(end[0] - beside[0])
                    assert rise < 1.2 * run


def test_mountains_stand_on_baselines_of_their_own(drawings):
    for _, sketch in drawings:
        bases = sorted(strokes[0].points[:, 1].max() for strokes in sketch.of("mountain"))
        assert all(low - high > 1e-4 for high, low in itertools.pairwise(bases))


def test_every_peak_can_be_seen(drawings):
    for _, sketch in drawings:
        lines = [strokes[0].points for strokes in sketch.of("mountain")]
        for line in lines:
            peak = line[np.argmin(line[:, 1])]
            for other in lines:
                if other[:, 1].max() > line[:, 1].max():
                    hidden = np.interp(peak[0], other[:, 0], other[:, 1], left=1, right=1)
                    assert hidden > peak[1] + 0.01


def test_sun_moon_and_birds_are_in_the_open_sky(drawings):
    for _, sketch in drawings:
        for left, _, right, bottom in boxes(sketch, "sun", "moon", "bird"):
            assert skyline(sketch, np.linspace(left, right, 9)).min() > bottom - 0.01


def test_what_is_in_the_air_overlaps_nothing_else(drawings):
    names = ("sun", "moon", "bird", "cloud")
    for _, sketch in drawings:
        air = boxes(sketch, *names)
        for first, second in itertools.combinations(air, 2):
            assert not overlap(first, second)
        for flying in boxes(sketch, "sun", "moon"):
            for tree in boxes(sketch, "pine", "willow", "bamboo", "pavilion", "boat", "bough"):
                assert not overlap(flying, tree)


def test_boats_overlap_no_tree_pavilion_rock_or_boat(drawings):
    for _, sketch in drawings:
        boats = boxes(sketch, "boat")
        others = boxes(sketch, "pavilion", "rock")
        trunks = [s for n in ("pine", "willow", "bamboo") for g in sketch.of(n) for s in g[:1]]
        others += [box([trunk]) for trunk in trunks]
        pairs = [*itertools.combinations(boats, 2), *itertools.product(boats, others)]
        assert not any(overlap(first, second) for first, second in pairs)


def test_pavilions_overlap_no_trunk_and_no_other(drawings):
    for _, sketch in drawings:
        halls = boxes(sketch, "pavilion")
        trunks = [box(g[:1]) for n in ("pine", "willow", "bamboo") for g in sketch.of(n)]
        pairs = [*itertools.combinations(halls, 2), *itertools.product(halls, trunks)]
        assert not any(overlap(first, second) for first, second in pairs)


def test_boats_float_and_pavilions_stand_on_land(drawings):
    for _, sketch in drawings:
        land = np.zeros((96, 96), bool)
        for strokes in sketch.of("ground"):
            land |= outline_mask(land_outline(strokes[0].points))
        for strokes in sketch.of("river"):
            left, right = strokes[0].points, strokes[1].points
            land &= ~outline_mask(np.concatenate([left, right[::-1]]))
        for hull in (strokes[0].points[1:3].mean(axis=0) for strokes in sketch.of("boat")):
            assert not land[int(hull[1] * 96), int(hull[0] * 96)]
        for floor in (strokes[3].points.mean(axis=0) for strokes in sketch.of("pavilion")):
            assert land[min(int(floor[1] * 96 + 0.6), 95), int(floor[0] * 96)]


@pytest.mark.parametrize(
    ("view", "low", "high"), [("level", 0.60, 0.77), ("deep", 0.29, 0.47), ("high", 0.73, 0.85)]
)
def test_each_view_has_its_horizon(view, low, high):
    for seed in range(12):
        scene = Scene(("high", "low"), "sea", view=view)
        horizon = draw(scene, seed).of("sea")[0][0].points[0, 1]
        assert low <= horizon <= high


def test_in_a_high_view_the_peak_fills_about_three_quarters():
    for seed in range(12):
        sketch = draw(Scene(("high", "middle"), "lake", view="high"), seed)
        tallest = max(np.ptp(strokes[0].points[:, 1]) for strokes in sketch.of("mountain"))
        assert 0.62 < tallest < 0.85


def test_the_main_peak_stands_off_the_middle():
    for layout, low, high in (("left", 0.2, 0.5), ("right", 0.5, 0.8)):
        for seed in range(8):
            scene = Scene(("high",), "lake", layout=layout)
            line = draw(scene, seed).of("mountain")[0][0].points
            assert low < line[np.argmin(line[:, 1]), 0] < high


def test_draw_refuses_what_is_no_scene():
    with pytest.raises(ValueError, match=r"`scene` must be a Scene. Received: dict"):
        draw({}, seed=0)


def test_the_fullest_scenes_find_room():
    for kind in ("square", "1:2", "2:1", "4:3"):
        scene = Scene(
            ("high", "high", "middle", "middle", "low"), "lake", "willow", 5, "sun", 3, 2, 5, 3,
            "bough", format=kind, layout="both",
        )  # fmt: skip
        sketch = draw(scene, seed=1)
        assert {name: sketch.elements.count(name) for name in scene.counts} == scene.counts


def test_a_narrow_river_below_a_great_peak_still_carries_three_boats():
    scene = Scene(
        ("middle", "high", "high", "low", "middle"), "river", "willow", 5, "sun", 3, 2, 5, 3,
        format="1:2", view="high", layout="right",
    )  # fmt: skip
    sketch = draw(scene, seed=60)
    assert {name: sketch.elements.count(name) for name in scene.counts} == scene.counts
