"""What the projector may show: every work is still what it was looked at as."""

import collections

import pytest

from artlab.studio import Studio, vetted, wall

WANTED = {  # prompt -> counts that its words ask for
    "青绿山水，一座亭子，三只鸟": {"pavilion": 1, "bird": 3},
    "five peaks above the sea": {"mountain": 5, "sea": 1},
    "sunset at sea with two boats": {"boat": 2, "sea": 1, "sun": 1},
    "snow on three mountains at dawn": {"mountain": 3},
    "the sea, a red sun and one boat": {"sea": 1, "sun": 1, "boat": 1},
    "a river in winter, a moon": {"river": 1, "moon": 1},
}


@pytest.fixture(scope="module")
def works():
    studio = Studio(size=64)
    return {settings.prompt: studio.repaint(settings) for settings in vetted.vetted()}


def test_every_work_draws_what_it_plans_and_has_nothing_to_excuse(works):
    for prompt, work in works.items():
        drawn = collections.Counter(work.sketch.elements)
        assert {name: drawn[name] for name in work.plan.counts} == work.plan.counts, prompt
        assert work.notices == (), prompt


def test_works_with_numbers_in_their_prompt_have_those_numbers(works):
    for prompt, counts in WANTED.items():
        assert works[prompt].plan.counts.items() >= counts.items(), prompt


def test_every_style_has_six_and_no_prompt_comes_twice():
    works = vetted.vetted()
    assert len({work.prompt for work in works}) == len(works) == 24
    styles = [work.style for work in works]
    assert all(styles.count(style) >= 5 for style in set(styles) - {None})


def test_their_codes_make_a_wall():
    lines = "\n".join(settings.code for settings in vetted.vetted())
    assert [entry.problem for entry in wall.read_codes(lines)] == [""] * 24
