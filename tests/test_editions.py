"""The editions that are not in git, of the real lessons and of a small one."""

import base64
import html
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

from artlab import cli
from artlab.build import build_editions
from artlab.classroom.lesson import load as load_lesson
from artlab.classroom.teaching import CORE, STUDIO, rows
from artlab.editions import deck, pictures
from artlab.editions.assignment import ANSWER_LINE, POINTS, assignment_notebook
from artlab.editions.instructor import instructor_notebook
from artlab.editions.markup import code_html, math_html, to_html
from artlab.editions.planning import chapters, has_notes, plan
from artlab.editions.slides import slides, task_text
from artlab.lessons import NOTE_CELL, SOLUTIONS, LessonError, notebook, parse

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "lessons").glob("[0-9][0-9]_*.py"))
LESSONS = [path for path in SOURCES if has_notes(path.read_text(encoding="utf-8"))]
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
SMALL = """\
# %% [markdown]
# # Look
#
# | | |
# |---|---|
# | Class | CORE 5 min, STUDIO 3 min |
# | You end up with | a picture |

# %% tags=["setup", "core"]
print("ready")

# %% [markdown] tags=["core"]
# ## A sum
#
# Add.

# %% [markdown] tags=["instructor", "core"]
# **5 min** · Add them.
#
# - **Slide:** $1 + 1$ is `2`
# - **Goes wrong:** 11.

# %% tags=["core"]
### BEGIN SOLUTION
total = 2
### END SOLUTION
check("99.1", total)

# %% [markdown] tags=["core"]
# **Takeaway.** One and one.
#
# ## Deeper

# %% [markdown] tags=["instructor", "studio"]
# **3 min** · Deeper.
#
# - **Slide:** down
"""


def text_of(path):
    return path.read_text(encoding="utf-8")


def without_tags(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


# The notes --------------------------------------------------------------------------------------


def test_every_lesson_has_notes():
    assert LESSONS == SOURCES


@each_lesson
@pytest.mark.parametrize("part", [CORE, STUDIO])
def test_minutes_of_the_sections_add_up_to_what_the_lesson_says(path, part):
    planned = plan(path.stem, text_of(path))
    assert sum(section.note.minutes for section in planned.of(part)) == planned.minutes[part]


@each_lesson
def test_every_exercise_has_a_section_that_tells_what_goes_wrong(path):
    planned = plan(path.stem, text_of(path))
    silent = [s.title for s in planned.sections if s.exercises and not s.note.pitfalls]
    assert silent == []
    found = [name for section in planned.sections for name in section.exercises]
    assert sorted(found) == sorted(set(found)) and len(found) >= 3


@each_lesson
def test_a_late_class_finds_a_way_in_core(path):
    planned = plan(path.stem, text_of(path))
    assert any(row.saves >= 4 for row in rows(planned))


@each_lesson
def test_notes_stay_out_of_the_notebooks_of_students(path):
    notes = [
        cell.source for cell in parse(text_of(path)) if NOTE_CELL in cell.metadata.get("tags", [])
    ]
    for edition in ("student", "solutions"):
        shown = {cell.source for cell in notebook(path.stem, text_of(path), edition).cells}
        assert not shown & set(notes)


def test_two_sections_of_one_cell_get_their_notes_in_order():
    both = SMALL.replace("# Add.\n", "# Add.\n#\n# ## More\n#\n# Go on.\n")
    second = (
        '\n# %% [markdown] tags=["instructor", "core"]\n# **1 min** · More.\n#\n# - **Slide:** m\n'
    )
    text = both.replace("# - **Goes wrong:** 11.\n", "# - **Goes wrong:** 11.\n" + second)
    minutes = {c.title: c.note.minutes for c in chapters("99_look", text) if c.note}
    assert minutes == {"A sum": 5, "More": 1, "Deeper": 3}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("**5 min** · Add", "**soon** · Add", "99_look: a note must begin"),
        ('"instructor", "core"', '"instructor"', "needs a section of its own, and the tag"),
        ("CORE 5 min, ", "", "its table must have a row"),
        (
            '# %% [markdown] tags=["instructor", "studio"]',
            "# %% [markdown]",
            "no instructor's note",
        ),
    ],
)
def test_a_source_without_what_a_class_needs_is_refused(old, new, message):
    with pytest.raises(LessonError, match=message):
        plan("99_look", SMALL.replace(old, new))


