"""How noise covers a picture, and what a network is asked to say about it.

A picture x and noise n are mixed so that their variances add up to one:

    noisy = sqrt(signal) x + sqrt(1 - signal) n

`signal`, written alpha-bar in the papers, falls from 1 (the picture) to 0 (noise). The network
sees `noisy` and `signal` and answers with the velocity

    v = sqrt(signal) n - sqrt(1 - signal) x,

from which both picture and noise follow. Picture and noise are the legs of a right angle, noisy
and v are the same pair, turned; so v is never the easy half of the question.

Everything here takes NumPy arrays and torch tensors alike.

References:
    Ho, Jain & Abbeel 2020, Denoising Diffusion Probabilistic Models, section 2 (the mixture).
    Nichol & Dhariwal 2021, Improved Denoising Diffusion Probabilistic Models, section 3.2
    (the cosine schedule).
    Salimans & Ho 2022, Progressive Distillation for Fast Sampling of Diffusion Models (velocity).
"""

import numpy as np

from artlab import _arguments

OFFSET = 0.008  # the first steps shall not be lost on noise below a grey level
LARGEST_STEP = 0.999  # share of the variance that one step may replace


def cosine_schedule(num_steps=1000):
    """How much of a picture is left after each step of noise: a quarter of a cosine, squared.

    Args:
        num_steps: steps from picture to noise, an int of 1 or more.

    Returns:
        float64 array (num_steps + 1,): `signal`, from 1 at step 0, falling, above 0.

    Raises:
        ValueError: `num_steps` is no such int.

    References:
        Nichol & Dhariwal 2021, section 3.2, with their offset s = 0.008 and their limit of
        0.999 on the noise of one step.

    Example:

    >>> cosine_schedule(4).round(3)
    array([1.   , 0.847, 0.494, 0.144, 0.   ])
    """
    num_steps = _arguments.whole("num_steps", num_steps, 1)
    places = np.linspace(0, 1, num_steps + 1)
    whole = np.cos((places + OFFSET) / (1 + OFFSET) * np.pi / 2) ** 2
    kept = np.maximum(whole[1:] / whole[:-1], 1 - LARGEST_STEP)
    return np.concatenate([[1.0], np.cumprod(kept)])


def add_noise(pictures, signal, noise):
    """Pictures under noise, in one go: no need to walk through the steps.

    Args:
        pictures: (num, height, width) or more axes, in [-1, 1].
        signal: share of the variance that stays picture, in [0, 1]; one number, or (num,).
        noise: N(0, 1), of the shape of the pictures.

    Returns:
        `sqrt(signal) * pictures + sqrt(1 - signal) * noise`.

    Raises:
        ValueError: the shapes do not fit, or `signal` is not in [0, 1].

    References:
        Ho, Jain & Abbeel 2020, section 2.

    Example:

    >>> add_noise(np.ones((1, 2, 2)), 0.64, np.zeros((1, 2, 2)))[0, 0]
    array([0.8, 0.8])
    """
    kept, added = _shares(pictures, signal, noise, "pictures", "noise")
    return kept * pictures + added * noise


def velocity(pictures, signal, noise):
    """What the network is trained to say: `sqrt(signal) * noise - sqrt(1 - signal) * pictures`.

    Args:
        pictures, signal, noise: as in `add_noise`.

    Returns:
        As the pictures. Almost the noise where little of it was added, the inverted picture
        where only noise is left.

    References:
        Salimans & Ho 2022.
    """
    kept, added = _shares(pictures, signal, noise, "pictures", "noise")
    return kept * noise - added * pictures


def picture_from(noisy, signal, velocity):
    """The picture under the noise, if the velocity is right.

    Args:
        noisy: noisy pictures, as `add_noise` gives them.
        signal: as in `add_noise`.
        velocity: of the same shape.

    Returns:
        `sqrt(signal) * noisy - sqrt(1 - signal) * velocity`.
    """
    kept, added = _shares(noisy, signal, velocity, "noisy", "velocity")
    return kept * noisy - added * velocity


def noise_from(noisy, signal, velocity):
    """The noise over the picture, if the velocity is right.

    Args:
        noisy, signal, velocity: as in `picture_from`.

    Returns:
        `sqrt(1 - signal) * noisy + sqrt(signal) * velocity`.
    """
    kept, added = _shares(noisy, signal, velocity, "noisy", "velocity")
    return added * noisy + kept * velocity


def _shares(first, signal, second, first_name, second_name):
    """Factors of both sides of a mixture, shaped to be multiplied with them."""
    shape = tuple(first.shape)
    if tuple(second.shape) != shape:
        raise ValueError(
            f"`{second_name}` must have the shape of `{first_name}`, {shape}. "
            f"Received: {tuple(second.shape)}"
        )
    plain = isinstance(signal, (int, float, np.number))
    signal = np.float64(signal) if plain else signal
    if signal.ndim > 1 or (signal.ndim == 1 and signal.shape != shape[:1]):
        raise ValueError(
            f"`signal` must be one number, or one for each of the {shape[0]} pictures. "
            f"Received: shape {tuple(signal.shape)}"
        )
    if not bool(((signal >= 0) & (signal <= 1)).all()):
        raise ValueError(f"`signal` must be in [0, 1]. Received: {signal}")
    signal = signal.reshape((-1, *[1] * (len(shape) - 1))) if signal.ndim else signal
    kept, added = signal**0.5, (1 - signal) ** 0.5
    return (float(kept), float(added)) if plain else (kept, added)
