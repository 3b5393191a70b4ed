"""Rooms that import a module only when one of its names is asked for."""

import importlib
import sys


def names(room, home):
    """What the `__init__` of a room needs to find its names in its modules.

    Args:
        room: its `__name__`, such as "artlab.gpt".
        home: dict from a name to the module in the room that has it.

    Returns:
        `__all__`, `__getattr__` and `__dir__` of the room.

    Example:

    >>> everything, find, _ = names("artlab", {"summary": "runtime"})
    >>> everything, find("summary").__module__
    (['summary'], 'artlab.runtime')
    """

    def find(name):
        if name not in home:
            raise AttributeError(f"{room} has no {name!r}. It has: {', '.join(sorted(home))}")
        return getattr(importlib.import_module(f"{room}.{home[name]}"), name)

    return sorted(home), find, lambda: sorted({*vars(sys.modules[room]), *home})
