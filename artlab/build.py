"""Writes `notebooks/` from `lessons/`, and never over an edit that someone made there."""

import json
import tomllib
from pathlib import Path

from artlab.lessons import SOLUTIONS, STUDENT, LessonError, badge, digest, notebook
from artlab.runtime import atomic_write

FOLDERS = {STUDENT: "notebooks", SOLUTIONS: "notebooks/solutions"}


def find_root(start="."):
    """Finds the course's folder: the nearest one upwards that has `lessons/`.

    Args:
        start: Folder to start from.

    Returns:
        An absolute `Path`.

    Raises:
        LessonError: When neither `start` nor a folder above it has lessons.
    """
    start = Path(start).resolve()
    installed_from = Path(__file__).resolve().parents[1]
    for folder in (start, *start.parents, installed_from):
        if (folder / "lessons").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    raise LessonError(
        f"`start` must lie in a clone of the course (with lessons/). Received: {start}"
    )


def build(root, check=False, force=False, names=()):
    """Builds both editions of every lesson.

    Args:
        root: Folder of the course.
        check: When `True`, writes nothing and only tells what is stale.
        force: When `True`, overwrites notebooks that were edited by hand.
        names: Lessons to build, as number (`"03"`), name or path; all when empty.

    Returns:
        List of paths that were written, or, with `check`, that differ from their source.
        Empty when everything is up to date.

    Raises:
        LessonError: When a source breaks a rule, or a notebook was edited (and not `force`).
            In both cases nothing is written.
    """
    root = Path(root)
    wanted = _render_all(root, sources_of(root, names))
    stale = {path: text for path, text in wanted.items() if _read(path) != text}
    if check:
        return list(stale)
    if not force:
        _refuse_edited(root, stale)
    for path, text in stale.items():
        with atomic_write(path) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
    return list(stale)


def build_editions(root, names=(), folder=None):
    """Writes the editions that are not in git: instructor, slides, run sheet, assignment.

    Args:
        root: Folder of the course.
        names: Lessons to build, as for `build`.
        folder: Where to write; `editions/` in the course by default.

    Returns:
        List of paths that changed.

    Raises:
        LessonError: When a source or a note breaks a rule. Nothing is written.
    """
    from artlab.editions import making

    return making.make(root, sources_of(root, names), folder)


def sources_of(root, names=()):
    """The sources of lessons.

    Args:
        root: Folder of the course.
        names: Numbers, names or paths; all lessons when empty.

    Returns:
        List of paths.

    Raises:
        LessonError: When there is no such lesson.
    """
    sources = sorted((Path(root) / "lessons").glob("*.py"))
    if not names:
        return sources
    chosen = []
    for name in names:
        stem = Path(name).stem.zfill(2)
        matches = [path for path in sources if stem in (path.stem, path.stem[:2])]
        if not matches:
            known = ", ".join(path.stem for path in sources)
            raise LessonError(f"`names` must name lessons ({known}). Received: {name}")
        chosen += matches
    return chosen


def _render_all(root, sources):
    import nbformat

    config = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    repository = config.get("tool", {}).get("artlab", {}).get("repository")
    wanted = {}
    for source in sources:
        text = source.read_text(encoding="utf-8")
        for edition, folder in FOLDERS.items():
            path = f"{folder}/{source.stem}.ipynb"
            first = badge(repository, path) if repository else None
            made = notebook(source.stem, text, edition, badge=first)
            wanted[root / path] = nbformat.writes(made) + "\n"
    return wanted


def _read(path):
    return path.read_text(encoding="utf-8") if path.exists() else None


def _refuse_edited(root, paths):
    edited = [path for path in paths if path.exists() and _is_edited(path)]
    if not edited:
        return
    names = ", ".join(path.relative_to(root).as_posix() for path in edited)
    stems = " ".join(dict.fromkeys(path.stem for path in edited))
    raise LessonError(
        f"Edited by hand since it was built: {names}. Nothing was written. To keep the edits, "
        f"move them to lessons/*.py, the source of the notebooks. To drop them, run: "
        f"artlab build --force {stems}"
    )


def _is_edited(path):
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return found["metadata"]["artlab"]["digest"] != digest(found)
    except (ValueError, KeyError, TypeError):  # not a notebook of ours: not ours to overwrite
        return True
