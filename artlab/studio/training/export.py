"""Writes a model's ONNX graph, and measures how far it is from the original."""

from pathlib import Path

import numpy as np

from artlab.studio import conditions


def export(name, weights, folder):
    """Writes a graph and its weights into a folder, and compares graph and original.

    The writer's files are called `model`, and `transformers` can load its folder.

    Args:
        name: "writer", "drawer" or "painter".
        weights: safetensors file that a training wrote.
        folder: where weights (float16) and graph go; it is made where it is missing.

    Returns:
        `pathlib.Path` of the graph, and the largest absolute difference to the PyTorch or Keras
        original with the same weights: of logits, or of colours in [-1, 1].
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    return (
        _export_painter(weights, folder)
        if name == "painter"
        else _export_gpt(name, weights, folder)
    )


def _export_gpt(name, weights, folder):
    from artlab.studio import notes, tokens
    from artlab.studio.training.export_gpt import about_of, export_gpt, load_gpt
    from artlab.studio.training.folder import NAME, write_folder

    model, about = load_gpt(weights), about_of(weights)
    num_logits = {"drawer": tokens.NUM_TOKENS, "writer": notes.VOCABULARY_SIZE}[name]
    graph = export_gpt(model, folder, NAME if name == "writer" else name, num_logits, about)
    if name == "writer":
        write_folder(folder, model.config)
    return graph, difference_of_gpt(model, graph)


def difference_of_gpt(model, graph, batch=3, length=48):
    """Largest difference of logits between a PyTorch GPT-2 and its graph, on random tokens."""
    import torch

    from artlab.studio.onnx_gpt import OnnxGPT

    ids = np.random.default_rng(0).integers(0, model.config.vocab_size, (batch, length))
    exported = OnnxGPT(graph)
    exported.start(batch)
    parts = np.split(ids, [length - 2, length - 1], axis=1)  # all at once, then one by one
    rows = [exported.step(part).copy() for part in parts]
    with torch.no_grad():
        logits = model(torch.from_numpy(ids)).logits[:, -3:, : exported.num_logits].numpy()
    return float(np.abs(np.stack(rows, 1) - logits).max())


def _export_painter(weights, folder):
    from artlab.studio.training.export_painter import export_painter, load_original

    model = load_original(weights)
    graph = export_painter(model, folder)
    return graph, float(difference_of_painter(model, graph).max())


def difference_of_painter(model, graph, num=3, size=128):
    """Differences of colours in [-1, 1] between a Keras painter and its graph, on random scenes.

    Returns:
        float32 array of shape (num, size, size, 3).
    """
    from artlab.studio.painter import Painter
    from artlab.world import draw, sample

    scenes = [sample(seed, format="square") for seed in range(num)]
    drawings = [conditions.channels(draw(s, i), s, size) for i, s in enumerate(scenes)]
    styles = [conditions.style_vector(scene) for scene in scenes]
    ours = Painter(graph).run(drawings, styles)
    original = np.asarray(model([np.stack(drawings), np.stack(styles)], training=False))
    return np.abs(ours - original)
