"""The machines that a kit serves, and which wheels each of them needs."""

import dataclasses
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.parse
import urllib.request

PYTHONS = ("3.11", "3.12", "3.13")
LOCKS = ("auto", "cpu", "gpu", "pinned")
SECONDS = 600  # for a list of some 200 wheels; a slow index takes half a minute
# How a kit names a kind of machine: what Python calls it, and what uv calls it.
SYSTEMS = {
    "linux": ("Linux", "x86_64", "x86_64-unknown-linux-gnu"),
    "linux-arm": ("Linux", "arm64", "aarch64-unknown-linux-gnu"),
    "macos": ("Darwin", "arm64", "aarch64-apple-darwin"),
    "windows": ("Windows", "x86_64", "x86_64-pc-windows-msvc"),
}
OLDEST_MACOS = "14.0"  # ONNX Runtime has no wheels for older ones
SAME = {"amd64": "x86_64", "aarch64": "arm64"}


@dataclasses.dataclass(frozen=True)
class Machine:
    """A kind of machine.

    Args:
        system: a name in `SYSTEMS`.
        python: such as "3.12".
    """

    system: str
    python: str

    def __str__(self):
        return f"{self.system}, Python {self.python}"


@dataclasses.dataclass(frozen=True)
class File:
    """A wheel that a machine needs.

    Args:
        name, version: of the package.
        file: the wheel's own name.
        url: where it lies: https, http or file.
        size: in bytes; 0 where the index does not say.
        sha256: 64 hexadecimal digits.
    """

    name: str
    version: str
    file: str
    url: str = dataclasses.field(repr=False)
    size: int
    sha256: str


def this_machine():
    """The kind of machine that this one is.

    Raises:
        ValueError: there are no locked wheels for it.
    """
    processor = SAME.get(platform.machine().lower(), platform.machine().lower())
    for name, (system, its_processor, _) in SYSTEMS.items():
        if (system, its_processor) == (platform.system(), processor):
            return Machine(name, f"{sys.version_info[0]}.{sys.version_info[1]}")
    raise ValueError(
        f"`--for` must name machines: {', '.join(SYSTEMS)}. Received: this one, "
        f"{platform.system()} on {platform.machine()}"
    )


def needed(lock, machine, settings, torch_cpu=False):
    """The wheels that a machine needs, as the package index of this machine offers them.

    Args:
        lock: text of a requirements file with versions and hashes.
        machine: a `Machine`.
        settings: environment for uv, with the index that it asks.
        torch_cpu: whether torch's CPU build is meant, from its own index.

    Returns:
        List of `File`, by name; of a package whose version hangs on the patch release of Python,
        each one.

    Raises:
        OSError: uv is missing, no index answers, or it lacks a wheel.
    """
    found = {}
    for python in releases(lock, machine.python):
        for file in _needed(lock, machine.system, python, settings, torch_cpu):
            found[file.file] = file
    return sorted(found.values(), key=lambda file: file.name)


def releases(lock, python):
    """The releases of a Python at which a lock changes its mind.

    Example:

    >>> releases("soupsieve==4.1.2 ; python_full_version >= '3.11.5'", "3.11")
    ['3.11', '3.11.5']
    """
    limits = re.findall(rf"python_full_version\s*[<>=]+\s*'({re.escape(python)}\.\d+)'", lock)
    return [python, *sorted(set(limits))]


def _needed(lock, system, python, settings, torch_cpu):
    command = [uv(), "pip", "compile", "--quiet", "--no-deps", "--no-header", "--no-annotate"]
    command += ["--format", "pylock.toml", "--only-binary", ":all:", "--generate-hashes"]
    command += ["--python-platform", SYSTEMS[system][2]]
    command += ["--python-version", python, "-"]
    command += ["--torch-backend", "cpu"] if torch_cpu else []
    told = _run(command, lock, settings | {"MACOSX_DEPLOYMENT_TARGET": OLDEST_MACOS})
    packages = tomllib.loads(told).get("packages", [])
    allowed = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock))  # uv does not compare them
    return [_best(package, allowed) for package in packages]


def uv():
    """The path of uv, which the course's environment has."""
    found = shutil.which("uv", path=pathlib.Path(sys.executable).parent) or shutil.which("uv")
    if found is None:
        raise OSError("the kit needs uv, which finds the wheels: pip install uv")
    return found


def _run(command, text, settings):
    try:
        done = subprocess.run(
            command, input=text, env=settings, capture_output=True, text=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise ConnectionError(f"the package index did not answer within {SECONDS} s") from None
    if done.returncode:
        told = " ".join(line.strip() for line in done.stderr.splitlines() if line.strip())
        raise ConnectionError(f"the package index does not give the wheels ({told[:300]})")
    return done.stdout


def _best(package, allowed=()):
    """One of the wheels that fit: locked, the newest build, and compiled rather than not."""
    from packaging.utils import parse_wheel_filename

    def rank(wheel):
        _, _, build, tags = parse_wheel_filename(_file_name(wheel))
        return build, all(tag.platform != "any" for tag in tags)

    locked = [w for w in package["wheels"] if not allowed or w["hashes"]["sha256"] in allowed]
    if not locked:
        told = f"{package['name']}=={package['version']}"
        raise OSError(f"the package index offers other files of {told} than the lock has hashes of")
    wheel = max(locked, key=rank)
    url = wheel["url"] if "url" in wheel else pathlib.Path(wheel["path"]).resolve().as_uri()
    return File(
        package["name"],
        package["version"],
        _file_name(wheel),
        url,
        wheel.get("size") or _size_here(url),
        wheel["hashes"]["sha256"],
    )


def _file_name(wheel):
    if "name" in wheel:
        return wheel["name"]
    path = urllib.parse.urlsplit(wheel["url"]).path if "url" in wheel else wheel["path"]
    return urllib.parse.unquote(path.replace(os.sep, "/").rsplit("/", 1)[1])


def _size_here(url):
    if not url.startswith("file:"):
        return 0
    path = urllib.request.url2pathname(urllib.parse.urlsplit(url).path)
    return os.path.getsize(path)
