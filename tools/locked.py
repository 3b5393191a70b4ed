"""Choose one of the locked requirement files for this machine, and install it.

Used by tools/setup_env.py; standard library only. docs/decisions/0002 has the reasons.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What each choice needs on Linux, in GB: (download, disk). Measured: docs/decisions/0002.
SIZES = {"pinned": (5.1, 10.1), "cpu": (1.3, 3.6), "gpu": (5.2, 10.2)}
OTHER_SYSTEMS = 3  # GB on macOS and Windows, whose wheels carry no CUDA libraries
CUDA_ONLY = re.compile(r"^(nvidia-|cuda-|triton\b|torch\b)")


class SetupError(Exception):
    """Something that the user can mend; its text says what and how."""


def say(text):
    print("artlab: " + text, file=sys.stderr, flush=True)


def ask(command, timeout=20, **options):
    """Run `command` quietly. Returns (exit code, output); 127 when it cannot be started."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=timeout,
            **options,
        )
    except subprocess.TimeoutExpired:
        return 124, f"no answer within {timeout} s"
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout


# Which lock -------------------------------------------------------------------------------------


def has_nvidia_gpu():
    code, output = ask(["nvidia-smi", "-L"], timeout=10)
    return code == 0 and "GPU" in output


def choose_lock(system, machine, gpu, uv):
    """The choice for a machine: "gpu", "cpu" (try torch's CPU build) or "pinned"."""
    if system != "Linux":
        return "pinned"  # the wheels for macOS and Windows carry no CUDA libraries
    if gpu:
        return "gpu"
    return "cpu" if uv and machine.lower() in ("x86_64", "amd64") else "pinned"


def lock_file(choice):
    return ROOT / "requirements" / ("gpu.txt" if choice == "gpu" else "course.txt")


def without_cuda(lock):
    """The text of a lock without torch and the libraries that only its CUDA build needs."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    return "".join(entry for entry in entries if not CUDA_ONLY.match(entry))


def pin(lock, package):
    """The version that the lock pins a package to: pin(text, "torch") -> "2.10.0"."""
    return re.search(rf"(?m)^{re.escape(package)}==([^\s;]+)", lock).group(1)


# Installing -------------------------------------------------------------------------------------


def uv_settings():
    """The environment for uv, which reads no pip.conf: a mirror that pip knows is handed on."""
    env = dict(os.environ)
    named = any(name in env for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE"))
    homes = [Path.home() / ".config", Path(os.environ.get("APPDATA", "/etc")), Path("/etc")]
    if named or any((home / "uv" / "uv.toml").exists() for home in homes):
        return env
    mirror = env.get("PIP_INDEX_URL")
    if not mirror:
        code, output = ask([sys.executable, "-m", "pip", "config", "get", "global.index-url"])
        mirror = output.strip() if code == 0 else ""
    if mirror.startswith("http"):
        env["UV_DEFAULT_INDEX"] = mirror
    return env


def env_python(env):
    return env / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class Installer:
    """Installs into one environment, with uv or with pip."""

    def __init__(self, env, uv):
        self.env, self.uv = env, uv
        self.python = env_python(env)
        self.settings = uv_settings() if uv else dict(os.environ, PIP_USER="0")
        self.settings.pop("PYTHONHOME", None)

    def command(self, *arguments):
        if self.uv:
            return [self.uv, "pip", "install", "--python", str(self.python), *arguments]
        quiet = ["--disable-pip-version-check", "--no-input"]
        return [str(self.python), "-m", "pip", "install", *quiet, *arguments]

    def install(self, *arguments):
        """Install, with uv's or pip's own progress on the screen."""
        code = subprocess.call(self.command(*arguments), env=self.settings, cwd=str(ROOT))
        if code:
            raise SetupError(self.explain())

    def answers(self, *arguments, **options):
        """Whether the index offers something; returns (bool, last line of the output)."""
        command = self.command("--dry-run", "--no-deps", *arguments)
        code, output = ask(command, cwd=str(ROOT), **options)
        return code == 0, (output.strip().splitlines() or [""])[-1].strip()

    def explain(self):
        if shutil.disk_usage(str(self.env)).free < 2e8:
            return "the disk is full. " + str(no_space(self.env, SIZES["pinned"][1]))
        no_cache = ["--no-cache"] if self.uv else ["--no-cache-dir"]
        found, why = self.answers(*no_cache, "--force-reinstall", "six", env=self.settings)
        if not found:
            return (
                f"no package index answers ({why}). Check the network, or name your mirror to pip "
                "(PIP_INDEX_URL) or uv (UV_DEFAULT_INDEX), and run the same line again."
            )
        return (
            "the installation failed; the lines above say why. Run the same line again: it "
            "starts over, and what was downloaded is kept."
        )

    def install_cpu_torch(self, lock):
        """Try torch's CPU build, whose index may be out of reach. Returns "" or the reason."""
        torch = ["--torch-backend=cpu", "torch==" + pin(lock, "torch")]
        fast = dict(self.settings, UV_HTTP_TIMEOUT="6", UV_HTTP_RETRIES="0")
        found, why = self.answers("--reinstall-package", "torch", *torch, env=fast, timeout=15)
        if not found:
            return why or "no answer"
        command = self.command("--no-deps", *torch)
        code = subprocess.call(command, env=self.settings, cwd=str(ROOT))
        return "its download broke off" if code else ""

    def install_locked(self, choice):
        """Install the locked packages; returns the choice that came about."""
        lock = lock_file(choice)
        text = lock.read_text(encoding="utf-8")
        if choice == "cpu":
            failure = self.install_cpu_torch(text)
            if failure:
                choice = "pinned"
                say(fallback_line())
            else:
                lock = self.env / "requirements-cpu.txt"
                lock.write_text(without_cuda(text), encoding="utf-8")
        need_space(self.env, choice)
        say(f"installing what {lock.name} pins")
        self.install("--require-hashes", "--no-deps", "-r", str(lock))
        return choice

    def install_project(self):
        self.install("--no-deps", "--no-build-isolation", "-e", str(ROOT))


def fallback_line():
    return (
        "torch's CPU build is out of reach here, so this takes the pinned build with its CUDA "
        "libraries: {} GB to download and {} GB on disk instead of {} and {}.".format(
            *SIZES["pinned"], *SIZES["cpu"]
        )
    )


def no_space(env, needed):
    free = shutil.disk_usage(str(env.parent)).free / 1e9
    return SetupError(
        f"{env} needs about {needed} GB of disk; {free:.1f} GB are free. Make room, or move the "
        "folder to a larger disk, then run the same line again."
    )


def need_space(env, choice):
    """Stop before a download that the disk cannot hold (an environment with packages passes)."""
    needed = SIZES[choice][1] if platform.system() == "Linux" else OTHER_SYSTEMS
    begun = any(env.glob("lib*/python*/site-packages/numpy"))
    if not begun and shutil.disk_usage(str(env.parent)).free < needed * 1e9:
        raise no_space(env, needed)
