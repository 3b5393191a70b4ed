"""The wipe, the patches and the scrubber of lesson 09: what they hold and what moves them."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from artlab.studio.snapshots import Snapshots
from artlab.widgets import long_run as scrubbing
from artlab.widgets import painting


def pixels_of(source):
    code = source.partition("base64,")[2]
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(code))))


def test_wipe_holds_both_pictures_and_names_them():
    left, right = np.full((4, 8, 3), -1.0), np.full((4, 8, 3), 1.0)
    wipe = painting.wipe(left, right, "veil", "strands")
    assert pixels_of(wipe.left).max() == 0
    assert pixels_of(wipe.right).min() == 255
    assert wipe.aspect == 2
    assert repr(wipe) == "A wipe: veil at the left, strands at the right"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"right": np.zeros((8, 4, 3))}, r"must have one shape.*Received: \(4, 8, 3\) and \(8, 4"),
        ({"left_name": " "}, "`left_name` must say what is shown. Received: ' '"),
    ],
)
def test_wipe_refuses(change, message):
    given = {"left": np.zeros((4, 8, 3)), "right": np.zeros((4, 8, 3))}
    given |= {"left_name": "one", "right_name": "other"} | change
    with pytest.raises(ValueError, match=message):
        painting.wipe(**given)


@pytest.fixture
def suspects():
    rng = np.random.default_rng(0)
    maps = {"one": rng.random((4, 4)), "other": rng.random((2, 2))}
    return {name: rng.uniform(-1, 1, (16, 16, 3)) for name in maps}, maps


def test_patches_cover_the_picture_and_one_is_lit(suspects):
    markup, alt = painting.patches_svg(suspects[0]["one"], suspects[1]["one"], 10, 4, -3)
    groups = re.findall(r'<g class="artlab-patch( on)?">', markup)
    assert (len(groups), groups.count(" on")) == (16, 1)
    assert f"D says {suspects[1]['one'].min():.2f}" in alt
    assert "number 1 of 16" in alt


def test_lit_patch_shows_its_field_cut_at_the_border():
    logits = np.ones((4, 4))
    logits[0, 1] = -2
    markup, _ = painting.patches_svg(np.zeros((16, 16, 3)), logits, 10, 4, -3)
    lit = markup.partition('artlab-patch on"')[2].partition("</text>")[0]
    assert "M1 0v7h10v-7Z" in lit  # rows -3 to 6 and columns 1 to 10
    assert "D says -2.00 to this patch" in lit


def test_painting_and_slider_move_the_lit_patch(suspects):
    panel = painting.patch_hover(*suspects, field=10, stride=4, offset=-3)
    (which,), place, picture = panel.children[0].children, *panel.children[1:]
    assert place.max == 15
    place.value = 15
    assert f"D says {suspects[1]['one'].max():.2f}" in picture.alt
    which.value = "other"
    assert place.max == 3
    assert f"D says {suspects[1]['other'].max():.2f}" in picture.alt


def test_maps_must_have_the_names_of_the_paintings(suspects):
    with pytest.raises(ValueError, match=r"names of `paintings`.*Received: \['a'\] for \['b'\]"):
        painting.patch_hover({"b": suspects[0]["one"]}, {"a": suspects[1]["one"]}, 1, 1, 0)


@pytest.fixture
def long_run():
    strips = (b"first", b"second")
    bands = np.array([[0.5, 0.4, 0.3, 0.1], [1.0, 1.0, 0.9, 0.8]])
    return Snapshots(
        np.array([250, 4000]), strips, b"drawn", b"true", np.array([0.2, 0.1]), bands, {}
    )


def test_scrubber_moves_through_the_strips(long_run):
    panel = scrubbing.snapshot_scrubber(long_run)
    (_, place), pages, curve = panel.children[0].children, *panel.children[1:]
    assert base64.b64encode(b"first").decode() in pages.value
    place.value = 1
    assert base64.b64encode(b"second").decode() in pages.value
    assert curve.alt == "after 4,000 pictures: L1 0.100, finest detail 80% of the true energy"
    for same in (b"drawn", b"true"):
        assert base64.b64encode(same).decode() in pages.value


def test_curves_mark_the_present_snapshot(long_run):
    distance, bands = scrubbing.distance_curve(long_run, 1).axes
    assert [line.get_xdata()[0] for line in distance.lines[:1]] == [4000]
    assert len(bands.lines) == 5
