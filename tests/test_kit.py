"""`artlab kit`: gathering goes on after a cut, and installing needs no network."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest

from artlab import cli, kit
from artlab.kit import install, machines, making
from tests import small_course
from tests.gpt.writers import servers

ROOT = Path(__file__).resolve().parents[1]
HERE = kit.this_machine()
LINUX = sys.platform == "linux"


def alone(command):
    """A command in a space without any network but its own loopback, where Linux allows it."""
    inside = ["unshare", "-rn", "--"]
    allowed = LINUX and shutil.which("unshare") and not subprocess.call([*inside, "true"])
    return [*inside, *command] if allowed else command


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheels")
    made = [small_course.wheel(folder, *pair) for pair in small_course.PACKAGES.items()]
    return [*made, small_course.wheel(folder, "torch", "2.10.0+cpu")]


@pytest.fixture
def course(tmp_path, wheels):
    return small_course.course(tmp_path / "course", wheels)


class Page:
    """A page of wheels that uv reads; downloads may break after `cut` bytes."""

    def __init__(self, wheels, cut=None):
        self.wheels, self.cut = {path.name: path for path in wheels}, cut

    def __call__(self, request):
        if request.path == "/":
            page = small_course.index_page(self.wheels.values())
            return request.send(page, Content_Type="text/html")
        path = self.wheels.get(request.path.lstrip("/").replace("%2B", "+"))
        if path is None:
            return request.send(b"no", 404)
        agent = request.headers.get("User-Agent", "")
        cut = self.cut if agent.startswith("Python") else None  # uv reads what is in a wheel
        return servers.Index(path.name, path.read_bytes(), None, cut=cut).file(request)


@pytest.fixture
def page(wheels, tmp_path, monkeypatch):
    """A `Page` on 127.0.0.1, and uv's settings that point at it."""
    answer = Page([path for path in wheels if "+cpu" not in path.name])
    with servers.serve(answer) as server:
        config = tmp_path / "uv.toml"
        config.write_text(f'no-index = true\nfind-links = ["{server.url}/"]\n')
        monkeypatch.setenv("UV_CONFIG_FILE", str(config))
        monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv-cache"))
        monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
        answer.server = server
        yield answer


def downloads(page):
    """Names of the files that were asked for by us, not by uv."""
    return [
        path.lstrip("/")
        for path, headers in page.server.seen
        if path.endswith(".whl") and headers.get("User-Agent", "").startswith("Python")
    ]


def make(folder, course, **options):
    said = []
    kit.make(folder, course, [HERE], tell=said.append, **{"lock": "pinned", **options})
    return said


def about(folder):
    return json.loads((folder / "kit.json").read_text())


# Gathering --------------------------------------------------------------------------------------


def test_a_kit_holds_the_course_its_wheels_and_their_checksums(tmp_path, course, page, wheels):
    make(tmp_path / "kit", course)
    found = {path.name: path.read_bytes() for path in (tmp_path / "kit" / "wheels").iterdir()}
    assert found == {path.name: path.read_bytes() for path in wheels if "+cpu" not in path.name}
    with zipfile.ZipFile(tmp_path / "kit" / "course.zip") as archive:
        notebook = archive.read("notebooks/00_start.ipynb")
    assert notebook == (course / "notebooks" / "00_start.ipynb").read_bytes()
    sums = install.sums(tmp_path / "kit")
    assert {n: small_course.sha256(tmp_path / "kit" / n) for n in sums} == sums
    assert about(tmp_path / "kit")["complete"] is True


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum")
def test_checksums_are_what_sha256sum_reads(tmp_path, course, page):
    make(tmp_path / "kit", course)
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.call(command, cwd=tmp_path / "kit") == 0


def test_the_sizes_are_told_before_anything_comes(tmp_path, course, page, wheels, monkeypatch):
    said = make(tmp_path / "kit", course)
    num_bytes = sum(path.stat().st_size for path in wheels if "+cpu" not in path.name)
    first = next(line for line in said if "to come" in line)
    assert first.startswith(f"3 wheels, {num_bytes / 1e6:.1f} MB; 3 files, ")
    assert said.index(first) < min(i for i, line in enumerate(said) if line.startswith("1 of 3"))


def test_a_second_call_downloads_nothing(tmp_path, course, page):
    make(tmp_path / "kit", course)
    before = downloads(page)
    make(tmp_path / "kit", course)
    assert downloads(page) == before
    assert len(before) == 3


