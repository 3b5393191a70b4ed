"""One training run in one safetensors file, written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from artlab.runtime import atomic_write

FORMAT = "artlab-gan-1"


def save(path: str | Path, arrays: dict[str, np.ndarray], about: dict) -> None:
    """Write arrays and a description of the run, atomically.

    Args:
        path: Target, `*.safetensors`. Its folder is made if missing.
        arrays: Name -> array.
        about: What identifies the run; JSON types only.
    """
    from safetensors.numpy import save as to_bytes

    arrays = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    header = {"format": FORMAT, "about": json.dumps(about, sort_keys=True)}
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as temporary:
        Path(temporary).write_bytes(to_bytes(arrays, metadata=header))


def load(path: str | Path) -> tuple[dict[str, np.ndarray], dict]:
    """Read what `save` wrote.

    Returns:
        The arrays, and the description of the run.

    Raises:
        ValueError: If the file is not a checkpoint of ours or is damaged.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            header = file.metadata() or {}
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(
            f"`{path}` is not a readable checkpoint ({error}). Delete it, or train with "
            "another `checkpoint` path."
        ) from error
    if header.get("format") != FORMAT:
        raise ValueError(
            f"`{path}` must be a checkpoint of format {FORMAT}. Received: {header.get('format')!r}"
        )
    return arrays, json.loads(header["about"])


def pack(groups: dict[str, list]) -> dict[str, np.ndarray]:
    """Variables by group -> arrays named `group/000`, `group/001`, ..."""
    return {
        f"{group}/{index:03d}": variable.numpy()
        for group, variables in groups.items()
        for index, variable in enumerate(variables)
    }


def unpack(arrays: dict[str, np.ndarray], groups: dict[str, list]) -> None:
    """Assign what `pack` returned to the variables of the same groups."""
    for group, variables in groups.items():
        for index, variable in enumerate(variables):
            variable.assign(arrays[f"{group}/{index:03d}"])


def check_same_run(path: str | Path, saved: dict, present: dict) -> None:
    """Raise a ValueError that names what differs between a checkpoint and a trainer.

    The data count only when the trainer knows its data, which `fit` tells it.
    """
    shared = [name for name in present if name in saved or name != "data"]
    differing = [name for name in shared if saved.get(name) != present[name]]
    if differing:
        lines = "; ".join(
            f"{name}: {saved.get(name)!r} there, {present[name]!r} here" for name in differing
        )
        raise ValueError(
            f"The checkpoint `{path}` belongs to another run ({lines}). Give this trainer "
            "another `checkpoint` path, or call fit(..., resume=False) to overwrite it."
        )
