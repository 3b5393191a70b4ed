"""Lesson 09: every exercise against right, wrong and hostile answers; its cells against artlab."""

import re
from pathlib import Path

import keras
import numpy as np
import pytest

from artlab.classroom import check
from artlab.classroom.lessons import lesson_09
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.lessons import notebook
from artlab.studio import conditions, snapshots

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "09_sketch_to_painting.py"
larger = lesson_09.larger


def join_by_kron(deep, skip):
    """Fills an empty array, plane by plane."""
    joined = np.empty((*skip.shape[:2], deep.shape[2] + skip.shape[2]))
    for channel in range(deep.shape[2]):
        joined[..., channel] = np.kron(deep[..., channel], np.ones((2, 2)))
    joined[..., deep.shape[2] :] = skip
    return joined


def with_zeros(deep, skip):
    big = np.zeros_like(larger(deep))
    big[::2, ::2] = deep
    return np.concatenate([big, skip], axis=-1)


def added_where_it_fits(deep, skip):
    big = larger(deep)
    big[..., : skip.shape[-1]] += skip
    return big


def shape_by_walking(batch, height, width):
    """Follows the layers one by one."""
    for stride in (2, 2, 1, 1):
        height, width = (side // stride + (side % stride > 0) for side in (height, width))
    return [batch, height, width, 1]


def weighed(function):
    return lambda distances, opinions, weight: int(np.argmin(function(distances, opinions, weight)))


def lowest_by_sorting(distances, opinions, l1_weight):
    share = 1.0 if l1_weight == np.inf else l1_weight / (1 + l1_weight)
    losses = share * distances + (1 - share) * opinions
    return sorted(range(len(losses)), key=lambda index: losses[index])[0]


CASES = [
    Case(
        "09.1",
        second=join_by_kron,
        wrong={
            "a sum needs equal channels": lambda deep, skip: larger(deep) + skip,
            "still of different size": lambda deep, skip: deep + skip,
            "along their channels": lambda deep, skip: np.concatenate([deep, skip], axis=-1),
            "The skip is not in it": added_where_it_fits,
            "Only the channels of the skip": lambda deep, skip: (
                skip + larger(deep).mean(axis=-1, keepdims=True)
            ),
            "made the skip smaller": lambda deep, skip: np.concatenate(
                [deep, skip[::2, ::2]], axis=-1
            ),
            "four small copies": lambda deep, skip: np.concatenate(
                [np.tile(deep, (2, 2, 1)), skip], axis=-1
            ),
            "leave zeros": with_zeros,
            "stand below each other": lambda deep, skip: np.concatenate([larger(deep)] * 2),
            "Two things have come back": lambda deep, skip: (larger(deep), skip),
            "`reshape` only lays": lambda deep, skip: deep.reshape(6, 8, -1),
            "`np.stack` lays equal": lambda deep, skip: np.stack([larger(deep), skip], axis=-1),
            "`np.resize` fills": lambda deep, skip: np.concatenate(
                [np.resize(deep, (6, 8, 5)), skip], axis=-1
            ),
            "that is nothing": lambda deep, skip: print(deep),
            "leave the numbers as they are": lambda deep, skip: np.concatenate(
                [larger(deep) + skip.mean(axis=-1, keepdims=True), skip], axis=-1
            ),
            "should have shape": lambda deep, skip: larger(larger(deep)),
        },
    ),
    Case(
        "09.2",
        second=shape_by_walking,
        wrong={
            "earlier lessons": lambda b, h, w: (b, 1),
            "A scalar would judge": lambda b, h, w: (),
            "You halved once": lambda b, h, w: (b, -(-h // 2), -(-w // 2), 1),
            "all four layers": lambda b, h, w: (b, -(-h // 16), -(-w // 16), 1),
            "You halved three times": lambda b, h, w: (b, -(-h // 8), -(-w // 8), 1),
            "the receptive field": lambda b, h, w: (b, 26, 26, 1),
            "are colours": lambda b, h, w: (b, -(-h // 4), -(-w // 4), 3),
            "48 channels": lambda b, h, w: (b, -(-h // 4), -(-w // 4), 48),
            "keep their places": lambda b, h, w: (b, -(-h // 4) * -(-w // 4)),
            "has a channel axis": lambda b, h, w: (b, -(-h // 4), -(-w // 4)),
            "are changed over": lambda b, h, w: (b, -(-w // 4), -(-h // 4), 1),
            "33 to 17": lambda b, h, w: (b, h // 4, w // 4, 1),
            "holds whole numbers": lambda b, h, w: (b, h / 4, w / 4, 1),
            "a remainder": lambda b, h, w: (b, h // 4 + 1, w // 4 + 1, 1),
            "goes to the nearest whole": lambda b, h, w: (b, round(h / 4), round(w / 4), 1),
            "hand on what came in": lambda b, h, w: (1, -(-h // 4), -(-w // 4), 1),
            "Compute it from what comes in": lambda b, h, w: (1, 16, 16, 1),
            "The channel stands first": lambda b, h, w: (b, 1, -(-h // 4), -(-w // 4)),
            "The batch is missing": lambda b, h, w: (-(-h // 4), -(-w // 4), 1),
            "Keras writes None": lambda b, h, w: (None, -(-h // 4), -(-w // 4), 1),
            "without quotes": lambda b, h, w: f"({b}, 16, 16, 1)",
            "that is nothing": lambda b, h, w: print(b, h, w),
            "it should be": lambda b, h, w: (b, h, w, 1),
        },
    ),
    Case(
        "09.3",
        second=lowest_by_sorting,
        wrong={
            "L1 sharpens": weighed(lambda d, o, w: o if np.isinf(w) else d + w * o),
            "the highest loss": lambda d, o, w: int(np.argmax(d if np.isinf(w) else w * d + o)),
            "Infinity times anything": weighed(lambda d, o, w: w * d + o),
            "The weight is not used": weighed(lambda d, o, w: d + o),
            "L1 alone. With weight 0": weighed(lambda d, o, w: d),
            "D's opinion alone": weighed(lambda d, o, w: o),
            "You subtract": weighed(lambda d, o, w: d if np.isinf(w) else w * d - o),
            "divide D's opinion": weighed(lambda d, o, w: d + np.divide(o, w)),
            "from 0": lambda d, o, w: lowest_by_sorting(d, o, w) + 1,
            "always 60": lambda d, o, w: lowest_by_sorting(d, o, w if np.isinf(w) else 60),
            "stands at both": weighed(lambda d, o, w: d if np.isinf(w) else w * (d + o)),
            "infinitely much": weighed(lambda d, o, w: o if np.isinf(w) else w * d + o),
            "A loss adds": weighed(lambda d, o, w: w * d * o),
            "the lowest loss itself": lambda d, o, w: np.min(w * d + o),
            "index of the best row": lambda d, o, w: np.argsort(w * d + o),
            "the row should be": lambda d, o, w: 3,
        },
    ),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_lesson_is_complete():
    verify_lesson("09", CASES)


def test_skip_first_is_right_as_well():
    joined = check("09.1", lambda deep, skip: np.concatenate([skip, larger(deep)], axis=-1))
    assert joined.state == "right"


@pytest.mark.parametrize("name", ["SHAPE_MISTAKES", "WEIGHT_MISTAKES"])
def test_every_typical_mistake_gives_another_answer(name):
    cases = lesson_09.SIZES
    if name == "WEIGHT_MISTAKES":
        rows = ((lesson_09.DISTANCES, lesson_09.OPINIONS), lesson_09.OTHERS)
        cases = [(*row, weight) for row in rows for weight in lesson_09.WEIGHTS]
    with np.errstate(all="ignore"):
        answers = [tuple(m(*case) for case in cases) for m, _ in getattr(lesson_09, name)]
    assert len(set(answers)) == len(answers)


# What the cells write out, held against the package ----------------------------------------------


@pytest.fixture(scope="module")
def cells():
    """The definitions of the lesson's solved cells."""
    from itertools import pairwise

    names = {"np": np, "keras": keras, "layers": keras.layers, "pairwise": pairwise}
    names |= {"check": check, "predict": lambda *_: None}
    made = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions").cells
    wanted = ("def convolve", "def build_patch", "def receptive", "def band_energy", "def lowest",
              "def patch_shape", "def join")  # fmt: skip
    for cell in made:
        if cell.cell_type == "code" and any(word in cell.source for word in wanted):
            body = re.sub(r"^(print|check|outcome|tf|generator|from artlab)\b.*", "", cell.source,
                          flags=re.M)  # fmt: skip
            cut = re.search(r"^(rivals|picture|line|print)\b", body, flags=re.M)
            exec(body[: cut.start()] if cut else body, names)
    return names


def test_planes_of_the_lesson_end_with_the_plain_line():
    assert conditions.PLAIN + 1 == 25
    assert conditions.NAMES[24] == "plain line"


def test_patch_discriminator_has_the_shape_of_the_exercise(cells):
    model = cells["build_patch_discriminator"]()
    assert model.output.shape == (None, *lesson_09.patch_shape(1, 64, 64)[1:])


def test_patch_discriminator_sees_the_pixels_of_the_hover(cells):
    from artlab.widgets.painting import field_box

    model = cells["build_patch_discriminator"]()
    assert cells["receptive_field"]([(4, 2), (4, 2), (3, 1), (3, 1)]) == 26
    line, picture = np.zeros((1, 64, 64, 1), "float32"), np.zeros((1, 64, 64, 3), "float32")
    before = np.array(model([line, picture]))[0, 6, 9, 0]
    top, left, bottom, right = field_box(6, 9, field=26, stride=4, offset=-11)
    inside = [(top, left), (bottom - 1, right - 1)]
    outside = [(top - 1, left + 9), (bottom, left + 9), (top + 9, left - 1), (top + 9, right)]
    for places, seen in ((inside, True), (outside, False)):
        for place in places:
            touched = picture.copy()
            touched[0, place[0], place[1]] = 1
            assert (np.array(model([line, touched]))[0, 6, 9, 0] != before) == seen, place


def test_generator_of_the_lesson_joins_as_the_exercise_does(cells):
    model = cells["build_generator"]()
    joints = [layer for layer in model.layers if isinstance(layer, keras.layers.Concatenate)]
    assert [layer.output.shape[1:] for layer in joints] == [
        (16, 16, 96),
        (32, 32, 48),
        (64, 64, 24),
    ]
    deep, skip = lesson_09._features()
    both = keras.layers.Concatenate()([larger(deep)[None], skip[None]])
    up = keras.layers.UpSampling2D(2)(deep[None].astype("float32"))
    np.testing.assert_allclose(np.array(both)[0], cells["join"](deep, skip), atol=1e-6)
    np.testing.assert_allclose(np.array(up)[0], larger(deep), atol=1e-6)


def test_cut_skips_keep_all_weights(cells):
    whole, cut = cells["build_generator"](), cells["build_generator"](cut=(0, 2))
    cut.set_weights(whole.get_weights())
    drawing = np.random.default_rng(0).random((1, 64, 64, 25), "float32")
    assert np.abs(np.array(whole(drawing)) - np.array(cut(drawing))).max() > 1e-3


def test_band_energy_of_the_lesson_is_that_of_the_snapshots(cells):
    pictures = np.random.default_rng(0).uniform(-1, 1, (3, 64, 64, 3))
    limits = cells["BANDS"]
    np.testing.assert_allclose(
        cells["band_energy"](pictures, limits), snapshots.band_energy(pictures, limits)
    )


def test_band_energy_finds_a_wave_in_its_band():
    xs = np.arange(64) / 64
    wave = np.broadcast_to(np.sin(2 * np.pi * 12 * xs)[None, :, None], (64, 64, 3))[None]
    energy = snapshots.band_energy(wave, (1, 4, 8, 16, 33))
    assert np.argmax(energy) == 2
    assert energy[2] > 50 * np.delete(energy, 2).max()
