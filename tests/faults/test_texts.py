"""Prompts and file names that try to be more than text: on pages, in widgets, on the terminal."""

import html.parser
import io
import re
import subprocess
import sys

import numpy as np
import pytest
import valid

from artlab import _terminal, cli, images, plots
from artlab.classroom.cards import Feedback

BENIGN = "two mountains behind a lake"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror="alert(1)">',
    "quote": "' onmouseover='alert(1)' x='",
    "closing": "</title></style></textarea></section><svg/onload=alert(1)>",
    "entity": "&lt;script&gt;&#60;b onclick=x&#62;",
    "comment": "<!-- --!><iframe srcdoc='<script>1</script>'>",
    "latex": "$\\href{javascript:alert(1)}{x}$ $$\\frac{1}{0}$$ \\(x\\)",
    "markdown": "[a](javascript:alert(1)) ![b](x) **c** `d` \n# e\n- f | g",
    "terminal": "\x1b[2J\x1b]0;title\x07\x1b[31mred\r\x08\x7f\x9b31m",
    "bidi": "a\u202egnp.exe\u2066b\u2069\u200f",
    "braces": "{picture} {0} {title!r:>99} %s %(x)s",
    "zero": "a\x00b",
    "long": "<b>" * 33_334,
}
WITHOUT_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Structure(html.parser.HTMLParser):
    """Which elements a page has, with the names of their attributes, in order."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, tuple(name for name, _ in attributes)))
        for name, value in attributes:
            if name == "srcdoc":
                self.found += Structure(value).found
            if name in ("src", "href", "action"):
                assert not re.match(r"\s*(javascript|vbscript|data:text)", value or "", re.I)


def work(text):
    import dataclasses

    style = {"title": text, "artist": text, "license": text, "method": "transfer"}
    made = dataclasses.replace(valid.artwork(), prompt=text, description=text, notices=(text,))
    assert made.provenance["models"]
    return made, style


def steps(text):
    return work(text)[0]._repr_html_()


def page(text):
    from artlab.studio.portfolio import Portfolio

    return Portfolio([work(text)[0]], text, text, text)._repr_html_()


def wall(text):
    from artlab.studio.wall import Entry, wall_html

    made = work(text)[0]
    rows = [(Entry(1, text, "code", made.settings), made), (Entry(2, text, text, None, text), None)]
    return wall_html(rows, text)


def card(text):
    rows = (("a", "b"), (text, text))
    return Feedback("wrong", text, (text, text), text, rows)._repr_html_()


def classes(text):
    from artlab.datasets import Dataset

    return Dataset(valid.batch(), np.arange(6) % 2, (text, "b"), text, text, text)._repr_html_()


def beside(text):
    from artlab.widgets import side_by_side

    return side_by_side({text: text})._repr_html_()


def control(text):
    from artlab.widgets import Picture, panel

    return Picture(np.zeros((4, 4, 1)), text).value + panel(title=text).children[0].value


def picture(text):
    return images.html(np.zeros((4, 4, 1)), text)


def figure(text):
    return plots.figure_html(valid.figure(), text, text)


def answer(text):
    from artlab.classroom import check

    return check("03.1", text)._repr_html_()


DOORS = [steps, page, wall, card, classes, beside, control, picture, figure, answer]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_text_adds_no_element_to_a_page(door, name):
    plain, found = (Structure(door(text)).found for text in (BENIGN, HOSTILE[name]))
    assert not [pair for pair in found if any(a.startswith("on") for a in pair[1])]
    allowed = {"p", "br", "td", "th", "tr", "code", "span"} if door is answer else set()
    if door in (card, control):  # line ends and what stands in backticks, on purpose
        allowed = {"br", "code", "em"}
    if name == "long" and door is answer:  # long answers are cut
        return
    assert [pair for pair in found if pair[0] not in allowed] == [
        pair for pair in plain if pair[0] not in allowed
    ]


def test_a_page_with_an_open_door_is_noticed():
    assert ("img", ("src", "onerror")) in Structure(f"<p>{HOSTILE['attribute']}</p>").found


@pytest.mark.parametrize("door", [steps, beside], ids=lambda door: door.__name__)
def test_formulas_of_a_prompt_are_not_set(door):
    """JupyterLab sets formulas in what cells show, save in elements of this class."""
    assert re.match(r'<section class="[^"]*\bmathjax_ignore\b', door(HOSTILE["latex"]))


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_shown_on_a_terminal_moves_nothing(name):
    told = _terminal.shown(HOSTILE[name])
    assert not WITHOUT_CHARACTERS.search(told)
    assert name in ("terminal", "bidi", "zero") or told == HOSTILE[name]


@pytest.mark.parametrize("name", ["terminal", "bidi", "script"])
@pytest.mark.parametrize(
    "line", [["wall", "{}"], ["wall", "x", "--out", "{}"], ["paint", "--prompts", "{}"],
             ["paint", "a lake", "--out", "{}.txt"], ["train", "drawer", "--out", "{}"],
             ["export", "drawer", "--weights", "{}", "--out", "x"]],
    ids=" ".join,
)  # fmt: skip
def test_the_command_line_spells_what_it_was_given(line, name, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    given = HOSTILE[name].replace("/", "")
    assert cli.main([word.replace("{}", given) for word in line]) in (1, 2)
    told = "".join(capsys.readouterr())
    assert told and not WITHOUT_CHARACTERS.search(told)


def test_the_command_line_keeps_lines_bars_and_its_own_colours(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    with _terminal.harmless():
        print("\033[32mGREEN\033[0m\r50%\n\ttab \033[5m")
    assert stream.getvalue() == "\033[32mGREEN\033[0m\r50%\n\ttab \\x1b[5m\n"
    assert sys.stdout is stream


@pytest.mark.parametrize("name", HOSTILE)
def test_a_png_carries_a_text_as_it_is(name, tmp_path):
    path, text = tmp_path / "a.png", HOSTILE[name].replace("\x00", "")
    images.save_png(path, np.zeros((4, 4, 1)), {"Title": text})
    assert images.load_png_metadata(path)["Title"] == text


def test_half_characters_are_refused_by_name(tmp_path):
    from artlab.studio.portfolio import Portfolio

    half = "a\ud800"
    with pytest.raises(ValueError, match="`metadata`"):
        images.png_bytes(np.zeros((4, 4, 1)), {"Title": half})
    with pytest.raises(ValueError, match="`title`"):
        Portfolio([valid.artwork()], half)
    with pytest.raises(ValueError, match="`prompt`"):
        valid.studio().paint(half)


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be made there")
@pytest.mark.parametrize("name", ["script", "terminal", "bidi"])
def test_file_names_of_a_folder_are_spelled_in_its_warning(name, tmp_path):
    from artlab import datasets

    images.save_png(tmp_path / "good.png", valid.picture())
    (tmp_path / (HOSTILE[name].replace("/", "") + ".png")).write_bytes(b"nothing")
    with pytest.warns(UserWarning) as told:
        datasets.folder(tmp_path)
    assert not WITHOUT_CHARACTERS.search(str(told[0].message))


def test_file_names_made_of_prompts_are_letters_and_digits():
    from artlab.studio.command import file_name

    for text in HOSTILE.values():
        assert re.fullmatch(r"[\w-]{1,60}", file_name(text))


def test_a_hostile_prompt_paints_in_the_shell(tmp_path):
    """The whole way: the shipped models, a real process, a page of the steps."""
    text = HOSTILE["attribute"] + HOSTILE["terminal"].replace("\x00", "") + HOSTILE["bidi"]
    line = [sys.executable, "-m", "artlab.cli", "paint", text, "--size", "64", "--show-steps"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, check=False)
    told = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, told
    assert not WITHOUT_CHARACTERS.search(told)
    (page,) = tmp_path.glob("*-steps.html")
    found = Structure(page.read_text("utf-8")).found
    assert not [pair for pair in found if any(name.startswith("on") for name in pair[1])]
    assert {"script", "iframe"}.isdisjoint(tag for tag, _ in found)
