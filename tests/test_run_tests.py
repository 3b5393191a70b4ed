"""The test command: which passes it makes, and in which environment."""

import pytest
import run_tests


@pytest.mark.parametrize("only", ["all", "notebooks"])
def test_notebooks_run_on_the_cpu_too_where_there_is_a_gpu(only):
    first, second = run_tests.devices(only, ["-x"], "gpu")
    assert first == (only, {})
    assert second == ("notebooks", {"CUDA_VISIBLE_DEVICES": "-1"})


@pytest.mark.parametrize(("only", "kind"), [("all", "cpu"), ("all", "apple"), ("browser", "gpu")])
def test_one_pass_is_enough_elsewhere(only, kind):
    assert run_tests.devices(only, [], kind) == [(only, {})]


def test_what_is_named_runs_once():
    assert run_tests.devices("all", ["tests/test_run_tests.py"], "gpu") == [("all", {})]


@pytest.mark.parametrize(
    ("cores", "memory", "workers"), [(2, 24, 2), (16, 128, 4), (4, 7, 1), (1, 64, 1)]
)
def test_workers_follow_cores_and_memory(cores, memory, workers):
    assert run_tests.num_workers(cores, memory) == workers


def test_every_pass_but_the_one_of_the_index_blocks_the_network(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    for only in run_tests.WHAT:
        blocked = "offline" in run_tests.environment(only, tmp_path).get("PYTHONPATH", "")
        assert blocked == (only != "index")


def test_only_the_nightly_pass_draws_new_examples(tmp_path, monkeypatch):
    monkeypatch.delenv("ARTLAB_HYPOTHESIS", raising=False)
    settings = {only: run_tests.environment(only, tmp_path) for only in run_tests.WHAT}
    drawing = [only for only, found in settings.items() if "ARTLAB_HYPOTHESIS" in found]
    assert drawing == ["nightly"]
