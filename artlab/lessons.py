"""Turns the text of a lesson (`lessons/NN_topic.py`, py:percent) into its notebooks.

The student edition has stubs where the solutions edition has the answers; the instructor
edition has the notes for class as well. Nothing here runs a cell: expected outputs stand in the
source, as `#> ` lines at the end of a code cell, and become the outputs that nbval compares.
This module works on text; `artlab.build` on files.
"""

import ast
import hashlib
import json
import re
import textwrap

STUDENT = "student"
SOLUTIONS = "solutions"
INSTRUCTOR = "instructor"
EDITIONS = (STUDENT, SOLUTIONS, INSTRUCTOR)
SOLVED = (SOLUTIONS, INSTRUCTOR)

CHECKED = "nbval-check-output"  # nbval compares the outputs of a cell with this tag
SOLUTION_CELL = "solution"  # a whole cell that only solved editions have
NOTE_CELL = "instructor"  # a cell for whoever teaches: the instructor edition alone has it

LESSON_NAME = re.compile(r"\d\d_[a-z0-9_]+")
_LATE_TYPE = re.compile(r"# %%.*=.*\[(markdown|raw)\]\s*$", re.MULTILINE)
_OUTPUT_LINE = re.compile(r"#>( |$)")
_MARKER = re.compile(
    r"^(?P<indent>\s*)### (?P<kind>BEGIN SOLUTION|END SOLUTION|STUB:)(?P<text>.*)$"
)


class LessonError(ValueError):
    """A lesson's source, or a notebook made from it, breaks a rule of the course."""


