"""The pipeline: the order of the steps, seeds, styles, notices, parts of one's own, revisions."""

import dataclasses

import numpy as np
import pytest

import artlab.world as world
from artlab.studio import Studio, parts, wording
from tests.studio import parts_by_rule as rules

LAKE = "two mountains behind a lake at dusk"


def same(one, two):
    return np.array_equal(one.painting, two.painting) and one.sketch == two.sketch


# The chain


def test_every_step_feeds_the_next():
    work = rules.studio(seed=3).paint(LAKE)
    assert LAKE in work.description
    assert (work.plan.water, work.plan.time) == ("lake", "dusk")
    assert {"mountain", "lake", "boat"} <= set(work.sketch.elements)
    assert work.painting.shape == (64, 64, 3) and work.painting.dtype == np.uint8


def test_steps_are_told_in_their_order():
    told = []
    work = rules.studio().paint(LAKE, on_step=lambda step, value: told.append((step, value)))
    order = list(dict.fromkeys(step for step, _ in told))
    assert order == ["text", "description", "plan", "stroke", "sketch", "painting"]
    assert [value for step, value in told if step == "stroke"] == list(work.sketch.strokes)
    assert dict(told)["description"] == work.description


def test_steps_called_one_by_one_give_the_same_work():
    studio = rules.studio(seed=5)
    work = studio.paint(LAKE)
    description = studio.describe(LAKE)
    plan = studio.plan(description)
    sketch = studio.sketch(plan)
    assert (description, plan, sketch) == (work.description, work.plan, work.sketch)
    assert studio.sketch(description) == work.sketch
    assert np.array_equal(studio.paint_sketch(sketch, plan), work.painting)


def test_timings_name_every_step_and_add_up():
    timings = rules.studio().paint(LAKE).timings
    assert list(timings) == ["describe", "plan", "draw", "paint", "finish", "total"]
    assert sum(timings.values()) - timings["total"] <= timings["total"] + 1e-3


# Seeds


def test_one_seed_gives_one_work_and_another_another():
    studio = rules.studio(seed=1)
    assert same(studio.paint(LAKE), rules.studio(seed=1).paint(LAKE))
    assert not same(studio.paint(LAKE), studio.paint(LAKE, seed=2))


def test_steps_have_seeds_of_their_own():
    seeds = {parts.child_seed(seed, step) for seed in range(50) for step in parts.STEPS}
    assert len(seeds) == 250
    first = np.random.SeedSequence([7, 2]).generate_state(1)[0]
    assert parts.child_seed(7, "draw") == first & 0x7FFFFFFF


@pytest.mark.parametrize("seed", [-1, 1.0, True, "3", 2**31])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(ValueError, match="`seed` must be an int from 0 to 2147483647"):
        rules.studio(seed=seed)
    with pytest.raises(ValueError, match="`seed`"):
        rules.studio().paint(LAKE, seed=seed)


def test_gallery_is_the_works_of_seeds_that_count_up():
    studio = rules.studio(seed=4)
    works = studio.gallery(LAKE, 3)
    assert [work.seed for work in works] == [4, 5, 6]
    assert all(same(work, studio.paint(LAKE, seed=work.seed)) for work in works)


def test_gallery_hands_whole_batches_to_parts_that_take_them():
    class Batched(rules.Drawer):
        def draw_many(self, plans, seeds):
            self.seen = len(plans)
            return [self.draw(plan, seed) for plan, seed in zip(plans, seeds, strict=True)]

    drawer = Batched()
    works = rules.studio(drawer=drawer).gallery(LAKE, 4)
    assert drawer.seen == 4
    assert all(same(work, rules.studio().paint(LAKE, work.seed)) for work in works)


@pytest.mark.parametrize("number", [0, 65, 2.0, True])
def test_galleries_have_1_to_64_works(number):
    with pytest.raises(ValueError, match="`n` must be an int from 1 to 64"):
        rules.studio().gallery(LAKE, number)


# Styles


def test_the_studios_style_wins_over_the_words_and_is_told():
    writer = rules.Writer()
    work = rules.studio(style="ink", writer=writer).paint("a watercolour of a lake")
    assert writer.asked == ["an ink wash painting of a lake"]
    assert work.plan.style == "ink"
    assert "watercolour" not in work.description


def test_a_description_in_another_style_is_mended():
    stubborn = rules.studio(style="woodblock", writer=lambda prompt: "A lake, a watercolour.")
    work = stubborn.paint("a lake")
    assert work.description == "A lake, a woodblock print."
    assert rules.Drawer().read(work.description).style == work.plan.style == "woodblock"


@pytest.mark.parametrize("style", world.scene.STYLES)
@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("a lake", "en"),
        ("A Watercolor of pines", "en"),
        ("湖上孤舟", "zh"),
        ("水彩画，两座山", "zh"),
    ],
)
def test_with_style_names_one_style_only(style, prompt, language):
    asked = wording.with_style(prompt, style, language)
    name = wording.STYLES[language][style].removeprefix("an ").removeprefix("a ")
    assert asked.count(name) == 1
    assert style == "watercolour" or (
        "水彩" not in asked.lower() and "watercol" not in asked.lower()
    )


def test_what_is_no_style_is_refused():
    with pytest.raises(ValueError, match=r"`style` must be one of: ink, .*Received: 'oil'"):
        Studio(style="oil")


# Prompts


