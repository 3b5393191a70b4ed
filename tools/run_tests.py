"""Run the test suite: the package's tests, its doctests and every notebook, in one session.

    python tools/run_tests.py [--only notebooks|browser|index|nightly|solutions|teaching] [ARGS]
    python tools/run_tests.py notebooks/03_training_a_gan.ipynb
    python tools/run_tests.py tests/gan -k losses

The tests, their subprocesses and the notebook kernels get the environment made here: no network
(tests/offline), no settings of the user, an empty cache, the budget of a class.

On a machine with a GPU the notebooks run twice: on the GPU, and on the CPU alone.

One worker takes whole files, because a notebook's cells share a kernel. Every worker may hold a
notebook that has loaded TensorFlow or torch, so their number follows the memory as well.
`ARTLAB_WORKERS` overrides it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKER_GB = 4  # a kernel with TensorFlow, its data and a model, with room to spare
CELL_SECONDS = 300  # a dead kernel is noticed only when a cell's time is over

WHAT = {
    "all": [],
    "notebooks": ["notebooks"],
    "solutions": ["notebooks/solutions"],
    "browser": ["-m", "browser", "tests"],
    "index": ["-m", "index", "tests"],
    # Hypothesis marks the tests that it drives: here they try new examples, and more of them.
    "nightly": ["-m", "nightly or hypothesis", "tests"],
    "teaching": ["-m", "teaching", "tests"],
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
    line.append(f"--nbval-sanitize-with={ROOT / 'tests' / 'nbval.cfg'}")
    if only != "solutions":
        line.append("--ignore=notebooks/solutions")
    if workers > 1 and only != "browser" and not is_one_file(given):
        line += ["-n", str(workers), "--dist", "loadfile"]
    return [*line, *WHAT[only], *given]


def is_one_file(given):
    """Whether the arguments name a single file, which workers cannot share."""
    found = named_paths(given)
    return len(found) == 1 and found[0].is_file()


def named_paths(given):
    """The files and folders that the arguments name."""
    paths = [ROOT / word.partition("::")[0] for word in given if not word.startswith("-")]
    return [path for path in paths if path.exists()]


def environment(only, folder):
    """The variables of a run; `folder` is a temporary one, for caches and settings."""
    # Kernels choose their own backend, which draws into the notebook.
    variables = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    variables |= {
        "ARTLAB_BUDGET": "class",
        "ARTLAB_CACHE": f"{folder}/cache",
        "ARTLAB_PROGRESS": f"{folder}/progress.json",  # one file for all notebooks, as at home
        "HF_HOME": f"{folder}/hugging_face",
        "IPYTHONDIR": f"{folder}/ipython",
        "JUPYTER_CONFIG_DIR": f"{folder}/jupyter/config",
        "JUPYTER_DATA_DIR": f"{folder}/jupyter/data",
        "JUPYTER_RUNTIME_DIR": f"{folder}/jupyter/runtime",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else ipykernel prints a warning
    }
    if only == "nightly":
        variables["ARTLAB_HYPOTHESIS"] = "nightly"
    if only == "index":  # asks a package index
        return variables
    path = [str(ROOT / "tests" / "offline"), os.environ.get("PYTHONPATH", "")]
    return variables | {
        "HF_HUB_OFFLINE": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "TRANSFORMERS_OFFLINE": "1",
    }


def devices(only, given, kind):
    """What each pass runs, and the variables it adds: the notebooks on the CPU alone as well."""
    passes = [(only, {})]
    if kind == "gpu" and only in ("all", "notebooks") and not named_paths(given):
        passes.append(("notebooks", {"CUDA_VISIBLE_DEVICES": "-1"}))
    return passes


def main(argv):
    from artlab import runtime

    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--only", choices=sorted(WHAT), default="all")
    options, given = parser.parse_known_args(argv)
    workers = num_workers(os.cpu_count() or 1, memory_gb(), os.environ.get("ARTLAB_WORKERS"))
    status = 0
    for only, variables in devices(options.only, given, runtime.device().kind):
        line = command(only, given, workers)
        with tempfile.TemporaryDirectory(prefix="artlab-tests-") as folder:
            settings = environment(only, folder) | variables
            status = max(status, subprocess.call(line, cwd=ROOT, env=settings))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
