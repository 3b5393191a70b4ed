"""A red cell fails the suite: nbval, with the suite's own command line, on a broken notebook."""

import re
import subprocess

import nbformat
import run_tests

from artlab.lessons import notebook

BROKEN = """\
# %%
print("right")
#> right

# %%
1 / 0

# %%
print("other")
#> right

# %%
silent = 5
#> 5

# %%
import socket
socket.gethostbyname("example.org")

# %%
import time
print(time.time())
"""
DIES = "# %%\nimport os\nos._exit(1)\n"


def run_notebook(folder, text, *arguments):
    """Runs a lesson's text as the suite runs it: (status, {cell number: passed?})."""
    path = folder / "01_small.ipynb"
    path.write_text(nbformat.writes(notebook("01_small", text)), encoding="utf-8")
    options = ["-v", "-p", "no:cacheprovider", f"--rootdir={folder}", *arguments]
    line = run_tests.command("notebooks", options, workers=1)
    done = subprocess.run(
        [str(path) if word == "notebooks" else word for word in line],
        cwd=folder,
        env=run_tests.environment("notebooks", folder),
        capture_output=True,
        text=True,
        timeout=200,
    )
    cells = re.findall(r"::Cell (\d+) (PASSED|FAILED)", done.stdout)
    return done.returncode, {int(number): result == "PASSED" for number, result in cells}


def test_broken_cells_fail_and_no_others(tmp_path):
    status, passed = run_notebook(tmp_path, BROKEN)
    assert status == 1
    # Right; raises; prints something else; prints nothing; goes out; an unchecked output.
    assert passed == {0: True, 1: False, 2: False, 3: False, 4: False, 5: True}


def test_a_kernel_that_dies_fails_the_suite(tmp_path):
    status, passed = run_notebook(tmp_path, DIES, "--nbval-cell-timeout=5")
    assert status == 1
    assert passed == {0: False}
