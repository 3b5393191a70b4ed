"""Make the course's environment in `.venv`, then run a command in it.

    python tools/setup_env.py                    set up only
    python tools/setup_env.py lab [ARGS]         set up, then open JupyterLab
    python tools/setup_env.py paint [ARGS]       set up, then paint a sentence
    python tools/setup_env.py test [ARGS]        set up, then run the tests

It needs Python alone (any, from 3.7: an unfitting one is exchanged for a fitting one). With uv on
the PATH it uses uv, otherwise venv and pip. Everything comes from the locked requirements/*.txt,
checked against their hashes; the folder itself is installed in a second step, which hash mode does
not allow in one. A state file in the environment makes the next run return at once, and tells an
interrupted set-up from a finished one.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from locked import (
    ROOT,
    Installer,
    SetupError,
    ask,
    choose_lock,
    env_python,
    has_nvidia_gpu,
    say,
    uv_settings,
)

PYTHONS = ("3.12", "3.13", "3.11")  # in the order in which they are looked for
STATE = "artlab-setup.json"
FOLDERS = {
    "course": ".venv",
    "colab": ".venv-colab",
    "newest": ".venv-newest",
    "teaching": ".venv-teaching",  # nbgrader, which changes JupyterLab for everybody
}
COMMANDS = {
    "lab": ("-m", "artlab.cli", "lab"),
    "paint": ("-m", "artlab.cli", "paint"),
    "test": (str(ROOT / "tools" / "run_tests.py"),),
}


# Which Python -----------------------------------------------------------------------------------


def fits(version):
    """Whether `version` ("3.12" or "3.12.4") is one that the locked packages have wheels for."""
    return ".".join(version.split(".")[:2]) in PYTHONS


def version_of(python):
    """The version of an interpreter, or "" when it does not run (pyenv leaves such names)."""
    code, output = ask([python, "-c", "import platform; print(platform.python_version())"])
    return output.strip() if code == 0 else ""


def candidates(name):
    """Where a Python of a version ("3.12") may be: the PATH, pyenv's folder, the py launcher."""
    yield shutil.which("python" + name)
    pyenv = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv")))
    yield from map(str, sorted(pyenv.glob("versions/" + name + ".*/bin/python")))
    if os.name == "nt":
        code, output = ask(["py", "-" + name, "-c", "import sys; print(sys.executable)"])
        yield output.strip() if code == 0 else None


def find_python(wanted=None):
    """The path of a fitting Python: the running one, else one that the machine has."""
    choices = (wanted,) if wanted else PYTHONS
    if ".".join(platform.python_version_tuple()[:2]) in choices:
        return sys.executable
    for name in choices:
        for python in candidates(name):
            if python and version_of(python).startswith(name + "."):
                return python
    return None


def no_python(wanted=None):
    return SetupError(
        "the course needs Python {}. Received: Python {} ({}), and none of these is on the PATH. "
        "Install one from your system or python.org, or install uv, which brings its own.".format(
            wanted or "3.11, 3.12 or 3.13", platform.python_version(), sys.executable
        )
    )


def no_ensurepip(python, version):
    return SetupError(
        "{} has no venv with pip (ensurepip is missing). On Debian or Ubuntu: "
        "sudo apt install python{}-venv; elsewhere install uv. Then run the same line "
        "again.".format(python, ".".join(version.split(".")[:2]))
    )


# The state of an environment --------------------------------------------------------------------


def digest(paths, *facts):
    total = hashlib.sha256("\n".join(facts).encode())
    for path in paths:
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def stamps(kind):
    """What the environment is made from: the packages, and the project on top of them."""
    scripts = [Path(__file__), Path(__file__).with_name("locked.py")]
    locks = [*sorted((ROOT / "requirements").glob("*.txt")), *scripts]
    if kind != "course":
        locks += [ROOT / "tests" / "colab-constraints.txt", ROOT / "pyproject.toml"]
    return {
        "packages": digest(locks, kind),
        "project": digest([ROOT / "pyproject.toml"], str(ROOT)),
    }


