"""Plans and sketches survive the way through tokens."""

import numpy as np
import pytest

from artlab.studio import tokens
from artlab.world import Scene, Sketch, Stroke, draw, sample

SEEDS = range(40)


def _pair(seed):
    scene = sample(seed)
    return scene, draw(scene, seed)


def test_one_vocabulary_without_gaps():
    assert len(set(tokens.TOKENS)) == tokens.NUM_TOKENS == tokens.TEXT_START
    assert tokens.VOCABULARY_SIZE == tokens.NUM_TOKENS + 2048
    assert tokens.Y0 == tokens.X0 + tokens.LEVELS
    assert tokens.encode_text([0, 2047]) == [tokens.TEXT_START, tokens.VOCABULARY_SIZE - 1]


@pytest.mark.parametrize("ids", [[-1], [2048]])
def test_text_ids_out_of_the_vocabulary_are_refused(ids):
    with pytest.raises(ValueError, match="`ids` must be from 0 to 2047"):
        tokens.encode_text(ids)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_comes_back(seed):
    scene = sample(seed)
    ids = tokens.encode_plan(scene)
    assert tokens.decode_plan(ids) == tokens.canonical(scene)
    assert tokens.decode_plan([700, 701, *ids, tokens.DRAW, 5]) == tokens.canonical(scene)
    assert len(ids) <= 23


@pytest.mark.parametrize("seed", SEEDS)
def test_a_drawing_comes_back_within_half_a_level(seed):
    _, sketch = _pair(seed)
    ids = tokens.encode_sketch(sketch)
    again = tokens.decode_sketch(ids, sketch.format)
    assert tokens.encode_sketch(again) == ids
    assert again.elements == sketch.elements
    for before, after in zip(sketch.strokes, again.strokes, strict=True):
        assert (before.element, before.instance) == (after.element, after.instance)
        assert before.points.shape == after.points.shape
        assert np.abs(before.points - after.points).max() <= 0.5 / 255 + 1e-6


def test_closed_strokes_stay_closed():
    closed = {"sun": (0,), "moon": (0,), "cloud": (0,), "pavilion": (0, 4)}
    seen = set()
    for seed in SEEDS:
        _, sketch = _pair(seed)
        again = tokens.decode_sketch(tokens.encode_sketch(sketch), sketch.format)
        for name, numbers in closed.items():
            for strokes in again.of(name):
                for number in set(numbers) & set(range(len(strokes))):
                    points = strokes[number].points
                    assert np.array_equal(points[0], points[-1])
                    seen.add(name)
    assert seen == set(closed)


def test_sequences_stay_short():
    lengths = [len(tokens.encode_sketch(_pair(seed)[1])) for seed in SEEDS]
    assert np.median(lengths) < 420 and max(lengths) < 960


def test_extra_elements_take_the_name_they_are_given():
    lines = [np.array([[0.2, 0.3], [0.4, 0.3]]), np.array([[0.3, 0.2], [0.3, 0.5], [0.4, 0.5]])]
    ids = [tokens.DRAW, *tokens.encode_points(lines, "<extra_0>"), tokens.END]
    assert tokens.decode_sketch(ids).elements == ["pavilion"]
    assert tokens.decode_sketch(ids, names={"<extra_0>": "bird"}).elements == ["bird"]
    plan = tokens.encode_plan(Scene(), extras=(2, 0))
    assert tokens.extras_of(plan) == [0, 2]
    assert tokens.decode_plan(plan) == Scene()


def test_a_form_that_does_not_exist_is_refused():
    sketch = Sketch([Stroke("boat", [[0.1, 0.2], [0.2, 0.2]])])
    with pytest.raises(ValueError, match="must have a form of 'boat'"):
        tokens.encode_sketch(sketch)


def test_an_unfinished_element_can_be_read():
    _, sketch = _pair(3)
    name, ids = tokens.split_elements(tokens.encode_sketch(sketch))[0]
    assert name == sketch.elements[0]
    for stop in range(1, len(ids) + 1):
        assert all(np.ndim(line) == 2 for line in tokens.decode_element(ids[:stop]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda ids: ids[:-1], "must tell every field"),
        (lambda ids: [*ids, ids[1]], "must tell each field once"),
    ],
)
def test_broken_plans_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        tokens.decode_plan(change(tokens.encode_plan(Scene())))


def test_what_stands_floats_or_flies_is_told_in_steps():
    boat = [[[50, 99], [60, 120], [80, 120], [90, 99], [50, 99]], [[70, 99], [70, 60]],
            [[70, 60], [85, 90], [70, 95], [65, 90], [70, 60]]]  # fmt: skip
    here, there = (
        tokens.encode_points([np.add(line, [0, shift]) / 255 for line in boat], "boat")
        for shift in (0, 40)
    )
    assert tokens.token_names(here[1:7]) == ["x50", "y99", "dx+10", "dy+21", "dx+20", "dy+0"]
    assert [one for one, other in zip(here, there, strict=True) if one != other] == [here[2]]


def test_a_step_too_far_is_refused():
    with pytest.raises(ValueError, match=r"must have steps from -128 to 127. Received: \[204, 0\]"):
        tokens.encode_points([np.array([[0.1, 0.2], [0.9, 0.2]])], "<extra_0>")
