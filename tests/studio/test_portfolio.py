"""The portfolio page: one file that holds everything, in which nothing can run."""

import base64
import dataclasses
import html.parser
import re

import numpy as np
import pytest

from artlab.studio import Artwork
from artlab.studio.documents import POLICY
from artlab.studio.portfolio import Portfolio
from tests.studio import parts_by_rule as rules

EVIL = '<script>alert("1")</script><img src=x onerror=alert(1)> & "quotes" {braces}'


class Page(html.parser.HTMLParser):
    """Elements, texts and pictures of a page."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def works():
    return [rules.studio(seed=3).paint(prompt) for prompt in ("a lake at dusk", "湖上孤舟，一条龙")]


@pytest.fixture(scope="module")
def page(works):
    return Page(Portfolio(works, "Two lakes", "Li Hua", "Painted in one evening.").html)


def test_page_tells_title_author_and_statement(page):
    for text in ("Two lakes", "by Li Hua", "Painted in one evening.", "2 paintings"):
        assert text in page.text


def test_page_tells_how_each_work_was_made(page, works):
    for work in works:
        for text in (work.prompt, work.description, work.code, f"seed {work.seed}"):
            assert text in page.text
    assert "画不了：龙。" in page.text
    assert "own: tests.studio.parts_by_rule.Painter" in page.text
    assert f"numpy {np.__version__}" in page.text


def test_weights_data_and_licence_of_shipped_models_are_told(works):
    models = {
        "writer": {"shipped": True, "sha256": {"writer.onnx": "ab12"}, "licence": "MIT & <free>"},
        "drawer": {"shipped": True, "sha256": {}},
    }
    work = dataclasses.replace(works[0], provenance=works[0].provenance | {"models": models})
    text = Page(Portfolio([work]).html).text
    assert "writer.onnx: sha256 ab12" in text and "licence: MIT & <free>" in text
    assert "shipped with the course" in text


def test_every_painting_is_a_file_that_repaints(page, works, tmp_path):
    pictures = [img for img in page.all("img") if img["class"] == "painting"]
    for picture, work in zip(pictures, works, strict=True):
        path = tmp_path / "saved.png"
        path.write_bytes(base64.b64decode(picture["src"].removeprefix("data:image/png;base64,")))
        again = Artwork.load(path)
        assert np.array_equal(again.painting, work.painting)
        assert again.code == work.code


def test_every_picture_has_words_for_who_listens(page):
    assert len(page.all("img")) == 4
    assert all(len(picture["alt"]) > 20 for picture in page.all("img"))


def test_chinese_texts_are_marked_as_chinese(page):
    assert [heading["lang"] for heading in page.all("h2")] == ["en", "zh"]


def test_page_loads_nothing_and_runs_nothing(page):
    sources = [
        v for _, attributes in page.tags for k, v in attributes.items() if k in ("src", "href")
    ]
    assert all(source.startswith("data:image/") for source in sources)
    assert {"script", "link", "iframe", "object", "form"} & {tag for tag, _ in page.tags} == set()
    (policy,) = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]
    assert policy == POLICY and policy.startswith("default-src 'none'")
    assert "url(" not in "".join(page.texts)


def test_hostile_texts_stay_texts(works):
    work = dataclasses.replace(works[0], prompt=EVIL, description=EVIL, notices=(EVIL,))
    markup = Portfolio([work], EVIL, EVIL, EVIL).html
    page = Page(markup)
    assert page.text.count("<script>alert") >= 6
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert not page.all("script") and len(page.all("img")) == 2


def test_preview_is_a_sandbox_without_rights(works):
    (frame,) = Page(Portfolio(works, EVIL)._repr_html_()).all("iframe")
    assert frame["sandbox"] is None
    assert frame["srcdoc"] == Portfolio(works, EVIL).html


def test_saving_writes_the_page_and_makes_the_folder(works, tmp_path):
    portfolio = Portfolio(works)
    path = portfolio.save(tmp_path / "deep" / "works.html")
    assert path.read_text(encoding="utf-8") == portfolio.html
    assert [found.name for found in path.parent.iterdir()] == ["works.html"]


def test_saving_is_atomic(works, tmp_path, monkeypatch):
    path = tmp_path / "works.html"
    path.write_text("before")
    monkeypatch.setattr("os.replace", lambda *paths: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        Portfolio(works).save(path)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_works_give_the_same_page(works):
    assert Portfolio(works).html == Portfolio(list(works)).html


def test_repr_counts_the_works(works):
    assert repr(Portfolio(works[:1])) == "Portfolio('My paintings': 1 painting)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([],), "`works` must be a list of 1 to 100 Artworks. Received: 0 works"),
        (("lake",), "`works` must be a list .*Received: str"),
        (([3],), "`works` must be Artworks. Received: int"),
    ],
)
def test_what_is_no_list_of_works_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Portfolio(*arguments)


@pytest.mark.parametrize("name", ["title", "author", "statement"])
def test_what_is_no_text_is_refused(works, name):
    with pytest.raises(ValueError, match=f"`{name}` must be a text. Received: 7"):
        Portfolio(works, **{name: 7})


def test_a_title_must_say_something(works):
    with pytest.raises(ValueError, match="`title` must not be empty"):
        Portfolio(works, " ")


def test_only_html_files_are_written(works, tmp_path):
    with pytest.raises(ValueError, match=re.escape("`path` must end in .html. Received:")):
        Portfolio(works).save(tmp_path / "works.png")
