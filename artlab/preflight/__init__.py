"""`artlab preflight`: is this room's machine ready for a class? And: are the students' machines?

It asks everything that `artlab doctor` asks, and then does what a class will do: it starts the
frameworks, runs every notebook's set-up cell, loads the data sets, paints a picture, and, with
`--pictures`, runs every notebook up to its first picture.
"""

from artlab.preflight.codes import Report, decode, encode
from artlab.preflight.report import main, read_codes

__all__ = ["Report", "decode", "encode", "main", "read_codes"]
