"""The picture to cover: what it asks the classifier, and what it does with what a page sends."""

import base64
import io
import json

import anywidget
import numpy as np
import pytest
from PIL import Image

from artlab import widgets
from artlab.widgets import covering


class Halves:
    """Says "left" or "right" by which half of the picture is seen more of."""

    classes = ("left", "right")

    def __init__(self):
        self.asked = 0

    def covered(self, picture, seen):
        self.asked += 1
        seen = np.ones((1, 10, 10)) if seen is None else seen
        middle = seen.shape[2] // 2
        left = 0.01 + 1.5 * seen[:, :, :middle].sum((1, 2))
        right = 0.01 + seen[:, :, middle:].sum((1, 2))
        return np.stack([left, right], axis=1) / (left + right)[:, None]


@pytest.fixture
def classifier():
    return Halves()


@pytest.fixture
def cover(classifier):
    return widgets.cover_and_predict(classifier, np.full((60, 120, 3), 90, np.uint8))


def test_whole_picture_is_told_first(cover):
    assert cover.prediction == "left" and not cover.flipped
    assert cover.answer == "Whole picture: left (60%)."
    assert cover.shares == [["left", 0.6, 0.6], ["right", 0.4, 0.4]]


def test_covering_the_left_half_flips_the_answer(cover):
    cover.boxes = [[0, 0, 0.5, 1]]
    assert cover.prediction == "right" and cover.flipped
    assert cover.answer == "50% covered. It says right (100%), no longer left."
    assert [share[2] for share in cover.shares] == [0.6, 0.4]  # the whole picture's stay


def test_uncovering_brings_the_first_answer_back(cover):
    cover.boxes = [[0, 0, 0.5, 1]]
    cover.uncover()
    assert cover.boxes == [] and not cover.flipped
    assert cover.answer == "Whole picture: left (60%)."


def test_several_rectangles_cover_together(cover):
    cover.boxes = [[0, 0, 0.25, 1], [0.25, 0, 0.5, 0.5]]
    assert cover.seen.mean() == pytest.approx(1 - 0.375)
    assert "Still left" not in cover.answer


def test_masks_have_the_format_of_the_picture(cover):
    assert cover.seen.shape == (120, 240)
    cover.boxes = [[0.5, 0.25, 1, 0.75]]
    rows, columns = np.nonzero(cover.seen == 0)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (30, 89, 120, 239)


@pytest.mark.parametrize(
    "box",
    [[0.1, 0.2, 0.3], ["a", 0, 1, 1], [0.5, 0, 0.5, 1], [0.6, 0, 0.2, 1], None, 7,
     [float("nan"), 0, 1, 1], {"left": 0}],
)  # fmt: skip
def test_what_is_no_rectangle_covers_nothing(cover, box):
    cover.boxes = [box]
    assert cover.seen.all() and cover.answer == "Whole picture: left (60%)."


def test_rectangles_are_cut_at_the_border(cover):
    cover.boxes = [[-3, -1, 0.5, 9]]
    assert cover.seen.mean() == 0.5


def test_endless_rectangles_are_cut(cover):
    cover.boxes = [[0, 0, 0.001, 0.001]] * 10_000 + [[0, 0, 1, 1]]
    assert cover.seen.any()


def test_nothing_left_gets_no_answer(cover, classifier):
    asked = classifier.asked
    cover.boxes = [[0, 0, 1, 1]]
    assert cover.answer == "Nothing is left to see. Uncover a part."
    assert classifier.asked == asked


def test_picture_is_sent_small_and_in_its_format(classifier):
    cover = widgets.cover_and_predict(classifier, np.full((900, 1800, 3), 40, np.uint8), width=200)
    code = cover.picture.partition("base64,")[2]
    assert Image.open(io.BytesIO(base64.b64decode(code))).size == (512, 256)
    assert (cover.width, cover.aspect, cover.color) == (200, 2.0, "#282828")


def test_names_are_sent_as_text_and_bars_are_json(classifier):
    classifier.classes = ("<script>", True)
    cover = widgets.cover_and_predict(classifier, np.zeros((8, 8, 3), np.uint8))
    assert json.loads(json.dumps(cover.shares))[0][0] == "<script>"
    assert cover.shares[1][0] == "True"


def test_script_is_shipped_and_writes_text_only():
    assert issubclass(covering.CoveredPicture, anywidget.AnyWidget)
    script = covering.CoveredPicture._esm
    assert script.endswith("export default { render };\n")
    for word in ("http:", "https:", "innerHTML", "eval("):
        assert word not in script
    for key in ("ArrowLeft", "Backspace", "Enter", "shiftKey", "aria-live", "aria-label"):
        assert key in script


def test_repr_tells_the_answer(cover):
    assert repr(cover) == "A picture to cover. Whole picture: left (60%)."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"classifier": 7}, "`classifier` must have `classes` and `covered.*Received: int"),
        ({"picture": "none.png"}, "none.png"),
        ({"width": 20}, "`width` must be an int from 64 to 1024. Received: 20"),
        ({"width": True}, "`width`"),
    ],
)
def test_wrong_arguments_are_named(classifier, change, message):
    given = {"classifier": classifier, "picture": np.zeros((8, 8, 3), np.uint8)} | change
    with pytest.raises((ValueError, FileNotFoundError), match=message):
        widgets.cover_and_predict(**given)
