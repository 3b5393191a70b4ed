"""Trains the reader on rendered paintings; what was trained goes on where it stopped.

    python -m artlab.gallery.analysis.training

It renders its paintings first, where they are not there yet (`scenes`). It writes a checkpoint
every 100 steps, and the weights, float16, at the end.
"""

import argparse
import dataclasses
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn import functional

from artlab import runtime
from artlab._runs import as_weights, load_run, save_run
from artlab.gallery.analysis import ink_times, reader_network, reading, scenes
from artlab.gallery.analysis.reader_network import COUNTS, HEADS, ReaderNetwork

BATCH, WARM_UP, DECAY = 32, 100, 1e-4
EVERY = 100  # steps between two checkpoints
COUNT_WEIGHT, MARK_WEIGHT, MARK_ODDS = 0.3, 2.0, 6.0  # a mark weighs as much as 6 empty cells
SHIFT = 4  # pixels
NUM_SHARDS, NUM_TESTS = 110, 8


@dataclasses.dataclass(frozen=True)
class Stage:
    """A part of the training: small pictures first, then larger ones, then the colours as they are.

    Args:
        steps: of 32 paintings each.
        area: pixels of what the network sees.
        change: how far colours are changed. Dawn and day in ink differ by less than a tenth.
        rate: the highest learning rate.
    """

    steps: int
    area: int
    change: float
    rate: float


STAGES = (
    Stage(2200, 192 * 192, 0.1, 2e-3),
    Stage(1800, 224 * 224, 0.02, 1e-3),
    Stage(1000, 224 * 224, 0.0, 1e-3),
    Stage(1500, 256 * 256, 0.0, 1e-3),
)


class Shards:
    """Rendered paintings by format, as far as they are there."""

    def __init__(self, folder, number):
        self.folder, self.number, self.loaded = Path(folder), number, {}
        self.look()

    def look(self):
        """Takes in the shards that have come."""
        for number in range(self.number):
            if number not in self.loaded and (found := scenes.load_shard(self.folder, number)):
                pictures, marks, plans = found
                answers = [reader_network.truth(plan) for plan in plans]
                rows = {name: np.array([row[name] for row in answers]) for name in HEADS}
                self.loaded[number] = pictures, marks, rows

    def batch(self, step, area):
        """Pictures, marks and answers of one format; the same for the same step and shards."""
        generator = np.random.default_rng([1, step])
        form = scenes.FORMATS[int(generator.integers(len(scenes.FORMATS)))]
        fitting = [
            n for n in sorted(self.loaded) if scenes.FORMATS[n % len(scenes.FORMATS)] == form
        ]
        picks = [
            (self.loaded[fitting[int(generator.integers(len(fitting)))]],
             int(generator.integers(scenes.SHARD)))
            for _ in range(BATCH)
        ]  # fmt: skip
        pictures = np.stack([reader_network.view(shard[0][place], area) for shard, place in picks])
        marks = np.stack([shard[1][place] for shard, place in picks])
        answers = {
            name: np.array([shard[2][name][place] for shard, place in picks]) for name in HEADS
        }
        return pictures, marks, answers


def varied(pictures, marks, step, change):
    """Mirrored, shifted by up to 4 pixels, a little lighter or darker, some blurred or grainy.

    Returns:
        `(pictures, marks)`: float tensor (batch, 3, height, width), and a tensor of the marks.
    """
    generator, draw = np.random.default_rng([2, step]), torch.Generator().manual_seed(step)
    turned = generator.random(len(pictures)) < 0.5
    pictures = np.where(turned[:, None, None, None], pictures[:, :, ::-1], pictures)
    marks = np.where(turned[:, None, None, None], marks[..., ::-1], marks)
    down, across = generator.integers(0, 2 * SHIFT + 1, 2)
    height, width = pictures.shape[1:3]
    pictures = np.pad(pictures, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT), (0, 0)), mode="reflect")
    found = reader_network.tensor(pictures[:, down : down + height, across : across + width])
    marks = torch.from_numpy(np.ascontiguousarray(marks)).float()
    gain = 1 + change * (torch.rand((len(found), 3, 1, 1), generator=draw) - 0.5)
    found = found * gain + 0.8 * change * (torch.rand((len(found), 1, 1, 1), generator=draw) - 0.5)
    if torch.rand((), generator=draw) < 0.25:
        found = functional.avg_pool2d(found, 3, 1, 1, count_include_pad=False)
    if torch.rand((), generator=draw) < 0.25:
        found = found + 0.05 * torch.randn(found.shape, generator=draw)
    return found.contiguous(memory_format=torch.channels_last), marks


