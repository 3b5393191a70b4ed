"""Held-out prompts through the whole chain: is what was asked for in the drawing?

    python -m benchmarks.studio_drawings --num 1000

Prompts are typed by `artlab.world.prompts.ask`, half of them in Chinese, about scenes and with
seeds that nothing was trained on: training draws its scenes and words from seeds below 2**40,
these lie above `corpus.HELD_OUT`, 2**41. Each goes the whole way: the writer describes, the
drawer reads the description and draws. What a prompt asks for is its `mentions`. Elements and
their numbers are counted in the finished sketch by `benchmarks.recogniser`, which sees nothing
but bare lines; style, time, weather, heights, view, layout and format are read from the plan. A
"mountain" that is called neither high nor low asks for no height.

Reading the results (`benchmarks/results/studio_drawings.json`), for "all", "en" and "zh":

- `elements`: share of asked elements that the lines show, in number and kind;
- `fields`: share of what was asked and only the plan can tell;
- `prompts`: share of prompts all of whose requests are met (one that asks for nothing is);
- `valid`: share of drawings that the grammar admits, token for token;
- `drawing_as_planned`: share of drawings in which the recogniser finds exactly what the plan
  holds, whatever was asked: the drawer alone. `recogniser.json` says how often the recogniser
  itself is wrong on true drawings; no figure here can be trusted beyond that;
- `directly`: `elements`, `fields` and `prompts` where the drawer reads the prompt itself, without
  the writer, as its plan says them.

A description whose plan lacks what the writer noted is written again, up to four times, as the
studio does it (`artlab.studio.describing`). `lost` says which stage lost what is not met: `writer
notes` (the writer's own notes of the prompt are wrong already), `writer text or reading` (notes
right, plan wrong), `drawing` (plan right, lines wrong). `reader` is the share of what a true
description says, one written by `world.prose.narrate` about a held-out scene, that the drawer
reads rightly: what the reader alone loses. `by_name` is, for each name, how many were met of how
many. `failures` tells every request that is not met.
"""

from __future__ import annotations

import argparse
import collections

from artlab import runtime
from artlab.studio import Studio
from artlab.studio.training import corpus
from artlab.world import sample
from artlab.world.prompts import ask
from artlab.world.prose import narrate
from benchmarks import machine, recogniser, studio_chain
from benchmarks.studio_chain import GEOMETRIC, counts_of, judged, share

FIRST_SEED = corpus.HELD_OUT + 10_000_000
LANGUAGES = ("en", "zh")


def prompts(number: int) -> list:
    """Held-out prompts, English and Chinese in turn, each a `Description` with `mentions`."""
    seeds = range(FIRST_SEED, FIRST_SEED + number)
    return [ask(sample(seed), LANGUAGES[seed % 2], seed=seed) for seed in seeds]


def scores(rows) -> dict:
    """Shares over requests that are met or not; `rows` are `judged` dicts."""
    pairs = [(name, met) for row in rows for name, met in row.items()]
    return {
        "elements": share(met for name, met in pairs if name in GEOMETRIC),
        "fields": share(met for name, met in pairs if name not in GEOMETRIC),
        "requests": share(met for _, met in pairs),
        "prompts": share(all(row.values()) for row in rows),
    }


def by_language(asked, *columns, of) -> dict:
    """A summary of all rows, and of those of each language."""
    found = {}
    for language in ("all", *LANGUAGES):
        chosen = [i for i, p in enumerate(asked) if language in ("all", p.language)]
        found[language] = of(*[[column[i] for i in chosen] for column in columns])
    return found


def reader_alone(studio, number: int) -> dict:
    """How much of a true description the drawer reads rightly."""
    seeds = range(FIRST_SEED + 5_000_000, FIRST_SEED + 5_000_000 + number)
    texts = [narrate(sample(seed), LANGUAGES[seed % 2], seed=seed) for seed in seeds]
    rows = studio_chain.run(studio, texts, range(number), draws=False, writes=False)
    met = [
        judged(text.mentions, counts_of(row["plan"]), row["plan"])
        for text, row in zip(texts, rows, strict=True)
    ]
    return by_language(texts, met, of=scores)


