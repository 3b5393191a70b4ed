"""The painter's generator in PyTorch, with the shipped weights: what personalising trains.

The feature network that judges the paintings runs on PyTorch, and one step must pass through
both. The Keras original is `painter_networks.build_generator`; a test holds the two together.
"""

from __future__ import annotations

import importlib.resources

import torch
from torch import nn
from torch.nn import functional

from artlab.gan import checkpoints

SLOPE = 0.2  # of the leaky rectifiers
LEVELS = 5  # how often a picture is halved


class Generator(nn.Module):
    """Drawing and style to a painting; parameters have the names of the weights file.

    Args:
        arrays: dict from "head/kernel" (out, in, height, width) and so on to float arrays.
    """

    def __init__(self, arrays):
        super().__init__()
        self.weights = nn.ParameterDict(
            {name: nn.Parameter(torch.from_numpy(array).float()) for name, array in arrays.items()}
        )

    def forward(self, channels, style):
        """Paints.

        Args:
            channels: tensor (batch, NUM_CHANNELS, height, width); sides are multiples of 32.
            style: tensor (batch, NUM_STYLE).

        Returns:
            Tensor (batch, 3, height, width) in [-1, 1].
        """
        film = style
        for number in (1, 2):
            film = functional.leaky_relu(self._dense(film, f"style_{number}"), SLOPE)
        fine = self._convolve(channels, film, "fine")
        hidden, skips = channels, []
        for level in range(LEVELS):
            hidden = self._convolve(hidden, film, f"down_{level}", stride=2)
            if f"stay_{level}/kernel" in self.weights:
                hidden = self._convolve(hidden, film, f"stay_{level}")
            skips.append(hidden)
        for number in (1, 2):
            hidden = self._convolve(hidden, film, f"bottom_{number}")
        for level in range(LEVELS - 2, -1, -1):
            hidden = self._convolve(hidden, film, f"narrow_{level}")
            hidden = self._convolve(_joined(hidden, skips[level]), film, f"up_{level}")
        hidden = self._convolve(hidden, film, "narrow_fine")
        hidden = self._convolve(_joined(hidden, fine), film, "head")
        return torch.tanh(self._plain(hidden, "colors").float())

    def _dense(self, vector, name):
        return vector @ self.weights[f"{name}/kernel"] + self.weights[f"{name}/bias"]

    def _plain(self, hidden, name, stride=1):
        kernel, bias = self.weights[f"{name}/kernel"], self.weights[f"{name}/bias"]
        reach = kernel.shape[-1] // 2
        if stride == 2:  # where Keras pads "same"
            hidden, reach = functional.pad(hidden, (0, reach, 0, reach)), 0
        return functional.conv2d(hidden, kernel, bias, stride, reach)

    def _convolve(self, hidden, film, name, stride=1):
        hidden = self._plain(hidden, name, stride)
        if f"{name}_film/kernel" in self.weights:
            both = self._dense(film, f"{name}_film")[:, :, None, None]
            scale, shift = both.chunk(2, dim=1)
            hidden = hidden * (1 + scale) + shift
        return functional.leaky_relu(hidden, SLOPE)


def _joined(hidden, skip):
    return torch.cat([functional.interpolate(hidden, scale_factor=2), skip], dim=1)


def shipped_arrays():
    """The weights of the shipped painter: dict from name to float16 array."""
    home = importlib.resources.files("artlab") / "weights" / "painter" / "painter.safetensors"
    with importlib.resources.as_file(home) as path:
        return checkpoints.load(path)[0]
