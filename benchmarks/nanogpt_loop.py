"""The peer of `benchmarks.gpt_training`: a plain GPT and its training loop, as nanoGPT has them.

Written from nanoGPT's description: one linear layer for queries, keys and values; the library's
fused attention; exact GELU; AdamW with two groups; clipping; batches at random places of a memory
map; float32 and no fused optimiser on a CPU.

References:
    Karpathy, *nanoGPT* (github.com/karpathy/nanoGPT), `model.py` and `train.py`.
"""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional


class Attention(nn.Module):
    """Causal self-attention with one linear layer for all three."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.width = heads, width
        self.attend, self.project = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.dropout = nn.Dropout(0.0)

    def forward(self, stream):
        batch, length, width = stream.shape
        parts = self.attend(stream).split(self.width, dim=2)
        shape = (batch, length, self.heads, width // self.heads)
        queries, keys, values = (part.view(shape).transpose(1, 2) for part in parts)
        mixed = functional.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        mixed = mixed.transpose(1, 2).contiguous().view(batch, length, width)
        return self.dropout(self.project(mixed))


class Block(nn.Module):
    """Attention and a network of four times the width, each behind a layer norm."""

    def __init__(self, width, heads):
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.up, self.project = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.activation, self.dropout = nn.GELU(), nn.Dropout(0.0)

    def forward(self, stream):
        stream = stream + self.attention(self.norm_1(stream))
        hidden = self.activation(self.up(self.norm_2(stream)))
        return stream + self.dropout(self.project(hidden))


class PlainGPT(nn.Module):
    """The network: embeddings, blocks, and a head that shares the embeddings' weights."""

    def __init__(self, vocab_size, num_positions, num_layers, num_heads, width):
        super().__init__()
        self.tokens = nn.Embedding(vocab_size, width)
        self.places = nn.Embedding(num_positions, width)
        self.dropout = nn.Dropout(0.0)
        self.blocks = nn.ModuleList(Block(width, num_heads) for _ in range(num_layers))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocab_size, bias=False)
        self.tokens.weight = self.head.weight
        for name, weights in self.named_parameters():
            small = math.sqrt(2 * num_layers) if "project.weight" in name else 1.0
            if weights.ndim == 2:
                nn.init.normal_(weights, std=0.02 / small)
            elif name.endswith("bias"):
                nn.init.zeros_(weights)

    def forward(self, ids, targets):
        places = torch.arange(ids.shape[1])
        stream = self.dropout(self.tokens(ids) + self.places(places))
        for block in self.blocks:
            stream = block(stream)
        logits = self.head(self.norm(stream))
        loss = functional.cross_entropy(
            logits.view(-1, logits.shape[-1]), targets.view(-1), ignore_index=-1
        )
        return logits, loss


class PlainLoop:
    """The loop: `train(steps)` goes on with it.

    Args:
        model: a `PlainGPT`.
        path: file of uint16 token ids.
        settings: an `artlab.gpt.Settings`: batch size, length, rates.
    """

    def __init__(self, model, path, settings):
        self.model, self.path, self.settings, self.step = model, path, settings, 0
        torch.manual_seed(settings.seed)
        decayed = [p for p in model.parameters() if p.dim() >= 2]
        others = [p for p in model.parameters() if p.dim() < 2]
        groups = [
            {"params": decayed, "weight_decay": settings.weight_decay},
            {"params": others, "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=settings.rate, betas=settings.betas)

    def batch(self):
        """Random windows and the tokens behind them."""
        data, length = np.memmap(self.path, dtype=np.uint16, mode="r"), self.settings.length
        starts = torch.randint(len(data) - length, (self.settings.batch_size,)).tolist()
        cut = [data[start : start + length + 1].astype(np.int64) for start in starts]
        inputs = torch.stack([torch.from_numpy(ids[:-1]) for ids in cut])
        return inputs, torch.stack([torch.from_numpy(ids[1:]) for ids in cut])

    def train(self, steps):
        """Takes some steps; the loss of the last one."""
        for _ in range(steps):
            for group in self.optimizer.param_groups:
                group["lr"] = self.settings.rate_at(self.step)
            _, loss = self.model(*self.batch())
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.settings.clip)
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
            self.step += 1
        return loss.item()
