"""Many prompts from a file: names, seeds, going on where a run stopped."""

import numpy as np
import pytest

from artlab.studio import Artwork, Studio, series
from tests.studio import parts_by_rule as rules


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Paints a text of prompts into a folder; `(painted, there, files, lines told)`."""
    monkeypatch.setattr(series, "Studio", lambda **options: rules.studio(**options))

    def paint(text, **options):
        prompts = tmp_path / "prompts.txt"
        prompts.write_text(text, encoding="utf-8")
        told, folder = [], tmp_path / "out"
        counts = series.main(prompts, folder, size=64, report=told.append, **options)
        return *counts, sorted(path.name for path in folder.iterdir()), told

    return paint


def test_every_line_has_its_file(run):
    painted, there, files, told = run("a lake\n\n画一幅山水画\n")
    assert (painted, there) == (2, 0)
    assert files == ["1-a-lake-s0.png", "3-画一幅山水画-s0.png"]
    assert told[-1].startswith("2 of 2")


def test_a_second_run_paints_nothing(run, tmp_path):
    run("a lake\ntwo hills\n")
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    painted, there, _, _ = run("a lake\ntwo hills\n")
    assert (painted, there) == (0, 2)
    assert before == {p.name: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir()}


def test_a_stopped_run_goes_on_and_ends_as_a_whole_one(run, tmp_path):
    run("a lake\ntwo hills\na river\n")
    out = tmp_path / "out"
    whole = {path.name: path.read_bytes() for path in out.iterdir()}
    paintings = {name: Artwork.load(out / name).painting for name in whole}
    (out / "2-two-hills-s0.png").write_bytes(whole["2-two-hills-s0.png"][:200])  # torn
    (out / "3-a-river-s0.png").unlink()
    painted, there, files, _ = run("a lake\ntwo hills\na river\n")
    assert (painted, there) == (2, 1)
    assert files == sorted(whole)
    for name in files:
        assert np.array_equal(Artwork.load(out / name).painting, paintings[name])
    assert (out / "1-a-lake-s0.png").read_bytes() == whole["1-a-lake-s0.png"]


def test_a_prompt_that_comes_again_gets_another_seed(run, tmp_path):
    _, _, files, _ = run("a lake\na lake\n")
    assert files == ["1-a-lake-s0.png", "2-a-lake-s1.png"]
    first, second = (Artwork.load(tmp_path / "out" / name).painting for name in files)
    assert first.shape != second.shape or not np.array_equal(first, second)


def test_other_settings_are_painted_anew(run):
    run("a lake\n", style="ink")
    painted, _, _, _ = run("a lake\n", style="watercolour")
    assert painted == 1


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_a_file_without_prompts_is_refused(run, text):
    with pytest.raises(ValueError, match="`--prompts` must hold 1 to"):
        run(text)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "p.txt").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(ValueError, match="must be a UTF-8 text file"):
        series.main(tmp_path / "p.txt", tmp_path)


def test_the_names_of_thousands_sort_as_their_lines():
    prompts = [(number, "a lake") for number in range(1, 1002)]
    names = [path.name for path, _ in series.planned(prompts, Studio(), "out")]
    assert names == sorted(names)
    assert len(set(names)) == 1001
