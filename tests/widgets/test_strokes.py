"""The player and the editor of tokens, and the glow of the next point."""

import itertools

import numpy as np
import pytest

from artlab.studio import tokens
from artlab.widgets import point_fields, strokes, token_editing
from artlab.world import Scene, draw

SCENE = Scene(mountains=("high", "low"), water="lake", boats=1, birds=2)


@pytest.fixture(scope="module")
def ids():
    return tokens.encode_plan(SCENE) + tokens.encode_sketch(draw(SCENE, seed=0))


def start(ids):
    return ids.index(tokens.DRAW)


def test_every_beginning_is_a_sketch_that_grows(ids):
    sizes = [strokes.sketch_of(ids[:num]).num_points for num in range(len(ids) + 1)]
    assert sizes[0] == 0
    # a closing point is drawn when its stroke is whole, and nothing is ever taken away
    assert all(later >= earlier for earlier, later in itertools.pairwise(sizes))
    assert strokes.sketch_of(ids) == tokens.decode_sketch(ids)


def test_pen_is_where_the_last_point_is(ids):
    drawing = ids[start(ids) + 1 :]
    assert strokes.pen(drawing[:1]) is None
    x, y = (token_editing.number_of(token) / 255 for token in drawing[1:3])
    assert strokes.pen(drawing[:3]) == pytest.approx((x, y))
    assert strokes.pen([*drawing[:3], tokens.LIFT]) is None


def test_player_shows_the_whole_drawing_first_and_plays_from_none(ids):
    panel = strokes.stroke_player(lambda sentence, seed: ids, "a lake", seed=3)
    _, _, box, picture = panel.children
    place = box.children[1]
    total = len(ids) - start(ids) - 1
    assert picture.alt.startswith(f"After {total} of {total} tokens. Line drawing of 2 mountains")
    place.value = 0
    assert picture.alt.startswith(f"After 0 of {total} tokens. Line drawing of an empty scene")
    assert "nothing yet" in picture.value


def test_player_asks_again_only_for_another_sentence_or_seed(ids):
    asked = []

    def write(sentence, seed):
        asked.append((sentence, seed))
        return ids

    panel = strokes.stroke_player(write, "a lake", seed=3)
    field, seeds, box, _ = panel.children
    box.children[1].value = 10
    field.value = "a <b>sea</b>"
    seeds.value = 4
    assert asked == [("a lake", 3), ("a <b>sea</b>", 3), ("a <b>sea</b>", 4)]


def test_editing_a_number_moves_one_point_and_nothing_else(ids):
    index = token_editing.peak(ids)
    new = token_editing.edited(ids, index, 7)
    changed = [i for i, (old, token) in enumerate(zip(ids, new, strict=True)) if old != token]
    assert changed == [index]
    assert tokens.token_names([new[index]]) == ["y7"]
    before, after = strokes.sketch_of(ids), strokes.sketch_of(new)
    moved = [a.points != b.points for a, b in zip(before.strokes, after.strokes, strict=True)]
    assert sum(int(mask.sum()) for mask in moved) == 1


def test_peak_is_the_highest_point_of_the_first_mountain(ids):
    ridge = strokes.sketch_of(ids).of("mountain")[0][0].points
    assert token_editing.number_of(ids[token_editing.peak(ids)]) == round(
        float(ridge[:, 1].min()) * 255
    )


def test_writing_anew_ends_the_element_and_keeps_the_others(ids):
    index = token_editing.peak(ids)
    seen = []

    def finish(prefix):
        seen.append(prefix)
        return [tokens.X0 + 250, tokens.Y0 + 100]

    new = token_editing.edited(ids, index, 7, finish)
    assert seen == [new[: index + 1]]
    old_elements, elements = tokens.split_elements(ids), tokens.split_elements(new)
    assert elements[1:] == old_elements[1:]
    assert tokens.token_names(elements[0][1])[-3:] == ["y7", "x250", "y100"]


def test_what_a_model_writes_amiss_is_left_out(ids):
    index = token_editing.peak(ids)  # a y
    x, y = tokens.X0 + 250, tokens.Y0 + 100
    amiss = {
        "y after y": [x, y, y],
        "no token of strokes": [x, y, tokens.PLAN],
        "a word": [x, y, tokens.TEXT_START + 3],
        "a step of a mountain": [x, y, tokens.DX + 1],
        "back to the left": [x, y, x - 1],
    }
    for name, written in amiss.items():
        new = token_editing.edited(ids, index, 7, lambda prefix, written=written: written)
        assert new[index + 1 : index + 3] == [x, y], name
        assert new[index + 3] in tokens.TAG_NAMES, name
        assert strokes.sketch_of(new).elements == strokes.sketch_of(ids).elements, name


