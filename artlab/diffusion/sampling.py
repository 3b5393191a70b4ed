"""From noise to a picture: ask what lies under the noise, go a little of the way, ask again.

References:
    Ho, Jain & Abbeel 2020, algorithm 2 (method "ddpm": new noise in every step).
    Song, Meng & Ermon 2021, Denoising Diffusion Implicit Models (method "ddim": the same noise
    throughout, and steps that leap).
    Ho & Salimans 2022 (guidance).
"""

import dataclasses

import numpy as np
import torch

from artlab import _arguments
from artlab.diffusion import schedule
from artlab.diffusion.network import SIDE, labels_of

METHODS = ("ddim", "ddpm")
CHUNK = 128  # pictures that go through the network at a time


@dataclasses.dataclass(frozen=True, eq=False)
class Path:
    """Pictures on their way out of the noise.

    Attributes:
        signals: (steps,), the share of the variance that is picture before each step.
        noisy: float32 (steps, num, 28, 28): what the network was given.
        believed: float32 (steps, num, 28, 28), in [-1, 1]: what it took the picture to be.
        pictures: float32 (num, 28, 28): the last belief.
    """

    signals: np.ndarray
    noisy: np.ndarray
    believed: np.ndarray

    @property
    def pictures(self):
        return self.believed[-1]

    def __len__(self):
        return len(self.signals)

    def __repr__(self):
        return f"Path({len(self)} steps, {self.believed.shape[1]} pictures)"


def sample(model, num=16, names=None, *, steps=16, method="ddim", guidance=1.0, seed=0):
    """Pictures out of noise.

    Args:
        model: a `Denoiser`.
        num: how many pictures, 1 or more.
        names: animals; None for whatever comes, one name for all, or a sequence of `num`.
        steps: times that the network is asked, 1 to 1000.
        method: "ddim" leaps with the noise it has; "ddpm" draws new noise in every step.
        guidance: 1 paints what was learned of the names, more exaggerates it, 0 ignores them.
        seed: of the noise. Picture `i` of a seed begins with the same noise for any `num`.

    Returns:
        float32 array (num, 28, 28), in [-1, 1].

    Raises:
        ValueError: an argument is none of these.

    Example:
        pictures = diffusion.sample(diffusion.load(), 8, "giraffe", steps=16)
    """
    *_, (_, _, believed) = _walk(model, num, names, steps, method, guidance, seed)
    return believed.numpy()


def denoising_path(model, num=8, names=None, *, steps=16, method="ddim", guidance=1.0, seed=0):
    """The same, with everything on the way.

    Args:
        model, num, names, steps, method, guidance, seed: as in `sample`.

    Returns:
        `Path`; its `pictures` are those of `sample`.
    """
    stages = list(_walk(model, num, names, steps, method, guidance, seed))
    signals, noisy, believed = zip(*stages, strict=True)
    return Path(np.array(signals), torch.stack(noisy).numpy(), torch.stack(believed).numpy())


def _walk(model, num, names, steps, method, guidance, seed):
    """Yields (signal, noisy, believed) of every step."""
    num, steps = _arguments.whole("num", num, 1), _arguments.whole("steps", steps, 1, 1000)
    seed = _arguments.whole("seed", seed, 0)
    guidance = _arguments.number("guidance", guidance, "0 or more", lambda value: value >= 0)
    if method not in METHODS:
        raise ValueError(f'`method` must be "ddim" or "ddpm". Received: {method!r}')
    labels, signals = labels_of(names, num), stops(steps)
    noisy = _noise(seed, 0, num)
    for number, signal in enumerate(signals[:-1], 1):
        told = _velocities(model, noisy, signal, labels, guidance)
        believed = schedule.picture_from(noisy, signal, told).clamp(-1, 1)
        yield signal, noisy, believed
        fresh = _noise(seed, number, num) if method == "ddpm" else None
        noisy = step_down(noisy, believed, signal, signals[number], fresh)


def stops(steps):
    """Shares of signal at which the network is asked, and the 1 at the end.

    Args:
        steps: how often it is asked; the places are even steps of a schedule of 1000.

    Returns:
        float64 array (steps + 1,), rising from almost 0 to 1.

    Example:

    >>> stops(2).round(2)
    array([0.  , 0.49, 1.  ])
    """
    places = np.linspace(1000, 0, steps + 1).round().astype(int)
    return schedule.cosine_schedule(1000)[places]


def step_down(noisy, believed, signal, following, fresh=None):
    """One step out of the noise: the belief, covered with as much noise as the next stop has.

    Args:
        noisy, believed: float tensors (num, 28, 28).
        signal, following: share of signal now and at the next stop; `following` is larger.
        fresh: new noise for the step of DDPM; None for the step of DDIM, which has none.

    Returns:
        float tensor (num, 28, 28).

    References:
        Song, Meng & Ermon 2021, section 4.1: sigma = 0 without `fresh`, the sigma of DDPM with it.
    """
    noise = (noisy - signal**0.5 * believed) / (1 - signal) ** 0.5
    if fresh is None:
        return schedule.add_noise(believed, following, noise)
    variance = (1 - following) / (1 - signal) * (1 - signal / following)
    kept = max(0.0, 1 - following - variance) ** 0.5
    return following**0.5 * believed + kept * noise + variance**0.5 * fresh


def _velocities(model, noisy, signal, labels, guidance):
    parts = zip(noisy.split(CHUNK), labels.split(CHUNK), strict=True)
    share = torch.tensor(signal, dtype=torch.float32)
    return torch.cat(
        [model.velocity(part, share.expand(len(part)), of, guidance) for part, of in parts]
    )


def _noise(seed, number, num):
    """Noise of a step, (num, 28, 28): a picture has its own, however many there are."""
    rng = np.random.default_rng([seed, 29, number])
    return torch.from_numpy(rng.standard_normal((num, SIDE, SIDE), np.float32))
