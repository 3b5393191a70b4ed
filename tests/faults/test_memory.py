"""An hour of moving sliders does not fill the memory, and no figure stays open."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("moving.py")
MOST_MB = 50
QUICK = ("stamp_sliders", "loss_slider", "pixel_reader", "training_scrubber", "painting_browser")

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="only Linux tells the size of a process"
)


def moved(*arguments, timeout):
    line = [sys.executable, PROGRAM, *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.nightly
def test_moves_do_not_fill_the_memory():
    told = moved(60, *QUICK, timeout=540)
    assert (told["figures"], told["empty"]) == ([], [])
    assert told["grown"] < MOST_MB


@pytest.mark.nightly
@pytest.mark.timeout(14_400)
def test_an_hour_of_moves_does_not_fill_the_memory():
    told = moved(2000, timeout=14_000)  # of each of 16 widgets: one move in 0.1 s for an hour
    assert (told["figures"], told["empty"]) == ([], [])
    assert told["grown"] < MOST_MB


def test_a_leak_is_noticed():
    code = (
        f"import sys; sys.path.insert(0, {str(PROGRAM.parent)!r}); import moving, numpy as np\n"
        "before = moving.megabytes(); kept = np.ones(10_000_000)\n"
        "print(moving.megabytes() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) > MOST_MB
