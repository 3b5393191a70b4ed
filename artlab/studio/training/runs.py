"""A run of a language model as one file: weights, averages and optimisers, to go on from."""

import numpy as np

from artlab.studio.training.model import load_weights, save_weights


def save_run(path, model, optimizers, averages, about):
    """Writes a run into a safetensors file, whole or not at all.

    Args:
        path: the file.
        model: a `torch.nn.Module`.
        optimizers: a list of its optimisers.
        averages: an `Averages` of it.
        about: dict for JSON: how far the run has come.
    """
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    state = {f"model.{name}": p.detach() for name, p in model.named_parameters()}
    state |= {f"averages.{name}": value for name, value in averages.weights().items()}
    for number, optimizer in enumerate(optimizers):
        for parameter, values in optimizer.state.items():
            for key, value in values.items():
                value = value if hasattr(value, "shape") else np.array(value)
                state[f"optimizer{number}.{names[id(parameter)]}|{key}"] = value
    save_weights(path, state, about)


def load_run(path, model, optimizers, averages):
    """Puts a run back as `save_run` found it.

    Returns:
        The dict `about` of `save_run`.
    """
    import torch

    arrays, about = load_weights(path)
    arrays = {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(arrays[f"model.{name}"])
    averages.values = {name: arrays[f"averages.{name}"] for name in averages.values}
    for name, array in arrays.items():
        if name.startswith("optimizer"):
            head, key = name.split("|")
            number, _, parameter = head.partition(".")
            optimizer = optimizers[int(number[len("optimizer") :])]
            optimizer.state[parameters[parameter]][key] = array
    return about
