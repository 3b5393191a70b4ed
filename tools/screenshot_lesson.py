"""Runs a lesson in a real browser and photographs it, page by page.

    python tools/screenshot_lesson.py LESSON OUT_DIR [--solutions] [--dark] [--outputs] [--widgets]

LESSON is a number (03), a source (lessons/03_x.py) or any notebook. A lesson is taken from
its source, so nothing has to be built first. Prints the seconds of each slow cell and every
traceback, and ends with status 1 when a cell failed. The network is blocked as in the tests.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))


def main():
    """Reads the command line, runs the lesson, reports."""
    args = _arguments()
    start = time.monotonic()
    _clear(args.folder)
    from lab_page import LabPage, LabServer, browser

    theme = "Dark" if args.dark else "Light"
    with LabServer(online=args.online, theme=theme) as server, browser() as opened:
        name, text = read_lesson(args.lesson, args.solutions)  # while the server starts
        server.wait()
        server.add(name, text)
        page = LabPage(opened, server, args.width, args.height).open(name)
        print(f"{time.monotonic() - start:6.1f} s  open in JupyterLab", flush=True)
        try:
            runs = page.run_all(args.timeout)
        except TimeoutError as error:
            print(error)
            runs = None
        print(f"{time.monotonic() - start:6.1f} s  all cells have run", flush=True)
        paths = page.screenshot_pages(args.folder)
        if args.outputs:
            paths += page.screenshot_outputs(args.folder)
        if args.widgets:
            _use(page, name[:2], args.folder)
        print(f"{time.monotonic() - start:6.1f} s  {len(paths)} pictures in {args.folder}")
        return _report(page.runs(), finished=runs is not None)


def read_lesson(lesson, solutions=False):
    """Finds a lesson by number, source or notebook: (file name, notebook as JSON text)."""
    path = Path(lesson)
    if path.suffix == ".ipynb":
        return path.name, path.read_text(encoding="utf-8")
    sources = [path] if path.is_file() else sorted((ROOT / "lessons").glob(f"{lesson}*.py"))
    if not sources:
        raise SystemExit(f"LESSON must be a number, a source or a notebook. Received: {lesson}")
    import nbformat

    from artlab.lessons import SOLUTIONS, STUDENT, notebook

    source = sources[0]
    edition = SOLUTIONS if solutions else STUDENT
    made = notebook(source.stem, source.read_text(encoding="utf-8"), edition)
    return f"{source.stem}.ipynb", nbformat.writes(made)


def _use(page, number, folder):
    """Moves every widget, as the browser tests do, and prints what went wrong."""
    import using

    for problem in using.use(page, number, folder):
        print(f"FAILED: {problem}")


def _clear(folder):
    names = ("page_*.png", "cell_*.png", "widget_*.png")
    for old in [path for name in names for path in folder.glob(name)]:
        old.unlink()


def _report(runs, finished):
    total = sum(run.seconds for run in runs)
    print(f"compute: {total:.1f} s in {len(runs)} code cells; the slowest:")
    for run in sorted(runs, key=lambda run: -run.seconds)[:5]:
        print(f"  {run.seconds:6.1f} s  cell {run.index}: {run.first_line[:70]}")
    for run in runs:
        noise = "".join(o["text"] for o in run.outputs if o.get("name") == "stderr")
        if noise:
            print(f"stderr in cell {run.index} ({run.first_line}):\n{noise.rstrip()}")
        if run.error:
            print(f"FAILED: cell {run.index} ({run.first_line})\n{run.error}")
    return 0 if finished and not any(run.error for run in runs) else 1


def _arguments():
    parser = argparse.ArgumentParser(description="Run a lesson in a browser and photograph it.")
    parser.add_argument("lesson", help="number, source or notebook")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--solutions", action="store_true", help="the solutions edition")
    parser.add_argument("--dark", action="store_true", help="the dark theme")
    parser.add_argument("--outputs", action="store_true", help="also a picture of each output")
    parser.add_argument("--widgets", action="store_true", help="use every widget, photograph each")
    parser.add_argument("--online", action="store_true", help="do not block the network")
    parser.add_argument("--timeout", type=float, default=300, help="seconds for all cells")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=900)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
