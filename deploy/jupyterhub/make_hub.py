"""Make the hub's environment in `.venv-hub`, on top of the course's own in `.venv`.

    python deploy/jupyterhub/make_hub.py

It needs the course's environment (make setup), and Node.js 20 or newer with npm for the proxy.
What the hub needs beyond the course is locked in hub.txt, the proxy pinned in package.json. The
course's packages are not installed again: a line in `.venv-hub` points at them, so both stay in
step.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COURSE, HUB = ROOT / ".venv", ROOT / ".venv-hub"


def python_of(env):
    return env / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*line, **options):
    """Runs a program; stops with its name where it fails."""
    done = subprocess.run([str(part) for part in line], check=False, **options)
    if done.returncode:
        sys.exit(f"make_hub: {Path(line[0]).name} failed; the lines above say why")


def site_packages(env):
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run([python_of(env), "-c", code], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def main():
    if not python_of(COURSE).exists():
        sys.exit("make_hub: the course's environment must be in .venv: make setup")
    if not shutil.which("npm"):
        sys.exit("make_hub: npm must be on the PATH (Node.js 20 or newer): the proxy comes with it")
    if not python_of(HUB).exists():
        run(python_of(COURSE), "-m", "venv", HUB)
    pip = [python_of(HUB), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--require-hashes", "--no-deps", "-r", HERE / "hub.txt")
    # A file of paths: behind the hub's own packages come those of the course.
    line = f"import site; site.addsitedir({str(site_packages(COURSE))!r})\n"
    (site_packages(HUB) / "course.pth").write_text(line, encoding="utf-8")
    shutil.copy(HERE / "package.json", HUB)
    quiet = ("--no-package-lock", "--no-audit", "--no-fund")
    run(shutil.which("npm"), "install", *quiet, "--prefix", HUB)
    config = (HERE / "jupyterhub_config.py").relative_to(ROOT)
    print(f"make_hub: ready. Start it with: {HUB.name}/bin/python -m jupyterhub -f {config}")


if __name__ == "__main__":
    main()
