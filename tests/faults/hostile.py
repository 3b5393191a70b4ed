"""What a student or a stranger may hand to a function by mistake: Hypothesis draws it."""

import fractions
import pathlib

import numpy as np
from hypothesis import strategies as st

# Numbers that ask for an amount of work: a huge one is an honest order, and takes for ever.
AMOUNTS = {
    "at", "batch_size", "beats", "bins", "columns", "count", "documents", "factor", "first",
    "folds", "gap", "height", "held_out", "hidden_width", "high", "image_shape", "interval",
    "k", "kernel", "latent_dim", "length", "loops", "low", "max_new_tokens", "milliseconds",
    "n", "num", "num_beams", "num_classes", "num_heads", "num_images", "num_layers",
    "num_neighbors", "num_positions", "num_samples", "num_shown", "num_tokens", "num_trees",
    "repeats", "rows", "scales", "side", "size", "smooth", "step", "steps", "stride", "threads",
    "until", "value", "vocab_size", "wait", "width", "window",
}  # fmt: skip

TEXTS = [
    "",
    " ",
    "a lake",
    "\ud800 half a character",
    "\x00\x1b[31m\u202e",
    "<script>alert(1)</script>$\\frac{1}{0}$",
    "山水" * 40,
    "x" * 10_000,
]
PLAIN = [
    None, True, False, -1, 0, 1, 2, 3.5, -0.0, 1e-320, float("nan"), float("inf"), -float("inf"),
    1e300, fractions.Fraction(1, 3), 2j, b"", b"\xff\xfe", Ellipsis, object, len, pathlib.Path("."),
    np.float16(0.5), np.int64(3), np.bool_(True), np.datetime64("NaT"),
]  # fmt: skip
HUGE = [10**30, -(10**30), 2**63, 10**9]


def _arrays():
    generator = np.random.default_rng(0)
    made = [
        np.zeros(0),
        np.zeros((0, 4)),
        np.zeros((4, 0, 1), np.uint8),
        np.array(1.5),
        np.arange(3),
        np.full((4, 4), np.nan),
        np.full((2, 4, 4, 1), np.inf, np.float32),
        np.full((8, 8, 3), 1e30),
        generator.integers(0, 256, (8, 8, 3), dtype=np.uint8),
        generator.random((8, 8, 1)).astype(np.float16),
        generator.random((2, 3, 7)),
        np.ones((1, 1, 1, 1, 1)),
        np.array(["a", "b"]),
        np.array([None, {}], object),
        np.array([1 + 2j, 3]),
        np.array([True, False]),
        np.array([1, 2], "datetime64[s]"),
        np.zeros(2, [("x", "f4"), ("y", "i4")]),
        np.ma.masked_array([1.0, 2.0], [True, False]),
        np.broadcast_to(np.float32(0), (10_000_000, 10_000_000)),
    ]
    for array in made:
        array.flags.writeable = False
    return made


ARRAYS = _arrays()
PILES = [
    [],
    (),
    {},
    set(),
    [None],
    [1, "a"],
    [[1, 2], [3]],
    {"a": 1},
    {1: None},
    [float("nan")] * 3,
]


def values(name):
    """What may come as the argument `name`; an amount is never huge."""
    drawn = [st.sampled_from(TEXTS), st.sampled_from(PLAIN), st.sampled_from(ARRAYS)]
    drawn += [st.sampled_from(PILES), st.text(max_size=20), st.floats(width=32)]
    drawn += [st.integers(-100, 100)]
    return st.one_of(*drawn, *([] if name in AMOUNTS else [st.sampled_from(HUGE)]))
