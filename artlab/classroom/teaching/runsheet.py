"""The run sheet of a class: when each section begins, and what a late class leaves out."""

import re
import textwrap
from dataclasses import dataclass

from artlab.classroom.teaching.notes import CORE, Section

DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class Row:
    """One line of a run sheet.

    Args:
        start: minutes since the class began.
        section: its `Section`.
        saves: minutes won by skipping to where the note's `Late:` points; 0 without one.
    """

    start: int
    section: Section
    saves: int = 0


def rows(plan, parts=(CORE,)):
    """Lays the sections of a plan on the clock.

    Args:
        plan: a `Plan`.
        parts: which parts are taught, in their order in the lesson.

    Returns:
        A list of `Row`, one for each section.

    Raises:
        ValueError: nothing to teach, or a `Late:` that points to no later section.
    """
    taught = [section for section in plan.sections if section.part in parts]
    if not taught:
        raise ValueError(f"`parts` must name parts of lesson {plan.number}. Received: {parts}")
    found, clock_now = [], 0
    for section in taught:
        found.append(Row(clock_now, section, saves(plan, section)))
        clock_now += section.note.minutes
    return found


def saves(plan, section):
    """Minutes that a late class wins in a section by skipping to where its note points.

    Args:
        plan: a `Plan`.
        section: one of its sections.

    Returns:
        The minutes of this part between the beginning of the section and that of the other one;
        0 when the note points nowhere.

    Raises:
        ValueError: the note points to no later section.
    """
    wanted = section.note.skips_to
    if not wanted:
        return 0
    later = plan.sections[plan.sections.index(section) :]
    titles = [other.title for other in later]
    if wanted not in titles[1:]:
        raise ValueError(
            f"`Late:` of {section.title!r} must name a later section. Received: {wanted!r}"
        )
    passed = later[: titles.index(wanted)]
    return sum(other.note.minutes for other in passed if other.part == section.part)


def total(found):
    """Minutes of all rows."""
    return sum(row.section.note.minutes for row in found)


def start_time(text):
    """Reads a time of day.

    Args:
        text: such as `"14:00"` or `"9:05"`; `None` for a class that begins at 0:00.

    Returns:
        Minutes since midnight, or `None`.

    Raises:
        ValueError: it is no time of day.

    Example:

    >>> start_time("14:05")
    845
    """
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"`start` must be a time of day such as 14:00. Received: {text}")
    return 60 * int(found[1]) + int(found[2])


def clock(minutes, start=None):
    """What the clock shows: `0:07` into the class, or `14:07` when it began at 14:00.

    Example:

    >>> clock(67), clock(7, 14 * 60)
    ('1:07', '14:07')
    """
    minutes = minutes if start is None else (start + minutes) % DAY
    return f"{minutes // 60}:{minutes % 60:02d}"


def as_text(plan, found, start=None, width=88):
    """The run sheet for a terminal.

    Args:
        plan: a `Plan`.
        found: its `rows`.
        start: minutes since midnight, or `None`.
        width: columns.

    Returns:
        Lines of text, without Markdown.
    """
    end = clock(total(found), start)
    lines = [f"{plan.number}  {plan.title}", f"{total(found)} minutes, ends at {end}"]
    for row in found:
        lines += ["", _heading(row, start), *_body(row, width, start)]
    return "\n".join([*lines, "", f"{end:>5}  end"])


def _heading(row, start):
    section = row.section
    tasks = [f"exercise {name}" for name in section.exercises]
    tasks += [f"predict {name}" for name in section.predictions]
    behind = f"   [{', '.join(tasks)}]" if tasks else ""
    head = f"{clock(row.start, start):>5}  {section.note.minutes:>2} min"
    return f"{head}  {section.part.upper():<6}  {section.title}{behind}"


def _body(row, width, start):
    note = row.section.note
    labelled = [("say", note.say), *(("ask", text) for text in note.asks)]
    labelled += [("wrong", text) for text in note.pitfalls]
    if note.late:
        labelled.append(("late", f"{note.late} Saves up to {row.saves} min."))
    for label, text in labelled:
        head = f"{'':7}{label:<7}"
        yield textwrap.fill(plain(text), width, initial_indent=head, subsequent_indent=" " * 14)


def plain(text):
    """Markdown of one line without its signs.

    Example:

    >>> plain("skip to *Read the curves*, and `check` **it**: $L_D$")
    'skip to “Read the curves”, and check it: L_D'
    """
    text = re.sub(r"\*\*([^*]+)\*\*", r"\1", text)
    text = re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])", r"“\1”", text)
    return re.sub(r"[`$]", "", text)
