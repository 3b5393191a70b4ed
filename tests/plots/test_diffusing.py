"""Strips of a diffusion model, and quality against time: read back from the figures."""

import types

import numpy as np
import pytest

from artlab import plots

PICTURES = np.stack([np.full((28, 28), -1.0), np.full((28, 28), 1.0)])


def drawn(figure):
    return [picture.get_array() for picture in figure.axes[0].images]


def written(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_rows_stand_in_their_order_and_carry_their_names():
    rows = np.stack([PICTURES, PICTURES[::-1], PICTURES])
    figure = plots.picture_rows(rows, ["one", "two", "three"], ["left", "right"], corner="side")
    greys = [picture.mean() for picture in drawn(figure)]
    assert greys == [0, 255, 255, 0, 0, 255]
    assert sorted(written(figure)) == sorted(["one", "two", "three", "left", "right", "side"])


@pytest.mark.parametrize("num", [1, 2, 9, 20])
def test_rows_are_no_wider_than_the_notebook(num):
    figure = plots.picture_rows(np.zeros((1, num, 28, 28)), ["a rather long name"])
    assert figure.get_size_inches()[0] * 72 <= 648 + 1e-6


def test_noising_strip_goes_from_the_picture_to_the_same_noise_for_one_seed():
    first, again, other = (
        drawn(plots.noising_strip(PICTURES, [1.0, 0.5, 0.0], seed=seed)) for seed in (0, 0, 1)
    )
    assert (first[0] == 0).all() and (first[3] == 255).all()
    noise = np.random.default_rng(0).standard_normal((2, 28, 28))
    expected = np.clip((noise[1] + 1) * 127.5, 0, 255)
    assert np.abs(first[5].astype(float) - expected).max() <= 0.51
    assert all(np.array_equal(one, two) for one, two in zip(first, again, strict=True))
    assert not np.array_equal(first[2], other[2])


def test_noising_strip_names_the_shares():
    assert {"100%", "50%", "0%"} <= set(written(plots.noising_strip(PICTURES, [1.0, 0.5, 2.4e-9])))


def test_denoising_strip_shows_first_and_last_step_what_is_given_above_what_is_believed():
    steps = 11
    levels = np.linspace(-1, 1, steps)[:, None, None, None] * np.ones((steps, 1, 28, 28))
    path = types.SimpleNamespace(signals=np.linspace(0, 1, steps), noisy=levels, believed=-levels)
    figure = plots.denoising_strip(path, columns=4)
    greys = np.array([picture.mean() for picture in drawn(figure)]).reshape(2, 4)
    assert greys[0, 0] == 0 and greys[0, -1] == 255
    assert np.allclose(greys.sum(axis=0), 255, atol=1)
    assert {"step 1", "step 11", "it is given", "it believes"} <= set(written(figure))


def test_quality_against_time_has_a_point_for_each_step_the_gan_and_the_floor():
    distance = {1: 90.0, 4: 20.0, 16: 9.0}
    result = {
        "gan": {"seconds": 0.05, "distance": [14.0, 13.0, 15.0]},
        "real": {"distance": [2.0, 2.0, 2.0]},
        "diffusion": [
            {"steps": steps, "seconds": 0.1 * steps, "distance": [value, value - 1, value + 1]}
            for steps, value in distance.items()
        ],
        "more": [{"name": "guided", "seconds": 3.0, "distance": [5.0, 4.0, 6.0]}],
    }
    axis = plots.quality_against_time(result).axes[0]
    curve = axis.lines[0]
    assert np.allclose(curve.get_xdata(), [0.1, 0.4, 1.6])
    assert np.allclose(curve.get_ydata(), list(distance.values()))
    bars = [line.get_ydata() for line in axis.lines if len(set(line.get_xdata())) == 1]
    assert any(np.allclose(bar, [13, 15]) for bar in bars)
    assert any(np.allclose(bar, [4, 6]) for bar in bars)
    assert any(np.allclose(line.get_ydata(), 2.0) for line in axis.lines)
    names = written(axis.figure)
    assert {"1 step", "4", "16", "GAN", "guided"} <= set(names)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.picture_rows(PICTURES, ["a", "b"]), r"`rows` must have shape"),
        (lambda: plots.picture_rows(PICTURES[None], []), "`row_names` must be 1 texts"),
        (lambda: plots.picture_rows(PICTURES[None], ["a"], ["b"]), "`column_names` must be 2"),
        (lambda: plots.noising_strip(PICTURES[0], [1.0]), r"`pictures` must have shape"),
        (lambda: plots.noising_strip(PICTURES, [1.5]), r"`signals` must be numbers in \[0, 1\]"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
