"""The schedule of noise, against its closed form, its algebra and its own small steps."""

import numpy as np
import pytest
import torch

from artlab import diffusion

SIGNALS = np.array([0.0, 0.1, 0.5, 0.9, 1.0])
PICTURES = np.random.default_rng(0).uniform(-1, 1, (5, 4, 4))
NOISE = np.random.default_rng(1).standard_normal((5, 4, 4))


def test_schedule_is_a_squared_cosine_until_its_steps_are_limited():
    places = np.arange(950) / 1000
    angle = (places + 0.008) / 1.008 * np.pi / 2
    expected = np.cos(angle) ** 2 / np.cos(angle[0]) ** 2
    assert np.allclose(diffusion.cosine_schedule(1000)[:950], expected, rtol=1e-12)


@pytest.mark.parametrize("num_steps", [1, 2, 64, 1000])
def test_schedule_falls_from_the_picture_to_noise_and_no_step_replaces_more_than_999_of_1000(
    num_steps,
):
    signal = diffusion.cosine_schedule(num_steps)
    assert signal.shape == (num_steps + 1,)
    assert signal[0] == 1 and 0 < signal[-1] <= 1.01e-3
    kept = signal[1:] / signal[:-1]
    assert (kept < 1).all() and (kept >= 1e-3 - 1e-12).all()


def test_mixture_of_unit_variances_has_unit_variance():
    rng = np.random.default_rng(2)
    first, second = rng.standard_normal((2, 1, 200_000))
    for signal in SIGNALS:
        assert diffusion.add_noise(first, signal, second).var() == pytest.approx(1, abs=0.02)


def test_the_leap_has_the_moments_of_many_small_steps():
    signal = diffusion.cosine_schedule(50)
    rng = np.random.default_rng(3)
    walked = np.full((1, 100_000), 0.7)
    for kept in signal[1:31] / signal[:30]:
        walked = np.sqrt(kept) * walked + np.sqrt(1 - kept) * rng.standard_normal(walked.shape)
    leapt = diffusion.add_noise(np.full_like(walked, 0.7), signal[30], 0 * walked)
    assert walked.mean() == pytest.approx(leapt.mean(), abs=0.01)
    assert walked.var() == pytest.approx(1 - signal[30], abs=0.01)


def test_all_picture_and_all_noise_are_the_ends_of_the_mixture():
    assert np.array_equal(diffusion.add_noise(PICTURES, 1.0, NOISE), PICTURES)
    assert np.array_equal(diffusion.add_noise(PICTURES, 0.0, NOISE), NOISE)
    assert np.array_equal(diffusion.velocity(PICTURES, 1.0, NOISE), NOISE)
    assert np.array_equal(diffusion.velocity(PICTURES, 0.0, NOISE), -PICTURES)


def test_picture_and_noise_follow_from_mixture_and_velocity():
    noisy = diffusion.add_noise(PICTURES, SIGNALS, NOISE)
    told = diffusion.velocity(PICTURES, SIGNALS, NOISE)
    assert np.allclose(diffusion.picture_from(noisy, SIGNALS, told), PICTURES)
    assert np.allclose(diffusion.noise_from(noisy, SIGNALS, told), NOISE)


def test_velocity_is_the_derivative_of_the_mixture_by_its_angle():
    angle, small = 0.6, 1e-6
    mixtures = [
        diffusion.add_noise(PICTURES, np.cos(angle + shift) ** 2, NOISE)
        for shift in (-small, small)
    ]
    slope = (mixtures[1] - mixtures[0]) / (2 * small)
    assert np.allclose(slope, diffusion.velocity(PICTURES, np.cos(angle) ** 2, NOISE), atol=1e-7)


@pytest.mark.parametrize(
    "function",
    [diffusion.add_noise, diffusion.velocity, diffusion.picture_from, diffusion.noise_from],
)
def test_torch_and_numpy_agree(function):
    tensors = [torch.from_numpy(array) for array in (PICTURES, SIGNALS, NOISE)]
    assert np.allclose(function(*tensors).numpy(), function(PICTURES, SIGNALS, NOISE))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((PICTURES, 0.5, NOISE[:4]), r"`noise` must have the shape of `pictures`"),
        ((PICTURES, 1.5, NOISE), r"`signal` must be in \[0, 1\]. Received: 1.5"),
        ((PICTURES, SIGNALS[:3], NOISE), r"`signal` must be one number, or one for each of the 5"),
        ((PICTURES, np.nan, NOISE), r"`signal` must be in \[0, 1\]"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        diffusion.add_noise(*arguments)


@pytest.mark.parametrize("num_steps", [0, 1.5, True, "8"])
def test_number_of_steps_must_be_whole(num_steps):
    with pytest.raises(ValueError, match="`num_steps` must be an int of 1 or more"):
        diffusion.cosine_schedule(num_steps)