def test_a_cut_leaves_an_unfinished_kit_and_the_next_call_goes_on(
    tmp_path, course, wheels, page, monkeypatch
):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    page.cut = 0
    with pytest.raises(ConnectionError, match="What has come is kept"):
        make(tmp_path / "kit", course)
    assert about(tmp_path / "kit")["complete"] is False
    assert list((tmp_path / "kit" / "wheels").glob("*.whl")) == []
    with pytest.raises(install.KitError, match="unfinished"):
        install.read_kit(tmp_path / "kit")
    page.cut = 100  # every answer breaks after 100 bytes
    make(tmp_path / "kit", course)
    assert about(tmp_path / "kit")["complete"] is True
    asked = [headers["Range"] for _, headers in page.server.seen if "Range" in headers]
    assert "bytes=100-" in asked


def test_a_version_that_hangs_on_the_patch_release_comes_in_each_kind(
    tmp_path, course, page, wheels
):
    """Python 3.11.0 to 3.11.4 take another soupsieve than later ones; a kit serves them all."""
    old = small_course.wheel(tmp_path, "small-sums", "1.1")
    page.wheels[old.name] = old
    lock = course / "requirements" / "course.txt"
    new = next(path for path in wheels if path.name.startswith("small_sums"))
    entries = re.split(r"(?m)^(?=[a-z])", lock.read_text())
    entries = [entry.strip() for entry in entries if not entry.startswith("small")]
    for path, sign in ((old, "<"), (new, ">=")):
        limit = f"python_full_version {sign} '{HERE.python}.3'"
        version = path.name.split("-")[1]
        entries.append(f"small-sums=={version} ; {limit} --hash=sha256:{small_course.sha256(path)}")
    lock.write_text("\n".join(entries) + "\n")
    make(tmp_path / "kit", course)
    found = {path.name for path in (tmp_path / "kit" / "wheels").glob("small*")}
    assert found == {old.name, new.name}


def test_a_damaged_wheel_in_a_kit_is_brought_again(tmp_path, course, page):
    make(tmp_path / "kit", course)
    path = tmp_path / "kit" / "wheels" / "small_sums-1.2-py3-none-any.whl"
    right = path.read_bytes()
    path.write_bytes(right[:-1] + b"!")
    make(tmp_path / "kit", course)
    assert path.read_bytes() == right
    assert downloads(page).count(path.name) == 2


def test_wheels_that_no_machine_needs_any_more_go(tmp_path, course, page):
    make(tmp_path / "kit", course)
    old = tmp_path / "kit" / "wheels" / "old-1.0-py3-none-any.whl"
    old.write_bytes(b"")
    make(tmp_path / "kit", course)
    assert not old.exists()


def test_torchs_cpu_build_is_taken_where_it_is_offered(tmp_path, course, page, wheels, monkeypatch):
    page.wheels[wheels[-1].name] = wheels[-1]
    monkeypatch.setattr(making, "_cpu_torch", cpu_torch_of(page))
    monkeypatch.setattr(machines, "needed", without(page, wheels[-1], machines.needed))
    make(tmp_path / "kit", course, lock="cpu")
    (entry,) = about(tmp_path / "kit")["machines"]
    assert entry["lock"] == "cpu"
    assert [name for name in entry["wheels"] if "torch" in name] == [
        "torch-2.10.0+cpu-py3-none-any.whl"
    ]


def without(page, path, ask):
    """Asks an index that has not got a wheel: torch's builds lie on two indexes."""

    def asking(*arguments):
        found = page.wheels.pop(path.name)
        try:
            return ask(*arguments)
        finally:
            page.wheels[path.name] = found

    return asking


def cpu_torch_of(page):
    path = page.wheels["torch-2.10.0+cpu-py3-none-any.whl"]
    url, digest = f"{page.server.url}/{path.name}", small_course.sha256(path)
    file = machines.File("torch", "2.10.0+cpu", path.name, url, path.stat().st_size, digest)
    return lambda version, kind, settings: [file]


def test_another_file_than_the_locks_is_refused(tmp_path, course, page, wheels):
    page.wheels[wheels[-1].name] = wheels[-1]  # for uv, 2.10.0+cpu is a 2.10.0
    with pytest.raises(OSError, match=r"offers other files of torch==2\.10\.0\+cpu"):
        make(tmp_path / "kit", course)
    assert downloads(page) == []


def test_without_torchs_cpu_build_the_pinned_one_is_taken_and_said(
    tmp_path, course, page, monkeypatch
):
    monkeypatch.setattr(making, "_cpu_torch", lambda version, kind, settings: [])
    said = make(tmp_path / "kit", course, lock="cpu")
    assert any("CPU build is out of reach" in line for line in said)
    assert about(tmp_path / "kit")["machines"][0]["lock"] == "pinned"


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path, course):
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "holiday.jpg").write_bytes(b"")
    with pytest.raises(ValueError, match=r"`DIR` must be new, empty or a kit. Received: .*stick"):
        make(tmp_path / "stick", course)
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["holiday.jpg"]