# The instructor's notebook ----------------------------------------------------------------------


@each_lesson
def test_instructor_has_the_solved_lesson_and_a_box_for_each_section(path):
    made = instructor_notebook(path.stem, text_of(path))
    nbformat.validate(made)
    solved = [cell.source for cell in notebook(path.stem, text_of(path), SOLUTIONS).cells]
    boxes = [cell for cell in made.cells if NOTE_CELL in cell.metadata.get("tags", [])]
    assert [c.source for c in made.cells[1:] if c not in boxes] == solved
    assert len(boxes) == len(plan(path.stem, text_of(path)).sections)
    assert all(line.startswith(">") for cell in boxes for line in cell.source.split("\n"))


def test_instructor_starts_with_the_times():
    head = instructor_notebook("99_look", SMALL).cells[0].source
    assert "| 0:00 | 5 | A sum | exercise 99.1 |  |" in head
    assert "**STUDIO, 3 minutes**" in head


# Slides -----------------------------------------------------------------------------------------


@each_lesson
def test_slides_have_every_exercise_prediction_and_question(path):
    text, number = text_of(path), path.name[:2]
    shown = without_tags("\n".join(slides(path.stem, text)))
    planned = plan(path.stem, text)
    for section in planned.sections:
        assert all(f"Exercise · {name}" in shown for name in section.exercises)
        assert all(f"Predict · {name}" in shown for name in section.predictions)
    assert shown.count("Question ") >= len(load_lesson(number).QUESTIONS)
    assert all(term.chinese in shown for term in load_lesson(number).TERMS)


@each_lesson
def test_slides_show_no_answer(path):
    made = [one for one in slides(path.stem, text_of(path)) if 'class="exercise' in one]
    assert made
    assert not any("SOLUTION" in one or "STUB" in one for one in made)


@each_lesson
def test_exercise_slides_say_what_to_do(path):
    for one in slides(path.stem, text_of(path)):
        if 'class="exercise' in one:
            task = one.partition("</h2>")[2].partition("<aside")[0].partition("<pre")[0]
            assert len(without_tags(task).split()) >= 4, one[:200]


@each_lesson
def test_formulas_are_set_and_well_formed(path):
    markup = "\n".join(slides(path.stem, text_of(path)))
    for element in re.findall(r"<math.*?</math>", markup, re.DOTALL):
        ElementTree.fromstring(element)
    prose = re.sub(r"<(code|pre).*?</\1>", "", markup, flags=re.DOTALL)
    assert not re.search(r"\$[^$\n]+\$|\\[a-z]{2,}", without_tags(prose))


def test_a_deck_loads_nothing():
    made = deck.deck("Look", slides("99_look", SMALL))
    markup = re.sub(r"<script>.*?</script>", "<script></script>", made, flags=re.DOTALL)
    assert not re.search(r"<script[^>]|<link|@import|\bsrc=|url\(\s*['\"]?(?!data:)", markup)
    assert made.count("Copyright (C)") >= 1  # reveal.js keeps its licence line


def test_slides_take_pictures_and_say_where_one_is_missing():
    text = SMALL.replace("total = 2\n### END", "plots.show(figure)\ntotal = 2\n### END")
    cell_id = next(c for c in chapters("99_look", text) if c.title == "A sum").cells[0].id
    with_it = slides("99_look", text, {cell_id: [pictures.Picture(PIXEL, 'a "dot"')]})[1]
    assert 'alt="a &quot;dot&quot;"' in with_it and "make figures" not in with_it
    assert "make figures" in slides("99_look", text)[1]


def test_slides_need_the_package_that_brings_reveal(monkeypatch):
    deck._file.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(LessonError, match=r"sphinx-revealjs: pip install -e"):
        deck.deck("Look", [])


