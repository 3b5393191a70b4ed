"""Controls and pictures, and that they are the same in ipywidgets 7.7.1 and 8."""

import ast
import base64
import io
import re
import subprocess
import sys
from pathlib import Path

import ipywidgets
import numpy as np
import pytest
from PIL import Image

from artlab import plots, widgets
from artlab.widgets import base

PACKAGE = Path(base.__file__).resolve().parents[1]
USERS = sorted([*(PACKAGE / "widgets").glob("*.py"), *(PACKAGE / "classroom").glob("*.py")])
# Names that exist, and mean the same, in 7.7.1 and 8; read from both.
IN_BOTH = {
    "Accordion",
    "BoundedFloatText",
    "BoundedIntText",
    "Box",
    "Button",
    "ButtonStyle",
    "Checkbox",
    "DOMWidget",
    "Dropdown",
    "FloatLogSlider",
    "FloatProgress",
    "FloatRangeSlider",
    "FloatSlider",
    "FloatText",
    "GridBox",
    "HBox",
    "HTML",
    "HTMLMath",
    "Image",
    "IntProgress",
    "IntRangeSlider",
    "IntSlider",
    "IntText",
    "Label",
    "Layout",
    "Output",
    "Play",
    "RadioButtons",
    "Select",
    "SelectMultiple",
    "SelectionSlider",
    "Tab",
    "Text",
    "Textarea",
    "ToggleButton",
    "ToggleButtons",
    "VBox",
    "Valid",
    "Widget",
    "dlink",
    "interact",
    "interactive",
    "interactive_output",
    "jsdlink",
    "jslink",
    "link",
}
# Keywords that 7.7.1 ignores or does not know.
ONLY_IN_8 = {"titles", "border_top", "border_bottom", "border_left", "border_right", "playing"}
ONLY_IN_8 |= {"repeat", "text_color", "background", "tabbable", "description_allow_html"}
TOOLTIP_IN_7 = {"Button", "ToggleButton"}


def misused(tree):
    """Uses of ipywidgets in a syntax tree that are not the same in 7.7.1 and 8."""
    found = []
    for node in ast.walk(tree):
        if _is_widgets_attribute(node) and node.attr not in IN_BOTH:
            found.append(node.attr)
        if isinstance(node, ast.Call) and _is_widgets_attribute(node.func):
            keywords = {keyword.arg for keyword in node.keywords}
            found += sorted(keywords & ONLY_IN_8)
            found += ["tooltip"] * ("tooltip" in keywords and node.func.attr not in TOOLTIP_IN_7)
        if isinstance(node, ast.Attribute) and node.attr in {"_playing", "playing", "titles"}:
            found.append(node.attr)
    return found


def _is_widgets_attribute(node):
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("widgets", "ipywidgets")
    )


@pytest.mark.parametrize("path", USERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_only_what_exists_in_ipywidgets_7_and_8_is_used(path):
    assert misused(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("widgets.TagsInput()", ["TagsInput"]),
        ("widgets.Tab(titles=['a'])", ["titles"]),
        ("widgets.IntSlider(tooltip='a')", ["tooltip"]),
        ("widgets.Button(tooltip='a')", []),
        ("player.playing = True", ["playing"]),
    ],
)
def test_misused_finds_what_differs(source, expected):
    assert misused(ast.parse(source)) == expected


@pytest.mark.parametrize("name", sorted(IN_BOTH))
def test_names_in_both_exist_in_this_version(name):
    assert hasattr(ipywidgets, name)


def decoded(markup):
    data = re.search(r"base64,([^\"]+)", markup)[1]
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


CONTROLS = {
    "slider": lambda label: base.slider(label, 0.5, 0, 1),
    "int_slider": lambda label: base.int_slider(label, 1, 0, 4),
    "choice": lambda label: base.choice(label, ["a", "b"]),
    "switch": lambda label: base.switch(label),
    "buttons": lambda label: base.buttons(label)[0],
    "play": lambda label: base.play(label, 0, 9)[0],
}


