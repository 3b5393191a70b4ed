"""HED-VGG16: the shipped weights, read right, and what they were tuned for: edges."""

import hashlib

import numpy as np
import pytest
import torch
from torch.nn import functional

from artlab.gallery import features

SHAPES = {
    "conv1_1": (64, 64, 64),
    "conv1_2": (64, 64, 64),
    "conv2_1": (128, 32, 32),
    "conv2_2": (128, 32, 32),
    "conv3_1": (256, 16, 16),
    "conv3_2": (256, 16, 16),
    "conv3_3": (256, 16, 16),
    "conv4_1": (512, 8, 8),
}


def test_layers_have_the_shapes_of_vgg16(network, square):
    found = network(features.as_tensor(square))
    assert {name: tuple(array.shape[1:]) for name, array in found.items()} == SHAPES
    assert all(float(array.min()) >= 0 for array in found.values())


def test_weights_are_what_their_card_says(root):
    folder = root / "artlab" / "weights" / "hed_vgg16"
    card = (folder / "README.md").read_text(encoding="utf-8")
    file = folder / "hed_vgg16.safetensors"
    assert hashlib.sha256(file.read_bytes()).hexdigest() in card
    assert file.stat().st_size < 10e6
    notice = (folder / "LICENSE.txt").read_text(encoding="utf-8")
    assert "MIT License" in notice and "Copyright (c) 2025 Mohammad Saad Nathani" in notice


def test_first_layer_is_the_convolution_of_bgr_minus_the_mean(square):
    network = features.hed_vgg16(pooling="max", padding="zeros")
    found = network(features.as_tensor(square), "conv1_1")["conv1_1"][0]
    bgr = square[..., ::-1].astype(np.float64) - features.HED_MEAN
    padded = np.pad(bgr, ((1, 1), (1, 1), (0, 0)))
    kernel = network.conv1_1_weight.double().numpy()  # (out, in, rows, columns)
    for row, column in ((0, 0), (16, 16), (30, 63)):
        patch = padded[row : row + 3, column : column + 3]
        sums = np.einsum("oirc,rci->o", kernel, patch) + network.conv1_1_bias.double().numpy()
        np.testing.assert_allclose(found[:, row, column], np.maximum(sums, 0), atol=1e-3)


def test_edges_of_a_square_lie_on_its_outline(square):
    """Wrong channels, mean or range leave no such picture."""
    network = features.hed_vgg16(pooling="max", padding="zeros")
    fine = torch.sigmoid(network.side_logits(features.as_tensor(square)))[0].mean(0)
    outline = np.zeros((64, 64), bool)
    outline[14:50, 14:50] = True
    outline[19:45, 19:45] = False
    far = np.ones((64, 64), bool)
    far[10:54, 10:54] = False
    far[:4] = far[-4:] = far[:, :4] = far[:, -4:] = False  # zeros round the picture are edges too
    far[24:40, 24:40] = True
    assert fine[outline].mean() > 4 * fine[far].mean()
    assert fine[16, 20:44].mean() > 0.5


def test_only_what_is_asked_for_is_computed(network, square, monkeypatch):
    seen = []
    convolve = network._convolve
    monkeypatch.setattr(network, "_convolve", lambda n, h: seen.append(n) or convolve(n, h))
    assert list(network(features.as_tensor(square), ["conv2_1"])) == ["conv2_1"]
    assert seen == ["conv1_1", "conv1_2", "conv2_1"]


@pytest.mark.parametrize(("pooling", "pool"), features.POOLINGS.items())
def test_pooling_stands_between_the_blocks(square, pooling, pool):
    network = features.hed_vgg16(pooling=pooling)
    found = network(features.as_tensor(square), ["conv1_2", "conv2_1"])
    padded = functional.pad(pool(found["conv1_2"], 2), (1, 1, 1, 1), mode="reflect")
    sums = functional.conv2d(padded, network.conv2_1_weight, network.conv2_1_bias)
    torch.testing.assert_close(found["conv2_1"], functional.relu(sums))


def test_even_picture_stays_even_with_reflection_alone():
    even = features.as_tensor(np.full((32, 32, 3), 128, np.uint8))
    spread = {}
    for padding in features.PADDINGS:
        seen = features.hed_vgg16(padding=padding)(even, "conv2_1")["conv2_1"]
        spread[padding] = float(seen.std((2, 3)).max())
    assert spread["reflect"] < 1e-3 < spread["zeros"]


def test_network_is_made_once():
    assert features.hed_vgg16() is features.hed_vgg16()
    assert not list(features.hed_vgg16().parameters())  # nothing to train by mistake


@pytest.mark.parametrize("layers", [["conv9_9"], [], "pool1"])
def test_unknown_layers_are_named(network, square, layers):
    with pytest.raises(ValueError, match="`layers` must be one or more of: conv1_1, "):
        network(features.as_tensor(square), layers)


def test_unknown_pooling_is_refused():
    with pytest.raises(ValueError, match=r'`pooling` must be "average" or "max"\. Received: .sum.'):
        features.hed_vgg16(pooling="sum")


def test_picture_survives_the_way_to_a_tensor_and_back(stripes):
    tensor = features.as_tensor(stripes)
    assert tuple(tensor.shape) == (1, 3, 64, 80) and float(tensor.abs().max()) <= 1
    np.testing.assert_array_equal(features.as_picture(tensor), stripes)
