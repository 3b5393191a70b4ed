"""No pickle of ours: a pickle can run anything, so nothing that the course loads is one."""

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "artlab"
PROGRAM = Path(__file__).with_name("load_everything.py")
OURS = sorted(p for room in ("artlab", "tools", "benchmarks", "lessons")
              for p in (ROOT / room).rglob("*.py"))  # fmt: skip
PICKLERS = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
UNPICKLING = {"torch.load", "pandas.read_pickle", "pd.read_pickle", "keras.config.enable_unsafe_deserialization"}  # fmt: skip  # noqa: E501
OPTIONS = {"allow_pickle": False, "safe_mode": True, "weights_only": True, "trust_remote_code": False}  # fmt: skip  # noqa: E501
# It opens the one pickle that the course's data came in, against its hash, arrays alone.
CONVERTER = ROOT / "tools" / "convert_animals.py"
SHIPPED = (".npz", ".npy", ".safetensors", ".onnx", ".keras", ".h5")


def unpickling(source):
    """Lines of a source that could unpickle."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named = {alias.name.split(".")[0] for alias in node.names} & PICKLERS
        elif isinstance(node, ast.ImportFrom):
            named = {(node.module or "").split(".")[0]} & PICKLERS
        elif isinstance(node, ast.Call):
            named = {ast.unparse(node.func)} & UNPICKLING
        elif isinstance(node, ast.keyword) and node.arg in OPTIONS:
            named = {node.arg} if ast.unparse(node.value) != str(OPTIONS[node.arg]) else set()
        else:
            continue
        found += [(getattr(node, "lineno", 0) or node.value.lineno, name) for name in named]
    return found


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "import joblib.numpy_pickle",
        "from pickle import loads",
        "torch.load(path)",
        "np.load(path, allow_pickle=True)",
        "np.load(path, allow_pickle=chosen)",
        "keras.models.load_model(path, safe_mode=False)",
        "AutoModel.from_pretrained(name, trust_remote_code=True)",
    ],
)
def test_what_could_unpickle_is_found(source):
    assert len(unpickling(source)) == 1


def test_no_source_of_ours_unpickles():
    found = {
        p.relative_to(ROOT).as_posix(): unpickling(p.read_text("utf-8"))
        for p in OURS
        if p != CONVERTER
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def shipped():
    listed = subprocess.run(
        ["git", "ls-files", "artlab"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    files = [ROOT / line for line in listed.stdout.splitlines()] or PACKAGE.rglob("*")
    return sorted(p for p in files if p.suffix in SHIPPED)


@pytest.mark.parametrize("path", [p for p in shipped() if p.suffix == ".npz"], ids=lambda p: p.name)
def test_shipped_arrays_hold_no_objects(path):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                version = np.lib.format.read_magic(member)
                read = {(1, 0): "read_array_header_1_0", (2, 0): "read_array_header_2_0"}[version]
                assert not getattr(np.lib.format, read)(member)[2].hasobject, name


def test_no_file_of_ours_is_a_pickle():
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    kinds = (".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib", ".bin")
    assert [name for name in files if name.endswith(kinds)] == []


def run(*arguments):
    line = [sys.executable, PROGRAM, *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_nothing_that_the_course_loads_unpickles(tmp_path):
    told = [run(side, tmp_path / side) for side in ("keras", "torch")]
    assert [side["unpickled"] for side in told] == [[], []]
    loaded = {name for side in told for name in side["loaded"]}
    names = {path.relative_to(PACKAGE).as_posix() for path in shipped()}
    assert names - loaded == set(), "give load_everything.py a loader of it"


def test_the_watch_sees_an_array_of_objects_being_loaded(tmp_path):
    path = tmp_path / "objects.npy"
    np.save(path, np.array([{1}, Path("x")], dtype=object), allow_pickle=True)
    code = (
        f"import sys; sys.path.insert(0, {str(PROGRAM.parent)!r}); import load_everything as seen\n"
        "import numpy as np, _pickle; seen.watch()\n"
        f"file = open({str(path)!r}, 'rb'); np.lib.format.read_magic(file)\n"
        "np.lib.format.read_array_header_1_0(file); _pickle.load(file)\n"
        "print(len(seen.SEEN) > 0)\n"
        f"\ntry: np.load({str(path)!r}, allow_pickle=True)\n"
        "except RuntimeError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["True", "pickle.load was called"]
