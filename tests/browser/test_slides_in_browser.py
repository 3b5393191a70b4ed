"""The slides of every lesson in a real Chromium with the network off."""

from pathlib import Path

import pytest
from lab_page import browser

from artlab.build import build_editions

ROOT = Path(__file__).resolve().parents[2]
LESSONS = [path.stem for path in sorted((ROOT / "lessons").glob("[0-9][0-9]_*.py"))]
WIDTH, HEIGHT = 1280, 720
TOO_LARGE = """() => [...document.querySelectorAll('.slides > section')].flatMap((slide, place) => {
  slide.style.display = slide.classList.contains('split') ? 'grid' : 'block';
  const found = [place + 1, slide.scrollWidth, slide.scrollHeight];
  slide.style.display = '';
  return found[1] > 1281 || found[2] > 721 ? [found] : [];
})"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    build_editions(ROOT, folder=folder)
    return folder / "slides"


@pytest.fixture(scope="module")
def opened():
    with browser() as found:
        yield found


@pytest.mark.parametrize("lesson", LESSONS)
def test_slides_open_offline_and_fit(decks, opened, lesson):
    path = decks / f"{lesson}.html"
    if not path.exists():
        pytest.skip("this lesson has no instructor's notes yet")
    context = opened.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    assert [url for url in asked if not url.startswith(("data:", path.as_uri()))] == []
    assert page.evaluate("Reveal.getTotalSlides()") > 1
    assert page.evaluate(TOO_LARGE) == []
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getIndices().h") == 1
    assert errors == []
    context.close()
