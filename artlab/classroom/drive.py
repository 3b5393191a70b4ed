"""Keep what a learner makes on Google Drive: Colab deletes its own disk with the runtime."""

import os
import shutil
import sys
from pathlib import Path

from artlab.classroom import store
from artlab.classroom.cards import Feedback
from artlab.runtime import atomic_write

MOUNT = "/content/drive"


def keep_on_drive(folder="artlab"):
    """Keeps progress, checkpoints and downloads on your Google Drive from now on (Colab only).

    Run it once at the top of a notebook; Colab asks for leave. What you did before in this runtime
    goes along, unless the Drive has a record already: then that one is used.

    Args:
        folder: where on the Drive, below "My Drive"; made if it is not there.

    Returns:
        A card that says where everything is. Elsewhere than in Colab it changes nothing, and
        says so. It never raises for what Drive does.
    """
    if "google.colab" not in sys.modules:
        return _card("wrong", "This is not Colab: your files stay on this machine, where they are.")
    if not isinstance(folder, str) or not _is_inside(folder):
        return _card("wrong", "`folder` must be a name below My Drive, such as 'artlab'.")
    try:
        home = _mounted() / folder
        copied = _bring(home / store.FILE)
        (home / "cache").mkdir(parents=True, exist_ok=True)
    except Exception as problem:  # Drive may refuse in many ways
        return _card("wrong", f"Drive cannot be used now: {problem}. Your files stay in Colab.")
    os.environ["ARTLAB_PROGRESS"] = str(home / store.FILE)
    os.environ["ARTLAB_CACHE"] = str(home / "cache")
    brought = " What you did in this runtime is there too." if copied else ""
    return _card(
        "right",
        f"Progress, checkpoints and downloads are kept in My Drive/{folder} from now on.{brought}",
    )


def _is_inside(folder):
    parts = Path(folder).parts
    return bool(parts) and ".." not in parts and not Path(folder).is_absolute()


def _mounted():
    from google.colab import drive

    drive.mount(MOUNT)
    return Path(MOUNT) / "MyDrive"


def _bring(target):
    """Copies the record of this runtime to the Drive, if the Drive has none."""
    own = store.place()
    if own is None or own == target or target.exists() or not own.exists():
        return False
    with atomic_write(target) as temporary:
        shutil.copyfile(own, temporary)
    return True


def _card(state, text):
    return Feedback(state, "Google Drive", (text,))
