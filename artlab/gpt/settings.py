"""What a training run of a language model is made of, and its learning rate.

References:
    Loshchilov and Hutter, *SGDR: stochastic gradient descent with warm restarts* (2017), eq. 5.
"""

import dataclasses
import math

from artlab import _arguments


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a run is made of, beside its model and its text.

    Args:
        steps: optimiser steps in all, 1 or more.
        batch_size: windows of text in a step, 1 or more.
        length: tokens in a window, 1 or more.
        rate: largest learning rate, above 0.
        warmup: steps in which the rate rises to it, 0 or more.
        floor: share of the rate that is left at the end, in [0, 1].
        weight_decay: pull of matrices and embeddings towards 0.
        betas: how slowly AdamW forgets gradients and their squares, each in [0, 1).
        clip: longest gradient, above 0; a longer one is shortened.
        precision: "float32"; "bfloat16" multiplies in 16 bits, and keeps weights in 32; "auto" is
            "bfloat16" where the processor multiplies it directly.
        seed: decides the batches; an int of 0 or more.
    """

    steps: int = 1000
    batch_size: int = 8
    length: int = 64
    rate: float = 3e-3
    warmup: int = 50
    floor: float = 0.1
    weight_decay: float = 0.1
    betas: tuple[float, float] = (0.9, 0.99)
    clip: float = 1.0
    precision: str = "auto"
    seed: int = 0

    def __post_init__(self):
        for name, least in (("steps", 1), ("batch_size", 1), ("length", 1), ("warmup", 0)):
            _arguments.whole(name, getattr(self, name), least)
        _arguments.whole("seed", self.seed, 0)
        for name in ("rate", "clip"):
            if not getattr(self, name) > 0:
                raise ValueError(f"`{name}` must be above 0. Received: {getattr(self, name)!r}")
        if not 0 <= self.floor <= 1:
            raise ValueError(f"`floor` must be in [0, 1]. Received: {self.floor!r}")
        if self.precision not in ("auto", "float32", "bfloat16"):
            raise ValueError(
                f'`precision` must be "auto", "float32" or "bfloat16". Received: {self.precision!r}'
            )

    def rate_at(self, step):
        """Learning rate of a step: a straight line up, then half a cosine down.

        Example:

        >>> chosen = Settings(rate=1.0, warmup=2, steps=6, floor=0.0)
        >>> [round(chosen.rate_at(step), 2) for step in range(6)]
        [0.5, 1.0, 1.0, 0.85, 0.5, 0.15]
        """
        if step < self.warmup:
            return self.rate * (step + 1) / self.warmup
        gone = (step - self.warmup) / max(self.steps - self.warmup, 1)  # 0 to 1
        return self.rate * (self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * gone)))
