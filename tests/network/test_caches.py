"""Caches that many fill at once, that are full, that may not be written to."""

import contextlib
import hashlib
import json
import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from artlab import _downloads, cli, runtime
from artlab.gpt.writers import fetching, smollm2, wheels
from artlab.gpt.writers.base import Unreachable
from tests.gpt.writers import servers

ROOT = Path(__file__).resolve().parents[2]
DATA = bytes(range(256)) * 800
FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
FULL = Path("/dev/full")


def slowly(request):
    """A file that takes a while, in two halves."""
    request.send_response(200)
    request.send_header("Content-Length", str(len(DATA)))
    request.end_headers()
    request.wfile.write(DATA[:1000])
    time.sleep(1.0)
    request.wfile.write(DATA[1000:])


@pytest.fixture
def open_folder():
    """A folder where every account may write; pytest's are for their owner alone."""
    with tempfile.TemporaryDirectory(prefix="artlab-cache-") as name:
        folder = Path(name).resolve()
        folder.chmod(0o777)
        if not all(parent.stat().st_mode & 0o001 for parent in folder.parents):
            pytest.skip(f"other accounts cannot reach {folder}")
        yield folder


@FORK
def test_forty_accounts_fill_one_cache_with_one_download(open_folder):
    cache = open_folder
    with servers.serve(slowly) as server:
        command = [sys.executable, "-m", "tests.network.forty", f"{server.url}/data.bin", cache]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        num_downloads = [path for path, _ in server.seen].count("/data.bin")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert {digest for seen in found for digest in seen} == {hashlib.sha256(DATA).hexdigest()}
    assert (len(found), num_downloads) == (40, 1)
    assert {path.name for path in cache.iterdir()} == {"data.bin", ".data.bin.lock"}
    assert stat.S_IMODE((cache / "data.bin").stat().st_mode) & 0o444 == 0o444


def keras_that(bring):
    class Keras:
        class utils:
            @staticmethod
            def get_file(name, url, cache_dir, cache_subdir, file_hash):
                path = Path(cache_dir, name)
                bring(path)
                return str(path)

    return Keras


def test_whoever_looks_during_a_download_sees_no_part_of_it(tmp_path):
    target, seen = tmp_path / "data.bin", []

    def bring(path):
        path.write_bytes(DATA[:100])
        seen.append(target.exists())
        path.write_bytes(DATA)

    _downloads.keras_file(keras_that(bring), "https://x/data.bin", target)
    assert (seen, target.read_bytes()) == ([False], DATA)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_download_that_breaks_off_leaves_nothing_and_lets_others_in(tmp_path, error):
    def bring(path):
        path.write_bytes(DATA[:100])
        raise error

    target = tmp_path / "data.bin"
    with pytest.raises(type(error)):
        _downloads.keras_file(keras_that(bring), "https://x/data.bin", target)
    assert not target.exists()
    right = keras_that(lambda path: path.write_bytes(DATA))
    assert _downloads.keras_file(right, "https://x/data.bin", target).read_bytes() == DATA


def test_a_server_that_falls_silent_is_left():
    import urllib.request

    begun = time.monotonic()
    with servers.silent() as url, _downloads.impatient(0.5), pytest.raises(OSError):
        urllib.request.urlopen(url)
    assert time.monotonic() - begun < 60
    assert __import__("socket").getdefaulttimeout() is None


# A full disk ------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A real file system with 100 kB of room, where this system lets the test mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.call(line, stderr=subprocess.DEVNULL):
        pytest.skip("only root on Linux can mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_file_that_does_not_fit_leaves_the_old_one_whole(small_disk):
    with runtime.atomic_write(small_disk / "run.bin") as path:
        path.write_bytes(b"old")
    with (
        pytest.raises(OSError, match="No space left"),
        runtime.atomic_write(small_disk / "run.bin") as path,
    ):
        path.write_bytes(DATA)
    assert [path.name for path in small_disk.iterdir()] == ["run.bin"]
    assert (small_disk / "run.bin").read_bytes() == b"old"


def test_a_checkpoint_that_does_not_fit_leaves_the_old_one_readable(small_disk):
    import numpy as np

    from artlab.gan import checkpoints

    checkpoints.save(small_disk / "run.safetensors", {"w": np.ones(3)}, {"step": 1})
    with pytest.raises(OSError, match="No space left"):
        checkpoints.save(small_disk / "run.safetensors", {"w": np.ones(99_999)}, {"step": 2})
    arrays, about = checkpoints.load(small_disk / "run.safetensors")
    assert (about["step"], arrays["w"].tolist()) == (1, [1.0, 1.0, 1.0])


def test_a_download_that_does_not_fit_is_told_and_never_takes_its_name(small_disk, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with servers.serve(lambda request: request.send(DATA)) as server:
        link = wheels.Link(f"{server.url}/data.bin")
        with pytest.raises(Unreachable, match=r"data.bin was cut .*No space left on device"):
            fetching.fetch(link, small_disk / "data.bin", "data.bin", shown=False)
    assert not (small_disk / "data.bin").exists()


def test_a_painting_that_does_not_fit_ends_in_one_line(small_disk, capsys):
    (small_disk / "ballast").write_bytes(bytes(90_000))
    assert cli.main(["paint", "two mountains", "--out", str(small_disk / "work.png")]) == 2
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told == "artlab paint: No space left on device"
    assert {path.name for path in small_disk.iterdir()} == {"ballast"}


# A home that may not be written to, a folder that a class shares --------------------------------


@pytest.fixture
def no_home(monkeypatch):
    """A home in which nobody, not even root, can make a folder."""
    for name in ("ARTLAB_CACHE", "XDG_CACHE_HOME", "KERAS_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, os.devnull)


def test_painting_needs_no_home(no_home, tmp_path):
    assert cli.main(["paint", "two mountains", "--out", str(tmp_path / "work.png")]) == 0
    assert (tmp_path / "work.png").stat().st_size > 10_000


@pytest.mark.parametrize("line", [["writers"], ["fetch", "smollm2"], ["doctor"]])
def test_a_home_that_may_not_be_written_to_is_told_in_a_line(no_home, line, capsys):
    with contextlib.suppress(SystemExit):
        cli.main(line)
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    if line == ["doctor"]:
        assert "no cache folder" in shown.out
    if line == ["fetch", "smollm2"]:
        assert len(shown.err.splitlines()) == 1


def test_the_model_of_the_class_is_found_and_nothing_is_written(tmp_path, monkeypatch):
    shared, own = tmp_path / "shared", tmp_path / "own"
    theirs = shared / "smollm2" / "SmolLM2-135M-Instruct"
    theirs.mkdir(parents=True)
    monkeypatch.setenv("ARTLAB_SHARED", str(shared))
    monkeypatch.setenv("ARTLAB_CACHE", str(own))
    before = sorted(tmp_path.rglob("*"))
    assert smollm2.fetch() == theirs
    assert smollm2.status().name == "smollm2"
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before] in ([], [own])


def test_without_a_model_of_the_class_ones_own_is_meant(tmp_path, monkeypatch):
    monkeypatch.setenv("ARTLAB_SHARED", str(tmp_path / "shared"))
    monkeypatch.setenv("ARTLAB_CACHE", str(tmp_path / "own"))
    assert smollm2.model_folder().is_relative_to(tmp_path / "own")
