"""Lesson 02: its exercises judge; what it writes out agrees with the package and oracles."""

import ast
import math
from pathlib import Path

import numpy as np
import pytest

from artlab import runtime
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.lessons import notebook
from artlab.widgets import quadratic, saddle

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "02_the_gan_game.py"


def step_by_matrix(x, y, rate):
    return np.array([[1, -rate], [rate, 1]]) @ [x, y]


def in_turn(x, y, rate):
    x = x - rate * y
    return x, y + rate * x


CASES = [
    Case(
        "02.1",
        second=np.array([3 / 4], "float32"),
        wrong={
            "0.3 is the density": 0.3,
            "share of generated": 0.25,
            "the odds": 3,
            "sum of the two densities": 0.4,
            "three times as dense": 0.5,
            "with p for real and q for generated": 0.9,
        },
    ),
    Case(
        "02.2",
        second=-2 * math.log(2),
        wrong={
            "when D is always right": 0,
            "one term only": math.log(0.5),
            "The size is right": math.log(4),
            "base 10": 2 * math.log10(0.5),
            "multiplied the probabilities": 0.25,
            "added the probabilities": 1,
            "use the natural logarithm": -5,
        },
    ),
    Case(
        "02.3",
        second=" c. ",
        wrong={
            "left picture is the counterexample": "A",
            "neither player can do better": "b",
            "the best that D can say": "D",
            "one of the letters": "E",
        },
    ),
    Case(
        "02.4",
        second=step_by_matrix,
        wrong={
            "y uses the new x": in_turn,
            "Both go downhill": lambda x, y, rate: (x - rate * y, y - rate * x),
            "players are exchanged": lambda x, y, rate: (x + rate * y, y - rate * x),
            "Both go uphill": lambda x, y, rate: (x + rate * y, y + rate * x),
            "is y, not x": lambda x, y, rate: (x - rate * x, y + rate * y),
            "These are the changes": lambda x, y, rate: (-rate * y, rate * x),
            "leads to (0, 2.5)": lambda x, y, rate: (x, y + rate * x),
            "wrong from (-1, 0.5)": lambda x, y, rate: (x - 0.5 * y, y + 0.5 * x),
            "dots": lambda x, y, rate: ...,
            "Return two numbers": lambda x, y, rate: x - rate * y,
        },
    ),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_lesson_is_complete():
    verify_lesson("02", CASES)


# What the lesson writes out ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def written():
    """The functions and worlds of the lesson's cells; nothing else is run."""
    tf, keras = runtime.load("tensorflow", "keras")
    names = {"np": np, "tf": tf, "keras": keras, "runtime": runtime, "tqdm": lambda x, **_: x}
    names |= {"simultaneous": saddle.simultaneous, "walk": saddle.walk}
    for cell in notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions").cells:
        if cell.cell_type == "code" and "%pip" not in cell.source:
            tree = ast.parse(cell.source)
            tree.body = [item for item in tree.body if is_plain(item)]
            exec(compile(tree, "<lesson 02>", "exec"), names)
    return names


def is_plain(item):
    worlds = ("real_world", "fake_world", "angles", "centres")
    assigned = isinstance(item, ast.Assign) and getattr(item.targets[0], "id", "") in worlds
    return assigned or isinstance(item, ast.FunctionDef)


@pytest.mark.parametrize("seed", [0, 1])
def test_trained_discriminator_comes_within_two_hundredths_of_the_best(written, seed):
    stats = pytest.importorskip("scipy.stats")

    def true_density(x, world):
        return sum(s * stats.norm.pdf(x, c, w) for c, w, s in world.T)

    network = written["make_network"](1, seed=seed)
    real, fake = (
        lambda num, rng, world=world: written["draw"](num, rng, *world)
        for world in (written["real_world"], written["fake_world"])
    )
    written["train_discriminator"](network, real, fake, steps=600, seed=seed)
    x = np.linspace(-9, 9, 3601)
    p, q = (true_density(x, written[name]) for name in ("real_world", "fake_world"))
    learned = 1 / (1 + np.exp(-np.asarray(network(x[:, None].astype("float32")), float)[:, 0]))
    assert np.trapezoid(np.abs(learned - p / (p + q)) * (p + q) / 2, x) <= 0.02


def test_density_is_that_of_scipy(written):
    stats = pytest.importorskip("scipy.stats")
    x = np.linspace(-3, 3, 7)
    wanted = 0.4 * stats.norm.pdf(x, -2, 0.5) + 0.6 * stats.norm.pdf(x, 1, 0.8)
    np.testing.assert_allclose(written["density"](x, *written["real_world"]), wanted)


def test_samples_have_the_mean_and_spread_of_their_mixture(written):
    points = written["draw"](200_000, np.random.default_rng(0), *written["real_world"])
    assert points.mean() == pytest.approx(0.4 * -2 + 0.6 * 1, abs=0.02)
    second = 0.4 * (4 + 0.25) + 0.6 * (1 + 0.64)
    assert np.mean(points.astype(float) ** 2) == pytest.approx(second, abs=0.03)


def test_discriminator_loss_is_that_of_the_package_and_minus_the_value(written):
    from artlab.gan import losses

    real, fake = np.random.default_rng(0).normal(size=(2, 9, 1)).astype("float32")
    loss = float(written["discriminator_loss"](real, fake))
    assert loss == pytest.approx(float(losses.cross_entropy_discriminator(real, fake)), abs=1e-6)
    probabilities = (1 / (1 + np.exp(-logits.astype(float))) for logits in (real, fake))
    assert loss == pytest.approx(-written["value"](*probabilities), abs=1e-5)


def test_value_is_that_of_the_widget(written):
    real, fake = np.random.default_rng(1).normal(size=(2, 30, 2))
    judge = quadratic.QuadraticDiscriminator().fit(real, fake + 1)
    wanted = quadratic.value(judge, real, fake)
    assert written["value"](judge(real), judge(fake)) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("in_lesson", "in_package"),
    [
        ("step_together", saddle.simultaneous),
        ("alternating", saddle.alternating),
        ("extra_gradient", saddle.extra_gradient),
        ("damped", saddle.damped),
    ],
)
def test_saddle_steps_are_those_of_the_package(written, in_lesson, in_package):
    extra = () if in_lesson == "step_together" else (0.4,)
    assert written[in_lesson](0.7, -1.3, 0.3, *extra) == pytest.approx(
        in_package(0.7, -1.3, 0.3, *extra)
    )


