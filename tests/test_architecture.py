"""Which module may import which: read from the syntax trees of the package."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "artlab"
# A module imports its own room, and rooms of lower floors.
FLOORS = [
    {"runtime", "images", "plots"},
    {"datasets", "world"},
    {"diffusion", "gan", "gpt"},
    {"gallery"},
    {"studio"},
    {"classroom", "widgets"},
    {"cli", "commands", "lessons", "build", "editions", "doctor", "preflight", "kit"},
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
WEIGHTLESS = {"tensorflow", "keras", "torch", "transformers", "jupytext", "matplotlib", "numpy"}
FORBIDDEN_IN = {
    "diffusion": {"tensorflow", "keras", "transformers"},
    "gan": {"torch", "transformers"},
    "gpt": {"tensorflow", "keras"},
    "studio": {"tensorflow", "keras", "torch", "transformers"},
}
# Training code lies beside the painting code, and needs its framework.
TRAINING = {"studio": "training"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def module_id(path):
    return path.relative_to(PACKAGE.parent).as_posix()


def room_of(path):
    """Name of the room a file lies in; private modules beside the rooms serve `runtime`."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "runtime" if first.startswith("_") else first


def is_training(path):
    """Whether a file lies in the folder of a room's training code."""
    return path.relative_to(PACKAGE).parts[1:-1] == (TRAINING.get(room_of(path)),)


def imports_of(path, tree=None):
    """All absolute module names that a file imports, at its top and inside functions."""
    tree = tree or ast.parse(path.read_text(encoding="utf-8"))
    package = path.relative_to(PACKAGE.parent).with_suffix("").parts[:-1]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def rooms_imported(path, tree=None):
    names = [name.split(".") for name in imports_of(path, tree)]
    rooms = {parts[1] for parts in names if parts[0] == "artlab" and len(parts) > 1}
    return {"runtime" if room.startswith("_") else room for room in rooms} & set(FLOOR_OF)


def wrong_way(path, tree=None):
    """Rooms that a file imports although they are not below its own."""
    room = room_of(path)
    floor = FLOOR_OF[room]
    return {
        other
        for other in rooms_imported(path, tree) - {room}
        if FLOOR_OF[other] > floor or (FLOOR_OF[other] == floor and floor not in (0, 5, 6))
    }


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_every_module_lies_in_a_known_room(path):
    assert room_of(path) in FLOOR_OF, f"add {module_id(path)} to FLOORS"


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_imports_point_one_way(path):
    assert wrong_way(path) == set()


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("gan/losses.py", "import artlab.widgets", {"widgets"}),
        ("gan/losses.py", "from artlab import studio", {"studio"}),
        ("gan/losses.py", "from ..gpt import sampling", {"gpt"}),
        ("runtime.py", "def late():\n    from artlab.datasets import animals", {"datasets"}),
        ("gan/losses.py", "from artlab.runtime import load\nfrom . import networks", set()),
    ],
)
def test_wrong_way_finds_upward_imports(path, source, expected):
    assert wrong_way(PACKAGE / path, ast.parse(source)) == expected


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_frameworks_stay_in_their_rooms(path):
    if is_training(path):
        pytest.skip("training code needs its framework")
    used = {name.split(".")[0] for name in imports_of(path)}
    assert used & FORBIDDEN_IN.get(room_of(path), set()) == set()


def test_painting_code_does_not_import_training_code():
    studio = [path for path in MODULES if room_of(path) == "studio" and not is_training(path)]
    reaching = {
        module_id(path): [name for name in imports_of(path) if "studio.training" in name]
        for path in studio
    }
    assert {name: found for name, found in reaching.items() if found} == {}


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_nothing_is_unpickled_and_no_except_is_bare(path):
    assert bad_habits(ast.parse(path.read_text(encoding="utf-8"))) == []


def bad_habits(tree):
    """Lines with pickle, `allow_pickle=True` or a bare `except:`."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            found.append(f"line {node.lineno}: bare except")
        if (
            isinstance(node, ast.keyword)
            and node.arg == "allow_pickle"
            and ast.unparse(node.value) != "False"
        ):
            found.append(f"line {node.value.lineno}: allow_pickle")
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            if names & {"pickle", "cPickle", "dill", "cloudpickle", "joblib"}:
                found.append(f"line {node.lineno}: pickle")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from pickle import loads",
        "np.load(path, allow_pickle=True)",
        "np.load(path, allow_pickle=flag)",
        "try:\n    pass\nexcept:\n    pass",
    ],
)
def test_bad_habits_are_found(source):
    assert len(bad_habits(ast.parse(source))) == 1


def loaded_by(statement):
    script = f"import sys\n{statement}\nprint(*sorted({{n.split('.')[0] for n in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_artlab_loads_nothing_heavy():
    assert loaded_by("import artlab") & WEIGHTLESS == set()


def test_importing_the_command_line_loads_nothing_heavy():
    assert loaded_by("import artlab.cli, artlab.runtime") & WEIGHTLESS == set()


def test_importing_the_studio_loads_no_model_and_no_runtime():
    heavy = WEIGHTLESS - {"numpy"} | {"onnxruntime", "tokenizers", "safetensors"}
    assert loaded_by("import artlab.studio") & (heavy | {"numpy"}) == set()
    assert loaded_by("from artlab.studio import Studio; Studio()") & heavy == set()


@pytest.mark.parametrize("room", sorted(FORBIDDEN_IN))
def test_importing_a_room_loads_no_framework_of_the_other_side(room):
    if not (PACKAGE / room / "__init__.py").exists():
        pytest.skip(f"there is no artlab.{room} yet")
    assert loaded_by(f"import artlab.{room}") & FORBIDDEN_IN[room] == set()