@pytest.mark.parametrize(
    ("prose", "name", "expected"),
    [
        (
            "So far.\n\n### Exercise 03.1: a range\n\nWrite it.\n\n### Next\n\nNo.",
            "03.1",
            "Write it.",
        ),
        ("**Exercise 02.1.** At x, what?", "02.1", "At x, what?"),
        ("### Exercise 03.1\n\nOne.", "03.2", ""),
    ],
)
def test_task_text_ends_where_the_exercise_ends(prose, name, expected):
    assert task_text(prose, name) == expected


# Markup -----------------------------------------------------------------------------------------


def test_code_keeps_every_letter():
    code = 'def f(x):\n    """A < b & c."""\n    return x  # é 山\n'
    assert without_tags(code_html(code)) == code.rstrip("\n")


def test_a_formula_has_the_structure_of_its_tex():
    names = [
        node.tag.partition("}")[2]
        for node in ElementTree.fromstring(math_html(r"\frac{p}{q^2}")).iter()
    ]
    assert [name for name in names if name != "mrow"] == ["math", "mfrac", "mi", "msup", "mi", "mn"]


def test_a_formula_that_cannot_be_read_is_named():
    with pytest.raises(ValueError, match=r"`formula` cannot be read.*Received: \\left\("):
        math_html(r"\left(")


def test_display_and_inline_formulas_differ():
    assert 'display="block"' in to_html("$$x$$")
    assert 'display="inline"' in to_html("a $x$ b")


# Pictures ---------------------------------------------------------------------------------------


