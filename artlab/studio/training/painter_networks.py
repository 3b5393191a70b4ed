"""The painter's two networks: a U-Net that paints and a patch discriminator that judges.

References:
    Isola et al., *Image-to-image translation with conditional adversarial networks* (2017);
    Ronneberger et al., *U-Net* (2015); Perez et al., *FiLM* (2018); Odena et al.,
    *Deconvolution and checkerboard artifacts* (2016), on enlarging before a convolution.
"""

from __future__ import annotations

import keras
from keras import layers

from artlab.studio import conditions

WIDTHS = (24, 48, 96, 160, 256)  # channels at 1/2, 1/4, ... 1/32 of the picture
FINE, HEAD = 8, 12  # channels at full resolution: of the lines, and before the last layer
JUDGE_WIDTHS = (24, 48, 96)
SLOPE = 0.2


def _convolution(filters, name, seed, size=3, strides=1, gain=2.0):
    start = keras.initializers.VarianceScaling(gain, "fan_in", "truncated_normal", seed=seed)
    return layers.Conv2D(
        filters, size, strides, padding="same", kernel_initializer=start, name=name
    )


class _Blocks:
    """Makes layers with names and seeds of their own; `film` is the vector that steers them."""

    def __init__(self, film, seed):
        self.film, self.seed = film, seed * 1000

    def convolve(self, hidden, filters, name, steered=True, **options):
        """Convolution, scale and shift by the conditions, leaky rectifier."""
        self.seed += 1
        hidden = _convolution(filters, name, self.seed, **options)(hidden)
        if steered:
            both = layers.Dense(
                2 * filters,
                kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02, seed=self.seed),
                name=f"{name}_film",
            )(self.film)
            both = layers.Reshape((1, 1, 2 * filters))(both)
            hidden = Film(filters, name=f"{name}_steer")([hidden, both])
        return layers.LeakyReLU(SLOPE)(hidden)


@keras.saving.register_keras_serializable(package="artlab")
class Film(layers.Layer):
    """`hidden * (1 + scale) + shift`; scale and shift come from the conditions."""

    def __init__(self, filters, **options):
        super().__init__(**options)
        self.filters = filters

    def call(self, inputs):
        hidden, both = inputs
        return hidden * (1.0 + both[..., : self.filters]) + both[..., self.filters :]

    def get_config(self):
        return {**super().get_config(), "filters": self.filters}


def build_generator(seed: int = 0) -> keras.Model:
    """The untrained U-Net.

    Its expensive part works at half the picture's resolution and below; a light branch at
    full resolution keeps lines crisp. All layers are convolutions, so one network paints
    every format whose sides are multiples of 32.

    Args:
        seed: seed of the initial weights.

    Returns:
        Keras model, `[channels (batch, height, width, NUM_CHANNELS), style (batch,
        NUM_STYLE)]` -> paintings `(batch, height, width, 3)` in [-1, 1].
    """
    drawing = keras.Input((None, None, conditions.NUM_CHANNELS), name="channels")
    style = keras.Input((conditions.NUM_STYLE,), name="style")
    film = style
    for number in (1, 2):
        film = layers.Dense(128, name=f"style_{number}")(film)
        film = layers.LeakyReLU(SLOPE)(film)
    blocks = _Blocks(film, seed)
    fine = blocks.convolve(drawing, FINE, "fine", steered=False, size=1)
    hidden, skips = drawing, []
    for level, filters in enumerate(WIDTHS):
        hidden = blocks.convolve(hidden, filters, f"down_{level}", strides=2, steered=level > 0)
        if 0 < level < len(WIDTHS) - 1:
            hidden = blocks.convolve(hidden, filters, f"stay_{level}", steered=False)
        skips.append(hidden)
    for number in (1, 2):
        hidden = blocks.convolve(hidden, WIDTHS[-1], f"bottom_{number}")
    for level in range(len(WIDTHS) - 2, -1, -1):
        filters = WIDTHS[level]
        hidden = blocks.convolve(hidden, filters, f"narrow_{level}", steered=False, size=1)
        hidden = layers.UpSampling2D(2, interpolation="nearest")(hidden)
        hidden = layers.Concatenate()([hidden, skips[level]])
        hidden = blocks.convolve(hidden, filters, f"up_{level}")
    hidden = blocks.convolve(hidden, HEAD, "narrow_fine", steered=False, size=1)
    hidden = layers.UpSampling2D(2, interpolation="nearest")(hidden)
    hidden = layers.Concatenate()([hidden, fine])
    hidden = blocks.convolve(hidden, HEAD, "head", steered=False)
    colors = _convolution(3, "colors", blocks.seed + 1, gain=0.3)(hidden)
    paintings = layers.Activation("tanh", dtype="float32", name="paintings")(colors)
    return keras.Model([drawing, style], paintings, name="painter")


def build_discriminator(seed: int = 0) -> keras.Model:
    """The untrained patch discriminator: does this patch look painted, and fit the drawing?

    Args:
        seed: seed of the initial weights.

    Returns:
        Keras model, `[channels, style, paintings (batch, height, width, 3)]` -> one logit per
        patch, `(batch, height / 8, width / 8, 1)`.
    """
    drawing = keras.Input((None, None, conditions.NUM_CHANNELS), name="channels")
    style = keras.Input((conditions.NUM_STYLE,), name="style")
    paintings = keras.Input((None, None, 3), name="paintings")
    film = layers.LeakyReLU(SLOPE)(layers.Dense(64, name="judge_style")(style))
    blocks = _Blocks(film, seed + 7)
    shown = drawing[..., conditions.AREAS.start : conditions.PLAIN + 1]
    hidden = layers.Concatenate()([paintings, shown])
    for level, filters in enumerate(JUDGE_WIDTHS):
        hidden = blocks.convolve(
            hidden, filters, f"judge_{level}", steered=level > 0, size=4, strides=2
        )
    logits = _convolution(1, "judge", blocks.seed + 1, gain=1.0)(hidden)
    logits = layers.Activation("linear", dtype="float32")(logits)
    return keras.Model([drawing, style, paintings], logits, name="judge")
