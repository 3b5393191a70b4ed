"""An instructor's note: minutes, one sentence to say, points for the slide, what goes wrong.

As it stands in a lesson:

    **6 min** · Two tapes, two lists of variables; nothing is frozen.

    - **Slide:** G moves by G's slopes, D by D's
    - **Ask:** how many of D's arrays does G's step move?
    - **Goes wrong:** labels 0 in G's step: then G learns to be found out.
    - **Late:** skip to *Read the curves*; the package takes the same step.
"""

import re
from dataclasses import dataclass, field

CORE, STUDIO = "core", "studio"
PARTS = (CORE, STUDIO)
_FIRST = re.compile(r"\*\*(?P<minutes>\d+) min\*\* · (?P<say>\S.*)")
_ITEM = re.compile(r"- \*\*(?P<label>[^*]+):\*\* (?P<text>\S.*)")
_TARGET = re.compile(r"skip to \*(?P<title>[^*]+)\*")
LABELS = {"Slide": "slides", "Ask": "asks", "Goes wrong": "pitfalls", "Late": "late"}


class NoteError(ValueError):
    """An instructor's note breaks a rule."""


@dataclass(frozen=True)
class Note:
    """What an instructor reads before and during one section.

    Args:
        minutes: of class.
        say: the one sentence that has to be said.
        slides: points for the slide, short.
        asks: questions for the room.
        pitfalls: what goes wrong, and what helps.
        late: what to do when the class is late here, or `""`.
    """

    minutes: int
    say: str
    slides: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    late: str = ""

    @property
    def skips_to(self):
        """Title of the section that a late class goes to, or `""`."""
        found = _TARGET.search(self.late)
        return found["title"] if found else ""


@dataclass(frozen=True)
class Section:
    """A section of a lesson with its note.

    Args:
        title: heading, without numbers of its own.
        part: `"core"` or `"studio"`.
        note: a `Note`.
        exercises: names of the exercises in it, such as `("03.1",)`.
        predictions: names of the predictions in it, such as `("03.a",)`.
    """

    title: str
    part: str
    note: Note
    exercises: tuple[str, ...] = ()
    predictions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A lesson as a class runs it.

    Args:
        number: such as `"03"`.
        title: of the lesson.
        minutes: what the lesson's table promises, `{"core": 45, "studio": 45}`.
        sections: a tuple of `Section`, in order.
    """

    number: str
    title: str
    minutes: dict = field(default_factory=dict)
    sections: tuple[Section, ...] = ()

    def of(self, part):
        """The sections of one part."""
        return tuple(section for section in self.sections if section.part == part)


def parse_note(text):
    """Reads a note.

    Args:
        text: Markdown, as in this module's head.

    Returns:
        A `Note`.

    Raises:
        NoteError: no minutes and sentence at the top, an unknown label, no slide, or two
            different ways out for a late class.

    Example:

    >>> note = parse_note("**6 min** · Two tapes.\\n\\n- **Slide:** G moves by G's slopes")
    >>> note.minutes, note.say, note.slides
    (6, 'Two tapes.', ("G moves by G's slopes",))
    """
    first, *items = _paragraphs(text)
    found = _FIRST.fullmatch(first)
    if not found or int(found["minutes"]) < 1:
        raise NoteError(f"a note must begin `**6 min** · One sentence.` Received: {first[:60]}")
    lists = {name: [] for name in LABELS.values()}
    for item in items:
        label, words = _labelled(item)
        lists[label].append(words)
    if not lists["slides"] or len(lists["late"]) > 1:
        raise NoteError(f"a note must have a `Slide:` and at most one `Late:`. Received: {first}")
    late = "".join(lists.pop("late"))
    points = {name: tuple(texts) for name, texts in lists.items()}
    return Note(int(found["minutes"]), found["say"], **points, late=late)


def _paragraphs(text):
    """The first line and the items, each on one line, however they were wrapped."""
    joined = re.sub(r"\n[ \t]+", " ", text.strip())
    blocks = re.split(r"\n{2,}|\n(?=- )", joined)
    return [" ".join(block.split()) for block in blocks]


def _labelled(item):
    found = _ITEM.fullmatch(item)
    if not found or found["label"] not in LABELS:
        listed = ", ".join(f"`- **{label}:** ...`" for label in LABELS)
        raise NoteError(f"an item of a note must be one of {listed}. Received: {item[:60]}")
    return LABELS[found["label"]], found["text"]
