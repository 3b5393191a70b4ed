"""What style transfer compares: activations for the content, Gram matrices for the style."""

import torch

STYLE_LAYERS = ("conv1_2", "conv2_2", "conv3_3", "conv4_1")
CONTENT_LAYER = "conv4_1"


def gram_matrix(features):
    """How often each pair of channels fires together, over all positions of a picture.

    `G[i, j] = sum_p F[i, p] F[j, p] / num_positions`. Where something is seen is summed away;
    what remains is which features come together: the texture.

    Args:
        features: tensor (channels, height, width), or (batch, channels, height, width).

    Returns:
        Tensor (channels, channels), or (batch, channels, channels); symmetric.

    Raises:
        ValueError: `features` has another number of axes, or no positions.

    References:
        Gatys et al. 2016, equation 3, here divided by the number of positions, so that
        pictures of different sizes can be compared.

    Example:

    >>> gram_matrix(torch.tensor([[[1.0, 2.0]], [[0.0, 3.0]]]))
    tensor([[2.5000, 3.0000],
            [3.0000, 4.5000]])
    """
    features = torch.as_tensor(features)
    if features.ndim not in (3, 4) or 0 in features.shape:
        raise ValueError(
            "`features` must have shape ([batch,] channels, height, width). "
            f"Received: {tuple(features.shape)}"
        )
    flat = features.flatten(-2)  # (..., channels, positions)
    return flat @ flat.transpose(-1, -2) / flat.shape[-1]


def relative_distance(found, wanted):
    """Mean squared difference, as a share of the mean square of what is wanted.

    0 for equal tensors, 1 where `found` is all zeros. The division makes layers with large
    and with small activations count alike.

    Args:
        found, wanted: tensors of one shape.

    Returns:
        A tensor with one number, 0 or more.
    """
    return (found - wanted).square().mean() / wanted.square().mean().clamp(min=1e-12)


def total_variation(pictures):
    """How much neighbouring pixels differ: the mean square of their differences.

    Args:
        pictures: tensor (batch, channels, height, width), height and width 2 or more.

    Returns:
        A tensor with one number: 0 for an even picture.

    References:
        Mahendran & Vedaldi 2015, section 3, with exponent 2.
    """
    down = (pictures[:, :, 1:] - pictures[:, :, :-1]).square().mean()
    across = (pictures[..., 1:] - pictures[..., :-1]).square().mean()
    return down + across


def outside(pictures):
    """How far pixels lie outside [-1, 1], which no screen can show: a mean square."""
    return (pictures.abs() - 1).clamp(min=0).square().mean()


def distances(network, found, content, style):
    """Content and style distance of each picture of a batch, in the usual layers.

    Args:
        network: `Convolutions`.
        found: what was painted, tensor (batch, 3, height, width) in [-1, 1].
        content: the contents, as `found`.
        style: the styles, tensor (batch, 3, any height, any width).

    Returns:
        Two tensors (batch,): what `Goal.measure` gives for each picture alone.
    """
    with torch.no_grad():
        kept, wanted = network(content, CONTENT_LAYER), network(style, STYLE_LAYERS)
    seen = network(found, tuple(dict.fromkeys((*STYLE_LAYERS, CONTENT_LAYER))))
    with torch.autocast(found.device.type, enabled=False):  # sums need 32 bits
        manner = [
            _of_each(gram_matrix(seen[name].float()), gram_matrix(wanted[name].float()))
            for name in STYLE_LAYERS
        ]
        matter = _of_each(seen[CONTENT_LAYER].float(), kept[CONTENT_LAYER].float())
    return matter, sum(manner) / len(manner)


def _of_each(found, wanted):
    """`relative_distance` of each member of a batch."""
    return torch.stack([relative_distance(*pair) for pair in zip(found, wanted, strict=True)])


class Goal:
    """What a picture is to reach: the content of one picture, the style of another.

    Args:
        network: `Convolutions`.
        content: tensor (1, 3, height, width) in [-1, 1], or None.
        style: tensor (1, 3, height, width) of any size, in [-1, 1].
        layers: dict from layer to its weight among the style layers.
        content_layer: the layer that content is compared in.
        weights: weights of content, style and total variation.
    """

    range_weight = 10.0

    def __init__(self, network, content, style, layers, content_layer, weights):
        self.network, self.content_layer, self.weights = network, content_layer, weights
        total = sum(layers.values())
        self.layers = {name: weight / total for name, weight in layers.items()}
        with torch.no_grad():
            seen = network(style, tuple(layers))
            self.grams = {name: gram_matrix(seen[name]) for name in layers}
            self.content = None
            if content is not None:
                self.content = network(content, content_layer)[content_layer]

    def measure(self, picture):
        """`(content distance, style distance)` of a picture; content is 0 where none is asked."""
        wanted = (*self.layers, *((self.content_layer,) if self.content is not None else ()))
        seen = self.network(picture, dict.fromkeys(wanted))
        style = sum(
            weight * relative_distance(gram_matrix(seen[name]), self.grams[name])
            for name, weight in self.layers.items()
        )
        if self.content is None:
            return torch.zeros_like(style), style
        return relative_distance(seen[self.content_layer], self.content), style

    def __call__(self, picture):
        """`(loss, content distance, style distance)` of a picture."""
        content, style = self.measure(picture)
        weights = self.weights
        loss = weights[0] * content + weights[1] * style + weights[2] * total_variation(picture)
        return loss + self.range_weight * outside(picture), content, style
