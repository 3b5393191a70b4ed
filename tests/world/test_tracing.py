"""Drawings read from pixels."""

import cv2
import numpy as np
import pytest
from PIL import Image

from artlab import world
from artlab.world import Sketch
from artlab.world.tracing import thin


@pytest.fixture(scope="module")
def drawing():
    scene = world.sample(43, format="square", birds=0)
    return world.draw(scene, seed=3).raster(400)


def ink(sketch, size=200):
    return sketch.raster(size, width=2.5) < 128


def agreement(page, sketch):
    """Share of the drawing's lines that the sketch has, and of the sketch's that are true."""
    true = cv2.resize(page, (200, 200), interpolation=cv2.INTER_AREA) < 160
    near = np.ones((7, 7), np.uint8)
    found = ink(sketch)
    grown = [cv2.dilate(mask.astype(np.uint8), near).astype(bool) for mask in (true, found)]
    return grown[1][true].mean(), grown[0][found].mean()


def in_the_evening(page):
    """A photo of the page: warm light from one corner, noise, grey paper."""
    rows, columns = np.mgrid[0:400, 0:400] / 400
    light = 0.35 + 0.6 * np.exp(-1.5 * ((columns - 0.2) ** 2 + (rows - 0.3) ** 2))
    noise = np.random.default_rng(0).normal(0, 5, page.shape)
    return np.clip((60 + page / 255.0 * 190) * light + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("change", [lambda page: page, lambda page: 255 - page, in_the_evening])
def test_finds_the_lines(drawing, change):
    sketch = Sketch.from_image(change(drawing))
    found, true = agreement(drawing, sketch)
    assert found > 0.93 and true > 0.93
    assert sketch.is_plain and sketch.elements == []
    assert sketch.num_points < 800


def test_specks_are_dust(drawing):
    spoilt = drawing.copy()
    places = np.random.default_rng(1).integers(0, 399, (60, 2))
    spoilt[places[:, 0], places[:, 1]] = 0
    clean, dusty = (len(Sketch.from_image(page).strokes) for page in (drawing, spoilt))
    assert abs(clean - dusty) <= 8  # a speck may touch a line


def test_takes_paths_photos_floats_and_transparency(drawing, tmp_path):
    Image.fromarray(drawing).save(tmp_path / "page.png")
    clear = np.dstack([np.zeros((400, 400, 3), np.uint8), 255 - drawing])
    given = (
        str(tmp_path / "page.png"),
        tmp_path / "page.png",
        Image.fromarray(drawing),
        drawing / 255.0,
        np.repeat(drawing[..., None], 3, axis=2),
        clear,
    )
    for image in given:
        assert agreement(drawing, Sketch.from_image(image))[0] > 0.93


def test_a_filled_area_becomes_its_outline():
    page = np.full((200, 200), 255, np.uint8)
    cv2.circle(page, (100, 90), 40, 0, -1)
    sketch = Sketch.from_image(page)
    raster = ink(sketch)
    assert not raster[80:100, 90:110].any() and raster[88:92, 56:66].any()


def test_a_circle_stays_closed():
    page = np.full((200, 200), 255, np.uint8)
    cv2.circle(page, (100, 90), 40, 0, 3)
    (stroke,) = Sketch.from_image(page).strokes
    assert np.abs(stroke.points[0] - stroke.points[-1]).max() < 0.02


def test_the_nearest_format_is_taken_and_nothing_is_squeezed():
    page = np.full((140, 200), 255, np.uint8)
    cv2.circle(page, (100, 60), 30, 0, 2)
    sketch = Sketch.from_image(page)
    assert sketch.format == "4:3"
    width, height = np.ptp(sketch.strokes[0].points, axis=0) * [4, 3]
    assert width == pytest.approx(height, rel=0.05)
    assert Sketch.from_image(page, format="2:1").format == "2:1"


def test_trim_cuts_the_paper_off():
    page = np.full((300, 300), 255, np.uint8)
    cv2.circle(page, (70, 70), 30, 0, 2)
    loose, tight = (
        np.ptp(Sketch.from_image(page, trim=trim).strokes[0].points, axis=0).max()
        for trim in (False, True)
    )
    assert loose < 0.25 and tight > 0.7


@pytest.mark.parametrize(
    "page, message",
    [
        (np.full((80, 80), 255, np.uint8), "must show lines. Received: an empty picture"),
        (np.zeros((80, 80), np.uint8), "must show lines. Received: an empty picture"),
        (np.zeros((80, 80), np.int64), "must be uint8, or float"),
        (np.full((80, 80), 7.0), "must be uint8, or float"),
        (np.zeros((8, 80), np.uint8), "16 x 16"),
        (np.zeros(80, np.uint8), "16 x 16"),
    ],
)
def test_says_what_is_wrong(page, message):
    with pytest.raises(ValueError, match=message):
        Sketch.from_image(page)


def test_an_unknown_format_or_file_is_named(tmp_path):
    with pytest.raises(ValueError, match="`format` must be one of"):
        Sketch.from_image(np.zeros((80, 80), np.uint8), format="3:1")
    with pytest.raises(FileNotFoundError):
        Sketch.from_image(tmp_path / "absent.png")
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(ValueError, match="must be a picture"):
        Sketch.from_image(tmp_path / "text.png")


def test_thinning_leaves_one_pixel_and_what_was_connected():
    mask = np.zeros((60, 60), np.uint8)
    cv2.line(mask, (5, 10), (50, 45), 1, 7)
    cv2.line(mask, (5, 50), (50, 10), 1, 5)
    thinned = thin(mask.astype(bool))
    count, _ = cv2.connectedComponents(thinned.astype(np.uint8), connectivity=8)
    squares = thinned[1:, 1:] & thinned[:-1, 1:] & thinned[1:, :-1] & thinned[:-1, :-1]
    assert count == 2 and squares.sum() <= 2
    assert 60 < thinned.sum() < 150


def test_plain_lines_are_told_apart_and_never_rendered():
    sketch = Sketch([world.Stroke("line", [[0.1, 0.2], [0.8, 0.7]])])
    assert sketch.is_plain and "plain lines" in sketch.svg()
    assert Sketch.from_dict(sketch.to_dict()) == sketch
    with pytest.raises(ValueError, match="`sketch` must say what its lines are"):
        world.render(world.Scene(), sketch)
