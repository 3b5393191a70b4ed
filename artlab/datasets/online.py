"""MNIST and Fashion-MNIST: from a file on this machine, else through `keras.datasets`."""

import gzip
import math
import os
import pathlib

import numpy as np

from artlab import _downloads, runtime
from artlab import images as pictures
from artlab.datasets.base import Dataset

PROBE_SECONDS = 4.0
IDX_KINDS = ("labels-idx1-ubyte", "images-idx3-ubyte")
PARTS = {"train": ("train", 60_000), "test": ("t10k", 10_000)}  # idx prefix, pictures
SERVER = runtime.PROBE_URL.removesuffix("mnist.npz")
IDX = [f"{part}-{kind}.gz" for part, _ in PARTS.values() for kind in IDX_KINDS]
# What `keras.datasets` downloads, into which folder of its cache, and the hash that it checks.
FILES = {"mnist": ["mnist.npz"], "fashion_mnist": IDX}
FOLDERS = {"mnist": "", "fashion_mnist": "fashion-mnist"}
HASHES = {"mnist.npz": "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"}
URLS = {name: SERVER + files[0] for name, files in FILES.items()}
DEBIAN = pathlib.Path("/usr/share/datasets")  # where its dataset-fashion-mnist puts the files
FASHION = ("T-shirt", "trousers", "pullover", "dress", "coat")
FASHION += ("sandal", "shirt", "sneaker", "bag", "ankle boot")


def mnist(part="train", path=None):
    """Loads handwritten digits, 28x28, bright (1) on dark (-1).

    Looks at `path`, then in Keras' cache (`~/.keras/datasets`), and only then on the network.

    Args:
        part: `"train"` (60,000 pictures) or `"test"` (10,000).
        path: `mnist.npz`, or a folder with it or with the four idx files (.gz or not).

    Returns:
        A `Dataset` of images (28, 28, 1) in ten classes.

    Raises:
        ConnectionError: it is not on this machine and the server does not answer within
            4 seconds; the message names what works offline.
        ValueError: the local file is not what it should be.

    References:
        LeCun, Bottou, Bengio, Haffner (1998). Gradient-based learning applied to document
        recognition. Proceedings of the IEEE 86(11).
    """
    names = tuple(str(digit) for digit in range(10))
    notice = "CC BY-SA 3.0, Y. LeCun and C. Cortes"
    return _dataset("mnist", part, path, names, notice)


def fashion_mnist(part="train", path=None):
    """Loads clothes and shoes, 28x28, bright (1) on dark (-1).

    Looks at `path`, then in Keras' cache, then where Debian's package
    `dataset-fashion-mnist` puts it, and only then on the network.

    Args:
        part: `"train"` (60,000 pictures) or `"test"` (10,000).
        path: a folder with the four idx files (.gz or not), or an npz with the arrays
            x_train, y_train, x_test, y_test.

    Returns:
        A `Dataset` of images (28, 28, 1) in ten classes.

    Raises:
        ConnectionError: as `mnist`.
        ValueError: as `mnist`.

    References:
        Xiao, Rasul, Vollgraf (2017). Fashion-MNIST. arXiv:1708.07747.
    """
    return _dataset("fashion_mnist", part, path, FASHION, "MIT, copyright (c) 2017 Zalando SE")


def _dataset(name, part, path, class_names, notice):
    if part not in PARTS:
        raise ValueError(f'`part` must be "train" or "test". Received: {part!r}')
    found = _find(name, path)
    images, labels = _read(found, part) if found else _download(name, part)
    source = f"{found.name} on this machine" if found else "keras.datasets"
    return Dataset(
        images=pictures.to_float(images)[..., None],
        labels=labels.astype(np.int64),
        class_names=class_names,
        name=f"{name} ({part})",
        license=notice,
        source=source,
    )


def _find(name, path):
    """The npz file or the folder of idx files on this machine, or `None`."""
    if path is not None:
        path = pathlib.Path(path).expanduser()
        found = _in_place(name, path)
        if found is None:
            raise ValueError(
                f"`path` must hold {name}.npz or the four idx files "
                f"(train-images-idx3-ubyte.gz, ...). Received: {path}"
            )
        return found
    dashed = name.replace("_", "-")
    places = [_home(), _home() / dashed, DEBIAN / dashed]
    return next(filter(None, (_in_place(name, place) for place in places)), None)


def _home():
    """Where Keras keeps its data sets."""
    home = os.environ.get("KERAS_HOME") or pathlib.Path.home() / ".keras"
    return pathlib.Path(home) / "datasets"


def _in_place(name, place):
    if place.is_file() and place.suffix == ".npz":
        return place
    if (place / f"{name}.npz").is_file():
        return place / f"{name}.npz"
    # Keras keeps only fashion_mnist as idx files, in a folder of its own.
    files = [_idx_file(place, prefix, kind) for prefix in ("train", "t10k") for kind in (3, 1)]
    return place if all(files) else None


def _idx_file(folder, prefix, rank):
    stem = f"{prefix}-{'images-idx3' if rank == 3 else 'labels-idx1'}-ubyte"
    candidates = (folder / f"{stem}.gz", folder / stem)
    return next((file for file in candidates if file.is_file()), None)


def _read(found, part):
    """Arrays of one part out of a local npz or idx folder, checked."""
    prefix, num = PARTS[part]
    try:
        if found.is_file():
            with np.load(found, allow_pickle=False) as arrays:
                images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        else:
            images, labels = (_read_idx(_idx_file(found, prefix, rank), rank) for rank in (3, 1))
    except Exception as error:  # truncated, no zip, pickled, a missing array
        raise ValueError(
            f"{found} cannot be read ({error}). Delete it, then load again to fetch it anew."
        ) from error
    if images.shape != (num, 28, 28) or images.dtype != np.uint8 or labels.shape != (num,):
        raise ValueError(
            f"{found} must hold {num} uint8 pictures of 28x28 and as many labels. "
            f"Received: {images.dtype} {images.shape}, labels {labels.shape}"
        )
    return images, labels


def _read_idx(file, rank):
    """An idx file: two zero bytes, type 8 (uint8), the rank, the sizes big-endian, the data."""
    data = file.read_bytes()
    data = gzip.decompress(data) if file.suffix == ".gz" else data
    if data[:4] != bytes((0, 0, 8, rank)):
        raise ValueError(f"{file.name} is no idx file of uint8 with {rank} axes")
    shape = tuple(int(size) for size in np.frombuffer(data, ">u4", count=rank, offset=4))
    return np.frombuffer(data, np.uint8, count=math.prod(shape), offset=4 + 4 * rank).reshape(shape)


def _download(name, part):
    if not runtime.is_online(PROBE_SECONDS, URLS[name]):
        raise _unreachable(name, "it did not answer")
    keras = runtime.load("keras")
    folder = _home() / FOLDERS[name]
    try:
        for file in FILES[name]:
            _downloads.keras_file(keras, SERVER + file, folder / file, HASHES.get(file))
    except Exception as error:  # Keras wraps network errors in plain Exception
        raise _unreachable(name, str(error)) from error
    return _read(_in_place(name, folder), part)


def _unreachable(name, reason):
    return ConnectionError(
        f"{name} is not on this machine and its server is out of reach ({reason}). These work "
        "with the network off: datasets.animals(), datasets.digits(), datasets.folder(path). If "
        f'you have the file, say where: datasets.{name}(path="...").'
    )
