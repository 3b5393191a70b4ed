"""The exported models say what their originals say, and `artlab export` writes them again."""

import numpy as np
import pytest

from artlab import cli
from artlab.studio import conditions, notes
from artlab.studio.onnx_gpt import OnnxGPT
from artlab.studio.painter import Painter

torch = pytest.importorskip("torch")


@pytest.mark.parametrize("name", ["drawer", "writer"])
def test_shipped_graphs_equal_their_pytorch_originals(name):
    from artlab.studio.training.export import difference_of_gpt
    from artlab.studio.training.export_gpt import load_gpt

    weights = cli.weights_path(name)
    model = load_gpt(weights)
    assert difference_of_gpt(model, weights.with_suffix(".onnx")) < 1e-4
    assert sum(p.numel() for p in model.parameters()) < 4_000_000


def test_the_shipped_painter_equals_its_keras_original():
    pytest.importorskip("tensorflow")
    from artlab.studio.training.export import difference_of_painter
    from artlab.studio.training.export_painter import load_original

    weights = cli.weights_path("painter")
    model = load_original(weights)
    difference = difference_of_painter(model, weights.with_suffix(".onnx"))
    assert difference.mean() < 2 / 255  # colours in [-1, 1]: 1/255 of the range
    assert model.count_params() < 5_000_000


def test_export_writes_a_graph_that_runs_and_says_how_far_off_it_is(tmp_path, capsys):
    assert cli.main(["export", "writer", "--out", str(tmp_path / "new")]) == 0
    shown = capsys.readouterr()
    assert "largest difference to the original" in shown.err
    assert shown.out.strip().endswith("model.onnx")
    model = OnnxGPT(tmp_path / "new" / "model.onnx")
    model.start(1)
    assert model.step([[1, 2, 3]]).shape == (1, notes.VOCABULARY_SIZE)


def test_exporting_what_is_not_there_is_refused(tmp_path, capsys):
    command = ["export", "drawer", "--weights", str(tmp_path / "no"), "--out", str(tmp_path)]
    assert cli.main(command) == 1
    assert "`--weights` must be a file" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["square", "2:1", "1:2", "4:3"])
def test_the_painter_paints_every_format(format):
    from artlab.world import draw, sample

    plan = sample(3, format=format)
    sketch = draw(plan, 3)
    painting = Painter.load().paint(sketch, plan)
    assert painting.shape == (*sketch.shape(256), 3) and painting.dtype == np.uint8
    assert painting.std() > 10
    assert np.array_equal(painting, Painter.load().paint_many([sketch, sketch], [plan, plan])[1])


def test_what_the_painter_sees_is_named():
    assert len(conditions.NAMES) == conditions.NUM_CHANNELS
