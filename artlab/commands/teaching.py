"""`artlab build`, `artlab teach` and `artlab preflight`: what authors and instructors call."""

import sys

from artlab.commands import Command


def _build_arguments(parser):
    parser.add_argument("names", nargs="*", help="lessons to build (03, or a file); all by default")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")
    parser.add_argument("--force", action="store_true", help="overwrite edited notebooks")
    parser.add_argument("--all", action="store_true", help="also instructor, slides, assignments")


def _build(args):
    from artlab.build import build, build_editions, find_root

    root = find_root()
    paths = build(root, check=args.check, force=args.force, names=args.names)
    if args.all and not args.check:
        paths += build_editions(root, args.names)
    for path in paths:
        print("stale" if args.check else "wrote", path.relative_to(root).as_posix())
    if args.check and paths:
        print("Run `artlab build`, and commit lessons/ and notebooks/ together.", file=sys.stderr)
    return int(args.check and bool(paths))


def _teach_arguments(parser):
    parser.add_argument("name", help="the lesson: 03, or its name")
    parser.add_argument("--start", metavar="14:00", help="when the class begins")
    parser.add_argument("--part", choices=("core", "studio", "both"), default="core")
    parser.add_argument("--html", metavar="FILE", help="write a page for a browser, or for paper")


def _teach(args):
    from artlab.build import find_root, sources_of
    from artlab.classroom.teaching import as_html, as_text, rows, start_time
    from artlab.editions.planning import plan

    (path,) = sources_of(find_root(), [args.name])
    start = start_time(args.start)
    planned = plan(path.stem, path.read_text(encoding="utf-8"))
    found = rows(planned, ("core", "studio") if args.part == "both" else (args.part,))
    if not args.html:
        print(as_text(planned, found, start))
        return 0
    return _write_page(args.html, as_html(planned, found, start))


def _write_page(name, text):
    from pathlib import Path

    from artlab.runtime import atomic_write

    if Path(name).suffix != ".html" or not Path(name).absolute().parent.is_dir():
        raise ValueError(f"`--html` must end in .html, in a folder that exists. Received: {name}")
    with atomic_write(name) as temporary:
        Path(temporary).write_text(text, encoding="utf-8")
    print(f"wrote {name}")
    return 0


def _preflight_arguments(parser):
    parser.add_argument("--pictures", action="store_true", help="run each notebook to its picture")
    parser.add_argument("--student", action="store_true", help="print a code for the instructor")
    parser.add_argument("--check", nargs="+", metavar="CODE", help="read codes of students")


def _preflight(args):
    from artlab import preflight

    if args.check:
        return preflight.read_codes(args.check)
    return preflight.main(pictures=args.pictures, student=args.student)


COMMANDS = {
    "build": Command("make notebooks/ and the other editions", _build, _build_arguments),
    "preflight": Command("check this machine before a class", _preflight, _preflight_arguments),
    "teach": Command("print the run sheet of a lesson", _teach, _teach_arguments),
}
