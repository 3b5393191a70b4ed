"""One training run of a language model in one safetensors file, written whole or not at all."""

import dataclasses
import json

import torch

from artlab.runtime import atomic_write

FORMAT = "artlab-gpt-1"


def save(trainer, path):
    """Writes weights, optimiser, losses and settings of a run.

    Args:
        trainer: an `artlab.gpt.Trainer`.
        path: the file, *.safetensors.
    """
    from safetensors.torch import save as to_bytes

    tensors = {f"model/{name}": p.detach() for name, p in trainer.model.named_parameters()}
    for name, values in _moments(trainer):
        tensors |= {f"optimizer/{name}/{key}": value for key, value in values.items()}
    tensors["history/losses"] = torch.tensor(trainer.losses, dtype=torch.float64)
    tensors["history/seconds"] = torch.tensor(trainer.seconds, dtype=torch.float64)
    tensors = {name: tensor.contiguous().cpu() for name, tensor in tensors.items()}
    header = {"format": FORMAT, "about": json.dumps(about(trainer), sort_keys=True)}
    with atomic_write(path) as temporary:
        temporary.write_bytes(to_bytes(tensors, metadata=header))


def about(trainer):
    """What tells a run from others: a dict for JSON."""
    shapes = {name: list(p.shape) for name, p in trainer.model.named_parameters()}
    settings = dataclasses.asdict(trainer.settings)
    settings["betas"] = list(settings["betas"])
    return {**settings, "weights": shapes, "text": trainer.corpus.checksum}


def restore(trainer, path):
    """Puts a trainer where `save` left the run.

    Args:
        trainer: an `artlab.gpt.Trainer` of the same model, corpus and settings.
        path: the file.

    Raises:
        ValueError: the file is damaged, no checkpoint, or of another run; nothing changes.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(
            f"`checkpoint` must be a file that a trainer saved. Received: {path}, which cannot be "
            f"read ({error}). Delete it, or name another"
        ) from error
    if header.get("format") != FORMAT:
        raise ValueError(
            f"`checkpoint` must be a file of format {FORMAT}. Received: {path}, "
            f"{header.get('format')!r}"
        )
    _check_same_run(path, json.loads(header["about"]), about(trainer))
    _put_back(trainer, tensors)


def _check_same_run(path, saved, present):
    differing = [name for name in present if saved.get(name) != present[name]]
    shown = [
        name if name in ("weights", "text") else f"{name} {saved.get(name)}, here {present[name]}"
        for name in differing
    ]
    if differing:
        raise ValueError(
            f"`checkpoint` must be of the same model, text and settings. Received: {path}, which "
            f"differs in {'; '.join(shown)}. Name another file, or call fit(resume=False)"
        )


def _put_back(trainer, tensors):
    with torch.no_grad():
        for name, parameter in trainer.model.named_parameters():
            parameter.copy_(tensors[f"model/{name}"])
    parameters = dict(trainer.model.named_parameters())
    for name, tensor in tensors.items():
        if name.startswith("optimizer/"):
            owner, _, key = name.removeprefix("optimizer/").rpartition("/")
            parameter = parameters[owner]
            place = "cpu" if key == "step" and not parameter.is_cuda else parameter.device
            trainer.optimizer.state[parameter][key] = tensor.to(place)
    trainer.losses = tensors["history/losses"].tolist()
    trainer.seconds = tensors["history/seconds"].tolist()
    trainer.step = len(trainer.losses)


def _moments(trainer):
    """Pairs of a parameter's name and what the optimiser remembers of it."""
    for name, parameter in trainer.model.named_parameters():
        yield name, trainer.optimizer.state.get(parameter, {})
