"""The studio panel and the editor of a description, on parts that work by rule."""

import base64
import re

import numpy as np
import pytest

from artlab import widgets
from artlab.widgets import studio as studio_widgets
from artlab.world import Sketch, Stroke
from tests.studio import parts_by_rule as rules

LAKE = "two mountains behind a lake at dusk"


def panel(**options):
    return widgets.studio_panel(LAKE, **{"seed": 3, "studio": rules.studio(), **options})


def controls(box):
    field, row = box.children[:2]
    return {"prompt": field, "style": row.children[0], "seed": row.children[1]}


def texts(box):
    return [place.value for place in box.children[-1].children]


def pictures(html):
    """The documents of the SVG pictures in some HTML."""
    codes = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", html)
    return [base64.b64decode(code).decode("utf-8") for code in codes]


# The panel


def test_panel_shows_words_description_sketch_and_painting():
    box = panel()
    asked, told, drawn, painted = texts(box)
    assert LAKE in asked
    assert box.artwork.description in told
    assert pictures(drawn)[0].count("<polyline") == len(box.artwork.sketch.strokes)
    assert "Plan: 2 mountains, 1 lake" in drawn
    assert box.artwork.alt in painted and "data:image/png" in painted


def test_panel_paints_what_the_studio_paints():
    work = rules.studio(seed=3).paint(LAKE)
    assert np.array_equal(panel().artwork.painting, work.painting)


def test_panel_paints_anew_for_another_seed_style_or_sentence():
    box = panel()
    for name, value in (("seed", 4), ("style", "woodblock"), ("prompt", "湖")):
        before = box.artwork
        controls(box)[name].value = value
        assert box.artwork is not before
    settings = box.artwork.settings
    assert (settings.seed, settings.style, settings.prompt) == (4, "woodblock", "湖")


def test_panel_leaves_the_style_to_the_words_at_first():
    box = panel()
    assert controls(box)["style"].label == studio_widgets.FREE
    assert box.artwork.settings.style is None
    assert controls(panel(style="ink"))["style"].label == "ink"


def test_panel_reports_only_when_a_control_is_let_go():
    box = panel()
    for seed in range(10, 18):  # quick draws would make other widgets follow each move
        controls(box)["seed"].value = seed
    assert [controls(box)[name].continuous_update for name in ("prompt", "seed")] == [False] * 2


def test_panels_fill_one_after_the_other():
    seen = []

    class Watching(rules.Painter):
        def paint(self, sketch, plan, size=256, seed=0):
            seen.extend(texts(box))
            return super().paint(sketch, plan, size, seed)

    box = panel()
    box.studio = rules.studio(painter=Watching())
    controls(box)["seed"].value = 5
    asked, told, drawn, painted = seen
    assert LAKE in asked and "number" in told
    assert pictures(drawn) and "data:image/png" not in painted


def test_strokes_appear_while_the_drawer_draws():
    counts = []

    class Watching(rules.Drawer):
        def draw(self, plan, seed=0, keep=None, on_stroke=None):
            def look(stroke):
                on_stroke(stroke)
                box.drawn = 0.0  # as if time had passed
                counts.extend(picture.count("<polyline") for picture in pictures(texts(box)[2]))

            return super().draw(plan, seed, keep, look)

    box = panel()
    box.studio = rules.studio(drawer=Watching())
    controls(box)["seed"].value = 5
    assert counts == sorted(counts) and counts[-1] - counts[0] > 5


def test_panel_says_what_it_cannot_draw():
    box = panel()
    controls(box)["prompt"].value = "a dragon over a lake"
    assert "I cannot draw: dragon." in texts(box)[0]


def test_panel_escapes_what_is_typed():
    box = panel()
    controls(box)["prompt"].value = "<img src=x onerror=alert(1)>"
    assert not any("<img src=x" in text for text in texts(box))


def test_panel_tells_an_error_of_a_students_own_part():
    flawed = rules.studio(painter=lambda sketch, plan: np.zeros((8, 8)))
    box = panel(studio=flawed)
    assert "`painter` must return uint8" in texts(box)[0]
    assert box.artwork is None and "…" not in "".join(texts(box)[1:])


def test_panel_in_plain_text_is_its_painting_in_words():
    box = panel()
    assert repr(box) == box.artwork.alt


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": 100}, "`seed` must be an int from 0 to 99. Received: 100"),
        ({"seed": -1}, "`seed`"),
        ({"style": "oil"}, "`style` must be one of: ink"),
    ],
)
def test_panel_refuses_what_cannot_be_chosen(options, message):
    with pytest.raises(ValueError, match=message):
        panel(**options)


# The editor


@pytest.fixture
def work():
    return rules.studio(seed=2).paint(LAKE)


def editor(work, **parts):
    box = widgets.description_editor(work, rules.studio(**parts))
    return box, box.children[0], box.children[1].children[0]


def test_editor_starts_with_nothing_changed(work):
    box, field, _ = editor(work)
    assert field.value == work.description and box.artwork is work
    assert "strokes stay as they are" in texts(box)[1]


def test_edited_word_changes_only_its_strokes(work):
    box, field, _ = editor(work)
    field.value = work.description.replace("lake", "sea")
    added, gone = studio_widgets.changed_strokes(work.sketch, box.artwork.sketch)
    assert {stroke.element for stroke in gone} == {"lake"}
    assert {stroke.element for stroke in added} == {"sea"}
    assert "Drawn anew (bold): sea. Gone (dashed): lake." in texts(box)[1]


def test_editor_always_compares_with_the_first_work(work):
    box, field, _ = editor(work)
    field.value = work.description.replace("lake", "sea")
    field.value = work.description
    assert box.artwork is work


def test_button_does_not_draw_a_text_twice(work):
    drawn = []

    class Counting(rules.Drawer):
        def draw(self, plan, seed=0, keep=None, on_stroke=None):
            drawn.append(plan)
            return super().draw(plan, seed, keep, on_stroke)

    _, field, button = editor(work, drawer=Counting())
    field.value = work.description.replace("lake", "sea")
    button.click()
    assert len(drawn) == 1


def test_editor_says_what_it_cannot_draw(work):
    box, field, _ = editor(work)
    field.value = work.description + " A dragon."
    assert "I cannot draw: dragon." in texts(box)[1]


def test_editor_in_plain_text_tells_the_change(work):
    box, field, _ = editor(work)
    field.value = work.description.replace("lake", "sea")
    assert "Drawn anew (bold): sea" in repr(box)


# The picture of a change


def stroke(element, height):
    return Stroke(element, [[0.1, height], [0.9, height]])


def test_picture_of_a_change_marks_new_kept_and_gone_strokes():
    old = Sketch([stroke("mountain", 0.2), stroke("lake", 0.6)])
    new = Sketch([stroke("mountain", 0.2), stroke("sea", 0.7)])
    svg = studio_widgets.changes_svg(old, new)
    lines = re.findall(r"<polyline[^>]*>", svg)
    dashed = [line for line in lines if "dasharray" in line]
    bold = [line for line in lines if studio_widgets.NEW in line]
    kept = [line for line in lines if studio_widgets.KEPT in line]
    assert [len(found) for found in (lines, dashed, bold, kept)] == [3, 1, 1, 1]
    assert "182.0" in bold[0] and "156.0" in dashed[0] and "52.0" in kept[0]


def test_two_equal_sketches_differ_in_nothing():
    sketch = Sketch([stroke("mountain", 0.2)])
    told = studio_widgets.difference(sketch, Sketch([stroke("mountain", 0.2)]))
    assert told == "All 1 strokes stay as they are."