def test_a_stick_that_is_too_small_is_told_before_anything_comes(
    tmp_path, course, page, monkeypatch
):
    usage = namedtuple("Usage", "total used free")(1e9, 1e9 - 1e6, 1e6)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(OSError, match=r"needs 50\.0 MB more; 1\.0 MB are free"):
        make(tmp_path / "kit", course)
    assert downloads(page) == []


def test_an_index_that_lacks_a_wheel_is_told_in_one_line(tmp_path, course, page, capsys):
    page.wheels = {name: path for name, path in page.wheels.items() if "small" not in name}
    with pytest.raises(OSError, match=r"the package index does not give the wheels .*small-sums"):
        make(tmp_path / "kit", course)


def test_the_course_is_what_git_has(tmp_path):
    (tmp_path / "new.py").write_text("")
    (tmp_path / "mine.txt").write_text("")
    for line in (["init", "-q"], ["add", "new.py"]):
        subprocess.run(["git", "-C", str(tmp_path), *line], check=True)
    assert making.course_files(tmp_path) == ["new.py"]


def test_the_course_without_git_is_all_but_caches(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name in (".venv/x.py", "a/__pycache__/x.pyc", "build/x", "lessons/00.py", ".gitignore"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert making.course_files(tmp_path) == [".gitignore", "lessons/00.py"]


@pytest.mark.parametrize(
    ("names", "best"),
    [
        (["a-1-2-cp312-cp312-win_amd64.whl", "a-1-cp312-cp312-win_amd64.whl"], 0),
        (["a-1-py3-none-any.whl", "a-1-cp312-cp312-win_amd64.whl"], 1),
        (["a-1-cp310-abi3-win_amd64.whl", "a-1-py3-none-any.whl"], 0),
    ],
)
def test_of_several_wheels_the_newest_build_and_the_compiled_one_is_taken(names, best):
    wheels = [{"url": f"https://x/{n}", "size": 1, "hashes": {"sha256": "0"}} for n in names]
    found = machines._best({"name": "a", "version": "1", "wheels": wheels})
    assert found.file == names[best]


def test_the_command_line_names_every_pair_of_machine_and_python(monkeypatch, tmp_path, capsys):
    seen = []
    monkeypatch.setattr(kit.making, "make", lambda *arguments: seen.append(arguments) or 5e9)
    monkeypatch.setitem(vars(kit), "make", kit.making.make)
    line = ["kit", str(tmp_path), "--for", "windows", "macos", "--python", "3.12", "3.13"]
    assert cli.main(line) == 0
    pairs = [(kind.system, kind.python) for kind in seen[0][2]]
    assert pairs == [(s, p) for s in ("windows", "macos") for p in ("3.12", "3.13")]
    assert "5.00 GB" in capsys.readouterr().out


# Installing -------------------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path, course, page):
    """A kit, in a folder with a space in its name."""
    make(tmp_path / "a kit", course)
    return tmp_path / "a kit"


def run_installer(folder, target, tool="uv", timeout=240):
    command = alone([sys.executable, str(folder / "install.py"), str(target)])
    beside = str(Path(sys.executable).parent) if tool == "uv" else ""  # where this suite's uv is
    path = os.pathsep.join(filter(None, [beside, "/usr/bin", "/bin", os.environ["PATH"]]))
    if tool != "uv" and shutil.which("uv", path=path):
        pytest.skip("uv is everywhere on this machine")
    environment = os.environ | {"PATH": path}
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=environment)


@pytest.mark.parametrize("tool", ["uv", pytest.param("pip", marks=pytest.mark.nightly)])
def test_installing_without_a_network_gives_an_environment_that_works(made, tmp_path, tool):
    target = tmp_path / "on a laptop"
    done = run_installer(made, target, tool)
    assert done.returncode == 0, done.stderr
    python = target / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    script = "import small_sums, torch, sys; print(small_sums.VERSION, torch.VERSION)"
    found = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["1.2", "2.10.0"]
    assert (target / "notebooks" / "00_start.ipynb").is_file()
    state = json.loads((target / ".venv" / "artlab-setup.json").read_text())
    assert (state["phase"], state["choice"]) == ("ready", "pinned")
    # The same line again: everything is there.
    again = run_installer(made, target, tool)
    assert (again.returncode, "created" in again.stderr) == (0, False)


@pytest.mark.parametrize("damage", ["cut", "gone", "other"])
def test_a_damaged_kit_installs_nothing_and_names_the_file(made, tmp_path, damage):
    path = made / "wheels" / "small_sums-1.2-py3-none-any.whl"
    data = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(data[:-9] if damage == "cut" else data[:-1] + b"!")
    done = run_installer(made, tmp_path / "laptop")
    assert done.returncode == 1
    assert "the kit is damaged: wheels/small_sums-1.2" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "laptop" / ".venv").exists()


