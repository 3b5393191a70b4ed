"""Held-out losses of small GPTs by size and by text, as they were measured."""

import json
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "scaling.json"


def scaling_table():
    """Lowest held-out losses of the network of lesson 07 in five widths on three amounts of text.

    `python -m benchmarks.gpt_scaling` measured them: 1,000 steps each, on the landscapes of
    lesson 07.

    Returns:
        A dict from the number of training texts to a dict from the number of weights in the
        blocks to the loss in nats a token.

    Example:

    >>> table = scaling_table()
    >>> sorted(table), len(table[40])
    ([40, 400, 3599], 5)
    """
    found = {}
    for row in json.loads(TABLE.read_text(encoding="utf-8")):
        found.setdefault(row["texts"], {})[row["weights"]] = row["loss"]
    return found