def test_training_with_the_minus_sign_alone_finds_the_real_points(written):
    rng = np.random.default_rng(0)
    names = {"real": rng.normal(1, 1, 500), "fake": rng.normal(-1, 1, 500)}
    written["train_tiny"].__globals__.update(names)
    assert written["train_tiny"](-1).mean() > 0.7
    assert written["train_tiny"](+1).mean() < 0.3


def test_step_of_two_players_moves_both_and_penalises_the_slope(written):
    make = written["make_network"]
    noise = np.random.default_rng(0).normal(size=(64, 2)).astype("float32")
    real = written["ring"](64, np.random.default_rng(1))
    after = {}
    for strength in (0.0, 100.0):
        generator, discriminator = make(2, 2, seed=0), make(2, 1, seed=1)
        before = [player.get_weights()[0] for player in (generator, discriminator)]
        step = written["make_step"](generator, discriminator, 1e-2, 1e-2, strength)
        for _ in range(30):
            step(real, noise)
        moved = [player.get_weights()[0] for player in (generator, discriminator)]
        assert all(np.abs(a - b).max() > 1e-3 for a, b in zip(before, moved, strict=True))
        after[strength] = np.ptp(np.asarray(discriminator(real)))
    assert after[100.0] < 0.2 * after[0.0]  # flat at the real points
