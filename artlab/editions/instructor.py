"""The instructor's notebook: the solved lesson, with times, notes and ways to skip."""

from artlab.classroom.teaching import CORE, STUDIO, rows
from artlab.classroom.teaching.runsheet import clock
from artlab.editions.planning import plan
from artlab.lessons import INSTRUCTOR, NOTE_CELL, digest, notebook

BLUE, YELLOW = "info", "warning"  # JupyterLab's own boxes, readable in both of its themes


def instructor_notebook(name, text):
    """Makes the instructor's edition of a lesson.

    Args:
        name: of the lesson, such as `"03_training_a_gan"`.
        text: its source.

    Returns:
        An `nbformat` notebook: a table of times first, then the solved lesson, with a box
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
            cell.source = box(next(notes))
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


def box(row):
    """A note as a box of JupyterLab.

    Args:
        row: the `Row` of its section.

    Returns:
        Markdown inside two coloured boxes: what to say and ask, and what goes wrong.
    """
    note = row.section.note
    end = clock(row.start + note.minutes)
    lines = [f"**{clock(row.start)} to {end}, {note.minutes} min.** {note.say}", ""]
    lines += [f"- **Ask:** {text}" for text in note.asks]
    trouble = [f"- **Goes wrong:** {text}" for text in note.pitfalls]
    if note.late:
        trouble.append(f"- **Running late:** {note.late} Saves up to {row.saves} min.")
    boxes = [_coloured(lines, BLUE), _coloured(trouble, YELLOW) if trouble else ""]
    return "\n\n".join(filter(None, boxes))


def _coloured(lines, colour):
    # The blank lines make JupyterLab read the inside as Markdown.
    inside = "\n".join(lines).strip()
    return f'<div class="alert alert-block alert-{colour}">\n\n{inside}\n\n</div>'
