"""A course of a few bytes, with its lock and its wheels, made on the spot for tests of the kit."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# name -> version; uv's own wheel stands in for the tool that the real lock pins
PACKAGES = {"numpy": "2.4.0", "small-sums": "1.2", "torch": "2.10.0"}
BACKEND = """
import zipfile

INFO = "artlab_course-0.1.0.dist-info"


def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "artlab_course-0.1.0-py3-none-any.whl"
    files = {
        "artlab_course.pth": {root!r},
        INFO + "/METADATA": "Metadata-Version: 2.1\\nName: artlab-course\\nVersion: 0.1.0\\n",
        INFO + "/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    files[INFO + "/RECORD"] = "".join(name + ",,\\n" for name in files) + INFO + "/RECORD,,\\n"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        for name_of_file, text in files.items():
            wheel.writestr(name_of_file, text)
    return name
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "artlab-course"
version = "0.1.0"
"""


def wheel(folder, name, version, tag="py3-none-any", padding=0, modules=None):
    """Writes a wheel with one module, which knows its version; returns the path."""
    stem = name.replace("-", "_")
    info = f"{stem}-{version}.dist-info"
    files = {f"{stem}.py": f"VERSION = {version!r}\n" + "#" * padding, **(modules or {})}
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n"
    files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in files) + f"{info}/RECORD,,\n"
    path = Path(folder) / f"{stem}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return path


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def course(folder, wheels):
    """Writes a course that pins the packages; returns its folder.

    Args:
        folder: to make.
        wheels: list of paths; each package is pinned with the hashes of its wheels.
    """
    for name in ("tools", "requirements", "lessons", "notebooks"):
        (folder / name).mkdir(parents=True)
    tools = ROOT / "tools"
    shutil.copy(tools / "setup_env.py", folder / "tools")
    sizes = (tools / "locked.py").read_text().replace("(5.1, 10.1)", "(0.0, 0.0)")
    (folder / "tools" / "locked.py").write_text(sizes.replace("(1.3, 3.6)", "(0.0, 0.0)"))
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "backend.py").write_text(
        BACKEND.replace("{root!r}", "__file__.rsplit('backend', 1)[0]")
    )
    lines = []
    for name, version in PACKAGES.items():
        stem = f"{name.replace('-', '_')}-{version}-"
        hashes = [sha256(path) for path in wheels if path.name.startswith(stem)]
        lines.append(
            " \\\n    ".join([f"{name}=={version}", *(f"--hash=sha256:{h}" for h in hashes)])
        )
    for lock in ("course", "gpu"):
        (folder / "requirements" / f"{lock}.txt").write_text("\n".join(lines) + "\n")
    (folder / "lessons" / "00_start.py").write_text("# %%\n")
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "notebooks" / "00_start.ipynb").write_text(json.dumps(notebook))
    return folder


def index_page(paths):
    """HTML that names wheels with their hashes, as pip and uv read it."""
    links = (f'<a href="/{path.name}#sha256={sha256(path)}">{path.name}</a>' for path in paths)
    return f"<html><body>{''.join(links)}</body></html>".encode()