def notebook(name, text, edition=STUDENT, badge=None):
    """Converts the source of one lesson to one edition of its notebook.

    Args:
        name: Name of the lesson without suffix, such as `"03_training_a_gan"`.
        text: Source of the lesson, in jupytext's py:percent format.
        edition: `"student"`, `"solutions"` or `"instructor"`.
        badge: Markdown of the first cell, or `None` for no such cell.

    Returns:
        An `nbformat` notebook with derived cell ids, execution counts 1..n, the expected
        outputs, and a digest of its cells in `metadata["artlab"]`.

    Raises:
        LessonError: When the name or a marker in the source breaks a rule.
    """
    import nbformat.v4 as nbformat

    _check_source(name, text)
    cells = [] if badge is None else [nbformat.new_markdown_cell(badge, id="badge")]
    cells += _edition_cells(name, parse(text), edition)
    _number(cells)
    metadata = {
        "artlab": {"edition": edition, "source": f"lessons/{name}.py"},
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    result = nbformat.new_notebook(cells=cells, metadata=metadata, nbformat_minor=5)
    result.metadata.artlab["digest"] = digest(result)
    return result


def digest(notebook):
    """Digest of what a person can edit in a notebook: types, sources, tags, attachments.

    Outputs and execution counts are left out: running a notebook is not editing it.

    Args:
        notebook: A notebook, as a mapping in nbformat 4.

    Returns:
        64 hexadecimal digits.
    """
    edits = [
        [
            cell["cell_type"],
            "".join(cell["source"]),
            cell["metadata"].get("tags", []),
            cell.get("attachments", {}),
        ]
        for cell in notebook["cells"]
    ]
    return hashlib.sha256(json.dumps(edits, sort_keys=True).encode()).hexdigest()


def badge(repository, path, branch="main"):
    """Markdown of the badge that opens a notebook in Colab.

    Args:
        repository: `"owner/name"` on GitHub.
        path: Path of the notebook inside the repository, with forward slashes.
        branch: Branch that Colab reads.

    Returns:
        One line of Markdown.

    Example:

    >>> badge("someone/course", "notebooks/01_x.ipynb").endswith("main/notebooks/01_x.ipynb)")
    True
    """
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise LessonError(f"`repository` must be owner/name. Received: {repository!r}")
    colab = "https://colab.research.google.com"
    target = f"{colab}/github/{repository}/blob/{branch}/{path}"
    return f"[![Open in Colab]({colab}/assets/colab-badge.svg)]({target})"


def solution_lines(text):
    """The lines of a lesson that only its solutions edition may show.

    Args:
        text: Source of the lesson.

    Returns:
        A list with one list of lines for each solution block.
    """
    blocks = []
    for cell in parse(text):
        if cell.cell_type == "code":
            pieces = split_solutions("", split_outputs("", cell.source)[0])
            blocks += [lines for lines, stub in pieces if stub is not None]
    return blocks


def _check_source(name, text):
    if not LESSON_NAME.fullmatch(name):
        raise LessonError(
            f"A lesson's file must be named NN_topic.py, in lower case. Received: {name}.py"
        )
    late = _LATE_TYPE.search(text)  # jupytext would silently read a code cell
    if late:
        raise LessonError(f"{name}: [markdown] must stand before the tags. Received: {late[0]}")


def parse(text):
    """The cells of a lesson's source, as jupytext reads them."""
    import jupytext

    return jupytext.reads(text, fmt="py:percent").cells


def _edition_cells(name, source_cells, edition):
    cells, seen = [], {}
    for source_cell in source_cells:
        tags = list(source_cell.metadata.get("tags", []))
        identity = cell_id(name, source_cell, seen)
        if SOLUTION_CELL in tags and edition not in SOLVED:
            continue
        if NOTE_CELL in tags and edition != INSTRUCTOR:
            continue
        cells.append(_cell(name, source_cell, tags, identity, edition))
    return cells


def _cell(name, source_cell, tags, identity, edition):
    import nbformat.v4 as nbformat

    if source_cell.cell_type == "markdown":
        metadata = {"tags": tags} if tags else {}
        return nbformat.new_markdown_cell(source_cell.source, id=identity, metadata=metadata)
    if source_cell.cell_type != "code":
        raise LessonError(
            f"{name}: cells must be code or markdown. Received: {source_cell.cell_type}"
        )
    code, printed = split_outputs(name, source_cell.source)
    pieces = split_solutions(name, code)
    is_exercise = any(stub is not None for _, stub in pieces)
    lines = [
        line
        for answer, stub in pieces
        for line in (answer if stub is None or edition in SOLVED else stub)
    ]
    outputs = []
    # What an exercise prints depends on its answer, so only a solved edition compares it.
    if printed and (edition in SOLVED or not is_exercise):
        outputs = [nbformat.new_output("stream", name="stdout", text="\n".join(printed) + "\n")]
        tags = [*tags, CHECKED]
    metadata = {"tags": tags} if tags else {}
    return nbformat.new_code_cell("\n".join(lines), id=identity, metadata=metadata, outputs=outputs)


def cell_id(name, cell, seen):
    """The id of a cell. It depends on the cell alone: cells put in before do not change it."""
    content = f"{cell.cell_type}\n{cell.source}"
    derived = f"{name[:2]}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
    seen[derived] = seen.get(derived, 0) + 1
    return derived if seen[derived] == 1 else f"{derived}-{seen[derived]}"


def _number(cells):
    # nbval compares nothing in a cell whose count is null.
    code_cells = [cell for cell in cells if cell.cell_type == "code"]
    for count, cell in enumerate(code_cells, start=1):
        cell.execution_count = count


def split_outputs(name, source):
    """Cuts the trailing `#> ` lines off a cell: (code, list of printed lines)."""
    lines = source.rstrip().split("\n")
    end = len(lines)
    while end and _OUTPUT_LINE.match(lines[end - 1]):
        end -= 1
    for line in lines[:end]:
        if _OUTPUT_LINE.match(line):
            raise LessonError(
                f"{name}: expected output (`#> `) must end its cell. Code follows: {line}"
            )
    return "\n".join(lines[:end]).rstrip(), [line[3:] for line in lines[end:]]


def split_solutions(name, code):
    """Splits a cell into (lines, None) for plain code and (answer, stub) for solutions."""
    pieces, lines, stub, indent = [], [], None, ""
    for line in code.split("\n"):
        marker = _MARKER.match(line)
        kind = marker["kind"] if marker else None
        if kind is None:
            lines.append(line)
        elif (kind == "BEGIN SOLUTION") != (stub is None):
            raise LessonError(f"{name}: solution markers must pair up. Stray line: {line.strip()}")
        elif kind == "BEGIN SOLUTION":
            pieces.append((lines, None))
            lines, stub, indent = [], [], marker["indent"]
        elif kind == "STUB:":
            stub.append(indent + marker["text"].removeprefix(" "))
        else:
            pieces.append((lines, stub or [indent + _default_stub(lines)]))
            lines, stub = [], None
    if stub is not None:
        raise LessonError(f"{name}: a solution has no `### END SOLUTION`. It starts: {lines[:1]}")
    return [*pieces, (lines, None)]


def _default_stub(lines):
    """`name = ...` or `return ...` where the answer ends so, else `...`."""
    try:
        last = ast.parse(textwrap.dedent("\n".join(lines))).body[-1]
    except (SyntaxError, IndexError):  # magics, or an answer that is only a comment
        return "..."
    if isinstance(last, ast.Return):
        return "return ..."
    if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
        return f"{last.targets[0].id} = ..."
    return "..."
