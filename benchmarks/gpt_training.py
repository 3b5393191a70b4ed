"""Training tokens per second of lesson 07, against nanoGPT's loop on the same configuration.

    python -m benchmarks.gpt_training [--quality]

Both train the lesson's network on the lesson's text: as many weights, windows and tokens in a
step. Rounds alternate, and so does who begins, so both meet the same noise; medians are compared,
on one thread (as in the lesson) and on all cores. `--quality` also trains each to the end and
measures the held-out loss.
"""

import argparse
import dataclasses
import itertools
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from artlab import gpt, runtime
from benchmarks import machine
from benchmarks.nanogpt_loop import PlainGPT, PlainLoop

SIZES = {"vocab_size": 2000, "num_positions": 64, "num_layers": 3, "num_heads": 4, "width": 128}
ROUNDS, STEPS = 12, 20


def corpus():
    """The text of lesson 07."""
    return gpt.Corpus(gpt.landscapes(4000), gpt.load_writer("course").tokenizer, held_out=400)


class Ours:
    """`Trainer`, with the loop's interface."""

    def __init__(self, text, precision):
        model = gpt.GPT(gpt.GPTConfig(**SIZES, activation="gelu"))
        self.trainer = gpt.Trainer(model, text, steps=1_000, precision=precision)
        self.model = model

    def train(self, steps):
        """Takes some steps."""
        self.trainer.fit(until=self.trainer.step + steps)


def runners(text, folder):
    """Who runs: a dict of objects with `train(steps)`."""
    path = Path(folder) / "train.bin"
    text.ids.astype(np.uint16).tofile(path)
    settings = gpt.Settings(steps=1_000)
    return {
        "nanogpt_float32": PlainLoop(PlainGPT(**SIZES), path, settings),
        "ours_float32": Ours(text, "float32"),
        "ours_auto": Ours(text, "auto"),
    }


def speeds(text, threads):
    """Tokens per second of each, and the ratios."""
    torch.set_num_threads(threads)
    settings, times = gpt.Settings(), {}
    with tempfile.TemporaryDirectory() as folder:
        found = runners(text, folder)
        for runner in found.values():
            runner.train(5)
        orders = itertools.cycle(itertools.permutations(found))
        for order in itertools.islice(orders, ROUNDS):
            for name in order:
                start = time.perf_counter()
                found[name].train(STEPS)
                times.setdefault(name, []).append((time.perf_counter() - start) / STEPS)
        precision = found["ours_auto"].trainer.settings.precision
    tokens = settings.batch_size * settings.length
    result = {name: tokens / statistics.median(some) for name, some in times.items()}
    return {
        **{f"{name}_tokens_per_second": round(value) for name, value in result.items()},
        "auto_is": precision,
        "times_faster_in_float32": result["ours_float32"] / result["nanogpt_float32"],
        "times_faster": result["ours_auto"] / result["nanogpt_float32"],
    }


def quality(text):
    """Held-out loss in nats a token after the whole run of the lesson."""
    losses = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, runner in runners(text, folder).items():
            runner.train(1_000)
            losses[name] = round(gpt.held_out_loss(_Scored(runner.model), text.held_out), 4)
    return losses


class _Scored(torch.nn.Module):
    """A model with the interface that `held_out_loss` wants."""

    def __init__(self, model):
        super().__init__()
        self.model, self.config = model, gpt.GPTConfig(**SIZES)

    def forward(self, ids):
        if isinstance(self.model, PlainGPT):
            return self.model(ids, torch.zeros_like(ids))[0]
        return self.model(ids)


def measure(with_quality=False):
    """Run the comparison."""
    text, cores = corpus(), runtime.device().cores
    result = {"device": runtime.summary(), "torch": torch.__version__}
    result["configuration"] = {**SIZES, **dataclasses.asdict(gpt.Settings())}
    for threads in sorted({1, cores}):
        result[f"{threads}_threads"] = speeds(text, threads)
    if with_quality:
        torch.set_num_threads(cores)
        result["held_out_loss"] = quality(text)
    return result


def main():
    """Reads the command line, measures, writes the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quality", action="store_true", help="train each to the end as well")
    machine.report("gpt_training", measure(parser.parse_args().quality))


if __name__ == "__main__":
    main()
