"""The network that sees through noise: a U-Net of about 0.7 million weights.

It halves the picture once by folding 2 x 2 pixels into four channels, once more by averaging,
and comes back up; each way down hands what it saw to the way up. How much noise there is, and
which animal it is, set scale and shift of the channels in every block.

References:
    Ronneberger, Fischer & Brox 2015, U-Net: Convolutional Networks for Biomedical Image
    Segmentation; Ho, Jain & Abbeel 2020, appendix B (a U-Net for diffusion); Dhariwal & Nichol
    2021, Diffusion Models Beat GANs on Image Synthesis (scale and shift from the conditions);
    Ho & Salimans 2022, Classifier-Free Diffusion Guidance (the label that is left out).
"""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from artlab.datasets.offline import CLASS_NAMES as NAMES
from artlab.diffusion import schedule

SIDE = 28
NO_LABEL = len(NAMES)  # the eleventh label: any animal
WIDTHS, CONDITIONS, GROUPS = (48, 88), 96, 8


class Block(nn.Module):
    """Two convolutions and a short cut; the conditions scale and shift what lies between them."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, inputs)
        self.first = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.middle_norm = nn.GroupNorm(GROUPS, outputs, affine=False)
        self.condition = nn.Linear(CONDITIONS, 2 * outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1)
        same = inputs == outputs
        self.short_cut = nn.Identity() if same else nn.Conv2d(inputs, outputs, 1)

    def forward(self, hidden, condition):
        """(batch, inputs, h, w) and (batch, CONDITIONS) -> (batch, outputs, h, w)."""
        scale, shift = self.condition(condition)[:, :, None, None].chunk(2, dim=1)
        found = self.first(functional.silu(self.norm(hidden)))
        found = self.middle_norm(found) * (1 + scale) + shift
        return self.short_cut(hidden) + self.second(functional.silu(found))


class Denoiser(nn.Module):
    """From noisy pictures, the amount of noise and a label to the velocity.

    Args:
        seed: of the initial weights.

    Attributes:
        trained_steps: steps of its training; 0 at first.
    """

    def __init__(self, seed=0):
        super().__init__()
        self.trained_steps = 0
        wide, deep = WIDTHS
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.labels = nn.Embedding(NO_LABEL + 1, CONDITIONS)
            self.amount = nn.Sequential(nn.Linear(CONDITIONS, CONDITIONS), nn.SiLU())
            self.enter = nn.Conv2d(4, wide, 3, padding=1)  # 14 x 14 from here on
            self.down_1, self.down_2 = Block(wide, wide), Block(wide, deep)  # then 7 x 7
            self.middle, self.up_2 = Block(deep, deep), Block(2 * deep, deep)
            self.up_1 = Block(deep + wide, wide)  # 14 x 14 again
            self.norm = nn.GroupNorm(GROUPS, wide)
            self.leave = nn.Conv2d(wide, 4, 3, padding=1)
        nn.init.zeros_(self.leave.weight)  # an untrained network says 0
        nn.init.zeros_(self.leave.bias)

    @property
    def num_parameters(self):
        """Weights in all."""
        return sum(weight.numel() for weight in self.parameters())

    def forward(self, noisy, signal, labels):
        """The velocity.

        Args:
            noisy: float tensor (batch, 28, 28).
            signal: float tensor (batch,), in [0, 1].
            labels: int tensor (batch,), positions in `NAMES`, or `NO_LABEL`.

        Returns:
            float tensor (batch, 28, 28).
        """
        condition = functional.silu(self.amount(_waves(signal)) + self.labels(labels))
        wide = self.enter(functional.pixel_unshuffle(noisy[:, None], 2))
        wide = self.down_1(wide, condition)
        deep = self.down_2(functional.avg_pool2d(wide, 2), condition)
        hidden = self.middle(deep, condition)
        hidden = self.up_2(torch.cat([hidden, deep], dim=1), condition)
        hidden = functional.interpolate(hidden, scale_factor=2)
        hidden = self.up_1(torch.cat([hidden, wide], dim=1), condition)
        hidden = self.leave(functional.silu(self.norm(hidden)))
        return functional.pixel_shuffle(hidden, 2)[:, 0]

    def believe(self, noisy, signal, names=None, guidance=1.0):
        """What picture it believes to be under the noise.

        Args:
            noisy: float array (num, 28, 28), as `add_noise` gives it.
            signal: share of the variance that is picture, in [0, 1]; one number, or (num,).
            names: as in `sample`.
            guidance: as in `sample`.

        Returns:
            float32 array (num, 28, 28), in [-1, 1].
        """
        noisy = torch.as_tensor(np.asarray(noisy, np.float32))
        if noisy.ndim != 3 or noisy.shape[1:] != (SIDE, SIDE):
            raise ValueError(
                f"`noisy` must have shape (num, 28, 28). Received: {tuple(noisy.shape)}"
            )
        signal = torch.as_tensor(signal, dtype=torch.float32)
        labels = labels_of(names, len(noisy))
        told = self.velocity(noisy, signal.expand(len(noisy)), labels, guidance)
        return schedule.picture_from(noisy, signal, told).clamp(-1, 1).numpy()

    @torch.inference_mode()
    def velocity(self, noisy, signal, labels, guidance=1.0):
        """The velocity, pushed away from what it would be without a label.

        Args:
            noisy, signal, labels: as in `forward`.
            guidance: 1 for what was learned, 0 without the label, above 1 for more of it.

        References:
            Ho & Salimans 2022, with guidance 1 + w.
        """
        if guidance == 1 or bool((labels == NO_LABEL).all()):
            return self(noisy, signal, labels)
        without = self(noisy, signal, torch.full_like(labels, NO_LABEL))
        if guidance == 0:
            return without
        return without + guidance * (self(noisy, signal, labels) - without)


def labels_of(names, num):
    """Labels of `num` pictures.

    Args:
        names: None for any animal, one name for all, or a sequence of `num` names.
        num: how many.

    Returns:
        int64 tensor (num,).

    Raises:
        ValueError: a name is unknown, or there are not `num` of them.

    Example:

    >>> labels_of(["bear", "zebra"], 2).tolist(), labels_of(None, 1).tolist()
    ([0, 9], [10])
    """
    if names is None:
        return torch.full((num,), NO_LABEL)
    names = [names] * num if isinstance(names, str) else list(names)
    if len(names) != num:
        raise ValueError(f"`names` must be one name, or {num} of them. Received: {len(names)}")
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise ValueError(f"`names` must be of: {', '.join(NAMES)}. Received: {unknown[0]!r}")
    return torch.tensor([NAMES.index(name) for name in names])


def _waves(signal):
    """The amount of noise as sines and cosines of an angle: 0 for a picture, a right one for noise.

    With (batch,) in [0, 1] it gives (batch, CONDITIONS).
    """
    angle = torch.acos(signal.clamp(0, 1).sqrt())
    rates = torch.exp(torch.linspace(0, math.log(64.0), CONDITIONS // 2))
    turned = angle[:, None] * rates.to(angle.device)
    return torch.cat([turned.sin(), turned.cos()], dim=1)
