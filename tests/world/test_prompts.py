"""What prompts claim to ask for is what their words say."""

import re

import pytest

from artlab.world import Scene
from artlab.world.prompts import ask

VAGUE = {
    "en": r"several|some|a few|various|a number of|multiple|a handful of|a bunch of|a group of",
    "zh": r"几座|数座|若干|一些[^，]*[山丘]",
}
MIXED = Scene(("high", "low", "low", "low"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_vague_numbers_of_one_height_are_no_exact_number_of_mountains(language):
    texts = [ask(MIXED, language, seed) for seed in range(400)]
    mixed = [text for text in texts if "heights" in text.mentions]
    vague = [text for text in mixed if re.search(VAGUE[language], text.lower())]
    assert vague and {text.mentions["mountain"] for text in vague} == {"some"}
