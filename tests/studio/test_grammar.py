"""Whatever the grammar lets through is a valid drawing that equals its plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlab.studio import tokens
from artlab.studio.grammar import Grammar
from artlab.world import Scene, draw, sample


def _walk(grammar, generator):
    """A random sequence that the grammar allows."""
    found = []
    while not grammar.done:
        allowed = np.flatnonzero(grammar.allowed())
        # Now and then the way out, lest elements get as long as they may.
        token = int(allowed[-1] if generator.random() < 0.1 else generator.choice(allowed))
        grammar.push(token)
        found.append(token)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_the_worlds_own_drawings_obey(seed):
    scene = sample(seed)
    drawing = tokens.encode_sketch(draw(scene, seed))
    alone, given_plan = Grammar(), Grammar(scene)
    for token in [*tokens.encode_plan(scene), *drawing]:
        alone.push(token)
    for token in drawing:
        given_plan.push(token)
    assert alone.done and given_plan.done


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_any_allowed_drawing_equals_its_plan(seed):
    scene = sample(seed)
    sketch = tokens.decode_sketch(_walk(Grammar(scene), np.random.default_rng(seed)), scene.format)
    drawn = {name: sketch.elements.count(name) for name in scene.counts}
    assert drawn == scene.counts
    assert set(sketch.elements) <= {*scene.counts, "ground"}
    assert tokens.decode_sketch(tokens.encode_sketch(sketch), scene.format) == sketch


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_any_allowed_plan_is_a_scene(seed):
    grammar, generator, plan = Grammar(), np.random.default_rng(seed), []
    while tokens.DRAW not in plan:
        plan.append(int(generator.choice(np.flatnonzero(grammar.allowed()))))
        grammar.push(plan[-1])
    scene = tokens.decode_plan(plan)
    assert tokens.encode_plan(scene) == plan[:-1]


def test_extras_are_drawn_where_they_are_asked_for():
    scene = Scene(water="sea", boats=1)
    ids = _walk(Grammar(scene, extras=(0, 2)), np.random.default_rng(0))
    names = [name for name, _ in tokens.split_elements(ids)]
    assert names[-2:] == ["<extra_0>", "<extra_2>"]
    grammar = Grammar(extras=True)
    for token in tokens.encode_plan(scene, extras=(1,)):
        grammar.push(token)
    allowed = set(np.flatnonzero(grammar.allowed()))
    assert allowed == {tokens.DRAW, tokens.TAGS["<extra_2>"], tokens.TAGS["<extra_3>"]}


def test_forbidden_tokens_are_refused():
    with pytest.raises(ValueError, match="`token` must be one that the grammar allows"):
        Grammar(Scene()).push(tokens.END)


def test_after_the_end_there_is_only_padding():
    grammar = Grammar(Scene(water="sea"))
    for token in _walk(Grammar(Scene(water="sea")), np.random.default_rng(1)):
        grammar.push(token)
    assert grammar.done and list(np.flatnonzero(grammar.allowed())) == [tokens.PAD]


def test_the_horizon_of_a_sea_is_level():
    grammar = Grammar(Scene(water="sea"))
    for token in (tokens.DRAW, tokens.TAGS["sea"], tokens.X0, tokens.Y0 + 153, tokens.X0 + 255):
        grammar.push(token)
    assert np.flatnonzero(grammar.allowed()).tolist() == [tokens.Y0 + 153]


def test_steps_stay_within_the_picture():
    grammar = Grammar(Scene(mountains=(), water="none", light="sun"))
    for token in (tokens.DRAW, tokens.TAGS["ground"]):
        grammar.push(token)
    while not grammar.allowed()[tokens.TAGS["sun"]]:
        grammar.push(int(np.flatnonzero(grammar.allowed())[-1]))
    for token in (tokens.TAGS["sun"], tokens.X0 + 250, tokens.Y0 + 3):
        grammar.push(token)
    across = np.flatnonzero(grammar.allowed()) - tokens.DX
    assert (across.min(), across.max()) == (-128, 5)
    grammar.push(tokens.DX + 5)
    up = np.flatnonzero(grammar.allowed()) - tokens.DY
    assert (up.min(), up.max()) == (-3, 127)
