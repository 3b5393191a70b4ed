"""A training run in one safetensors file: weights, Adam's moments and the step, to go on from."""

from pathlib import Path

from artlab import runtime


def save_run(path, step, optimizer, seconds=0.0, **states):
    """Writes a run, whole or not at all.

    Args:
        path: the file.
        step: steps done so far.
        optimizer: a `torch.optim.Optimizer`.
        seconds: what they took.
        **states: dicts from name to tensor, such as a module's `state_dict()`.
    """
    from safetensors.torch import save

    moments = optimizer.state_dict()["state"]
    tensors = {f"{part}/{name}": t for part, state in states.items() for name, t in state.items()}
    tensors |= {f"adam/{n}/{key}": t for n, state in moments.items() for key, t in state.items()}
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    about = {"step": str(step), "seconds": str(seconds)}
    with runtime.atomic_write(path) as temporary:
        temporary.write_bytes(save(tensors, metadata=about))


def load_run(path, optimizer):
    """Reads what `save_run` wrote, and gives the optimiser its moments back.

    Returns:
        `(step, seconds, states)`, `states` a dict of dicts; None where there is no file.
    """
    from safetensors import safe_open

    if not Path(path).exists():
        return None
    with safe_open(path, framework="pt") as file:
        about, states = file.metadata(), {}
        for name in file.keys():  # noqa: SIM118
            part, _, rest = name.partition("/")
            states.setdefault(part, {})[rest] = file.get_tensor(name)
    moments = {}
    for name, tensor in states.pop("adam", {}).items():
        number, key = name.split("/")
        moments.setdefault(int(number), {})[key] = tensor
    optimizer.load_state_dict(optimizer.state_dict() | {"state": moments})
    return int(about["step"]), float(about["seconds"]), states


def as_weights(state):
    """Tensors as they are shipped: on the CPU, floats of 16 bits.

    Args:
        state: dict from name to tensor.

    Example:

    >>> import torch
    >>> as_weights({"bias": torch.ones(2)})["bias"].dtype
    torch.float16
    """
    return {
        name: (value.half() if value.is_floating_point() else value).cpu().contiguous()
        for name, value in state.items()
    }
