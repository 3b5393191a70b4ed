"""The table of lesson 07: held-out loss of small GPTs by size and by text, and how it was made.

    python -m benchmarks.gpt_scaling

Every network trains for 1,000 steps of 8 windows of 64 tokens on one thread, seed 0. Kept is the
lowest held-out loss along the run, as if training had been stopped there. Writes
`artlab/gpt/data/scaling.json`, row by row; what stands there is kept. About ten minutes.
"""

import itertools
import json
from pathlib import Path

import torch

from artlab import gpt
from artlab.runtime import atomic_write
from benchmarks.gpt_training import SIZES, corpus

WIDTHS, TEXTS = (8, 16, 32, 64, 128), (40, 400, 3599)
PATH = Path(gpt.__file__).parent / "data" / "scaling.json"


def lowest_loss(text, width):
    """Lowest held-out loss of a run, in nats a token, and the weights inside the blocks."""
    sizes = {**SIZES, "width": width, "activation": "gelu"}
    model, watch = gpt.GPT(gpt.GPTConfig(**sizes)), gpt.Watch([], documents=200)
    gpt.Trainer(model, text).fit(callbacks=[watch])
    weights = sum(p.numel() for p in model.blocks.parameters())
    return min(found.held_out for found in watch.snapshots), weights


def main():
    """Trains all networks, and writes the table."""
    torch.set_num_threads(1)
    text = corpus()
    rows = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else []
    known = {(row["texts"], row["width"]) for row in rows}
    for num, width in itertools.product(TEXTS, WIDTHS):
        if (num, width) not in known:
            loss, weights = lowest_loss(text.part(num), width)
            row = {"texts": num, "width": width, "weights": weights, "loss": round(loss, 4)}
            rows.append(row)
            print(row, flush=True)
            with atomic_write(PATH) as temporary:
                temporary.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
