"""Training that is killed at random moments goes on, and ends as if nothing had happened."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("kills.py")
FEW = {"gpt": 6, "drawer": 4}  # 10 in all
MANY = {"gan": 40, "gpt": 40, "drawer": 30, "writer": 20, "style": 20, "reader": 20, "painter": 30}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")


def tortured(kind, folder, kills, seed, timeout):
    line = [sys.executable, PROGRAM, kind, folder, kills, seed]
    settings = os.environ | {"OMP_NUM_THREADS": "1", "ARTLAB_CACHE": str(folder / "cache")}
    done = subprocess.run(
        list(map(str, line)), capture_output=True, text=True, timeout=timeout, env=settings
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def survives(told, kills):
    assert told["wrong"] == []
    assert told["kills"] == kills
    assert told["finished"] >= 1


@pytest.mark.parametrize("kind", FEW)
def test_killed_training_ends_as_the_undisturbed_one(kind, tmp_path):
    survives(tortured(kind, tmp_path, FEW[kind], 0, 540), FEW[kind])


@pytest.mark.nightly
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("kind", MANY)
def test_training_survives_two_hundred_kills(kind, tmp_path):
    survives(tortured(kind, tmp_path, MANY[kind], 1, 7000), MANY[kind])


def test_two_hundred_kills_are_two_hundred():
    assert (sum(FEW.values()), sum(MANY.values())) == (10, 200)
