"""Lesson 13, beyond: exercises, predictions, quiz, glossary."""

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


def two_of(returned, names):
    """The two things that a function returns; `Open` for the dots, `Wrong` otherwise."""
    if returned is ... or (isinstance(returned, tuple) and any(one is ... for one in returned)):
        raise Open
    if not isinstance(returned, tuple | list) or len(returned) != 2:
        raise Wrong(f"Return two things: `return {names}`. Yours is {describe(returned)}.")
    return returned


# Whole numbers with whole centres: distances come out the same, however they are summed.
TRAINING = np.array([(0, 0, 1), (4, 6, 5), (6, 1, 2), (7, 6, 0), (3, 2, 8), (9, 9, 9)], float)
KIND = np.array([(4, 4, 4), (6, 5, 4), (5, 8, 4), (5, 4, 9), (2, 5, 4), (8, 4, 5)], float)
POINTS = {
    "a work in the middle": (5.0, 5.0, 4.5),
    "a copy": (4.0, 6.0, 5.0),
    "one of the kind's own": (5.0, 8.0, 4.0),
    "somewhat outside": (8.0, 7.0, 4.0),
    "noise": (40.0, -30.0, 60.0),
}


def _gaps(point, works):
    return np.linalg.norm(works - np.asarray(point), axis=1)


def novelty_of(point, training):
    """Distance to the nearest training picture, d, as d / (d + 1)."""
    gap = _gaps(point, training).min()
    return gap / (gap + 1)


def typicality_of(point, kind):
    """Share of a kind's own works that lie at least as far from its centre."""
    center = kind.mean(axis=0)
    return float((_gaps(center, kind) >= np.linalg.norm(point - center)).mean())


def squashed(distance):
    """A distance, brought into [0, 1)."""
    return distance / (distance + 1)


NOVELTY_MISTAKES = (
    (
        lambda point, training, kind: squashed(_gaps(point, training).mean()),
        "Your novelty takes the mean distance. Then a copy is nearly as new as anything else: one "
        "twin hardly moves a mean. A single near picture is enough to be old; take the nearest.",
    ),
    (
        lambda point, training, kind: squashed(_gaps(point, training).max()),
        "Your novelty takes the farthest training picture. From that one even a copy is far. Take "
        "the nearest.",
    ),
    (
        lambda point, training, kind: squashed(np.linalg.norm(point - training.mean(axis=0))),
        "Your novelty measures to the centre of the training pictures, where perhaps none of them "
        "is. A copy of an outlying one then looks new. Take the nearest picture.",
    ),
    (
        lambda point, training, kind: squashed(_gaps(point, kind).min()),
        "Your novelty measures to the kind. New is what the machine was not shown: measure to "
        "`training`.",
    ),
    (
        lambda point, training, kind: _gaps(point, training).min(),
        "Your novelty is the bare distance, which has no end. Bring it into [0, 1): d / (d + 1).",
    ),
    (
        lambda point, training, kind: 1 - squashed(_gaps(point, training).min()),
        "Your novelty is turned round: a copy gets 1, and noise nearly 0.",
    ),
    (
        lambda point, training, kind: squashed(_gaps(point, training).min() ** 2),
        "Your novelty squares the distance. The order stays, the numbers do not: take the root, "
        "or `np.linalg.norm`.",
    ),
)
TYPICALITY_MISTAKES = (
    (
        lambda point, training, kind: float(
            (_gaps(kind.mean(axis=0), kind) < np.linalg.norm(point - kind.mean(axis=0))).mean()
        ),
        "Your typicality counts the works that lie *nearer* to the centre than the picture. So the "
        "farther out, the more typical, and **noise wins**: it gets 1, on both axes. Count those "
        "at least as far out.",
    ),
    (
        lambda point, training, kind: np.linalg.norm(point - kind.mean(axis=0)),
        "Your typicality is the distance from the centre. It is largest for noise, so **noise "
        "wins**. And near or far depends on the kind: ask which share of its works lies as far.",
    ),
    (
        lambda point, training, kind: 1 / (1 + np.linalg.norm(point - kind.mean(axis=0))),
        "Your typicality falls with the distance, as it should, and has no yardstick: a distance "
        "of 3 is much in a narrow kind and little in a wide one. Compare with the kind's works.",
    ),
    (
        lambda point, training, kind: typicality_of(point, training),
        "Your typicality asks the training pictures. They are not the kind: a landscape may be "
        "typical of the Met although the machine was shown none of its paintings.",
    ),
    (
        lambda point, training, kind: float(
            (_gaps(kind.mean(axis=0), kind) > np.linalg.norm(point - kind.mean(axis=0))).mean()
        ),
        "Nearly: “at least as far” takes the equal ones in. With your `>` the kind's outermost "
        "work is not typical of its own kind.",
    ),
    (
        lambda point, training, kind: float(
            (_gaps(kind.mean(axis=0), kind) >= np.linalg.norm(point - kind.mean(axis=0))).sum()
        ),
        "Your typicality is a number of works. Divide by how many there are: a share.",
    ),
    (
        lambda point, training, kind: float(
            (_gaps(point, kind) >= np.linalg.norm(point - kind.mean(axis=0))).mean()
        ),
        "You measure the works' distances from the *picture*. What counts is how far they lie from "
        "the centre of their kind.",
    ),
)


