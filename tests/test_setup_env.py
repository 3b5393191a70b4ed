"""tools/setup_env.py and tools/locked.py: what is chosen, what is said, what is run."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import locked
import pytest
import setup_env

ROOT = Path(__file__).resolve().parents[1]
UV = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
posix_only = pytest.mark.skipif(os.name == "nt", reason="the stand-in tools are shell scripts")


def stand_in(folder, name, script):
    """Put a shell script on the PATH in place of a tool."""
    path = folder / name
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


@pytest.fixture
def bin_folder(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


@pytest.fixture
def recorded_uv(tmp_path, bin_folder):
    """A uv that notes what it is asked to install; it fails for a word in the file `fails`."""
    script = (
        f'echo "$*" >> {tmp_path}/calls\n'
        f"for word in $(cat {tmp_path}/fails 2>/dev/null); do\n"
        '  case "$*" in *"$word"*) echo "no such host"; exit 2;; esac\ndone\n'
    )
    stand_in(bin_folder, "uv", script)
    (tmp_path / "env").mkdir()
    return locked.Installer(tmp_path / "env", str(bin_folder / "uv"))


def calls(tmp_path):
    return (tmp_path / "calls").read_text().splitlines()


@pytest.mark.parametrize(
    ("system", "machine", "gpu", "uv", "choice"),
    [
        ("Linux", "x86_64", True, True, "gpu"),
        ("Linux", "x86_64", True, False, "gpu"),
        ("Linux", "x86_64", False, True, "cpu"),
        ("Linux", "x86_64", False, False, "pinned"),
        ("Linux", "aarch64", False, True, "pinned"),
        ("Darwin", "arm64", False, True, "pinned"),
        ("Windows", "AMD64", True, True, "pinned"),
    ],
)
def test_choose_lock_follows_the_machine(system, machine, gpu, uv, choice):
    assert locked.choose_lock(system, machine, gpu=gpu, uv=uv) == choice


def test_without_cuda_drops_torch_and_what_only_linux_on_x86_needs():
    text = locked.lock_file("cpu").read_text()
    entry = re.compile(r"(?m)^([A-Za-z0-9._-]+)==\S+(.*)$")
    cuda_marker = "platform_machine == 'x86_64' and sys_platform == 'linux'"
    expected = {n for n, rest in entry.findall(text) if cuda_marker not in rest} - {"torch"}
    assert {name for name, _ in entry.findall(locked.without_cuda(text))} == expected


def test_without_cuda_leaves_every_other_line_as_it_is():
    text = locked.lock_file("cpu").read_text()
    rest = locked.without_cuda(text)
    start = text.index("\ntqdm==")
    assert text[start : text.index("\ntransformers==")] in rest


def test_pin_reads_the_version_of_exactly_that_package():
    lock = "torchvision==0.1\ntorch==2.10.0 ; sys_platform == 'linux' \\\n    --hash=sha256:0\n"
    assert locked.pin(lock, "torch") == "2.10.0"


@pytest.mark.parametrize(
    ("version", "fits"),
    [("3.10.9", False), ("3.11.0", True), ("3.13.7", True), ("3.14.0", False), ("", False)],
)
def test_fits_accepts_the_versions_of_pyproject(version, fits):
    assert setup_env.fits(version) is fits


@posix_only
def test_find_python_skips_a_name_that_does_not_run(bin_folder, monkeypatch, tmp_path):
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    stand_in(bin_folder, "python3.12", "exit 127\n")
    fitting = stand_in(bin_folder, "python3.13", "echo 3.13.1\n")
    monkeypatch.setattr(setup_env.platform, "python_version_tuple", lambda: ("3", "14", "0"))
    assert setup_env.find_python() == str(fitting)


@posix_only
def test_find_python_looks_into_pyenv(bin_folder, monkeypatch, tmp_path):
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    folder = tmp_path / "versions" / "3.13.4" / "bin"
    folder.mkdir(parents=True)
    fitting = stand_in(folder, "python", "echo 3.13.4\n")
    monkeypatch.setattr(setup_env.platform, "python_version_tuple", lambda: ("3", "10", "0"))
    assert setup_env.find_python("3.13") == str(fitting)


def test_no_python_names_the_versions_and_what_came(monkeypatch):
    monkeypatch.setattr(setup_env.platform, "python_version", lambda: "3.14.2")
    text = str(setup_env.no_python())
    assert "3.11, 3.12 or 3.13" in text
    assert "Received: Python 3.14.2" in text


@posix_only
def test_create_without_ensurepip_names_the_debian_package(tmp_path, bin_folder):
    answer = 'case "$2" in *ensurepip*) exit 1;; esac\necho 3.11.2\n'
    python = stand_in(bin_folder, "python3.11", answer)
    with pytest.raises(locked.SetupError, match=r"apt install python3\.11-venv"):
        setup_env.create(tmp_path / "env", str(python), uv=None)


@pytest.mark.skipif(not UV, reason="uv is not installed")
def test_create_clears_what_an_interrupted_set_up_left(tmp_path):
    env = tmp_path / "env"
    setup_env.create(env, sys.executable, UV)
    (env / "half").touch()
    setup_env.write_state(env, phase="started")
    setup_env.create(env, sys.executable, UV)
    assert not (env / "half").exists()


@pytest.mark.skipif(not UV, reason="uv is not installed")
def test_create_keeps_a_finished_environment(tmp_path):
    env = tmp_path / "env"
    setup_env.create(env, sys.executable, UV)
    (env / "mine").touch()
    setup_env.write_state(env, phase="ready")
    setup_env.create(env, sys.executable, UV)
    assert (env / "mine").exists()


def finished(tmp_path, monkeypatch):
    """An environment that is up to date, in a copy of the files that it is made from."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr(setup_env, "ROOT", tmp_path)
    python = locked.env_python(tmp_path / ".venv")
    python.parent.mkdir(parents=True)
    python.touch()
    setup_env.write_state(tmp_path / ".venv", phase="ready", **setup_env.stamps("course"))
    return tmp_path / ".venv"


