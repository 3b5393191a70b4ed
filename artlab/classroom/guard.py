"""Runs code that a student wrote so that nothing it does can stop the lesson."""

import contextlib
import ctypes
import io
import re
import signal
import sys
import sysconfig
import threading
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

MAX_PRINTED = 600  # characters of a student's prints that are kept
SWALLOWED = 3  # alarms that code may catch before every one of its lines raises
PERIOD = 0.05  # seconds between repeated alarms
OURS = (
    str(Path(__file__).resolve().parents[1]),
    sysconfig.get_paths()["stdlib"],
    sysconfig.get_paths()["purelib"],
    "<frozen",
)


class TimeUp(BaseException):
    """Raised inside code that runs for too long; not an Exception, so that few catch it."""


@dataclass(frozen=True)
class Outcome:
    """What came of running something.

    Attributes:
        value: what it returned, or None.
        error: what it raised, or None; a `TimeUp` when it was stopped.
        printed: what it printed, cut.
        seconds: time taken.
    """

    value: object
    error: BaseException | None
    printed: str
    seconds: float


class Sink(io.TextIOBase):
    """Takes any amount of text and keeps its beginning."""

    def __init__(self):
        super().__init__()
        self.kept, self.num = "", 0

    def writable(self):
        return True

    def write(self, text):
        text = str(text)
        self.num += len(text)
        self.kept += text[: max(0, MAX_PRINTED - len(self.kept))]
        return len(text)

    def text(self):
        """What was kept, without colours, with a line on what was cut."""
        cut = self.num - len(self.kept)
        return plain(self.kept) + (f"\n… and {cut:,} more characters." if cut else "")


def run(function, seconds=5.0):
    """Calls a function; whatever it raises, prints or loops, this returns.

    Code in C that never gives control back (one huge matrix product) cannot be stopped from
    outside a thread; the time limit then takes hold when it ends.

    Args:
        function: called without arguments.
        seconds: limit.

    Returns:
        `Outcome`.
    """
    start, sink = time.perf_counter(), Sink()
    on_main = threading.current_thread() is threading.main_thread()
    limited = _with_alarm if on_main and hasattr(signal, "setitimer") else _in_thread
    try:
        with (
            contextlib.redirect_stdout(sink),
            contextlib.redirect_stderr(sink),
            _short_warnings(),
        ):
            value, error = limited(function, seconds), None
    except BaseException as caught:  # SystemExit and KeyboardInterrupt too
        value, error = None, caught
    return Outcome(value, error, sink.text(), time.perf_counter() - start)


@contextlib.contextmanager
def _short_warnings():
    """Warnings as one line without a path; those of the course's own code are left out."""

    def show(message, category, filename, lineno, *_):
        if not filename.startswith(OURS[0]):
            print(f"{category.__name__}: {message}")

    shown = warnings.showwarning
    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = shown


def plain(text):
    """A text without the signs that colour a terminal."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]?", "", text)


def _with_alarm(function, seconds):
    """Runs in the main thread of a POSIX system and raises `TimeUp` there."""
    active, alarms = [True], [0]

    def ring(_, frame):
        if active[0]:
            alarms[0] += 1
            if alarms[0] > SWALLOWED:  # caught again and again: now every line raises
                _raise_at_every_line(frame)
            raise TimeUp

    began, tracer = time.monotonic(), sys.gettrace()
    handler = signal.signal(signal.SIGALRM, ring)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, PERIOD)
    try:
        try:
            return function()
        finally:
            active[0] = False
    finally:
        active[0] = False  # an alarm may have cut the first finally short
        sys.settrace(tracer)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:  # somebody else's alarm was running
            spent = time.monotonic() - began
            signal.setitimer(signal.ITIMER_REAL, max(left - spent, 0.01), interval)


def _raise_at_every_line(frame):
    def trace(_, event, __):
        if event == "line":  # an error at the event "exception" would be caught once more
            raise TimeUp
        return trace

    while frame is not None and not frame.f_code.co_filename.startswith(OURS):
        frame.f_trace = trace
        frame = frame.f_back
    sys.settrace(lambda *_: trace)


def _in_thread(function, seconds):
    """Runs in a thread of its own; at the limit asks it to stop, and gives up if it does not."""
    result = {}

    def work():
        try:
            result["value"] = function()
        except BaseException as caught:
            result["error"] = caught

    thread = threading.Thread(target=work, daemon=True, name="artlab-check")
    thread.start()
    thread.join(seconds)
    for _ in range(20):
        if not thread.is_alive():
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(TimeUp)
        )
        thread.join(PERIOD)
    if thread.is_alive():
        raise TimeUp
    if "error" in result:
        raise result["error"]
    return result.get("value")


def explain(error, seconds):
    """An error in one friendly line, with the line of the student's code where it arose."""
    if isinstance(error, TimeUp):
        text = f"It ran for more than {seconds:g} seconds and was stopped. Does a loop never end?"
    elif isinstance(error, RecursionError):
        text = "It calls itself again and again and never stops (RecursionError)."
    elif isinstance(error, SystemExit):
        text = "It calls `exit()`; leave that out."
    elif isinstance(error, KeyboardInterrupt):
        text = "It was interrupted (KeyboardInterrupt)."
    else:
        text = f"It raises {type(error).__name__}: {shorten(message_of(error), 200)}"
    if isinstance(error, ValueError) and "broadcast" in message_of(error):
        text += " (two arrays meet whose shapes do not fit)"
    number, line = student_line(error)
    if not number and isinstance(error, TypeError) and "positional argument" in message_of(error):
        text += ". Keep the line with `def` as the exercise gives it"
        text += ": so many arguments come, in this order."
    where = f"\nLine {number} of your code: `{line}`" if line else ""
    return text + (where or (f"\nLine {number} of your code." if number else ""))


def message_of(error):
    """The text of an error, even when making it raises."""
    outcome = run(lambda: str(error), seconds=1.0)
    return plain(outcome.value) if isinstance(outcome.value, str) else "(its text cannot be shown)"


def student_line(error):
    """`(line number, text)` of the last frame that is neither ours nor a library's; or (0, "")."""
    import linecache

    found = (0, "")
    for frame, number in walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if not name.startswith(OURS) and "site-packages" not in name:
            line = linecache.getline(name, number).strip().replace("`", "'")
            found = (number, shorten(line, 100))
    return found


def shorten(text, limit):
    """One line of at most `limit` characters."""
    text = " ".join(str(text)[: limit * 8].split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
