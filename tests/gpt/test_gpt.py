"""The front of the room: names are found, and nothing is loaded before it is needed."""

import importlib
import subprocess
import sys

import pytest

from artlab import gpt


@pytest.mark.parametrize("name", sorted(gpt.HOME))
def test_each_name_is_defined_in_its_home(name):
    found = getattr(gpt, name)
    home = importlib.import_module(f"artlab.gpt.{gpt.HOME[name]}")
    assert found is getattr(home, name)
    assert found.__module__.startswith(home.__name__)
    assert found.__doc__


def test_no_function_hides_a_module():
    modules = set(gpt.HOME.values())
    assert not modules & set(gpt.HOME)


def test_an_unknown_name_is_an_error_that_lists_the_known():
    with pytest.raises(AttributeError, match=r"has no 'gredy'. It has: .*greedy"):
        gpt.gredy  # noqa: B018
    assert set(gpt.HOME) <= set(dir(gpt))


def test_importing_the_room_loads_no_framework():
    script = "import sys, artlab.gpt; print(*sorted(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not {"torch", "transformers", "numpy", "tensorflow"} & set(done.stdout.split())
