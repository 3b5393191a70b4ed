"""The frameworks themselves, each test in a process of its own: `runtime.load`, silence, seeds."""

import importlib.util
import itertools
import os
import subprocess
import sys

import pytest

for needed in ("tensorflow", "keras", "torch", "transformers"):
    if importlib.util.find_spec(needed) is None:
        pytest.skip(f"{needed} is not installed", allow_module_level=True)

NAMES = ("tensorflow", "keras", "torch", "transformers")
PAIRS = list(itertools.permutations(NAMES, 2))


def run_python(code, **environment):
    """Runs code in a fresh interpreter without the variables that artlab sets."""
    ours = ("TF_", "ABSL_", "GRPC_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        timeout=540,  # a busy machine; below pytest's own limit
        env=kept | environment,
    )


# Each pair costs 15 s of a core. The plain suite has all four at once, in the unsafe order, and
# test_runtime.py has every order with stand-ins; the pairs themselves run in `make test-nightly`.
@pytest.mark.nightly
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_load_of_both_returns_them_as_asked(first, second):
    code = (
        "from artlab import runtime\n"
        f"modules = runtime.load({first!r}, {second!r})\n"
        "print(*(module.__name__ for module in modules))"
    )
    done = run_python(code)
    assert (done.returncode, done.stdout.split()) == (0, [first, second]), done.stderr


@pytest.mark.nightly
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_load_one_after_the_other_survives_or_explains(first, second):
    code = (
        "from artlab import runtime\n"
        f"runtime.load({first!r})\n"
        f"print(runtime.load({second!r}).__name__)"
    )
    done = run_python(code)
    explained = "Restart the kernel" in done.stderr
    assert done.stdout.strip() == second or (done.returncode == 1 and explained), done.stderr


def test_load_of_all_in_the_unsafe_order_computes():
    code = (
        "from artlab import runtime\n"
        "tensorflow, keras, torch, transformers = runtime.load(\n"
        "    'tensorflow', 'keras', 'torch', 'transformers')\n"
        "print(float(tensorflow.reduce_sum([1.0, 2.0])), float(torch.tensor([3.0, 4.0]).sum()),\n"
        "      transformers.GPT2Config(n_layer=3).n_layer, float(keras.ops.max([5.0, 6.0])))"
    )
    done = run_python(code)
    assert done.stdout.split() == ["3.0", "7.0", "3", "6.0"], done.stderr


def test_tensorflow_after_artlab_writes_nothing():
    code = "import artlab, tensorflow; tensorflow.matmul(tensorflow.eye(2), tensorflow.eye(2))"
    done = run_python(code, CUDA_VISIBLE_DEVICES="-1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_seed_everything_repeats_every_framework():
    code = (
        "from artlab import runtime\n"
        "tensorflow, keras, torch = runtime.load('tensorflow', 'keras', 'torch')\n"
        "draws = []\n"
        "for _ in range(2):\n"
        "    runtime.seed_everything(3)\n"
        "    draws.append((tensorflow.random.normal([3]).numpy().tolist(),\n"
        "                  keras.random.normal([3]).numpy().tolist(), torch.rand(3).tolist()))\n"
        "print(draws[0] == draws[1])"
    )
    done = run_python(code)
    assert done.stdout.strip() == "True", done.stderr
