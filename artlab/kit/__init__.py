"""The kit: one folder from which a machine without any network installs the course.

`making.make` gathers it where there is a network; `install.py`, copied into it, installs from it.
"""

from artlab import _lazy

HOME = {"Machine": "machines", "make": "making", "this_machine": "machines"}
__all__, __getattr__, __dir__ = _lazy.names(__name__, HOME)
