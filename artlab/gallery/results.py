"""What style transfer reports on the way, and what it returns."""

import dataclasses

import numpy as np
import torch

from artlab.gallery import features


@dataclasses.dataclass(frozen=True, eq=False)
class StyleStep:
    """One evaluation on the way.

    Args:
        step: how many there were so far, this one included.
        steps: how many there will be at most.
        loss: what is minimised; it may rise for one evaluation while a step is searched, and
            starts anew where the picture is enlarged.
        content_loss, style_loss: as in `StyleResult`.
        tensor: the picture, (1, 3, height, width), at its present size.
    """

    step: int
    steps: int
    loss: float
    content_loss: float
    style_loss: float
    tensor: torch.Tensor

    @property
    def picture(self):
        """The picture as uint8 (height, width, 3)."""
        return features.as_picture(self.tensor)


@dataclasses.dataclass(frozen=True, eq=False)
class StyleResult:
    """A picture in the style of another.

    Args:
        image: uint8 (height, width, 3).
        content_loss: relative distance of its content activations from the content picture's;
            0 for the content picture itself.
        style_loss: weighted mean over the layers of the relative distance of its Gram matrices
            from the style picture's; 0 for the style picture itself. Both are None where they
            were not computed.
        seconds: time on the clock.
        steps: evaluations of loss and gradient.
        interrupted: whether it was stopped early; `image` is then the best so far.
    """

    image: np.ndarray
    content_loss: float | None
    style_loss: float | None
    seconds: float
    steps: int
    interrupted: bool = False

    def __repr__(self):
        height, width = self.image.shape[:2]
        losses = ""
        if self.style_loss is not None:
            losses = f", content {self.content_loss:.3f}, style {self.style_loss:.4f}"
        ended = ", interrupted" if self.interrupted else ""
        steps = "1 step" if self.steps == 1 else f"{self.steps} steps"
        return f"StyleResult({width}x{height}{losses}, {steps}{ended})"
