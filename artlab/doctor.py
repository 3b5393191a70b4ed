"""`artlab doctor`: what this machine has, what is wrong, and the line that mends it."""

import argparse
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shutil
import sys
from concurrent import futures

import artlab
from artlab import _requirements, runtime

PACKAGE = pathlib.Path(artlab.__file__).parent
STORES = {"data": "datasets/data", "weights": "weights"}
CARD_SUFFIXES = (".md", ".json")
HUB = "https://huggingface.co"
NEEDED_GB = {"memory": 4.0, "disk": 2.0}
REINSTALL = "git checkout -- artlab (in the course's folder), or install the course again"
MARKS = {"ok": "ok    ", "note": "note  ", "broken": "BROKEN"}


@dataclasses.dataclass(frozen=True)
class Check:
    """One finding.

    Args:
        name: what was looked at, such as `"disk"`.
        status: `"ok"`; `"note"`, which limits you but breaks nothing; or `"broken"`.
        text: what was found.
        mend: the line that mends it; empty when there is nothing to mend.
    """

    name: str
    status: str
    text: str
    mend: str = ""


def checks():
    """Looks at everything once; takes about two seconds.

    Returns:
        A list of `Check`. A check that fails in an unforeseen way is a finding too:
        this function does not raise.
    """
    groups = (_python, _device, _budget, _memory, _disk, _packages, _stranger, _gpu, _files)
    findings = []
    with futures.ThreadPoolExecutor(max_workers=2) as pool:
        online = pool.submit(_guarded, _network)  # the wait for the network costs nothing extra
        for group in groups:
            findings += _guarded(group)
        return findings + online.result()


def main(argv=()):
    """Prints the findings.

    Args:
        argv: the arguments after `artlab doctor`: nothing, or `--json`.

    Returns:
        The exit code: 0, or 1 when something is broken.
    """
    parser = argparse.ArgumentParser(prog="artlab doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    arguments = parser.parse_args(argv)
    findings = checks()
    num_broken = sum(check.status == "broken" for check in findings)
    if arguments.json:
        listed = [dataclasses.asdict(check) for check in findings]
        print(json.dumps({"summary": _summary(), "ok": not num_broken, "checks": listed}, indent=2))
    else:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")  # consoles that lack a sign show "?"
        print(_report(findings, num_broken))
    return int(num_broken > 0)


def _report(findings, num_broken):
    width = max(len(check.name) for check in findings)
    lines = [_summary(), ""]
    for check in findings:
        lines.append(f"{MARKS[check.status]}  {check.name:<{width}}  {check.text}")
        if check.mend:
            lines.append(f"{'':8}{'':<{width}}  -> {check.mend}")
    words = {0: "Nothing is broken.", 1: "1 thing is broken; the arrow names the line to run."}
    last = words.get(num_broken, f"{num_broken} things are broken; the arrows name what to run.")
    return "\n".join([*lines, "", last])


def _summary():
    try:
        return runtime.summary()
    except ValueError as error:  # ARTLAB_BUDGET holds a wrong word
        return str(error)


def _guarded(group):
    try:
        return list(group())
    except Exception as error:
        text = f"this check failed: {type(error).__name__}: {error}"
        return [Check(group.__name__.strip("_"), "broken", text, "report it to the course")]


def _python():
    found = ".".join(str(part) for part in sys.version_info[:3])
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    mend = "" if fits else "make a new environment with Python 3.11, 3.12 or 3.13: make lab"
    yield Check("python", "ok" if fits else "broken", f"{found}, {sys.executable}", mend)


def _device():
    here = runtime.device()
    text = f"{here.kind}: {here.name}, {here.cores} cores"
    if here.gpu_memory_gb:
        text += f", {here.gpu_memory_gb:.0f} GB on the GPU"
    yield Check("device", "ok", text)


def _budget():
    try:
        yield Check("budget", "ok", f"{runtime.mode()} (ARTLAB_BUDGET=studio for long runs)")
    except ValueError as error:
        yield Check("budget", "broken", str(error), _set_variable("ARTLAB_BUDGET", "class"))


def _set_variable(name, value):
    return f"set {name}={value}" if sys.platform == "win32" else f"export {name}={value}"


def _memory():
    found, needed = runtime.device().memory_gb, NEEDED_GB["memory"]
    if found == 0.0:
        yield Check("memory", "note", "unknown: this system does not say")
    elif found < needed:
        mend = "close other programs and run one notebook at a time, or use Colab"
        yield Check("memory", "note", f"{found:.1f} GB; a lesson wants {needed:.0f}", mend)
    else:
        yield Check("memory", "ok", f"{found:.0f} GB")


def _disk():
    try:
        cache = runtime.cache_dir()
        if not os.access(cache, os.W_OK):
            raise PermissionError("not writable")
    except OSError as error:
        mend = _set_variable("ARTLAB_CACHE", "a-folder-of-yours")
        yield Check("cache", "broken", f"no cache folder: {error}", mend)
        return
    free = shutil.disk_usage(cache).free / 2**30
    used = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) / 2**20
    yield Check("cache", "ok", f"{cache}, {used:.0f} MB used")
    enough = free >= NEEDED_GB["disk"]
    mend = "" if enough else "empty the bin, or set ARTLAB_CACHE to a folder on another disk"
    yield Check("disk", "ok" if enough else "note", f"{free:.1f} GB free", mend)


