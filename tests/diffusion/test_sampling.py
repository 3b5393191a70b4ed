"""Sampling, against distributions whose best denoiser is known in closed form."""

import numpy as np
import pytest
import torch

from artlab import diffusion
from artlab.diffusion import sampling

MEAN, SPREAD = 0.1, 0.25


class Normal:
    """The best denoiser of pictures whose pixels are N(MEAN, SPREAD^2), independent."""

    asked = 0

    def velocity(self, noisy, signal, labels, guidance):
        self.asked += 1
        share = signal.double()[:, None, None]
        pull = SPREAD**2 * share.sqrt() / (SPREAD**2 * share + 1 - share)
        belief = MEAN + pull * (noisy - share.sqrt() * MEAN)
        return ((share.sqrt() * noisy - belief) / (1 - share).sqrt()).float()


@pytest.fixture(scope="module")
def untrained():
    made = diffusion.Denoiser(seed=3)
    torch.nn.init.normal_(made.leave.weight, std=0.1, generator=torch.Generator().manual_seed(0))
    return made.requires_grad_(False).eval()


@pytest.mark.parametrize(("method", "steps"), [("ddim", 300), ("ddpm", 1000)])
def test_many_steps_with_the_best_denoiser_give_the_distribution(method, steps):
    pictures = diffusion.sample(Normal(), 48, steps=steps, method=method)
    assert pictures.mean() == pytest.approx(MEAN, abs=0.005)
    assert pictures.std() == pytest.approx(SPREAD, abs=0.005)


def test_a_single_step_gives_the_mean_and_no_variety():
    pictures = diffusion.sample(Normal(), 16, steps=1)
    assert np.allclose(pictures, MEAN, atol=1e-3)


def test_few_steps_lose_variety():
    spreads = [diffusion.sample(Normal(), 64, steps=steps).std() for steps in (1, 2, 4, 16, 64)]
    assert spreads == sorted(spreads)
    assert spreads[1] < 0.8 * spreads[-1]


def test_network_is_asked_once_a_step():
    model = Normal()
    diffusion.sample(model, 4, steps=7)
    assert model.asked == 7


def test_step_of_ddpm_has_the_mean_and_variance_of_the_papers_posterior():
    """Ho et al. 2020, section 2: q(x_{t-1} | x_t, x_0)."""
    before, now = 0.6, 0.4
    alpha, beta = now / before, 1 - now / before
    noisy, believed = (torch.full((1, 28, 28), value) for value in (0.9, -0.3))
    mean = sampling.step_down(noisy, believed, now, before, torch.zeros_like(noisy))
    expected = before**0.5 * beta / (1 - now) * believed
    expected = expected + alpha**0.5 * (1 - before) / (1 - now) * noisy
    assert torch.allclose(mean, expected, atol=1e-6)
    above = sampling.step_down(noisy, believed, now, before, torch.ones_like(noisy))
    variance = (1 - before) / (1 - now) * beta
    assert torch.allclose((above - mean).square(), torch.tensor(variance), atol=1e-6)


def test_step_of_ddim_keeps_picture_and_noise():
    rng = np.random.default_rng(0)
    picture = torch.from_numpy(rng.uniform(-1, 1, (2, 28, 28)))
    noise = torch.from_numpy(rng.standard_normal((2, 28, 28)))
    noisy = diffusion.add_noise(picture, 0.3, noise)
    found = sampling.step_down(noisy, picture, 0.3, 0.8)
    assert torch.allclose(found, diffusion.add_noise(picture, 0.8, noise))


def test_path_ends_in_the_sample_and_begins_in_noise(untrained):
    options = {"steps": 5, "method": "ddpm", "seed": 2}
    path = diffusion.denoising_path(untrained, 3, "cow", **options)
    assert np.array_equal(path.pictures, diffusion.sample(untrained, 3, "cow", **options))
    assert path.noisy.shape == path.believed.shape == (5, 3, 28, 28)
    assert path.noisy[0].std() == pytest.approx(1, abs=0.05)
    assert (np.diff(path.signals) > 0).all()
    assert np.abs(path.believed).max() <= 1


@pytest.mark.parametrize("method", ["ddim", "ddpm"])
def test_same_seed_gives_the_same_pictures_and_another_seed_others(untrained, method):
    first, again, other = (
        diffusion.sample(untrained, 3, steps=3, method=method, seed=seed) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_first_pictures_do_not_depend_on_how_many_are_asked_for(untrained):
    few, many = (diffusion.sample(untrained, num, steps=3, method="ddpm") for num in (2, 5))
    assert np.allclose(few, many[:2], atol=1e-5)


def test_names_and_guidance_change_the_picture(untrained):
    bear, zebra, beyond = (
        diffusion.sample(untrained, 1, name, steps=3, guidance=guidance)
        for name, guidance in (("bear", 1), ("zebra", 1), ("zebra", 4))
    )
    assert np.abs(bear - zebra).max() > 1e-3
    assert np.abs(zebra - beyond).max() > 1e-3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num": 0}, "`num` must be an int of 1 or more"),
        ({"steps": 1001}, "`steps` must be an int from 1 to 1000. Received: 1001"),
        ({"method": "euler"}, '`method` must be "ddim" or "ddpm". Received: \'euler\''),
        ({"guidance": -1}, "`guidance` must be 0 or more. Received: -1"),
        ({"seed": -1}, "`seed` must be an int of 0 or more"),
        ({"names": "unicorn"}, "`names` must be of"),
    ],
)
def test_what_cannot_be_drawn_is_refused(untrained, options, message):
    with pytest.raises(ValueError, match=message):
        diffusion.sample(untrained, **options)
