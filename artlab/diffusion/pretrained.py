"""The weights that the course ships: one diffusion model, at five moments of its training."""

import functools
import importlib.resources
import json

from artlab.diffusion import training


def load(snapshot=-1):
    """A shipped model.

    Args:
        snapshot: which of `snapshots()`, an index; -1 is the finished model, 0 the youngest.

    Returns:
        `Denoiser` in evaluation mode, on the CPU; loaded once, so do not change it.

    Raises:
        ValueError: there is no such snapshot.

    Example:

    >>> load().num_parameters < 1_000_000
    True
    """
    steps = snapshots()
    if isinstance(snapshot, bool) or not hasattr(snapshot, "__index__"):
        raise ValueError(f"`snapshot` must be an int. Received: {snapshot!r}")
    if not -len(steps) <= int(snapshot) < len(steps):
        raise ValueError(
            f"`snapshot` must be an int from {-len(steps)} to {len(steps) - 1}. "
            f"Received: {snapshot!r}"
        )
    return _denoiser(steps[int(snapshot)])


def snapshots():
    """Steps of the training at which the shipped snapshots were taken.

    Returns:
        list of int, rising.
    """
    return list(record()["steps"])


@functools.cache
def record():
    """What is known of the shipped run.

    Returns:
        dict: `steps` of the snapshots, `held_out` (their loss on pictures that the run never
        saw), `losses` (means of a hundred steps each), `settings`, `seconds` of computing.
    """
    with _opened() as file:
        return json.loads(file.metadata()["about"])


@functools.cache
def _denoiser(step):
    with _opened() as file:
        names = [name for name in file.keys() if name.startswith(f"{step}/")]  # noqa: SIM118
        state = {name.partition("/")[2]: file.get_tensor(name) for name in names}
    return training.denoiser_of(state, step)


def _opened():
    from safetensors import safe_open

    home = importlib.resources.files("artlab") / "weights" / "diffusion"
    with importlib.resources.as_file(home / "diffusion.safetensors") as path:
        return safe_open(path, framework="pt")