@exercise(
    "13.1",
    "The map",
    hints=(
        "Two questions. How far is the nearest training picture? And which share of the kind's own "
        "works lies at least as far from the kind's centre as this one?",
        "`np.linalg.norm(training - point, axis=1)` are all distances at once. The centre is "
        "`kind.mean(axis=0)`.",
        "`gap / (gap + 1)` with the smallest gap; and `(own >= mine).mean()` with the distances "
        "from the centre, `own` of the works and `mine` of the point.",
    ),
    solution="""
def place(point, training, kind):
    gap = np.linalg.norm(training - point, axis=1).min()
    center = kind.mean(axis=0)
    own = np.linalg.norm(kind - center, axis=1)
    return gap / (gap + 1), (own >= np.linalg.norm(point - center)).mean()
""",
)
def place(answer):
    """Five pictures in a space of three axes, then others in a space of five."""
    function = as_function(answer, "place")
    names = "novelty, typicality"
    found = []
    for point in POINTS.values():
        pair = two_of(function(np.array(point), TRAINING.copy(), KIND.copy()), names)
        found.append(
            [as_number(one, what) for one, what in zip(pair, names.split(", "), strict=True)]
        )
    found = np.array(found)
    new, typical = _wanted(POINTS.values(), TRAINING, KIND).T
    if close(found[:, 0], typical) and close(found[:, 1], new):
        return Wrong("Both are right, in the wrong order: novelty first, then typicality.")
    known = {
        0: (new, NOVELTY_MISTAKES, "typicality."),
        1: (typical, TYPICALITY_MISTAKES, "novelty."),
    }
    for axis, (wanted, mistakes, other) in known.items():
        if close(found[:, axis], wanted):
            continue
        right = other if close(found[:, 1 - axis], known[1 - axis][0]) else ""
        for mistake, why in mistakes:
            guess = [mistake(np.array(point), TRAINING, KIND) for point in POINTS.values()]
            if close(found[:, axis], guess):
                return Wrong(why, right=right)
        return Wrong(_first_miss(found[:, axis], wanted, names.split(", ")[axis]), right=right)
    return _elsewhere(function)


def _wanted(points, training, kind):
    return np.array(
        [(novelty_of(np.array(p), training), typicality_of(np.array(p), kind)) for p in points]
    )


def _first_miss(found, wanted, name):
    """A line about the first picture of which a measure is wrong."""
    at = int(np.argmax(~np.isclose(found, wanted, rtol=1e-4, atol=1e-4)))
    who = list(POINTS)[at]
    return f"For “{who}” {name} should be {wanted[at]:.3f}. Yours is {found[at]:.4g}."


def _elsewhere(function):
    """The verdict on other numbers of axes and of works."""
    rng = np.random.default_rng(13)
    training, kind = rng.normal(size=(11, 5)), rng.normal(size=(9, 5))
    points = rng.normal(size=(4, 5))
    found = [function(point.copy(), training.copy(), kind.copy()) for point in points]
    if not close(found, _wanted(points, training, kind)):
        return Wrong(
            "In a space of three axes it is right, in one of five it is not: is a number of axes "
            "or of works written into your code?",
            right="the five pictures.",
        )
    return Right("Noise is at (0.99, 0), a copy at (0, 1). Where would you hang yours?")


