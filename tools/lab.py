"""Open JupyterLab on the course's first lesson; what is given is passed on to it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def first_lesson(root):
    """Where JupyterLab opens, below the course's folder: the first notebook, if there is one."""
    notebooks = sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    return "/tree/" + notebooks[0].relative_to(root).as_posix() if notebooks else ""


def command(root, given, is_root):
    line = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"]
    line.append(f"--LabApp.default_url=/lab{first_lesson(root)}")
    # Jupyter refuses to serve as root, which is who you are in a container.
    if is_root and "--allow-root" not in given:
        line.append("--allow-root")
    return [*line, *given]


def main(given):
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    line = command(ROOT, given, is_root)
    if os.name == "nt":
        return subprocess.call(line)
    os.execv(line[0], line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
