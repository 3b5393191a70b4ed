"""What a class will do, done before it: each trial is a process of its own."""

import json
import os
import re
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from artlab import runtime
from artlab.doctor import REINSTALL, Check

SECONDS = 240  # for one trial; a healthy one takes less than 60
FREE_GB = 2.0  # beside all that already runs
JUPYTER_PORT = 8888
PACKAGES = 'pip install -e ".[course]" (in the course\'s folder)'
# (what is tried, its code)
FRAMEWORKS = {
    "tensorflow, keras": 'from artlab import runtime; runtime.load("tensorflow", "keras")',
    "torch, transformers": 'from artlab import runtime; runtime.load("torch", "transformers")',
}
DATA = {
    name: f"from artlab import datasets; print(len(datasets.{name}()), 'pictures')"
    for name in ("animals", "digits", "met_paintings")
}
PAINTING = """
import time
from artlab.studio import Studio
start = time.perf_counter()
work = Studio(seed=3).paint("two mountains behind a lake at dusk")
print(f"{work.painting.shape[0]} pixels in {time.perf_counter() - start:.1f} s")
"""


def run(code, seconds=SECONDS):
    """Runs Python in a process of its own.

    Args:
        code: what to run.
        seconds: it is killed after.

    Returns:
        (whether it went well, last line of what it printed or of its traceback, seconds taken).
    """
    start = time.monotonic()
    line = [sys.executable, "-c", code]
    try:
        done = subprocess.run(
            line, capture_output=True, text=True, timeout=seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return False, f"no end within {seconds} s", seconds
    text = (done.stdout if done.returncode == 0 else done.stderr or done.stdout).strip()
    last = text.splitlines()[-1] if text else ""
    if done.returncode < 0:
        last = f"the process was killed by signal {-done.returncode}"
    return done.returncode == 0, last, time.monotonic() - start


def _environment():
    return os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONIOENCODING": "utf-8"}


def frameworks():
    """Starts TensorFlow and torch, each as the lessons do."""
    for name, code in FRAMEWORKS.items():
        yield trial(name, code, PACKAGES)


def data():
    """Loads every data set that needs no network."""
    for name, code in DATA.items():
        yield trial(f"data: {name}", code, REINSTALL)


def painting():
    """Paints one picture with the shipped models."""
    yield trial("first painting", PAINTING, REINSTALL)


def trial(name, code, mend):
    """Runs code and tells how it went.

    Args:
        name: of the check.
        code: what to run.
        mend: the line that mends it when it fails.

    Returns:
        A `Check` with the time it took.
    """
    fine, last, seconds = run(code)
    if not fine:
        return Check(name, "broken", last[:160], mend)
    return Check(name, "ok", ", ".join(filter(None, (last[:100], f"{seconds:.1f} s in all"))))


def notebooks(folder):
    """Runs the set-up cell of every lesson.

    Args:
        folder: where the notebooks lie, or `None` where they do not.

    Yields:
        A `Check` for each notebook.
    """
    paths = sorted(Path(folder).glob("[0-9][0-9]_*.ipynb")) if folder else []
    if not paths:
        yield Check("notebooks", "note", "they are not on this machine; a clone has them")
    for path in paths:
        yield trial(f"set-up {path.stem[:2]}", setup_code(path), PACKAGES)


def setup_code(path):
    """The set-up cell of a notebook as plain Python: without the lines that are for IPython."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    tagged = [cell for cell in cells if "setup" in cell["metadata"].get("tags", [])]
    source = "".join(tagged[0]["source"]) if tagged else ""
    return re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", textwrap.dedent(source))


def port(number=JUPYTER_PORT):
    """Whether JupyterLab can listen on this machine.

    Args:
        number: of the port.

    Yields:
        A `Check`: a port in use is a note, for JupyterLab takes the next one.
    """
    with socket.socket() as found:
        try:
            found.bind(("127.0.0.1", number))
        except PermissionError as error:
            yield Check(
                "port", "broken", f"nothing may listen here: {error}", "ask who runs this machine"
            )
            return
        except OSError:
            text = f"{number} is in use: a JupyterLab may be running; a new one takes the next port"
            yield Check("port", "note", text, "jupyter server list (names what runs)")
            return
    yield Check("port", "ok", f"{number} is free")


def free_memory():
    """Memory that is free now, where the system says."""
    try:
        import psutil  # comes with ipykernel
    except ImportError:
        return
    free = psutil.virtual_memory().available / 2**30
    if free < FREE_GB:
        mend = "close other programs and kernels (Kernel, Shut Down All Kernels)"
        yield Check("free memory", "broken", f"{free:.1f} GB; a lesson needs {FREE_GB:.0f}", mend)
    else:
        yield Check("free memory", "ok", f"{free:.1f} GB")


def first_pictures(folder):
    """Runs every notebook up to the first cell that shows a picture.

    Args:
        folder: where the notebooks lie, or `None`.

    Yields:
        A `Check` for each notebook, with the seconds until its first picture.
    """
    for path in sorted(Path(folder).glob("[0-9][0-9]_*.ipynb")) if folder else []:
        yield _first_picture(path)


def _first_picture(path):
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    name = f"picture {path.stem[:2]}"
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=SECONDS, kernel_name="python3")
    start = time.monotonic()
    try:
        with client.setup_kernel():
            for number, cell in enumerate(notebook.cells):
                if cell.cell_type == "code" and shows_picture(client.execute_cell(cell, number)):
                    return Check(name, "ok", f"after {time.monotonic() - start:.0f} s")
    except (CellExecutionError, TimeoutError) as error:
        last = str(error).strip().splitlines()[-1]
        return Check(name, "broken", last[:160], f"open notebooks/{path.name} and run it")
    return Check(name, "broken", "it shows no picture", f"open notebooks/{path.name} and run it")


def shows_picture(cell):
    """Whether an executed cell shows a picture or a control."""
    kinds = ("image/png", "application/vnd.jupyter.widget-view+json")
    datas = [output.get("data", {}) for output in cell.get("outputs", [])]
    return any(
        "data:image/png" in "".join(data.get("text/html", ""))
        or any(kind in data for kind in kinds)
        for data in datas
    )


def memory_gb():
    """Main memory of this machine, in GB."""
    return runtime.device().memory_gb
