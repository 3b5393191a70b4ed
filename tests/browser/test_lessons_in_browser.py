"""Every lesson, as a student meets it: opened in JupyterLab, run to its end, looked at."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

NUMBERS = sorted(
    path.name[:2] for path in (Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb")
)
BADGE = "https://colab.research.google.com/"


@pytest.mark.parametrize("number", NUMBERS)
def test_lesson_runs_to_its_end(open_lesson, number, tmp_path):
    page = open_lesson(number)
    page.run_all(timeout=300)
    assert page.errors() == []
    assert all(run.has_run for run in page.runs())
    assert [url for url in page.refused if not url.startswith(BADGE)] == []
    for path in page.screenshot_outputs(tmp_path):
        assert np.asarray(Image.open(path).convert("L")).std() > 1, f"{path.name} is blank"
