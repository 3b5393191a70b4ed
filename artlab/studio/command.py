"""`artlab paint`: from the shell to a file."""

import os
import re
import sys
from pathlib import Path

from artlab import _terminal, images, runtime
from artlab.studio import panels
from artlab.studio.documents import document
from artlab.studio.pipeline import MOST, Studio

LONGEST = 48  # characters of a file name made from a prompt
STYLE = "body { font-family: system-ui, sans-serif; margin: 1em }"


def main(prompt, style=None, seed=0, size=256, out=None, gallery=1, show_steps=False, force=False):
    """Paints a prompt into a file; its path is the last line on standard output.

    Progress and notices go to standard error.

    Args:
        prompt: the text.
        style, seed, size: as in `Studio`.
        out: the PNG file; by default its name is made of the prompt, with "-2" where there is
            one already.
        gallery: how many works, with seeds that count up. Above 1 they are written as
            NAME-1.png, NAME-2.png, ... and `out` shows them all.
        show_steps: also write NAME-steps.html, with description, plan and sketch.
        force: overwrite what is there.

    Returns:
        The exit status: 0, or 2 for an argument or a path that will not do.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # consoles that lack a sign show "?"
    try:
        if not 1 <= gallery <= MOST:
            raise ValueError(f"`--gallery` must be from 1 to {MOST}. Received: {gallery}")
        studio = Studio(seed=seed, style=style, size=size)
        studio.settings(prompt, seed + gallery - 1)
        path = target(prompt, out, gallery, show_steps, force)
    except (ValueError, OSError) as error:
        return _refuse(error)
    works = _paint(studio, prompt, gallery)
    try:
        written = save(works, path, show_steps)
    except OSError as error:
        return _refuse(error)
    print(*written, sep="\n")
    return 0


def _refuse(error):
    """One line on standard error, and the status of a wrong command line."""
    told = (getattr(error, "strerror", None) or error, getattr(error, "filename", None))
    said = ": ".join(str(part) for part in told if part)
    print(f"artlab paint: {_terminal.line(said)}", file=sys.stderr)
    return 2


def _paint(studio, prompt, number):
    if number > 1:
        return studio.gallery(prompt, number, on_step=_tell_many)
    work = studio.paint(prompt, on_step=_tell)
    for line in work.notices:
        _say("notice", line)
    times = " · ".join(f"{name} {seconds:.2f}" for name, seconds in work.timings.items())
    _say("seconds", times)
    return [work]


def _tell(step, value):
    if step == "description":
        _say("writer", value)
    elif step == "plan":
        _say("plan", panels.plan_text(value).removeprefix("Plan: "))
    elif step == "sketch":
        _say("drawer", panels.sketch_alt(value))
    elif step == "painting":
        _say("painter", f"{value.shape[1]} x {value.shape[0]} pixels")


def _tell_many(step, values):
    who = {"description": "writer", "plan": "plan", "sketch": "drawer", "painting": "painter"}
    things = {"description": "descriptions", "sketch": "sketches"}.get(step, f"{step}s")
    _say(who[step], f"{len(values)} {things}")


def _say(who, text):
    print(f"{who:8} {_terminal.shown(text)}", file=sys.stderr, flush=True)


# Files


def target(prompt, out, number=1, show_steps=False, force=False):
    """Where to write, checked before anything is painted.

    Args:
        prompt, out, number, show_steps, force: as in `main`; `number` is its `gallery`.

    Returns:
        The path of the painting, in a folder that exists and can be written to.

    Raises:
        ValueError: the name does not end in .png, or there is a file already.
        OSError: nothing can be written there.
    """
    path = Path(out).expanduser() if out is not None else Path(f"{file_name(prompt)}.png")
    if path.suffix.lower() != ".png" or path.is_dir():
        raise ValueError(f"`--out` must be a file that ends in .png. Received: {out}")
    taken = [one for one in _all(path, number, show_steps) if one.exists()]
    if taken and out is None and not force:
        path = next(free for free in _numbered(path) if not _taken(free, number, show_steps))
    elif taken and not force:
        raise ValueError(f"{taken[0]} is there already; --force overwrites it")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(path.parent, os.W_OK):
        raise PermissionError(13, "the folder cannot be written to", str(path.parent))
    return path


def _taken(path, number, show_steps):
    return any(one.exists() for one in _all(path, number, show_steps))


def _numbered(path):
    number = 2
    while True:
        yield path.with_name(f"{path.stem}-{number}.png")
        number += 1


def _all(path, number, show_steps):
    """Every file that a run writes, the one whose path is printed last at the end."""
    parts = [_part(path, index) for index in range(number)] if number > 1 else []
    pages = [path.with_name(f"{path.stem}-steps.html")] if show_steps else []
    return [*parts, *pages, path]


def _part(path, index):
    return path.with_name(f"{path.stem}-{index + 1}.png")


def save(works, path, show_steps):
    """Writes the works; the paths, that of the painting or of the gallery last."""
    written = _all(path, len(works), show_steps)
    if len(works) == 1:
        works[0].save(path)
    else:
        for index, work in enumerate(works):
            work.save(_part(path, index))
        codes = "\n".join(work.code for work in works)
        sheet = images.tile([work.painting for work in _even(works)], gap=8)
        images.save_png(path, sheet, {"Title": works[0].prompt, "Comment": codes})
    if show_steps:
        _write_page(works, written[-2])
    return written


def _even(works):
    """The works whose shape is that of the first: a sheet has one."""
    return [work for work in works if work.painting.shape == works[0].painting.shape]


def _write_page(works, path):
    body = "".join(panels.steps(work) for work in works)
    title = works[0].prompt or "A scene of the studio's own choice"
    with runtime.atomic_write(path) as temporary:
        temporary.write_text(document(title, body, STYLE), encoding="utf-8")


def file_name(prompt):
    """A file name of the prompt's letters and digits, of any script.

    Example:

    >>> file_name("Two mountains, a lake!"), file_name("画一幅山水画"), file_name("...")
    ('two-mountains-a-lake', '画一幅山水画', 'painting')
    """
    words = re.findall(r"\w+", prompt.lower().replace("_", " "))
    name = ""
    for word in words:
        if name and len(name) + len(word) >= LONGEST:
            break
        name = f"{name}-{word}" if name else word[:LONGEST]
    return name or "painting"
