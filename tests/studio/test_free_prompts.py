"""The free prompts are well formed, and ask only for what a scene can hold."""

import json
from pathlib import Path

import pytest

from artlab.world import scene as scenes

FOLDER = Path(__file__).parents[1] / "data" / "free_prompts"
COUNTS = {**scenes.LARGEST, "mountain": 5, "trees": 5, "boat": 3, "pavilion": 2, "bird": 5}


@pytest.mark.parametrize(("language", "number"), [("en", 150), ("zh", 100)])
def test_there_are_enough_and_none_twice(language, number):
    rows = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    assert len(rows) == len({row["prompt"] for row in rows}) == number
    assert sum(len(row["asks"]) for row in rows) > 2 * number


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_check_can_be_met(language):
    for row in json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8")):
        assert set(row) == {"prompt", "asks", "unknown"}
        assert row["prompt"].strip() and all(isinstance(word, str) for word in row["unknown"])
        for check in row["asks"]:
            _check(check)


def _check(check):
    if "field" in check:
        assert set(check) == {"field", "in"} and check["in"]
        assert set(check["in"]) <= set(scenes.CHOICES[check["field"]])
        return
    largest = 5
    if "count" in check:
        largest = {"cloud": 3}.get(check["count"]) or COUNTS[check["count"]]
    else:
        assert check["heights"] in scenes.HEIGHTS
    assert 0 <= check["min"] <= check["max"] <= largest
