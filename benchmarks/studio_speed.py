"""How long a painting takes, cold and warm, and what it weighs: the studio against its originals.

    python -m benchmarks.studio_speed --rounds 7

Ours is what the base install runs: exported models on ONNX Runtime. The peer is the same models
in the libraries that they were trained with, in one process: writer and drawer with `generate`
of transformers on PyTorch, the drawer's grammar as a `LogitsProcessor`, the painter with Keras on
TensorFlow; same prompt, same prompts of the models, same threads, same machine, same run. Where
a stage of the peer cannot be run, it says why and is left out.

Reading the results (`benchmarks/results/studio_speed.json`); times are medians, in seconds:

- `cold`: `artlab paint` from the shell to the file on disk, a new process each time, files in the
  system's cache; `least` and `most` show how quiet the machine was, `cpu` the processor seconds
  of the process, which do not care about other work on the machine;
- `peak_megabytes`: most resident memory of these processes, each by itself (`wait4`; Linux counts
  the process that starts them too, so they run before this one loads a model);
- `warm`: a prompt to a 256-pixel painting in a process that has painted before, prompts in both
  languages taking turns; `stages` are the medians of the stages. `gallery`: nine works at once;
- `imports`: of the modules that `artlab paint` loads, in a new interpreter each;
- `disk_megabytes`: files of the base install, that is of the package and of every distribution
  that its dependencies without extras lead to, as `importlib.metadata` lists them for the
  environment in use (another one may hold other versions); `largest` names the five largest;
- `peer`: `cold`, `warm` and `peak_megabytes` of the peer, and how many times ours is quicker.
"""

from __future__ import annotations

import argparse
import importlib.metadata as metadata
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from artlab import runtime
from benchmarks import machine

PROMPT = "two mountains behind a lake at dusk, a boat and three birds"
WARM = (
    PROMPT,
    "画一幅山水画：远山、江上有两条船，夜里有月亮",
    "bamboo by a river in the snow",
    "大海",
)
IMPORTS = ("numpy", "cv2", "onnxruntime", "tokenizers", "artlab.studio.pipeline")
ROOT = Path(__file__).parents[1]


def spawn(command: list[str]) -> dict:
    """Runs a command: wall and processor seconds, most memory in MB, and what it printed."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        if child.returncode:
            raise RuntimeError(f"{command[:4]} ended with {child.returncode}: {err.read()[-2000:]}")
        return {
            "wall": seconds,
            "cpu": usage.ru_utime + usage.ru_stime,
            "megabytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6,
            "out": out.read(),
        }


def summary(runs: list[dict]) -> dict:
    """Medians of several runs of `spawn`."""
    walls = [run["wall"] for run in runs]
    return {
        "runs": len(runs),
        "median": statistics.median(walls),
        "least": min(walls),
        "most": max(walls),
        "cpu": statistics.median(run["cpu"] for run in runs),
        "peak_megabytes": max(run["megabytes"] for run in runs),
    }


def cold(rounds: int, *more: str) -> dict:
    """`artlab paint`, the file written, once to fill the system's cache and then timed."""
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + 1):
            target = str(Path(folder) / f"{number}.png")
            command = [sys.executable, "-m", "artlab.cli", "paint", PROMPT, "--out", target]
            runs.append(spawn([*command, "--seed", str(number), *more]))
    return summary(runs[1:])


def warm(rounds: int) -> dict:
    """A prompt to a painting, stage by stage, and a gallery of nine, in this process."""
    from artlab.studio import Studio

    studio = Studio()
    studio.paint(PROMPT)
    times, stages = [], []
    for number in range(2 * rounds):
        started = time.perf_counter()
        work = studio.paint(WARM[number % len(WARM)], seed=number)
        times.append(time.perf_counter() - started)
        stages.append(work.timings)
    galleries = []
    for number in range(max(rounds // 2, 1)):
        started = time.perf_counter()
        studio.gallery(WARM[number % len(WARM)], 9, seed=100 + number)
        galleries.append(time.perf_counter() - started)
    return {
        "median": statistics.median(times),
        "least": min(times),
        "most": max(times),
        "stages": {name: statistics.median(one[name] for one in stages) for name in stages[0]},
        "gallery": statistics.median(galleries),
    }


def imports(rounds: int) -> dict:
    """Seconds to import each module in a new interpreter, less those of an empty one."""
    empty = statistics.median(spawn([sys.executable, "-c", ""])["wall"] for _ in range(rounds))
    return {
        name: statistics.median(
            spawn([sys.executable, "-c", f"import {name}"])["wall"] for _ in range(rounds)
        )
        - empty
        for name in IMPORTS
    }


# Weight


def base_distributions() -> set[str]:
    """Names of the distributions that the base dependencies lead to, as installed here."""
    found, waiting = set(), ["artlab-course"]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # a marker of another platform
        found.add(name)
        waiting += [re.match(r"[\w.-]+", need)[0] for need in needs if _is_needed(need)]
    return found


def _is_needed(need: str) -> bool:
    """Whether a dependency is one without an extra that applies on this machine."""
    from packaging.requirements import Requirement

    marker = Requirement(need).marker
    return marker is None or marker.evaluate({"extra": ""})


def disk() -> dict:
    """Megabytes of the base install: the package, and every distribution that it needs."""
    sizes = {"artlab": _size(ROOT / "artlab")}
    for name in sorted(base_distributions() - {"artlab-course"}):
        files = metadata.files(name) or []
        paths = {Path(str(file.locate())) for file in files}
        sizes[name] = sum(path.stat().st_size for path in paths if path.is_file()) / 1e6
    largest = sorted(sizes, key=sizes.get, reverse=True)[:5]
    return {
        "total": sum(sizes.values()),
        "distributions": len(sizes),
        "largest": {name: sizes[name] for name in largest},
        "artlab": sizes["artlab"],
    }


def _size(folder: Path) -> float:
    files = [path for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6


# The peer


def peer(rounds: int) -> dict:
    """Cold start and warm time of the same models in their training frameworks."""
    command = [sys.executable, "-m", "benchmarks.studio_peer", PROMPT]
    runs = [spawn([*command, "--rounds", str(rounds if number == 0 else 0)]) for number in range(3)]
    told = json.loads(runs[0]["out"].splitlines()[-1])
    return {"cold": summary(runs[1:]), **told}


def measure(rounds: int, with_peer: bool) -> dict:
    """Measure everything, cold starts first."""
    result = {"device": runtime.summary(), "prompt": PROMPT, "cold": cold(rounds)}
    result["cold_gallery"] = cold(max(rounds // 3, 1), "--gallery", "9")
    result["warm"] = warm(rounds)
    result["imports"] = imports(max(rounds // 2, 1))
    result["disk_megabytes"] = disk()
    if with_peer:
        other = result["peer"] = peer(rounds)
        other["times_quicker_cold"] = other["cold"]["median"] / result["cold"]["median"]
        other["times_quicker_warm"] = other["warm"] / result["warm"]["median"]
        heavy, light = other["cold"]["peak_megabytes"], result["cold"]["peak_megabytes"]
        other["times_less_memory"] = heavy / light
    return result


def main() -> None:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--name", default="studio_speed", help="of the file in benchmarks/results")
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    machine.report(options.name, measure(options.rounds, not options.no_peer))


if __name__ == "__main__":
    main()