# What is owed before a changed version is shared: by licence, and whether it is sold.
OWED = {
    "CC0": (set(), set()),
    "CC BY": ({"credit"}, {"credit"}),
    "CC BY-SA": ({"credit", "share alike"}, {"credit", "share alike"}),
    "CC BY-NC": ({"credit"}, {"ask"}),
    "CC BY-ND": ({"ask"}, {"ask"}),
    "CC BY-NC-SA": ({"credit", "share alike"}, {"ask"}),
    "CC BY-NC-ND": ({"ask"}, {"ask"}),
    None: ({"ask"}, {"ask"}),
}
WORDS = {"credit", "share alike", "ask"}
# (licence, sold or not; "" for either way) -> what a wrong set of it tells, in this order
ONLINE = (
    "`None` means that nobody told a licence: a picture “found online”. Online is where it lies, "
    "and says nothing of who owns it. Copyright begins without a notice or a registration (Berne "
    "Convention, article 5(2)), so silence means: ask."
)


@exercise(
    "13.2",
    "The licence card",
    hints=(
        "Begin with the cases in which you must ask: no licence at all, ND (changed versions are "
        "not shared), and NC if you sell.",
        "`parts = licence.split()[-1].split('-')` turns “CC BY-NC-SA” into `['BY', 'NC', 'SA']`, "
        "so that `'NC' in parts` asks for exactly this part.",
        "If none of them applies: CC0 owes nothing, all the others “credit”, and those with SA "
        "“share alike” as well.",
    ),
    solution="""
def owed(licence, sold):
    parts = licence.split()[-1].split("-") if licence else ["ND"]
    if "ND" in parts or ("NC" in parts and sold):
        return {"ask"}
    if parts == ["CC0"]:
        return set()
    return {"credit", "share alike"} if "SA" in parts else {"credit"}
""",
)
def owed(answer):
    """Seven licences and none, each shared for nothing and sold."""
    function = as_function(answer, "owed")
    found = {
        licence: tuple(_debts(function(licence, sold)) for sold in (False, True))
        for licence in OWED
    }
    if found == OWED:
        return Right(
            "This is what the licences say. What a court in your country says may differ, and "
            "whether a model may *learn* from a picture is another question still."
        )
    for recognises, why in LICENCE_MISTAKES:
        if recognises(found):
            return Wrong(why)
    return Wrong(_first_debt(found))


def _debts(returned):
    """What a function says is owed, as a set of the three words."""
    if returned is ...:
        raise Open
    if isinstance(returned, str) or not isinstance(returned, set | frozenset | list | tuple):
        raise Wrong(
            f'Return a set of words: `{{"credit"}}`, and `set()` for nothing. Yours is '
            f"{describe(returned)}."
        )
    try:
        words = set(returned)
    except TypeError as error:
        raise Wrong(f"The set should hold words. Yours is {describe(returned)}.") from error
    unknown = [word for word in words if not isinstance(word, str) or word not in WORDS]
    if unknown:
        raise Wrong(
            'There are three words: "credit", "share alike", "ask". Yours has '
            f"{describe(unknown[0])}."
        )
    return words


def _first_debt(found):
    licence, sold = next(
        (name, sold) for name in OWED for sold in (0, 1) if found[name][sold] != OWED[name][sold]
    )
    how = "sold" if sold else "given away"
    named = licence or "no licence"
    return (
        f"For {named}, {how}, it should be {_told(OWED[licence][sold])}. Yours is "
        f"{_told(found[licence][sold])}."
    )


def _told(words):
    return " and ".join(f"“{word}”" for word in sorted(words)) or "nothing"


def _everywhere(word, found):
    return all(word in debts for pair in found.values() for debts in pair)


def _as_by(found, licence):
    """Whether a licence is treated as CC BY although it is another."""
    return found[licence][0] == found[licence][1] == {"credit"}


