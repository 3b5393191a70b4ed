"""Lesson 05: every exercise against right, wrong and hostile answers; its cells against artlab."""

import ast
import re
from pathlib import Path

import keras
import numpy as np
import pytest

from artlab.classroom import check
from artlab.classroom.lessons import lesson_05
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.gan import animals_gan, metrics
from artlab.lessons import notebook
from artlab.widgets.latents import spherical

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "05_convolutional_gan.py"
GIVEN = {
    "distances": lesson_05.distances,
    "radii": lesson_05.radii,
    "share_inside": lesson_05.share_inside,
}


def size_by_counting(size, kernel, stride, padding):
    """Lays the stamps out and counts the places."""
    covered = {start * stride + place for start in range(size) for place in range(kernel)}
    return max(covered) + 1 - padding - padding


def pair(latents, labels):
    return lambda latent: (latents(latent), labels)


def inside(points, centres, radii):
    return any_inside(lesson_05.distances(points, centres) <= radii)


def any_inside(matrix):
    return float(np.mean([row.any() for row in matrix]))


def swapped(real, fake, num_neighbors):
    return metrics.precision_recall(real, fake, num_neighbors)[::-1]


def crossed(real, fake, k):
    gaps = lesson_05.distances(fake, real)
    real_radii, fake_radii = lesson_05.radii(real, k), lesson_05.radii(fake, k)
    return any_inside(gaps <= fake_radii[:, None]), any_inside(real_radii[:, None] >= gaps.T)


def own_balls(real, fake, k):
    return inside(fake, fake, lesson_05.radii(fake, k)), inside(
        real, real, lesson_05.radii(real, k)
    )


def precision_twice(real, fake, k):
    return (metrics.precision_recall(real, fake, k)[0],) * 2


def straight(start, end, share):
    return (1 - share) * start + share * end


def pushed_out(start, end, share):
    point = straight(start, end, share)
    return point / np.linalg.norm(point) * np.linalg.norm(start)


def by_rotation(start, end, share):
    """Slerp through an orthonormal basis of the plane of the two."""
    length = np.linalg.norm(start)
    first = start / length
    second = end - (end @ first) * first
    second /= np.linalg.norm(second)
    angle = share * np.arctan2(end @ second, end @ first)
    return length * (np.cos(angle) * first + np.sin(angle) * second)


def angle_of(start, end):
    return np.arccos(start @ end / (np.linalg.norm(start) * np.linalg.norm(end)))


def turned(start, end, share, change):
    """The walk with another number in place of the angle."""
    angle = change(angle_of(start, end))
    weights = np.sin((1 - share) * angle), np.sin(share * angle)
    return (weights[0] * start + weights[1] * end) / np.sin(angle)