@pytest.mark.parametrize("kind", sorted(CONTROLS))
def test_every_control_carries_its_name(kind):
    assert CONTROLS[kind]("loss (nats)").description == "loss (nats)"


@pytest.mark.parametrize(
    ("low", "high", "step"), [(0, 1, 0.01), (-6, 6, 0.1), (0, 0.3, 0.002), (0, 1000, 10)]
)
def test_places_of_a_slider_are_round(low, high, step):
    assert base.slider("x", low, low, high).step == pytest.approx(step, rel=1e-12)


@pytest.mark.parametrize("kind", sorted(CONTROLS))
def test_a_control_without_a_name_is_refused(kind):
    with pytest.raises(ValueError, match="`label` must name the control"):
        CONTROLS[kind](" ")


def test_connect_draws_at_once_and_at_each_move():
    seen, control = [], base.slider("x", 0.0, 0, 1)
    base.connect(lambda x: seen.append(x), x=control)
    control.value = 0.5
    control.value = 1.0
    assert seen == [0.0, 0.5, 1.0]


def test_a_move_during_a_draw_leads_to_one_more_draw_with_the_newest_value():
    seen, control = [], base.int_slider("x", 0, 0, 9)

    def draw(x):
        seen.append(x)
        if x == 0:
            control.value = 1
            control.value = 2
            control.value = 3

    base.connect(draw, x=control)
    assert seen == [0, 3]


def test_connect_draws_again_after_an_error():
    seen, control = [], base.int_slider("x", 1, 0, 9)

    def draw(x):
        seen.append(1 / x)

    base.connect(draw, x=control)
    with pytest.raises(ZeroDivisionError):
        control.value = 0
    control.value = 2
    assert seen == [1.0, 0.5]


@pytest.mark.parametrize(("seconds", "continuous"), [(0.01, True), (0.2, False)])
def test_slow_draws_wait_for_the_slider_s_release(seconds, continuous):
    control = base.slider("x", 0, 0, 1)
    redraw = base.connect(lambda x: None, x=control)
    redraw.times = []
    for measured in (5.0, seconds, seconds, seconds):  # the first draw loads fonts
        redraw.measure(measured)
    assert control.continuous_update is continuous


def test_picture_shows_a_figure_with_its_alt_text():
    picture = base.Picture(plots.bars(["a"], [1], "x", "t"), 'one "bar" <b>')
    assert repr(picture) == 'one "bar" <b>'
    assert 'alt="one &quot;bar&quot; &lt;b&gt;"' in picture.value


def test_picture_enlarges_pixels_without_blur():
    image = np.zeros((2, 2, 1), np.float32)
    image[0, 0], image[1, 1] = -1, 1
    picture = base.Picture(image, "a square")
    shown = decoded(picture.value)
    assert set(np.unique(shown)) == {0, 128, 255} and shown.shape[0] == shown.shape[1] >= 200


def test_picture_keeps_the_old_one_when_the_alt_text_is_empty():
    picture = base.Picture(np.zeros((2, 2)), "before")
    with pytest.raises(ValueError, match="`alt` must say"):
        picture.show(np.ones((2, 2)), "")
    assert repr(picture) == "before" and 'alt="before"' in picture.value


def test_panel_puts_lists_into_rows():
    one, two = base.buttons("a", "b")
    made = base.panel([one, two], base.Picture(), title="<Title>")
    assert made.children[1].children == (one, two)
    assert "&lt;Title&gt;" in made.children[0].value


def test_play_moves_its_slider_in_the_browser():
    place, box = base.play("step", 0, 10)
    assert box.children[1] is place and box.children[0].max == place.max == 10


@pytest.mark.parametrize("name", sorted(widgets.HOME))
def test_every_row_of_the_table_leads_to_something(name):
    assert getattr(widgets, name).__name__ == name


def test_unknown_widgets_name_those_that_exist():
    with pytest.raises(AttributeError, match=r"no 'slidr'. It has: .*slider"):
        _ = widgets.slidr


def test_importing_the_package_loads_no_widget():
    script = "import sys, artlab.widgets; sys.exit('ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