LICENCE_MISTAKES = (
    (
        lambda found: not any(debts for pair in found.values() for debts in pair),
        "You say that nothing is ever owed, so no licence is read at all.",
    ),
    (
        lambda found: _everywhere("ask", found),
        "You ask for everything. Careful, and not needed: whoever chose CC0 or CC BY has answered "
        "already. Asking is for what the licence leaves open.",
    ),
    (lambda found: not found[None][0] or not found[None][1], ONLINE),
    (
        lambda found: "ask" not in found[None][0] | found[None][1],
        "A credit under a picture without a licence is polite, and no permission. "
        "Whoever owns it has not said yes to anything: ask.",
    ),
    (
        lambda found: (
            found["CC BY-NC"] == ({"credit"}, {"credit"})
            and _as_by(found, "CC BY-ND")
            and _as_by(found, "CC BY-SA")
        ),
        "All of them begin with “CC BY”, and you look no further: NC, ND and SA behind it change "
        "what is owed. Split at the hyphens.",
    ),
    (
        lambda found: found["CC BY-NC"][1] == {"credit"},
        "NC, non-commercial: selling prints is not what it permits. If you sell, ask.",
    ),
    (
        lambda found: found["CC BY-NC"][0] == {"ask"},
        "NC forbids a use for money. Given away, a changed version needs credit and no letter.",
    ),
    (
        lambda found: "ask" not in found["CC BY-ND"][0] | found["CC BY-ND"][1],
        "ND, no derivatives: you may change it at home, and not share what you changed (CC BY-ND "
        "4.0, section 2(a)(1)). Sharing it needs a yes: ask.",
    ),
    (
        lambda found: "share alike" not in found["CC BY-SA"][0],
        "SA, share alike: a changed version must travel under the same licence (CC BY-SA 4.0, "
        "section 3(b)). Credit alone is half of it.",
    ),
    (
        lambda found: "credit" in found["CC0"][0] | found["CC0"][1],
        "CC0 gives all rights away, as far as the law allows: no credit is *owed*. Naming the "
        "museum is good manners, and good scholarship.",
    ),
    (
        lambda found: any(len(debts) > 1 and "ask" in debts for p in found.values() for debts in p),
        "Where you must ask, the answer decides all the rest: return “ask” alone.",
    ),
)

PICTURES = np.random.default_rng(131).uniform(-1, 1, (3, 2, 2)).round(2)
NOISE = np.random.default_rng(132).normal(size=(3, 2, 2)).round(2)
SIGNAL = 0.36


def noised(pictures, signal, noise):
    """Pictures with noise, variance kept."""
    return np.sqrt(signal) * pictures + np.sqrt(1 - signal) * noise


NOISING_MISTAKES = (
    (
        SIGNAL * PICTURES + (1 - SIGNAL) * NOISE,
        "The scale is wrong: you add shares, and it is *variances* that add up. 0.36² + 0.64² is "
        "0.54, so the mixture grows faint half-way. With roots, 0.36 + 0.64 = 1.",
    ),
    (
        PICTURES + np.sqrt(1 - SIGNAL) * NOISE,
        "The picture keeps its full strength, so the mixture grows stronger and stronger, and the "
        "last step is not the pure noise that painting starts from. Multiply it by √signal.",
    ),
    (
        PICTURES + NOISE,
        "You add all of the noise to all of the picture, whatever the step. `signal` says how much "
        "of each.",
    ),
    (
        np.sqrt(1 - SIGNAL) * PICTURES + np.sqrt(SIGNAL) * NOISE,
        "The two roots are changed over: at signal 1 the picture should be left alone.",
    ),
    (
        np.sqrt(SIGNAL) * PICTURES + (1 - np.sqrt(SIGNAL)) * NOISE,
        "The picture is right. The noise gets what is left of 1, and its *variance* should: "
        "√(1 − signal), not 1 − √signal.",
    ),
    (
        np.sqrt(SIGNAL) * PICTURES,
        "There is no noise in your mixture, so there is nothing to be taken away.",
    ),
)
TARGET_MISTAKES = (
    (
        lambda pictures, signal, noise: pictures,
        "You ask the network for the picture. One may, and Ho et al. tried: it came out worse. And "
        "at the first step, pure noise, the best answer to “which picture?” is the mean of them "
        "all, a grey fog. Ask for the noise.",
    ),
    (
        lambda pictures, signal, noise: noised(pictures, signal, noise),
        "Your target is the noisy picture, and that is what the network is given: it would learn "
        "to hand its input back.",
    ),
    (
        lambda pictures, signal, noise: np.sqrt(1 - signal) * noise,
        "Your target is the noise at the strength at which it was added. Then nearly clean "
        "pictures count for nothing. Ask for the noise as it was drawn, with variance 1.",
    ),
    (
        lambda pictures, signal, noise: noised(pictures, signal, noise) - pictures,
        "Your target is the difference between noisy and clean. That holds a part of the picture, "
        "since √signal has shrunk it. Ask for the noise as it was drawn.",
    ),
    (
        lambda pictures, signal, noise: -noise,
        "The sign: the noise is taken away *later*. The target is the noise itself.",
    ),
    (
        lambda pictures, signal, noise: np.sqrt(signal) * noise - np.sqrt(1 - signal) * pictures,
        "This is v, a mixture of noise and picture (Salimans and Ho 2022): another good target, "
        "which our network uses. Here the noise itself is asked for.",
    ),
)


