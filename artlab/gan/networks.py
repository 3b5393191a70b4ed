"""The two players: dense, convolutional and class-conditional networks.

Generators turn latents `(batch, latent_dim)` from N(0, 1) into images
`(batch, height, width, channels)` in [-1, 1] (they end in tanh). Discriminators
turn such images into logits `(batch, 1)` (they end without a sigmoid). Conditional
networks take a list: `[latents, labels]` and `[images, labels]`, labels as integers
`(batch,)`.

`jit_compile` is a fixed attribute of each network, False for these: docs/decisions/0003 has the
times. XLA and plain graphs draw different noise from one seed and differ in their last bits.
"""

from __future__ import annotations

import keras
from keras import initializers, layers, ops

IMAGE_SHAPE = (28, 28, 1)


def dense_generator(latent_dim: int = 100, image_shape=IMAGE_SHAPE, seed: int = 0) -> keras.Model:
    """The generator of the first GAN lessons: 100-256-512-1024-784.

    Args:
        latent_dim: Length of the latents.
        image_shape: `(height, width, channels)` of the images.
        seed: Seed of the initial weights.

    Returns:
        Keras model, latents `(batch, latent_dim)` -> images `(batch, *image_shape)`.

    Raises:
        ValueError: If `latent_dim` or `image_shape` is not positive.

    References:
        Goodfellow et al. 2014, section 5 (multilayer perceptrons); LeakyReLU with slope
        .2 after Radford et al. 2016, section 4.

    Example:
        >>> dense_generator().count_params()
        1486352
    """
    height, width, channels = _image_shape(image_shape)
    seeds = _Seeds(seed)
    stack = [keras.Input((_positive("latent_dim", latent_dim),), name="latents")]
    for units in (256, 512, 1024):
        stack += [_dense(units, seeds), layers.LeakyReLU(0.2)]
    stack += [
        _dense(height * width * channels, seeds, gain=1.0, activation="tanh"),
        layers.Reshape((height, width, channels), name="images"),
    ]
    return _finish(keras.Sequential(stack, name="dense_generator"))


def dense_discriminator(image_shape=IMAGE_SHAPE, seed: int = 0) -> keras.Model:
    """The hidden layers of `dense_generator`: 784-256-512-1024-1, ending in a logit.

    Args:
        image_shape: `(height, width, channels)` of the images.
        seed: Seed of the initial weights.

    Returns:
        Keras model, images `(batch, *image_shape)` -> logits `(batch, 1)`.

    Raises:
        ValueError: If `image_shape` is not positive.

    References:
        Goodfellow et al. 2014, section 5.

    Example:
        >>> dense_discriminator().count_params()
        858881
    """
    seeds = _Seeds(seed + 1)
    stack = [keras.Input(_image_shape(image_shape), name="images"), layers.Flatten()]
    for units in (256, 512, 1024):
        stack += [_dense(units, seeds), layers.LeakyReLU(0.2)]
    stack += [_dense(1, seeds, gain=1.0, name="logits")]
    return _finish(keras.Sequential(stack, name="dense_discriminator"))


def conv_generator(
    latent_dim: int = 64, image_shape=IMAGE_SHAPE, width: int = 64, seed: int = 0
) -> keras.Model:
    """A small convolutional generator: nearest-neighbour upsampling, then convolution.

    Upsampling by repetition followed by a convolution leaves no checkerboard, which a
    transposed convolution does (Odena et al. 2016).

    Args:
        latent_dim: Length of the latents.
        image_shape: `(height, width, channels)`; height and width are multiples of 4.
        width: Channels at the finest scale but one; the coarsest has twice as many.
        seed: Seed of the initial weights.

    Returns:
        Keras model, latents `(batch, latent_dim)` -> images `(batch, *image_shape)`.

    Raises:
        ValueError: If the height or width of the images is not a multiple of 4.

    References:
        Radford et al. 2016 (DCGAN), section 3; Odena et al. 2016, Deconvolution and
        Checkerboard Artifacts.
    """
    latents = keras.Input((_positive("latent_dim", latent_dim),), name="latents")
    images = _conv_decoder(latents, _conv_shape(image_shape), width, _Seeds(seed))
    return _finish(keras.Model(latents, images, name="conv_generator"))


