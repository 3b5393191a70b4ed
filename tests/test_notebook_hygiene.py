"""Every lesson has the course's shape, and every notebook in git is its lesson's image."""

import itertools
import json
import re
import subprocess
import tomllib
from pathlib import Path

import nbformat
import pytest

from artlab.build import build
from artlab.lessons import CHECKED, notebook, solution_lines

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted((ROOT / "lessons").glob("*.py"))
NOTEBOOKS = [
    ROOT / folder / f"{path.stem}.ipynb"
    for folder in ("notebooks", "notebooks/solutions")
    for path in LESSONS
]
SECTIONS = ("You will", "Recap", "Quiz", "Glossary", "On your own", "Further reading")
TABLE = ("level", "core", "studio", "cpu", "gpu", "memory", "need")
TAGS = {"core", "cover", "setup", "solution", "studio", CHECKED}  # none that switches a check off
NBVAL_COMMENTS = re.compile(r"#\s*(NBVAL_|PYTEST_VALIDATE_)")
NOT_A_VERB = re.compile(r"(?i)(the|an?|how|what|why|introduction|lesson|chapter|\w+ing|\d+)\b")
# Written so that the patterns do not find themselves.
FORBIDDEN_TEXT = {
    "path of one machine": r"(?<![\w.:/-])/(?:home|Users|root|work|tmp)/[\w.-]+|[A-Z]:\\\\?Users",
    "host of a registry": r"pypi[.]org|python[h]osted|registry[.]npm|anaconda[.]org/|/[s]imple/",
    "a stranger's package": r"pip install (?:-\S+ )*[\"']?artlab(?![\w-])",
}
TEXT_SUFFIXES = {
    *(".py", ".md", ".txt", ".toml", ".yml", ".yaml", ".json", ".ipynb", ".cfg", ".in", ".sh"),
    *(".html", ".css", ".js", ".svg", ""),
}

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
each_notebook = pytest.mark.parametrize(
    "path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT / "notebooks").as_posix()
)


def read(path):
    return nbformat.read(path, as_version=4)


def lesson_cells(path, edition="student"):
    return notebook(path.stem, path.read_text(encoding="utf-8"), edition).cells


def num_words(text):
    """Words of a Markdown text; what is folded away in <details> does not count."""
    shown = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    return sum(any(letter.isalnum() for letter in word) for word in shown.split())


def repository_files():
    """Files that are in git or would be added."""
    line = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in done.stdout.splitlines()]
    return [path for path in paths if path.is_file()]


def forbidden_text(text):
    """What must not stand in the repository but stands in this text."""
    matches = {kind: re.search(pattern, text) for kind, pattern in FORBIDDEN_TEXT.items()}
    return [f"{kind}: {match[0]}" for kind, match in matches.items() if match]


# The notebooks against their lessons ------------------------------------------------------------


def test_notebooks_equal_their_sources():
    stale = [path.relative_to(ROOT).as_posix() for path in build(ROOT, check=True)]
    assert stale == [], "run `artlab build` and commit the notebooks with their lessons"


def test_every_notebook_in_git_has_a_lesson():
    found = {path for path in repository_files() if path.suffix == ".ipynb"}
    assert found == set(NOTEBOOKS)


def test_lessons_have_numbers_of_their_own():
    numbers = [path.name[:2] for path in LESSONS]
    assert numbers and len(set(numbers)) == len(numbers)


