"""Pixels in coordinates in which descent is quick and smooth: waves and colour axes.

A step down the gradient of raw pixels moves each pixel for itself, and the picture fills with
coloured grain. A canvas holds the same picture as waves, long ones weighted up, and in the
colours' own axes; a step there moves whole areas. Every picture can still be reached.
"""

import torch

STEEPNESS = 0.6  # a wave of frequency f is weighted by f ** -STEEPNESS
LEAST_AXIS = 0.1  # least length of a colour axis, as a share of the longest


class Canvas:
    """A picture as the values that an optimiser changes.

    Args:
        picture: tensor (1, 3, height, width) in [-1, 1].
        axes: `color_axes` of the pictures concerned.

    Attributes:
        values: the leaf tensor, of the picture's shape.

    References:
        Olah, Mordvintsev & Schubert 2017, Feature Visualization, section "Preconditioning and
        Parameterization".
    """

    def __init__(self, picture, axes):
        self.size = tuple(picture.shape[2:])
        self.axes = axes.to(picture)
        self.scale = wave_scale(self.size).to(picture)  # (height, width // 2 + 1)
        coordinates = torch.einsum("ac,bchw->bahw", torch.linalg.inv(self.axes), picture)
        values = self._filtered(coordinates, 1 / self.scale)
        self.values = values.detach().contiguous().requires_grad_()

    def picture(self, values=None):
        """The picture, tensor (1, 3, height, width), not clipped; of other values if given."""
        values = self.values if values is None else values
        return torch.einsum("ca,bahw->bchw", self.axes, self._filtered(values, self.scale))

    def _filtered(self, planes, scale):
        return torch.fft.irfft2(torch.fft.rfft2(planes) * scale, s=self.size)


def wave_scale(size):
    """Weight of each wave of a picture; mean 1, tensor (height, width // 2 + 1)."""
    down = torch.fft.fftfreq(size[0])[:, None]
    across = torch.fft.rfftfreq(size[1])[None]
    frequency = torch.sqrt(down**2 + across**2).clamp(min=1 / max(size))
    scale = frequency**-STEEPNESS
    return scale / scale.mean()


def color_axes(*pictures):
    """The directions in which the colours of some pictures vary, as long as they vary.

    Args:
        *pictures: tensors (1, 3, height, width).

    Returns:
        Tensor (3, 3), a column an axis; the longest has length 1, the others 0.1 at least, so
        that a grey picture can still become coloured.
    """
    spread = sum(torch.cov(picture[0].flatten(1)) for picture in pictures) / len(pictures)
    variances, directions = torch.linalg.eigh(spread.double())
    lengths = variances.clamp(min=1e-8).sqrt()
    lengths = (lengths / lengths.max()).clamp(min=LEAST_AXIS)
    return (directions * lengths).float()


def cloudy(size, seed):
    """Noise with its waves weighted as on a canvas: tensor (1, 3, height, width), spread 0.3."""
    generator = torch.Generator().manual_seed(seed)
    values = torch.randn((1, 3, *size), generator=generator)
    picture = torch.fft.irfft2(torch.fft.rfft2(values) * wave_scale(size) ** 2, s=size)
    return 0.3 * (picture - picture.mean()) / picture.std()
