"""The map of the course against the lessons that are there."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from artlab.classroom import course, course_map

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = sorted(path.stem for path in (ROOT / "lessons").glob("[0-9][0-9]_*.py"))


def links():
    return re.findall(r'href="([^"]*)"', course_map()._repr_html_())


def test_every_lesson_that_is_written_is_linked():
    assert [name for name in WRITTEN if f"{name}.ipynb" not in links()] == []


def test_every_link_leads_to_a_lesson():
    assert [link for link in links() if link.removesuffix(".ipynb") not in WRITTEN] == []


def test_the_map_has_fourteen_lessons_each_at_one_place():
    placed = [number for _, _, numbers in course.STAGES for number in numbers]
    assert sorted(placed) == sorted(course.LESSONS) == [f"{number:02d}" for number in range(14)]


def test_files_begin_with_the_number_of_their_lesson():
    files = {number: file for number, (file, _) in course.LESSONS.items() if file}
    assert all(file.startswith(f"{number}_") for number, file in files.items())


def test_lessons_to_come_are_named_without_a_link():
    page = course_map()._repr_html_()
    assert page.count(course.SOON) == sum(not file for file, _ in course.LESSONS.values())
    assert len(links()) + page.count(course.SOON) == 14


def test_links_lead_to_colab_in_colab(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", None)
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    repository = config["tool"]["artlab"]["repository"]
    start = f"https://colab.research.google.com/github/{repository}/blob/main/notebooks/"
    assert all(re.fullmatch(rf"{re.escape(start)}\d\d_\w+\.ipynb", link) for link in links())


@pytest.mark.parametrize("number", sorted(course.LESSONS))
def test_the_map_in_plain_text_names_every_lesson(number):
    assert re.search(rf"^  {number} \w", repr(course_map()), re.MULTILINE)
