"""VGG19 from a file: read right, and what is said where there is none."""

import hashlib
import importlib.util
import pathlib

import numpy as np
import pytest
import torch
from torch.nn import functional

from artlab import runtime
from artlab.gallery import features, imagenet

h5py = pytest.importorskip("h5py")
LAYERS = {(1, 1): (3, 4), (1, 2): (4, 4), (2, 1): (4, 6), (5, 1): (6, 6), (5, 2): (6, 2)}


@pytest.fixture(autouse=True)
def empty_cache():
    imagenet.imagenet_vgg19.cache_clear()


@pytest.fixture
def small(tmp_path):
    """A file laid out as Keras's, with few channels: path, md5 and its arrays."""
    rng, arrays, path = np.random.default_rng(0), {}, tmp_path / "small.h5"
    with h5py.File(path, "w") as file:
        for (block, number), (ins, outs) in LAYERS.items():
            name = f"block{block}_conv{number}"
            arrays[block, number] = (
                rng.standard_normal((3, 3, ins, outs)).astype("f4"),
                np.ones(outs),
            )
            file[f"{name}/{name}_W_1:0"], file[f"{name}/{name}_b_1:0"] = arrays[block, number]
        file.create_group("block1_pool")
    return path, hashlib.md5(path.read_bytes()).hexdigest(), arrays


def admit(monkeypatch, md5):
    """Takes a file of ours for the published one."""
    read = imagenet.arrays_of
    monkeypatch.setattr(imagenet, "arrays_of", lambda file: read(file, md5))


def test_arrays_of_the_file_are_those_of_the_layers(small):
    path, md5, arrays = small
    found = imagenet.arrays_of(path, md5)
    names = {name.split(".")[0] for name in found}
    assert names == {"conv1_1", "conv1_2", "conv2_1", "conv5_1"}  # nothing behind conv5_1
    kernel, bias = arrays[2, 1]
    np.testing.assert_array_equal(found["conv2_1.weight"], kernel.transpose(3, 2, 0, 1))
    np.testing.assert_array_equal(found["conv2_1.bias"], bias)


def test_network_of_a_file_computes_what_it_should(small, monkeypatch, square):
    path, md5, arrays = small
    monkeypatch.setattr(
        imagenet, "arrays_of", lambda file, real=imagenet.arrays_of: real(file, md5)
    )
    network = imagenet.imagenet_vgg19(path, pooling="max", padding="zeros")
    found = network(features.as_tensor(square), "conv1_1")["conv1_1"]
    bgr = square[..., ::-1].astype("f4") - np.array(imagenet.MEAN, "f4")
    kernel = torch.from_numpy(arrays[1, 1][0].transpose(3, 2, 0, 1).copy())
    expected = functional.conv2d(
        torch.from_numpy(bgr.transpose(2, 0, 1).copy())[None], kernel, padding=1
    )
    torch.testing.assert_close(found, functional.relu(expected + 1), rtol=1e-4, atol=1e-2)


def test_file_in_the_cache_of_keras_needs_no_network(small, monkeypatch, tmp_path):
    path, md5, _ = small
    target = tmp_path / "models" / imagenet.FILE
    target.parent.mkdir()
    target.write_bytes(path.read_bytes())
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(runtime, "is_online", lambda *arguments: pytest.fail("asked the network"))
    monkeypatch.setattr(
        imagenet, "arrays_of", lambda file, real=imagenet.arrays_of: real(file, md5)
    )
    assert imagenet.imagenet_vgg19().layers == ("conv1_1", "conv1_2", "conv2_1", "conv5_1")


def test_another_file_is_refused(small, tmp_path):
    for file in (small[0], tmp_path / "none.h5"):
        with pytest.raises(ValueError, match=r"`path` must be the file vgg19_weights.*that Keras"):
            imagenet.imagenet_vgg19(file)


def test_out_of_reach_names_the_network_that_is_here(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(runtime, "is_online", lambda *arguments: bool(asked.append(arguments)))
    monkeypatch.setattr(runtime, "load", lambda *names: pytest.fail("imported a framework"))
    with pytest.raises(ConnectionError, match=r"hed_vgg16\(\) works with the network off"):
        imagenet.imagenet_vgg19()
    assert asked == [(4.0, imagenet.URL)]


def test_hash_is_the_one_that_keras_checks():
    keras = importlib.util.find_spec("keras")
    if keras is None:
        pytest.skip("keras is not installed")
    source = pathlib.Path(keras.origin).parent / "src" / "applications" / "vgg19.py"
    text = source.read_text(encoding="utf-8")
    assert imagenet.MD5 in text and imagenet.FILE in text