def test_a_damaged_course_unpacks_nothing(made, tmp_path):
    data = (made / "course.zip").read_bytes()
    (made / "course.zip").write_bytes(data[:-30])
    done = run_installer(made, tmp_path / "laptop")
    assert (done.returncode, (tmp_path / "laptop").exists()) == (1, False)
    assert "course.zip" in done.stderr


def test_a_newer_kit_keeps_what_the_student_changed(made, tmp_path, course):
    target = tmp_path / "laptop"
    install.unpack(made, target)
    (target / "notebooks" / "00_start.ipynb").write_text("my own")
    with zipfile.ZipFile(made / "course.zip", "w") as archive:
        archive.writestr("notebooks/00_start.ipynb", "newer")
        archive.writestr("pyproject.toml", "newer")
    assert install.unpack(made, target) == ["notebooks/00_start.ipynb"]
    assert (target / "notebooks" / "00_start.ipynb").read_text() == "my own"
    assert (target / "pyproject.toml").read_text() == "newer"


def test_an_unpacking_that_was_interrupted_goes_on(made, tmp_path, monkeypatch):
    target, real, written = tmp_path / "laptop", install.write, []

    def write(path, data):
        if len(written) == 3:
            raise KeyboardInterrupt
        written.append(path)
        real(path, data)

    monkeypatch.setattr(install, "write", write)
    with pytest.raises(KeyboardInterrupt):
        install.unpack(made, target)
    monkeypatch.setattr(install, "write", real)
    assert install.unpack(made, target) == []
    with zipfile.ZipFile(made / "course.zip") as archive:
        assert [n for n in archive.namelist() if (target / n).read_bytes() != archive.read(n)] == []


def test_a_folder_of_the_students_is_not_written_to(made, tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "essay.txt").write_text("")
    done = run_installer(made, tmp_path / "documents")
    assert done.returncode == 1
    assert "FOLDER must be empty" in done.stderr
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["essay.txt"]


def test_a_kit_for_another_machine_says_which_it_serves(made, monkeypatch):
    monkeypatch.setattr(install.platform, "system", lambda: "Plan9")
    with pytest.raises(install.KitError, match=r"it serves Linux on .*Received: Plan9"):
        install.fitting(install.read_kit(made))


def test_a_kit_for_another_python_says_which_it_needs(made, tmp_path, monkeypatch):
    install.unpack(made, tmp_path / "laptop")
    monkeypatch.setitem(sys.modules, "setup_env", namedtuple("Tool", "find_python")(lambda v: None))
    with pytest.raises(install.KitError, match=r"needs Python 3\.7, and none"):
        install.choose_python([{"python": "3.7"}], tmp_path / "laptop")


def test_what_is_no_kit_is_told(tmp_path):
    with pytest.raises(install.KitError, match=r"must be a kit of the course"):
        install.read_kit(tmp_path)


def test_uv_is_taken_out_of_its_wheel(tmp_path):
    modules = {"uv-1.0.data/scripts/uv": "#!/bin/sh\n"}
    (tmp_path / "wheels").mkdir()
    path = small_course.wheel(tmp_path / "wheels", "uv", "1.0", modules=modules)
    found = install.find_uv(tmp_path, [f"wheels/{path.name}"], tmp_path / "laptop")
    assert found.read_text() == "#!/bin/sh\n"
    assert os.name == "nt" or os.access(found, os.X_OK)


def test_the_set_up_is_given_no_index_but_the_kit(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("UV_INDEX_URL", "https://mirror.example/simple")
    found = install.settings(tmp_path / "a kit", tmp_path / "laptop", None)
    assert not [name for name, value in found.items() if "mirror.example" in value]
    assert found["PIP_NO_INDEX"] == "1"
    assert found["PIP_FIND_LINKS"].endswith("/a%20kit/wheels")


@pytest.mark.index
@pytest.mark.timeout(7200)
def test_the_whole_kit_installs_and_runs_without_a_network(tmp_path):
    """Gathers some 5 GB and installs them: an hour on a slow line, and 16 GB of disk."""
    if shutil.disk_usage(tmp_path).free < 2e10:
        pytest.skip("20 GB of disk are needed")
    assert cli.main(["kit", str(tmp_path / "kit")]) == 0
    done = run_installer(tmp_path / "kit", tmp_path / "laptop", timeout=1800)
    assert done.returncode == 0, done.stderr
    python = tmp_path / "laptop" / ".venv" / "bin" / "python"
    line = [python, "-m", "artlab.cli", "doctor"]
    assert subprocess.call(alone(line), cwd=tmp_path / "laptop") == 0
    line = [python, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", "done.ipynb"]
    line += ["notebooks/00_start_here.ipynb"]
    assert subprocess.call(alone(line), cwd=tmp_path / "laptop") == 0
