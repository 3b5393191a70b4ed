"""A student's report in fifteen letters: short enough to read out, and mistypings are noticed.

The code is no proof: whoever wants to can make one up. It saves a class the first half hour.
"""

import datetime
import functools
import hashlib
import platform
import sys
import zlib
from dataclasses import dataclass

import artlab

# Crockford's base 32: no I, L, O and U, so nothing is read for something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans("OIL", "011")
NUM_LETTERS, GROUP = 15, 5
FIRST_DAY = datetime.date(2026, 1, 1)
SYSTEMS = ("linux", "darwin", "win32", "other")
STATES = ("ok", "note", "broken", "not looked at")
# The order is part of the code: add new ones at the end, and raise FORMAT.
GROUPS = ("machine", "packages", "files", "frameworks", "notebooks", "data", "painting", "port")
FORMAT = 1
# (field, bits), from the highest to the lowest
FIELDS = (
    ("format", 3),
    ("edition", 12),
    ("day", 12),
    ("python", 5),
    ("system", 2),
    ("memory_gb", 7),
    ("seconds", 6),
    ("states", 2 * len(GROUPS)),
    ("checksum", 12),
)


@dataclass(frozen=True)
class Report:
    """What a code says about a machine.

    Args:
        states: dict from group to `"ok"`, `"note"`, `"broken"` or `"not looked at"`.
        memory_gb: main memory, whole GB, at most 127.
        seconds: time of the first painting, whole seconds, at most 63.
        day: date of the check.
        python: minor version: 12 for Python 3.12.
        system: one of `SYSTEMS`.
        edition: 12 bits that differ between versions of the course.
    """

    states: dict
    memory_gb: int = 0
    seconds: int = 0
    day: datetime.date = FIRST_DAY
    python: int = sys.version_info[1]
    system: str = sys.platform if sys.platform in SYSTEMS else "other"
    edition: int = 0

    @property
    def is_ready(self):
        """Whether nothing is broken and everything was looked at."""
        return all(state in ("ok", "note") for state in self.states.values())


@functools.cache
def edition():
    """Twelve bits of this version of the course, the same on every machine that has it."""
    digits = hashlib.sha256(f"artlab {artlab.__version__}".encode()).hexdigest()
    return int(digits[:3], 16)


def encode(report):
    """A report as a code.

    Args:
        report: a `Report`.

    Returns:
        Fifteen letters and digits in three groups.

    Example:

    >>> code = encode(Report({"painting": "ok"}, memory_gb=8, seconds=2))
    >>> decode(code).memory_gb, decode(code.lower()).states["painting"]
    (8, 'ok')
    """
    states = 0
    for name in GROUPS:
        states = states << 2 | STATES.index(report.states.get(name, "not looked at"))
    values = {
        "format": FORMAT,
        "edition": report.edition,
        "day": max(0, (report.day - FIRST_DAY).days),
        "python": report.python,
        "system": SYSTEMS.index(report.system),
        "memory_gb": report.memory_gb,
        "seconds": report.seconds,
        "states": states,
    }
    packed = 0
    for name, bits in FIELDS[:-1]:
        packed = packed << bits | min(values[name], 2**bits - 1)
    packed = packed << FIELDS[-1][1] | _checksum(packed)
    letters = "".join(ALPHABET[packed >> 5 * place & 31] for place in reversed(range(NUM_LETTERS)))
    return "-".join(letters[start : start + GROUP] for start in range(0, NUM_LETTERS, GROUP))


def decode(code):
    """The report behind a code.

    Args:
        code: as `encode` gives it; small letters, blanks and missing dashes do not matter, nor
            an O for a 0 or an I or L for a 1.

    Returns:
        A `Report`.

    Raises:
        ValueError: it is no code, a letter was mistyped, or another version of the course made it.
    """
    letters = "".join(letter for letter in str(code).upper() if letter.isalnum()).translate(ALIKE)
    if len(letters) != NUM_LETTERS or not set(letters) <= set(ALPHABET):
        raise ValueError(f"`code` must be {NUM_LETTERS} letters and digits. Received: {code}")
    packed = 0
    for letter in letters:
        packed = packed << 5 | ALPHABET.index(letter)
    values = {}
    for name, bits in reversed(FIELDS):
        values[name], packed = packed & (2**bits - 1), packed >> bits
    whole = 0
    for name, bits in FIELDS[:-1]:
        whole = whole << bits | values[name]
    if values["checksum"] != _checksum(whole) or values["format"] != FORMAT:
        raise ValueError(f"`code` does not add up: a letter is mistyped. Received: {code}")
    return _report(values)


def _report(values):
    places = range(len(GROUPS) - 1, -1, -1)
    states = {
        name: STATES[values["states"] >> 2 * place & 3]
        for name, place in zip(GROUPS, places, strict=True)
    }
    return Report(
        states,
        values["memory_gb"],
        values["seconds"],
        FIRST_DAY + datetime.timedelta(days=values["day"]),
        values["python"],
        SYSTEMS[values["system"]],
        values["edition"],
    )


def _checksum(packed):
    return zlib.crc32(packed.to_bytes(9, "big")) & 0xFFF


def of_this_machine(states, memory_gb, seconds):
    """The report of the machine that this runs on, today."""
    system = sys.platform if sys.platform in SYSTEMS else "other"
    minor = int(platform.python_version_tuple()[1])
    today = datetime.date.today()
    return Report(states, round(memory_gb), round(seconds), today, minor, system, edition())
