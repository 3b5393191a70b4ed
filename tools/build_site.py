"""Builds the course's site into build/site/html, without a network.

    python tools/build_site.py [--run] [--lessons 00,02] [--out DIR]        (make site)

Lessons show the pictures of their last run, which is kept until the text of the lesson changes.
--run runs those that have none; --fresh runs all of them again.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
OUT = ROOT / "build" / "site"


def main(argv=None):
    """Reads the command line, runs what is asked for, builds, checks links."""
    from coursesite import checking, sources

    args = _arguments(argv)
    if args.run or args.fresh:
        run(args.lessons, args.fresh)
    staged = sources.Sources(ROOT, args.out / "source", args.lessons, args.rooms, args.works)
    stale = staged.write()
    if stale:
        print(f"changed since they ran, or not run: {', '.join(stale)} (--run runs them)")
    status = build(args.out, args.lessons is None)
    problems = staged.links.broken + checking.broken(args.out / "html")
    for problem in problems:
        print(problem)
    if args.external:
        print("\n".join(checking.external(args.out / "html")))
    if not status and not problems:
        print(f"{args.out / 'html' / 'index.html'}")
    return 1 if status or problems else 0


def run(numbers, fresh):
    """Runs the lessons whose kept run is missing or of another text."""
    from coursesite import running

    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        if numbers and path.name[:2] not in numbers:
            continue
        if fresh or not running.kept(ROOT, path)[1]:
            _, num_pictures = running.run(ROOT, path)
            print(f"ran {path.name}: {num_pictures} pictures", flush=True)


def build(out, whole=True):
    """Sphinx, with warnings as errors; returns its status.

    Args:
        out: folder with `source/`; `html/` is made beside it.
        whole: when `False`, links to lessons that were left out are no errors.
    """
    from sphinx.cmd.build import main as sphinx

    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # no page says when it was made
    line = ["-b", "html", "-q", "-W", "--keep-going", "-E", "-c", str(ROOT / "docs")]
    quiet = [] if whole else ["-D", "suppress_warnings=myst.xref_missing"]
    return sphinx([*line, *quiet, "-d", str(out / "trees"), str(out / "source"), str(out / "html")])


def _arguments(argv):
    parser = argparse.ArgumentParser(description="Build the course's site, without a network.")
    split = lambda words: words.split(",")  # noqa: E731
    parser.add_argument("--run", action="store_true", help="run lessons that have not been run")
    parser.add_argument("--fresh", action="store_true", help="run all lessons again")
    parser.add_argument("--lessons", type=split, help="numbers, such as 00,02; all by default")
    parser.add_argument("--rooms", type=split, help="rooms of the reference; all by default")
    parser.add_argument("--works", type=int, help="paintings in the gallery; all by default")
    parser.add_argument("--external", action="store_true", help="list the links to other hosts")
    parser.add_argument("--out", type=Path, default=OUT, help="default: build/site")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
