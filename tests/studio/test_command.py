"""`artlab paint`: files, names, refusals; on parts that work by rule."""

import os

import pytest

from artlab import cli
from artlab.studio import Artwork, command
from tests.studio import parts_by_rule as rules


@pytest.fixture(autouse=True)
def by_rule(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    given = {"writer": rules.Writer(), "drawer": rules.Drawer(), "painter": rules.Painter()}

    def studio(**settings):
        return rules.Studio(**given, **settings)

    monkeypatch.setattr(command, "Studio", studio)


def test_a_prompt_becomes_a_file_whose_path_is_the_last_line(tmp_path, capsys):
    assert cli.main(["paint", "two mountains", "behind a lake", "--seed", "3"]) == 0
    shown = capsys.readouterr()
    path = shown.out.strip().splitlines()[-1]
    assert path == "two-mountains-behind-a-lake.png"
    assert Artwork.load(tmp_path / path).settings.seed == 3
    assert "writer " in shown.err and "painter " in shown.err and "seconds" in shown.err


def test_a_second_run_writes_beside_the_first(capsys):
    for name in ("a-lake.png", "a-lake-2.png"):
        assert cli.main(["paint", "a lake"]) == 0
        assert capsys.readouterr().out.strip() == name


def test_a_gallery_writes_every_work_and_a_sheet_of_all(tmp_path, capsys):
    line = ["paint", "a lake", "--gallery", "3", "--out", "lakes/x.png", "--show-steps"]
    assert cli.main(line) == 0
    written = capsys.readouterr().out.split()
    assert written[-1].endswith("x.png") and len(written) == 5
    assert all((tmp_path / path).exists() for path in written)
    seeds = [Artwork.load(tmp_path / "lakes" / f"x-{n}.png").seed for n in (1, 2, 3)]
    assert seeds == [0, 1, 2]
    page = (tmp_path / "lakes" / "x-steps.html").read_text(encoding="utf-8")
    assert page.count("1 You ask") == 3


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (["paint", "a lake", "--style", "oil"], "`style` must be one of"),
        (["paint", "a lake", "--size", "9"], "`size` must be an int from 64"),
        (["paint", "a lake", "--seed", "-1"], "`seed` must be an int from 0"),
        (["paint", "a lake", "--gallery", "0"], "`--gallery` must be from 1"),
        (["paint", "a lake", "--out", "x.jpg"], "must be a file that ends in .png"),
    ],
)
def test_bad_arguments_give_one_clear_line_and_status_2(line, message, tmp_path, capsys):
    assert cli.main(line) == 2
    shown = capsys.readouterr()
    assert message in shown.err and shown.err.count("\n") == 1 and shown.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_number_that_is_none_gives_status_2(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["paint", "a lake", "--seed", "three"])
    assert stopped.value.code == 2
    assert "invalid int value: 'three'" in capsys.readouterr().err


def test_a_folder_that_is_a_file_is_refused(tmp_path, capsys):
    (tmp_path / "here").touch()
    assert cli.main(["paint", "a lake", "--out", "here/x.png"]) == 2
    assert capsys.readouterr().err.startswith("artlab paint: ")


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root writes anywhere",
)
def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path, capsys):
    (tmp_path / "locked").mkdir(mode=0o500)
    assert cli.main(["paint", "a lake", "--out", "locked/x.png"]) == 2
    assert "cannot be written to" in capsys.readouterr().err


def test_nothing_is_overwritten_unless_it_is_forced(tmp_path, capsys):
    (tmp_path / "x.png").write_text("precious")
    assert cli.main(["paint", "a lake", "--out", "x.png"]) == 2
    assert (tmp_path / "x.png").read_text() == "precious"
    assert cli.main(["paint", "a lake", "--out", "x.png", "--force"]) == 0
    assert Artwork.load(tmp_path / "x.png").prompt == "a lake"
