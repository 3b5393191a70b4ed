"""Free wording: is what people type understood?

    python -m benchmarks.studio_words

The prompts are the 150 English and 100 Chinese ones of `tests/data/free_prompts`, written before
the writer's training and never trained on; its README says what they are and how they are
judged. Each is described by the writer and read by the drawer with seed 0, as `Studio` does it,
and the plan is held against the checks.

Reading the results (`benchmarks/results/studio_words.json`), for "en" and "zh":

- `requests`: share of checks that the plans meet;
- `prompts`: share of prompts that meet all of theirs;
- `unknown`: share of the words for what nobody here can draw that are named back; `named_in_vain`
  counts names that were called unknown where the prompt holds nothing unknown;
- `directly`: the same two shares where the drawer reads the prompts itself, without the writer;
- `misses`: number of the prompt in its file, the check that is not met and what the plan holds
  there, and whether the writer's notes hold it (`noted`): if not, the prompt was misread; if so,
  the description or its reading lost it. `not_named` are unknown words that were passed over.

Nothing may be tuned to these prompts: a miss is reported, not mended word by word.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from artlab import runtime
from artlab.studio import Studio
from artlab.studio.text import unknown_words
from benchmarks import machine, studio_chain
from benchmarks.studio_chain import share

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "free_prompts"
LANGUAGES = ("en", "zh")


def number_of(name: str, plan) -> int:
    """How many of a thing a plan holds; "trees" of any kind, "light" sun or moon."""
    if name == "trees":
        return plan.num_trees
    return plan.counts.get(name, 0)


def holds(check: dict, plan) -> object:
    """What a plan holds where a check looks."""
    if "field" in check:
        return getattr(plan, check["field"])
    if "count" in check:
        return number_of(check["count"], plan)
    return plan.mountains.count(check["heights"])


def meets(check: dict, plan) -> bool:
    """Whether a plan meets a check; see the README of the free prompts."""
    value = holds(check, plan)
    if "field" in check:
        return value in check["in"]
    return check["min"] <= value <= check["max"]


def shares(entries, plans) -> dict:
    """Requests right, and prompts right in all."""
    met = [[meets(check, plan) for check in entry["asks"]]
           for entry, plan in zip(entries, plans, strict=True)]  # fmt: skip
    return {
        "requests": share(one for row in met for one in row),
        "prompts": share(all(row) for row in met),
    }


def is_named(word: str, named) -> bool:
    """Whether a word is among the names, which are in the singular."""
    return not {word, word.removesuffix("s"), word.removesuffix("es")}.isdisjoint(named)


def unknown_share(entries) -> dict:
    """How many of the unknown words are named back."""
    pairs = [(entry, set(unknown_words(entry["prompt"]))) for entry in entries]
    return {
        "unknown": share(
            is_named(word, named) for entry, named in pairs for word in entry["unknown"]
        ),
        "named_in_vain": sum(len(named) for entry, named in pairs if not entry["unknown"]),
    }


def misses(studio, entries, rows) -> list[dict]:
    """The checks that are not met, and the unknown words that are not named."""
    found = []
    for number, (entry, row) in enumerate(zip(entries, rows, strict=True)):
        failed = [check for check in entry["asks"] if not meets(check, row["plan"])]
        named = unknown_words(entry["prompt"])
        silent = [word for word in entry["unknown"] if not is_named(word, named)]
        if failed:
            noted = studio.writer("notes", entry["prompt"]) if studio.writer.has("notes") else None
            noted = None if noted is None else {name: str(value) for name, value in noted.items()}
        for check in failed:
            found.append({"number": number, **check, "plan": holds(check, row["plan"]),
                          "noted": noted})  # fmt: skip
        if silent:
            found.append({"number": number, "not_named": sorted(silent)})
    return found


def measure(studio: Studio, most: int, seed: int = 0) -> dict:
    """Read every prompt, or the first `most` of each language."""
    result = {"device": runtime.summary(), "seed": seed}
    for language in LANGUAGES:
        entries = studio_chain.free_prompts(FOLDER, language)[:most]
        typed = [entry["prompt"] for entry in entries]
        seeds = [seed] * len(typed)
        rows = studio_chain.run(studio, typed, seeds, draws=False)
        direct = studio_chain.run(studio, typed, seeds, draws=False, writes=False)
        result[language] = {
            "num_prompts": len(entries),
            "num_requests": sum(len(entry["asks"]) for entry in entries),
            **shares(entries, [row["plan"] for row in rows]),
            **unknown_share(entries),
            "directly": shares(entries, [row["plan"] for row in direct]),
            "misses": misses(studio, entries, rows),
        }
    return result


def main() -> None:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    studio_chain.add_options(parser, "studio_words", 150)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    machine.report(
        options.name, measure(studio_chain.studio_of(options), options.num, options.seed)
    )


if __name__ == "__main__":
    main()