@exercise(
    "13.3",
    "What a diffusion model is asked",
    hints=(
        "Who is at the input, who is at the output? The network sees a spoilt picture and shall "
        "say what spoilt it.",
        "Variances add up to 1: the picture is multiplied by √signal, the noise by √(1 − signal).",
        "`noisy = np.sqrt(signal) * pictures + np.sqrt(1 - signal) * noise`, and the target is "
        "`noise`.",
    ),
    solution="""
def training_pair(pictures, signal, noise):
    noisy = np.sqrt(signal) * pictures + np.sqrt(1 - signal) * noise
    return noisy, noise
""",
)
def training_pair(answer):
    """Three pictures of four pixels at signal 0.36, then others at 0.9."""
    function = as_function(answer, "training_pair")
    returned = two_of(function(PICTURES.copy(), SIGNAL, NOISE.copy()), "noisy, target")
    shape = PICTURES.shape
    noisy, target = (
        as_array(one, shape, what)
        for one, what in zip(returned, ("the noisy pictures", "the target"), strict=True)
    )
    good = noised(PICTURES, SIGNAL, NOISE)
    if close(target, good) and close(noisy, NOISE):
        return Wrong("Both are right, in the wrong order: first what the network sees.")
    if not close(noisy, good):
        right = "the target." if close(target, NOISE) else ""
        for mistake, why in NOISING_MISTAKES:
            if close(noisy, mistake):
                return Wrong(why, right=right)
        return Wrong(
            f"The first noisy pixel should be 0.6 · {PICTURES.flat[0]} + 0.8 · {NOISE.flat[0]} = "
            f"{good.flat[0]:.3f}. Yours is {noisy.flat[0]:.4g}.",
            right=right,
        )
    return _judged_target(function, target)


def _judged_target(function, target):
    """The verdict, where the noisy pictures are right."""
    right = "the noisy pictures."
    if not close(target, NOISE):
        for mistake, why in TARGET_MISTAKES:
            if close(target, mistake(PICTURES, SIGNAL, NOISE)):
                return Wrong(why, right=right)
        return Wrong(
            f"The first number of the target should be {NOISE.flat[0]}. Yours is "
            f"{target.flat[0]:.4g}.",
            right=right,
        )
    noisy, _ = function(NOISE.copy(), 0.9, PICTURES.copy())
    if not close(noisy, noised(NOISE, 0.9, PICTURES)):
        return Wrong("At signal 0.36 it is right, at 0.9 it is not: use `signal`.", right=right)
    return Right("A spoilt picture in, what spoilt it out: no opponent, one squared error.")


# (steps, distances, spreads): the last column of each is what the rule gives
TABLES = (
    ((1, 2, 4, 8, 16, 32), (310.0, 150.0, 64.0, 41.0, 38.0, 39.5), (9.0, 7.0, 5.0, 3.0, 4.0, 1.0)),
    ((2, 5, 10, 20, 50), (80.0, 90.0, 47.0, 51.0, 30.0), (2.0, 40.0, 5.0, 4.0, 2.0)),
    ((4, 8, 16, 32), (25.0, 24.0, 22.0, 20.5), (1.0, 9.0, 1.0, 2.0)),
)


def one_spread(steps, distances, spreads):
    """The fewest steps whose distance is within one spread of the best."""
    best = int(np.argmin(distances))
    limit = distances[best] + spreads[best]
    return next(step for step, one in zip(steps, distances, strict=True) if one <= limit)


def _within(steps, distances, spreads):
    best = int(np.argmin(distances))
    return [
        s for s, d in zip(steps, distances, strict=True) if d <= distances[best] + spreads[best]
    ]


def _until_it_stops(steps, distances, spreads):
    falls = zip(steps, distances, distances[1:], strict=False)
    return next((step for step, one, following in falls if following >= one), steps[-1])


