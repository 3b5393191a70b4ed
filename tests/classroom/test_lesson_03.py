"""Lesson 03: its exercises judge, and its step is the package's step."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from artlab import gan
from artlab.classroom import check
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.gan.batches import batch_indices
from artlab.lessons import notebook

softplus, mean = keras.ops.softplus, keras.ops.mean
GIVEN = {"tf": tf, "keras": keras}


# 03.1 -------------------------------------------------------------------------------------------


def by_table(pixels, activation):
    low, high = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}[activation]
    return np.interp(pixels, (0, 255), (low, high))


def clips_signed(pixels, activation):
    signed = pixels / 127.5 - 1
    return signed if activation == "tanh" else np.clip(signed, 0, 1)


WRONG_RANGES = {
    "Dividing by 255 ends in [0, 1]": lambda pixels, activation: pixels / 255,
    "Clipping is not scaling": lambda pixels, activation: np.clip(pixels / 1.0, -1, 1),
    "never gives a number below 0": lambda pixels, activation: pixels / 127.5 - 1,
    "exchanged": lambda pixels, activation: by_table(
        pixels, "tanh" if activation == "sigmoid" else "sigmoid"
    ),
    "scale the pixels": lambda pixels, activation: pixels,
    "own darkest": lambda pixels, activation: by_table(
        255.0 * (pixels - pixels.min()) / np.ptp(pixels), activation
    ),
    "`//` cuts the decimals": lambda pixels, activation: by_table(pixels // 255 * 255, activation),
    "the sigmoid itself": lambda pixels, activation: (
        np.tanh(pixels / 1.0) if activation == "tanh" else 1 / (1 + np.exp(-pixels / 1.0))
    ),
    "uint8 holds whole numbers": lambda pixels, activation: by_table(pixels, activation).astype(
        "uint8"
    ),
    "have changed places": lambda pixels, activation: -by_table(pixels, "tanh"),
    "Yours become -1 and 1.008": lambda pixels, activation: (
        by_table(pixels, "sigmoid") if activation == "sigmoid" else pixels / 127 - 1
    ),
    "that is nothing": lambda pixels, activation: print(pixels / 255),
    "wraps around": lambda pixels, activation: (pixels - 128) / np.float32(255),
}


# 03.2 -------------------------------------------------------------------------------------------


def two_tapes(generator, discriminator, optimizer, real_images, latents):
    """The step of the lesson, with labels and Keras's cross-entropy."""
    wish = keras.losses.BinaryCrossentropy(from_logits=True)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([variable.value for variable in generator.trainable_variables])
        logits = discriminator(generator(latents))
        loss = wish(tf.ones_like(logits), logits)
    variables = generator.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
    return loss


def step_with(loss_of, sign=1.0, both=False, apply=True, inside=True):
    """A step of G with a fault."""

    def step(generator, discriminator, optimizer, real_images, latents):
        outside = generator(latents)
        with tf.GradientTape() as tape:
            fakes = generator(latents) if inside else tf.stop_gradient(outside)
            loss = loss_of(discriminator(fakes), discriminator(real_images))
        variables = generator.trainable_variables
        variables = variables + discriminator.trainable_variables if both else variables
        slopes = [
            None if slope is None else sign * slope for slope in tape.gradient(loss, variables)
        ]
        if apply:
            optimizer.apply(slopes, variables)
        return loss

    return step


def wish(fake, real):
    return mean(softplus(-fake))


def without_loss(*arguments):
    two_tapes(*arguments)


def wrong_step(fault):
    """The step with a fault of its own kind, by name."""

    def step(generator, discriminator, optimizer, real_images, latents):
        variables = generator.trainable_variables
        variables = variables[-2:] if fault == "last layer" else variables
        if fault == "frozen":
            discriminator.trainable = False
        with tf.GradientTape() as tape:
            loss = mean(softplus(-discriminator(generator(latents))))
            loss = np.mean(loss) if fault == "numpy" else loss
        slopes = tape.gradient(loss, variables)
        if fault == "mixed up":
            slopes, variables = variables, slopes
        if fault == "other list":
            variables = discriminator.trainable_variables
        for _ in range(2 if fault == "twice" else 1):
            optimizer.apply(slopes, variables)
        return (loss, slopes) if fault == "pair" else loss

    return step


WRONG_STEPS = {
    "2 of G's 4 weight arrays": wrong_step("last layer"),
    "the same step twice": wrong_step("twice"),
    "D stays frozen": wrong_step("frozen"),
    "outside the tape, so": wrong_step("numpy"),
    "do not belong to the variables": wrong_step("other list"),
    "the loss alone": wrong_step("pair"),
    "sum over the batch": step_with(lambda fake, real: keras.ops.sum(softplus(-fake))),
    "One loss per picture": step_with(lambda fake, real: softplus(-fake)),
    "minimax game": step_with(lambda fake, real: -mean(softplus(fake))),
    "also moved 4 of D's weight arrays": step_with(wish, both=True),
    "Labels 0": step_with(lambda fake, real: mean(softplus(fake))),
    "D's own loss": step_with(lambda fake, real: mean(softplus(fake)) + mean(softplus(-real))),
    "The minus is missing": step_with(lambda fake, real: -mean(softplus(-fake))),
    "No gradient arrives at G": step_with(lambda fake, real: mean(softplus(-real))),
    "G did not move": step_with(wish, apply=False),
    "walked up the slope": step_with(wish, sign=-1.0),
    "should return its loss": without_loss,
}


