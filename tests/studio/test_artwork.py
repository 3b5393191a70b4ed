"""Artworks: files that carry everything, codes that repaint, HTML in which nothing can run."""

import dataclasses
import html.parser
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from artlab import images
from artlab.studio import Artwork, codes, provenance
from artlab.studio.codes import Settings
from tests.studio import parts_by_rule as rules

EVIL = '<script>alert("1")</script><img src=x onerror=alert(1)> & "quotes"'


@pytest.fixture(scope="module")
def work():
    return rules.studio(seed=3).paint("a lake at dusk, a dragon")


class Tags(html.parser.HTMLParser):
    """The elements of a document, and their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


# Files


def test_what_is_saved_is_what_is_loaded(work, tmp_path):
    path = work.save(tmp_path / "deep" / "lake.png")
    again = Artwork.load(path)
    assert np.array_equal(again.painting, work.painting)
    for field in dataclasses.fields(Artwork):
        if field.name != "painting":
            assert getattr(again, field.name) == getattr(work, field.name), field.name


def test_the_file_is_a_picture_with_texts_that_others_read(work, tmp_path):
    path = work.save(tmp_path / "lake.png")
    with Image.open(path) as picture:
        assert np.array_equal(np.asarray(picture), work.painting)
    texts = images.load_png_metadata(path)
    assert texts["Description"] == work.description
    assert json.loads(texts["artlab"])["provenance"]["settings"]["seed"] == 3


def test_saving_is_atomic(work, tmp_path, monkeypatch):
    path = tmp_path / "lake.png"
    path.write_bytes(b"before")
    monkeypatch.setattr("os.replace", lambda *paths: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        work.save(path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_only_png_files_are_written(work, tmp_path):
    with pytest.raises(ValueError, match=r"`path` must end in .png"):
        work.save(tmp_path / "lake.jpg")


def test_other_files_are_refused(work, tmp_path):
    plain, broken = tmp_path / "plain.png", tmp_path / "broken.png"
    images.save_png(plain, work.painting)
    images.save_png(broken, work.painting, {"artlab": '{"format": 1, "plan": {"water": "lava"}}'})
    for path in (plain, broken):
        with pytest.raises(ValueError, match=r"must be a painting that `Artwork.save` wrote"):
            Artwork.load(path)
    with pytest.raises(FileNotFoundError):
        Artwork.load(tmp_path / "none.png")


@pytest.mark.parametrize("field", ["plan", "sketch", "provenance", "notices", "seed"])
def test_damaged_texts_are_refused(work, tmp_path, field):
    fields = work.to_dict()
    fields[field] = 7 if field != "seed" else None
    fields = fields if field != "seed" else {k: v for k, v in fields.items() if k != "seed"}
    images.save_png(tmp_path / "x.png", work.painting, {"artlab": json.dumps(fields)})
    with pytest.raises(ValueError, match="`path` must be a painting"):
        Artwork.load(tmp_path / "x.png")


# Again


def test_replay_paints_the_same_pixels(work, tmp_path):
    studio = rules.studio(seed=8, style="ink", size=128)
    again = Artwork.load(work.save(tmp_path / "lake.png")).replay(studio)
    assert np.array_equal(again.painting, work.painting)
    assert again.sketch == work.sketch


def test_replay_needs_the_parts_that_painted(work):
    with pytest.raises(ValueError, match="`studio` must be a Studio with the same parts"):
        work.replay()


def test_codes_repaint(work):
    again = Artwork.from_code(work.code, rules.studio())
    assert np.array_equal(again.painting, work.painting)
    assert set(work.code) <= set(codes.base64._urlsafe_decode_translation) or work.code.isascii()
    assert len(work.code) < 80


@settings(max_examples=60)
@given(
    prompt=st.text(max_size=80),
    seed=st.integers(0, codes.MAX_SEED),
    style=st.sampled_from([None, "ink", "woodblock"]),
    size=st.integers(64, 1024),
    finish=st.booleans(),
    revisions=st.lists(st.text(max_size=30), max_size=3),
)
def test_codes_keep_every_setting(prompt, seed, style, size, finish, revisions):
    made = Settings(prompt, seed, style, size, finish, tuple(revisions))
    assert Settings.from_code(made.code) == made
    assert made.code.isascii() and " " not in made.code


@pytest.mark.parametrize(
    "code", ["", "art2.abc", "art1.", "art1.!!!!", "hello", "art1.q1YqULJSKinPV8jN", "art1.AAAA"]
)
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValueError, match="`code` must "):
        Artwork.from_code(code)


def test_codes_that_unpack_to_much_are_refused():
    with pytest.raises(ValueError, match="`code` must be a whole code"):
        Settings.from_code(Settings("a" * 2 * codes.MAX_BYTES).code)


# Provenance


def test_provenance_tells_settings_versions_and_own_parts(work):
    told = work.provenance
    assert told["settings"] == {**work.settings.to_dict()}
    assert told["models"]["writer"] == {
        "name": "tests.studio.parts_by_rule.Writer",
        "shipped": False,
    }
    assert {"python", "numpy", "opencv", "onnxruntime", "tokenizers"} == set(told["versions"])
    assert all(told["versions"].values())
    json.dumps(told)


def test_provenance_of_a_shipped_model_is_what_its_folder_holds(tmp_path, monkeypatch):
    folder = tmp_path / "writer"
    folder.mkdir()
    (folder / "writer.safetensors").write_bytes(b"abc")
    (folder / "README.md").write_text("# Card\n| | |\n|---|---|\n| licence | MIT |\n| x | y |\n")
    monkeypatch.setattr(provenance, "WEIGHTS", tmp_path)
    told = provenance.shipped.__wrapped__("writer")
    of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert told == {"shipped": True, "sha256": {"writer.safetensors": of_abc}, "licence": "MIT"}


# On screen


def test_html_shows_four_panels_with_alt_texts(work):
    shown = work._repr_html_()
    tags = Tags(shown).found
    pictures = [attributes for tag, attributes in tags if tag == "img"]
    assert len(pictures) == 2
    assert all(len(picture["alt"]) > 20 for picture in pictures)
    for head in ("1 You ask", "2 The writer describes", "3 The drawer", "4 The painter"):
        assert head in shown
    assert "I cannot draw: dragon." in shown
    assert "flex-wrap: wrap" in shown


def test_html_escapes_every_text():
    evil = rules.studio(writer=lambda prompt: f"A lake. {EVIL}").paint(EVIL)
    evil = dataclasses.replace(evil, notices=(EVIL,), timings={"total": 1.0})
    tags = Tags(evil._repr_html_()).found
    assert {tag for tag, _ in tags} <= {"section", "div", "p", "img", "em"}
    assert not any(name.startswith("on") for _, attributes in tags for name in attributes)


def test_repr_is_short(work):
    assert repr(work).startswith("Artwork('a lake at dusk, a dragon', seed=3: ")
    assert len(repr(work)) < 120


def test_paintings_are_read_only(work):
    with pytest.raises(ValueError, match="read-only"):
        work.painting[0] = 0


@pytest.mark.parametrize("painting", [np.zeros((8, 8), np.uint8), np.zeros((8, 8, 3))])
def test_what_is_no_painting_is_refused(work, painting):
    with pytest.raises(ValueError, match="`painting` must be uint8 of shape"):
        dataclasses.replace(work, painting=painting)
