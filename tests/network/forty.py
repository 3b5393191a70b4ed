"""Forty accounts fill one cache at once; run as a script.

    python -m tests.network.forty URL FOLDER SHA256

Each account is a process of its own, and, where root runs this, a user of its own. Prints a line of
JSON: for each account the sha256 of the file that it was given, and of every file that it saw
under that name while it waited.
"""

import hashlib
import importlib
import json
import os
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from artlab import _downloads

NUM = 40
FIRST_USER = 51_000  # beyond the users that a machine has


class Keras:
    """Downloads as `keras.utils.get_file` does: straight into a file of the final name."""

    class utils:
        @staticmethod
        def get_file(name, url, cache_dir, cache_subdir, file_hash):
            return urllib.request.urlretrieve(url, os.path.join(cache_dir, cache_subdir, name))[0]


def account(number, url, target, start):
    """What one account does; returns what it saw."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(FIRST_USER)
        os.setuid(FIRST_USER + number)
    time.sleep(max(0.0, start - time.time()))
    seen = [sha256(target)] if target.exists() else []  # whoever looks must see all of it
    return [*seen, sha256(_downloads.keras_file(Keras, url, target))]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def import_everything(url):
    """Other accounts may not read the folders that Python's modules lie in: use all once."""
    with tempfile.TemporaryDirectory() as folder:
        _downloads.keras_file(Keras, url, Path(folder) / "data.bin")
    importlib.import_module("logging")


def main(url, folder):
    os.umask(0o022)
    import_everything(url + "?first")
    start, children = time.time() + 2.0, []
    for number in range(NUM):
        reading, writing = os.pipe()
        if os.fork() == 0:
            try:
                told = account(number, url, Path(folder) / "data.bin", start)
            except BaseException as error:
                told = [repr(error)]
            os.write(writing, json.dumps(told).encode())
            os._exit(0)
        os.close(writing)
        children.append(reading)
    print(json.dumps([json.loads(os.fdopen(child).read()) for child in children]))


if __name__ == "__main__":
    main(*sys.argv[1:])