CHOICE_MISTAKES = (
    (
        lambda steps, distances, spreads: steps[int(np.argmin(distances))],
        "You take the lowest distance. What lies within one spread of it may be as good: another "
        "seed could turn the two round. You pay time for luck.",
    ),
    (
        lambda steps, distances, spreads: steps[0],
        "You take the fewest steps, whatever they paint.",
    ),
    (
        lambda steps, distances, spreads: steps[int(np.argmax(distances))],
        "You take the largest distance. A Fréchet distance is a distance: less is better.",
    ),
    (
        lambda steps, distances, spreads: _within(steps, distances, spreads)[-1],
        "Of those that are as good as the best you take the slowest. Take the first.",
    ),
    (
        lambda steps, distances, spreads: next(
            s for s, d, w in zip(steps, distances, spreads, strict=True) if d - w <= min(distances)
        ),
        "You use each row's own spread. Then the row that is measured worst passes most easily. "
        "The bar is the best distance plus *its* spread, for all.",
    ),
    (
        _until_it_stops,
        "You stop at the first row that the next one does not improve on. Distances jump about; "
        "look at all of them.",
    ),
    (
        lambda steps, distances, spreads: next(
            s for s, d in zip(steps, distances, strict=True) if d <= min(distances) + max(spreads)
        ),
        "You allow the largest spread of all. That is the spread of another row; take that of the "
        "best.",
    ),
)


@exercise(
    "13.4",
    "How many steps?",
    hints=(
        "Find the best row first. How much worse may another be before you believe it?",
        "`best = np.argmin(distances)`; the bar is `distances[best] + spreads[best]`.",
        "The first number of steps whose distance is at most the bar; the rows come in order.",
    ),
    solution="""
def enough(steps, distances, spreads):
    best = np.argmin(distances)
    good = np.array(distances) <= distances[best] + spreads[best]
    return np.array(steps)[good].min()
""",
)
def enough(answer):
    """Three tables; in each of them the typical mistakes lead elsewhere."""
    function = as_function(answer, "enough")
    returned = [function(*(np.array(column) for column in table)) for table in TABLES]
    if any(one is ... for one in returned):
        return Open()
    found = [as_number(one, "the number of steps") for one in returned]
    wanted = [one_spread(*table) for table in TABLES]
    if close(found, wanted):
        return Right("No slower than it must be, and not fooled by the luckiest row.")
    places = [table[0].index(step) for table, step in zip(TABLES, wanted, strict=True)]
    if close(found, places):
        return Wrong("That is the place in the list. Return the number of steps there.")
    for mistake, why in CHOICE_MISTAKES:
        if close(found, [mistake(*table) for table in TABLES]):
            return Wrong(why)
    at = next(i for i, pair in enumerate(zip(found, wanted, strict=True)) if pair[0] != pair[1])
    return Wrong(
        f"With steps {TABLES[at][0]}, distances {TABLES[at][1]} and spreads {TABLES[at][2]} it "
        f"should be {wanted[at]}. Yours is {found[at]:g}."
    )


# C minor pentatonic, from 48 on; heights for which the mistakes below part company
SCALE = np.array([48, 51, 53, 55, 58, 60, 63, 65, 67, 70, 72, 75, 77, 79, 82, 84, 87, 89])
HEIGHTS = (0.0, 0.13, 0.29, 0.42, 0.64, 0.81, 1.0)


def wish(height):
    """The pitch of a height, before the scale has its say: 52 at the foot, 88 at the top."""
    return 52 + 36 * (1 - height)


def snapped(height, scale=SCALE):
    """The pitch of the scale that is nearest to the wish."""
    return int(scale[np.abs(scale - wish(height)).argmin()])