def loss_of(network, pictures, marks, answers):
    """Cross-entropies of all heads, counts weighted less, and of the marks."""
    logits, seen = network(pictures)
    losses = [
        (COUNT_WEIGHT if name in COUNTS else 1.0)
        * functional.cross_entropy(logits[name], torch.from_numpy(answers[name]))
        for name in HEADS
    ]
    marks = functional.adaptive_max_pool2d(marks, seen.shape[2:])
    odds = torch.full((1, marks.shape[1], 1, 1), MARK_ODDS)
    return sum(losses) + MARK_WEIGHT * functional.binary_cross_entropy_with_logits(
        seen, marks, pos_weight=odds
    )


def stage_at(step):
    """The stage of a step, and its learning rate: up over 100 steps, then half a cosine to 0."""
    for stage in STAGES:
        if step < stage.steps:
            break
        step -= stage.steps
    wave = 0.5 * (1 + np.cos(np.pi * min(step / stage.steps, 1)))
    return stage, stage.rate * min(1, (step + 1) / WARM_UP) * wave


def measure(network, folder, number=NUM_TESTS):
    """Share of right answers on shards: a dict over the heads."""
    right, total = dict.fromkeys(HEADS, 0), 0
    network.eval()
    for pictures, _, plans in filter(None, (scenes.load_shard(folder, n) for n in range(number))):
        wanted = [reader_network.truth(plan) for plan in plans]
        views = np.stack([reader_network.view(picture) for picture in pictures])
        with torch.no_grad():
            logits = network(reader_network.tensor(views))[0]
        for name in HEADS:
            right[name] += sum(
                int(a) == row[name] for a, row in zip(logits[name].argmax(1), wanted, strict=True)
            )
        total += len(plans)
    network.train()
    return {name: round(value / max(total, 1), 4) for name, value in right.items()}


def train(folder, report=print):
    """Trains, or goes on from the folder's checkpoint; returns the network.

    Args:
        folder: holds `shards/`, `held_out/` and `checkpoint.safetensors`.
        report: gets a line every 100 steps.
    """
    network = ReaderNetwork().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=DECAY)
    shards, path = Shards(folder / "shards", NUM_SHARDS), folder / "checkpoint.safetensors"
    first, started, total = _restore(network, optimizer, path), time.process_time(), 0.0
    for step in range(first, sum(stage.steps for stage in STAGES)):
        stage, rate = stage_at(step)
        for group in optimizer.param_groups:
            group["lr"] = rate
        pictures, marks, answers = shards.batch(step, stage.area)
        pictures, marks = varied(pictures, marks, step, stage.change)
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(network, pictures, marks, answers)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += float(loss.detach())
        if (step + 1) % EVERY == 0:
            save_run(path, step + 1, optimizer, network=network.state_dict())
            seconds = time.process_time() - started
            told = f"step {step + 1}, {len(shards.loaded)} shards, {seconds:.0f} s"
            report(f"{told}, loss {total / EVERY:.3f}", flush=True)
            total = 0.0
            shards.look()
        if (step + 1) % 500 == 0:
            report(measure(network, folder / "held_out", 3), flush=True)
    return network.eval()


def _restore(network, optimizer, path):
    """The step to go on from; 0 without a checkpoint."""
    if found := load_run(path, optimizer):
        step, _, states = found
        network.load_state_dict(states["network"])
        return step
    torch.manual_seed(0)
    for module in network.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    return 0


def write(network, path, tones=None):
    """The weights as float16, and those of `ink_times.learned` as float32."""
    tensors = as_weights(network.state_dict())
    tensors = {n: t for n, t in tensors.items() if not n.endswith("num_batches_tracked")}
    for name, array in (tones or {}).items():
        tensors[reading.TONES + name] = torch.from_numpy(np.float32(array))
    with runtime.atomic_write(path) as temporary:
        save_file(tensors, temporary)


def main():
    """Render, train, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=Path, default=runtime.cache_dir() / "reader")
    parser.add_argument("--out", type=Path, default=None, help="default: the folder of the data")
    options = parser.parse_args()
    for number in range(NUM_SHARDS):
        scenes.make_shard(options.data / "shards", number)
    for number in range(NUM_TESTS):
        scenes.make_shard(options.data / "held_out", number, scenes.HELD_OUT)
    network = train(options.data)
    print(measure(network, options.data / "held_out"))
    tones = ink_times.learned(options.data / "shards", NUM_SHARDS)
    write(network, options.out or options.data / "reader.safetensors", tones)


if __name__ == "__main__":
    main()
