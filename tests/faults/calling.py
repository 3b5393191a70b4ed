"""Walks the public names of the course, calls them, and judges what came of it."""

import copy
import importlib
import inspect
import re

import numpy as np
import valid

ROOMS = (
    "runtime", "images", "datasets", "world", "gan", "gan.losses", "gan.metrics", "gpt", "gallery",
    "studio", "plots", "widgets", "classroom", "preflight",
)  # fmt: skip

# What is left out, and why.
SKIPPED = {
    "runtime.atomic_write": "yields inside a with block; tests/test_runtime.py has its faults",
    "runtime.is_online": "asks a server",
    "runtime.load": "imports frameworks; tests/test_frameworks.py",
    "runtime.quiet": "takes nothing, and changes the process",
    "runtime.without_noise": "swallows what C code prints, the test runner's own words as well",
    "datasets.mnist": "asks a server",
    "datasets.fashion_mnist": "asks a server",
    "gpt.load_writer": "any two words with a slash are a model of the hub",
    "gpt.Watch": "its methods are called by a trainer",
    "gpt.Trainer": "its arguments are those of Settings, which are called",
    "gallery.imagenet_vgg19": "needs a file of 80 MB that the course does not ship",
    "studio.personalise_painter": "trains for minutes; has tests of its own arguments",
    "studio.personalise_writer": "trains for minutes; has tests of its own arguments",
    "classroom.keep_on_drive": "mounts a drive in Colab",
    "preflight.main": "checks the machine for minutes",
}
RESULTS = re.compile(  # classes that only functions of the course make, and that check nothing
    r"(runtime\.Device|world\.Description|gan\.(AdversarialLoss|History|Snapshots|TrainingDiverged)"
    r"|gan\.metrics\.ClassCoverage|gpt\.(CacheTimes|NextToken|Scored|Span|WriterError|Block"
    r"|CausalSelfAttention|Writer)|gallery\.(Classifier|Critique|Evaluation|Measure|Occlusion"
    r"|PromptMatch|Reading|StyleResult|StyleStep)|studio\.(Artwork|Drawer|Painter|Writer"
    r"|PersonalPainter|PersonalWriter)|widgets\.(Arena|LiveStyle|LiveView|LiveWriting"
    r"|CoveredPicture|DrawingCanvas|side_by_side)|preflight\.Report)$"
)
METHODS = {  # of these classes the public methods are called as well
    "datasets.Dataset", "datasets.Paintings", "world.Scene", "world.Sketch", "gan.Snapshots",
    "gpt.Corpus", "gpt.TrainingText", "gpt.MinP", "gpt.TopK", "gpt.TopP", "gpt.Temperature",
    "gpt.RepetitionPenalty", "gpt.Settings", "gallery.Classifier", "studio.Artwork",
    "studio.Studio",
}  # fmt: skip
DOCUMENTED = (TypeError, ValueError, FileNotFoundError)


def everything(rooms=ROOMS):
    """Pairs of a dotted name and what it names: every public function, class and method."""
    found = {}
    for room in rooms:
        module = importlib.import_module(f"artlab.{room}")
        names = getattr(module, "__all__", None) or [n for n in dir(module) if n[0] != "_"]
        for name in names:
            thing, dotted = getattr(module, name), f"{room}.{name}"
            ours = callable(thing) and getattr(thing, "__module__", "").startswith("artlab")
            if not ours or dotted in SKIPPED or thing in found.values():
                continue
            if not (inspect.isclass(thing) and RESULTS.match(dotted)):
                found[dotted] = thing
            if dotted in METHODS:
                found |= _methods(dotted, thing)
    return found


def _methods(dotted, owner):
    found = {}
    for name, value in vars(owner).items():
        kinds = (classmethod, staticmethod)
        if name[0] != "_" and (inspect.isfunction(value) or isinstance(value, kinds)):
            bound = isinstance(value, kinds)
            found[f"{dotted}.{name}"] = (
                getattr(owner, name) if bound else getattr(valid.owner(dotted), name)
            )
    return found


def parameters(thing):
    """Parameters that can be given by name: dict from name to whether it must be given."""
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    known = inspect.signature(thing).parameters.values()
    return {p.name: p.default is p.empty for p in known if p.kind in kinds}


def fitting(dotted, thing):
    """Arguments that fit: those that must be given."""
    valid.files()
    given = {}
    for name in (name for name, must in parameters(thing).items() if must):
        make = valid.OWN.get(f"{dotted}.{name}") or valid.NAMED.get(name)
        if make is None:
            raise KeyError(f"give tests/faults/valid.py a value for `{name}` of {dotted}")
        given[name] = make()
    return given


def frozen(value):
    """What must be the same before and after a call."""
    if isinstance(value, np.ndarray):
        if value.nbytes > 1e8:
            return value.shape
        kind = value.dtype
        return (value.shape, str(kind), repr(value.tolist()) if kind.hasobject else value.tobytes())
    if hasattr(value, "detach") and hasattr(value, "numpy"):
        return value.detach().clone().numpy().tobytes()
    if isinstance(value, dict):
        return [(repr(key), frozen(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [frozen(item) for item in value]
    return repr(value) if isinstance(value, str | int | float | bytes | set) else None


def complaint(dotted, thing, given, wrong):
    """What is wrong with a call: a line, or None where it ended as it should."""
    kept = {name: frozen(value) for name, value in given.items()}
    told = None
    try:
        thing(**given)
    except DOCUMENTED as error:
        told = _unnamed(dotted, thing, error, wrong)
    except Exception as error:
        told = None if _is_documented(thing, error, wrong) else f"{type(error).__name__}: {error}"
    changed = [name for name, before in kept.items() if frozen(given[name]) != before]
    return f"changes {changed}" if changed else told


def _is_documented(thing, error, wrong):
    """Whether the system refused a path, or "Raises" has the name of an error or of a parent."""
    if isinstance(error, OSError) and {"path", "folder", "where", "checkpoint"} & set(wrong):
        return True
    _, _, raises = (inspect.getdoc(thing) or "").partition("Raises:")
    return any(re.search(rf"\b{kind.__name__}\b:", raises) for kind in type(error).__mro__[:-2])


def _unnamed(dotted, thing, error, wrong):
    if isinstance(error, FileNotFoundError):
        return None
    words = set(re.findall(r"\w+", str(error)))
    names = set(parameters(thing)) | {_singular(n) for n in wrong}
    return None if words & names else f"names no argument: {type(error).__name__}: {error}"


def _singular(name):
    return name.removesuffix("s")


def copied(given):
    """Arguments that a call may not share with the next one."""
    return {n: copy.deepcopy(v) if isinstance(v, list | dict) else v for n, v in given.items()}
