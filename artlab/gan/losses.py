"""Adversarial losses on logits: what each player minimises.

Every loss is a function of raw discriminator outputs (logits, no sigmoid) and
returns a scalar to **minimise**. Real images carry label 1, fake images label 0.
With `D = sigmoid(logit)` the cross-entropy terms become softplus, which neither
overflows nor loses its gradient:

    -log D(x)       = softplus(-logit)
    -log(1 - D(x))  = softplus(logit)

Only `keras.ops` is used, so the losses run on every Keras backend.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from keras import ops

GeneratorLoss = Callable[[object], object]
DiscriminatorLoss = Callable[[object, object], object]


def cross_entropy_discriminator(real_logits, fake_logits):
    """The discriminator's cross-entropy: real images are 1, fake images are 0.

    `-mean log D(x) - mean log(1 - D(G(z)))`, the negative of the value V(D, G):
    2 log 2 = 1.386 when the discriminator answers 1/2 to everything.

    Args:
        real_logits: Float tensor `(batch, 1)`, D's logits for real images.
        fake_logits: Float tensor `(batch, 1)`, D's logits for fake images.

    Returns:
        Float scalar, 0 or more.

    References:
        Goodfellow et al. 2014, Generative Adversarial Nets, equation 1.

    Example:
        >>> import numpy as np
        >>> undecided = np.zeros((4, 1), "float32")
        >>> round(float(cross_entropy_discriminator(undecided, undecided)), 4)
        1.3863
    """
    return ops.mean(ops.softplus(-_logits("real_logits", real_logits))) + ops.mean(
        ops.softplus(_logits("fake_logits", fake_logits))
    )


def minimax_generator(fake_logits):
    """The generator's half of the minimax game: `mean log(1 - D(G(z)))`.

    Its gradient by the logit is `-D`, which vanishes just when the generator is bad
    and D is sure (-.007 at a logit of -5).

    Args:
        fake_logits: Float tensor `(batch, 1)`, D's logits for fake images.

    Returns:
        Float scalar, 0 or less.

    References:
        Goodfellow et al. 2014, equation 1.
    """
    return -ops.mean(ops.softplus(_logits("fake_logits", fake_logits)))


def non_saturating_generator(fake_logits):
    """The non-saturating loss: `-mean log D(G(z))`, labels 1 for fake images.

    Its gradient by the logit is `-(1 - D)`, strongest when the generator is bad.
    The game is no longer zero-sum; its equilibrium is the same.

    Args:
        fake_logits: Float tensor `(batch, 1)`, D's logits for fake images.

    Returns:
        Float scalar, 0 or more.

    References:
        Goodfellow et al. 2014, section 3; Goodfellow 2016, NIPS tutorial, section 3.2.3.
    """
    return ops.mean(ops.softplus(-_logits("fake_logits", fake_logits)))


def least_squares_discriminator(real_logits, fake_logits):
    """Least squares with targets 1 and 0: `mean (D(x) - 1)^2 / 2 + mean D(G(z))^2 / 2`.

    Args:
        real_logits: Float tensor `(batch, 1)`, D's raw outputs for real images.
        fake_logits: Float tensor `(batch, 1)`, D's raw outputs for fake images.

    Returns:
        Float scalar, 0 or more.

    References:
        Mao et al. 2017, Least Squares GANs, equations 2 and 9 (a = 0, b = c = 1).
    """
    real_logits, fake_logits = (
        _logits("real_logits", real_logits),
        _logits("fake_logits", fake_logits),
    )
    return 0.5 * (ops.mean(ops.square(real_logits - 1.0)) + ops.mean(ops.square(fake_logits)))


def least_squares_generator(fake_logits):
    """Least squares for the generator: `mean (D(G(z)) - 1)^2 / 2`.

    Args:
        fake_logits: Float tensor `(batch, 1)`, D's raw outputs for fake images.

    Returns:
        Float scalar, 0 or more.

    References:
        Mao et al. 2017, equation 9.
    """
    return 0.5 * ops.mean(ops.square(_logits("fake_logits", fake_logits) - 1.0))


def hinge_discriminator(real_logits, fake_logits):
    """Hinge: `mean max(0, 1 - D(x)) + mean max(0, 1 + D(G(z)))`.

    Only images on the wrong side of the margin teach the discriminator.

    Args:
        real_logits: Float tensor `(batch, 1)`, D's raw outputs for real images.
        fake_logits: Float tensor `(batch, 1)`, D's raw outputs for fake images.

    Returns:
        Float scalar, 0 or more.

    References:
        Lim & Ye 2017, Geometric GAN, equation 14; Miyato et al. 2018, equation 16.
    """
    real_logits, fake_logits = (
        _logits("real_logits", real_logits),
        _logits("fake_logits", fake_logits),
    )
    return ops.mean(ops.relu(1.0 - real_logits)) + ops.mean(ops.relu(1.0 + fake_logits))


def hinge_generator(fake_logits):
    """The generator that goes with the hinge: `-mean D(G(z))`.

    Args:
        fake_logits: Float tensor `(batch, 1)`, D's raw outputs for fake images.

    Returns:
        Float scalar.

    References:
        Miyato et al. 2018, Spectral Normalization for GANs, equation 17.
    """
    return -ops.mean(_logits("fake_logits", fake_logits))


def wasserstein_critic(real_scores, fake_scores):
    """The critic's loss: `mean f(G(z)) - mean f(x)`.

    Its negative estimates the Wasserstein-1 distance, up to the Lipschitz constant,
    only while the critic f is Lipschitz: use it with `gradient_penalty`.

    Args:
        real_scores: Float tensor `(batch, 1)`, unbounded scores of real images.
        fake_scores: Float tensor `(batch, 1)`, unbounded scores of fake images.

    Returns:
        Float scalar.

    References:
        Arjovsky et al. 2017, Wasserstein GAN, equation 2; Gulrajani et al. 2017, equation 3.
    """
    return ops.mean(_logits("fake_scores", fake_scores)) - ops.mean(
        _logits("real_scores", real_scores)
    )


def wasserstein_generator(fake_scores):
    """The generator that goes with a critic: `-mean f(G(z))`.

    Args:
        fake_scores: Float tensor `(batch, 1)`, unbounded scores of fake images.

    Returns:
        Float scalar.

    References:
        Arjovsky et al. 2017, algorithm 1, line 10.
    """
    return -ops.mean(_logits("fake_scores", fake_scores))


def gradient_penalty(gradients, target: float = 1.0):
    """Two-sided gradient penalty: `mean over images of (||gradient||_2 - target)^2`.

    The norm is taken over the pixels of **each image**, never over the batch.

    Args:
        gradients: Float tensor `(batch, height, width, channels)`: the critic's
            gradient by its input, at points between real and fake images.
        target: The slope the critic is held to; 1 for Wasserstein.

    Returns:
        Float scalar, 0 or more. Multiply it by the weight (10 in the paper).

    Raises:
        ValueError: If `gradients` does not have four axes.

    References:
        Gulrajani et al. 2017, Improved Training of Wasserstein GANs, equation 3.
    """
    squared_norms = _squared_norms(gradients)  # (batch,)
    # The square root has no gradient at 0: 1e-12 keeps a flat critic finite.
    return ops.mean(ops.square(ops.sqrt(squared_norms + 1e-12) - target))


def r1_penalty(gradients):
    """R1: `mean over images of ||gradient||_2^2 / 2`, taken at **real** images.

    It damps the rotation that keeps simultaneous gradient steps from converging.

    Args:
        gradients: Float tensor `(batch, height, width, channels)`: D's gradient by its
            input at real images.

    Returns:
        Float scalar, 0 or more. Multiply it by gamma (10 is common).

    Raises:
        ValueError: If `gradients` does not have four axes.

    References:
        Mescheder et al. 2018, Which Training Methods for GANs do actually Converge?,
        equation 9.
    """
    return 0.5 * ops.mean(_squared_norms(gradients))


@dataclass(frozen=True)
class AdversarialLoss:
    """A pair of losses that belong together.

    Attributes:
        name: The field's name for the pair.
        generator: `fake_logits -> scalar`.
        discriminator: `(real_logits, fake_logits) -> scalar`.
    """

    name: str
    generator: GeneratorLoss
    discriminator: DiscriminatorLoss


LOSSES = {
    loss.name: loss
    for loss in (
        AdversarialLoss("minimax", minimax_generator, cross_entropy_discriminator),
        AdversarialLoss("non_saturating", non_saturating_generator, cross_entropy_discriminator),
        AdversarialLoss("least_squares", least_squares_generator, least_squares_discriminator),
        AdversarialLoss("hinge", hinge_generator, hinge_discriminator),
        AdversarialLoss("wasserstein", wasserstein_generator, wasserstein_critic),
    )
}


def get(loss: str | AdversarialLoss) -> AdversarialLoss:
    """Look up a pair of losses by name; a pair of your own passes through.

    Args:
        loss: One of "minimax", "non_saturating", "least_squares", "hinge",
            "wasserstein", or an `AdversarialLoss`.

    Returns:
        The `AdversarialLoss`.

    Raises:
        ValueError: If the name is unknown.

    Example:
        >>> get("hinge").name
        'hinge'
    """
    if isinstance(loss, AdversarialLoss):
        return loss
    if loss not in LOSSES:
        names = ", ".join(f'"{name}"' for name in LOSSES)
        raise ValueError(
            f"`loss` must be one of {names}, or an AdversarialLoss. Received: {loss!r}"
        )
    return LOSSES[loss]


def _logits(name: str, logits):
    """Check that logits are `(batch, 1)`: broadcasting hides a missing axis."""
    shape = tuple(getattr(logits, "shape", ()))
    if len(shape) != 2 or shape[1] != 1:
        raise ValueError(f"`{name}` must have shape (batch, 1). Received: {shape}")
    return ops.convert_to_tensor(logits)


def _squared_norms(gradients):
    shape = tuple(getattr(gradients, "shape", ()))
    if len(shape) != 4:
        raise ValueError(
            f"`gradients` must have shape (batch, height, width, channels). Received: {shape}"
        )
    return ops.sum(ops.square(gradients), axis=(1, 2, 3))
