"""Every lesson, as a student meets it: opened in JupyterLab, run to its end, looked at, used.

Every widget is moved by a function of `moves.py`; a control that no move has used is a failure.
The pictures stay in `build/browser/NN_topic/`, one for each output and one for each widget after
its move.
"""

import moves
import numpy as np
import pytest
import using
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]  # a busy machine is slow

BADGE = "https://colab.research.google.com/"


@pytest.mark.parametrize("number", moves.NUMBERS)
def test_lesson_runs_and_its_widgets_answer(open_lesson, number, shots):
    page = open_lesson(number)
    page.run_all(timeout=1200)
    assert page.errors() == []
    assert all(run.has_run for run in page.runs())
    assert [url for url in page.refused if not url.startswith(BADGE)] == []
    assert "✗ Not yet" not in page.words(), "an exercise that is not begun is not wrong"
    folder = shots(number)
    for path in page.screenshot_outputs(folder):
        assert np.asarray(Image.open(path).convert("L")).std() > 1, f"{path.name} is blank"
    assert using.use(page, number, folder) == []
    assert page.errors() == []