def _packages():
    """Every requirement of the course, base and extras, against what is installed."""
    wanted = _requirements.wanted()
    if wanted is None:
        mend = "pip install --no-deps -e . (in the course's folder)"
        yield Check("artlab", "note", "used from its folder, not installed", mend)
        return
    yield Check("artlab", "ok", f"{artlab.__version__}, {PACKAGE}")
    for name, limits, extra in wanted:
        yield _package(name, limits, extra)


def _package(name, limits, extra):
    found = _requirements.installed(name)
    mend = f'pip install "{name}{limits}"'
    if extra:
        mend += f', or the extra that brings it: pip install -e ".[{extra}]"'
    if found is None:
        status = "note" if extra else "broken"
        return Check(name, status, f"not installed (wanted: {limits or 'any'})", mend)
    if not _requirements.within(found, limits):
        return Check(name, "broken", f"{found} (wanted: {limits})", mend)
    return Check(name, "ok", found)


def _stranger():
    """The project called "artlab" on PyPI is somebody else's and takes the same import name."""
    if _requirements.installed("artlab") is not None:
        mend = "pip uninstall artlab, then pip install --no-deps -e . in the course's folder"
        yield Check("artlab on PyPI", "broken", "another project named artlab is installed", mend)


def _gpu():
    """A GPU that TensorFlow cannot use: its CUDA libraries come with an extra on Linux."""
    if runtime.device().kind != "gpu" or sys.platform != "linux" or "google.colab" in sys.modules:
        return
    if not any(_requirements.installed(f"nvidia-cudnn-cu{release}") for release in (12, 13)):
        text = "there is one, but its libraries did not come with pip"
        yield Check("gpu libraries", "note", text, 'pip install -e ".[gpu]"')


def _files():
    """Every shipped file of data and weights, against its card."""
    for kind, store in STORES.items():
        root = PACKAGE / store
        files = sorted(path for path in root.rglob("*") if path.is_file() and _is_data(path, root))
        if kind == "data" and not files:
            yield Check(kind, "broken", "the data files are missing", REINSTALL)
        for file in files:
            yield _file(kind, file, file.relative_to(root).as_posix())


def _is_data(file, root):
    hidden = any(part.startswith((".", "__")) for part in file.relative_to(root).parts)
    return file.suffix not in (*CARD_SUFFIXES, ".py", ".pyc") and not hidden


def _file(kind, file, name):
    cards = [card for card in sorted(file.parent.iterdir()) if card.suffix in CARD_SUFFIXES]
    cards = [card for card in cards if card.stem == file.stem] or cards
    if not cards:
        return Check(kind, "broken", f"{name}: no card says where it comes from", REINSTALL)
    recorded = _recorded(file, cards)
    if recorded and hashlib.sha256(file.read_bytes()).hexdigest() not in recorded:
        return Check(kind, "broken", f"{name}: damaged, not the file of its card", REINSTALL)
    words = "sha256 as its card says" if recorded else "its card names no sha256"
    listed = ", ".join(card.name for card in cards)
    return Check(kind, "ok", f"{name}: {file.stat().st_size / 2**20:.1f} MB, {listed}, {words}")


def _recorded(file, cards):
    """The sha256 values that the cards give for this file: on a line with its name."""
    lines = (line for card in cards for line in card.read_text(encoding="utf-8").splitlines())
    own = any(card.stem == file.stem for card in cards)
    named = (line for line in lines if file.name in line or (own and "This file" in line))
    return {found for line in named for found in re.findall(r"\b[0-9a-f]{64}\b", line)}


def _network():
    """Asks both servers at once, so that the answer is here within two seconds."""
    hub = os.environ.get("HF_ENDPOINT") or HUB
    servers = {"keras.datasets": runtime.PROBE_URL, "Hugging Face": hub}
    with futures.ThreadPoolExecutor(max_workers=2) as pool:
        answers = list(pool.map(lambda url: runtime.is_online(1.5, url), servers.values()))
    for (name, url), answered in zip(servers.items(), answers, strict=True):
        host = url.split("/")[2]
        if answered:
            yield Check(f"network: {name}", "ok", f"{host} answers")
        else:
            text = f"{host} does not answer; the lessons work without it"
            yield Check(f"network: {name}", "note", text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
