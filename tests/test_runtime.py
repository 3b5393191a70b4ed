"""Device, budget, cache, atomic files, the network probe: `artlab.runtime`."""

import itertools
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import threading
import types
from http import server

import numpy as np
import pytest

from artlab import _frameworks, _machine, runtime

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="uses a shell script")


def run_python(code, **environment):
    """Runs code in a fresh interpreter without the variables that artlab sets."""
    ours = ("TF_", "ABSL_", "GRPC_", "ARTLAB_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env=kept | environment,
    )


@pytest.fixture
def fresh_device():
    runtime.device.cache_clear()
    yield
    runtime.device.cache_clear()


@pytest.fixture
def nvidia_smi(tmp_path, monkeypatch, fresh_device):
    """Puts an `nvidia-smi` on the PATH that runs the given shell line."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def install(line):
        script = tmp_path / "nvidia-smi"
        script.write_text(f"#!/bin/sh\n{line}\n")
        script.chmod(0o755)

    return install


def fake_device(monkeypatch, kind="cpu", gpu_memory_gb=0.0, cores=2):
    made = runtime.Device(kind, "A name", cores, 23.5, gpu_memory_gb)
    monkeypatch.setattr(runtime, "device", lambda: made)


# import artlab


def test_import_artlab_loads_no_framework():
    heavy = ["numpy", "tensorflow", "keras", "torch", "transformers", "matplotlib", "PIL"]
    code = f"import artlab, sys; print([name for name in {heavy} if name in sys.modules])"
    assert run_python(code).stdout.strip() == "[]"


def test_import_artlab_keeps_the_users_log_level():
    code = "import artlab, os; print(os.environ['TF_CPP_MIN_LOG_LEVEL'])"
    assert run_python(code, TF_CPP_MIN_LOG_LEVEL="0").stdout.strip() == "0"


def test_import_artlab_sets_the_log_level_and_leaves_onednn_on():
    code = (
        "import artlab, os; "
        "print(os.environ['TF_CPP_MIN_LOG_LEVEL'], os.environ['TF_ENABLE_ONEDNN_OPTS'])"
    )
    assert run_python(code).stdout.split() == ["3", "1"]


# device


@POSIX
def test_device_with_nvidia_smi_reads_name_and_memory(nvidia_smi):
    nvidia_smi("echo 'NVIDIA RTX A2000, Laptop, 4096'")
    device = runtime.device()
    assert (device.kind, device.name) == ("gpu", "NVIDIA RTX A2000, Laptop")
    assert device.gpu_memory_gb == 4.0


@POSIX
@pytest.mark.parametrize("line", ["echo 'Failed to talk to the driver, 9'; exit 9", "echo; exit 0"])
def test_device_with_failing_nvidia_smi_is_no_gpu(nvidia_smi, line):
    nvidia_smi(line)
    assert runtime.device().kind != "gpu"


@POSIX
def test_device_with_unknown_gpu_memory_says_zero(nvidia_smi):
    nvidia_smi("echo 'NVIDIA GB10, [N/A]'")
    assert runtime.device().gpu_memory_gb == 0.0


@POSIX
def test_device_with_hanging_nvidia_smi_is_no_gpu(nvidia_smi):
    nvidia_smi("exec sleep 60")
    assert _machine.nvidia_gpu(timeout=0.2) is None


@POSIX
@pytest.mark.parametrize("hidden", ["", "-1"])
def test_device_with_hidden_gpu_is_no_gpu(nvidia_smi, monkeypatch, hidden):
    nvidia_smi("echo 'NVIDIA A100, 40960'")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    assert runtime.device().kind != "gpu"


def test_device_memory_matches_psutil(fresh_device, monkeypatch):
    psutil = pytest.importorskip("psutil")
    monkeypatch.setattr(_machine, "_read", lambda path: "")  # no container limit
    assert _machine.memory_gb() == pytest.approx(psutil.virtual_memory().total / 2**30, rel=0.01)


def test_device_in_a_container_obeys_its_limits(monkeypatch):
    limits = {"/sys/fs/cgroup/cpu.max": "100000 100000", "/sys/fs/cgroup/memory.max": str(2**30)}
    monkeypatch.setattr(_machine, "_read", lambda path: limits.get(path, ""))
    assert (_machine.num_cores(), _machine.memory_gb()) == (1, 1.0)


# summary


@pytest.mark.parametrize(
    ("device", "start"),
    [
        ({"kind": "cpu"}, "CPU (2 cores, 24 GB)"),
        ({"kind": "cpu", "cores": 1}, "CPU (1 core, 24 GB)"),
        ({"kind": "gpu", "gpu_memory_gb": 15.9}, "A name (16 GB, 2 cores, 24 GB)"),
        ({"kind": "apple"}, "Apple silicon (2 cores, 24 GB)"),
    ],
)
def test_summary_starts_with_the_device(monkeypatch, device, start):
    fake_device(monkeypatch, **device)
    assert runtime.summary().startswith(start + " · budget ")


def test_summary_is_one_line_with_the_versions():
    import importlib.metadata

    release = ".".join(importlib.metadata.version("tensorflow").split(".")[:2])
    pattern = rf"[^\n]+ · budget class · TensorFlow {re.escape(release)} · artlab [\d.]+"
    code = "from artlab import runtime; print(ascii(runtime.summary()))"
    line = run_python(code).stdout.strip()[1:-1].replace("\\xb7", "·")
    assert re.fullmatch(pattern, line)


def test_version_of_an_absent_package_is_none():
    assert runtime.version("no_such_package_anywhere") is None


# budget


@pytest.mark.parametrize(
    ("mode", "kind", "studio", "steps"),
    [
        ("class", "cpu", None, 100),
        ("class", "apple", None, 100),
        ("class", "gpu", None, 300),
        ("class", "gpu", 7, 300),
        ("studio", "cpu", None, 1000),
        ("studio", "gpu", None, 3000),
        (" Studio ", "cpu", 7, 7),
        ("", "cpu", 7, 100),
    ],
)
def test_budget_follows_mode_and_device(monkeypatch, mode, kind, studio, steps):
    fake_device(monkeypatch, kind)
    monkeypatch.setenv("ARTLAB_BUDGET", mode)
    assert runtime.budget(cpu=100, gpu=300, studio=studio) == steps


def test_budget_with_unknown_mode_names_the_variable(monkeypatch):
    monkeypatch.setenv("ARTLAB_BUDGET", "fast")
    with pytest.raises(ValueError, match=r"`ARTLAB_BUDGET` must be .* Received: 'fast'"):
        runtime.budget(cpu=1, gpu=1)


@pytest.mark.parametrize("steps", [0, -1, 2.0, True, "9", None])
def test_budget_with_bad_steps_names_the_argument(steps):
    with pytest.raises(ValueError, match="`gpu` must be a positive int"):
        runtime.budget(cpu=1, gpu=steps)


# seeds


def test_seed_everything_repeats_python_and_numpy():
    draws = []
    for _ in range(2):
        runtime.seed_everything(7)
        draws.append((random.random(), np.random.rand(3).tolist()))
    assert draws[0] == draws[1]


def test_seed_everything_imports_no_framework():
    code = (
        "from artlab import runtime; import sys; runtime.seed_everything(1); "
        "print({'tensorflow', 'keras', 'torch'} & set(sys.modules))"
    )
    assert run_python(code).stdout.strip() == "set()"


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True, "1", None])
def test_seed_everything_with_bad_seed_says_the_rule(seed):
    with pytest.raises(ValueError, match=r"`seed` must be an int in \[0, 2\*\*32\)"):
        runtime.seed_everything(seed)


# cache_dir


def test_cache_dir_obeys_the_variable(tmp_path, monkeypatch):
    monkeypatch.setenv("ARTLAB_CACHE", str(tmp_path / "deep" / "cache"))
    assert runtime.cache_dir() == tmp_path / "deep" / "cache"
    assert runtime.cache_dir().is_dir()


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("linux", "xdg/artlab"),
        ("darwin", "home/Library/Caches/artlab"),
        ("win32", "local/artlab/cache"),
    ],
)
def test_cache_dir_follows_the_platform(tmp_path, monkeypatch, system, expected):
    monkeypatch.delenv("ARTLAB_CACHE", raising=False)
    monkeypatch.setattr(runtime.sys, "platform", system)
    monkeypatch.setattr(pathlib.Path, "home", lambda: tmp_path / "home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert runtime.cache_dir() == tmp_path / expected


# atomic_write


def test_atomic_write_gives_the_file_its_name(tmp_path):
    with runtime.atomic_write(tmp_path / "new" / "a.txt") as temporary:
        assert temporary.parent == tmp_path / "new"
        assert temporary.suffix == ".txt"
        temporary.write_text("done")
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["a.txt"]
    assert (tmp_path / "new" / "a.txt").read_text() == "done"


def test_atomic_write_that_fails_keeps_the_old_file(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), runtime.atomic_write(target) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]
    assert target.read_text() == "old"


def test_atomic_write_shows_nothing_before_the_end(tmp_path):
    with runtime.atomic_write(tmp_path / "a.txt") as temporary:
        temporary.write_text("half")
        assert not (tmp_path / "a.txt").exists()


def test_atomic_write_takes_a_file_that_the_writer_replaced(tmp_path):
    with runtime.atomic_write(tmp_path / "a.npz") as temporary:
        temporary.unlink()
        np.savez(temporary, values=[1])
    assert np.load(tmp_path / "a.npz")["values"] == [1]


@POSIX
def test_atomic_write_gives_the_usual_permissions(tmp_path):
    (tmp_path / "plain").write_text("")
    with runtime.atomic_write(tmp_path / "a") as temporary:
        temporary.write_text("")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


# is_online


@pytest.fixture
def address(monkeypatch):
    """The address of a web server on this machine that answers 404 for /missing."""

    class Handler(server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(404 if self.path == "/missing" else 200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    web = server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{web.server_port}"
    web.shutdown()
    web.server_close()


def test_is_online_with_an_answer_is_true(address):
    assert runtime.is_online(timeout=20, url=address) is True


def test_is_online_with_a_missing_file_is_false(address):
    assert runtime.is_online(timeout=20, url=address + "/missing") is False


def test_is_online_with_a_silent_server_gives_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert runtime.is_online(timeout=0.5, url=url) is False


def test_is_online_with_a_refused_connection_is_false():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert runtime.is_online(timeout=20, url=f"http://127.0.0.1:{port}") is False


def test_is_online_ignores_a_students_file_named_like_a_module(address, tmp_path, monkeypatch):
    (tmp_path / "socket.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert runtime.is_online(timeout=20, url=address) is True


def test_is_online_leaves_no_child_behind():
    psutil = pytest.importorskip("psutil")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        runtime.is_online(timeout=0.5, url=f"http://127.0.0.1:{silent.getsockname()[1]}")
    commands = [child.cmdline() for child in psutil.Process().children(recursive=True)]
    assert not any("urllib" in " ".join(command) for command in commands)


def test_is_online_with_a_file_address_is_refused():
    with pytest.raises(ValueError, match="`url` must start with http"):
        runtime.is_online(url="file:///etc/hostname")


# load: what needs no framework (tests/test_frameworks.py has the rest)


@pytest.mark.parametrize("names", [(), ("jax",), ("torch", "numpy")])
def test_load_with_unknown_names_lists_the_known(names):
    with pytest.raises(ValueError, match='`names` must be one or more of "torch"'):
        runtime.load(*names)


@pytest.mark.parametrize("names", list(itertools.permutations(runtime.SAFE_ORDER)))
def test_load_in_any_order_imports_the_text_side_first(monkeypatch, names):
    imported = []

    def record(name):
        imported.append(name)
        sys.modules[name] = types.ModuleType(name)

    for name in names:
        monkeypatch.setitem(sys.modules, name, None)  # put back at the end
        del sys.modules[name]
    monkeypatch.setattr(_frameworks.importlib, "import_module", record)
    for action in ("_grow_gpu_memory", "_start_xla"):
        monkeypatch.setattr(_frameworks, action, lambda tensorflow: None)
    modules = runtime.load(*names)
    assert tuple(module.__name__ for module in modules) == names
    assert max(imported.index("torch"), imported.index("transformers")) < min(
        imported.index("tensorflow"), imported.index("keras")
    )


@pytest.mark.parametrize("name", runtime.SAFE_ORDER)
def test_load_of_an_absent_framework_names_the_line_that_mends_it(monkeypatch, name):
    def absent(asked):
        raise ModuleNotFoundError(f"No module named {asked!r}", name=asked)

    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(_frameworks.importlib, "import_module", absent)
    extra = "tensorflow" if name in ("tensorflow", "keras") else "text"
    with pytest.raises(ImportError, match=rf'{name} is not installed.*pip install -e "\.\[{extra}'):
        runtime.load(name)


@pytest.mark.parametrize(("found", "refused"), [("2.20.0", False), ("2.21.0", True)])
def test_load_refuses_the_order_that_aborts(monkeypatch, found, refused):
    monkeypatch.setitem(sys.modules, "tensorflow", object())
    monkeypatch.setattr(_frameworks, "version", lambda package: found)
    if not refused:
        return _frameworks._refuse_the_aborting_order()
    with pytest.raises(RuntimeError, match="Restart the kernel"):
        _frameworks._refuse_the_aborting_order()
