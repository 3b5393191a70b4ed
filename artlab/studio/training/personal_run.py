"""The loop of a personal model's training: it can be interrupted, and goes on where it was."""

from __future__ import annotations

import json
import math
import time

from artlab import _interrupts, runtime

CHECKPOINT_SECONDS = 20.0


def fit(run, material, on_step, names):
    """Trains to the end, or until somebody interrupts.

    Args:
        run: has `step`, `seconds`, `settings.steps`, `path`, `advance()`, `save()`, `restore()`.
        material: a str that tells apart what is learned from.
        on_step: called as `on_step(step, steps, losses)`, or None.
        names: what the losses of a step are called.

    Raises:
        ValueError: the run in the folder is another one.
        ArithmeticError: a loss is no finite number.
    """
    _agree(run, material)
    run.restore()
    begun = saved = time.perf_counter()
    earlier = run.seconds
    with _interrupts.deferred() as interrupted:
        while run.step < run.settings.steps and not interrupted.is_set():
            losses = dict(zip(names, run.advance(), strict=True))
            if not all(map(math.isfinite, losses.values())):
                raise ArithmeticError(f"Step {run.step}: a loss is no finite number: {losses}")
            now = time.perf_counter()
            run.seconds = earlier + now - begun
            if now - saved > CHECKPOINT_SECONDS:
                run.save()
                saved = now
            if on_step is not None:
                on_step(run.step, run.settings.steps, losses)
    run.save()
    if interrupted.is_set():
        kept = " and kept" if run.path else ""
        print(f"Interrupted after step {run.step}: what was learned so far is used{kept}.")


def _agree(run, material):
    """Checks that a run in the folder has learned from the same with the same settings."""
    if run.path is None:
        return
    told = json.dumps({"material": material, "settings": repr(run.settings)}, indent=1)
    path = run.path.with_suffix(".json")
    if run.path.exists() and (not path.exists() or path.read_text(encoding="utf-8") != told):
        raise ValueError(
            "`folder` must hold a run of the same material, steps and seed, or none. "
            f"Received: {run.path.parent}, with another one"
        )
    with runtime.atomic_write(path) as temporary:
        temporary.write_text(told, encoding="utf-8")
