"""What a learner's record holds, how it is checked, and how an older one becomes a new one."""

import math

VERSION = 1


class Broken(ValueError):
    """What a file holds is no record; the text says why."""


class Newer(ValueError):
    """The file was written by a newer version of the course."""


def empty():
    """A record of which nothing is known yet.

    Fields: `exercises` name -> what was done with it; `guesses` and `outcomes` of predictions,
    each `[text, value]`; `questions` ("03.q2") -> whether the first answer was right;
    `diagnostic` number -> whether right; `evidence`: what the tracer reads, in order of time.
    """
    return {
        "course": "artlab",
        "version": VERSION,
        "exercises": {},
        "guesses": {},
        "outcomes": {},
        "questions": {},
        "diagnostic": {},
        "evidence": [],
    }


def migrated(record):
    """A record of any version as one of this version, checked.

    Raises:
        Broken: it is no record.
        Newer: it is one of a version that is not known here.
    """
    if not isinstance(record, dict):
        raise Broken("it holds no record")
    version = record.get("version", 0)
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise Broken("its version is no number")
    if version > VERSION:
        raise Newer(f"it is of version {version}, and this course reads up to {VERSION}")
    for number in range(version, VERSION):
        record = MIGRATIONS[number](record)
    _verify(record)
    return record


def _from_session(old):
    """Version 0: the four memories that the classroom kept during a session before it had a file.

    Hints and checks were not kept in order of time, so they become no evidence.
    """
    if not set(old) & {"hints", "checks", "guesses", "outcomes"}:
        raise Broken("none of its fields is known")
    record = empty()
    for name, right in _dict(old, "checks").items():
        record["exercises"][name] = new_exercise() | {"attempts": 1, "right": bool(right)}
        record["exercises"][name]["open"] = not right
    for name, number in _dict(old, "hints").items():
        record["exercises"].setdefault(name, new_exercise())["hints"] = number
    for field in ("guesses", "outcomes"):
        record[field] = {name: list(pair) for name, pair in _dict(old, field).items()}
    return record


MIGRATIONS = {0: _from_session}


def new_exercise():
    """What is known of an exercise that was never touched.

    `attempts` counts all checks, `right` whether one ever succeeded, `rounds` how often it was
    solved. The rest is of the present round: whether it is `open`, the `hints` seen, whether the
    solution was `shown`, and the `wrong` answers.
    """
    return {
        "attempts": 0,
        "right": False,
        "rounds": 0,
        "open": True,
        "hints": 0,
        "shown": False,
        "wrong": 0,
    }


def _verify(record):
    """Raises `Broken` unless every field has its form."""
    for name, item in _dict(record, "exercises").items():
        wanted = new_exercise()
        same = isinstance(item, dict) and set(wanted) <= set(item)
        if not same or any(not _like(item[field], wanted[field]) for field in wanted):
            raise Broken(f"exercise {name!r} is damaged")
    for field in ("guesses", "outcomes"):
        for name, pair in _dict(record, field).items():
            if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
                raise Broken(f"{name!r} in {field} is damaged")
    for field in ("questions", "diagnostic"):
        if not all(isinstance(right, bool) for right in _dict(record, field).values()):
            raise Broken(f"{field} are damaged")
    evidence = record.get("evidence")
    if not isinstance(evidence, list) or not all(map(_is_evidence, evidence)):
        raise Broken("the evidence is damaged")


def _dict(record, field):
    found = record.get(field, {})
    if not isinstance(found, dict):
        raise Broken(f"{field} is damaged")
    return found


def _like(value, example):
    if isinstance(example, bool):
        return isinstance(value, bool)
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_evidence(entry):
    if not isinstance(entry, dict) or not isinstance(entry.get("right"), bool):
        return False
    given = entry.get("help")
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    known = is_number and math.isfinite(given) and 0 <= given <= 1
    return isinstance(entry.get("item"), str) and known