def test_second_run_starts_no_other_program(tmp_path, monkeypatch):
    env = finished(tmp_path, monkeypatch)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert setup_env.set_up("course") == env


@pytest.mark.parametrize("file", ["requirements/course.txt", "pyproject.toml"])
def test_environment_is_stale_when_a_file_behind_it_changes(file, tmp_path, monkeypatch):
    env = finished(tmp_path, monkeypatch)
    with (tmp_path / file).open("a") as stream:
        stream.write("# changed\n")
    assert not setup_env.is_ready(env, setup_env.stamps("course"))


def test_environment_is_stale_when_its_python_is_gone(tmp_path, monkeypatch):
    env = finished(tmp_path, monkeypatch)
    locked.env_python(env).unlink()
    assert not setup_env.is_ready(env, setup_env.stamps("course"))


def test_line_endings_of_windows_leave_the_stamp_as_it_is(tmp_path):
    for name, end in (("unix", b"\n"), ("windows", b"\r\n")):
        (tmp_path / name).write_bytes(end.join([b"a==1", b"b==2", b""]))
    digests = {setup_env.digest([tmp_path / name]) for name in ("unix", "windows")}
    assert len(digests) == 1


def test_broken_state_file_counts_as_none(tmp_path):
    (tmp_path / setup_env.STATE).write_text('{"phase": "rea')
    assert setup_env.read_state(tmp_path) == {}


@posix_only
def test_cpu_choice_takes_torch_from_its_index_and_the_rest_from_the_lock(
    tmp_path, recorded_uv, monkeypatch
):
    monkeypatch.setattr(locked, "need_space", lambda env, choice: None)
    assert recorded_uv.install_locked("cpu") == "cpu"
    assert "--torch-backend=cpu torch==2.10.0" in calls(tmp_path)[1]
    assert calls(tmp_path)[2].endswith("requirements-cpu.txt")
    assert not re.search("(?m)^torch==", (tmp_path / "env/requirements-cpu.txt").read_text())


@posix_only
def test_cpu_choice_falls_back_to_the_pinned_lock_and_says_the_sizes(
    tmp_path, recorded_uv, monkeypatch, capfd
):
    monkeypatch.setattr(locked, "need_space", lambda env, choice: None)
    (tmp_path / "fails").write_text("--torch-backend")
    assert recorded_uv.install_locked("cpu") == "pinned"
    assert calls(tmp_path)[-1].endswith(
        f"--require-hashes --no-deps -r {ROOT}/requirements/course.txt"
    )
    said = [line for line in capfd.readouterr().err.splitlines() if "out of reach" in line]
    assert len(said) == 1
    assert all(f"{size}" in said[0] for size in (*locked.SIZES["pinned"], *locked.SIZES["cpu"]))


@posix_only
def test_install_without_an_index_says_so(tmp_path, recorded_uv):
    (tmp_path / "fails").write_text("install")
    with pytest.raises(locked.SetupError, match=r"no package index answers \(no such host\)"):
        recorded_uv.install("six")


@posix_only
def test_install_that_fails_for_another_reason_points_at_the_lines_above(tmp_path, recorded_uv):
    (tmp_path / "fails").write_text("broken-package")
    with pytest.raises(locked.SetupError, match="the lines above say why"):
        recorded_uv.install("broken-package")


def small_disk(monkeypatch, free):
    usage = namedtuple("Usage", "total used free")(1e12, 1e12 - free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)


@posix_only
def test_install_on_a_full_disk_says_so(tmp_path, recorded_uv, monkeypatch):
    (tmp_path / "fails").write_text("install")
    small_disk(monkeypatch, free=1e6)
    with pytest.raises(locked.SetupError, match="the disk is full"):
        recorded_uv.install("six")


def test_need_space_stops_before_the_download(tmp_path, monkeypatch):
    small_disk(monkeypatch, free=2e9)
    with pytest.raises(locked.SetupError, match=r"needs about .* GB of disk; 2\.0 GB are free"):
        locked.need_space(tmp_path / "env", "pinned")


def test_uv_is_handed_the_mirror_that_pip_knows(monkeypatch, tmp_path):
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(Path, "exists", lambda path: False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    assert locked.uv_settings()["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"


def test_uv_keeps_an_index_of_its_own(monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    assert locked.uv_settings()["UV_DEFAULT_INDEX"] == "https://own.example/simple"


def test_arguments_after_the_command_are_passed_on_untouched():
    options = setup_env.arguments(["lab", "--no-browser", "--port", "8899"])
    assert (options.command, options.rest) == ("lab", ["--no-browser", "--port", "8899"])
