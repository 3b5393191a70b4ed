"""The writer notes what is asked, and writes it, the same again, in the prompt's language."""

import itertools

import pytest

from artlab.studio.text import language_of
from artlab.studio.writer import Writer

LAKE = "two mountains behind a lake at dusk, a boat, no birds"


@pytest.fixture(scope="module")
def writer():
    return Writer.load()


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("two mountains behind a lake at dusk", {"mountain": 2, "lake": 1, "time": "dusk"}),
        ("three birds over the sea, in ink", {"bird": 3, "sea": 1, "style": "ink"}),
        ("a snowy night with a moon", {"time": "night", "moon": 1, "weather": "snow"}),
        ("两座山，一条河，一只小船", {"mountain": 2, "river": 1, "boat": 1}),
        ("雪山，没有水", {"water": "none", "weather": "snow"}),
    ],
)
def test_notes_say_what_a_prompt_asks_for(writer, prompt, expected):
    noted = writer.notes(prompt)
    assert {name: noted.get(name) for name in expected} == expected


def test_what_is_left_open_is_not_noted(writer):
    assert not {"boat", "pavilion", "bird", "water"} & set(writer.notes("two mountains"))


def test_the_same_seed_writes_the_same_and_another_something_else(writer):
    first = writer.write(LAKE, seed=3)
    assert writer.write(LAKE, seed=3) == first
    assert writer.write(LAKE, seed=4) != first


@pytest.mark.parametrize(
    "prompt", [LAKE, "画一幅山水画", "湖上有一只船 boat", "", "🎨🎨", "x" * 10_000]
)
def test_any_prompt_gets_a_description_in_its_language(writer, prompt):
    text = writer.write(prompt, seed=1)
    assert len(text) > 20
    assert language_of(text) == language_of(prompt)


def test_the_text_grows_token_by_token(writer):
    seen = []
    text = writer.write(LAKE, seed=2, on_text=seen.append)
    assert seen[-1] == text and len(seen) > 10
    assert all(len(one) <= len(other) + 1 for one, other in itertools.pairwise(seen))


def test_several_at_once_are_written_by_their_own_seeds(writer):
    texts = writer.write_many([LAKE, LAKE, "海上日出"], [3, 4, 3])
    assert texts[0] != texts[1]
    assert language_of(texts[2]) == "zh"
    assert writer.write_many([], []) == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda writer: writer.write(3), "`prompt` must be a text"),
        (lambda writer: writer.write("a lake", seed=-1), "`seed` must be an int from 0"),
        (lambda writer: writer.write_many(["a"], [1, 2]), "`seeds` must be 1 ints"),
    ],
)
def test_bad_arguments_are_named(writer, call, message):
    with pytest.raises(ValueError, match=message):
        call(writer)