# 03.4 -------------------------------------------------------------------------------------------


def turn_with(own=True, stacked=False, generator_trains=True, real=1.0, fool=1.0):
    """A turn of the popular loop with the flag of D in its own calls and in the stack's."""

    def turn(generator, discriminator, stack, real_images, latents):
        ones = np.ones((len(latents), 1))
        fakes = generator.predict(latents, verbose=0)
        generator.trainable = generator_trains
        discriminator.trainable = own
        discriminator.train_on_batch(fakes, (1 - real) * ones)
        discriminator.train_on_batch(real_images, real * ones)
        discriminator.trainable = stacked
        stack.train_on_batch(latents, fool * ones)

    return turn


def forgets_the_fakes(generator, discriminator, stack, real_images, latents):
    ones = np.ones((len(latents), 1))
    discriminator.train_on_batch(real_images, ones)
    stack.train_on_batch(latents, ones)


def compiles_anew(generator, discriminator, stack, real_images, latents):
    discriminator.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
    turn_with()(generator, discriminator, stack, real_images, latents)


WRONG_TURNS = {
    "compile D anew": compiles_anew,
    "D never learns": turn_with(own=False),
    "D is not frozen in the stack": turn_with(stacked=True),
    "flags are exchanged": turn_with(own=False, stacked=True),
    "Both are frozen": turn_with(own=False, generator_trains=False),
    "G is frozen": turn_with(generator_trains=False),
    "real is 1, fake is 0": turn_with(real=0.0),
    "learn to be recognised": turn_with(fool=0.0),
    "Yours: 1 of D and 1 of the stack": forgets_the_fakes,
}

CASES = [
    Case("03.1", second=by_table, wrong=WRONG_RANGES),
    Case("03.2", second=two_tapes, wrong=WRONG_STEPS, given=GIVEN),
    Case(
        "03.3",
        second={"C": "Collapsed", "B": "untrained ", "A": "HEALTHY"},
        wrong={
            "is no success": {"A": "collapsed", "B": "untrained", "C": "healthy"},
            "a D that knows nothing": {"A": "untrained", "B": "healthy", "C": "collapsed"},
            "There is a word": {"A": "healthy", "B": "collapsed", "C": "untrained"},
            "The words are": {"A": "fine", "B": "untrained", "C": "collapsed"},
            "A: its variety is 0.72": {"A": "collapsed", "B": "healthy", "C": "mode collapse"},
            "B: its variety is 0.62": {"A": "healthy", "B": "collapsed", "C": "collapsed"},
            'the keys "A"': {"healthy": "A", "untrained": "B", "collapsed": "C"},
            "A and B remain": {"A": "untrained", "B": "untrained", "C": "collapsed"},
        },
    ),
    Case("03.4", second=turn_with(), wrong=WRONG_TURNS, given=GIVEN),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (["healthy", "untrained", "mode collapse"], "right"),
        ({"a": "healthy", "b": "untrained", "c": "collapse"}, "right"),
        ({"A": "healthy", "B": ..., "C": "collapsed"}, "open"),
        ({"A": "…", "B": "…", "C": "…"}, "open"),
    ],
)
def test_three_diagnoses_are_read_in_other_forms(answer, state):
    assert check("03.3", answer).state == state


def test_lesson_is_complete():
    verify_lesson("03", CASES)


# The lesson's step against the package's ---------------------------------------------------------


@pytest.fixture(scope="module")
def lesson(request):
    """What the lesson's cells define: networks, optimisers and the step."""
    source = (request.config.rootpath / "lessons" / "03_training_a_gan.py").read_text("utf-8")
    names = {"keras": keras, "tf": tf, "np": np, "predict": lambda *_: None}
    wanted = ("def widen(", "cross_entropy = ", "def train_step(")
    for cell in notebook("03_training_a_gan", source).cells:
        if cell.cell_type == "code" and any(text in cell.source for text in wanted):
            exec(compile(cell.source, "<cell>", "exec"), names)
    return names


def test_networks_of_the_lesson_are_those_of_the_package(lesson):
    twins = gan.dense_generator(), gan.dense_discriminator()
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((4, 100)), rng.uniform(-1, 1, (4, 28, 28, 1))
    for name, twin, given in zip(("generator", "discriminator"), twins, inputs, strict=True):
        network, given = lesson[name], given.astype("float32")
        network.set_weights(twin.get_weights())
        np.testing.assert_allclose(network(given), twin(given), rtol=1e-5, atol=1e-5)


def test_step_of_the_lesson_gives_the_losses_of_the_package(lesson):
    real_images = np.random.default_rng(1).uniform(-1, 1, (40, 28, 28, 1)).astype("float32")
    trainer = gan.Trainer(gan.dense_generator(), gan.dense_discriminator(), batch_size=16, seed=0)
    lesson["generator"].set_weights(trainer.generator.get_weights())
    lesson["discriminator"].set_weights(trainer.discriminator.get_weights())
    by_hand = [
        [
            float(loss)
            for loss in lesson["train_step"](
                real_images[batch_indices(step, 16, 40, seed=0)], tf.constant(step)
            )
        ]
        for step in range(3)
    ]
    packaged = trainer.fit(real_images, 3, progress=False).table()[:, :2]
    np.testing.assert_allclose(by_hand, packaged, rtol=1e-4)
    for name in ("generator", "discriminator"):
        ours, theirs = lesson[name].get_weights(), getattr(trainer, name).get_weights()
        for left, right in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(left, right, rtol=1e-3, atol=1e-4)
