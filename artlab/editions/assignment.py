"""The assignment edition: a lesson as nbgrader hands it out and grades it.

An exercise keeps its solution between nbgrader's marks, and gets a locked cell behind it whose
value is its points. That cell asks the lesson's own `check`, so it never raises, and whoever
grades reads the same explanation as the student.

References:
    nbgrader's documentation, "Autograded code cells" and "partial credit": the value of a graded
    cell, when it is a number, is what the cell earns.
"""

import ast
import re

from artlab.lessons import (
    SOLUTIONS,
    STUDENT,
    LessonError,
    digest,
    notebook,
    parse,
    split_outputs,
    split_solutions,
)

POINTS = 2
SCHEMA = 3  # of nbgrader's cell metadata
MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")
ANSWER_LINE = "# Your answer: put it in place of the dots"
CONFIG = f"""\
# nbgrader's settings for the course's assignments; `artlab build --all` writes this file.
c = get_config()
c.CourseDirectory.course_id = "artlab"
c.ClearSolutions.code_stub = {{"python": "{ANSWER_LINE}"}}
c.ExecutePreprocessor.timeout = 600  # seconds for a cell: some of them train a network
"""


def assignment_notebook(name, text):
    """Makes the source notebook of an assignment, for nbgrader's folder `source/`.

    Args:
        name: of the lesson, such as `"03_training_a_gan"`.
        text: its source.

    Returns:
        An `nbformat` notebook with nbgrader's metadata.

    Raises:
        LessonError: the source breaks a rule, or an exercise has no `check` in its cell.
    """
    made = notebook(name, text, STUDENT)
    solved = {cell.id: cell.source for cell in notebook(name, text, SOLUTIONS).cells}
    sources = _exercise_sources(name, text)
    cells, seen = [], set()
    for cell in made.cells:
        cells.append(cell)
        if "setup" in cell.metadata.get("tags", []):
            cell.metadata.nbgrader = _metadata("setup", locked=True)
        if cell.cell_type == "code" and cell.source != solved[cell.id]:
            cells.append(_graded(name, cell, sources[cell.source], seen))
    made.cells = cells
    made.metadata.artlab["edition"] = "assignment"
    made.metadata.artlab["digest"] = digest(made)
    return made


def _graded(name, cell, marked, seen):
    """Turns a cell into an answer cell; returns the cell with its points."""
    import nbformat.v4 as nbformat

    calls = _checks(cell.source)
    if len(calls) != 1 or calls[0][0] in seen:
        raise LessonError(
            f"{name}: an exercise needs one check of its own. Received: {cell.source}"
        )
    ((exercise, answer),) = calls
    seen.add(exercise)
    short = exercise.replace(".", "-")
    cell.source = marked
    cell.metadata.nbgrader = _metadata(f"answer-{short}", solution=True)
    return nbformat.new_code_cell(
        f"# Points of exercise {exercise}\n"
        "from artlab.classroom.teaching import points\n"
        f'points("{exercise}", {answer}, worth={POINTS})',
        id=f"points-{short}",
        metadata={"nbgrader": _metadata(f"points-{short}", grade=True, locked=True, points=POINTS)},
    )


def _checks(code):
    """Exercises that a cell checks, each with the expression that it hands over."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    checks = [node for node in calls if ast.unparse(node.func) == "check"]
    return [(ast.literal_eval(node.args[0]), ast.unparse(node.args[1])) for node in checks]


def _metadata(grade_id, **values):
    blank = {"grade": False, "locked": False, "solution": False, "task": False}
    return {**blank, "grade_id": grade_id, "schema_version": SCHEMA, **values}


def _exercise_sources(name, text):
    """From the student's text of a code cell to its text with nbgrader's marks."""
    found = {}
    for cell in parse(text):
        if cell.cell_type == "code":
            pieces = split_solutions(name, split_outputs(name, cell.source)[0])
            lines = [line for lines, stub in pieces for line in (stub or lines)]
            found["\n".join(lines)] = "\n".join(_marked(pieces))
    return found


def _marked(pieces):
    """Lines with the stub outside the marks, where it does not stand in the solution's way."""
    for lines, stub in pieces:
        if stub is None:
            yield from lines
            continue
        indent = re.match(r"\s*", lines[0])[0]
        solution = [f"{indent}{MARKS[0]}", *lines, f"{indent}{MARKS[1]}"]
        returns = any(line.strip().startswith("return") for line in stub)
        yield from [*solution, *stub] if returns else [*stub, *solution]
