"""The instructor's notebook: the solved lesson, with times, notes and ways to skip."""

from artlab.classroom.teaching import CORE, STUDIO, rows
from artlab.classroom.teaching.runsheet import clock
from artlab.editions.planning import plan
from artlab.lessons import INSTRUCTOR, NOTE_CELL, digest, notebook


def instructor_notebook(name, text):
    """Makes the instructor's edition of a lesson.

    Args:
        name: of the lesson, such as `"03_training_a_gan"`.
        text: its source.

    Returns:
        An `nbformat` notebook: a table of times first, then the solved lesson, with a quotation
        behind the head of each section.

    Raises:
        LessonError: the source or a note breaks a rule.
    """
    import nbformat.v4 as nbformat

    planned = plan(name, text)
    found = {part: rows(planned, (part,)) for part in (CORE, STUDIO) if planned.of(part)}
    notes = iter(_in_order(planned, found))
    made = notebook(name, text, INSTRUCTOR)
    for cell in made.cells:
        if NOTE_CELL in cell.metadata.get("tags", []):
            cell.source = quoted(next(notes))
    head = nbformat.new_markdown_cell(overview(planned, found), id="run-sheet")
    made.cells.insert(0, head)
    made.metadata.artlab["digest"] = digest(made)
    return made


def _in_order(planned, found):
    """The rows as the sections stand in the lesson, whatever part they belong to."""
    by_section = {row.section.title: row for part in found.values() for row in part}
    return [by_section[section.title] for section in planned.sections]


def overview(planned, found):
    """The times of a class, as Markdown.

    Args:
        planned: a `Plan`.
        found: dict from part to its rows.

    Returns:
        A table for each part, whose clocks begin at 0:00.
    """
    lines = [
        f"# Instructor's edition: {planned.title}",
        "",
        "Not for students: solutions and notes.",
    ]
    for part, table in found.items():
        lines += ["", f"**{part.upper()}, {planned.minutes[part]} minutes**", ""]
        lines += ["| clock | min | section | class does | late? |", "|---|---|---|---|---|"]
        lines += [_line(row) for row in table]
    return "\n".join(lines)


def _line(row):
    section = row.section
    tasks = [f"exercise {name}" for name in section.exercises]
    tasks += [f"predicts {name}" for name in section.predictions]
    late = f"skip to *{section.note.skips_to}*, up to {row.saves} min" if row.saves else ""
    cells = (clock(row.start), str(section.note.minutes), section.title, ", ".join(tasks), late)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def quoted(row):
    """A note as the instructor sees it behind the head of its section.

    Args:
        row: the `Row` of its section.

    Returns:
        A quotation in Markdown, which can be read in both of JupyterLab's themes.
    """
    note = row.section.note
    end = clock(row.start + note.minutes)
    lines = [f"**Instructor, {clock(row.start)} to {end}, {note.minutes} min.** {note.say}", ""]
    lines += [f"- **Ask:** {text}" for text in note.asks]
    lines += [f"- **Goes wrong:** {text}" for text in note.pitfalls]
    if note.late:
        lines.append(f"- » **Running late:** {note.late} Saves up to {row.saves} min.")
    return "\n".join(f"> {line}".rstrip() for line in lines)
