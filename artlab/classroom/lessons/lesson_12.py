"""Lesson 12, reading artworks: exercises, predictions, quiz, glossary."""

import math

import numpy as np

from artlab.classroom.answers import as_array, as_function, as_number, close, describe
from artlab.classroom.lesson import (
    Choice,
    Open,
    Prediction,
    Question,
    Right,
    Term,
    Wrong,
    exercise,
)

# Twenty artists in no order; artist k has 1, 2 or 3 paintings, and each of them is in four parts.
ARTISTS = np.array(
    [
        "Hals",
        "Xia",
        "Vermeer",
        "Bellini",
        "Corot",
        "Goya",
        "Steen",
        "Monet",
        "Titian",
        "Qian",
        "Turner",
        "Rubens",
        "Guo",
        "Degas",
        "Memling",
        "Seurat",
        "Duccio",
        "Manet",
        "Peeters",
        "Bonheur",
    ]
)
OF_PAINTING = np.repeat(np.repeat(np.arange(20), np.arange(20) % 3 + 1), 4)
ARTIST_OF = ARTISTS[OF_PAINTING]
PAINTING_OF = np.repeat(np.arange(len(OF_PAINTING) // 4), 4)
NUM_TEST = len(ARTISTS) // 5


@exercise(
    "12.1",
    "Split by artist",
    hints=(
        "What is drawn by lot: parts, paintings, or artists? Draw from a list in which each artist "
        "stands once.",
        "`np.unique(artist_of)` is that list. Then ask of each part whether its artist was drawn.",
        "`drawn = rng.choice(names, size=len(names) // 5, replace=False)`, and then "
        "`np.isin(artist_of, drawn)`.",
    ),
    solution="""
def in_test(painting_of, artist_of, rng):
    names = np.unique(artist_of)
    drawn = rng.choice(names, size=len(names) // 5, replace=False)
    return np.isin(artist_of, drawn)
""",
)
def in_test(answer):
    """Three draws, and the first one again; twenty artists with one to three paintings each."""
    function = as_function(answer, "in_test")
    masks = [_mask(function, seed) for seed in (*range(6), 0)]
    for mask in masks[:-1]:
        _check_sides(mask)
    if not (masks[0] == masks[-1]).all():
        return Wrong(
            "The same `rng` gives another split each time, so something else is drawn from. Draw "
            "with `rng`, or nobody can repeat your result."
        )
    if all((mask == masks[0]).all() for mask in masks[1:]):
        return Wrong(
            "Nothing is drawn: another `rng` puts the same artists into the test. The first names "
            "of an alphabet are no sample; draw with `rng`."
        )
    return Right("No hand stands on both sides. What is left to be right about is the period.")


def _mask(function, seed):
    """What the function returns, as booleans; the arrays that it gets are copies."""
    returned = function(PAINTING_OF.copy(), ARTIST_OF.copy(), np.random.default_rng(seed))
    if returned is ...:
        raise Open
    try:
        kind = np.asarray(returned).dtype.kind
    except Exception as error:
        raise Wrong(f"Return one True or False per part. Yours is {describe(returned)}.") from error
    if kind in "US":
        raise Wrong(
            "These are names. Say it of each part instead: True where its artist is one of them, "
            "as `np.isin` does."
        )
    array = as_array(returned, what="the split")
    if array.shape != PAINTING_OF.shape or not np.isin(array, (0, 1)).all():
        raise Wrong(
            f"Return one True or False per part, {len(PAINTING_OF)} of them here. Yours is "
            f"{describe(returned)}."
        )
    return array.astype(bool)


def _check_sides(mask):
    """Raises `Wrong` where a painting or an artist is on both sides, or the numbers are off."""
    if mask.all() or not mask.any():
        side = "training" if mask.all() else "test"
        raise Wrong(f"Nothing is left for the {side}.")
    if _shared(PAINTING_OF, mask):
        raise Wrong(
            "You draw parts: the sky of a painting is in the training, its meadow in the test. Who "
            "has seen the one recognises the other."
        )
    shared = _shared(ARTIST_OF, mask)
    if len(shared) == np.sum(_paintings_of(ARTISTS) > 1):
        raise Wrong(
            "You put one painting of each artist into the test. Then every hand that has more of "
            "them is known already; tomorrow's painter will not be."
        )
    if shared:
        raise Wrong(
            f"You draw paintings, so {shared[0]} and {len(shared) - 1} others stand on both sides. "
            "One hand uses the same colours twice. Draw artists.",
            right="no painting is cut in two.",
        )
    number = len(set(ARTIST_OF[mask]))
    if number >= 3 * NUM_TEST:
        raise Wrong(
            f"The sides are changed over: {number} of 20 artists are in the test, and the rest is "
            "left to learn from. True means test."
        )
    if number != NUM_TEST:
        often = (
            " Can an artist be drawn twice, or is each one a coin toss? `replace=False`, from a "
            "list in which each stands once, gives as many as you ask for."
        )
        raise Wrong(
            f"A fifth of 20 artists are {NUM_TEST} in the test. Yours are {number}."
            + often * (abs(number - NUM_TEST) < 4)
        )


def _shared(groups, mask):
    """What stands on both sides of a split, sorted."""
    return sorted(set(groups[mask].tolist()) & set(groups[~mask].tolist()))


def _paintings_of(names):
    return np.array([len(set(PAINTING_OF[name == ARTIST_OF])) for name in names])


def wilson(num_right, num, z=1.96):
    """Wilson's interval."""
    share, spread = num_right / num, z * z / num
    centre = (share + spread / 2) / (1 + spread)
    reach = z * math.sqrt(share * (1 - share) / num + spread / (4 * num)) / (1 + spread)
    return centre - reach, centre + reach


def wald(num_right, num, z=1.96):
    """The share and as many standard errors to both sides."""
    share = num_right / num
    reach = z * math.sqrt(share * (1 - share) / num)
    return share - reach, share + reach


def _wilson_with(num_right, num, z=1.96, share=None, under=None, reach=None):
    """Wilson's interval with a part of it replaced: a mistake."""
    share = num_right / num if share is None else share
    below = 1 + z * z / num
    root = math.sqrt(share * (1 - share) / num + z * z / (under or 4 * num**2))
    centre, width = (share + z * z / (2 * num)) / below, z * root / (reach or below)
    return centre - width, centre + width


def _around(reach):
    """An interval of a given reach round the share: a mistake."""
    return lambda right, num: (
        right / num - reach(right / num, num),
        right / num + reach(right / num, num),
    )


INTERVAL_MISTAKES = (
    (
        lambda right, num: (right / num, right / num),
        "That is 80% exactly, a point. 28 of 35 were right of *these* 35; other 35 would have "
        "given another number. The question is how different it might have been.",
    ),
    (
        wald,
        "This is share ± 1.96 standard errors, the normal approximation. Here it is not far off. "
        "But 34 of 35 would reach up to 1.03, and 35 of 35 would be a point, as if 35 tries "
        "proved perfection. Wilson's centre and reach do not do that.",
    ),
    (
        lambda right, num: tuple(min(1.0, max(0.0, end)) for end in wald(right, num)),
        "This is the normal approximation, cut off at 1. The cut hides the fault and does not mend "
        "it.",
    ),
    (
        _around(lambda share, num: 1.96 * math.sqrt(share * (1 - share)) / num),
        "You divide by n, where the square root of n belongs: four times the pictures halve an "
        "interval, they do not quarter it. Put n under the root.",
    ),
    (
        _around(lambda share, num: 1.96 * share * (1 - share) / num),
        "The square root is missing: p(1 − p)/n is a variance, and a reach needs its root.",
    ),
    (
        lambda right, num: wilson(right, num, 1.0),
        "z is missing, or 1. That covers 68% of the cases, one standard error each way. For 95% z "
        "is 1.96.",
    ),
    (
        lambda right, num: wilson(right, num, 2.0),
        "z = 2 is a rule of thumb. The exact number for 95% is 1.96.",
    ),
    (
        lambda right, num: _wilson_with(right, num, under=4 * num),
        "Under the root, n is not squared: z²/4n² is `z**2 / (4 * num**2)`.",
    ),
    (
        lambda right, num: (wilson(right, num)[1],) * 2,
        "Both ends are the upper one. The low end is centre − reach.",
    ),
    (
        lambda right, num: _wilson_with(right, num, share=right // num),
        "`num_right // num` cuts the share off, to 0. Divide with `/`.",
    ),
    (
        lambda right, num: _wilson_with(right, num, reach=1.0),
        "The centre is divided by 1 + z²/n, the reach is not. The line stands under both.",
    ),
    (
        lambda right, num: wilson(right, num, 1.645),
        "z = 1.645 belongs to 90%. For 95%, with 2.5% at each end, it is 1.96.",
    ),
    (
        lambda right, num: tuple(end * (1 + 1.96**2 / num) for end in wilson(right, num)),
        "Centre and reach are not yet divided by 1 + z²/n.",
    ),
    (
        lambda right, num: tuple(100 * end for end in wilson(right, num)),
        "These are percent. Shares lie between 0 and 1.",
    ),
    (
        lambda right, num: tuple(num * end for end in wilson(right, num)),
        "These are numbers of pictures. Divide by n: shares lie between 0 and 1.",
    ),
    (
        lambda right, num: wilson(right, num)[::-1],
        "The two ends are changed over: first the low one.",
    ),
    (
        lambda right, num: (
            sum(wilson(right, num)) / 2,
            (wilson(right, num)[1] - wilson(right, num)[0]) / 2,
        ),
        "These are centre and reach. The interval goes from centre − reach to centre + reach.",
    ),
)


@exercise(
    "12.2",
    "An interval for 28 of 35",
    hints=(
        "Three lines: the share p, the centre, the reach. Then both ends.",
        "z = 1.96, and z²/n stands in three places: half of it in the centre, a quarter of it, "
        "over n, under the root, and 1 + z²/n below both.",
        "`reach = z * np.sqrt(p * (1 - p) / num + z**2 / (4 * num**2)) / (1 + z**2 / num)`.",
    ),
    solution="""
def interval(num_right, num):
    z, p = 1.96, num_right / num
    below = 1 + z**2 / num
    centre = (p + z**2 / (2 * num)) / below
    reach = z * np.sqrt(p * (1 - p) / num + z**2 / (4 * num**2)) / below
    return centre - reach, centre + reach
""",
)
def interval(answer):
    """28 of 35, then both ends of what can be, and a larger test."""
    function = as_function(answer, "interval")
    returned = function(28, 35)
    if returned is ...:
        return Open()
    if isinstance(returned, tuple | list) and any(
        isinstance(end, float | np.floating) and np.isnan(end) for end in returned
    ):
        return Wrong(
            "Under the root stands a number below 0. p is a share, so p(1 − p) is not: is "
            "p = num_right / num, with the arguments in this order?"
        )
    ends = as_array(returned, what="the interval")
    if ends.shape != (2,):
        got = describe(returned)
        return Wrong(f"Return two numbers, `return low, high`. Yours is {got}.")
    for mistake, why in INTERVAL_MISTAKES:
        if close(ends, mistake(28, 35), 2e-3):
            return Wrong(why)
    if not close(ends, wilson(28, 35), 1.2e-3):
        return Wrong(
            f"For 28 of 35 it should go from 0.641 to 0.900. Yours goes from {ends[0]:.3f} to "
            f"{ends[1]:.3f}."
        )
    for right, num in ((35, 35), (0, 35), (280, 350), (3, 4)):
        ends = as_array(function(right, num), (2,), "the interval")
        if not close(ends, wilson(right, num), 2e-3):
            low, high = wilson(right, num)
            return Wrong(
                f"For {right} of {num} it should go from {low:.3f} to {high:.3f}. Yours goes from "
                f"{ends[0]:.3f} to {ends[1]:.3f}.",
                right="28 of 35.",
            )
    return Right("28 of 35 is “somewhere between 64% and 90%”. Ten times as many: 75% to 84%.")


PICTURES = {
    "noise": (0.97, 0.0),
    "a copy": (0.0, 0.9),
    "one more of its kind": (0.45, 0.5),
    "new, and of a kind": (0.65, 0.5),
    "new, and hardly of a kind": (0.8, 0.08),
}
"""Novelty and typicality of five pictures."""

SCORE_MISTAKES = (
    (
        lambda n, t: n,
        "Your score is novelty, and noise is the newest picture of all: it wins. New is easy. "
        "Whoever says “novelty is beauty” must hang the noise.",
    ),
    (
        lambda n, t: t,
        "Your score is typicality: the copy wins. Nothing is as typical as what is there already.",
    ),
    (
        max,
        "You take the larger of the two. Then whatever is extreme in one respect wins, and that is "
        "noise.",
    ),
    (
        lambda n, t: n - t,
        "You subtract typicality: the less a picture is like any kind, the better. Noise wins by "
        "far.",
    ),
    (
        lambda n, t: n * n + t * t,
        "Squares reward an extreme: noise has nearly a whole one and needs nothing else. It wins.",
    ),
    (
        lambda n, t: math.hypot(n, t),
        "The length of the arrow rewards an extreme: a one and a nothing are longer than two "
        "halves. Noise wins.",
    ),
    (
        lambda n, t: 1 - abs(n - t),
        "You reward that both are alike. Then a picture that is neither new nor of any kind, 0 and "
        "0, scores 1.",
    ),
)


@exercise(
    "12.3",
    "Defend a score",
    hints=(
        "Noise is all novelty and no typicality, a copy the other way round. Which way of putting "
        "two numbers together gives nothing as soon as one of them is nothing?",
        "In a sum one number makes up for the other. In a product it cannot.",
        "`np.sqrt(novelty * typicality)`, the geometric mean; `min(novelty, typicality)` does it "
        "too.",
    ),
    solution="""
def score(novelty, typicality):
    return np.sqrt(novelty * typicality)
""",
)
def score(answer):
    """Five pictures, of which noise and a copy must come last; then a grid."""
    function = as_function(answer, "score")
    found = {name: _score(function, *pair) for name, pair in PICTURES.items()}
    for mistake, why in SCORE_MISTAKES:
        if all(close(found[name], mistake(*pair)) for name, pair in PICTURES.items()):
            return Wrong(why)
    values = np.array(list(found.values()))
    if np.ptp(values) < 1e-9:
        return Wrong("Your score says the same of all five pictures, so it says nothing.")
    if _is_sum(values):
        return Wrong(
            "A sum, or a mean, however weighed, lets much of one make up for none of the other: "
            "push novelty far enough, and noise beats a picture of its kind."
        )
    best = max(found, key=found.get)
    if best != "new, and of a kind":
        return Wrong(f"With your score the winner is “{best}”. Who would hang that?")
    floor = min(found["one more of its kind"], found["new, and hardly of a kind"])
    if max(found["noise"], found["a copy"]) > floor + 1e-9:
        return Wrong("The winner is right, but noise or the copy is not last.")
    if _score(function, 0.97, 0.01) > floor + 1e-9:
        return Wrong(
            "Noise has only to gain a trace of typicality, .01, and it is no longer last: your "
            "score jumps at 0. Let it become small before.",
            right="the order of the five.",
        )
    if not _rises(function):
        return Wrong(
            "The five pictures are in order. But somewhere your score falls while a picture gets "
            "newer, or more typical, and nothing else changes.",
            right="the order of the five.",
        )
    return Right(
        "Neither noise nor a copy can win. It measures “new, and of a kind”, in these features, "
        "among these paintings. Of beauty it knows nothing."
    )


def _score(function, novelty, typicality):
    returned = function(novelty, typicality)
    if returned is ...:
        raise Open
    if isinstance(returned, float | np.floating) and returned == -math.inf:
        return -1e9  # the logarithm of nothing, a way to say "last"
    return as_number(returned, "the score")


def _is_sum(values):
    """Whether scores of the five pictures are a + b * novelty + c * typicality."""
    terms = np.array([(1, *pair) for pair in PICTURES.values()])
    fitted = terms @ np.linalg.lstsq(terms, values, rcond=None)[0]
    return close(fitted, values)


def _rises(function):
    """Whether the score never falls along either of its arguments."""
    steps = np.linspace(0.05, 0.95, 7)
    grid = np.array([[_score(function, float(n), float(t)) for t in steps] for n in steps])
    return bool((np.diff(grid, axis=0) > -1e-9).all() and (np.diff(grid, axis=1) > -1e-9).all())


def coin(first_only, second_only):
    """Chance that a fair coin is at least as uneven: the exact test of McNemar."""
    num, least = first_only + second_only, min(first_only, second_only)
    tail = sum(math.comb(num, k) for k in range(least + 1)) / 2**num
    return min(1.0, 2 * tail)


def _tail(first_only, second_only):
    num = first_only + second_only
    return sum(math.comb(num, k) for k in range(min(first_only, second_only) + 1)) / 2**num


def _chi_square(first_only, second_only):
    statistic = (first_only - second_only) ** 2 / (first_only + second_only)
    return math.erfc(math.sqrt(statistic / 2))


COIN_MISTAKES = (
    (
        _tail,
        "You count one side only: that the *first* wins so clearly. Before the test either of the "
        "two might have won. Double it.",
    ),
    (
        lambda a, b: math.comb(a + b, a) / 2 ** (a + b),
        "That is the chance of exactly this outcome. Ask for this one **or a clearer one**: add "
        "them up.",
    ),
    (
        lambda a, b: 2 * math.comb(a + b, a) / 2 ** (a + b),
        "You double the chance of exactly this outcome. Add up the clearer ones first.",
    ),
    (
        lambda a, b: 2 * sum(math.comb(a + b, k) for k in range(min(a, b))) / 2 ** (a + b),
        "This outcome itself is missing: `range(least)` ends before `least`. Add 1.",
    ),
    (
        lambda a, b: 2 * sum(math.comb(a + b, k) for k in range(max(a, b) + 1)) / 2 ** (a + b),
        "You count up to the larger number, and so nearly everything, twice. Count up to the "
        "smaller one.",
    ),
    (
        lambda a, b: 1 - coin(a, b),
        "That is the chance of a result *less* uneven. Leave the 1 − out.",
    ),
    (
        lambda a, b: 100 * coin(a, b),
        "These are percent. A chance lies between 0 and 1.",
    ),
    (
        lambda a, b: 2 * 0.5 ** (a + b),
        "That is the chance that *all* fall to one side, whichever. Count the outcomes that are as "
        "uneven as this one too.",
    ),
    (
        lambda a, b: 2 * sum(math.comb(a + b, k) for k in range(min(a, b) + 1)) // 2 ** (a + b),
        "`//` cuts the chance off, to 0. Divide with `/`.",
    ),
    (
        lambda a, b: 0.5 ** (a + b),
        "That is the chance that all fall to one side that was named before. Count the outcomes "
        "that are as uneven as this one.",
    ),
    (
        lambda a, b: min(a, b) / (a + b),
        "That is the share of the rarer side, and no chance of anything yet.",
    ),
    (
        _chi_square,
        "This is McNemar's chi-square, an approximation for large numbers. For nine coins count "
        "exactly.",
    ),
)


@exercise(
    "12.4",
    "Is the difference chance?",
    hints=(
        "Pictures that both read alike say nothing about which is better. The others are like "
        "throws of a coin.",
        "How many of the 2ⁿ sequences of n throws have k heads? `math.comb(n, k)`. Add them up for "
        "k from 0 to the smaller number, then double, for the other side.",
        "`min(1, 2 * sum(math.comb(n, k) for k in range(least + 1)) / 2**n)`.",
    ),
    solution="""
def chance(first_only, second_only):
    import math
    num, least = first_only + second_only, min(first_only, second_only)
    return min(1, 2 * sum(math.comb(num, k) for k in range(least + 1)) / 2**num)
""",
)
def chance(answer):
    """7 against 2, both ways round; then an even one, and the five against none of the lesson."""
    function = as_function(answer, "chance")
    returned = function(7, 2)
    if returned is ...:
        return Open()
    got = as_number(returned, "the chance")
    for mistake, why in COIN_MISTAKES:
        if close(got, mistake(7, 2)):
            return Wrong(why)
    if 1e-9 < abs(got - coin(7, 2)) < 0.01:
        return Wrong(
            f"Nearly: it is {coin(7, 2):.6f}, yours is {got:.6f}. Is it rounded, or thrown by lot? "
            "Nine coins can be counted."
        )
    if not close(got, coin(7, 2)):
        return Wrong(f"For 7 against 2 it should be {coin(7, 2):.4f}. Yours is {got:.4g}.")
    for pair in ((2, 7), (3, 3), (5, 0), (0, 1)):
        got = as_number(function(*pair), "the chance")
        if pair == (3, 3) and got > 1:
            return Wrong(
                f"For 3 against 3 yours is {got:.2f}: no chance is above 1. Both sides hold the "
                "even outcome; count it once, or stop at 1.",
                right="7 against 2.",
            )
        if not close(got, coin(*pair)):
            return Wrong(
                f"For {pair[0]} against {pair[1]} it should be {coin(*pair):.4f}. Yours is "
                f"{got:.4g}.",
                right="7 against 2.",
            )
    return Right("5 against 0 is 0.0625: once in sixteen, a fair coin does that.")


PREDICTIONS = (
    Prediction(
        "12.a",
        "Somebody covers all that is painted, so that only the wooden frame can be seen. What does "
        "the classifier say of the period?",
        "It was shown photographs, with whatever stood in them. Most frames belonged to old "
        "paintings, so a frame is the best evidence of age that it has.",
        choices=("another period", "the same, less sure", "the same, and it is surer"),
    ),
    Prediction(
        "12.b",
        "Labels drawn by lot, one per painting; parts split by lot into five heaps. What share of "
        "the parts does the nearest neighbour read right?",
        "About half of the parts have their nearest neighbour in the same painting. Those are read "
        "right, be it sense or nonsense, and chance does a third of the rest.",
        tolerance=0.12,
    ),
    Prediction(
        "12.c",
        "Which features date the 174 paintings best: the 52 colours, the 39 numbers of texture, "
        "the deep network? Or can the best two not be told apart?",
        "What decides is the difference on the same paintings, and whether its interval leaves 0 "
        "out. With 174 paintings a lead of five points may be luck.",
        choices=("colour", "texture", "deep", "the best two cannot be told apart"),
    ),
    Prediction(
        "12.d",
        "Which of these has the highest creativity, the geometric mean of novelty and typicality?",
        "Noise is farther from all training pictures than any painting, and typical of nothing: a "
        "product with 0 is 0. So is that of the copy.",
        choices=("noise", "a copy", "a work of yours"),
    ),
)

QUESTIONS = (
    Question(
        "A classifier of periods is right for 85% of new photographs from the same museum. What "
        "has it learned?",
        (
            Choice(
                "Something that goes with the period in these photographs",
                True,
                "Perhaps brushwork, perhaps frames, perhaps the light of the museum's studio. "
                "Cover parts, and see what changes the answer.",
            ),
            Choice(
                "How painting changed over time",
                False,
                "That would do it. But so would the frames, which date nothing by themselves; the "
                "score cannot tell the two apart.",
            ),
            Choice(
                "Nothing, since it was trained on photographs",
                False,
                "85% is far from nothing. The question is what the 85% rest on.",
            ),
        ),
    ),
    Question(
        "You cut 100 paintings into 400 parts and split the parts by lot. What is the accuracy on "
        "the test parts worth?",
        (
            Choice(
                "Little: the test shares its paintings with the training",
                True,
                "A part is recognised by the other parts of its painting. Draw the labels by lot, "
                "one per painting, and see it stay high.",
            ),
            Choice(
                "More than before: four times the test pictures",
                False,
                "Four parts of one painting are right or wrong together. There are still 100 "
                "paintings.",
            ),
            Choice(
                "As much as before: no part is on both sides",
                False,
                "No part, but every painting. What tomorrow's painting will not share, the test "
                "must not share.",
            ),
            Choice(
                "Nothing can be said without a deep network",
                False,
                "A leak helps every classifier, and the strongest ones most.",
            ),
        ),
    ),
    Question(
        "28 of 35 test paintings are right. Which statement may be published?",
        (
            Choice(
                "80%, with a 95% interval from 64% to 90%",
                True,
                "Wilson's interval: shares for which 28 of 35 would be no surprise.",
            ),
            Choice(
                "It is right in 80% of all cases",
                False,
                "It was right in 80% of *these* cases. Other 35 would have given another number.",
            ),
            Choice(
                "80% ± 1%, since 1/35 is about 3%",
                False,
                "The error falls with the root of 35, not with 35.",
            ),
            Choice(
                "Nothing, since 35 are too few",
                False,
                "The interval says what can be said: more than 64%, quite likely, and that beats a "
                "majority of 40%.",
            ),
        ),
    ),
    Question(
        "The reader of our world says of a painting by Bruegel: “ink, 1.00”. What does the number "
        "mean?",
        (
            Choice(
                "Among its words, this one by far",
                True,
                "Softmax divides 1 among the classes that there are. “None of these” is none of "
                "them.",
            ),
            Choice(
                "Bruegel painted in ink",
                False,
                "In oil, on wood. The reader has never met oil.",
            ),
            Choice(
                "It is right in 100 of 100 such cases",
                False,
                "That would be a frequency, and would have to be counted, on pictures like this "
                "one. It never saw any.",
            ),
        ),
    ),
    Question(
        "Of 1,000 generated pictures a program keeps the ten with the highest symmetry. What may "
        "be said of the ten?",
        (
            Choice(
                "That they are symmetric, by this measure",
                True,
                "The measure was the target. What else came with it, such as halves that were "
                "mirrored, nobody has looked at yet.",
            ),
            Choice(
                "That they are the ten most beautiful",
                False,
                "Then a mirrored picture would beat most paintings of the Met.",
            ),
            Choice(
                "That they are better composed than the rest",
                False,
                "Symmetry and composition go together in pictures that people made. A search for "
                "symmetry alone breaks that bond: Goodhart's law.",
            ),
        ),
    ),
)

TERMS = (
    Term("feature", "特征", "a number that tells something about a picture"),
    Term("classifier", "分类器", "a program that says which class a picture belongs to"),
    Term(
        "logistic regression",
        "逻辑回归",
        "weighted sums of features, turned into probabilities by softmax",
    ),
    Term(
        "baseline", "基线", "a score that costs nothing, such as always saying the commonest class"
    ),
    Term("shortcut", "捷径", "what tells the classes apart in these pictures and is not meant"),
    Term(
        "Clever Hans", "聪明的汉斯效应", "being right for a reason that has nothing to do with it"
    ),
    Term("cross-validation", "交叉验证", "each part is read once by a model that never saw it"),
    Term("leakage", "数据泄漏", "the test shares with the training what tomorrow will not share"),
    Term("nearest neighbour", "最近邻", "repeats the label of the most similar training picture"),
    Term("permutation test", "置换检验", "labels drawn by lot, to see what a score is by chance"),
    Term(
        "confidence interval", "置信区间", "true shares for which the result would be no surprise"
    ),
    Term("confusion matrix", "混淆矩阵", "a table of which class was read as which"),
    Term("occlusion map", "遮挡图", "how much the answer suffers when each part is covered"),
    Term(
        "paired comparison", "配对比较", "two classifiers on the same pictures: count the changes"
    ),
    Term(
        "independent reader", "独立读图器", "a network that says what is seen, not what was asked"
    ),
    Term("novelty", "新颖性", "distance to the nearest training picture"),
    Term("typicality", "典型性", "share of a kind's own works that lie as far from its centre"),
    Term("Goodhart's law", "古德哈特定律", "a measure that becomes a target stops measuring"),
    Term("private taste", "个人趣味", "what one finds beautiful and others do not"),
)
