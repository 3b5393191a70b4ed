"""Text from strangers on a terminal: what would move the cursor or turn letters round is spelled.

References:
    Boucher and Anderson, *Trojan Source: Invisible Vulnerabilities* (2021): bidi characters.
"""

import contextlib
import re
import sys

KEPT = "\t\n\r"  # a line, a column, a progress bar
BIDI = (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
CONTROL = (*range(0x20), *range(0x7F, 0xA0))
SPELLED = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    for code in (*CONTROL, *BIDI, *range(0xD800, 0xE000))
    if chr(code) not in KEPT
}


def shown(text):
    """A text whose control, bidi and half characters are spelled out.

    Args:
        text: a str.

    Example:

    >>> shown("lake\\x1b[2J.png")
    'lake\\\\x1b[2J.png'
    """
    return text.translate(SPELLED)


OWN = re.compile("(\x1b\\[(?:0|3[123])m)")  # the colours of `artlab preflight`


def line(text):
    """The same on one line, whatever stood at the ends of lines."""
    return " ".join(shown(str(text).replace("\r", "\\r")).split())


class _Stream:
    """A stream that writes `shown` text; everything else is the stream's own."""

    def __init__(self, stream):
        self._stream = stream

    def write(self, text):
        parts = OWN.split(text)
        self._stream.write("".join(part if OWN.fullmatch(part) else shown(part) for part in parts))
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self._stream, name)


@contextlib.contextmanager
def harmless():
    """Within the block standard output and error spell what could mislead."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_Stream(stream) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
