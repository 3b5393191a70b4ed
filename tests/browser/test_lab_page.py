"""The browser helper sees what a student sees, and notices what goes wrong."""

import sys

import lab_page
import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

WIDGETS = """\
# %% [markdown]
# # Move it

# %%
import ipywidgets as widgets
slider = widgets.IntSlider(value=3, min=0, max=10, description="logit")
choice = widgets.Dropdown(options=["minimax", "hinge"], description="loss")
button = widgets.Button(description="again")
shown = widgets.HTML()
def draw(change):
    shown.value = f"RESULT {slider.value ** 2} {choice.value}"
for control in (slider, choice):
    control.observe(draw, "value")
button.on_click(lambda pressed: setattr(shown, "value", "PRESSED"))
draw(None)
widgets.VBox([slider, choice, button, shown])

# %%
import matplotlib.pyplot as plt
for number in range(6):
    plt.figure(figsize=(4, 4)).add_subplot().plot([0, number])
    plt.show()
"""


@pytest.fixture
def page(open_text):
    page = open_text(WIDGETS)
    page.run_all()
    return page


def wait_for(page, text):
    page.output("IntSlider").get_by_text(text).wait_for(timeout=20_000)


def test_run_all_runs_every_cell_without_error(page):
    assert [run.has_run for run in page.runs()] == [True, True]
    assert page.errors() == []


def test_widgets_answer_to_keys_mouse_and_clicks(page):
    slider = page.slider("logit")
    slider.press("ArrowRight", times=2)
    wait_for(page, "RESULT 25 minimax")
    slider.drag(1.0)
    wait_for(page, "RESULT 100 minimax")
    assert slider.value == "10"
    page.dropdown("loss").select_option("hinge")
    wait_for(page, "RESULT 100 hinge")
    page.button("again").click()
    wait_for(page, "PRESSED")


def test_pages_and_outputs_are_photographed(page, tmp_path):
    pages = page.screenshot_pages(tmp_path)
    outputs = page.screenshot_outputs(tmp_path)
    assert len(pages) >= 3  # six figures of 400 pixels in a window of 900
    assert [path.name for path in outputs] == ["cell_01.png", "cell_02.png"]
    for path in pages + outputs:
        assert np.asarray(Image.open(path).convert("L")).std() > 1, f"{path.name} is blank"


def test_a_failing_cell_is_reported_and_stops_the_run(open_text):
    page = open_text("# %%\nx = 1\n\n# %%\n1 / 0\n\n# %%\ny = 1\n")
    page.run_all(timeout=60)
    assert [run.has_run for run in page.runs()] == [True, True, False]
    assert "ZeroDivisionError" in page.errors()[0]


def test_a_cell_without_end_is_a_timeout(open_text):
    page = open_text("# %%\nimport time; time.sleep(60)\n")
    with pytest.raises(TimeoutError, match=r"Next cell.*import time"):
        page.run_all(timeout=3)


def test_the_kernel_has_no_network(open_text):
    page = open_text("# %%\nimport socket\nsocket.gethostbyname('example.org')\n")
    page.run_all(timeout=60)
    assert "network blocked" in page.errors()[0]


def test_the_page_asks_nothing_of_other_machines(open_text):
    page = open_text("# %% [markdown]\n# ![picture](https://example.org/picture.png)\n")
    assert page.refused == ["https://example.org/picture.png"]


def test_a_missing_browser_is_an_error_that_says_so(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(lab_page.BrowserMissing, match="apt-get install chromium"):
        lab_page.find_browser()


def test_a_chosen_browser_is_taken(monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert lab_page.find_browser() == sys.executable
