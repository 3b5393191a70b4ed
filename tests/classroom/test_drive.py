"""Progress and checkpoints on Google Drive, with a Drive that is a folder here."""

import json
import os
import sys
import types

import pytest

from artlab import runtime
from artlab.classroom import diary, drive, keep_on_drive, progress


@pytest.fixture
def colab(monkeypatch, tmp_path):
    """Colab, its Drive and a runtime that has a record already."""
    mounted = []
    package = types.ModuleType("google.colab")
    package.drive = types.SimpleNamespace(mount=mounted.append)
    monkeypatch.setitem(sys.modules, "google.colab", package)
    monkeypatch.setitem(sys.modules, "google", types.SimpleNamespace(colab=package))
    monkeypatch.setattr(drive, "MOUNT", str(tmp_path / "drive"))
    monkeypatch.setenv("ARTLAB_PROGRESS", str(tmp_path / "runtime" / "progress.json"))
    monkeypatch.setenv("ARTLAB_CACHE", str(tmp_path / "runtime" / "cache"))
    package.mounted, package.home = mounted, tmp_path / "drive" / "MyDrive" / "artlab"
    return package


def test_what_was_done_goes_along_and_what_follows_lands_on_the_drive(colab):
    diary.record_check("01.1", True)
    assert keep_on_drive().right
    diary.record_check("01.2", True)
    kept = json.loads((colab.home / "artlab-progress.json").read_text(encoding="utf-8"))
    assert {"01.1", "01.2"} <= set(kept["exercises"])
    assert colab.mounted == [drive.MOUNT]


def test_checkpoints_and_downloads_land_on_the_drive(colab):
    keep_on_drive()
    assert runtime.cache_dir() == colab.home / "cache"


def test_a_record_on_the_drive_is_used_and_not_replaced(colab):
    diary.record_check("01.1", True)
    keep_on_drive()
    os.environ["ARTLAB_PROGRESS"] = str(colab.home / "another-runtime.json")
    diary.reset()
    diary.record_check("02.1", True)
    assert "is there too" not in keep_on_drive().message
    kept = json.loads((colab.home / "artlab-progress.json").read_text(encoding="utf-8"))
    assert "01.1" in kept["exercises"] and "02.1" not in kept["exercises"]


def test_twice_is_once(colab):
    diary.record_check("01.1", True)
    first, second = keep_on_drive(), keep_on_drive()
    assert first.right and second.right
    assert "01.1" in diary.read()["exercises"]


def test_a_drive_that_refuses_leaves_everything_where_it_was(colab, monkeypatch):
    before = os.environ["ARTLAB_PROGRESS"]

    def refuse(_):
        raise ValueError("mount failed")

    colab.drive.mount = refuse
    told = keep_on_drive()
    assert not told.right and "mount failed" in told.message
    assert os.environ["ARTLAB_PROGRESS"] == before


@pytest.mark.parametrize("folder", ["", "../up", "/root", 5, None])
def test_folders_that_lie_elsewhere_are_refused(colab, folder):
    assert "`folder` must be a name below My Drive" in keep_on_drive(folder).message
    assert not colab.home.exists()


def test_elsewhere_than_in_colab_it_changes_nothing(monkeypatch):
    before = dict(os.environ)
    assert "This is not Colab" in keep_on_drive().message
    assert dict(os.environ) == before


def test_progress_in_colab_names_the_call(colab):
    diary.record_check("01.1", True)
    assert "keep_on_drive()" in repr(progress())
