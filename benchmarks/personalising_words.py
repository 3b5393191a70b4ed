"""The writer's part of `benchmarks.personalising`: lines of a grammar whose entropy is known."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.personalising import LINES, add

THINGS = (
    *("the lake", "the river", "the sea", "the far mountain", "the high peak", "the old pine"),
    *("the willow", "the moon", "the low sun", "a small boat", "the mist", "the first snow"),
    *("a bird", "the rock", "the bamboo"),
)
DOES = (
    *("sleeps", "listens", "forgets its name", "waits for me", "holds its breath", "sings low"),
    *("counts the hours", "turns away", "wears white", "keeps a secret"),
)
WHEN = ("at dawn", "at dusk", "all night", "by day", "in the mist", "in the snow")
LIKE = (
    *("an old bell", "a letter nobody reads", "my mother's shawl", "a closed door", "bread"),
    *("a lamp at noon", "a slow clock", "a coat on a chair", "a tired horse", "salt"),
)
PARTS = (THINGS, DOES, WHEN, LIKE, THINGS, DOES)
FORM = "{} {} {} like {}, and {} {}."
STEPS, SEED, NUM_HELD_OUT = 160, 0, 60
FIRST_HELD_OUT = 100_000
PROMPTS = (
    *("two mountains and a lake at dusk", "a boat on the sea", "three pines in the snow"),
    *("the moon above a river", "a willow at dawn", "mist and bamboo", "a bird over the sea"),
    *("a high peak by night",),
)
ASKED = (
    *(("mountain", "peak", "lake"), ("boat", "sea"), ("pine", "snow"), ("moon", "river")),
    *(("willow",), ("mist", "bamboo"), ("bird", "sea"), ("peak", "mountain")),
)


def line(seed: int) -> str:
    """One line; its two things differ."""
    generator = np.random.default_rng([seed, 77])
    chosen = [part[int(generator.integers(len(part)))] for part in PARTS]
    others = [thing for thing in THINGS if thing != chosen[0]]
    chosen[4] = others[int(generator.integers(len(others)))]
    text = FORM.format(*chosen)
    return text[0].upper() + text[1:]


def entropy() -> float:
    """Nats of one line: every line is as likely as another, but for doubled things."""
    sizes = [len(part) for part in PARTS]
    return float(np.log(np.prod([*sizes[:4], sizes[4] - 1, sizes[5]], dtype=float)))


def is_of_the_grammar(text: str) -> bool:
    """Whether a text is one of the grammar's lines, letter for letter but for case."""
    left = text.lower().rstrip(".")
    for part, behind in zip(PARTS, (" ", " ", " like ", ", and ", " ", ""), strict=True):
        fits = [word for word in part if left.startswith(word.lower() + behind)]
        if not fits:
            return False
        left = left[len(max(fits, key=len)) + len(behind) :]
    return not left


def losses(model, held_out, corpus) -> dict:
    """Perplexities a token: own lines held out, and the course's notes and descriptions."""
    import torch

    from artlab.studio.training.corpus import HELD_OUT
    from artlab.studio.training.personal_writer import loss_of
    from artlab.studio.training.writer import losses_of, mean_losses, pad

    with torch.no_grad():
        own = loss_of(model, [held_out.item(place) for place in range(len(held_out))])
        known = [corpus.item(HELD_OUT + number) for number in range(60)]
        noted, told = mean_losses([losses_of(model, *pad(known))])
    named = {"own": own, "notes": noted, "descriptions": told}
    return {name: round(float(np.exp(float(value))), 3) for name, value in named.items()}


def written(writer, learned: list) -> dict:
    """Shares of 32 texts: verbatim lines, lines of the grammar, and what was asked for."""
    texts = [writer.write(prompt, seed=seed) for prompt in PROMPTS for seed in range(4)]
    known = {one.lower() for one in learned}
    asked = [words for words in ASKED for _ in range(4)]
    heard = [
        any(word in text.lower() for word in words)
        for text, words in zip(texts, asked, strict=True)
    ]
    return {
        "verbatim": float(np.mean([text.lower() in known for text in texts])),
        "of the grammar": float(np.mean([is_of_the_grammar(text) for text in texts])),
        "asked for": float(np.mean(heard)),
        "examples": texts[:16:4],
    }


def measure(rows: list) -> None:
    """The shipped writer, then one of each number of lines."""
    from artlab.studio import Writer
    from artlab.studio.training import personal_lines, personal_writer

    shipped = Writer.load()
    held_out = [line(FIRST_HELD_OUT + number) for number in range(NUM_HELD_OUT)]
    held_out = personal_lines.Lines(held_out, shipped)
    tokens = np.mean([len(ids) + 1 for ids in held_out.ids])
    for num in (0, *LINES):
        if num in {row["lines"] for row in rows}:
            continue
        learned, started = [line(number) for number in range(num)], time.process_time()
        lines = personal_lines.Lines(learned, shipped) if num else held_out
        run = personal_writer.Run(lines, personal_writer.Settings(steps=STEPS, seed=SEED))
        while num and run.step < STEPS:
            run.advance()
        seconds = round(time.process_time() - started, 1)
        about = {"num_lines": num, "steps": STEPS, "steps_done": run.step, "seed": SEED}
        writer = personal_writer.PersonalWriter("Letters", run.weights(), about) if num else shipped
        row = {"lines": num, "cpu_seconds": seconds, **losses(run.model, held_out, run.corpus)}
        row |= {"least": round(float(np.exp(entropy() / tokens)), 3)}
        add(rows, row | written(writer, learned))
