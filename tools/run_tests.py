"""Run the test suite: the package's tests, its doctests and every notebook.

    python tools/run_tests.py [--only notebooks|browser|nightly|solutions] [PYTEST ARGS]

One worker takes whole files, because a notebook's cells share a kernel. Every worker may hold a
notebook that has loaded TensorFlow or torch, so their number follows the memory as well.
`ARTLAB_WORKERS` overrides it.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKER_GB = 4  # a kernel with TensorFlow, its data and a model, with room to spare
CELL_SECONDS = 300  # a dead kernel is noticed only when a cell's time is over

WHAT = {
    "all": [],
    "notebooks": ["notebooks"],
    "solutions": ["notebooks/solutions"],
    "browser": ["-m", "browser", "tests"],
    "nightly": ["-m", "nightly", "tests"],
}


def memory_gb():
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):
        return 2 * WORKER_GB  # Windows does not say: as many as on a small laptop


def num_workers(cores, memory, wanted=None):
    """How many workers: at most 4, one a core, and 4 GB of memory for each."""
    return int(wanted) if wanted else max(1, min(4, cores, int(memory // WORKER_GB)))


def command(only, given, workers):
    line = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env"]
    line.append(f"--nbval-cell-timeout={CELL_SECONDS}")
    if only != "solutions":
        line.append("--ignore=notebooks/solutions")
    if workers > 1 and only != "browser":
        line += ["-n", str(workers), "--dist", "loadfile"]
    return [*line, *WHAT[only], *given]


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--only", choices=sorted(WHAT), default="all")
    options, given = parser.parse_known_args(argv)
    workers = num_workers(os.cpu_count() or 1, memory_gb(), os.environ.get("ARTLAB_WORKERS"))
    return subprocess.call(command(options.only, given, workers), cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
