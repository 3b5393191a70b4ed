"""The reader of scenes: what it says of renderings that no training has seen, and its card."""

import hashlib

import numpy as np
import pytest
import torch

from artlab import world
from artlab.gallery import load_reader, occlusion_map, read_scene
from artlab.gallery.analysis import reader_network, scenes
from artlab.world.scene import Scene

NUM = 48
FIRST_SEED = 650_000_000  # of no training and no other measurement


@pytest.fixture(scope="module")
def rendered():
    """Paintings of fresh scenes, and what should be read in them."""
    plans = [world.sample(FIRST_SEED + number) for number in range(NUM)]
    paintings = [scenes.rendered(plan, FIRST_SEED + i) for i, plan in enumerate(plans)]
    return paintings, [reader_network.as_read(plan) for plan in plans]


@pytest.fixture(scope="module")
def shares(rendered):
    return load_reader().probabilities(rendered[0])


def test_fresh_scenes_are_read_right(rendered, shares):
    """97% of 576 answers; the measured share is higher, so chance hardly breaks this."""
    fields = load_reader().fields
    right = [
        fields[name][int(shares[name][place].argmax())] == wanted[name]
        for place, wanted in enumerate(rendered[1])
        for name in fields
    ]
    assert np.mean(right) > 0.96


def test_probabilities_of_each_field_sum_to_one(shares):
    for name, answers in load_reader().fields.items():
        assert shares[name].shape == (NUM, len(answers))
        np.testing.assert_allclose(shares[name].sum(1), 1, atol=1e-5)


def test_reading_does_not_depend_on_the_others(rendered, shares):
    alone = load_reader().probabilities(rendered[0][5:6])
    for name, rows in shares.items():
        np.testing.assert_allclose(alone[name][0], rows[5], atol=1e-4)


def test_read_scene_takes_the_most_probable(rendered, shares):
    found = read_scene(rendered[0][0])
    assert list(found) == list(load_reader().fields)
    for name, reading in found.items():
        assert reading.value == load_reader().fields[name][int(shares[name][0].argmax())]
        assert reading.probability == pytest.approx(float(shares[name][0].max()), abs=1e-4)


def test_size_of_a_painting_does_not_matter_much():
    """The same scene rendered at 512: finer, and read the same in all but a few fields."""
    agree = []
    for seed in range(FIRST_SEED, FIRST_SEED + 6):
        plan = world.sample(seed)
        drawing = world.draw(plan, seed)
        found = [read_scene(world.render(plan, drawing, size, seed)) for size in (256, 512)]
        agree += [found[0][name].value == found[1][name].value for name in found[0]]
    assert np.mean(agree) > 0.93


def test_covering_the_boat_takes_the_boat_away():
    plan = Scene(water="sea", boats=1, style="woodblock")
    drawing = world.draw(plan, 4)
    painting = world.render(plan, drawing, 256, 4)
    lines = np.concatenate([stroke.points for stroke in drawing.of("boat")[0]])
    (left, top), (right, bottom) = lines.min(0) - 0.03, lines.max(0) + 0.03
    seen = np.ones((1, 256, 256), np.float32)
    seen[0, int(top * 256) : int(bottom * 256), int(left * 256) : int(right * 256)] = 0
    boats = load_reader().field("boats")
    assert boats.predict(painting) is True
    assert boats.covered(painting, seen)[0, 1] < 0.5


def test_occlusion_of_the_boat_points_at_the_boat():
    plan = Scene(water="lake", boats=1, style="watercolour")
    drawing = world.draw(plan, 9)
    painting = world.render(plan, drawing, 256, 9)
    found = occlusion_map(load_reader().field("boats"), painting, True)
    row, column = np.unravel_index(found.evidence.argmax(), found.heat.shape)
    place = np.array([column / (found.heat.shape[1] - 1), row / (found.heat.shape[0] - 1)])
    middle = np.concatenate([stroke.points for stroke in drawing.of("boat")[0]]).mean(0)
    assert np.abs(place - middle).max() < 0.22


def test_field_is_a_classifier(rendered):
    style = load_reader().field("style")
    assert style.classes == ("ink", "blue-green", "watercolour", "woodblock")
    found = style.probabilities(rendered[0][0])
    assert sum(found.values()) == pytest.approx(1, abs=1e-5)
    assert style.predict(rendered[0][0]) == rendered[1][0]["style"]


def test_unknown_field_is_named():
    with pytest.raises(ValueError, match=r"`name` must be .*Received: 'palette'"):
        load_reader().field("palette")


def test_view_keeps_the_format_and_its_limits():
    for shape in ((256, 256), (128, 256), (600, 300), (40, 40)):
        rows, columns = reader_network.view(np.zeros((*shape, 3), np.uint8)).shape[:2]
        assert max(rows, columns) <= 256 and rows * columns <= 256 * 256
        assert rows % 16 == columns % 16 == 0
        assert rows / columns == pytest.approx(shape[0] / shape[1], rel=0.1)


def test_lake_and_sea_are_one_answer():
    assert reader_network.as_read(Scene(water="lake"))["water"] == "lake or sea"
    assert reader_network.as_read(Scene(water="sea"))["water"] == "lake or sea"
    assert reader_network.as_read(Scene(water="river"))["water"] == "river"


def test_network_takes_pictures_of_any_format():
    network = reader_network.ReaderNetwork().eval()
    for size in ((64, 64), (48, 96)):
        logits, marks = network(torch.zeros(2, 3, *size))
        assert {name: row.shape[1] for name, row in logits.items()} == {
            name: len(answers) for name, answers in reader_network.HEADS.items()
        }
        assert marks.shape == (2, 15, size[0] // 16, size[1] // 16)


def test_marks_lie_where_the_lines_run():
    plan = Scene(water="sea", boats=1)
    drawing = world.draw(plan, 4)
    found = scenes.marks(drawing)
    points = np.concatenate([stroke.points for stroke in drawing.of("boat")[0]])
    rows, columns = np.nonzero(found[scenes.MARKED.index("boat")])
    assert (rows.min(), columns.min()) == tuple((points.min(0)[::-1] * 16).astype(int))
    assert found[scenes.MARKED.index("pine")].max() == 0


def test_neighbours_share_a_drawing_and_differ_in_style_or_air():
    (one, first), (other, second) = scenes.plan_of(3, 10), scenes.plan_of(3, 11)
    assert first == second
    assert one.counts == other.counts and one.format == other.format
    assert scenes.plan_of(3, 10)[0] == one and scenes.plan_of(3, 12)[1] == first + 1


def test_weights_are_what_their_card_says(root):
    folder = root / "artlab" / "weights" / "reader"
    file = folder / "reader.safetensors"
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in card
    assert file.stat().st_size < 3e6
