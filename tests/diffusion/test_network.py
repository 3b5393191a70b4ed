"""The network: its size, what it depends on, and how guidance pushes."""

import numpy as np
import pytest
import torch

from artlab import diffusion
from artlab.diffusion import network

NOISY = torch.from_numpy(np.random.default_rng(0).standard_normal((3, 28, 28), np.float32))
SIGNAL = torch.tensor([0.1, 0.5, 0.9])
LABELS = torch.tensor([0, 5, 9])


@pytest.fixture(scope="module")
def denoiser():
    """An untrained network that does not say 0."""
    made = diffusion.Denoiser(seed=3)
    torch.nn.init.normal_(made.leave.weight, std=0.1, generator=torch.Generator().manual_seed(0))
    return made.requires_grad_(False).eval()


def test_network_has_less_than_a_million_weights():
    assert diffusion.Denoiser().num_parameters < 1_000_000


def test_untrained_network_says_nothing():
    told = diffusion.Denoiser()(NOISY, SIGNAL, LABELS)
    assert told.shape == NOISY.shape
    assert not told.any()


def test_same_seed_gives_the_same_weights_and_leaves_the_draws_of_torch_alone():
    torch.manual_seed(5)
    first = torch.rand(1)
    torch.manual_seed(5)
    weights = [diffusion.Denoiser(seed=seed).enter.weight for seed in (1, 1, 2)]
    assert torch.equal(torch.rand(1), first)
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_answer_depends_on_picture_signal_and_label(denoiser, place):
    given = [NOISY, SIGNAL, LABELS]
    before = denoiser(*given)
    given[place] = given[place].flip(0)
    assert (denoiser(*given)[0] - before[0]).abs().max() > 1e-4


def test_pictures_of_a_batch_do_not_meet(denoiser):
    together = denoiser(NOISY, SIGNAL, LABELS)
    alone = denoiser(NOISY[1:2], SIGNAL[1:2], LABELS[1:2])
    assert torch.allclose(together[1], alone[0], atol=1e-5)


def test_every_pixel_of_the_input_can_reach_a_corner_of_the_output(denoiser):
    noisy = NOISY[:1].clone().requires_grad_()
    denoiser(noisy, SIGNAL[:1], LABELS[:1])[0, 0, 0].backward()
    assert (noisy.grad != 0).all()


def test_guidance_goes_from_no_label_through_the_label_and_beyond(denoiser):
    bare = torch.full_like(LABELS, network.NO_LABEL)
    without = denoiser(NOISY, SIGNAL, bare)
    learned = denoiser(NOISY, SIGNAL, LABELS)
    for guidance in (0.0, 0.5, 1.0, 3.0):
        told = denoiser.velocity(NOISY, SIGNAL, LABELS, guidance)
        assert torch.allclose(told, without + guidance * (learned - without), atol=1e-5)


def test_belief_is_the_picture_of_the_velocity_within_its_range(denoiser):
    believed = denoiser.believe(NOISY.numpy(), 0.3, "bear")
    told = denoiser(NOISY, torch.full((3,), 0.3), torch.zeros(3, dtype=torch.int64))
    expected = (0.3**0.5 * NOISY - 0.7**0.5 * told).clip(-1, 1)
    assert np.allclose(believed, expected.numpy(), atol=1e-6)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("unicorn", "`names` must be of: bear, .*zebra. Received: 'unicorn'"),
        (["bear"], "`names` must be one name, or 3 of them. Received: 1"),
    ],
)
def test_names_that_do_not_fit_are_refused(names, message):
    with pytest.raises(ValueError, match=message):
        network.labels_of(names, 3)


def test_noisy_pictures_of_another_size_are_refused(denoiser):
    with pytest.raises(ValueError, match=r"`noisy` must have shape \(num, 28, 28\)"):
        denoiser.believe(np.zeros((2, 32, 32)), 0.5)
