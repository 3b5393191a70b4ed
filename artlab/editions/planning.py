"""Reads a lesson's source as a class sees it: sections, their cells, and their notes."""

import re
from dataclasses import dataclass, field

from artlab.classroom.teaching import CORE, STUDIO, NoteError, Plan, Section, parse_note
from artlab.lessons import NOTE_CELL, LessonError, cell_id, parse

CLOSING = ("glossary", "on your own", "further reading")  # for home: no minutes of class
_HEADING = re.compile(r"#{1,2} (?P<title>\S.*)")
_FENCE = re.compile(r"\s*(```|~~~)")
_CLASS = re.compile(r"\| *Class *\| *CORE (\d+) min, STUDIO (\d+) min *\|")
_EXERCISE = re.compile(r"""\bcheck\(\s*["'](\d\d\.\d+)["']""")
_PREDICTION = re.compile(r"""\bpredict\(\s*["'](\d\d\.[a-z])["']""")


@dataclass
class Chapter:
    """A stretch of a lesson from one heading to the next.

    Args:
        title: the heading, without its signs.
        part: `"core"`, `"studio"`, or `""` where the cells have neither tag.
        prose: Markdown texts, in order; the heading is left out.
        cells: code cells, in order.
        note: a `Note`, or `None`.
        opened: number of the cell that holds the heading.
    """

    title: str
    part: str = ""
    prose: list = field(default_factory=list)
    cells: list = field(default_factory=list)
    note: object = None
    opened: int = 0

    def found(self, pattern):
        """Names that a pattern finds in the code, each once, in order."""
        names = [name for cell in self.cells for name in pattern.findall(cell.source)]
        return tuple(dict.fromkeys(names))

    def has_content(self):
        """Whether the chapter is more than a heading over the next one."""
        return bool(self.prose or self.cells)

    def section(self):
        """The chapter as a `Section` of a plan."""
        exercises, predictions = self.found(_EXERCISE), self.found(_PREDICTION)
        return Section(self.title, self.part, self.note, exercises, predictions)


def chapters(name, text):
    """Cuts a lesson at its headings of the first and second level.

    A note belongs to the section that the cell before it opens. Where one cell opens two, two
    notes follow it, in their order.

    Args:
        name: of the lesson, such as `"03_training_a_gan"`; for the errors.
        text: its source.

    Returns:
        A list of `Chapter`; the first one is the lesson's title.

    Raises:
        LessonError: a note that breaks a rule, or that has no section of its own.
    """
    found, seen = [], {}
    for number, cell in enumerate(parse(text)):
        cell.id = cell_id(name, cell, seen)  # as in the notebooks
        tags = cell.metadata.get("tags", [])
        if NOTE_CELL in tags:
            _annotate(name, found, cell.source, tags)
        elif cell.cell_type == "markdown":
            _add_prose(found, cell.source, number)
        elif found:
            found[-1].cells.append(cell)
    return found


def _add_prose(found, source, number):
    for title, prose in split_headings(source):
        if title is not None:
            found.append(Chapter(title, opened=number))
        if prose and found:
            found[-1].prose.append(prose)


def split_headings(source):
    """Cuts Markdown at `# ` and `## `: pairs of title (`None` before the first) and text.

    Example:

    >>> split_headings("so far\\n\\n## Next\\n\\nmore")
    [(None, 'so far'), ('Next', 'more')]
    """
    pieces, is_code = [(None, [])], False
    for line in source.split("\n"):
        is_code ^= bool(_FENCE.match(line))
        heading = None if is_code else _HEADING.fullmatch(line.rstrip())
        if heading:
            pieces.append((heading["title"], []))
        else:
            pieces[-1][1].append(line)
    joined = [(title, "\n".join(lines).strip()) for title, lines in pieces]
    return [(title, prose) for title, prose in joined if title is not None or prose]


def _annotate(name, found, source, tags):
    parts = [tag for tag in tags if tag in (CORE, STUDIO)]
    try:
        note = parse_note(source)
    except NoteError as error:
        raise LessonError(f"{name}: {error}") from error
    opened = [chapter for chapter in found if chapter.opened == found[-1].opened]
    opened = [chapter for chapter in opened if chapter.has_content() or chapter is opened[-1]]
    free = [chapter for chapter in opened if chapter.note is None]
    if not free or len(parts) != 1:
        raise LessonError(
            f"{name}: a note needs a section of its own, and the tag core or studio. "
            f"Received: {note.say}"
        )
    free[0].note, free[0].part = note, parts[0]


def has_notes(text):
    """Whether anybody has written an instructor's note into a lesson yet."""
    return any(NOTE_CELL in cell.metadata.get("tags", []) for cell in parse(text))


def plan(name, text):
    """The plan of a lesson.

    Args:
        name: of the lesson.
        text: its source.

    Returns:
        A `Plan`, with the sections that have a note.

    Raises:
        LessonError: as `chapters`; no minutes in the lesson's table; a section without a note.
    """
    found = chapters(name, text)
    promised = _CLASS.search(text)
    if not promised:
        raise LessonError(
            f"{name}: its table must have a row `| Class | CORE 45 min, STUDIO 45 min |`"
        )
    for chapter in found[1:]:
        is_closing = chapter.title.lower().startswith(CLOSING)
        if chapter.note is None and not is_closing and chapter.has_content():
            raise LessonError(f"{name}: no instructor's note in section {chapter.title!r}")
    sections = tuple(chapter.section() for chapter in found if chapter.note is not None)
    minutes = {CORE: int(promised[1]), STUDIO: int(promised[2])}
    return Plan(name[:2], found[0].title, minutes, sections)
