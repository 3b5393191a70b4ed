"""The browser of paintings: what its lists keep, its pages, its large picture."""

import numpy as np
import pytest

from artlab import images, widgets
from artlab.datasets import Paintings
from artlab.datasets.met_records import Painting

ARTISTS = ("Ann & Co", "Bo", "Cy")


@pytest.fixture
def paintings(tmp_path):
    """Thirty paintings of three artists, a decade apart."""
    file = tmp_path / "one.png"
    images.save_png(file, np.full((12, 20, 3), 200, np.uint8))
    return Paintings(
        Painting(
            object_id=number,
            title=f"<i>Title</i> {number}",
            artist=ARTISTS[number % 3],
            attribution="",
            culture="Dutch" if number % 2 else "Chinese",
            begin=1500 + 10 * number,
            end=1505 + 10 * number,
            date=f"ca. {1500 + 10 * number}",
            medium="Oil",
            tags=("Trees", "Men")[: 1 + number % 2],
            credit="Gift",
            address="https://www.metmuseum.org/",
            file=file,
        )
        for number in range(30)
    )


def shown(browser):
    return browser.wall.value.count("<figure")


def test_browser_shows_a_page_and_its_first_painting(paintings):
    browser = widgets.painting_browser(paintings)
    assert shown(browser) == 12 and browser.page.max == 3
    assert browser.painting == paintings[0]
    assert "30 of 30 paintings" in repr(browser)


def test_last_page_has_what_is_left(paintings):
    browser = widgets.painting_browser(paintings)
    browser.page.value = 3
    assert shown(browser) == 6 and browser.painting == paintings[24]


@pytest.mark.parametrize(
    ("name", "value", "num"), [("artist", "Bo", 10), ("tag", "Men", 15), ("culture", "Dutch", 15)]
)
def test_list_keeps_what_fits(paintings, name, value, num):
    browser = widgets.painting_browser(paintings)
    browser.page.value = 2
    browser.lists[name].value = value
    assert len(browser.paintings) == num
    assert browser.page.value == 1 and shown(browser) == min(num, 12)


def test_years_keep_what_may_have_been_made_in_them(paintings):
    browser = widgets.painting_browser(paintings)
    browser.years.value = (1503, 1512)
    assert [painting.object_id for painting in browser.paintings] == [0, 1]


def test_nothing_that_fits_is_said(paintings):
    browser = widgets.painting_browser(paintings, artist="Bo")
    browser.years.value = (1500, 1506)
    assert browser.painting is None and shown(browser) == 0
    assert repr(browser) == "0 of 30 paintings; large: no painting"


def test_chosen_painting_is_shown_large(paintings):
    browser = widgets.painting_browser(paintings)
    browser.pick.value = paintings[5]
    assert browser.painting == paintings[5]
    assert "ca. 1550" in browser.large.alt and "Gift" in browser.about.value


def test_first_choice_is_obeyed_or_refused(paintings):
    assert len(widgets.painting_browser(paintings, artist="Cy", tag="Men").paintings) == 5
    with pytest.raises(ValueError, match=r"`artist` must occur .* Received: 'Dora'"):
        widgets.painting_browser(paintings, artist="Dora")


def test_no_paintings_are_refused():
    with pytest.raises(ValueError, match="`paintings` must hold one or more"):
        widgets.painting_browser([])


def test_titles_and_names_are_escaped(paintings):
    browser = widgets.painting_browser(paintings)
    assert "<i>Title</i>" not in browser.wall.value + browser.large.value
    assert "Ann &amp; Co" in browser.wall.value
