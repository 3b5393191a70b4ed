"""What an instructor needs in front of a class: notes to each section, and a run sheet.

    from artlab.classroom.teaching import parse_note, rows, as_text

The notes stand in the lessons' sources, in cells tagged `instructor`, right after the section
that they are about; `artlab.editions` reads them from there.
"""

from artlab.classroom.teaching.grading import points
from artlab.classroom.teaching.notes import CORE, STUDIO, Note, NoteError, Plan, Section, parse_note
from artlab.classroom.teaching.pages import as_html
from artlab.classroom.teaching.runsheet import Row, as_text, rows, start_time

__all__ = [
    "CORE",
    "STUDIO",
    "Note",
    "NoteError",
    "Plan",
    "Row",
    "Section",
    "as_html",
    "as_text",
    "parse_note",
    "points",
    "rows",
    "start_time",
]
