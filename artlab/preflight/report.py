"""Runs the checks, prints them red or green, and turns them into a student's code."""

import os
import re
import sys

from artlab import doctor
from artlab.preflight import codes, trials

GREEN, YELLOW, RED, PLAIN = "\033[32m", "\033[33m", "\033[31m", "\033[0m"
SIGNS = {"ok": (GREEN, "ok    "), "note": (YELLOW, "note  "), "broken": (RED, "BROKEN")}
# Which group of a code a check of the doctor belongs to; all others are packages.
OF_DOCTOR = {
    "machine": ("python", "device", "budget", "memory", "disk", "free memory", "gpu libraries"),
    "files": ("data", "weights"),
}


LONG_LISTS = ("packages", "files")  # one line says that all of them are well


def checks(pictures=False, say=lambda group, check: None):
    """Looks at everything.

    Args:
        pictures: whether to run each notebook up to its first picture: minutes.
        say: called with the group and the `Check` as it comes.

    Returns:
        A list of (group, `Check`).
    """
    found = []
    for group, check in _everything(pictures):
        found.append((group, check))
        say(group, check)
    return found


def _everything(pictures):
    for check in doctor.checks():
        yield _group_of(check), check
    folder = _notebooks()
    groups = [
        ("machine", trials.free_memory()),
        ("port", trials.port()),
        ("painting", trials.painting()),
        ("data", trials.data()),
        ("frameworks", trials.frameworks()),
        ("notebooks", trials.notebooks(folder)),
    ]
    if pictures:
        groups.append(("notebooks", trials.first_pictures(folder)))
    for group, found in groups:
        for check in found:
            yield group, check


def _group_of(check):
    kinds = [group for group, names in OF_DOCTOR.items() if check.name in names]
    return kinds[0] if kinds else "packages"


def _notebooks():
    from artlab.build import find_root
    from artlab.lessons import LessonError

    try:
        return find_root() / "notebooks"
    except LessonError:
        return None


def main(pictures=False, student=False):
    """Prints what was found, and for a student the code.

    Args:
        pictures: as in `checks`.
        student: whether to print the code for the instructor.

    Returns:
        The exit status: 0 when nothing is broken, else 1.
    """
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    found = checks(pictures, say=_print)
    for group in LONG_LISTS:
        num = sum(kind == group and check.status == "ok" for kind, check in found)
        print(line(doctor.Check(group, "ok", f"{num} are as they should be")))
    num_broken = sum(check.status == "broken" for _, check in found)
    print()
    print(_verdict(num_broken))
    if student:
        print(f"\nYour code: {code_of(found)}\nSend it to whoever teaches the class.")
    return int(num_broken > 0)


def _print(group, check):
    if check.status != "ok" or group not in LONG_LISTS:
        print(line(check), flush=True)


def line(check, colour=None):
    """A check on one line, and the way out on the next.

    Args:
        check: a `Check` of the doctor.
        colour: whether to use colours; by default where there is a terminal.
    """
    start, sign = SIGNS[check.status]
    if colour is None:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    head = f"{start}{sign}{PLAIN}" if colour else sign
    way_out = f"\n{'':8}-> {check.mend}" if check.mend else ""
    return f"{head}  {check.name}: {check.text}{way_out}"


def _verdict(num_broken):
    if not num_broken:
        return "GREEN: this machine is ready."
    things = "1 thing is" if num_broken == 1 else f"{num_broken} things are"
    return f"RED: {things} broken; the arrows name what to do."


def code_of(found):
    """The code of what was found: the worst state of each group.

    Args:
        found: list of (group, `Check`).
    """
    order = ("ok", "note", "broken")
    states = {}
    for group, check in found:
        states[group] = max(states.get(group, "ok"), check.status, key=order.index)
    return codes.encode(codes.of_this_machine(states, trials.memory_gb(), _painting_seconds(found)))


def _painting_seconds(found):
    texts = [check.text for group, check in found if group == "painting"]
    times = [re.search(r"in ([\d.]+) s", text) for text in texts]
    return max((float(time[1]) for time in times if time), default=0.0)


def read_codes(given):
    """Says what students' codes say, one line each.

    Args:
        given: list of codes.

    Returns:
        The exit status: 0 when all machines are ready, else 1.
    """
    bad = 0
    for code in given:
        try:
            report = codes.decode(code)
        except ValueError as error:
            print(f"RED    {error}")
            bad += 1
            continue
        bad += not report.is_ready
        print(f"{'GREEN' if report.is_ready else 'RED  '}  {code}: {describe(report)}")
    return int(bad > 0)


def describe(report):
    """A code in words.

    Args:
        report: a `codes.Report`.
    """
    parts = [f"{report.day:%d %b %Y}", report.system, f"Python 3.{report.python}"]
    parts += [f"{report.memory_gb} GB", f"a painting in {report.seconds} s"]
    bad = [f"{name} {state}" for name, state in report.states.items() if state != "ok"]
    parts += bad or ["all well"]
    if report.edition != codes.edition():
        parts.append("another version of the course than here")
    return ", ".join(parts)
