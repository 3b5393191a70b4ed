"""Importing and seeding the frameworks: quietly, in the safe order, with a clear error.

The public names are those of `artlab.runtime`.
"""

import contextlib
import functools
import importlib
import importlib.metadata
import importlib.util
import os
import random
import sys

from artlab import _arguments
from artlab._noise import without_noise

# transformers brings torch; both must be in memory before TensorFlow (docs/decisions/0001).
SAFE_ORDER = ("torch", "transformers", "tensorflow", "keras")


def quiet():
    """Silences the start-up lines of TensorFlow and absl, unless you set the variables yourself.

    Works only before TensorFlow is imported, so `import artlab` calls it. oneDNN stays
    on: it is what makes convolutions fast on a CPU. GPU memory is taken as needed.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    os.environ.setdefault("ABSL_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")


def version(package):
    """The installed version of a package, without importing it.

    Args:
        package: the import name, such as `"tensorflow"`.

    Returns:
        The version as a string, or `None` when the package is absent.

    Raises:
        ValueError: the name is no text, or empty.
    """
    if not isinstance(package, str) or not package:
        raise ValueError(f"`package` must be an import name. Received: {package!r}")
    names = [package]
    with contextlib.suppress(Exception):  # a broken install elsewhere must not break the summary
        if importlib.util.find_spec(package) is None:
            return None
    if package == "tensorflow":  # some systems ship it under another distribution name
        names += ["tensorflow-cpu", "tensorflow-macos", "tf-nightly"]
    for name in names:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            return importlib.metadata.version(name)
    return None


def seed_everything(seed):
    """Seeds Python, NumPy and every framework that is already imported.

    A framework that you import later starts unseeded: call this again.

    Args:
        seed: int in [0, 2**32).

    Raises:
        ValueError: the seed is not an int in that range.
    """
    whole = _arguments.index_of(seed)
    if whole is None or not 0 <= whole < 2**32:
        raise ValueError(f"`seed` must be an int in [0, 2**32). Received: {seed!r}")
    import numpy

    seed = whole
    random.seed(seed)
    numpy.random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)


def load(*names):
    """Imports frameworks in the one order that is safe for all of them.

    Some pairs of versions abort the process when TensorFlow comes before
    transformers. Whatever order you ask in, torch and transformers come first.

    Args:
        names: any of `"tensorflow"`, `"keras"`, `"torch"`, `"transformers"`.

    Returns:
        The module, or a tuple of modules in the order of `names`.

    Raises:
        ValueError: an unknown name, or none.
        ImportError: a framework is not installed; the message has the line that mends it.
        RuntimeError: transformers is asked for when a TensorFlow that would abort it
            (2.21 and newer) is in memory already.
    """
    unknown = [name for name in names if name not in SAFE_ORDER]
    if unknown or not names:
        rule = ", ".join(f'"{name}"' for name in SAFE_ORDER)
        raise ValueError(f"`names` must be one or more of {rule}. Received: {names!r}")
    quiet()
    for name in sorted(set(names), key=SAFE_ORDER.index):
        _import(name)
    modules = tuple(sys.modules[name] for name in names)
    return modules[0] if len(modules) == 1 else modules


def _import(name):
    if name == "transformers" and "transformers" not in sys.modules:
        _refuse_the_aborting_order()
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        extra = "tensorflow" if name in ("tensorflow", "keras") else "text"
        raise ImportError(
            f"{name} is not installed. Install the extra that brings it, in the course's "
            f'folder: pip install -e ".[{extra}]"',
            name=name,
        ) from error
    if "tensorflow" in sys.modules:  # keras brings it
        _grow_gpu_memory(sys.modules["tensorflow"])
        _start_xla(sys.modules["tensorflow"])


@functools.cache
def _start_xla(tensorflow):
    """Compiles one addition: XLA announces itself once in a process, here unheard."""
    with without_noise():
        tensorflow.function(lambda number: number + 1, jit_compile=True)(tensorflow.ones(()))


def _refuse_the_aborting_order():
    """From TensorFlow 2.21 on, transformers after TensorFlow ends the process without a word."""
    if "tensorflow" not in sys.modules:
        return
    found = version("tensorflow") or "0.0"
    if tuple(int(part) for part in found.split(".")[:2]) >= (2, 21):
        raise RuntimeError(
            f"transformers cannot be imported after TensorFlow {found}: the process would abort. "
            'Restart the kernel and ask for both at once: runtime.load("tensorflow", '
            '"transformers").'
        )


def _grow_gpu_memory(tensorflow):
    """Takes GPU memory as it is needed, so that torch and a second kernel find some too."""
    for gpu in tensorflow.config.list_physical_devices("GPU"):
        with contextlib.suppress(RuntimeError):  # the GPU is in use already: too late to change
            tensorflow.config.experimental.set_memory_growth(gpu, True)