PITCH_MISTAKES = (
    (
        lambda height: int(SCALE[np.abs(SCALE - (52 + 36 * height)).argmin()]),
        "Peaks sound low and valleys high: in a picture y runs *down*, and pitch runs up. Use "
        "1 − height.",
    ),
    (
        wish,
        "This is the wish, before the scale has its say: 83.32 is no key of a piano. Take the "
        "nearest pitch of `scale`.",
    ),
    (
        lambda height: round(wish(height)),
        "You round to the next semitone: a key of the piano, and not of the scale. Look among the "
        "pitches of `scale`.",
    ),
    (
        lambda height: int(np.abs(SCALE - wish(height)).argmin()),
        "That is the place in the scale. Return the pitch that stands there: `scale[place]`.",
    ),
    (
        lambda height: int(SCALE[wish(height) >= SCALE].max()),
        "You take the next pitch *below*. Every note comes out a little flat; take the nearest.",
    ),
    (
        lambda height: int(SCALE[round((1 - height) * (len(SCALE) - 1))]),
        "You divide the height evenly among the notes of the scale. They do not lie evenly: some "
        "are 2 semitones apart, some 3. Work out the wish first, then look for the nearest.",
    ),
    (
        lambda height: 440 * 2 ** ((snapped(height) - 69) / 12),
        "The note is right, and you return its frequency in Hertz. MIDI numbers are asked for.",
    ),
)


@exercise(
    "13.5",
    "From a height to a note",
    hints=(
        "A height of 0 is the top of the picture. What should the note be there, 52 or 88?",
        "The wish is `52 + 36 * (1 - height)`. Which pitch of the scale is nearest to it?",
        "`scale[np.abs(scale - wish).argmin()]`.",
    ),
    solution="""
def pitch(height, scale):
    wish = 52 + 36 * (1 - height)
    return scale[np.abs(scale - wish).argmin()]
""",
)
def pitch(answer):
    """Seven heights in one scale, then one note in another."""
    function = as_function(answer, "pitch")
    returned = [function(height, SCALE.copy()) for height in HEIGHTS]
    if any(one is ... for one in returned):
        return Open()
    found = [as_number(one, "the pitch") for one in returned]
    wanted = [snapped(height) for height in HEIGHTS]
    for mistake, why in PITCH_MISTAKES:
        if close(found, [mistake(height) for height in HEIGHTS], 1e-6):
            return Wrong(why)
    if not close(found, wanted, 1e-6):
        at = next(
            i for i, pair in enumerate(zip(found, wanted, strict=True)) if not close(*pair, 1e-6)
        )
        return Wrong(
            f"At height {HEIGHTS[at]} the wish is {wish(HEIGHTS[at]):.2f}, and the nearest pitch "
            f"is {wanted[at]}. Yours is {found[at]:g}."
        )
    other = np.array([50, 62, 74, 86])
    if not close(as_number(function(0.5, other.copy()), "the pitch"), 74):
        return Wrong("In another scale it goes wrong: use the `scale` that comes.")
    return Right("A rule that one can read, and argue with. A learned one could do neither.")


PREDICTIONS = (
    Prediction(
        "13.a",
        "You hang six works of yours upside down. What does the map say of them, as a rule?",
        "The map sees textures, colours and edges, averaged over the picture. Sky below and lake "
        "above is nearly as usual to it as the other way round. What a picture *means* is not on "
        "its axes.",
        choices=("new, and of no kind", "still of a kind", "exactly where they were"),
    ),
    Prediction(
        "13.b",
        "One sketch, a look that the painter never saw. What comes nearest to the truth, pixel by "
        "pixel: the pictures' colours laid over a finished painting, or a painter that was trained "
        "on with 1, 5 or 20 pictures?",
        "Laying colours over changes them all by one rule. Training learns what goes where, and "
        "needs time and pictures for it.",
        choices=("colours laid over", "1 picture", "5 pictures", "20 pictures"),
    ),
    Prediction(
        "13.c",
        "64 animals of the GAN, 64 of the diffusion model in 16 steps. How many times as long does "
        "the diffusion model take?",
        "The GAN goes through its network once. The diffusion model goes through another, larger "
        "one, once for each step.",
        tolerance=0.5,
    ),
    Prediction(
        "13.d",
        "Your painting is mirrored, left and right changed over. What happens to its melody?",
        "The picture is read from left to right, one column a beat, and each column for itself. "
        "So the last column of yours is the first of the mirrored one.",
        choices=("the same tune", "the tune backwards", "another tune"),
    ),
)

