"""From the text of a lesson to its notebooks, on small lessons written here."""

import copy

import nbformat
import pytest

from artlab.lessons import LessonError, badge, digest, notebook, solution_lines

LESSON = """\
# %% [markdown]
# # Win the game

# %% tags=["setup"]
shape = (2, 3)
print(shape)
print()
#> (2, 3)
#>

# %%
def scaled(value):
    ### BEGIN SOLUTION
    ### STUB: # Multiply, then return.
    ### STUB: return ...
    secret = value * 7
    return secret
    ### END SOLUTION
print(scaled(2))
#> 14

# %% [markdown] tags=["solution"]
# Seven is the hidden number.

# %%
answer = 1
"""


def cells(text=LESSON, edition="student", **arguments):
    return notebook("02_the_game", text, edition, **arguments).cells


def exercise(answer, *stubs):
    lines = ["# %%", "### BEGIN SOLUTION", *stubs, *answer.split("\n"), "### END SOLUTION"]
    return cells("\n".join(lines))[0].source


@pytest.mark.parametrize("edition", ["student", "solutions"])
def test_notebook_is_valid(edition):
    nbformat.validate(notebook("02_the_game", LESSON, edition, badge="badge"))


def test_expected_output_becomes_checked_stdout():
    cell = cells()[1]
    assert cell.source == "shape = (2, 3)\nprint(shape)\nprint()"
    assert cell.outputs == [{"output_type": "stream", "name": "stdout", "text": "(2, 3)\n\n"}]
    assert cell.metadata.tags == ["setup", "nbval-check-output"]


def test_cell_without_expected_output_has_none():
    cell = cells()[3]
    assert (cell.outputs, cell.metadata) == ([], {})


def test_execution_counts_run_from_one():
    assert [cell.execution_count for cell in cells() if cell.cell_type == "code"] == [1, 2, 3]


def test_student_edition_has_the_stub_in_place():
    assert cells()[2].source == (
        "def scaled(value):\n    # Multiply, then return.\n    return ...\nprint(scaled(2))"
    )


def test_solutions_edition_has_the_answer_without_markers():
    source = cells(edition="solutions")[2].source
    assert source == (
        "def scaled(value):\n    secret = value * 7\n    return secret\nprint(scaled(2))"
    )


def test_student_edition_has_nothing_of_the_solution():
    text = nbformat.writes(notebook("02_the_game", LESSON, "student"))
    for forbidden in ("secret", "value * 7", "SOLUTION", "STUB", "14", "hidden number"):
        assert forbidden not in text.replace(digest(notebook("02_the_game", LESSON)), "")


def test_output_of_an_exercise_is_compared_in_the_solutions_only():
    student, solved = cells()[2], cells(edition="solutions")[2]
    assert (student.outputs, solved.outputs[0]["text"]) == ([], "14\n")
    assert "nbval-check-output" not in student.metadata.get("tags", [])


def test_solution_cell_is_in_the_solutions_only():
    assert (len(cells()), len(cells(edition="solutions"))) == (4, 5)


def test_solution_lines_lists_the_answers():
    assert solution_lines(LESSON) == [["    secret = value * 7", "    return secret"]]


@pytest.mark.parametrize(
    ("answer", "stub"),
    [
        ("root = 2 ** 0.5", "root = ..."),
        ("half = 2\nroot = half ** 0.5", "root = ..."),
        ("show(3)", "..."),
        ("first, second = 1, 2", "..."),
        ("# only words", "..."),
        ("%time 3", "..."),
    ],
)
def test_default_stub_keeps_the_last_name(answer, stub):
    assert exercise(answer) == stub


def test_default_stub_of_a_function_returns():
    text = "# %%\ndef f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
    assert cells(text)[0].source == "def f():\n    return ..."


def test_two_solutions_in_one_cell_give_two_stubs():
    text = "# %%\n" + "\n".join(["### BEGIN SOLUTION", "one = 1", "### END SOLUTION", "# and"] * 2)
    assert cells(text)[0].source == "one = ...\n# and\none = ...\n# and"


def test_badge_is_the_first_cell():
    first = cells(badge="the badge")[0]
    assert (first.cell_type, first.source, first.id) == ("markdown", "the badge", "badge")


def test_badge_links_the_path():
    assert badge("owner/name", "notebooks/02_the_game.ipynb", branch="v1").endswith(
        "(https://colab.research.google.com/github/owner/name/blob/v1/notebooks/02_the_game.ipynb)"
    )


def test_ids_are_unique_also_for_equal_cells():
    ids = [cell.id for cell in cells("# %%\nx = 1\n\n# %%\nx = 1\n\n# %% [markdown]\n# x = 1\n")]
    assert len(set(ids)) == 3


def test_ids_stay_when_a_cell_is_put_in_before():
    before = [cell.id for cell in cells()]
    after = [cell.id for cell in cells("# %% [markdown]\n# New.\n\n" + LESSON)]
    assert after[1:] == before


def test_ids_are_the_same_in_both_editions():
    student, solved = cells(), cells(edition="solutions")
    assert [cell.id for cell in student] == [
        cell.id for cell in solved if "hidden" not in cell.source
    ]


def test_same_source_gives_the_same_bytes():
    first, second = (nbformat.writes(notebook("02_the_game", LESSON)) for _ in range(2))
    assert first == second


def test_digest_ignores_that_a_notebook_was_run():
    made = notebook("02_the_game", LESSON)
    ran = copy.deepcopy(made)
    ran.cells[1].execution_count = 40
    ran.cells[1].outputs = []
    ran.metadata.language_info.version = "3.12"
    assert digest(ran) == made.metadata.artlab.digest


@pytest.mark.parametrize("edit", ["source", "tags", "order", "deletion"])
def test_digest_sees_an_edit(edit):
    edited = notebook("02_the_game", LESSON)
    if edit == "source":
        edited.cells[1].source += " "
    elif edit == "tags":
        edited.cells[1].metadata.tags.append("mine")
    elif edit == "order":
        edited.cells.reverse()
    else:
        del edited.cells[0]
    assert digest(edited) != edited.metadata.artlab.digest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# %%\n#> 3\nprint(3)", "must end its cell.*#> 3"),
        ("# %%\n### BEGIN SOLUTION\nx = 1", "no `### END SOLUTION`.*x = 1"),
        ("# %%\nx = 1\n### END SOLUTION", "must pair up"),
        ("# %%\n### STUB: x = ...", "must pair up"),
        ("# %%\n### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", "must pair up"),
        ('# %% tags=["core"] [markdown]\n# text', "must stand before the tags"),
        ("# %% [raw]\n# text", "must be code or markdown. Received: raw"),
    ],
)
def test_broken_source_names_the_lesson_and_the_rule(text, message):
    with pytest.raises(LessonError, match=f"(?s)02_the_game.*{message}"):
        cells(text)


@pytest.mark.parametrize("name", ["game", "2_game", "02-game", "02_Game"])
def test_wrong_name_is_refused(name):
    with pytest.raises(LessonError, match=f"NN_topic.py.*Received: {name}.py"):
        notebook(name, LESSON)


@pytest.mark.parametrize("repository", ["https://github.com/owner/name", "name", "a/b/c"])
def test_wrong_repository_is_refused(repository):
    with pytest.raises(LessonError, match=r"owner/name\. Received: "):
        badge(repository, "notebooks/x.ipynb")
