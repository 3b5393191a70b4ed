"""Learns the horizon on rendered paintings, whose horizon is known.

python -m artlab.gallery.analysis.horizons
"""

from pathlib import Path

import numpy as np

import artlab
from artlab import runtime, world
from artlab.gallery.analysis import horizons
from artlab.world.reading import Reading
from artlab.world.scene import STYLES

FIRST_SEED, HELD_OUT = 710_000_000, 720_000_000
NUM_TRAIN, NUM_TEST = 2000, 300
SIZE = 256
STEPS, RATE, DECAY = 1200, 3e-3, 0.02
HIDDEN, WIDTH = 16, 7
WIDE = 0.01  # of the target, in shares of the height
FILE = Path(artlab.__file__).parent / "weights" / "horizon" / "horizon.safetensors"


def example(seed):
    """Features of one rendered painting, and its true horizon (0 top, 1 foot)."""
    scene = world.sample(seed, style=STYLES[seed % len(STYLES)])
    sketch = world.draw(scene, seed=seed)
    painting = world.render(scene, sketch, size=SIZE, seed=seed)
    true = Reading(scene, sketch, SIZE)
    return horizons.row_features(horizons.view(painting).lab), true.horizon / true.shape[0]


def examples(first, num):
    """`(features, heights)`: (num, 127, num_features) and (num,)."""
    found = [example(first + number) for number in range(num)]
    return np.stack([pair[0] for pair in found]), np.array([pair[1] for pair in found])


def train(features, heights, seed=0):
    """Learns the network.

    Returns:
        Dict of float32 arrays, as `horizons.probabilities` reads them.
    """
    import torch

    torch.manual_seed(seed)
    flat = features.reshape(-1, features.shape[-1])
    mean, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-6
    inputs = torch.from_numpy(((features - mean) / spread).astype(np.float32)).transpose(1, 2)
    rows = np.arange(1, horizons.ROWS) / horizons.ROWS
    gaps = (rows - heights[:, None]) / WIDE
    target = torch.softmax(torch.from_numpy(-(gaps**2) / 2).float(), dim=1)
    network = _network(features.shape[-1])
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3 * RATE, total_steps=STEPS)
    generator = torch.Generator().manual_seed(seed)
    for _ in range(STEPS):
        batch = torch.randint(len(inputs), (128,), generator=generator)
        logits = network(inputs[batch])[:, 0]
        loss = -(target[batch] * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    arrays = {
        f"{name}.{kind}": getattr(network[place], kind).detach().numpy()
        for name, place in (("first", 0), ("second", 3), ("third", 6))
        for kind in ("weight", "bias")
    }
    return {"mean": mean.astype(np.float32), "spread": spread.astype(np.float32), **arrays}


def _network(num_features):
    from torch import nn

    def layer(num_in, num_out):
        return nn.Conv1d(num_in, num_out, WIDTH, padding=WIDTH // 2)

    return nn.Sequential(
        layer(num_features, HIDDEN), nn.ReLU(), nn.Dropout(0.1),
        layer(HIDDEN, HIDDEN), nn.ReLU(), nn.Dropout(0.1), layer(HIDDEN, 1),
    )  # fmt: skip


def scores(features, heights):
    """Median error, and the shares within 3% and 6% of the height; also where it is sure."""
    found = [_located(one) for one in features]
    errors = np.abs(np.array([place for place, _ in found]) - heights)
    sure = np.array([chance for _, chance in found]) >= horizons.SURE
    return {
        "num": len(errors),
        "median": float(np.median(errors)),
        "within_3": float((errors < 0.03).mean()),
        "within_6": float((errors < 0.06).mean()),
        "sure": float(sure.mean()),
        "within_3_where_sure": float((errors[sure] < 0.03).mean()),
    }


def _located(features):
    found = horizons.located(features)
    return found.height, found.probability


def main():
    """Renders, learns, writes the weights, prints the scores on scenes that it has not seen."""
    from safetensors.numpy import save

    arrays = train(*examples(FIRST_SEED, NUM_TRAIN))
    with runtime.atomic_write(FILE) as temporary:
        temporary.write_bytes(save({name: np.ascontiguousarray(a) for name, a in arrays.items()}))
    print(scores(*examples(HELD_OUT, NUM_TEST)))