QUESTIONS = (
    Question(
        "A program paints 1,000 pictures and keeps those that are farthest from its training "
        "pictures. What will hang on the wall?",
        (
            Choice(
                "Whatever is most broken: noise, mosaics, blank sheets",
                True,
                "Nothing is farther from paintings than what is none. Novelty needs a second "
                "wish beside it.",
            ),
            Choice(
                "The most creative ones",
                False,
                "Most people who study it ask for more than new: surprising and of value as well "
                "(Boden 2004).",
            ),
            Choice(
                "Copies of its training pictures",
                False,
                "Those are at distance 0, so they are thrown out first.",
            ),
        ),
    ),
    Question(
        "What is a diffusion model trained to do?",
        (
            Choice(
                "To tell, from a spoilt picture, what spoilt it",
                True,
                "The noise, or a mixture of noise and picture from which either follows. It is one "
                "squared error, at every strength of noise.",
            ),
            Choice(
                "To deceive a second network",
                False,
                "That is a GAN. Here nobody judges: the answer is known, since we added the noise "
                "ourselves.",
            ),
            Choice(
                "To add noise to pictures",
                False,
                "That is one line and needs no training. The way back is what is learned.",
            ),
            Choice(
                "To remember its training pictures",
                False,
                "It sometimes does (Carlini et al. 2023), and nobody asks it to.",
            ),
        ),
    ),
    Question(
        "You find a picture by an image search. No licence stands beside it. What do you know?",
        (
            Choice(
                "That somebody may own it, and has not said yes",
                True,
                "Copyright needs no sign and no registration (Berne Convention, article 5(2)). "
                "Find the source, or ask.",
            ),
            Choice(
                "That it is free, since it is public on the web",
                False,
                "“Public” says who can see it, “public domain” that nobody owns it. The two words "
                "look alike, and that is all.",
            ),
            Choice(
                "That a credit below it is enough",
                False,
                "A credit is what CC BY asks for. Here no licence asks anything: none is given.",
            ),
        ),
    ),
    Question(
        "GAN or diffusion model: which statement holds for both papers and our small ones?",
        (
            Choice(
                "The GAN paints in one pass; the diffusion model pays for each step",
                True,
                "How much quality a step buys, one has to measure. Methods that need few steps are "
                "a field of their own.",
            ),
            Choice(
                "The diffusion model is better, whatever the budget",
                False,
                "In one or two steps it is not. And large pictures need large models.",
            ),
            Choice(
                "The GAN cannot cover all kinds of pictures",
                False,
                "It may miss some, and coverage is something to measure, model by model.",
            ),
        ),
    ),
    Question(
        "Your key for a hosted model: where does it belong?",
        (
            Choice(
                "In the environment, or in Colab's secrets",
                True,
                "The program finds it there. The notebook, its outputs and your repository never "
                "hold it.",
            ),
            Choice(
                "In a cell of the notebook, to be deleted later",
                False,
                "Notebooks are saved by themselves, copied, and put into git with their history.",
            ),
            Choice(
                "In a text file beside the notebook",
                False,
                "That is how it gets into git. If you must, outside the folder, and read by the "
                "shell that starts the notebook.",
            ),
        ),
    ),
)

TERMS = (
    Term("creativity", "创造力", "here: new and of a kind; elsewhere also of value"),
    Term("diffusion model", "扩散模型", "paints by taking noise away, step by step"),
    Term("noise schedule", "噪声调度", "how much of a picture is left at each step"),
    Term("denoising", "去噪", "telling noise and picture apart"),
    Term("training target", "训练目标", "what a network should answer: here noise, or a mixture"),
    Term("velocity", "速度目标", "a mixture of noise and picture, as a target: v"),
    Term("guidance", "引导", "exaggerating what the label changes"),
    Term("snapshot", "训练快照", "weights as they were at one moment of training"),
    Term("one-standard-error rule", "一倍标准误规则", "the simplest within one spread of the best"),
    Term("fine-tuning", "微调", "training on from weights that are there, on a few examples"),
    Term("personalising", "个性化", "fine-tuning on one person's pictures or texts"),
    Term("modality", "模态", "a kind of signal: picture, sound, text"),
    Term("sonification", "声音化", "data made audible by rules that are written down"),
    Term("pentatonic scale", "五声音阶", "five notes to the octave, none of which clash much"),
    Term("hosted model", "托管模型", "a model that runs on somebody else's machine"),
    Term("API key", "API 密钥", "who has it spends on your account"),
    Term("licence", "许可证", "what an owner permits, and on which terms"),
    Term("Creative Commons", "知识共享", "licences made of parts: BY, SA, NC, ND"),
    Term("share alike", "相同方式共享", "changed versions travel under the same licence"),
    Term("provenance", "来源记录", "what a work was made from, and how"),
)
