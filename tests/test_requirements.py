"""requirements/, environment*.yml and Colab's versions, held against pyproject.toml."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = {
    "course": ("course", "dev"),
    "gpu": ("course", "gpu", "dev"),
    "teaching": ("lab", "teach"),
}
FRAMEWORK_LOCKS = ("course", "gpu")  # the other one has neither TensorFlow nor torch
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = {
    "x86_64-unknown-linux-gnu": ("linux", "x86_64", "posix"),
    "aarch64-apple-darwin": ("darwin", "arm64", "posix"),
    "x86_64-pc-windows-msvc": ("win32", "AMD64", "nt"),
}
UV = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)\s*(?:;\s*(.+?))?\s*\\?$", re.M)


def lock_text(name):
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def machine(python, system):
    platform, processor, os_name = SYSTEMS[system]
    facts = {"python_version": python, "python_full_version": f"{python}.0", "os_name": os_name}
    facts |= {"sys_platform": platform, "platform_machine": processor, "extra": ""}
    return default_environment() | facts


def pins(name, environment):
    """The versions that a lock gives to a machine."""
    entries = (
        Requirement(f"{n}=={v}" + (f"; {m}" if m else ""))
        for n, v, m in PIN.findall(lock_text(name))
    )
    kept = (e for e in entries if e.marker is None or e.marker.evaluate(environment))
    return {canonicalize_name(entry.name): str(entry.specifier)[2:] for entry in kept}


def wanted(extras):
    """Every requirement of pyproject behind some extras, those of nested extras included."""
    for text in (*PROJECT["project"]["dependencies"], *(r for e in extras for r in EXTRAS[e])):
        requirement = Requirement(text)
        if requirement.name == PROJECT["project"]["name"]:
            yield from wanted(requirement.extras)
        else:
            yield requirement


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_lock_satisfies_every_requirement_of_pyproject(lock, python, system):
    environment = machine(python, system)
    versions = pins(lock, environment)
    asked = [r for r in wanted(LOCKS[lock]) if not r.marker or r.marker.evaluate(environment)]
    missing = [str(r) for r in asked if not r.specifier.contains(versions.get(r.name, "0"))]
    assert missing == [], "run `make lock`"


@pytest.mark.parametrize("lock", FRAMEWORK_LOCKS)
def test_lock_pins_what_builds_the_project(lock):
    (build,) = (Requirement(text) for text in PROJECT["build-system"]["requires"])
    assert build.specifier.contains(
        pins(lock, machine("3.12", "x86_64-unknown-linux-gnu"))[build.name]
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_gives_every_package_a_hash(lock):
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", lock_text(lock))[1:]
    assert len(entries) == len(PIN.findall(lock_text(lock)))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host_and_no_option(lock):
    assert re.findall(r"(?mi)https?:|file:|^\s*--(?!hash=)\S+|^-\S+", lock_text(lock)) == []


@pytest.mark.parametrize("lock", FRAMEWORK_LOCKS)
def test_lock_keeps_to_the_pair(lock):
    versions = pins(lock, machine("3.12", "x86_64-unknown-linux-gnu"))
    pair = (ROOT / "requirements" / "pair.in").read_text(encoding="utf-8")
    for requirement in map(Requirement, re.findall(r"(?m)^[a-z].*$", pair)):
        assert requirement.specifier.contains(versions[requirement.name])


def test_pair_is_what_the_gpu_extra_pins():
    pair = (ROOT / "requirements" / "pair.in").read_text(encoding="utf-8")
    pinned = [Requirement(text) for text in EXTRAS["gpu"] if "==" in text]
    expected = {f"{requirement.name}{requirement.specifier}" for requirement in pinned}
    assert set(re.findall(r"(?m)^[a-z].*$", pair)) == expected


def test_teaching_lock_agrees_with_the_course():
    for python in PYTHONS:
        here = machine(python, "x86_64-unknown-linux-gnu")
        course, teaching = pins("course", here), pins("teaching", here)
        assert {name: teaching[name] for name in teaching.keys() & course.keys()} == {
            name: course[name] for name in teaching.keys() & course.keys()
        }


def test_gpu_lock_has_one_cuda_generation():
    names = pins("gpu", machine("3.12", "x86_64-unknown-linux-gnu"))
    assert {name[-5:] for name in names if name.startswith("nvidia-")} == {"-cu12"}


def test_pythons_of_the_locks_are_those_of_pyproject():
    allowed = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [v for v in ("3.10", *PYTHONS, "3.14") if allowed.contains(f"{v}.0")] == list(PYTHONS)


@pytest.mark.parametrize(
    ("file", "extras"),
    [("environment.yml", {"course", "dev"}), ("environment-gpu.yml", {"course", "gpu", "dev"})],
)
def test_conda_environment_installs_this_folder_with_its_extras(file, extras):
    environment = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    *conda, pip_part = environment["dependencies"]
    (project,) = (line for line in pip_part["pip"] if line.startswith("-e "))
    assert set(re.fullmatch(r"-e \.\[(.+)\]", project)[1].split(",")) == extras <= EXTRAS.keys()
    assert conda == ["python=3.12", "pip"]


@pytest.mark.parametrize("file", ["environment.yml", "environment-gpu.yml"])
def test_conda_environment_repeats_no_version(file):
    environment = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    constraint, project = environment["dependencies"][-1]["pip"]
    assert (ROOT / constraint.removeprefix("--constraint ")).is_file()
    assert not re.search(r"[=<>~]", project)


def solve(*arguments):
    """Let uv solve; returns its versions. Skips where no index answers, fails on a conflict."""
    if not UV:
        pytest.skip("uv is not installed")
    line = [UV, "pip", "compile", "--quiet", "--no-header", "--no-annotate", *arguments]
    here = os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"}  # the oldest that ONNX Runtime serves
    try:
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=240, env=here)
    except subprocess.TimeoutExpired:
        pytest.skip("the package index did not answer within 240 s")
    if done.returncode and "No solution found" not in done.stderr:
        pytest.skip(f"no package index answers: {done.stderr.strip().splitlines()[-1].strip()}")
    assert done.returncode == 0, done.stderr
    return {canonicalize_name(name): version for name, version, _ in PIN.findall(done.stdout)}


@pytest.mark.index
def test_installing_artlab_on_colab_changes_none_of_its_packages():
    file = ROOT / "tests" / "colab-constraints.txt"
    colab = {canonicalize_name(n): v for n, v, _ in PIN.findall(file.read_text(encoding="utf-8"))}
    extras = ["--extra", "tensorflow", "--extra", "text"]
    target = ["--python-version", "3.13", "--python-platform", "x86_64-unknown-linux-gnu"]
    solved = solve("pyproject.toml", *extras, *target, "--constraints", str(file))
    torch_gpu = ("nvidia-", "cuda-", "triton")  # Colab's own torch is built without these wheels
    added = {name for name in solved if not name.startswith(torch_gpu)} - colab.keys()
    changed = {name for name in solved.keys() & colab.keys() if solved[name] != colab[name]}
    assert (changed, solved["tensorflow"], solved["torch"]) == (set(), "2.20.0", "2.11.0")
    ours = {"anywidget", "psygnal", "onnxruntime"}  # small, and pure additions
    assert added <= ours | {"jedi"}  # IPython 7 asks for jedi; Colab does without


@pytest.mark.index
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_course_lock_has_a_wheel_for_every_machine(python, system):
    target = ["--python-version", python, "--python-platform", system]
    solved = solve("requirements/course.txt", "--no-deps", "--only-binary", ":all:", *target)
    assert solved == pins("course", machine(python, system))


@pytest.mark.index
@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_what_make_lock_writes(lock, tmp_path):
    shutil.copy(ROOT / "requirements" / f"{lock}.txt", tmp_path / "lock.txt")
    extras = [word for extra in LOCKS[lock] for word in ("--extra", extra)]
    same = ["--universal", "--python-version", "3.11", "--constraints", "requirements/pair.in"]
    solve("pyproject.toml", *extras, *same, "--output-file", str(tmp_path / "lock.txt"))
    assert PIN.findall((tmp_path / "lock.txt").read_text()) == PIN.findall(lock_text(lock))
