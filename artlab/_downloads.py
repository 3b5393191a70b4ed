"""Downloads into a folder that many accounts share: one at a time, and whole or not at all."""

import contextlib
import os
import pathlib
import socket
import tempfile
import time

SILENCE = 20.0  # seconds without a byte: the server is left
FOR_ALL = 0o666  # other accounts must be able to open the lock, too


@contextlib.contextmanager
def alone(lock, waiting=""):
    """Lets one process of this machine at a time into the block; the others wait.

    Args:
        lock: path of the lock file, in a folder that exists.
        waiting: a line to print before a wait.
    """
    from filelock import FileLock, Timeout

    held = FileLock(lock, mode=FOR_ALL)
    try:
        _acquire(held, timeout=0)
    except Timeout:
        if waiting:
            print(waiting, flush=True)
        _acquire(held)
    try:
        yield
    finally:
        held.release()


def _acquire(held, timeout=-1):
    """Takes a lock; another account opens a new one for all only a moment after it has made it."""
    for pause in (0.01, 0.03, 0.1, 0.3, 1.0):
        try:
            return held.acquire(timeout=timeout)
        except PermissionError:
            time.sleep(pause)
    return held.acquire(timeout=timeout)


@contextlib.contextmanager
def impatient(seconds=SILENCE):
    """Within the block, a connection that is silent for so long is an error, and not a wait."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def keras_file(keras, url, target, file_hash=None):
    """Brings a file through Keras, unless it is there.

    Keras writes under the file's own name while the download runs, where another account takes
    it for the whole file. So it downloads into a folder of its own, and the file is moved.

    Args:
        keras: the module.
        url: where the file lies.
        target: `pathlib.Path` of the file to make.
        file_hash: what Keras checks, or `None`.

    Returns:
        `target`.

    Raises:
        Exception: what Keras raises; `target` is then not there.
    """
    target = pathlib.Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with alone(target.with_name(f".{target.name}.lock")):
        if target.is_file():
            return target
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as folder, impatient():
            options = {"cache_dir": folder, "cache_subdir": "", "file_hash": file_hash}
            os.replace(keras.utils.get_file(target.name, url, **options), target)
    return target
