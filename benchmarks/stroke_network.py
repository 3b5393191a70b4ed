"""The network of `benchmarks.recogniser`: a small graph network over the strokes of a drawing."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.stroke_reader import ROLES, features, roles_of, spoiled

WIDTH, ROUNDS = 96, 3
BATCH, RATE = 32, 2e-3


def build(num_features: int):
    """Strokes pass messages to those that touch them, to neighbours and to the whole drawing."""
    import torch
    from torch import nn

    class Reader(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Sequential(
                nn.Linear(num_features, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH)
            )
            self.rounds = nn.ModuleList(
                nn.Sequential(
                    nn.LayerNorm(6 * WIDTH), nn.Linear(6 * WIDTH, WIDTH), nn.GELU(),
                    nn.Linear(WIDTH, WIDTH),
                )
                for _ in range(ROUNDS)
            )  # fmt: skip
            self.last = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, len(ROLES)))

        def forward(self, seen, links, there):
            """Logits of shape (batch, strokes, roles)."""
            there = there[..., None]
            state = self.first(seen) * there
            for one in self.rounds:
                told = torch.einsum("blij,bjd->bild", links, state).flatten(2)
                sums = state.sum(1, keepdim=True) / 8
                most = (state - 1e4 * (1 - there)).amax(1, keepdim=True)
                whole = torch.cat([sums, most], -1).expand(-1, state.shape[1], -1)
                state = state + one(torch.cat([state, told / 2, whole], -1)) * there
            return self.last(state)

    return Reader()


def batch(items):
    """Pads drawings of `features` to one number of strokes: three torch tensors."""
    import torch

    most = max(len(seen) for seen, _ in items)
    seen = torch.zeros(len(items), most, items[0][0].shape[1])
    links = torch.zeros(len(items), 3, most, most)
    there = torch.zeros(len(items), most)
    for row, (own, touching) in enumerate(items):
        number = len(own)
        seen[row, :number] = torch.from_numpy(own)
        links[row, :, :number, :number] = torch.from_numpy(touching.astype(np.float32))
        there[row, :number] = 1
    return seen, links, there


def train(sketches, minutes=8.0, epochs=10, seed=0, report=print):
    """Trains the network on drawings of the world.

    Args:
        sketches: list of `Sketch` with their true names.
        minutes: CPU minutes of steps, at most; the learning rate falls to 0 by then.
        epochs: how often each drawing is seen, if there is time.
        seed: an int.
        report: called with a line of text after each epoch.

    Returns:
        The network, in evaluation mode.
    """
    import torch

    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    pairs = [spoiled(sketch, roles_of(sketch), generator) for sketch in sketches]
    items = [features(sketch) for sketch, _ in pairs]
    items = [(seen, links.astype(bool)) for seen, links in items]
    model = build(items[0][0].shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.02)
    started, epoch, done = time.process_time(), 0, 0.0
    while done < 1 and epoch < epochs:
        order = generator.permutation(len(items))
        losses = []
        for start in range(0, len(order), BATCH):
            spent = (time.process_time() - started) / 60 / minutes
            done = max((epoch + start / len(order)) / epochs, spent)
            optimizer.param_groups[0]["lr"] = RATE * max(1 - done, 0.0)
            chosen = order[start : start + BATCH]
            losses.append(_step(model, optimizer, [items[i] for i in chosen],
                                [pairs[i][1] for i in chosen]))  # fmt: skip
        epoch += 1
        report(f"epoch {epoch}: loss {np.mean(losses):.4f}")
    return model.eval()


def _step(model, optimizer, items, roles):
    import torch
    from torch.nn import functional

    seen, links, there = batch(items)
    labels = torch.full(there.shape, -100)
    for row, wanted in enumerate(roles):
        labels[row, : len(wanted)] = torch.from_numpy(wanted)
    loss = functional.cross_entropy(model(seen, links, there).flatten(0, 1), labels.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
