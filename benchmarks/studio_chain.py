"""What the benchmarks of the studio share: prompts in batches, and whether a request is met."""

from __future__ import annotations

import json
from pathlib import Path

from artlab.studio import Studio, tokens
from artlab.studio.batches import draw_many, plan_many
from artlab.studio.describing import descriptions
from artlab.studio.grammar import Grammar

BATCH = 32
ELEMENTS = {  # names in `mentions` that the sketch must show -> what the recogniser calls them
    **{"mountain": "mountains", "boat": "boats", "pavilion": "pavilions"},
    **{"bird": "birds", "cloud": "clouds"},
}
KINDS = {
    **dict.fromkeys(("lake", "river", "sea"), "water"),
    **dict.fromkeys(("pine", "willow", "bamboo"), "trees"),
    **dict.fromkeys(("sun", "moon"), "light"),
    **dict.fromkeys(("rock", "bough"), "foreground"),
}
DENIED = ("water", "trees", "light")  # "none", or "some" of any kind
FIELDS = ("heights", "time", "weather", "style", "view", "layout", "format")


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


def meets(name, value, shown, plan) -> bool:
    """Whether one request of a prompt is met.

    Args:
        name: a name in `mentions`; see `world.describe.Description`.
        value: what is asked for: a number, "some" (two or more), "none", or a plan's value.
        shown: what the sketch shows, as `recogniser.count` says it; or what the plan says.
        plan: the `Scene`, for what lines do not show.
    """
    if name in ELEMENTS:
        number = shown[ELEMENTS[name]]
        return number >= 2 if value == "some" else number == value
    if name in DENIED:
        return (shown[name] == "none") == (value == "none")
    if name in KINDS:
        return shown[KINDS[name]] == name and _enough(name, value, shown["num_trees"])
    if name == "heights":
        return sorted(plan.mountains) == sorted(value)
    return getattr(plan, name) == value


def _enough(name, value, num_trees):
    if name not in ("pine", "willow", "bamboo"):
        return True
    return num_trees >= 2 if value == "some" else num_trees == value


def judged(mentions, shown, plan) -> dict[str, bool]:
    """Every request of a prompt, and whether it is met."""
    vague = mentions.get("mountain") == "some"
    found = {}
    for name, value in mentions.items():
        if name == "heights" and vague:  # how many of each is not said
            found[name] = set(plan.mountains) == set(value)
        else:
            found[name] = bool(meets(name, value, shown, plan))
    return found


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
