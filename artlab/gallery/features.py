"""What a VGG16 sees in a picture: the activations of its convolutions, with the network off.

The weights are HED-VGG16, not plain ImageNet: they began as ImageNet's and were tuned to find
edges. Their card is `artlab/weights/hed_vgg16/README.md`.
"""

import functools
import importlib.resources

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from artlab import images

HED_MEAN = (104.00699, 116.66877, 122.67892)  # blue, green, red in [0, 255]
POOLINGS = {"average": functional.avg_pool2d, "max": functional.max_pool2d}
PADDINGS = {"reflect": "reflect", "zeros": "constant"}


class Convolutions(nn.Module):
    """The convolutions of a VGG network, each with its ReLU, and pooling between the blocks.

    Args:
        arrays: dict from `"conv1_1.weight"` (out, in, 3, 3) and `"conv1_1.bias"` (out,) and so
            on to float arrays; block and place in the block stand in the name.
        mean: what is subtracted from blue, green and red, in [0, 255].
        pooling: `"max"`, as the network was trained, or `"average"`, which gives smoother
            pictures.
        padding: `"zeros"`, as the network was trained, or `"reflect"`, which leaves no frame
            round a picture that is painted through the network.

    References:
        Simonyan & Zisserman 2015, Very Deep Convolutional Networks, table 1, column D;
        Gatys et al. 2016, section 2 (average pooling).
    """

    def __init__(self, arrays, mean, pooling="average", padding="reflect"):
        super().__init__()
        _check("pooling", pooling, POOLINGS)
        _check("padding", padding, PADDINGS)
        names = sorted({name.rsplit(".", 1)[0] for name in arrays})
        self.layers = tuple(name for name in names if name.startswith("conv"))
        self.heads = tuple(name for name in names if name.startswith("side"))
        self.pool, self.edge = POOLINGS[pooling], PADDINGS[padding]
        for name, array in arrays.items():
            tensor = torch.from_numpy(np.asarray(array, np.float32))
            self.register_buffer(name.replace(".", "_"), tensor)
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1))

    def forward(self, pictures, layers=None):
        """Activations of some layers, behind their ReLU.

        Args:
            pictures: float tensor (batch, 3, height, width), red first, in [-1, 1].
            layers: names; all by default. Nothing behind the deepest one is computed.

        Returns:
            Dict from name to tensor (batch, channels, height / 2^(block - 1), ...).
        """
        wanted = set(self.checked(self.layers if layers is None else layers))
        hidden, found = (pictures.flip(1) + 1) * 127.5 - self.mean, {}
        for name in self.layers:
            if name.endswith("_1") and name != self.layers[0]:
                hidden = self.pool(hidden, 2)
            hidden = functional.relu(self._convolve(name, hidden))
            if name in wanted:
                found[name] = hidden
                if len(found) == len(wanted):
                    return found
        return found

    def _convolve(self, name, hidden):
        hidden = functional.pad(hidden, (1, 1, 1, 1), mode=self.edge)
        return functional.conv2d(hidden, *self._weights(name))

    def _weights(self, name):
        return getattr(self, f"{name}_weight"), getattr(self, f"{name}_bias")

    def checked(self, layers):
        """The names as a tuple, if the network has them all.

        Raises:
            ValueError: a name is none of `layers`, or there is none.
        """
        layers = (layers,) if isinstance(layers, str) else tuple(layers)
        unknown = [name for name in layers if name not in self.layers]
        if unknown or not layers:
            known = ", ".join(self.layers)
            raise ValueError(f"`layers` must be one or more of: {known}. Received: {layers!r}")
        return layers

    def side_logits(self, pictures):
        """Edge logits of HED's first three sides.

        Args:
            pictures: as in `forward`.

        Returns:
            Tensor (batch, sides, height, width); fine edges first. Above 0: rather an edge.

        Raises:
            ValueError: the network has no such heads.

        References:
            Xie & Tu 2015, Holistically-Nested Edge Detection, section 3.1.
        """
        if not self.heads:
            raise ValueError("This network has no heads that find edges; hed_vgg16() has.")
        deepest = {name[:5]: name for name in self.layers}  # "conv1" -> "conv1_2"
        ends = [deepest[f"conv{head[-1]}"] for head in self.heads]
        found, size = self(pictures, ends), pictures.shape[2:]
        sides = [
            functional.conv2d(found[end], *self._weights(head))
            for head, end in zip(self.heads, ends, strict=True)
        ]
        sides = [functional.interpolate(side, size, mode="bilinear") for side in sides]
        return torch.cat(sides, dim=1)


@functools.cache
def hed_vgg16(pooling="average", padding="reflect"):
    """HED-VGG16 up to conv4_1, as shipped: eight convolutions and three heads that find edges.

    Args:
        pooling, padding: as in `Convolutions`; `"max"` and `"zeros"` give what the original
            network gives.

    Returns:
        `Convolutions`, the same object for the same arguments; on the GPU where PyTorch has one.
    """
    from safetensors import safe_open

    home = importlib.resources.files("artlab") / "weights" / "hed_vgg16"
    with (
        importlib.resources.as_file(home / "hed_vgg16.safetensors") as path,
        safe_open(path, framework="numpy") as file,
    ):
        arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    network = Convolutions(arrays, HED_MEAN, pooling, padding)
    return network.to("cuda" if torch.cuda.is_available() else "cpu")


def as_tensor(picture):
    """One picture, uint8 or float in [-1, 1] (height, width, 3), as a tensor (1, 3, ...)."""
    pixels = images.to_float(images.to_uint8(picture))
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))[None]


def as_picture(tensor):
    """A tensor (1, 3, height, width) as uint8 (height, width, 3); values outside are clipped."""
    return images.to_uint8(tensor.detach()[0].permute(1, 2, 0).cpu().numpy())


def _check(name, value, known):
    if value not in known:
        names = " or ".join(f'"{word}"' for word in known)
        raise ValueError(f"`{name}` must be {names}. Received: {value!r}")