def conv_discriminator(image_shape=IMAGE_SHAPE, width: int = 32, seed: int = 0) -> keras.Model:
    """A small convolutional discriminator: strided convolutions down to one logit.

    Args:
        image_shape: `(height, width, channels)`; height and width are multiples of 4.
        width: Channels of the first convolution; each further one doubles them.
        seed: Seed of the initial weights.

    Returns:
        Keras model, images `(batch, *image_shape)` -> logits `(batch, 1)`.

    Raises:
        ValueError: If the height or width of the images is not a multiple of 4.

    References:
        Radford et al. 2016 (DCGAN), section 3.
    """
    seeds = _Seeds(seed + 1)
    images = keras.Input(_conv_shape(image_shape), name="images")
    features = _conv_encoder(images, width, seeds)
    logits = _dense(1, seeds, gain=1.0, name="logits")(features)
    return _finish(keras.Model(images, logits, name="conv_discriminator"))


def conditional_generator(
    num_classes: int,
    latent_dim: int = 64,
    image_shape=IMAGE_SHAPE,
    width: int = 64,
    seed: int = 0,
) -> keras.Model:
    """`conv_generator` that is told which class to draw.

    The label becomes a learned vector, which joins the latents.

    Args:
        num_classes: How many classes there are.
        latent_dim: Length of the latents.
        image_shape: `(height, width, channels)`; height and width are multiples of 4.
        width: Channels, as in `conv_generator`.
        seed: Seed of the initial weights.

    Returns:
        Keras model, `[latents (batch, latent_dim), labels (batch,)]` -> images.

    Raises:
        ValueError: If an argument is out of range.

    References:
        Mirza & Osindero 2014, Conditional Generative Adversarial Nets, equation 2.
    """
    seeds = _Seeds(seed)
    latents = keras.Input((_positive("latent_dim", latent_dim),), name="latents")
    labels = keras.Input((), dtype="int32", name="labels")
    embedding = layers.Embedding(
        _positive("num_classes", num_classes),
        32,
        embeddings_initializer=seeds.normal(1.0),
    )
    joined = layers.Concatenate()([latents, embedding(labels)])  # (batch, latent_dim + 32)
    images = _conv_decoder(joined, _conv_shape(image_shape), width, seeds)
    model = keras.Model([latents, labels], images, name="conditional_generator")
    return _finish(model)


def conditional_discriminator(
    num_classes: int, image_shape=IMAGE_SHAPE, width: int = 32, seed: int = 0
) -> keras.Model:
    """`conv_discriminator` that judges an image **and** its label.

    A projection: the logit of the image alone plus the inner product of its features
    with a vector learned for the label.

    Args:
        num_classes: How many classes there are.
        image_shape: `(height, width, channels)`; height and width are multiples of 4.
        width: Channels, as in `conv_discriminator`.
        seed: Seed of the initial weights.

    Returns:
        Keras model, `[images, labels (batch,)]` -> logits `(batch, 1)`.

    Raises:
        ValueError: If an argument is out of range.

    References:
        Miyato & Koyama 2018, cGANs with Projection Discriminator, equation 3.
    """
    seeds = _Seeds(seed + 1)
    images = keras.Input(_conv_shape(image_shape), name="images")
    labels = keras.Input((), dtype="int32", name="labels")
    features = _conv_encoder(images, width, seeds)  # (batch, features)
    embedding = layers.Embedding(
        _positive("num_classes", num_classes),
        features.shape[-1],
        embeddings_initializer=seeds.normal(0.02),
    )
    match = layers.Dot(axes=1)([features, embedding(labels)])  # (batch, 1)
    logits = layers.Add(name="logits")([_dense(1, seeds, gain=1.0)(features), match])
    model = keras.Model([images, labels], logits, name="conditional_discriminator")
    return _finish(model)


