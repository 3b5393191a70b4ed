"""What the benchmarks of the studio share: prompts in batches, and whether a request is met."""

from __future__ import annotations

import json
from pathlib import Path

from artlab.studio import Studio, tokens
from artlab.studio.batches import draw_many, plan_many
from artlab.studio.describing import COUNTED, DENIED, KINDS, descriptions, unmet
from artlab.studio.grammar import Grammar

BATCH = 32
ELEMENTS = {"mountain": "mountains", **COUNTED}  # in `mentions`, and as the recogniser says it
GEOMETRIC = {*ELEMENTS, *KINDS, *DENIED}  # what lines can show; the rest only a plan can tell


def run(studio: Studio, prompts, seeds, draws=True, writes=True) -> list[dict]:
    """The whole chain, a batch at a time: description, plan and sketch of each prompt.

    Args:
        studio: a `Studio`.
        prompts: a list of str.
        seeds: an int for each prompt.
        draws: whether sketches are drawn.
        writes: whether the writer describes; if False, the drawer reads the prompts themselves.

    Returns:
        A list of dicts with `description`, `plan` and, if it was drawn, `sketch`.
    """
    rows = []
    for start in range(0, len(prompts), BATCH):
        asked, own = prompts[start : start + BATCH], list(seeds[start : start + BATCH])
        texts = [str(prompt) for prompt in asked]
        if writes:
            texts = descriptions(studio, texts, own)
        plans = plan_many(studio, texts, own)
        sketches = draw_many(studio, plans, own) if draws else [None] * len(plans)
        names = ("description", "plan", "sketch")
        rows += [
            dict(zip(names, row, strict=True)) for row in zip(texts, plans, sketches, strict=True)
        ]
    return rows


def is_valid(sketch, plan) -> bool:
    """Whether the grammar of the plan admits a sketch, token for token."""
    grammar = Grammar(plan)
    try:
        for token in tokens.encode_sketch(sketch):
            grammar.push(token)
    except ValueError:
        return False
    return grammar.done


def counts_of(plan) -> dict:
    """What a plan says, in the words of the recogniser."""
    names = ("water", "trees", "num_trees", "light", "boats", "pavilions", "birds", "clouds")
    shown = {name: getattr(plan, name) for name in (*names, "foreground")}
    return {"mountains": len(plan.mountains), **shown}


def shows(name, value, shown) -> bool:
    """Whether lines show one thing that a prompt asks for.

    Args:
        name: one of `GEOMETRIC`.
        value: what is asked for: a number, "some" (two or more), or "none".
        shown: what the sketch shows, as `recogniser.count` says it; or `counts_of(plan)`.
    """
    if name in DENIED:
        return (shown[name] == "none") == (value == "none")
    if name in KINDS and shown[KINDS[name]] != name:
        return False
    if name in KINDS and KINDS[name] != "trees":
        return True
    number = shown["num_trees" if name in KINDS else ELEMENTS[name]]
    return number >= 2 if value == "some" else number == value


def judged(mentions, shown, plan) -> dict[str, bool]:
    """Every request of a prompt, and whether it is met: by the lines, or else by the plan.

    Middle heights alone are no request: "two mountains" says nothing of their height, though the
    asker had two of middle height in mind.
    """
    lacking = unmet(mentions, plan)
    return {
        name: bool(shows(name, value, shown)) if name in GEOMETRIC else name not in lacking
        for name, value in mentions.items()
        if name != "heights" or set(value) != {"middle"}
    }


def studio_of(options) -> Studio:
    """The studio, with other weights where the options name their folders."""
    from artlab.studio import Drawer, Writer

    parts = {"writer": Writer, "drawer": Drawer}
    folders = {name: getattr(options, name) for name in parts}
    given = {name: parts[name].load(folder) for name, folder in folders.items() if folder}
    return Studio(finish=False, **given)


def share(values) -> float | None:
    """The share of true values, or `None` of nothing."""
    values = list(values)
    return sum(values) / len(values) if values else None


def add_options(parser, name, prompts) -> None:
    """Options that the benchmarks of the studio have in common."""
    parser.add_argument("--num", type=int, default=prompts, help="how many")
    parser.add_argument("--name", default=name, help="name of the file in benchmarks/results")
    parser.add_argument("--writer", help="folder of another writer's weights")
    parser.add_argument("--drawer", help="folder of another drawer's weights")


def free_prompts(folder: Path, language: str) -> list[dict]:
    """The free prompts of a language; nothing may ever be trained on them."""
    return json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
