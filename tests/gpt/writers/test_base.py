"""Names, arguments and streaming of all writers, with a writer that only counts."""

import subprocess
import sys

import pytest

from artlab.gpt import writers
from artlab.gpt.writers import base, streams


class Counting(base.Writer):
    """Writes numbers; remembers whether it was stopped."""

    def __init__(self):
        super().__init__("counting", "for the tests")
        self.stopped = False

    def _pieces(self, prompt, max_new_tokens, temperature, seed):
        try:
            for number in range(max_new_tokens):
                yield f"{number} "
        finally:
            self.stopped = True


def test_text_is_the_sum_of_its_pieces(capsys):
    writer, seen = Counting(), []
    assert writer.write("a", max_new_tokens=3) == "0 1 2 "
    assert writer.write("a", max_new_tokens=3, stream=seen.append) == "".join(seen) == "0 1 2 "
    assert capsys.readouterr().out == ""
    assert writer.write("a", max_new_tokens=3, stream=True) == "0 1 2 "
    assert capsys.readouterr().out == "0 1 2 \n"


def test_closing_the_pieces_stops_the_writing():
    writer = Counting()
    pieces = writer.pieces("a", max_new_tokens=1000)
    assert next(pieces) == "0 "
    pieces.close()
    assert writer.stopped


def test_an_interrupt_while_showing_stops_the_writing():
    writer = Counting()

    def interrupt(piece):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writer.write("a", stream=interrupt)
    assert writer.stopped


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"prompt": ""}, "`prompt` must have more than white space in it. Received: ''"),
        ({"prompt": " \n\t"}, "`prompt` must have more than white space"),
        ({"prompt": None}, "`prompt` must be a str. Received: NoneType"),
        ({"prompt": "a\ud800"}, r"`prompt` must be text in Unicode.*at place 1"),
        ({"max_new_tokens": 0}, "`max_new_tokens` must be an int of 1 or more. Received: 0"),
        ({"max_new_tokens": 2.5}, "`max_new_tokens` must be an int"),
        ({"max_new_tokens": True}, "`max_new_tokens` must be an int"),
        ({"temperature": -0.1}, "`temperature` must be a finite number of 0 or more"),
        ({"temperature": float("nan")}, "`temperature` must be a finite number"),
        ({"temperature": float("inf")}, "`temperature` must be a finite number"),
        ({"temperature": "hot"}, "`temperature` must be a finite number"),
        ({"seed": -1}, "`seed` must be an int of 0 or more. Received: -1"),
        ({"seed": 2**63}, r"`seed` must be less than 2\*\*63"),
        ({"stream": "yes"}, "`stream` must be True, False or a function. Received: 'yes'"),
    ],
)
def test_bad_arguments_are_named_at_once(options, message):
    with pytest.raises(ValueError, match=message):
        Counting().write(**{"prompt": "a", **options})
    if "stream" not in options:
        with pytest.raises(ValueError, match=message):
            Counting().pieces(**{"prompt": "a", **options})  # not only when the first is asked for


# Names


@pytest.mark.parametrize(
    ("name", "near"),
    [("corse", "course"), ("SmolLM", "smollm2"), ("gpt-2", "gpt2"), ("OpenAI", "openai")],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(name, near):
    with pytest.raises(ValueError, match=f'`name` must be one of "course".*Did you mean "{near}"'):
        writers.load_writer(name)


@pytest.mark.parametrize("name", ["x", "./no/file", "a/b/c", "/no/file", "~/no/file", "a b/c"])
def test_what_is_no_name_at_all_is_refused_without_a_guess(name):
    with pytest.raises(ValueError, match="`name` must be one of") as caught:
        writers.load_writer(name)
    assert "Did you mean" not in str(caught.value)


@pytest.mark.parametrize("name", [None, 3, "", "  "])
def test_a_name_must_be_text(name):
    with pytest.raises(ValueError, match="`name` must be a name, a hub id or a folder"):
        writers.load_writer(name)


def test_unknown_options_are_named():
    with pytest.raises(ValueError, match=r"writer 'course': none\. Received: `model`"):
        writers.load_writer("course", model="x")


def test_listing_the_writers_imports_nothing_heavy():
    script = (
        "import sys\nfrom artlab import gpt\nassert gpt.writer_names()[0] == 'course'\n"
        "assert [one.name for one in gpt.available_writers()] == gpt.writer_names()\n"
        "print(*{n.split('.')[0] for n in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not {"torch", "transformers", "openai", "tensorflow"} & set(done.stdout.split())


# Decoding


def pieces_of(text, before=b""):
    """Pieces of a text of which every byte is a token."""
    tokens = (byte for byte in text)
    decode = lambda ids: bytes(ids).decode(errors="replace")  # noqa: E731
    return list(streams.text_pieces(tokens, decode, before))


def test_characters_of_several_tokens_come_whole():
    text = "山水 🎨 naïve"
    assert pieces_of(text.encode()) == list(text)
    assert pieces_of(text.encode(), before="画".encode()) == list(text)


def test_broken_characters_are_left_out():
    assert pieces_of("a山".encode()[:-1]) == ["a"]
    assert "".join(pieces_of(b"a\xe5\xb1b\xffc")) == "abc"
    assert pieces_of(b"\xf0\x9f\x8e") == []


def test_sentences_begin_with_capitals_however_they_are_cut():
    text = "a lake. two peaks!\nno boats? 3.5 birds. e"
    expected = "A lake. Two peaks!\nNo boats? 3.5 birds. E"
    for size in range(1, 9):
        cut = [text[start : start + size] for start in range(0, len(text), size)]
        assert "".join(streams.sentences(cut)) == expected
    assert list(streams.sentences(["x. y"], before="long te")) == ["x. Y"]


def test_an_answer_has_no_white_space_in_front():
    assert list(streams.answer([" ", "\n a", " b"])) == ["a", " b"]
