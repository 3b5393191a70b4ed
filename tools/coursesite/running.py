"""Executed lessons: run once, kept until what a lesson says changes.

The cache is `.cache/executed/NN_topic.ipynb`, which git ignores. A kept run carries the digest of
the notebook that it ran; a lesson with another digest is run again.
"""

import os
import tempfile
from pathlib import Path

from artlab.editions import pictures
from artlab.lessons import digest
from artlab.runtime import atomic_write

FOLDER = ".cache/executed"
SECONDS = 1800  # for one cell: some train a network, and the machine may be busy
OFFLINE = Path(__file__).resolve().parents[2] / "tests" / "offline"


def kept(root, path):
    """What the cache holds of a lesson: its notebook with the outputs of its last run.

    Cell ids follow from what a cell says (`artlab.lessons`), so a cell that was changed since has
    no outputs, and all others have theirs.

    Args:
        root: folder of the course.
        path: the lesson's notebook.

    Returns:
        `(notebook, is_whole)`: `is_whole` tells whether it was this very text that ran. Without
        a run the notebook is as it is in git.
    """
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    try:
        ran = nbformat.read(Path(root) / FOLDER / path.name, as_version=4)
    except (OSError, ValueError):  # nothing kept, or no notebook
        return notebook, False
    shown = {cell.id: cell.outputs for cell in ran.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = shown.get(cell.id, [])
    notebook.metadata["widgets"] = ran.metadata.get("widgets", {})
    return notebook, digest(ran) == digest(notebook)


def run(root, path):
    """Runs a lesson as a student does, with no network, and keeps the run and its pictures.

    Args:
        root: folder of the course.
        path: the lesson's notebook.

    Returns:
        `(notebook, number of pictures kept)`; the notebook has outputs and widgets' states.
    """
    import nbformat

    notebook = execute(path)
    target = Path(root) / FOLDER / path.name
    with atomic_write(target) as temporary:
        temporary.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
    return notebook, pictures.save(root, path.stem, notebook.cells)


def execute(path):
    """A notebook with the outputs of a run in an empty folder; it raises at a cell that fails."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory(prefix="artlab-site-") as folder:
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
        )
        client.execute(env=_environment(folder))
    return notebook


def _environment(folder):
    path = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH", "")]))
    return os.environ | {
        "ARTLAB_PROGRESS": f"{folder}/progress.json",  # nobody's own
        "HF_HUB_OFFLINE": "1",
        "PYTHONPATH": path,
        "TRANSFORMERS_OFFLINE": "1",
    }
