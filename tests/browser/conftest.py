"""One browser and one JupyterLab for all browser tests; a page for each."""

import nbformat
import pytest
from lab_page import LabPage, LabServer, browser

from artlab.lessons import notebook


@pytest.fixture(scope="session")
def lab():
    """A running `LabServer`."""
    with LabServer() as server:
        server.wait()
        yield server


@pytest.fixture(scope="session")
def chromium():
    """A running browser; an error, not a skip, when there is none."""
    with browser() as opened:
        yield opened


@pytest.fixture
def open_notebook(lab, chromium):
    """Opens a notebook, given its file name and its JSON text: a `LabPage`."""
    pages = []

    def open_page(name, text):
        page = LabPage(chromium, lab)
        pages.append(page)
        return page.open(lab.add(name, text))

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def open_lesson(open_notebook, root):
    """Opens a lesson by its number, such as `"03"`: a `LabPage`."""

    def open_number(number):
        (path,) = (root / "notebooks").glob(f"{number}_*.ipynb")
        return open_notebook(path.name, path.read_text(encoding="utf-8"))

    return open_number


@pytest.fixture
def open_text(open_notebook):
    """Opens a lesson given as py:percent text: a `LabPage`."""

    def open_source(text):
        return open_notebook("99_small.ipynb", nbformat.writes(notebook("99_small", text)))

    return open_source


@pytest.fixture(scope="session")
def shots(root):
    """Empties and returns the folder for a lesson's pictures, given its number and a name."""

    def folder_of(number, name=""):
        (path,) = (root / "notebooks").glob(f"{number}_*.ipynb")
        folder = root / "build" / "browser" / path.stem / name
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        return folder

    return folder_of
