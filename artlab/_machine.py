"""Questions about this machine, answered with the standard library alone."""

import os
import pathlib
import platform
import subprocess
import sys

GIB = 2**30
_SMI = ("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits")


def num_cores():
    """Cores this process may use: its affinity, and a container's quota where there is one."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    quota, _, period = _read("/sys/fs/cgroup/cpu.max").partition(" ")
    if quota.isdigit() and period.isdigit():
        cores = min(cores, max(1, round(int(quota) / int(period))))
    return cores


def memory_gb():
    """Main memory in GiB, or a container's limit when that is lower; 0.0 when unknown."""
    total = _windows_memory() if sys.platform == "win32" else _posix_memory()
    limit = _read("/sys/fs/cgroup/memory.max")
    if limit.isdigit():
        total = min(total, int(limit))
    return total / GIB


def nvidia_gpu(timeout=3.0):
    """The first NVIDIA GPU as `(name, memory in GiB)`, or `None`; asks `nvidia-smi`.

    `CUDA_VISIBLE_DEVICES` set to "" or "-1" hides every GPU.
    """
    if os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in ("", "-1"):
        return None
    try:
        answer = subprocess.run(
            _SMI,
            capture_output=True,
            text=True,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    first = answer.stdout.strip().partition("\n")[0]
    if answer.returncode != 0 or "," not in first:
        return None
    name, _, memory = first.rpartition(",")
    return name.strip(), float(memory) / 1024 if memory.strip().isdigit() else 0.0


def processor():
    """The name of the processor, as the system gives it."""
    for line in _read("/proc/cpuinfo").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine() or "CPU"


def _posix_memory():
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return 0


def _windows_memory():
    import ctypes

    size = 64  # MEMORYSTATUSEX: two 4-byte fields, then seven of 8 bytes
    status = (ctypes.c_uint64 * (size // 8))()
    ctypes.cast(status, ctypes.POINTER(ctypes.c_uint32))[0] = size
    answered = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return status[1] if answered else 0  # the second 8 bytes: total physical memory


def _read(path):
    try:
        return pathlib.Path(path).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
