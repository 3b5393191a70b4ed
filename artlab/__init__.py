"""artlab: the small package that the course's lessons stand on.

Importing it loads no framework and takes a few milliseconds; each room
(`artlab.gan`, `artlab.datasets`, ...) is imported by the lesson that needs it.
"""

__version__ = "0.1.0"

from artlab import runtime

runtime.quiet()  # before any framework is imported, or the log lines are out already