def _conv_decoder(latents, image_shape, width, seeds):
    """Latents (batch, n) -> images (batch, height, width, channels) in [-1, 1]."""
    height, image_width, channels = image_shape
    rows, columns = height // 4, image_width // 4
    features = _dense(rows * columns * 2 * width, seeds)(latents)
    features = layers.Reshape((rows, columns, 2 * width))(features)
    features = layers.LeakyReLU(0.2)(PixelNorm()(features))
    for filters in (width, width // 2):
        features = layers.UpSampling2D(2, interpolation="nearest")(features)
        features = _conv(filters, 3, seeds)(features)
        features = layers.LeakyReLU(0.2)(PixelNorm()(features))
    return _conv(channels, 3, seeds, gain=1.0, activation="tanh", name="images")(features)


def _conv_encoder(images, width, seeds):
    """Images (batch, height, width, channels) -> features (batch, n)."""
    features = images
    for filters in (width, 2 * width):
        features = _conv(filters, 4, seeds, strides=2)(features)
        features = layers.LeakyReLU(0.2)(features)
    return layers.Flatten()(features)


@keras.saving.register_keras_serializable(package="artlab")
class PixelNorm(layers.Layer):
    """Scale each pixel's feature vector to unit mean square.

    It has no state and mixes nothing across the batch, so one picture never depends on
    its neighbours (batch normalisation makes it so).

    References:
        Karras et al. 2018, Progressive Growing of GANs, section 4.2.
    """

    def call(self, inputs):
        """`(..., channels)` -> `(..., channels)`, mean square over channels about 1."""
        return inputs * ops.rsqrt(ops.mean(ops.square(inputs), axis=-1, keepdims=True) + 1e-8)


class _Seeds:
    """A stream of initialisers: every layer of a network draws with a seed of its own."""

    def __init__(self, seed: int):
        if not isinstance(seed, int) or seed < 0:
            raise ValueError(f"`seed` must be an integer of 0 or more. Received: {seed!r}")
        self.seed = seed * 1000

    def _next(self) -> int:
        self.seed += 1
        return self.seed

    def he(self, gain: float):
        """He et al. 2015: variance gain / fan_in (2 suits rectifiers, 1 linear outputs)."""
        return initializers.VarianceScaling(gain, "fan_in", "truncated_normal", seed=self._next())

    def normal(self, stddev: float):
        return initializers.RandomNormal(stddev=stddev, seed=self._next())


def _dense(units, seeds, gain=2.0, **kwargs):
    return layers.Dense(units, kernel_initializer=seeds.he(gain), **kwargs)


def _conv(filters, size, seeds, gain=2.0, **kwargs):
    return layers.Conv2D(filters, size, padding="same", kernel_initializer=seeds.he(gain), **kwargs)


def _finish(model: keras.Model) -> keras.Model:
    model.jit_compile = False
    return model


def _positive(name: str, value) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"`{name}` must be a positive integer. Received: {value!r}")
    return value


def _image_shape(image_shape) -> tuple[int, int, int]:
    shape = tuple(image_shape)
    if len(shape) != 3 or any(not isinstance(side, int) or side < 1 for side in shape):
        raise ValueError(
            "`image_shape` must be (height, width, channels), positive integers. "
            f"Received: {image_shape!r}"
        )
    return shape


def _conv_shape(image_shape) -> tuple[int, int, int]:
    shape = _image_shape(image_shape)
    if shape[0] % 4 or shape[1] % 4:
        raise ValueError(
            "`image_shape` must have a height and width that are multiples of 4. "
            f"Received: {image_shape!r}"
        )
    return shape
