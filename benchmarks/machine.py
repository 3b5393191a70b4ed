"""What this machine can do: multiplications and memory traffic, measured."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np

from artlab.runtime import atomic_write  # artlab silences TensorFlow before it is imported


def best_seconds(function, repeats: int, rounds: int = 5) -> float:
    """The quickest of several rounds, in seconds a call: noise only ever adds time."""
    function()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        for _ in range(repeats):
            function()
        times.append((time.perf_counter() - started) / repeats)
    return min(times)


def report(name: str, result: dict) -> None:
    """Print a result, and keep it in benchmarks/results/."""
    path = Path(__file__).parent / "results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    with atomic_write(path) as temporary:
        Path(temporary).write_text(text + "\n", encoding="utf-8")
    print(text)


def sgemm_flops() -> float:
    """Floating-point operations a second in TensorFlow's float32 matrix product."""
    import tensorflow as tf

    size = 1024
    rng = np.random.default_rng(0)
    left, right = (tf.constant(rng.standard_normal((size, size)), tf.float32) for _ in range(2))
    return 2 * size**3 / best_seconds(lambda: tf.matmul(left, right).numpy(), repeats=10)


def memory_bytes_per_second() -> float:
    """Bytes read and written a second by a multi-threaded `a + b` on 64 MB arrays."""
    import tensorflow as tf

    numbers = tf.ones(16 * 2**20)
    add = tf.function(lambda a, b: a + b)
    return 3 * numbers.shape[0] * 4 / best_seconds(lambda: add(numbers, numbers), repeats=5)