def output(**data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


def test_pictures_are_found_in_html_and_as_plain_png():
    code = base64.b64encode(PIXEL).decode()
    shown = f'<figure><img src="data:image/png;base64,{code}" alt="a &amp; b"></figure>'
    outputs = [
        output(**{"text/html": shown}),
        output(**{"image/png": code}),
        output(**{"text/plain": "x"}),
    ]
    found = pictures.found_in(outputs)
    assert [(one.data, one.alt) for one in found] == [(PIXEL, "a & b"), (PIXEL, "")]


def test_kept_pictures_come_back_under_the_id_of_their_cell(tmp_path):
    code = base64.b64encode(PIXEL).decode()
    cells = [{"id": "99-abc", "outputs": [output(**{"image/png": code})]}, {"id": "99-def"}]
    assert pictures.save(tmp_path, "99_look", cells) == 1
    assert pictures.load(tmp_path, "99_look") == {"99-abc": [pictures.Picture(PIXEL)]}


@pytest.mark.parametrize(
    "broken", [None, "", "[]", '{"99-abc": [{"file": "gone.png", "alt": ""}]}']
)
def test_a_missing_or_broken_cache_is_an_empty_one(tmp_path, broken):
    if broken is not None:
        folder = tmp_path / pictures.FOLDER / "99_look"
        folder.mkdir(parents=True)
        (folder / "index.json").write_text(broken)
    assert pictures.load(tmp_path, "99_look") == {}


# Assignments ------------------------------------------------------------------------------------


def cleared(source):
    """What nbgrader's `ClearSolutions` leaves of a cell, with the settings of the course."""
    lines, inside = [], False
    for line in source.split("\n"):
        if "BEGIN SOLUTION" in line:
            inside = True
            lines.append(line[: len(line) - len(line.lstrip())] + ANSWER_LINE)
        elif "END SOLUTION" in line:
            inside = False
        elif not inside:
            lines.append(line)
    return lines


@each_lesson
def test_assignment_handed_out_is_the_students_lesson(path):
    student = {
        cell.id: cell.source.split("\n") for cell in notebook(path.stem, text_of(path)).cells
    }
    for cell in assignment_notebook(path.stem, text_of(path)).cells:
        if cell.id in student:
            kept = [line for line in cleared(cell.source) if line.strip() != ANSWER_LINE]
            assert kept == student[cell.id]


@each_lesson
def test_assignment_still_holds_the_solutions(path):
    solved = {cell.id: cell.source for cell in notebook(path.stem, text_of(path), SOLUTIONS).cells}
    made = assignment_notebook(path.stem, text_of(path))
    nbformat.validate(made)
    for cell in made.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            compile(cell.source, path.name, "exec")
            assert [line for line in solved[cell.id].split("\n") if line not in cell.source] == []


@each_lesson
def test_every_exercise_earns_its_points_in_a_locked_cell(path):
    cells = [
        c.metadata.nbgrader
        for c in assignment_notebook(path.stem, text_of(path)).cells
        if "nbgrader" in c.metadata
    ]
    graded = [cell for cell in cells if cell.grade]
    exercises = [name for s in plan(path.stem, text_of(path)).sections for name in s.exercises]
    assert sorted(c.grade_id for c in graded) == sorted(
        f"points-{n.replace('.', '-')}" for n in exercises
    )
    assert all(cell.locked and not cell.solution and cell.points == POINTS for cell in graded)
    assert len({cell.grade_id for cell in cells}) == len(cells)


def test_an_exercise_without_a_check_is_refused():
    with pytest.raises(LessonError, match="99_look: an exercise needs one check of its own"):
        assignment_notebook("99_look", SMALL.replace('check("99.1", total)', "total"))


# All of them ------------------------------------------------------------------------------------


def everything(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("editions")
    build_editions(ROOT, folder=folder)
    return folder


def test_all_editions_of_all_lessons_are_built(built):
    files = everything(built)
    assert len(files) == 4 * len(LESSONS) + 2
    for path in LESSONS:
        assert f"slides/{path.stem}.html" in files
        assert f"assignments/source/{path.stem}/{path.stem}.ipynb" in files


def test_building_again_gives_the_same_bytes(built, tmp_path):
    call = f"build_editions({str(ROOT)!r}, folder={str(tmp_path)!r})"
    code = f"from artlab.build import build_editions; {call}"
    other = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
    subprocess.run([sys.executable, "-c", code], check=True, env=other, cwd=tmp_path)
    assert everything(tmp_path) == everything(built)


def test_building_again_writes_nothing(built):
    assert build_editions(ROOT, folder=built) == []


def test_the_index_links_what_is_there(built):
    links = re.findall(r'href="([^"]+)"', text_of(built / "index.html"))
    assert links and all((built / link).is_file() for link in links)


def test_editions_are_not_in_git():
    line = ["git", "check-ignore", "editions/slides/x.html"]
    assert subprocess.run(line, cwd=ROOT, capture_output=True, check=False).returncode == 0


# The commands -----------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.artlab]\nrepository = "owner/name"\n')
    (tmp_path / "lessons" / "99_look.py").write_text(SMALL)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_build_all_writes_notebooks_and_editions(course, capsys):
    assert cli.main(["build", "--all"]) == 0
    written = capsys.readouterr().out.split()[1::2]
    assert {
        "notebooks/99_look.ipynb",
        "editions/slides/99_look.html",
        "editions/index.html",
    } <= set(written)
    assert cli.main(["build", "--all"]) == 0
    assert capsys.readouterr().out == ""


def test_build_alone_writes_no_editions(course):
    assert cli.main(["build"]) == 0
    assert not (course / "editions").exists()


def test_teach_prints_the_run_sheet(course, capsys):
    assert cli.main(["teach", "99", "--start", "23:58", "--part", "both"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["99  Look", "8 minutes, ends at 0:06"]
    assert "23:58   5 min  CORE    A sum   [exercise 99.1]" in lines
    assert " 0:03   3 min  STUDIO  Deeper" in lines


def test_teach_writes_a_page(course, capsys):
    assert cli.main(["teach", "99", "--html", "sheet.html"]) == 0
    assert "99 Look" in (course / "sheet.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["sheet.txt", "nowhere/sheet.html"])
def test_teach_refuses_a_page_that_it_cannot_write(course, capsys, name):
    assert cli.main(["teach", "99", "--html", name]) == 1
    assert "`--html` must end in .html" in capsys.readouterr().err


def test_teach_names_the_lessons_that_there_are(course, capsys):
    assert cli.main(["teach", "3"]) == 1
    assert "99_look" in capsys.readouterr().err
