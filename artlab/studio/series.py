"""`artlab paint --prompts FILE`: many prompts, one after another; a stopped run goes on.

Each line has its file, whose name begins with the line's number. A file is written whole or not
at all, and knows its own settings: what is there already is not painted again.
"""

import collections
import pathlib
import time

from artlab.studio.artwork import Artwork
from artlab.studio.command import file_name
from artlab.studio.pipeline import Studio

MOST = 100_000  # lines


def read_prompts(path):
    """The prompts of a file: `(number of the line, text)`; empty lines are left out.

    Args:
        path: a text file, UTF-8.

    Raises:
        ValueError: it holds no prompt, more than `MOST`, or is no text.
        OSError: it cannot be read.
    """
    try:
        lines = pathlib.Path(path).read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError(f"`--prompts` must be a UTF-8 text file. Received: {path}") from error
    prompts = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    if not 1 <= len(prompts) <= MOST:
        raise ValueError(
            f"`--prompts` must hold 1 to {MOST:,} lines. Received: {len(prompts)} in {path}"
        )
    return prompts


def planned(prompts, studio, folder):
    """What is to be painted: `(path, Settings)` for each prompt.

    A prompt that comes again gets the next seed, so that no two paintings are alike.

    Args:
        prompts: as `read_prompts` gives them.
        studio: a `Studio`.
        folder: where the files go.
    """
    seen, digits = collections.Counter(), len(str(prompts[-1][0]))
    for number, text in prompts:
        settings = studio.settings(text, studio.seed + seen[text])
        seen[text] += 1
        name = f"{number:0{digits}}-{file_name(text)}-s{settings.seed}.png"
        yield pathlib.Path(folder) / name, settings


def is_painted(path, settings):
    """Whether a file holds the painting of these settings, whole."""
    if not path.exists():
        return False
    try:
        return Artwork.load(path).settings == settings
    except (ValueError, OSError):
        return False


def main(path, folder, style=None, seed=0, size=256, report=print):
    """Paints every prompt of a file that is not painted yet.

    Args:
        path: the file of prompts, one a line.
        folder: where the paintings go; made when absent.
        style, seed, size: as in `Studio`.
        report: called with a line for each painting.

    Returns:
        How many were painted, and how many were there already.

    Raises:
        ValueError: as `read_prompts` and `Studio` do.
        OSError: a file cannot be read or written.
    """
    prompts = read_prompts(path)
    studio = Studio(seed=seed, style=style, size=size)
    work = list(planned(prompts, studio, folder))
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    left = [pair for pair in work if not is_painted(*pair)]
    there, started = len(work) - len(left), time.monotonic()
    for number, (target, settings) in enumerate(left, 1):
        studio.paint(settings.prompt, settings.seed).save(target)
        seconds = (time.monotonic() - started) / number * (len(left) - number)
        report(f"{there + number} of {len(work)}  {target}  {_clock(seconds)} left")
    return len(left), there


def _clock(seconds):
    """Minutes and seconds.

    >>> _clock(125.4)
    '2:05'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
