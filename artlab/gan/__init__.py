"""Generative adversarial networks: losses, networks, training, metrics.

`losses` and `networks` use `keras.ops` alone and run on every Keras backend;
`training` needs TensorFlow. Each is imported on first use.
"""

from __future__ import annotations

import importlib

_HOMES = {
    "AdversarialLoss": "losses",
    "History": "records",
    "Snapshots": "records",
    "Trainer": "training",
    "TrainingDiverged": "training",
    "conditional_discriminator": "networks",
    "conditional_generator": "networks",
    "conv_discriminator": "networks",
    "conv_generator": "networks",
    "dense_discriminator": "networks",
    "dense_generator": "networks",
}
_MODULES = ("losses", "metrics", "networks", "records", "silhouettes", "training")
__all__ = [*_HOMES, *_MODULES]


def __getattr__(name: str):
    if name in _MODULES:
        return importlib.import_module(f"artlab.gan.{name}")
    if name in _HOMES:
        return getattr(importlib.import_module(f"artlab.gan.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'artlab.gan' has no attribute {name!r}")


def __dir__():
    return sorted(__all__)
