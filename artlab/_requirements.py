"""What the course asks of the environment, read from its own metadata."""

import importlib.metadata
import re

from artlab import runtime

DISTRIBUTION = "artlab-course"
# What the lessons use; the other extras are for authors.
EXTRAS = ("tensorflow", "text", "gallery", "lab")

_COMPARE = {
    ">=": lambda found, limit: found >= limit,
    "<=": lambda found, limit: found <= limit,
    "==": lambda found, limit: found[: len(limit)] == limit,
    ">": lambda found, limit: found > limit,
    "<": lambda found, limit: found < limit,
}


def wanted():
    """Every requirement of the lessons.

    Returns:
        A list of `(package, limits, extra)`, such as `("keras", ">=3.13", "tensorflow")`;
        `extra` is `None` for the base. `None` when artlab is not installed.
    """
    try:
        lines = importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    return [found for found in map(parse, lines) if found[2] in (None, *EXTRAS)]


def parse(line):
    """`parse('keras>=3.13; extra == "text"')` gives `("keras", ">=3.13", "text")`."""
    extra = re.search(r"extra\s*==\s*['\"](\w+)['\"]", line)
    name, limits = re.match(r"([\w.-]+)(?:\[[^\]]*\])?\s*([^;]*)", line).groups()
    return name, limits.strip(), extra.group(1) if extra else None


def installed(name):
    """The installed version of a distribution, or `None`."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return runtime.version(name) if name == "tensorflow" else None


def within(version, limits):
    """Whether a version satisfies limits such as ">=7.7.1,<9" (>=, >, <=, < and == only)."""
    for sign, limit in re.findall(r"(>=|<=|==|>|<)\s*([\d.]+)", limits):
        bound = _numbers(limit)
        found = _numbers(version)
        if not _COMPARE[sign](found + (0,) * (len(bound) - len(found)), bound):
            return False
    return True


def _numbers(version):
    release = re.match(r"[\d.]*", version).group().strip(".")
    return tuple(int(part) for part in release.split(".") if part)