def read_state(env):
    try:
        return json.loads((env / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_state(env, **state):
    temporary = env / (STATE + ".part")
    temporary.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")
    os.replace(str(temporary), str(env / STATE))


def is_ready(env, wanted):
    state = read_state(env)
    python = env_python(env)  # a link: gone when the Python behind it is gone
    return python.exists() and all(state.get(key) == wanted[key] for key in wanted)


def create(env, python, uv, wanted=None):
    """Create an empty environment; one that an interrupted set-up left is cleared."""
    broken = read_state(env).get("phase") == "started" or not fits(version_of(env_python(env)))
    if env.exists() and broken:
        say(f"{env.name} is unfinished or broken: starting over")
        shutil.rmtree(str(env))
    if env.exists():
        return
    if uv:
        ask_for = python or wanted or ">=3.11,<3.14"
        command = [uv, "venv", "--quiet", "--python", ask_for, str(env)]
        code, output = ask(command, timeout=600, env=uv_settings())
    elif ask([python, "-c", "import venv, ensurepip"])[0]:
        raise no_ensurepip(python, version_of(python))
    else:
        code, output = ask([python, "-m", "venv", str(env)], timeout=300)
    if code:
        raise SetupError(f"{env} could not be created: {output.strip()}")
    say(f"created {env.name} with {version_of(env_python(env))}")


# The command line -------------------------------------------------------------------------------


def set_up(kind, lock="auto", tool="auto"):
    """Bring the environment of one kind up to date; returns its folder."""
    env, wanted = ROOT / FOLDERS[kind], stamps(kind)
    if is_ready(env, wanted):
        return env
    uv = None if tool == "pip" else find_uv()
    python = find_python("3.13" if kind == "colab" else None)
    if not (python or uv):
        raise no_python("3.13" if kind == "colab" else None)
    if read_state(env).get("packages") == wanted["packages"] and env_python(env).exists():
        Installer(env, uv).install_project()
        write_state(env, **dict(read_state(env), **wanted))
        return env
    create(env, python, uv, "3.13" if kind == "colab" else None)
    write_state(env, phase="started")
    choice = install(Installer(env, uv), kind, lock)
    quiet_lab(env)
    write_state(env, phase="ready", choice=choice, **wanted)
    say(f"{env.name} is ready")
    return env


def find_uv():
    uv = shutil.which("uv")
    return uv if uv and ask([uv, "--version"])[0] == 0 else None


def install(installer, kind, lock):
    """Install what an environment of this kind holds; returns which lock it came from."""
    if kind == "course":
        if lock == "auto":
            machine = (platform.system(), platform.machine())
            lock = choose_lock(*machine, gpu=has_nvidia_gpu(), uv=bool(installer.uv))
        choice = installer.install_locked(lock)
        installer.install_project()
        return choice
    if kind == "colab":
        constraints = ROOT / "tests" / "colab-constraints.txt"
        if installer.uv and platform.system() == "Linux":
            installer.install_cpu_torch(constraints.read_text(encoding="utf-8"))
        extras = ".[tensorflow,text,gallery,dev]"
        installer.install("-c", str(constraints), "-e", extras, "ipykernel")
    elif kind == "teaching":
        lock_of_kind = str(ROOT / "requirements" / "teaching.txt")
        installer.install("--require-hashes", "--no-deps", "-r", lock_of_kind)
        installer.install("--no-deps", "-e", str(ROOT))
    else:
        newest = ["tensorflow>=2.21", "torch>2.10"]
        installer.install("--upgrade", "-e", ".[course,dev]", *newest)
    return kind


def quiet_lab(env):
    """Switch off JupyterLab's pop-up about news, which asks the network and covers the lesson."""
    folder = env / "etc" / "jupyter" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    off = {"@jupyterlab/apputils-extension:announcements": True}
    text = json.dumps({"disabledExtensions": off}, indent=1)
    (folder / "page_config.json").write_text(text + "\n", encoding="utf-8")


def arguments(argv):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--kind", choices=sorted(FOLDERS), default="course")
    parser.add_argument("--lock", choices=["auto", "cpu", "gpu", "pinned"], default="auto")
    parser.add_argument("--tool", choices=["auto", "pip"], default="auto", help="pip: without uv")
    parser.add_argument("command", nargs="?", choices=sorted(COMMANDS), help="run this afterwards")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="what the command is given")
    return parser.parse_args(argv)


def run(env, command, rest):
    """Run a command of the course in the environment, in place of this process where it can."""
    line = [str(env_python(env)), *COMMANDS[command], *rest]
    if os.name == "nt":
        return subprocess.call(line)
    os.execv(line[0], line)


def main(argv=None):
    options = arguments(argv)
    try:
        env = set_up(options.kind, options.lock, options.tool)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("interrupted; the same line starts again, and what was downloaded is kept")
        return 130
    return run(env, options.command, options.rest) if options.command else 0


if __name__ == "__main__":
    sys.exit(main())
