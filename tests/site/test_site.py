"""The site: its parts on small cases, and a build of two lessons without running them."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import build_site
import nbformat
import pytest
from coursesite import checking, frozen, lesson_page, outputs, readable, reference, running
from coursesite.files import Files
from coursesite.links import Links
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from artlab.lessons import notebook

ROOT = Path(__file__).resolve().parents[2]
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
LESSON = """\
# %% [markdown]
# # Look
#
# A picture.
#
# | | |
# |---|---|
# | Class | CORE 5 min, STUDIO 3 min |
# | You end up with | `one` picture |
#
# **You will** look.

# %%
print("ready")

# %% [markdown]
# ## See [the next](01_foundations.ipynb)
#
# $x^2$
#
# # STUDIO
"""


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path, tmp_path / "shown", "shown")


@pytest.fixture
def links():
    pages = {"notebooks/01_foundations.ipynb": "lessons/01_foundations"}
    return Links(ROOT, "owner/name", pages, lambda path: f"/kept/{Path(path).name}")


def html_output(markup):
    return nbformat.v4.new_output("display_data", {"text/html": markup, "text/plain": "words"})


# What cells show --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x()</script>",
        '<img src="x" onerror="x()">',
        '<a href="javascript:x()">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<iframe src="http://other"></iframe>',
        '<object data="x"></object><embed src="x"><form action="http://other"><input></form>',
        '<svg onload="x()"><script>x()</script></svg>',
        '<style>@import "http://other";</style>',
        '<div style="background: url(http://other/x)">a</div>',
        '<img src="http://other/x.png" alt="a">',
        '<link rel="stylesheet" href="http://other"><base href="http://other">',
        '<meta http-equiv="refresh" content="0;url=http://other">',
        "<math><mtext><table><mglyph><style><img src=x onerror=x()>",
    ],
)
def test_hostile_html_leaves_nothing_that_runs_or_loads(hostile):
    shown = outputs.safe(hostile)
    assert not re.search(r"x\(\)(?!;)|other|javascript|<(?!/?(?:a|div|img|table)\b)", shown)
    assert not re.search(r"\bon\w+=|src=|data:", shown)


@given(st.text(st.sampled_from("<>/\"'= abonerrimgsrcptjv:;&#x0\\n\u202e")))
def test_printed_text_never_becomes_an_element(text):
    shown = outputs.text_html(text)
    assert set(re.findall(r"<[^>]*>", shown)) <= {'<pre class="printed">', "</pre>"}


def test_a_picture_leaves_the_page_and_keeps_its_alt_text(files):
    markup = f'<img src="data:image/png;base64,{PIXEL}" alt="A dot" width="40">'
    shown = outputs.cell_html([html_output(markup)], {}, files)
    address = re.search(r'src="(shown/[0-9a-f]+\.webp)"', shown)[1]
    assert (files.folder.parent / address).is_file()
    assert 'alt="A dot"' in shown and 'width="40" height="40"' in shown
    assert "base64" not in shown


def test_a_plain_figure_gets_its_text_as_alt(files):
    output = nbformat.v4.new_output(
        "display_data", {"image/png": PIXEL, "text/plain": "A grey square"}
    )
    assert 'alt="A grey square"' in outputs.cell_html([output], {}, files)


def test_a_drawing_in_the_page_becomes_a_picture_with_its_words(files):
    drawing = '<svg viewBox="0 0 9 9" aria-label="A line" onload="x()"><path d="M0 0L9 9"/></svg>'
    shown = outputs.cell_html([html_output(drawing)], {}, files)
    (address,) = re.findall(r'src="(shown/[0-9a-f]+\.svg)"', shown)
    assert 'alt="A line"' in shown and "x()" not in shown
    kept = (files.folder.parent / address).read_text(encoding="utf-8")
    assert kept.startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_an_output_of_which_nothing_is_left_says_its_words(files):
    shown = outputs.cell_html([html_output('<iframe srcdoc="<p>page</p>"></iframe>')], {}, files)
    assert shown == '<pre class="printed">words</pre>'


def test_printed_lines_are_joined_and_overwritten_ones_left_out(files):
    printed = [
        nbformat.v4.new_output("stream", name="stdout", text=text)
        for text in ("step 1\rstep 2\n", "\x1b[31mdone & <b>\x1b[0m\n")
    ]
    shown = outputs.cell_html(printed, {}, files)
    assert shown == '<pre class="printed">step 2\ndone &amp; &lt;b&gt;</pre>'


def test_warnings_of_libraries_are_left_out(files):
    noise = nbformat.v4.new_output("stream", name="stderr", text="a warning")
    assert outputs.cell_html([noise], {}, files) == ""


# Widgets without a kernel -----------------------------------------------------------------------


def widget(identity, name, **state):
    return {identity: {"model_name": name, "state": state}}


def test_a_widget_shows_its_picture_its_controls_and_where_it_moves(files):
    picture = f'<img src="data:image/png;base64,{PIXEL}" alt="Loss"><script>x()</script>'
    states = {
        **widget("box", "VBoxModel", children=["IPY_MODEL_a", "IPY_MODEL_b", "IPY_MODEL_c"]),
        **widget("a", "FloatSliderModel", description="step <size>", value=0.25),
        **widget("b", "HTMLModel", value=picture),
        **widget("c", "DropdownModel", description="loss", _options_labels=["a", "b"], index=1),
    }
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "box"}, "text/plain": "VBox("}
    shown = outputs.cell_html([nbformat.v4.new_output("display_data", view)], states, files)
    assert frozen.NOTE in shown and 'alt="Loss"' in shown and "script" not in shown
    assert "<b>step &lt;size&gt;</b> 0.25" in shown and "<b>loss</b> b" in shown


def test_a_widget_without_a_known_state_says_its_text():
    shown = frozen.widget_html("gone", {}, "A drawing <canvas>", str)
    assert "A drawing &lt;canvas&gt;" in shown and frozen.NOTE in shown


def test_a_widget_without_words_is_no_empty_box():
    shown = frozen.widget_html("gone", {}, "VBox(children=(", str)
    assert frozen.NOTE in shown and "VBox" not in shown


def test_a_progress_bar_leaves_no_trace():
    states = widget("box", "HBoxModel", children=["IPY_MODEL_a"]) | widget(
        "a", "FloatProgressModel"
    )
    assert frozen.widget_html("box", states, "5%", str) == ""


def test_choices_of_a_quiz_are_all_listed():
    state = {"description": "", "index": None, "_options_labels": ["A. yes", "B. <no>"]}
    shown = frozen.widget_html("a", widget("a", "RadioButtonsModel", **state), "", str)
    assert "<li>A. yes</li><li>B. &lt;no&gt;</li>" in shown


# Lessons ----------------------------------------------------------------------------------------


def page_of(files, links, text=LESSON):
    made = notebook("99_look", text)
    lesson = lesson_page.read("99_look", made.cells)
    return lesson_page.page(lesson, made, files, links, "owner/name")


def test_a_lesson_has_one_title_and_its_buttons(files, links):
    shown = page_of(files, links)
    assert re.findall(r"(?m)^# .*", shown) == ["# Look"]
    assert "github/owner/name/blob/main/notebooks/99_look.ipynb" in shown
    assert 'href="../notebooks/99_look.ipynb" download' in shown
    assert "<dt>You end up with</dt><dd><code>one</code> picture</dd>" in shown
    assert "Lesson 99, 5 min of class" in shown and lesson_page.NOT_RUN in shown


def test_a_link_to_a_lesson_leads_to_its_page(files, links):
    assert "[the next](/lessons/01_foundations.md)" in page_of(files, links)


@given(st.text("`a\n "))
def test_a_fence_is_longer_than_any_in_its_content(content):
    fence = lesson_page.fenced("raw", "html", content).split("{")[0]
    assert fence not in content


def test_a_run_is_whole_until_the_lesson_changes(tmp_path):
    path = tmp_path / "99_look.ipynb"
    ran = notebook("99_look", LESSON)
    ran.cells[1].outputs = [nbformat.v4.new_output("stream", name="stdout", text="ready\n")]
    (tmp_path / running.FOLDER).mkdir(parents=True)
    nbformat.write(ran, tmp_path / running.FOLDER / path.name)
    nbformat.write(notebook("99_look", LESSON), path)
    found, is_whole = running.kept(tmp_path, path)
    assert is_whole and found.cells[1].outputs[0].text == "ready\n"
    nbformat.write(notebook("99_look", LESSON.replace("A picture.", "Two.")), path)
    found, is_whole = running.kept(tmp_path, path)
    assert not is_whole and found.cells[1].outputs[0].text == "ready\n"  # this cell is the same
    nbformat.write(notebook("99_look", LESSON.replace('"ready"', '"set"')), path)
    assert running.kept(tmp_path, path)[0].cells[1].outputs == []


@pytest.mark.parametrize("text", [None, "no notebook"])
def test_without_a_run_a_lesson_is_as_in_git(tmp_path, text):
    path = tmp_path / "99_look.ipynb"
    nbformat.write(notebook("99_look", LESSON), path)
    if text:
        (tmp_path / running.FOLDER).mkdir(parents=True)
        (tmp_path / running.FOLDER / path.name).write_text(text)
    found, is_whole = running.kept(tmp_path, path)
    assert not is_whole and len(found.cells) == 3


# Links ------------------------------------------------------------------------------------------


def test_links_of_the_repository_lead_to_pages_pictures_and_files(links):
    text = "[a](../../notebooks/01_foundations.ipynb#x) ![b](../figures/world.png) [c](../conf.py)"
    assert links.rewrite(text, "docs/teaching/live.md") == (
        "[a](/lessons/01_foundations.md#x) ![b](/kept/world.png)"
        " [c](https://github.com/owner/name/blob/main/docs/conf.py)"
    )
    assert links.broken == []


def test_a_link_to_nothing_is_told(links):
    links.rewrite("[a](nowhere.md)", "README.md")
    assert links.broken == ["README.md: leads nowhere: nowhere.md"]


def test_code_and_addresses_are_left_alone(links):
    text = "```\n[a](nowhere.md)\n```\n[b](https://x.org/y) [c](#d)"
    assert links.rewrite(text, "README.md") == text


def test_checking_tells_of_lost_pages_lost_anchors_and_other_hosts(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a href="b.html#there">1</a><a href="b.html#gone">2</a><a href="c.html">3</a>'
        '<img src="http://other/x.png"><a href="http://other">4</a><a href="#top" id="top">5</a>'
    )
    (tmp_path / "b.html").write_text('<p id="there"></p>')
    assert checking.broken(tmp_path) == [
        "a.html: leads nowhere: b.html#gone",
        "a.html: leads nowhere: c.html",
        "a.html: would load http://other/x.png",
    ]
    assert checking.external(tmp_path) == ["http://other", "http://other/x.png"]


# Tables and the reference -----------------------------------------------------------------------


def test_empty_heads_of_tables_get_a_name_that_is_heard():
    def head(*texts):
        row = nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in texts))
        return nodes.thead("", row)

    tree = nodes.section("", head("", "peer"), head("", ""))
    readable.name_heads(tree)
    (kept,) = tree.findall(nodes.thead)
    assert readable.HEARD in kept.astext() and "peer" in kept.astext()


@pytest.fixture(scope="module")
def rooms():
    return {room.path: room for room in reference.rooms(ROOT)}


# For those who build, teach and run the course: not what a lesson calls.
BACKSTAGE = {"commands", "editions", "kit", "preflight", "weights"}


def test_the_reference_has_every_room():
    rooms = {path.parent.name for path in (ROOT / "artlab").glob("[a-z]*/__init__.py")}
    assert rooms - BACKSTAGE <= set(reference.ROOMS)


LISTED = (
    "studio",
    "world",
    "gpt",
    "gallery",
    "datasets",
    "plots",
    "widgets",
    "classroom",
    "runtime",
)


@pytest.mark.parametrize("name", LISTED)
def test_the_reference_has_every_public_function_and_class(rooms, name):
    public = set(importlib.import_module(f"artlab.{name}").__all__)
    missing = public - set(rooms[f"artlab.{name}"].names)
    assert [one for one in missing if not one.isupper()] == []  # constants stand in the source


def test_a_signature_stands_as_in_the_source(rooms, links):
    shown = reference.page(rooms["artlab.gallery"], links)
    start = "{py:function} artlab.gallery.wilson_interval(num_right, num, confidence=0.95)\n"
    assert start in shown
    assert "artlab.gallery.transfer(content, style, *, size=256, steps=100," in shown


def test_reading_the_reference_imports_no_framework():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r})\n"
        "from coursesite import reference\n"
        f"reference.rooms({str(ROOT)!r})\n"
        "print([name for name in ('torch', 'tensorflow', 'keras') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# A small site -----------------------------------------------------------------------------------

SMALL = ["--lessons", "00,01", "--rooms", "gan.losses", "--works", "4"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    return build_site.main([*SMALL, "--out", str(out)]), out / "html"


@pytest.fixture(scope="module")
def site(built):
    return built[1]


def test_a_small_site_is_built_without_a_warning_or_a_broken_link(built):
    status, folder = built
    assert checking.broken(folder) == []
    assert status == 0


def test_every_page_forbids_other_hosts_and_other_scripts(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "script-src 'self' 'sha256-" in text and "default-src 'none'" in text
        inline = re.findall(r"<script>(.*?)</script>", text, re.S)
        assert all("dataset.theme" in script for script in inline)


def test_every_picture_has_words_or_says_that_it_needs_none(site):
    for page in site.rglob("*.html"):
        for tag in re.findall(r"<img\b[^>]*>", page.read_text(encoding="utf-8")):
            assert re.search(r'\balt="', tag), (page.name, tag[:200])


def test_formulas_are_set_at_build_time(site):
    text = (site / "lessons" / "01_foundations.html").read_text(encoding="utf-8")
    assert "<math" in text and "MathJax" not in text and "$$" not in text


def test_notebooks_can_be_downloaded_as_they_are_in_git(site):
    name = "notebooks/00_start_here.ipynb"
    assert (site / name).read_bytes() == (ROOT / name).read_bytes()


def test_building_again_gives_the_same_bytes(site, tmp_path):
    other = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
    line = [sys.executable, str(ROOT / "tools" / "build_site.py"), *SMALL, "--out", str(tmp_path)]
    subprocess.run(line, check=False, env=other, cwd=tmp_path, capture_output=True)
    assert _everything(tmp_path / "html") == _everything(site)


def _everything(folder):
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".buildinfo")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
