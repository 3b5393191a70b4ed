"""ImageNet's VGG19, where its file can be had: the network of Gatys et al.

The course does not ship it (80 MB). It is read from Keras's cache, from a file of yours, or
fetched from the server that Keras uses; where none of these is possible, `hed_vgg16` remains.
"""

import functools
import hashlib
import os
import pathlib

from artlab import _downloads, runtime
from artlab.gallery.features import Convolutions

FILE = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5"
MD5 = "253f8cb515780f3b799900260a226db6"  # the one that keras.applications checks
URL = f"https://storage.googleapis.com/tensorflow/keras-applications/vgg19/{FILE}"
MEAN = (103.939, 116.779, 123.68)  # blue, green, red in [0, 255]
PROBE_SECONDS = 4.0
LAST_LAYER = "conv5_1"  # what lies behind is not used for style


@functools.cache
def imagenet_vgg19(path=None, pooling="average", padding="reflect"):
    """The convolutions of VGG19 up to conv5_1, trained on ImageNet.

    Args:
        path: the file `vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5`; by default it is
            looked for in Keras's cache (`~/.keras/models`), and only then on the network.
        pooling, padding: as in `Convolutions`.

    Returns:
        `Convolutions`, to hand to `transfer` as `network`. It multiplies about 1.2 times as
        much as `hed_vgg16` up to the same layer.

    Raises:
        ConnectionError: it is not on this machine and its server does not answer within 4 s.
        ValueError: the file is not the one that Keras publishes.
        ImportError: h5py, which comes with Keras, is not installed.

    References:
        Simonyan & Zisserman 2015, table 1, column E; Gatys et al. 2016, section 2.
    """
    file = pathlib.Path(path).expanduser() if path is not None else _cached() or _fetched()
    return Convolutions(arrays_of(file), MEAN, pooling, padding)


def _place():
    """Where Keras's cache has it."""
    home = os.environ.get("KERAS_HOME") or pathlib.Path.home() / ".keras"
    return pathlib.Path(home) / "models" / FILE


def _cached():
    """The file in Keras's cache, or None."""
    return _place() if _place().is_file() else None


def _fetched():
    if not runtime.is_online(PROBE_SECONDS, URL):
        raise _unreachable("it did not answer")
    keras = runtime.load("torch", "keras")[1]
    try:
        return _downloads.keras_file(keras, URL, _place(), MD5)
    except Exception as error:  # Keras wraps network errors in plain Exception
        raise _unreachable(str(error)) from error


def _unreachable(reason):
    return ConnectionError(
        f"ImageNet's VGG19 is not on this machine and its server is out of reach ({reason}). "
        "gallery.hed_vgg16() works with the network off. If you have the file, say where: "
        f'imagenet_vgg19(path=".../{FILE}").'
    )


def arrays_of(file, md5=MD5):
    """Kernels and biases of the file under our names, up to conv5_1.

    Args:
        file: a path.
        md5: what its bytes must have.

    Returns:
        Dict from `"conv1_1.weight"` (out, in, 3, 3), `"conv1_1.bias"` (out,) ... to arrays.
    """
    try:
        import h5py
    except ImportError as error:
        raise ImportError(
            'imagenet_vgg19() needs h5py, which Keras brings: pip install -e ".[tensorflow]". '
            "gallery.hed_vgg16() needs nothing more."
        ) from error
    if not file.is_file() or hashlib.md5(file.read_bytes()).hexdigest() != md5:
        raise ValueError(f"`path` must be the file {FILE} that Keras publishes. Received: {file}")
    arrays = {}
    with h5py.File(file) as opened:
        opened.visititems(functools.partial(_collect, arrays))
    return arrays


def _collect(arrays, path, item):
    """Keeps one dataset: `block1_conv2/...` with four axes is conv1_2's kernel."""
    block, _, number = path.split("/")[0].removeprefix("block").partition("_conv")
    if not hasattr(item, "shape") or not number or f"conv{block}_{number}" > LAST_LAYER:
        return
    kind = "weight" if len(item.shape) == 4 else "bias"
    array = item[()]
    array = array.transpose(3, 2, 0, 1) if kind == "weight" else array
    arrays[f"conv{block}_{number}.{kind}"] = array