def boat(ids):
    return ids.index(tokens.TAGS["boat"])


def test_first_point_of_a_boat_moves_the_boat_and_nothing_else(ids):
    index = boat(ids) + 1
    low, high = token_editing.limits(ids, index)
    target = high if high > token_editing.number_of(ids[index]) else low
    before, after = (strokes.sketch_of(i) for i in (ids, token_editing.edited(ids, index, target)))
    for old, new in zip(before.strokes, after.strokes, strict=True):
        shift = new.points - old.points
        assert np.ptp(shift, axis=0) == pytest.approx([0, 0], abs=1e-6)  # every shape is kept
        assert (abs(shift).max() > 0) == (old.element == "boat")


@pytest.mark.parametrize("number", [-999, 999])
def test_no_edit_leaves_the_paper(ids, number):
    for index in range(start(ids) + 1, len(ids)):
        points = [
            s.points for s in strokes.sketch_of(token_editing.edited(ids, index, number)).strokes
        ]
        assert all(line.min() >= 0 and line.max() <= 1 for line in points), index


def test_a_step_keeps_within_the_steps_that_there_are():
    line = [[[0.0, 0.5], [0.02, 0.5]]]
    ids = [*tokens.encode_plan(Scene()), *tokens.encode_sketch(strokes.sketch_of([]), {0: line})]
    index = ids.index(tokens.DX + 5)
    assert token_editing.limits(ids, index) == (0, tokens.LONGEST - 1)


def test_editor_follows_the_token_and_its_number(ids):
    panel = token_editing.token_editor(ids)
    place, level, picture = panel.children
    assert "nothing is changed" in picture.alt
    level.value -= 20
    assert "becomes y" in picture.alt and "stroke-dasharray" not in picture.alt
    place.value = 1  # a tag has no number
    assert level.disabled and "[mountain] stands here" in picture.alt
    place.value = 2
    assert not level.disabled and level.value == token_editing.number_of(ids[start(ids) + 2])
    assert "nothing is changed" in picture.alt
    place.value = boat(ids) - start(ids) + 3  # a step
    assert (level.min, level.max) == token_editing.limits(ids, boat(ids) + 3) != (0, 255)
    assert level.value == token_editing.number_of(ids[boat(ids) + 3]) and "dx" in picture.alt


def test_editor_offers_the_switch_only_with_a_model(ids):
    assert len(token_editing.token_editor(ids).children) == 3
    panel = token_editing.token_editor(ids, finish=lambda prefix: [])
    level, anew, picture = panel.children[1:]
    level.value -= 20
    long = picture.value
    anew.value = True
    assert len(picture.value) < len(long)  # the rest of the mountain is gone


@pytest.mark.parametrize(
    ("name", "kind"),
    [("style=ink", "plan"), ("[boat]", "tag"), ("<extra_0>", "tag"), ("x3", "x"), ("y0", "y"),
     ("dx+3", "x"), ("dy-8", "y"),
     ("|", "mark"), ("<end>", "mark"), ("text:17", "text")],
)  # fmt: skip
def test_chips_are_coloured_by_kind(name, kind):
    token = tokens.IDS.get(name, tokens.TEXT_START + 17)
    markup = strokes.chips([token])
    assert strokes.CHIPS[kind] in markup
    assert (">&lt;extra_0&gt;<" in markup) == (name == "<extra_0>")


def test_field_glows_where_the_probability_is():
    field = np.zeros((256, 256))
    field[40, 200] = 1
    figure = point_fields.point_field([field], [strokes.sketch_of([])], ["a"], "title", columns=1)
    glow = np.asarray(figure.axes[0].images[0].get_array())
    assert np.unravel_index(glow.argmax(), glow.shape) == (40, 200)


def test_field_that_is_no_distribution_is_named():
    with pytest.raises(ValueError, match=r"`fields` must be arrays .* sum to 1. Received: shape"):
        point_fields.point_field([np.ones((9, 9))], [strokes.sketch_of([])], ["a"], "title")
