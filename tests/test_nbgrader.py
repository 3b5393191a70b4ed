"""nbgrader hands out a real lesson, and grades three students (make test-teaching).

It runs in `.venv-teaching`, because nbgrader changes JupyterLab for everybody in its environment.
Lesson 00 needs no framework: the studio paints with ONNX Runtime.
"""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import nbformat
import pytest

from artlab.build import build_editions
from artlab.lessons import SOLUTIONS, notebook

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv-teaching" / ("Scripts" if os.name == "nt" else "bin")
LESSON = "00_start_here"
HALF = {"points-00-1": 2.0, "points-00-2": 0.0, "points-00-3": 0.0}
ALL = dict.fromkeys(HALF, 2.0)
NONE = dict.fromkeys(HALF, 0.0)

pytestmark = [pytest.mark.teaching, pytest.mark.timeout(1500)]


def nbgrader(folder, *words):
    line = [str(BIN / "nbgrader"), *words]
    here = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "MPLBACKEND": "agg"}
    here |= {"JUPYTER_DATA_DIR": str(folder / "jupyter"), "ARTLAB_CACHE": str(folder / "cache")}
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, env=here, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def hand_in(folder, student, answers):
    """Puts a student's notebook where nbgrader looks: the released one with some cells replaced."""
    released = folder / "release" / LESSON / f"{LESSON}.ipynb"
    made = nbformat.read(released, as_version=4)
    for cell in made.cells:
        cell.source = answers.get(
            cell.get("metadata", {}).get("nbgrader", {}).get("grade_id"), cell.source
        )
    target = folder / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    target.parent.mkdir(parents=True)
    nbformat.write(made, target)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A graded course: three students, one assignment."""
    if not (BIN / "nbgrader").exists():
        pytest.fail("nbgrader is not in .venv-teaching: make test-teaching sets it up")
    folder = tmp_path_factory.mktemp("nbgrader")
    build_editions(ROOT, ["00"], folder / "editions")
    for name in ("source", "nbgrader_config.py"):
        shutil.move(folder / "editions" / "assignments" / name, folder / name)
    nbgrader(folder, "generate_assignment", LESSON, "--create")
    text = (ROOT / "lessons" / f"{LESSON}.py").read_text(encoding="utf-8")
    solved = [cell.source for cell in notebook(LESSON, text, SOLUTIONS).cells]
    right = {
        f"answer-00-{number}": next(code for code in solved if f'check("00.{number}"' in code)
        for number in (1, 2, 3)
    }
    hand_in(folder, "ada", right)
    half = right | {"answer-00-2": "after = 1 / 0", "answer-00-3": 'order = ["paint"]'}
    hand_in(folder, "bo", half | {"points-00-3": "2"})  # he also writes himself points
    hand_in(folder, "cy", {})
    nbgrader(folder, "autograde", LESSON, "--create")
    return folder


def scores(course, student):
    query = """
        SELECT base_cell.name, grade.auto_score
        FROM grade
        JOIN base_cell ON grade.cell_id = base_cell.id
        JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
        JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
        WHERE submitted_assignment.student_id = ?
    """
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        return dict(gradebook.execute(query, (student,)))


def test_what_is_handed_out_shows_no_solution(course):
    released = nbformat.read(course / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in released.cells)
    assert "SOLUTION" not in text and 'letter = "B"' not in text
    assert "letter = ..." in text and "# Your answer: put it" in text


@pytest.mark.parametrize(("student", "expected"), [("ada", ALL), ("bo", HALF), ("cy", NONE)])
def test_grades_are_what_the_answers_earn(course, student, expected):
    assert scores(course, student) == expected


def test_the_untouched_notebook_runs_to_its_end(course):
    graded = nbformat.read(course / "autograded" / "cy" / LESSON / f"{LESSON}.ipynb", as_version=4)
    errors = [o for c in graded.cells for o in c.get("outputs", []) if o.output_type == "error"]
    assert errors == []