@each_notebook
def test_execution_counts_run_from_one(path):
    counts = [cell.execution_count for cell in read(path).cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_outputs_are_stored_if_and_only_if_compared(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert bool(cell.outputs) == (CHECKED in cell.metadata.get("tags", [])), cell.source


@each_notebook
def test_no_cell_escapes_its_check(path):
    for cell in read(path).cells:
        assert set(cell.metadata.get("tags", [])) <= TAGS, cell.source
        assert not NBVAL_COMMENTS.search(cell.source), cell.source


@each_notebook
def test_cell_ids_are_unique(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)


@each_notebook
def test_badge_links_the_notebook_itself(path):
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    repository = config["tool"]["artlab"]["repository"]
    link = f"{repository}/blob/main/{path.relative_to(ROOT).as_posix()})"
    assert read(path).cells[0].source.endswith(link)


@each_lesson
def test_cell_ids_survive_a_cell_put_in_before(path):
    text = path.read_text(encoding="utf-8")
    longer = re.sub(r"^# %%", "# %%\nnew_cell = 1\n\n# %%", text, count=1, flags=re.MULTILINE)
    before = [cell.id for cell in lesson_cells(path)]
    after = [cell.id for cell in notebook(path.stem, longer).cells]
    assert after[-len(before) :] == before


@each_lesson
def test_student_edition_shows_no_answer(path):
    answers = solution_lines(path.read_text(encoding="utf-8"))
    student = [cell.source.split("\n") for cell in lesson_cells(path)]
    shown = {line.strip() for lines in student for line in lines}
    hidden = {line.strip() for lines in answers for line in lines if len(line.strip()) > 12}
    assert not hidden & shown
    assert not any("SOLUTION" in line or "STUB:" in line for line in shown)


# The shape of a lesson --------------------------------------------------------------------------


@each_lesson
def test_title_comes_first_and_starts_with_a_verb(path):
    first = lesson_cells(path)[0].source
    assert first.startswith("# ")
    assert not NOT_A_VERB.match(first[2:])


@each_lesson
def test_table_tells_what_the_lesson_takes(path):
    top = "\n".join(cell.source for cell in lesson_cells(path)[:3]).lower()
    assert re.search(r"^\|.*\|\n\|[ :|-]+\|$", top, re.MULTILINE), "no Markdown table at the top"
    assert [word for word in TABLE if word not in top] == []


@each_lesson
def test_sections_are_there_and_the_aim_comes_first(path):
    text = "\n".join(cell.source for cell in lesson_cells(path) if cell.cell_type == "markdown")
    titles = "\n".join(re.findall(r"^(?:#+ |\*\*?)[^\n]*", text, re.MULTILINE)).lower()
    places = {section: titles.find(section.lower()) for section in SECTIONS}
    assert [section for section, place in places.items() if place < 0] == []
    assert min(places.values()) == places["You will"]


@each_lesson
def test_setup_cell_is_short_and_tells_the_machine(path):
    setup = next(cell for cell in lesson_cells(path) if cell.cell_type == "code")
    assert len(setup.source.split("\n")) <= 10
    assert "summary()" in setup.source


@each_lesson
def test_code_cells_have_at_most_25_lines(path):
    for cell in lesson_cells(path, "solutions"):
        if cell.cell_type == "code":
            assert len(cell.source.split("\n")) <= 25, cell.source


@each_lesson
def test_lesson_has_30_to_50_cells(path):
    assert 30 <= len(lesson_cells(path)) <= 50


@each_lesson
def test_lesson_has_1000_to_2500_words(path):
    cells = [cell for cell in lesson_cells(path) if cell.cell_type == "markdown"]
    assert 1000 <= sum(num_words(cell.source) for cell in cells) <= 2500


@each_lesson
def test_ideas_have_at_most_150_words(path):
    for cell in lesson_cells(path):
        if cell.cell_type == "markdown" and re.match(r"#+ .*recap", cell.source.lower()):
            break
        if cell.cell_type == "markdown" and not cell.source.startswith("# "):
            assert num_words(cell.source) <= 150, cell.source


@each_lesson
def test_every_exercise_is_checked(path):
    cells = [cell for cell in lesson_cells(path) if cell.cell_type == "code"]
    solved = {cell.id: cell.source for cell in lesson_cells(path, "solutions")}
    for cell, following in itertools.zip_longest(cells, cells[1:]):
        if cell.source != solved[cell.id]:
            assert "check(" in cell.source + getattr(following, "source", ""), cell.source


# The text of the repository ---------------------------------------------------------------------


def test_no_file_names_a_machine_a_registry_or_a_strangers_package():
    found = []
    for path in repository_files():
        if path.suffix in TEXT_SUFFIXES:
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{path.relative_to(ROOT)}: {what}" for what in forbidden_text(text)]
    assert found == []


@pytest.mark.parametrize(
    "parts",
    [
        ("see /home", "/someone/file"),
        ("C:", "\\Users\\someone"),
        ("https://pypi", ".org/project/x"),
        ("index-url = https://mirror.example/sim", "ple/"),
        ("pip install", " artlab"),
        ("pip install", " -U 'artlab[course]'"),
    ],
)
def test_forbidden_text_is_found(parts):
    assert len(forbidden_text("".join(parts))) == 1


@pytest.mark.parametrize(
    "text",
    ["pip install artlab-course", "https://example.org/home/page", "../work/notes", "/usr/bin/env"],
)
def test_harmless_text_is_not_found(text):
    assert forbidden_text(text) == []


def test_num_words_counts_what_is_shown():
    text = "## The game\n\n- one $x$ two\n\n<details>many words here</details>"
    assert num_words(text) == 5


def test_notebooks_hold_no_machine_of_their_own():
    for path in NOTEBOOKS:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        assert set(metadata) == {"artlab", "kernelspec", "language_info"}
