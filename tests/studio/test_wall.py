"""The class wall: which lines hold codes, a page that runs nothing, going on where it was."""

import pytest

from artlab.studio import wall
from artlab.studio.codes import Settings
from tests.studio import parts_by_rule as rules

EVIL = '<script>alert("1")</script><img src=x onerror=alert(1)>'
LAKE, HILL = Settings("a lake", 1, size=64).code, Settings("two hills", 2, size=64).code


@pytest.fixture(scope="module")
def studio():
    return rules.studio(seed=0, size=64)


# Reading


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (LAKE, ""),
        (f"Ada: {LAKE}", "Ada"),
        (f"小明：{LAKE}", "小明"),
        (f"  Grace Hopper - {LAKE}  my lake", "Grace Hopper"),
        (f"Eve\t{LAKE}", "Eve"),
    ],
)
def test_a_line_holds_a_name_and_a_code(line, name):
    (entry,) = wall.read_codes(line)
    assert (entry.name, entry.code, entry.problem) == (name, LAKE, "")
    assert entry.settings.prompt == "a lake"


def test_empty_lines_and_remarks_are_left_out_and_numbers_stay():
    entries = wall.read_codes(f"# class of May\n\n{LAKE}\nAda: {HILL}\n")
    assert [entry.line for entry in entries] == [3, 4]


def test_a_code_that_came_twice_hangs_once():
    assert len(wall.read_codes(f"{LAKE}\nAda: {LAKE}")) == 1


@pytest.mark.parametrize("line", ["my painting", "art1.", "art1.xx", f"{LAKE[:-4]}", "art9.abc"])
def test_a_line_without_a_code_is_kept_with_its_problem(line):
    (entry,) = wall.read_codes(line)
    assert entry.settings is None
    assert "`code` must" in entry.problem


@pytest.mark.parametrize("text", ["", "\n# nothing\n", None, "\n".join(["x"] * 201)])
def test_no_lines_or_too_many_are_refused(text):
    with pytest.raises(ValueError, match="`text` must"):
        wall.read_codes(text)


# Painting


def test_codes_are_painted_and_broken_lines_passed_on(studio):
    entries = wall.read_codes(f"{LAKE}\nnothing\nAda: {HILL}")
    works = [work for _, work in wall.paint_entries(entries, studio=studio)]
    assert [work and work.prompt for work in works] == ["a lake", None, "two hills"]
    assert [work.seed for work in works if work] == [1, 2]


def test_a_wall_goes_on_where_it_was(studio, tmp_path, monkeypatch):
    entries = wall.read_codes(f"{LAKE}\n{HILL}")
    first = wall.paint_entries(entries, tmp_path, studio)
    next(first)  # interrupted after the first
    calls = []
    paint = wall.Artwork.from_code
    monkeypatch.setattr(
        wall.Artwork, "from_code", lambda code, studio: calls.append(code) or paint(code, studio)
    )
    works = [work for _, work in wall.paint_entries(entries, tmp_path, studio)]
    assert calls == [HILL]
    assert [work.prompt for work in works] == ["a lake", "two hills"]


def test_a_spoiled_file_is_painted_again(studio, tmp_path):
    entries = wall.read_codes(LAKE)
    (tmp_path / f"{entries[0].key}.png").write_bytes(b"half a picture")
    ((_, work),) = wall.paint_entries(entries, tmp_path, studio)
    assert work.prompt == "a lake"


# The page


def test_nothing_on_the_page_can_run(studio):
    entries = wall.read_codes(f"{EVIL}: {LAKE}\n{EVIL}")
    page = wall.wall_html(list(wall.paint_entries(entries, studio=studio)), EVIL)
    assert "<script" not in page
    assert "onerror=alert(1)>" not in page.replace("&gt;", "")
    assert "default-src 'none'" in page
    assert page.count('alt=""') == 0


def test_each_work_leads_to_the_next_and_round(studio):
    entries = wall.read_codes(f"{LAKE}\n{HILL}")
    page = wall.wall_html(list(wall.paint_entries(entries, studio=studio)))
    assert page.count('href="#work1"') == 3  # thumbnail, before and next of the other
    assert page.count('href="#work2"') == 3


def test_a_wall_without_a_painting_is_refused():
    with pytest.raises(ValueError, match="one or more paintings"):
        wall.wall_html(list(wall.paint_entries(wall.read_codes("nothing"))))


def test_the_command_writes_the_page_and_tells_of_each_line(tmp_path, studio, monkeypatch):
    monkeypatch.setenv("ARTLAB_CACHE", str(tmp_path / "cache"))
    codes, told = tmp_path / "codes.txt", []
    codes.write_text(f"\ufeffAda: {LAKE}\nnothing\n", encoding="utf-8")
    path = wall.main(codes, tmp_path / "out" / "wall.html", "May", told.append)
    assert '<h1 id="wall">May</h1>' in path.read_text(encoding="utf-8")
    assert [line.split()[:3] for line in told] == [["1", "of", "2"], ["2", "of", "2"]]
    with pytest.raises(ValueError, match=r"`--out` must end in \.html"):
        wall.main(codes, tmp_path / "wall.png")
