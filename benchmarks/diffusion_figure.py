"""The figure of `benchmarks.diffusion`: its curve, and pictures of both models below it.

python -m benchmarks.diffusion_figure    (writes docs/figures/diffusion.png)
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

from artlab import plots, runtime

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "diffusion.json"
FIGURE = ROOT / "docs" / "figures" / "diffusion.png"
SHOWN = (1, 4, 16, 64)  # steps
LABELS = np.arange(10)


def curve(result):
    """Quality against time."""
    return plots.quality_against_time(
        result,
        title(result),
        f"Frechet distance of {result['pictures']} pictures in features of a classifier.\n"
        f"Blue: steps of DDIM. Means of {len(result['seeds'])} seeds; bars, where they show, their "
        "range",
    )


def title(result):
    """What the numbers say, in one line."""
    gan = result["gan"]["distance"][0]
    better = [point for point in result["diffusion"] if point["distance"][0] < gan]
    if not better:
        return "The GAN paints at once, and better"
    steps, times = better[0]["steps"], better[0]["seconds"] / result["gan"]["seconds"]
    return f"From {steps} steps on better than the GAN, and {times:.0f} times slower"


def rows():
    """Pictures of every animal: real ones, the GAN's, and the diffusion model's."""
    runtime.load("tensorflow")
    torch = runtime.load("torch")
    torch.set_num_threads(1)
    from artlab import datasets, diffusion
    from benchmarks.diffusion import _latents, gan_painter

    _, held_out = datasets.animals().split(0.9, seed=0)
    first = [np.flatnonzero(held_out.labels == label)[0] for label in LABELS]
    fake = gan_painter()(_latents(len(LABELS), 1), LABELS.astype("int32"))
    found = {"real, held out": held_out.images[first, ..., 0], "GAN": fake[..., 0]}
    model = diffusion.load()
    for steps in SHOWN:
        name = f"{steps} step{'s' * (steps > 1)}"
        found[name] = diffusion.sample(model, 10, diffusion.NAMES, steps=steps, seed=1)
    return found, diffusion.NAMES


def main():
    """Draws the figure anew."""
    result = json.loads(RESULT.read_text(encoding="utf-8"))
    pictures, names = rows()
    below = plots.picture_rows(
        list(pictures.values()),
        list(pictures),
        list(names),
        subtitle="Nothing is chosen: the first held-out picture of each animal, and one seed",
    )
    with runtime.atomic_write(FIGURE) as temporary:
        _stacked([curve(result), below]).save(temporary, optimize=True)


def _stacked(figures):
    """Figures below each other on one sheet of paper."""
    sheets = [Image.open(io.BytesIO(plots.png_bytes(sheet))).convert("RGB") for sheet in figures]
    size = max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets)
    whole, top = Image.new("RGB", size, plots.PAPER), 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    return whole


if __name__ == "__main__":
    main()