CASES = [
    Case(
        "05.1",
        second=size_by_counting,
        wrong={
            "stride is missing": lambda n, k, s, p: n - 1 + k - 2 * p,
            "padding is missing": lambda n, k, s, p: (n - 1) * s + k,
            "add the padding": lambda n, k, s, p: (n - 1) * s + k + 2 * p,
            "off once": lambda n, k, s, p: (n - 1) * s + k - p,
            "One stride too many": lambda n, k, s, p: n * s + k - 2 * p,
            "Keras's padding": lambda n, k, s, p: n * s,
            "size of a convolution": lambda n, k, s, p: (n + 2 * p - k) // s + 1,
            "takes 1 · stride off": lambda n, k, s, p: n - 1 * s + k - 2 * p,
            "Kernel and stride are mixed up": lambda n, s, k, p: (n - 1) * s + k - 2 * p,
            "stamps side by side": lambda n, k, s, p: n * k - 2 * p,
            "For size 14": lambda n, k, s, p: 14,
            "It should be 14": lambda n, k, s, p: 3 * n,
        },
    ),
    Case(
        "05.2",
        second=lambda latent: [latent[None].repeat(10, axis=0), list(range(9, -1, -1))[::-1]],
        wrong={
            "one-hot": pair(lambda latent: np.tile(latent, (10, 1)), np.eye(10)),
            "one latent for ten": pair(lambda latent: latent[None], np.arange(10)),
            "ten poses of one animal": pair(
                lambda latent: np.random.default_rng(0).standard_normal((10, 64)), np.full(10, 5)
            ),
            "pose of its own": pair(
                lambda latent: np.random.default_rng(0).standard_normal((10, 64)), np.arange(10)
            ),
            "each once": pair(lambda latent: np.tile(latent, (10, 1)), np.arange(1, 11)),
            "not the `latent` handed in": pair(lambda latent: np.zeros((10, 64)), np.arange(10)),
            "are swapped": lambda latent: (np.arange(10), np.tile(latent, (10, 1))),
            "one long row": lambda latent: (np.tile(latent, 10), np.arange(10)),
            "each number ten times": lambda latent: (
                np.repeat(latent, 10).reshape(10, 64),
                np.arange(10),
            ),
            "Return two things": lambda latent: np.tile(latent, (10, 1)),
            "Yours have": pair(lambda latent: np.tile(latent, (5, 1)), np.arange(5)),
        },
    ),
    Case(
        "05.3",
        second=metrics.precision_recall,
        given=GIVEN,
        wrong={
            "two are swapped": swapped,
            "cloud of the centres": crossed,
            "its own ball": own_balls,
            "Both numbers are the same": precision_twice,
            "one neighbour too large": lambda real, fake, k: metrics.precision_recall(
                real, fake, k + 1
            ),
            "one neighbour too small": lambda real, fake, k: lesson_05._pair(real, fake, k - 1),
            "the first neighbour": lambda real, fake, k: lesson_05._pair(real, fake, 1),
            "percent": lambda real, fake, k: 100 * np.array(lesson_05._pair(real, fake, k)),
            "what precision leaves over": lambda real, fake, k: (
                lesson_05._pair(real, fake, k)[0],
                1 - lesson_05._pair(real, fake, k)[0],
            ),
            "For the test clouds": lambda real, fake, k: (0.3, 0.1 * k),
        },
    ),
    Case(
        "05.4",
        second=by_rotation,
        wrong={
            "does not keep the norm": straight,
            "pushed out": pushed_out,
            "changed over": lambda start, end, share: spherical(end, start, share),
            "sin(angle) is missing": lambda start, end, share: (
                spherical(start, end, share)
                * np.sin(np.arccos(start @ end / np.linalg.norm(start) / np.linalg.norm(end)))
            ),
            "should stay the same": lambda start, end, share: start * (1 + share),
            "unit vectors": lambda start, end, share: spherical(
                start / np.linalg.norm(start), end / np.linalg.norm(end), share
            ),
            "radians": lambda start, end, share: turned(start, end, share, np.degrees),
            "the cosine for the angle": lambda start, end, share: turned(start, end, share, np.cos),
            "`(1 - share) * angle`": lambda start, end, share: (
                (
                    np.sin(1 - share * angle_of(start, end)) * start
                    + np.sin(share * angle_of(start, end)) * end
                )
                / np.sin(angle_of(start, end))
            ),
            "at a right angle": lambda start, end, share: (
                np.cos(share * np.pi / 2) * start + np.sin(share * np.pi / 2) * end
            ),
            "gives NaN for the rest": lambda start, end, share: np.arccos(start @ end + 0 * start),
        },
    ),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_lesson_is_complete():
    verify_lesson("05", CASES)


def test_every_typical_size_mistake_gives_other_sizes_than_the_rest():
    answers = [
        tuple(mistake(*case) for case in lesson_05.SIZES) for mistake, _ in lesson_05.SIZE_MISTAKES
    ]
    assert len(set(answers)) == len(answers)


def test_ball_functions_agree_with_the_package():
    real, fake = lesson_05._clouds()
    assert lesson_05._pair(real, fake, 3) == pytest.approx(metrics.precision_recall(real, fake, 3))


# What the cells write out, held against the package ----------------------------------------------


def solved_cells():
    """The code cells of the solutions edition."""
    made = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions").cells
    return [cell for cell in made if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def cells():
    """The definitions of the lesson's solved cells."""
    names = {"np": np, "check": check, "keras": keras, "layers": keras.layers, "ops": keras.ops}
    names["initializers"] = keras.initializers
    wanted = ("def convolve", "def stamp", "def pixel_norm", "def build_disc", "def distances",
              "def slerp")  # fmt: skip
    for cell in solved_cells():
        if any(word in cell.source for word in wanted):
            exec(re.sub(r"^(print|check)\(.*", "", cell.source, flags=re.M), names)
    return names


def test_generator_of_the_lesson_is_the_shipped_one(cells):
    mine, shipped = cells["build_generator"](), animals_gan.load()
    mine.set_weights(shipped.get_weights())
    latents = np.random.default_rng(0).standard_normal((10, 64)).astype("float32")
    inputs = [latents, np.arange(10)]
    np.testing.assert_allclose(
        mine.predict(inputs, verbose=0), shipped.predict(inputs, verbose=0), atol=1e-5
    )


def test_discriminator_of_the_lesson_is_that_of_the_training(cells):
    mine, theirs = cells["build_discriminator"](), animals_gan.build_discriminator()
    mine.set_weights(_by_shape(theirs.get_weights(), mine.get_weights()))
    images = np.random.default_rng(0).uniform(-1, 1, (10, 28, 28, 1)).astype("float32")
    inputs = [images, np.arange(10)]
    np.testing.assert_allclose(
        mine.predict(inputs, verbose=0), theirs.predict(inputs, verbose=0), atol=1e-5
    )


def test_settings_of_the_lesson_are_those_of_the_first_phase():
    tree = ast.parse("\n".join(cell.source for cell in solved_cells() if "Trainer(" in cell.source))
    call = next(
        node for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Trainer"
    )  # fmt: skip
    settings = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert {"beta_1": 0.5, **settings} == animals_gan.SETTINGS  # .5 is the trainer's own


def _by_shape(arrays, wanted):
    """The same arrays in the order of another network whose layers have the same shapes."""
    left = list(arrays)
    ordered = []
    for target in wanted:  # biases of one shape are alike before training: all zeros
        place = next(k for k, array in enumerate(left) if array.shape == target.shape)
        ordered.append(left.pop(place))
    assert not left
    return ordered


def test_convolution_of_the_lesson_is_that_of_keras(cells):
    rng = np.random.default_rng(0)
    image, kernel = rng.normal(size=(9, 7)), rng.normal(size=(3, 3))
    theirs = keras.ops.conv(
        image[None, ..., None].astype("float32"), kernel[..., None, None].astype("float32"), 2
    )
    mine = cells["convolve"](image, kernel, stride=2)
    np.testing.assert_allclose(mine, np.asarray(theirs)[0, ..., 0], atol=1e-5)


def test_ball_functions_of_the_lesson_are_those_of_its_checker(cells):
    real, fake = lesson_05._clouds()
    ours = cells["precision_recall"](real, fake, 3)
    assert ours == pytest.approx(metrics.precision_recall(real, fake, 3))


def test_slerp_of_the_lesson_is_that_of_the_widget(cells):
    start, end = np.random.default_rng(0).standard_normal((2, 64))
    for share in (0, 0.2, 0.7, 1):
        np.testing.assert_allclose(cells["slerp"](start, end, share), spherical(start, end, share))
