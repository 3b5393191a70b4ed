"""The class wall, which no lesson shows: codes are pasted, a button hangs the paintings."""

import pytest
from widget_area import Area

pytestmark = pytest.mark.browser

CODE = (  # of lesson 00
    "art1.q1YqULJSejl71dMlc97v6Xm-euezedOBjCc7Gp7uWv5k19qnaycAuc_mdDzZtU5JR6lYycrIUEepEqgpKac0VTe9KDU1"
    "T6kWAA"
)


def test_pasted_codes_become_a_wall(open_text):
    page = open_text("# %%\nfrom artlab import widgets\nwidgets.class_wall()\n")
    page.run_all(timeout=120)
    area = Area(page.page, page.outputs("class_wall")[0])
    area.locator.locator("textarea").fill(f"Ada <b>: {CODE}\nBob: my painting")
    area.changes(area.button("Hang them").click, "No code in line 2.", seconds=120)
    wall = area.locator.locator("iframe").get_attribute("srcdoc")
    assert "Ada &lt;b&gt;" in wall and "<b>" not in wall and "data:image/" in wall
    assert area.unused() == []
    assert page.errors() == []
