"""Instructor's notes, the clock of a class, and points for a program that grades."""

import html.parser

import pytest

from artlab.classroom.teaching import (
    CORE,
    STUDIO,
    Note,
    NoteError,
    Plan,
    Section,
    as_html,
    as_text,
    parse_note,
    points,
    rows,
    start_time,
)
from artlab.classroom.teaching.pages import inline
from artlab.classroom.teaching.runsheet import clock, plain, total

NOTE = """\
**6 min** · Two tapes, two
lists of variables.

- **Slide:** G moves by G's slopes,
  D by D's
- **Slide:** nothing is frozen
- **Ask:** how many arrays move?
- **Goes wrong:** labels 0.
- **Late:** skip to *Read the curves*; say that it works.
"""


def section(title, part, minutes, late=""):
    return Section(title, part, Note(minutes, f"Say {title}.", ("point",), late=late))


@pytest.fixture
def planned():
    return Plan(
        "99",
        "Look & <see>",
        {CORE: 18, STUDIO: 7},
        (
            section("One", CORE, 5, "skip to *Three*."),
            section("Two", CORE, 10),
            section("Deeper", STUDIO, 7),
            section("Three", CORE, 3),
        ),
    )


def test_note_is_read_with_its_wrapped_lines_joined():
    assert parse_note(NOTE) == Note(
        6,
        "Two tapes, two lists of variables.",
        ("G moves by G's slopes, D by D's", "nothing is frozen"),
        ("how many arrays move?",),
        ("labels 0.",),
        "skip to *Read the curves*; say that it works.",
    )


def test_note_tells_where_a_late_class_goes():
    assert parse_note(NOTE).skips_to == "Read the curves"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Say it.", r"must begin `\*\*6 min\*\*.*Received: Say it"),
        ("**0 min** · Say it.\n\n- **Slide:** x", "must begin"),
        ("**5 min** · Say it.", "must have a `Slide:`"),
        ("**5 min** · Say it.\n\n- **Slides:** x", r"must be one of.*Received: - \*\*Slides"),
        ("**5 min** · Say.\n\n- **Slide:** x\n- **Late:** a\n- **Late:** b", "at most one `Late:`"),
    ],
)
def test_note_that_breaks_a_rule_is_refused(text, message):
    with pytest.raises(NoteError, match=message):
        parse_note(text)


def test_rows_follow_one_another_on_the_clock(planned):
    found = rows(planned, (CORE, STUDIO))
    assert [row.start for row in found] == [0, 5, 15, 22]
    assert total(found) == 25


def test_rows_of_one_part_leave_the_other_out(planned):
    assert [row.section.title for row in rows(planned)] == ["One", "Two", "Three"]


def test_skipping_saves_the_minutes_of_its_own_part(planned):
    # One (5) and Two (10) are passed over; Deeper belongs to STUDIO.
    assert [row.saves for row in rows(planned, (CORE, STUDIO))] == [15, 0, 0, 0]


def test_skipping_backwards_is_refused(planned):
    back = Plan("99", "x", {}, (*planned.sections, section("Four", CORE, 1, "skip to *One*.")))
    with pytest.raises(ValueError, match=r"'Four' must name a later section\. Received: 'One'"):
        rows(back)


def test_a_part_that_is_not_there_is_refused(planned):
    with pytest.raises(ValueError, match="`parts` must name parts of lesson 99"):
        rows(planned, ("evening",))


@pytest.mark.parametrize(("text", "minutes"), [("0:00", 0), ("9:05", 545), (" 23:59 ", 1439)])
def test_start_time_counts_from_midnight(text, minutes):
    assert start_time(text) == minutes


@pytest.mark.parametrize("text", ["", "14", "24:00", "9:60", "noon", "9:5"])
def test_start_time_refuses_what_is_no_time(text):
    with pytest.raises(ValueError, match="`start` must be a time of day"):
        start_time(text)


def test_clock_passes_midnight():
    assert clock(20, 23 * 60 + 50) == "0:10"


def test_run_sheet_names_begin_end_and_way_out(planned):
    text = as_text(planned, rows(planned), start_time("14:00"))
    lines = text.splitlines()
    assert lines[1] == "18 minutes, ends at 14:18"
    assert [line.split()[0] for line in lines if line[:5].strip()[:2] == "14"] == [
        "14:00",
        "14:05",
        "14:15",
        "14:18",
    ]
    assert "skip to “Three”. Saves up to 15 min." in text


def test_run_sheet_keeps_to_its_width(planned):
    assert max(map(len, as_text(planned, rows(planned), width=60).splitlines()[3:])) <= 60


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.text, self.tags = "", []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def test_page_escapes_titles_and_loads_nothing(planned):
    page = Page(as_html(planned, rows(planned)))
    assert "99 Look & <see>" in page.text
    assert not {"script", "link", "img", "see"} & {tag for tag, _ in page.tags}


def test_inline_does_not_take_a_product_for_italics():
    assert inline("x*y and 2 * 3 * 4") == "x*y and 2 * 3 * 4"
    assert plain("x*y and 2 * 3 * 4") == "x*y and 2 * 3 * 4"


def test_points_are_all_or_nothing():
    right = {"A": "healthy", "B": "untrained", "C": "collapsed"}
    assert points("03.3", right, worth=2) == 2
    assert points("03.3", right | {"B": "healthy"}, worth=2) == 0
    assert points("03.3", ..., worth=2) == 0


def test_points_keep_stderr_quiet(capfd):
    import sys
    import warnings

    def noisy(pixels, activation):
        print("trouble", file=sys.stderr)
        warnings.warn("more trouble", stacklevel=1)
        return pixels

    assert points("03.1", noisy) == 0
    assert capfd.readouterr().err == ""
