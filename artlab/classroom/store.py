"""The one file in which a learner's record lives; the learner owns it.

It is plain JSON, `artlab-progress.json` in the home folder. `ARTLAB_PROGRESS` names another
place; `ARTLAB_PROGRESS=off` keeps nothing on disk. Copy it to another computer and the record
goes with it; delete it and the course forgets.

Whatever happens to the file, the course goes on: a broken one is kept aside and named, one of a
newer course is left alone, and where nothing can be written the record lives in memory.
"""

import contextlib
import copy
import json
import os
from pathlib import Path

from artlab.classroom.schema import Newer, empty, migrated
from artlab.runtime import atomic_write

FILE = "artlab-progress.json"
PATIENCE = 3.0  # seconds to wait while another notebook writes
OFF = ("off", "0", "no", "none")


def place():
    """Where the record lives: a `Path`, or None where nothing is to be kept."""
    chosen = os.environ.get("ARTLAB_PROGRESS", "").strip()
    if chosen.lower() in OFF:
        return None
    try:
        path = Path(chosen).expanduser() if chosen else Path.home() / FILE
    except RuntimeError:  # nobody's home
        return None
    return Path(os.path.realpath(path))  # a link stays a link: its target is replaced


class Store:
    """Reads and changes the record; never raises for anything that a disk can do.

    Args:
        path: the file, or None for memory only.

    Attributes:
        notices: what the learner should know, such as that a broken file was kept aside.
    """

    def __init__(self, path=None):
        self.path = path
        self.notices = []
        self._last, self._pending = empty(), []

    def read(self):
        """The record, a dict of its own."""
        with self._opened() as record:
            return copy.deepcopy(record)

    def change(self, edit):
        """Applies `edit(record)`, between nobody else's reading and writing.

        A change that cannot be written now is kept, and written with the next one.
        """
        self._pending.append(edit)
        try:
            with self._opened(write=True):
                pass
        except BaseException:  # a mistake in `edit`, or an interruption: it must not come back
            self._pending = [other for other in self._pending if other is not edit]
            raise

    @contextlib.contextmanager
    def _opened(self, write=False):
        """The record with all changes in it; saved, if asked, before the lock is given back."""
        try:
            with self._locked():
                self._last = self._load()
                record = self._with_changes(self._last)
                if write:
                    self._save(record)
            if write:
                self._last, self._pending = record, []
        except (OSError, Newer) as problem:
            self._note(f"Your progress cannot be kept in {self.path}: {problem}")
            record = self._with_changes(self._last)
        yield record

    def _with_changes(self, record):
        record = copy.deepcopy(record)
        for edit in self._pending:
            edit(record)
        return record

    @contextlib.contextmanager
    def _locked(self):
        if self.path is None:
            yield
            return
        from filelock import FileLock

        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path.with_name(f".{self.path.stem}.lock"), timeout=PATIENCE)
        try:
            lock.acquire()  # its Timeout is an OSError
        except NotImplementedError:  # a network folder without locks: the file stays whole anyway
            lock = None
        try:
            yield
        finally:
            if lock is not None:
                lock.release()

    def _load(self):
        if self.path is None:
            return self._last
        try:
            return migrated(json.loads(self.path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return empty()
        except Newer:
            raise
        except (ValueError, RecursionError) as problem:
            self._set_aside(problem)
            return empty()

    def _save(self, record):
        if self.path is None:
            return
        text = json.dumps(record, indent=1, ensure_ascii=False)
        with atomic_write(self.path) as temporary:
            temporary.write_bytes((text + "\n").encode("utf-8", "replace"))

    def _set_aside(self, problem):
        numbers = range(1, 1000)
        names = (self.path.with_name(f"{self.path.stem}.broken-{n}.json") for n in numbers)
        kept = next(name for name in names if not name.exists())
        os.replace(self.path, kept)
        self._note(
            f"The file {self.path} could not be read ({problem}). It is kept as {kept.name}."
        )

    def _note(self, text):
        if text not in self.notices:
            self.notices.append(text)
