"""Writes the editions that are not in git: one folder for all lessons, the same bytes each time."""

import html
from dataclasses import dataclass
from pathlib import Path

from artlab.classroom.teaching import as_html, rows
from artlab.editions import assignment, deck, instructor, pictures, planning, slides
from artlab.runtime import atomic_write

FOLDER = "editions"
INDEX = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Editions of the course</title>
<style>body {{ font: 17px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 52rem;
padding: 0 1rem; background: #fbf8f1; color: #26221c }} a {{ color: #0069a4 }}
td {{ padding: .35rem 1rem .35rem 0; border-top: 1px solid #e4ddce }}
table {{ border-collapse: collapse; width: 100% }}</style></head>
<body><h1>Editions of the course</h1>
<p>For instructors: solutions are inside. The notebooks open in JupyterLab; all else in a browser,
with the network off. Slides: press S for the speaker's view.</p>
<table>{rows}</table></body></html>
"""


@dataclass(frozen=True)
class Lesson:
    """A lesson's source.

    Args:
        name: such as `"03_training_a_gan"`.
        text: the source.
    """

    name: str
    text: str


def make(root, sources, folder=None):
    """Writes all editions of some lessons; one without an instructor's note has none yet.

    Args:
        root: folder of the course.
        sources: paths of lessons' sources.
        folder: where to write; `editions/` in the course by default.

    Returns:
        List of paths whose text changed.

    Raises:
        LessonError: a source or a note breaks a rule, or the slides' package is missing. Nothing
            is written then.
    """
    root = Path(root)
    folder = Path(folder) if folder else root / FOLDER
    lessons = [lesson for lesson in map(_read, sources) if planning.has_notes(lesson.text)]
    wanted = {}
    for lesson in lessons:
        wanted |= {folder / path: text for path, text in _editions(root, lesson).items()}
    wanted[folder / "assignments" / "nbgrader_config.py"] = assignment.CONFIG
    names = [path.stem for path in sorted((root / "lessons").glob("[0-9]*.py"))]
    decks = {name: folder / _paths(name)["slides"] for name in names}
    made = [name for name, path in decks.items() if path in wanted or path.exists()]
    wanted[folder / "index.html"] = _index(made)
    return [path for path, text in wanted.items() if _write(path, text)]


def _read(path):
    return Lesson(path.stem, path.read_text(encoding="utf-8"))


def _editions(root, lesson):
    """The texts of one lesson's editions, by their paths inside the folder."""
    import nbformat

    name, text = lesson.name, lesson.text
    planned = planning.plan(name, text)
    shown = pictures.load(root, name), pictures.cover(root, name)
    title = f"{planned.number} {planned.title}"
    return {
        _paths(name)["slides"]: deck.deck(title, slides.slides(name, text, *shown)),
        _paths(name)["run sheet"]: as_html(planned, rows(planned, ("core", "studio"))),
        _paths(name)["instructor's notebook"]: nbformat.writes(
            instructor.instructor_notebook(name, text)
        )
        + "\n",
        _paths(name)["assignment"]: nbformat.writes(assignment.assignment_notebook(name, text))
        + "\n",
    }


def _paths(name):
    """Where the editions of a lesson lie; nbgrader wants a folder for each assignment."""
    return {
        "slides": f"slides/{name}.html",
        "run sheet": f"run_sheets/{name}.html",
        "instructor's notebook": f"instructor/{name}.ipynb",
        "assignment": f"assignments/source/{name}/{name}.ipynb",
    }


def _index(names):
    lines = []
    for name in names:
        links = [f'<td><a href="{path}">{kind}</a></td>' for kind, path in _paths(name).items()]
        lines.append(f"<tr><td>{html.escape(name)}</td>{''.join(links)}</tr>")
    return INDEX.format(rows="\n".join(lines))


def _write(path, text):
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as temporary:
        Path(temporary).write_text(text, encoding="utf-8", newline="\n")
    return True
