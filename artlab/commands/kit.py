"""`artlab kit`: what an instructor carries into a room without a network."""

import functools
import sys

from artlab.commands import Command


def _arguments(parser):
    from artlab.kit import machines

    parser.add_argument("folder", metavar="DIR", help="new or empty, or a kit to bring up to date")
    parser.add_argument(
        "--for",
        dest="systems",
        nargs="+",
        choices=sorted(machines.SYSTEMS),
        help="machines to serve; by default those like this one",
    )
    parser.add_argument(
        "--python", nargs="+", choices=machines.PYTHONS, help="their Pythons; by default this one"
    )
    parser.add_argument("--lock", choices=machines.LOCKS, default="auto")
    parser.add_argument("--smollm2", action="store_true", help="add a language model, 93 MB")


def _kit(args):
    from artlab import kit
    from artlab.build import find_root

    tell = functools.partial(print, file=sys.stderr, flush=True)
    try:
        size = kit.make(args.folder, find_root(), _kinds(args), args.lock, args.smollm2, tell)
    except KeyboardInterrupt:
        print("interrupted: the same command goes on", file=sys.stderr)
        return 130
    print(f"{args.folder}: {size / 1e9:.2f} GB. Install from it with: python install.py")
    return 0


def _kinds(args):
    from artlab import kit

    here = None if args.systems and args.python else kit.this_machine()
    systems = args.systems or [here.system]
    pythons = args.python or [here.python]
    return [kit.Machine(system, python) for system in systems for python in pythons]


COMMANDS = {"kit": Command("gather a folder that installs without a network", _kit, _arguments)}
