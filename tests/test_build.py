"""`artlab build` on a small course in a temporary folder."""

import json

import pytest

from artlab import cli
from artlab.build import build, find_root
from artlab.lessons import LessonError

SOURCE = "# %% [markdown]\n# # Look\n\n# %%\nprint(1 + 1)\n#> 2\n"


@pytest.fixture
def course(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.artlab]\nrepository = "owner/name"\n')
    for name in ("01_look", "02_draw"):
        (tmp_path / "lessons" / f"{name}.py").write_text(SOURCE)
    return tmp_path


def edit(path):
    found = json.loads(path.read_text())
    found["cells"][-1]["source"] = ["mine = 1"]
    path.write_text(json.dumps(found))


def snapshot(course):
    return {path: path.read_bytes() for path in course.rglob("*.ipynb")}


def relative(course, paths):
    return [path.relative_to(course).as_posix() for path in paths]


def test_build_writes_both_editions(course):
    assert relative(course, build(course)) == [
        "notebooks/01_look.ipynb",
        "notebooks/solutions/01_look.ipynb",
        "notebooks/02_draw.ipynb",
        "notebooks/solutions/02_draw.ipynb",
    ]


def test_build_links_each_notebook_to_its_own_path(course):
    build(course)
    for path in course.rglob("*.ipynb"):
        first = "".join(json.loads(path.read_text())["cells"][0]["source"])
        assert first.endswith(f"/owner/name/blob/main/{path.relative_to(course).as_posix()})")


def test_build_again_writes_nothing(course):
    build(course)
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*.ipynb")}
    assert build(course) == []
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*.ipynb")} == before


def test_build_leaves_no_other_files(course):
    build(course)
    assert {path.suffix for path in (course / "notebooks").rglob("*") if path.is_file()} == {
        ".ipynb"
    }


def test_build_replaces_an_unedited_notebook(course):
    build(course)
    (course / "lessons" / "01_look.py").write_text(SOURCE.replace("Look", "See"))
    assert relative(course, build(course)) == [
        "notebooks/01_look.ipynb",
        "notebooks/solutions/01_look.ipynb",
    ]
    assert "# See" in (course / "notebooks" / "01_look.ipynb").read_text()


def test_build_cleans_a_notebook_that_was_only_run(course):
    build(course)
    path = course / "notebooks" / "01_look.ipynb"
    clean = path.read_bytes()
    found = json.loads(clean)
    found["cells"][-1] |= {"execution_count": 9, "outputs": []}
    path.write_text(json.dumps(found))
    assert build(course) == [path]
    assert path.read_bytes() == clean


def test_build_refuses_an_edited_notebook_and_names_the_way_out(course):
    build(course)
    edit(course / "notebooks" / "02_draw.ipynb")
    (course / "lessons" / "01_look.py").write_text(SOURCE.replace("Look", "See"))
    before = snapshot(course)
    message = r"notebooks/02_draw\.ipynb\. Nothing.*lessons/.*artlab build --force 02_draw"
    with pytest.raises(LessonError, match=message):
        build(course)
    assert snapshot(course) == before


@pytest.mark.parametrize("text", ["", "<<<<<<< HEAD", "[]", '{"cells": [], "metadata": {}}'])
def test_build_refuses_a_file_that_is_not_its_own(course, text):
    path = course / "notebooks" / "01_look.ipynb"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(LessonError, match=r"notebooks/01_look\.ipynb"):
        build(course)
    assert path.read_text() == text


def test_force_overwrites_an_edited_notebook(course):
    build(course)
    before = snapshot(course)
    path = course / "notebooks" / "02_draw.ipynb"
    edit(path)
    assert build(course, force=True) == [path]
    assert snapshot(course) == before


def test_check_lists_stale_notebooks_and_writes_nothing(course):
    build(course)
    edit(course / "notebooks" / "02_draw.ipynb")
    (course / "notebooks" / "solutions" / "01_look.ipynb").unlink()
    before = snapshot(course)
    assert relative(course, build(course, check=True)) == [
        "notebooks/solutions/01_look.ipynb",
        "notebooks/02_draw.ipynb",
    ]
    assert snapshot(course) == before


@pytest.mark.parametrize("name", ["02", "02_draw", "lessons/02_draw.py", "notebooks/02_draw.ipynb"])
def test_names_choose_lessons(course, name):
    assert {path.stem for path in build(course, names=[name])} == {"02_draw"}


def test_unknown_name_lists_the_known_ones(course):
    with pytest.raises(LessonError, match=r"01_look, 02_draw\)\. Received: 07"):
        build(course, names=["07"])


def test_a_broken_lesson_writes_nothing(course):
    (course / "lessons" / "02_draw.py").write_text("# %%\n### BEGIN SOLUTION\n")
    with pytest.raises(LessonError, match="02_draw"):
        build(course)
    assert snapshot(course) == {}


def test_find_root_looks_upwards(course):
    folder = course / "notebooks" / "deep"
    folder.mkdir(parents=True)
    assert find_root(folder) == course.resolve()


def test_command_line_builds_and_checks(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert cli.main(["build", "--check"]) == 1
    assert cli.main(["build"]) == 0
    assert cli.main(["build", "--check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["stale"] * 4 + ["wrote"] * 4


def test_command_line_tells_a_refusal_without_a_traceback(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    build(course)
    edit(course / "notebooks" / "01_look.ipynb")
    assert cli.main(["build"]) == 1
    assert capsys.readouterr().err.startswith("artlab build: Edited by hand")
    assert cli.main(["build", "--force", "01"]) == 0


def test_command_line_refuses_unknown_arguments(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["build", "--chekc"])
    assert stopped.value.code == 2
    assert "--chekc" in capsys.readouterr().err
