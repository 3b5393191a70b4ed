"""The whole site in a real Chromium with the network off: accessible, complete, self-contained.

`ARTLAB_SITE=build/site/html` looks at a site that is built already.
"""

import functools
import http.server
import os
import threading
from pathlib import Path

import build_site
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab_page import browser

pytestmark = pytest.mark.browser
PAGES = {
    "first": "index.html",
    "lessons": "lessons/index.html",
    "lesson": "lessons/00_start_here.html",
    "formulas": "lessons/01_foundations.html",
    "gallery": "gallery.html",
    "room": "reference/artlab.studio.html",
    "index": "genindex.html",
    "decision": "decisions/0010-notes-stand-in-the-lessons.html",
    "teaching": "teaching/live.html",
    "tables": "measured.html",
    "start": "start.html",
    "search": "search.html",
}
WIDE, NARROW = (1280, 900), (390, 800)
each_page = pytest.mark.parametrize("name", PAGES.values(), ids=PAGES)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the built site; lessons show their kept runs."""
    if os.environ.get("ARTLAB_SITE"):
        return Path(os.environ["ARTLAB_SITE"]).resolve()
    out = tmp_path_factory.mktemp("site")
    assert build_site.main(["--out", str(out)]) == 0
    return out / "html"


@pytest.fixture(scope="module")
def opened():
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def visit(opened):
    """Opens an address with the network off: a page that keeps what it asks and complains of."""
    contexts = []

    def open_page(address, size=WIDE, online=False):
        width, height = size
        view = {"width": width, "height": height}
        context = opened.new_context(viewport=view, offline=not online, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(120_000)  # a busy machine
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("console", lambda line: page.wrong.append(line.text) if line.type == "error" else 0)
        page.goto(address)
        page.wait_for_load_state("load")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def shown(visit, site):
    """A page of the site with all its pictures: opened once, for all that is asked about it."""

    @functools.cache
    def open_page(name):
        page = visit(f"{site.as_uri()}/{name}")
        page.evaluate("document.querySelectorAll('img').forEach(one => one.loading = 'eager')")
        page.wait_for_function("[...document.images].every(one => one.complete)")
        page.asked_by_itself, page.wrong_by_itself = [*page.asked], [*page.wrong]
        return page

    return open_page


@pytest.fixture(scope="module")
def served(site):
    """The site's address on a server of this machine."""
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def violations(page):
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


@each_page
def test_page_asks_no_other_host_and_reports_no_error(shown, site, name):
    page = shown(name)
    asked = [url for url in page.asked_by_itself if not url.startswith((site.as_uri(), "data:"))]
    assert (asked, page.wrong_by_itself) == ([], [])


@each_page
def test_every_picture_is_there(shown, name):
    missing = "[...document.images].filter(one => !one.naturalWidth).map(one => one.src)"
    assert shown(name).evaluate(missing) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@each_page
def test_axe_finds_no_violation(shown, name, theme):
    page = shown(name)
    page.emulate_media(color_scheme=theme)
    assert violations(page) == []


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@each_page
def test_page_does_not_scroll_sideways(shown, name, size):
    page = shown(name)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_on_a_telephone_with_the_drawer_open(visit, site, theme):
    page = visit(f"{site.as_uri()}/start.html", NARROW)
    page.emulate_media(color_scheme=theme)
    page.get_by_role("button", name="Navigation").press("Enter")
    assert violations(page) == []


def test_first_tab_leads_past_the_navigation(visit, site):
    page = visit(f"{site.as_uri()}/start.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#furo-main-content")


def test_focus_is_seen(visit, site):
    page = visit(f"{site.as_uri()}/start.html")
    for _ in range(4):
        page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"
    assert float(page.evaluate(f"{style}.outlineWidth").removesuffix("px")) >= 2


def test_drawer_opens_and_closes_with_keys(visit, site):
    page = visit(f"{site.as_uri()}/start.html", NARROW)
    button = page.get_by_role("button", name="Navigation")
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"


def test_search_finds_a_lesson_by_a_word_of_its_prose(visit, served):
    page = visit(f"{served}/search.html?q=discriminator", online=True)
    page.wait_for_selector("#search-results li")
    links = page.locator("#search-results li a").evaluate_all("all => all.map(one => one.href)")
    assert any("lessons/02_the_gan_game" in link for link in links)
    assert [url for url in page.asked if not url.startswith((served, "data:"))] == []


def test_search_works_from_a_file(visit, site):
    page = visit(f"{site.as_uri()}/search.html?q=discriminator")
    page.wait_for_selector("#search-results li")


def test_a_script_in_a_page_does_not_run(visit, site):
    text = (site / "start.html").read_text(encoding="utf-8")
    hostile = "<script>window.broken = 1</script><img src='x' onerror='window.broken = 2' alt='x'>"
    path = site / "hostile.html"
    path.write_text(text.replace("</article>", hostile + "</article>"), encoding="utf-8")
    page = visit(path.as_uri())
    page.wait_for_timeout(300)
    assert page.evaluate("window.broken") is None
    path.unlink()
