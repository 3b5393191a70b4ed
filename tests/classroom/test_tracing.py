"""Knowledge tracing against its own equations, worked out by hand, and against enumeration."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artlab.classroom import tracing
from artlab.classroom.tracing import Parameters, step

CHANCE = st.floats(0, 1)
SKILLS = st.lists(CHANCE, min_size=1, max_size=3)
KINDS = st.tuples(CHANCE, CHANCE, st.floats(0, 0.99)).map(
    lambda three: Parameters(three[0], 0.001 + 0.99 * three[1] * (0.999 - three[2]), three[2])
)
KIND = Parameters(learn=0.2, guess=0.2, slip=0.1)


def test_a_right_answer_is_worked_out_by_hand():
    # .4 * .9 = .36 by knowing, .6 * .2 = .12 by guessing; .36 / .48 = .75, and a fifth of .25.
    assert step([0.4], True, KIND) == pytest.approx([0.75 + 0.2 * 0.25])


def test_a_wrong_answer_is_worked_out_by_hand():
    # .4 * .1 = .04 by a slip, .6 * .8 = .48 by not knowing; .04 / .52 = 1/13.
    assert step([0.4], False, KIND) == pytest.approx([1 / 13 + 0.2 * 12 / 13])


def test_three_steps_follow_one_another():
    known = [0.4]
    for right in (True, False, True):
        known = step(known, right, KIND)
    by_hand = 0.8
    by_hand = 0.08 / (0.08 + 0.16)
    by_hand += 0.2 * (1 - by_hand)
    by_hand = 0.9 * by_hand / (0.9 * by_hand + 0.2 * (1 - by_hand))
    assert known == pytest.approx([by_hand + 0.2 * (1 - by_hand)])


def test_without_practice_nothing_is_learned():
    assert step([0.4], True, KIND, practice=False) == pytest.approx([0.75])


@pytest.mark.parametrize("known", [0.0, 1.0])
@pytest.mark.parametrize("right", [True, False])
def test_certainty_stays_whatever_the_answer(known, right):
    assert tracing.posterior(known, right, guess=0.2, slip=0.1) == known


def test_without_guess_and_slip_one_answer_decides():
    assert tracing.posterior(0.3, True, guess=0.0, slip=0.0) == 1.0
    assert tracing.posterior(0.3, False, guess=0.0, slip=0.0) == 0.0


def test_an_answer_that_cannot_come_changes_nothing():
    assert tracing.posterior(1.0, False, guess=0.2, slip=0.0) == 1.0


def test_right_answers_for_ever_lead_to_mastery_and_wrong_ones_to_the_fixed_point():
    high = low = (0.3,)
    for _ in range(200):
        high, low = step(high, True, KIND), step(low, False, KIND)
    assert high[0] > 0.999
    # Where one wrong answer takes away just what practice brings: f(x) = x, from (2) and (3).
    (again,) = step(low, False, KIND)
    assert again == pytest.approx(low[0]) and 0.2 < low[0] < 0.3


def test_full_help_makes_a_right_answer_say_nothing():
    assert step([0.3], True, KIND, help_given=1.0, practice=False) == pytest.approx([0.3])


def test_half_help_is_worked_out_by_hand():
    # P(right | known) = .5 + .5 * .9 = .95, P(right | not known) = .5 + .5 * .2 = .6.
    expected = 0.4 * 0.95 / (0.4 * 0.95 + 0.6 * 0.6)
    assert step([0.4], True, KIND, help_given=0.5, practice=False) == pytest.approx([expected])


def test_chance_of_a_right_answer_is_worked_out_by_hand():
    assert tracing.chance_right([0.4], KIND) == pytest.approx(0.4 * 0.9 + 0.6 * 0.2)
    assert tracing.chance_right([0.5, 0.4], KIND) == pytest.approx(0.2 * 0.9 + 0.8 * 0.2)
    assert tracing.chance_right([0.4], KIND, help_given=1.0) == pytest.approx(1.0)


@given(SKILLS, KINDS, st.booleans(), CHANCE)
def test_probabilities_stay_probabilities(known, kind, right, help_given):
    after = step(known, right, kind, help_given)
    assert len(after) == len(known) and all(0 <= chance <= 1 for chance in after)


@given(SKILLS, KINDS, CHANCE)
def test_right_answers_never_lower_and_wrong_ones_never_raise(known, kind, help_given):
    up = step(known, True, kind, help_given, practice=False)
    down = step(known, False, kind, help_given, practice=False)
    for before, higher, lower in zip(known, up, down, strict=True):
        assert lower <= before + 1e-12 and higher >= before - 1e-12


@given(SKILLS, KINDS, CHANCE, CHANCE)
def test_more_help_makes_a_right_answer_weaker(known, kind, one, other):
    less, more = sorted((one, other))
    strong = step(known, True, kind, less, practice=False)
    weak = step(known, True, kind, more, practice=False)
    assert all(low <= high + 1e-9 for low, high in zip(weak, strong, strict=True))


@given(SKILLS, KINDS, st.booleans(), st.integers(0, 2), CHANCE)
def test_who_is_likelier_to_know_stays_so(known, kind, right, place, other):
    place %= len(known)
    higher = list(known)
    higher[place] = max(known[place], other)
    after, before = step(higher, right, kind), step(known, right, kind)
    assert after[place] >= before[place] - 1e-9


@given(SKILLS, KINDS, st.booleans(), st.floats(0, 0.99))
def test_several_skills_agree_with_counting_all_cases(known, kind, right, help_given):
    """The gate of DINA by brute force: every combination of known and unknown skills."""
    total, per_skill = 0.0, [0.0] * len(known)
    for case in itertools.product((True, False), repeat=len(known)):
        weight = math.prod(p if k else 1 - p for p, k in zip(known, case, strict=True))
        unaided = 1 - kind.slip if all(case) else kind.guess
        chance = help_given + (1 - help_given) * unaided
        weight *= chance if right else 1 - chance
        total += weight
        for place, is_known in enumerate(case):
            per_skill[place] += weight * is_known
    if total > 1e-9:
        expected = [part / total for part in per_skill]
        after = step(known, right, kind, help_given, practice=False)
        assert after == pytest.approx(expected, abs=1e-6)


@given(CHANCE, KINDS, st.booleans())
def test_what_an_answer_teaches_is_right_on_average(known, kind, right):
    """The expectation of P(L | answer) over the answers is P(L)."""
    chance = tracing.chance_right([known], kind)
    up = tracing.posterior(known, True, kind.guess, kind.slip)
    down = tracing.posterior(known, False, kind.guess, kind.slip)
    assert chance * up + (1 - chance) * down == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize("chances", [(0.1, 0.6, 0.4), (1.2, 0.1, 0.1), (0.1, -0.1, 0.1)])
def test_chances_that_make_no_sense_are_refused(chances):
    with pytest.raises(ValueError, match="guess \\+ slip < 1"):
        Parameters(*chances)
