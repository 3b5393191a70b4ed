"""What an artwork says was asked for."""

import dataclasses

import pytest

from artlab.studio import describing
from artlab.studio.codes import Settings

PLAIN = Settings("two boats on a lake at dusk, no birds", 3, None, 256, True)


def test_prompt_is_noted():
    asked = describing.asked(PLAIN)
    assert asked == {"boat": 2, "lake": 1, "time": "dusk", "bird": 0}


def test_style_of_the_studio_is_asked_for_too():
    styled = dataclasses.replace(PLAIN, style="ink")
    assert describing.asked(styled)["style"] == "ink"


def test_last_revision_counts():
    revised = dataclasses.replace(PLAIN, revisions=("A lake.", "A pavilion by the sea at night."))
    assert describing.asked(revised) == {"pavilion": 1, "sea": 1, "time": "night"}


@pytest.mark.parametrize("prompt", ["", "   "])
def test_nothing_is_asked_by_an_empty_prompt(prompt):
    assert describing.asked(dataclasses.replace(PLAIN, prompt=prompt)) == {}
