"""The exported GPT-2 says what PyTorch says, with a cache, in batches, from one copy of weights."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from artlab.studio import tokens  # noqa: E402
from artlab.studio.drawer import WEIGHTS  # noqa: E402
from artlab.studio.onnx_gpt import OnnxGPT  # noqa: E402
from artlab.studio.training.export_gpt import export_gpt, load_gpt  # noqa: E402

IDS = np.random.default_rng(0).integers(0, tokens.VOCABULARY_SIZE, (3, 24))


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    from artlab.studio.training.model import build

    model = build(seed=1, layers=2, width=32, heads=2, positions=64)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(3)
    folder = tmp_path_factory.mktemp("gpt")
    path = export_gpt(model, folder, "small", about={"steps": 0})
    return path, load_gpt(folder / "small.safetensors")


def _expected(model, ids):
    with torch.no_grad():
        return model(torch.from_numpy(ids)).logits.numpy()


def test_scores_are_those_of_pytorch_with_and_without_the_cache(pair):
    path, model = pair
    expected = _expected(model, IDS)
    graph = OnnxGPT(path)
    graph.start(3)
    assert np.abs(graph.step(IDS[:, :10]) - expected[:, 9]).max() < 1e-4
    for place in range(10, 24):
        assert np.abs(graph.step(IDS[:, place : place + 1]) - expected[:, place]).max() < 1e-4


def test_rows_may_start_with_different_lengths(pair):
    path, model = pair
    expected, counts = _expected(model, IDS), np.array([4, 9, 6])
    graph = OnnxGPT(path)
    graph.start(3)
    graph.step(IDS[:, :9], counts)
    for more in range(5):
        scores = graph.step(IDS[np.arange(3), counts + more][:, None])
        for row, count in enumerate(counts):
            assert np.abs(scores[row] - expected[row, count + more]).max() < 1e-4


def test_one_row_reads_several_tokens_at_any_time(pair):
    path, model = pair
    expected = _expected(model, IDS[:1])
    graph = OnnxGPT(path)
    graph.start(1)
    for start, stop in ((0, 7), (7, 8), (8, 15), (15, 24)):
        assert np.abs(graph.step(IDS[:1, start:stop])[0] - expected[0, stop - 1]).max() < 1e-4


def test_a_new_start_forgets(pair):
    graph = OnnxGPT(pair[0])
    graph.start(1)
    first = graph.step(IDS[:1, :5]).copy()
    graph.step(IDS[:1, 5:9])
    graph.start(1)
    assert np.array_equal(graph.step(IDS[:1, :5]), first)


def test_the_graph_holds_no_weights_of_its_own(pair):
    path = pair[0]
    assert path.stat().st_size < 60_000
    assert path.with_suffix(".safetensors").stat().st_size > 2 * tokens.VOCABULARY_SIZE * 32


def test_bad_shapes_and_missing_files_are_named(pair, tmp_path):
    graph = OnnxGPT(pair[0])
    graph.start(2)
    with pytest.raises(ValueError, match=r"`ids` must have shape \(2, n\)"):
        graph.step(IDS[:1])
    graph.step(IDS[:2, :3])
    with pytest.raises(ValueError, match="must have one column after the first step"):
        graph.step(IDS[:2, :3])
    with pytest.raises(ValueError, match="must leave room"):
        for _ in range(64):
            graph.step(IDS[:2, :1])
    with pytest.raises(FileNotFoundError, match=r"small\.onnx"):
        OnnxGPT(tmp_path / "small.onnx")


@pytest.mark.skipif(not (WEIGHTS / "drawer" / "drawer.onnx").exists(), reason="no weights yet")
def test_the_shipped_drawer_says_what_pytorch_says():
    folder = WEIGHTS / "drawer"
    model, graph = load_gpt(folder / "drawer.safetensors"), OnnxGPT(folder / "drawer.onnx")
    expected = _expected(model, IDS)[..., : tokens.NUM_TOKENS]
    graph.start(3)
    assert np.abs(graph.step(IDS[:, :20]) - expected[:, 19]).max() < 1e-4
    assert np.abs(graph.step(IDS[:, 20:21]) - expected[:, 20]).max() < 1e-4
