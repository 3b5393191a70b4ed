"""Adaptive instance normalisation: a style as the mean and spread of each channel.

A decoder is trained once to paint what such features mean; after that any picture can lend its
style to any other in one pass, without a single step of optimisation.
"""

import functools
import importlib.resources

import torch
from torch import nn
from torch.nn import functional

LAYERS = ("conv3_1", "conv4_1")  # whose statistics are exchanged
EPSILON = 1e-5


def channel_statistics(features):
    """Mean and standard deviation of each channel over all positions.

    Args:
        features: tensor (batch, channels, height, width).

    Returns:
        Two tensors (batch, channels, 1, 1); the variance has `EPSILON` added.

    References:
        Ulyanov et al. 2016, Instance Normalization, equation 1.
    """
    variance, mean = torch.var_mean(features, dim=(2, 3), correction=0, keepdim=True)
    return mean, (variance + EPSILON).sqrt()


def adain(content, style):
    """Gives each channel of the content the mean and the spread that it has in the style.

    `AdaIN(x, y) = std(y) (x - mean(x)) / std(x) + mean(y)`

    Args:
        content: tensor (batch, channels, height, width).
        style: tensor (batch, channels, any height, any width).

    Returns:
        Tensor of the shape of `content`.

    Raises:
        ValueError: the tensors are not of four axes, or differ in channels.

    References:
        Huang & Belongie 2017, Arbitrary Style Transfer in Real-time with Adaptive Instance
        Normalization, equation 8.

    Example:

    >>> adain(torch.tensor([[[[0.0, 2.0]]]]), torch.tensor([[[[10.0, 30.0]]]])).round()
    tensor([[[[10., 30.]]]])
    """
    shapes = [tuple(torch.as_tensor(features).shape) for features in (content, style)]
    if any(len(shape) != 4 or 0 in shape for shape in shapes) or shapes[0][1] != shapes[1][1]:
        raise ValueError(
            "`content` and `style` must have shape (batch, channels, height, width) and as many "
            f"channels. Received: {shapes[0]} and {shapes[1]}"
        )
    mean, spread = channel_statistics(content)
    wanted_mean, wanted_spread = channel_statistics(style)
    return (content - mean) / spread * wanted_spread + wanted_mean


class Decoder(nn.Module):
    """Paints what features of conv3_1 and conv4_1 mean, on top of a first picture.

    The first picture is the content in the colours of the style; the decoder paints what has to
    change. A new decoder changes nothing: its last layer is all zeros.

    References:
        Huang & Belongie 2017, section 4.1 (a decoder that mirrors the encoder, neighbours
        instead of transposed convolutions, reflected borders, no normalisation).
    """

    def __init__(self):
        super().__init__()
        plan = {  # name -> channels in and out
            "deep": (512, 256),
            "middle_1": (256, 128),
            "middle_2": (128, 128),
            "half_1": (128, 64),
            "half_2": (64, 64),
            "full_1": (64, 32),
            "full_2": (32 + 3, 32),
            "out": (32, 3),
        }
        for name, (inputs, outputs) in plan.items():
            setattr(self, name, nn.Conv2d(inputs, outputs, 3, padding=1, padding_mode="reflect"))
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, first, middle, deep, amount=1.0):
        """Tensor (batch, 3, height, width), about in [-1, 1].

        Args:
            first: tensor (batch, 3, height, width) in [-1, 1]; sides are multiples of 8.
            middle: conv3_1, tensor (batch, 256, height / 4, width / 4).
            deep: conv4_1, tensor (batch, 512, height / 8, width / 8).
            amount: share of the change that is painted, 0 to 1.
        """
        relu = functional.relu
        hidden = _doubled(relu(self.deep(deep / SCALE))) + middle / SCALE
        hidden = relu(self.middle_2(relu(self.middle_1(hidden))))
        hidden = relu(self.half_2(relu(self.half_1(_doubled(hidden)))))
        hidden = relu(self.full_1(_doubled(hidden)))
        hidden = relu(self.full_2(torch.cat([hidden, first.to(hidden)], dim=1)))
        return first + amount * self.out(hidden)


SCALE = 100.0  # activations of a VGG on pixels in [0, 255] are of this order


def _doubled(hidden):
    return functional.interpolate(hidden, scale_factor=2)


def stylised(network, decoder, first, style, strength=1.0):
    """One pass: features of both pictures, exchanged statistics, the decoder.

    Args:
        network: `Convolutions` that has `LAYERS`.
        decoder: a `Decoder`.
        first: content in the style's colours as far as `strength` says, tensor (batch, 3,
            height, width) in [-1, 1]; sides are multiples of 8.
        style: tensor (batch, 3, any height, any width) in [-1, 1].
        strength: 0 leaves the content's own statistics, 1 takes the style's.

    Returns:
        Tensor of the shape of `first`.
    """
    with torch.no_grad():
        own, other = network(first, LAYERS), network(style, LAYERS)
        mixed = [torch.lerp(own[name], adain(own[name], other[name]), strength) for name in LAYERS]
    return decoder(first, *mixed, amount=strength)


@functools.cache
def course_decoder():
    """The decoder that the course ships; its card is `artlab/weights/fast_style/README.md`."""
    from safetensors.torch import load_file

    home = importlib.resources.files("artlab") / "weights" / "fast_style"
    with importlib.resources.as_file(home / "fast_style.safetensors") as path:
        arrays = {name: array.float() for name, array in load_file(path).items()}
    decoder = Decoder().requires_grad_(False)
    decoder.load_state_dict(arrays)
    return decoder.to("cuda" if torch.cuda.is_available() else "cpu")
