"""The machine under the course: device, budget, seeds, cache folder, safe imports.

Only the standard library is imported here, so a lesson's set-up cell can print
one line about the machine before any framework has been loaded.
"""

import contextlib
import dataclasses
import functools
import os
import pathlib
import platform
import sys
import tempfile

import artlab
from artlab import _machine, _reach
from artlab._frameworks import SAFE_ORDER, load, quiet, seed_everything, version
from artlab._noise import without_noise

__all__ = [
    "SAFE_ORDER",
    "Device",
    "atomic_write",
    "budget",
    "cache_dir",
    "device",
    "is_online",
    "load",
    "mode",
    "quiet",
    "seed_everything",
    "shared_dir",
    "summary",
    "version",
    "without_noise",
]

MODES = ("class", "studio")
STUDIO_FACTOR = 10
# A file of keras.datasets: answering for it proves DNS, proxy, certificate and server.
PROBE_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"


@dataclasses.dataclass(frozen=True)
class Device:
    """What the lessons compute on.

    Args:
        kind: `"cpu"`, `"gpu"` (NVIDIA) or `"apple"` (Apple silicon).
        name: the name that the maker gives it.
        cores: number of CPU cores this process may use.
        memory_gb: main memory in GiB; 0.0 where the system does not say.
        gpu_memory_gb: memory of the GPU in GiB; 0.0 without one.
    """

    kind: str
    name: str
    cores: int
    memory_gb: float
    gpu_memory_gb: float = 0.0


@functools.lru_cache(maxsize=1)
def device():
    """Finds what the lessons compute on, without importing a framework.

    Returns:
        A `Device`. `CUDA_VISIBLE_DEVICES` set to "" or "-1" hides the GPU, as it
        does for the frameworks. The answer is kept for the life of the process.
    """
    cores, memory = _machine.num_cores(), _machine.memory_gb()
    gpu = _machine.nvidia_gpu()
    if gpu is not None:
        return Device("gpu", gpu[0], cores, memory, gpu[1])
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return Device("apple", _machine.processor(), cores, memory)
    return Device("cpu", _machine.processor(), cores, memory)


def summary():
    """One line about this machine, printed by the set-up cell of every lesson.

    Returns:
        A string such as `"CPU (2 cores, 24 GB) · budget class · TensorFlow 2.20 · artlab 0.1.0"`.
    """
    here = device()
    size = f"{here.cores} core{'s' if here.cores != 1 else ''}, {here.memory_gb:.0f} GB"
    label = {"cpu": "CPU", "gpu": here.name, "apple": "Apple silicon"}[here.kind]
    if here.kind == "gpu":
        size = f"{here.gpu_memory_gb:.0f} GB, {size}"
    parts = [f"{label} ({size})", f"budget {mode()}"]
    framework = version("tensorflow")
    if framework:
        parts.append("TensorFlow " + ".".join(framework.split(".")[:2]))
    return " · ".join([*parts, f"artlab {artlab.__version__}"])


def mode():
    """The budget that is in force.

    Returns:
        `"class"` (the default: a lesson computes for at most a minute) or `"studio"`
        (the long version), as the environment variable `ARTLAB_BUDGET` says.

    Raises:
        ValueError: `ARTLAB_BUDGET` holds another word.
    """
    chosen = os.environ.get("ARTLAB_BUDGET", "").strip().lower() or "class"
    if chosen not in MODES:
        raise ValueError(f'`ARTLAB_BUDGET` must be "class" or "studio". Received: {chosen!r}')
    return chosen


def budget(cpu, gpu, studio=None):
    """The number of training steps for this machine.

    Args:
        cpu: steps that suit two CPU cores; a positive int.
        gpu: steps that suit a GPU; a positive int.
        studio: steps when `ARTLAB_BUDGET=studio`; ten times the others by default.

    Returns:
        The number of steps, an int. Apple silicon counts as a CPU: TensorFlow
        from PyPI does not use its GPU.

    Raises:
        ValueError: a number of steps is not a positive int.
    """
    for name, steps in (("cpu", cpu), ("gpu", gpu), ("studio", studio)):
        optional = name == "studio" and steps is None
        if not optional and (isinstance(steps, bool) or not isinstance(steps, int) or steps < 1):
            raise ValueError(f"`{name}` must be a positive int (steps). Received: {steps!r}")
    steps = gpu if device().kind == "gpu" else cpu
    if mode() == "class":
        return steps
    return studio if studio is not None else STUDIO_FACTOR * steps


def cache_dir():
    """The folder for files that can be made or fetched again.

    Returns:
        A `pathlib.Path` that exists: `ARTLAB_CACHE` when set, else the user's
        cache folder of this platform.
    """
    chosen = os.environ.get("ARTLAB_CACHE")
    if chosen:
        folder = pathlib.Path(chosen).expanduser()
    elif sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or pathlib.Path.home() / "AppData" / "Local"
        folder = pathlib.Path(local) / "artlab" / "cache"
    elif sys.platform == "darwin":
        folder = pathlib.Path.home() / "Library" / "Caches" / "artlab"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
        folder = pathlib.Path(base) / "artlab"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def shared_dir():
    """The folder of a class with what is large, read by all and written by nobody.

    Returns:
        A `pathlib.Path`, `ARTLAB_SHARED`, laid out as `cache_dir()`; `None` where it is not set.
    """
    chosen = os.environ.get("ARTLAB_SHARED")
    return pathlib.Path(chosen).expanduser() if chosen else None


@contextlib.contextmanager
def atomic_write(path):
    """Writes a file completely or not at all.

    Args:
        path: the file to make; its folder is made when absent.

    Yields:
        A `pathlib.Path` beside the target, with the same suffix. Write there. When the
        block ends well the file takes its real name in one step; when it raises,
        the target is as it was and nothing else is left.
    """
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    temporary = pathlib.Path(name)
    try:
        yield temporary
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())  # mkstemp gives 0600; a class shares files
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def is_online(timeout=1.5, url=PROBE_URL):
    """Asks whether a server answers, and gives up on time.

    The question is put by a child process that is killed when its time is over:
    a silent DNS server blocks whoever asks for 20 s and more.

    Args:
        timeout: seconds to wait at most; a positive number.
        url: what to ask for (its head only), an http or https address. Proxies from the
            environment are used, as a download would use them.

    Returns:
        `True` when the server answered that the file is there.

    Raises:
        ValueError: the address is not http or https.
    """
    if not str(url).startswith(("http://", "https://")):
        raise ValueError(f"`url` must start with http:// or https://. Received: {url!r}")
    return _reach.why_not(url, timeout, found=True) is None


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