@pytest.mark.parametrize(
    ("prompt", "notice"),
    [
        ("", "Empty prompt: a scene of the studio's own choice."),
        (" \n", "Empty prompt: a scene of the studio's own choice."),
        ("a dragon over a lake", "I cannot draw: dragon."),
        ("湖上有一条龙", "画不了：龙。"),
        ("a lake " * 2000, "The prompt was cut to 400 of its 13,999 characters."),
    ],
)
def test_users_are_told_what_was_done_to_their_prompt(prompt, notice):
    assert rules.studio().paint(prompt).notices == (notice,)


@pytest.mark.parametrize("prompt", ["", "a lake " * 2000, "\x00\ud800"[:1], "🎨" * 50, "<script>"])
def test_any_text_is_painted(prompt):
    assert rules.studio().paint(prompt).painting.any()


def test_a_plain_prompt_gets_no_notice():
    assert rules.studio().paint(LAKE).notices == ()


@pytest.mark.parametrize("prompt", [None, 3, b"lake", ["lake"]])
def test_what_is_no_text_is_refused(prompt):
    with pytest.raises(ValueError, match=r"`prompt` must be a text. Received: "):
        rules.studio().paint(prompt)


# Revising


def test_a_changed_word_changes_only_its_strokes():
    studio = rules.studio(seed=2)
    work = studio.paint(LAKE)
    revised = studio.revise(work, work.description.replace("lake", "sea"))
    assert revised.plan == dataclasses.replace(work.plan, water="sea")
    kept = [stroke for stroke in work.sketch.strokes if stroke.element not in ("lake", "ground")]
    assert [stroke for stroke in kept if stroke not in revised.sketch.strokes] == []
    assert "lake" not in revised.sketch.elements and "sea" in revised.sketch.elements


def test_an_unchanged_description_changes_nothing():
    studio = rules.studio(seed=2)
    work = studio.paint(LAKE)
    assert same(studio.revise(work, work.description), work)


def test_a_revised_description_decides_the_style():
    studio = rules.studio(style="ink")
    work = studio.paint(LAKE)
    revised = studio.revise(work, work.description.replace("ink", "woodblock"))
    assert revised.plan.style == "woodblock"


def test_revisions_repaint_from_their_code():
    studio = rules.studio(seed=2)
    work = studio.revise(studio.paint(LAKE), "A sea at night.")
    work = studio.revise(work, "A river at dawn.")
    again = type(work).from_code(work.code, studio)
    assert same(work, again) and again.description == "A river at dawn."


# Parts of one's own


def test_plain_functions_take_any_place():
    flat = np.full((32, 32, 3), 0.5, np.float32)
    work = Studio(
        writer=lambda prompt: "A lake.",
        drawer=rules.Drawer(),
        painter=lambda sketch, plan: flat,
        finish=False,
    ).paint(LAKE)
    assert work.description == "A lake."
    assert (work.painting == 191).all()


def test_a_function_may_draw_and_another_model_read():
    work = rules.studio(drawer=rules.Drawer()).paint(LAKE)

    class Reader:
        def read(self, text):
            return work.plan

        def draw(self, plan):
            return work.sketch

    assert same(rules.studio(drawer=Reader()).paint(LAKE), work)


def test_own_finishing_takes_the_place_of_the_studios():
    work = rules.studio(finish=lambda painting, plan, seed: 255 - painting).paint(LAKE)
    bare = rules.studio(finish=False).paint(LAKE)
    assert np.array_equal(work.painting, 255 - bare.painting)


def test_describe_with_is_the_writer():
    assert rules.studio(writer=None, describe_with=lambda p: "A sea.").paint("").plan.water == "sea"
    with pytest.raises(ValueError, match="`describe_with`"):
        Studio(writer=str, describe_with=str)


@pytest.mark.parametrize(
    ("part", "answer", "message"),
    [
        ("writer", 3, r"`writer` must return a text. Received: 3"),
        ("writer", " ", r"`writer` must return a text"),
        ("painter", np.zeros((8, 8)), r"`painter` must return uint8 .*shape \(8, 8\)"),
        ("painter", np.full((8, 8, 3), 200.0), r"float in \[-1, 1\].*values 200 to 200"),
        ("painter", "picture", r"`painter` must return uint8"),
    ],
)
def test_wrong_answers_of_parts_are_named(part, answer, message):
    with pytest.raises(ValueError, match=message):
        rules.studio(**{part: lambda *values: answer}).paint(LAKE)


def test_a_drawer_that_returns_no_sketch_is_named():
    class Bad(rules.Drawer):
        def draw(self, plan):
            return []

    with pytest.raises(ValueError, match=r"`drawer` must return a Sketch. Received: list"):
        rules.studio(drawer=Bad()).paint(LAKE)


@pytest.mark.parametrize("part", ["writer", "drawer", "painter"])
def test_what_can_do_nothing_is_refused(part):
    with pytest.raises(ValueError, match=f"`{part}` must be a function or have a method"):
        Studio(**{part: 3})


def test_own_lines_are_painted_in_a_style_that_words_tell():
    sketch = world.Sketch([world.Stroke("line", [[0.1, 0.5], [0.9, 0.4]])], "2:1")
    studio = rules.studio(finish=False)
    assert studio.paint_sketch(sketch).shape == (32, 64, 3)
    ink, print_ = (studio.paint_sketch(sketch, text) for text in ("ink", "a woodblock print"))
    assert int(print_.max()) - int(ink.max()) == 60
    with pytest.raises(ValueError, match=r"`sketch` must be a Sketch. Received: list"):
        studio.paint_sketch([])
