"""What a training run of the diffusion model is made of."""

import dataclasses
import math

from artlab import _arguments

SNAPSHOTS = (50, 200, 600, 1800)  # and the last step


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its pictures.

    Args:
        steps: batches in all, 1 or more.
        batch_size: pictures in a batch, 1 or more.
        rate: largest learning rate of Adam, above 0; it rises over `warmup` steps, then falls
            along a cosine to a fiftieth.
        warmup: steps of the rise, 0 or more.
        num_steps: steps of noise that the training draws from, 1 or more.
        unlabelled: share of the labels that are left out, in [0, 1].
        average: how much of the averaged weights stays in one step, in [0, 1).
        precision: "bfloat16" multiplies in 16 bits and keeps weights in 32; "float32"; "auto" is
            "bfloat16" where the processor multiplies it directly.
        seed: decides weights, batches, noise and which labels are left out.
    """

    steps: int = 5000
    batch_size: int = 64
    rate: float = 1e-3
    warmup: int = 100
    num_steps: int = 1000
    unlabelled: float = 0.1
    average: float = 0.999
    precision: str = "auto"
    seed: int = 0

    def __post_init__(self):
        for name, least in (("steps", 1), ("batch_size", 1), ("num_steps", 1), ("warmup", 0)):
            _arguments.whole(name, getattr(self, name), least)
        _arguments.whole("seed", self.seed, 0)
        _arguments.number("rate", self.rate, "above 0", lambda rate: rate > 0)
        _arguments.number("unlabelled", self.unlabelled, "in [0, 1]", lambda x: 0 <= x <= 1)
        _arguments.number("average", self.average, "in [0, 1)", lambda x: 0 <= x < 1)
        if self.precision not in ("auto", "float32", "bfloat16"):
            raise ValueError(
                f'`precision` must be "auto", "float32" or "bfloat16". Received: {self.precision!r}'
            )

    def rate_at(self, step):
        """Learning rate of a step: a straight line up, times half a cosine down.

        Example:

        >>> chosen = Settings(rate=1.0, warmup=2, steps=4)
        >>> [round(chosen.rate_at(step), 3) for step in range(4)]
        [0.5, 0.856, 0.51, 0.164]
        """
        falling = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        rising = min(1.0, (step + 1) / max(self.warmup, 1))
        return self.rate * rising * (0.02 + 0.98 * falling)

    def average_at(self, step):
        """How much of the averaged weights stays after a step: little while they are young."""
        return min(self.average, step / (step + 10))

    def snapshots(self):
        """Steps at which the averaged weights are kept; the last one is among them."""
        return [step for step in SNAPSHOTS if step < self.steps] + [self.steps]
