"""The table of sub-commands, and the command line of JupyterLab."""

import errno
import os
import re
import sys

import pytest

from artlab import cli


def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--help"])
    shown = capsys.readouterr().out
    assert stopped.value.code == 0
    assert [name for name in cli.COMMANDS if not re.search(rf"(?m)^    {name}\s", shown)] == []


def test_a_command_that_is_not_there_is_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["pait"])
    assert stopped.value.code == 2
    assert "pait" in capsys.readouterr().err


def test_a_new_command_gets_its_arguments_and_returns_its_status(monkeypatch):
    seen = []

    def run(args):
        seen.append(args.prompt)
        return 3

    command = cli.Command("paint a picture", run, lambda parser: parser.add_argument("prompt"))
    monkeypatch.setitem(cli.COMMANDS, "paint", command)
    assert cli.main(["paint", "a lake"]) == 3
    assert seen == ["a lake"]


def test_lab_opens_on_the_first_lesson(tmp_path):
    for name in ("02_b.ipynb", "01_a.ipynb", "Untitled.ipynb"):
        (tmp_path / name).touch()
    command = cli.lab_command(tmp_path)
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path}" in command
    assert "--LabApp.default_url=/lab/tree/01_a.ipynb" in command
    assert "--allow-root" not in command


def test_lab_without_lessons_opens_the_folder(tmp_path):
    assert "--LabApp.default_url=/lab/tree" in cli.lab_command(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot replace a process")
def test_lab_passes_unknown_arguments_on(monkeypatch):
    started = []
    monkeypatch.setattr("os.execv", lambda path, command: started.extend(command))
    cli.main(["lab", "--no-browser", "--port", "8899"])
    assert started[-3:] == ["--no-browser", "--port", "8899"]


def test_lab_as_root_is_allowed(tmp_path):
    assert "--allow-root" in cli.lab_command(tmp_path, is_root=True)


def test_an_interrupt_ends_a_command_in_one_line(monkeypatch, capsys):
    def run(args):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "writers", cli.Command("write", run))
    assert cli.main(["writers"]) == 130
    assert capsys.readouterr().err == "artlab writers: interrupted\n"


def test_wall_of_a_file_that_is_not_there_ends_in_one_line(capsys):
    assert cli.main(["wall", "no-such-codes.txt"]) == 1
    assert capsys.readouterr().err == "artlab wall: No such file or directory: no-such-codes.txt\n"


def test_a_full_disk_ends_a_command_in_one_line(capsys, monkeypatch):
    def run(args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(cli.COMMANDS, "writers", cli.Command("list", run))
    assert cli.main(["writers"]) == 1
    assert capsys.readouterr().err == "artlab writers: No space left on device\n"
