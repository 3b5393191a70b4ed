"""The Makefile and .ci/run: what each target would do."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


def dry_run(*words):
    line = ["make", "--no-print-directory", "--dry-run", "PYTHON=python3", *words]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_make_alone_lists_every_target_that_says_what_it_does():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"\.PHONY: ((?:.*\\\n)*.*)", (ROOT / "Makefile").read_text())[1]
    assert set(re.findall(r"(?m)^  make (\S+)", listed)) == set(phony.replace("\\", "").split())


def test_make_lab_passes_its_arguments_on():
    expected = "python3 tools/setup_env.py lab --no-browser --port 8899"
    assert dry_run("lab", "ARGS=--no-browser --port 8899").strip() == expected


def test_make_paint_hands_the_prompt_on_through_the_environment():
    prompt = """PROMPT=a 'lake' "at" $(shell echo dusk) `x`"""
    line = dry_run("paint", prompt, "ARGS=--style ink").strip()
    assert line == 'python3 tools/setup_env.py paint "$PROMPT" --style ink'


@pytest.mark.parametrize(
    ("target", "kind"),
    [("test", "course"), ("test-colab", "colab"), ("test-newest", "newest")],
)
def test_make_test_targets_have_an_environment_each(target, kind):
    assert (re.findall(r"--kind (\w+)", dry_run(target)) or ["course"]) == [kind]


@pytest.mark.parametrize("lock", ["course", "gpu", "teaching"])
def test_make_lock_writes_hashes_and_no_host(lock):
    written = f"--output-file requirements/{lock}.txt"
    (line,) = (line for line in dry_run("lock").splitlines() if written in line)
    assert {"--universal", "--generate-hashes", "--no-emit-index-url"} <= set(line.split())


def test_ci_runs_make_test_and_nothing_else():
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    assert script[0] == "#!/usr/bin/env bash"
    assert script[1:] == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]
