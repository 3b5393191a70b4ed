"""The drawer draws what the plan says, the same again, and keeps what did not change."""

import dataclasses

import numpy as np
import pytest

from artlab.studio import tokens
from artlab.studio.drawer import WEIGHTS, Drawer, kept
from artlab.world import ELEMENTS, Scene, sample

pytestmark = pytest.mark.skipif(
    not (WEIGHTS / "drawer" / "drawer.onnx").exists(), reason="the drawer's weights are not built"
)
LAKE = Scene(
    mountains=("high", "low"), water="lake", boats=1, trees="pine", num_trees=2, birds=2,
    light="sun", time="dusk",
)  # fmt: skip


@pytest.fixture(scope="module")
def drawer():
    return Drawer.load()


@pytest.fixture(scope="module")
def sketch(drawer):
    return drawer.draw(LAKE, seed=4)


def _drawn(sketch, plan):
    return {name: sketch.elements.count(name) for name in plan.counts}


@pytest.mark.parametrize("seed", range(8))
def test_every_sketch_equals_its_plan(drawer, seed):
    plan = sample(seed)
    sketch = drawer.draw(plan, seed=seed)
    assert _drawn(sketch, plan) == plan.counts
    assert set(sketch.elements) <= {*plan.counts, "ground"}
    assert sketch.format == plan.format


def test_at_any_temperature_the_sketch_is_valid(drawer):
    for temperature in (0, 3.0):
        assert _drawn(drawer.draw(LAKE, temperature=temperature), LAKE) == LAKE.counts


def test_the_fullest_plan_has_room(drawer):
    plan = Scene(
        mountains=("high",) * 5, water="river", trees="willow", num_trees=5, light="sun", boats=3,
        pavilions=2, birds=5, clouds=3, foreground="bough",
    )  # fmt: skip
    for seed in range(2):
        assert _drawn(drawer.draw(plan, seed=seed, temperature=2.0), plan) == plan.counts


def test_the_same_seed_draws_the_same_lines(drawer, sketch):
    assert drawer.draw(LAKE, seed=4) == sketch
    assert drawer.draw(LAKE, seed=5) != sketch


def test_several_at_once_are_valid_too(drawer):
    plans = [sample(seed) for seed in range(4)]
    for plan, sketch in zip(plans, drawer.draw_many(plans, range(4)), strict=True):
        assert _drawn(sketch, plan) == plan.counts


def test_strokes_are_told_as_they_are_finished(drawer, sketch):
    told = []
    again = drawer.draw(LAKE, seed=4, on_stroke=told.append)
    assert again == sketch
    order = sorted(told, key=lambda stroke: ELEMENTS.index(stroke.element))
    assert order == list(sketch.strokes)


@pytest.mark.parametrize(
    ("change", "redrawn"),
    [
        ({"water": "sea"}, {"lake", "sea"}),
        ({"birds": 4}, {"bird"}),
        ({"style": "woodblock", "weather": "snow"}, set()),
        ({"mountains": ("high", "high", "low")}, {"mountain"}),
        ({"light": "moon"}, {"sun", "moon"}),
    ],
)
def test_only_what_changed_is_redrawn(drawer, sketch, change, redrawn):
    plan = dataclasses.replace(LAKE, **change)
    new = drawer.draw(plan, seed=9, keep=(LAKE, sketch))
    assert _drawn(new, plan) == plan.counts
    for name in set(sketch.elements) - redrawn:
        assert new.of(name) == sketch.of(name)
    if change.get("birds"):
        assert new.of("bird")[:2] == sketch.of("bird")
    assert (new == sketch) == (not redrawn)


def test_another_view_keeps_nothing(sketch):
    assert kept(LAKE, sketch, dataclasses.replace(LAKE, view="deep")) == {}


@pytest.mark.parametrize("text", ["", "two mountains and a lake", "画一幅山水画", "x" * 10_000])
def test_any_text_gives_a_scene_and_the_same_again(drawer, text):
    plan = drawer.read(text, seed=1)
    assert isinstance(plan, Scene)
    assert drawer.read(text, seed=1) == plan


def test_several_texts_at_once(drawer):
    texts = ["a river and a boat at night", "画一幅山水画", ""]
    plans = drawer.read_many(texts, [0, 1, 2])
    assert plans[0].water == "river" and plans[0].boats == 1 and plans[0].time == "night"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda drawer: drawer.draw("a lake"), "`plan` must be of type Scene"),
        (lambda drawer: drawer.draw(LAKE, seed=-1), "`seed` must be an int from 0"),
        (lambda drawer: drawer.draw_many([LAKE], [1, 2]), "`seeds` must be 1 ints"),
        (lambda drawer: drawer.read(3), "`texts` must be of type str"),
    ],
)
def test_bad_arguments_are_named(drawer, call, message):
    with pytest.raises(ValueError, match=message):
        call(drawer)


def test_transformers_draws_the_same_with_the_grammar(drawer):
    torch = pytest.importorskip("torch")
    from transformers import LogitsProcessorList

    from artlab.studio.training.drawer import load_original
    from artlab.studio.training.logits_processor import GrammarProcessor

    model, _ = load_original()
    ids = tokens.encode_plan(LAKE)
    found = model.generate(
        torch.tensor([ids]), do_sample=False, max_length=1024, pad_token_id=tokens.PAD,
        logits_processor=LogitsProcessorList([GrammarProcessor(LAKE)]),
    )  # fmt: skip
    sketch = tokens.decode_sketch(found[0].tolist())
    assert _drawn(sketch, LAKE) == LAKE.counts
    other = drawer.draw(LAKE, temperature=0)
    assert np.array_equal(sketch.strokes[0].points, other.strokes[0].points)