def where_lost(studio, asked, rows, met) -> tuple[dict, list]:
    """How many unmet requests each stage lost, and the failures one by one."""
    failures = []
    for number, (prompt, row, one) in enumerate(zip(asked, rows, met, strict=True)):
        if all(one.values()):
            continue
        planned = judged(prompt.mentions, counts_of(row["plan"]), row["plan"])
        noted = studio.writer("notes", str(prompt)) if studio.writer.has("notes") else {}
        for name in [name for name, is_met in one.items() if not is_met]:
            value, note = prompt.mentions[name], noted.get(name)
            read = "writer text or reading" if _same(name, value, note) else "writer notes"
            failures.append({
                "number": number, "request": name, "asked": value, "noted": note,
                "lost_by": "drawing" if planned[name] else read,
                "prompt": str(prompt), "description": row["description"],
            })  # fmt: skip
    return dict(collections.Counter(failure["lost_by"] for failure in failures)), failures


def _same(name, value, noted):
    return sorted(value) == sorted(noted or ()) if name == "heights" else value == noted


def directly(studio, asked) -> dict:
    """The drawer reads the prompts itself; what its plans say."""
    rows = studio_chain.run(studio, asked, range(len(asked)), draws=False, writes=False)
    met = [
        judged(prompt.mentions, counts_of(row["plan"]), row["plan"])
        for prompt, row in zip(asked, rows, strict=True)
    ]
    return by_language(asked, met, of=scores)


def chain_scores(asked, rows, shown, met) -> dict:
    """Shares of what is asked, of valid drawings, and of drawings that show their plan."""
    valid = [studio_chain.is_valid(row["sketch"], row["plan"]) for row in rows]
    planned = [s == counts_of(row["plan"]) for s, row in zip(shown, rows, strict=True)]

    def summary(met, valid, planned):
        return {**scores(met), "valid": share(valid), "drawing_as_planned": share(planned)}

    return by_language(asked, met, valid, planned, of=summary)


def tallies(rows, shown, met) -> dict:
    """For each request how often it is met, and which fields are drawn otherwise than planned."""
    names = collections.Counter(name for row in met for name in row)
    right = collections.Counter(name for row in met for name, is_met in row.items() if is_met)
    wrong = collections.Counter(
        name
        for one, row in zip(shown, rows, strict=True)
        for name, value in counts_of(row["plan"]).items()
        if one[name] != value
    )
    return {
        "by_name": {name: [right[name], names[name]] for name in sorted(names)},
        "drawn_otherwise_than_planned": dict(wrong),
    }


def measure(studio: Studio, number: int) -> dict:
    """Run everything."""
    eye, asked = recogniser.Recogniser.load(), prompts(number)
    rows = studio_chain.run(studio, asked, range(number))
    shown = eye([row["sketch"] for row in rows])
    met = [
        judged(prompt.mentions, one, row["plan"])
        for prompt, one, row in zip(asked, shown, rows, strict=True)
    ]
    lost, failures = where_lost(studio, asked, rows, met)
    return {
        "device": runtime.summary(),
        "num_prompts": number,
        "asks_for_nothing": sum(not prompt.mentions for prompt in asked),
        "chain": chain_scores(asked, rows, shown, met),
        "directly": directly(studio, asked),
        "reader": reader_alone(studio, min(number, 200)),
        "lost": lost,
        **tallies(rows, shown, met),
        "failures": failures,
    }


def main() -> None:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    studio_chain.add_options(parser, "studio_drawings", 1000)
    options = parser.parse_args()
    machine.report(options.name, measure(studio_chain.studio_of(options), options.num))


if __name__ == "__main__":
    main()
