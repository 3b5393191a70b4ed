"""Lesson 13: every exercise against right, wrong and hostile answers; its cells against artlab."""

import functools
from pathlib import Path

import numpy as np
import pytest

from artlab import gallery
from artlab.classroom.lessons import lesson_13
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.gallery.analysis import reference
from artlab.gallery.analysis.seeing import picture_features
from artlab.gallery.sound import notes
from artlab.lessons import notebook

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "13_beyond.py"


# 13.1 -------------------------------------------------------------------------------------------


def gaps(point, works):
    return np.linalg.norm(works - point, axis=1)


def squash(distance):
    return distance / (distance + 1)


def new(point, training, kind):
    return squash(gaps(point, training).min())


def typical(point, training, kind):
    center = kind.mean(axis=0)
    return (gaps(center, kind) >= np.linalg.norm(point - center)).mean()


def both(novelty=new, typicality=typical):
    """An answer with one of its two measures exchanged."""
    return lambda *given: (novelty(*given), typicality(*given))


def out_of(point, kind):
    """Distance of a picture from the centre of a kind, and those of the kind's works."""
    center = kind.mean(axis=0)
    return np.linalg.norm(point - center), gaps(center, kind)


def in_loops(point, training, kind):
    nearest = min(sum((a - b) ** 2 for a, b in zip(point, row, strict=True)) for row in training)
    center = [sum(column) / len(kind) for column in kind.T]
    own = [sum((a - b) ** 2 for a, b in zip(row, center, strict=True)) for row in kind]
    mine = sum((a - b) ** 2 for a, b in zip(point, center, strict=True))
    return [1 - 1 / (1 + nearest**0.5), sum(one >= mine for one in own) / len(own)]


PLACES = {
    "takes the mean distance": both(lambda p, t, k: squash(gaps(p, t).mean())),
    "the farthest training picture": both(lambda p, t, k: squash(gaps(p, t).max())),
    "the centre of the training pictures": both(
        lambda p, t, k: squash(np.linalg.norm(p - t.mean(axis=0)))
    ),
    "measures to the kind": both(lambda p, t, k: squash(gaps(p, k).min())),
    "is the bare distance": both(lambda p, t, k: gaps(p, t).min()),
    "is turned round": both(lambda p, t, k: 1 / (1 + gaps(p, t).min())),
    "squares the distance": both(lambda p, t, k: squash(gaps(p, t).min() ** 2)),
    "lie *nearer* to the centre": both(
        typicality=lambda p, t, k: (out_of(p, k)[1] < out_of(p, k)[0]).mean()
    ),
    "is the distance from the centre": both(typicality=lambda p, t, k: out_of(p, k)[0]),
    "has no yardstick": both(typicality=lambda p, t, k: 1 / (1 + out_of(p, k)[0])),
    "asks the training pictures": both(typicality=lambda p, t, k: typical(p, k, t)),
    "takes the equal ones in": both(
        typicality=lambda p, t, k: (out_of(p, k)[1] > out_of(p, k)[0]).mean()
    ),
    "is a number of works": both(
        typicality=lambda p, t, k: (out_of(p, k)[1] >= out_of(p, k)[0]).sum()
    ),
    "distances from the *picture*": both(
        typicality=lambda p, t, k: (gaps(p, k) >= out_of(p, k)[0]).mean()
    ),
    "in the wrong order": both(typical, new),
    "Return two things": new,
    "novelty should be": both(lambda p, t, k: 0.5),
    "typicality should be": both(typicality=lambda p, t, k: 0.5),
    "In a space of three axes": lambda p, t, k: (
        new(p[:3], t[:, :3], k),
        typical(p[:3], t, k[:, :3]),
    ),
}


# 13.2 -------------------------------------------------------------------------------------------


def by_table(licence, sold):
    asks = licence is None or licence.endswith("-ND") or (sold and "-NC" in licence)
    shared = ["share alike"] if "-SA" in (licence or "") else []
    return ["ask"] if asks else [] if licence == "CC0" else ["credit", *shared]


def but(**changed):
    """The right card, with what is owed for some licences exchanged: `CC_BY_NC=(free, sold)`."""
    names = {name.replace("_", "-").replace("CC-", "CC "): pair for name, pair in changed.items()}
    names = {None if name == "none" else name: pair for name, pair in names.items()}
    return lambda licence, sold: (
        set(names[licence][bool(sold)]) if licence in names else set(by_table(licence, sold))
    )


CREDIT, ASK, NOTHING = ("credit",), ("ask",), ()
BOTH_WAYS = ("credit", "share alike")
CARDS = {
    "nothing is ever owed": lambda licence, sold: set(),
    "You ask for everything": lambda licence, sold: {"ask"},
    "“found online”": but(none=(NOTHING, NOTHING)),
    "no permission": but(none=(CREDIT, CREDIT)),
    "you look no further": lambda licence, sold: (
        {"ask"} if licence is None else {"credit"} if licence.startswith("CC BY") else set()
    ),
    "selling prints": but(CC_BY_NC=(CREDIT, CREDIT), CC_BY_NC_SA=(BOTH_WAYS, BOTH_WAYS)),
    "needs credit and no letter": but(CC_BY_NC=(ASK, ASK), CC_BY_NC_SA=(ASK, ASK)),
    "ND, no derivatives": but(CC_BY_ND=(CREDIT, CREDIT), CC_BY_NC_ND=(CREDIT, ASK)),
    "SA, share alike": but(CC_BY_SA=(CREDIT, CREDIT), CC_BY_NC_SA=(CREDIT, ASK)),
    "no credit is *owed*": but(CC0=(CREDIT, CREDIT)),
    "return “ask” alone": but(CC_BY_ND=(("ask", "credit"),) * 2),
    "For CC BY-NC-SA, given away": but(CC_BY_NC_SA=(CREDIT, ASK)),
    "There are three words": lambda licence, sold: {"money"},
    "Return a set of words": lambda licence, sold: "credit",
}


# 13.3 -------------------------------------------------------------------------------------------


def noisy(pictures, signal, noise):
    return signal**0.5 * pictures + (1 - signal) ** 0.5 * noise


def pair(mixed=noisy, target=lambda x, s, e: e):
    return lambda *given: (mixed(*given), target(*given))


PAIRS = {
    "it is *variances* that add up": pair(lambda x, s, e: s * x + (1 - s) * e),
    "keeps its full strength": pair(lambda x, s, e: x + (1 - s) ** 0.5 * e),
    "all of the noise to all of the picture": pair(lambda x, s, e: x + e),
    "two roots are changed over": pair(lambda x, s, e: noisy(x, 1 - s, e)),
    "not 1 − √signal": pair(lambda x, s, e: s**0.5 * x + (1 - s**0.5) * e),
    "no noise in your mixture": pair(lambda x, s, e: s**0.5 * x),
    "You ask the network for the picture": pair(target=lambda x, s, e: x),
    "Your target is the noisy picture": pair(target=noisy),
    "at the strength at which it was added": pair(target=lambda x, s, e: (1 - s) ** 0.5 * e),
    "difference between noisy and clean": pair(target=lambda x, s, e: noisy(x, s, e) - x),
    "The sign": pair(target=lambda x, s, e: -e),
    "This is v": pair(target=lambda x, s, e: s**0.5 * e - (1 - s) ** 0.5 * x),
    "first what the network sees": lambda x, s, e: (e, noisy(x, s, e)),
    "The first noisy pixel": pair(lambda x, s, e: 0 * x),
    "first number of the target": pair(target=lambda x, s, e: 0 * x),
    "at 0.9 it is not": pair(lambda x, s, e: 0.6 * x + 0.8 * e),
    "Return two things": noisy,
}


# 13.4 -------------------------------------------------------------------------------------------


def by_looking(steps, distances, spreads):
    best = sorted(range(len(steps)), key=lambda row: distances[row])[0]
    for row in range(len(steps)):
        if distances[row] - distances[best] <= spreads[best]:
            return int(steps[row])
    return None


def until_it_stops(steps, distances, spreads):
    for row in range(len(steps) - 1):
        if distances[row + 1] >= distances[row]:
            return steps[row]
    return steps[-1]


ENOUGH = {
    "You take the lowest distance": lambda s, d, w: s[d.argmin()],
    "the fewest steps, whatever": lambda s, d, w: s[0],
    "You take the largest distance": lambda s, d, w: s[d.argmax()],
    "you take the slowest": lambda s, d, w: s[d <= d.min() + w[d.argmin()]][-1],
    "each row's own spread": lambda s, d, w: s[d - w <= d.min()][0],
    "You stop at the first row": until_it_stops,
    "the largest spread of all": lambda s, d, w: s[d <= d.min() + w.max()][0],
    "the place in the list": lambda s, d, w: int(np.argmax(d <= d.min() + w[d.argmin()])),
    "it should be 8": lambda s, d, w: 7,
}


# 13.5 -------------------------------------------------------------------------------------------


def heard(height):
    return 52 + 36 * (1 - height)


def nearest(wish, scale):
    return min(scale, key=lambda one: abs(one - wish))


PITCHES = {
    "y runs *down*": lambda h, scale: nearest(52 + 36 * h, scale),
    "before the scale has its say": lambda h, scale: heard(h),
    "to the next semitone": lambda h, scale: round(heard(h)),
    "That is the place in the scale": lambda h, scale: np.abs(scale - heard(h)).argmin(),
    "next pitch *below*": lambda h, scale: scale[np.searchsorted(scale, heard(h), "right") - 1],
    "divide the height evenly": lambda h, scale: scale[round((1 - h) * (len(scale) - 1))],
    "frequency in Hertz": lambda h, scale: 440 * 2 ** ((nearest(heard(h), scale) - 69) / 12),
    "At height 0.0 the wish is": lambda h, scale: 60,
    "In another scale": lambda h, scale: nearest(heard(h), lesson_13.SCALE),
}

CASES = [
    Case("13.1", second=in_loops, wrong=PLACES),
    Case("13.2", second=by_table, wrong=CARDS),
    Case("13.3", second=pair(), wrong=PAIRS),
    Case("13.4", second=by_looking, wrong=ENOUGH),
    Case("13.5", second=lambda height, scale: nearest(heard(height), scale), wrong=PITCHES),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_lesson_is_complete():
    verify_lesson("13", CASES)


# The cells --------------------------------------------------------------------------------------


@functools.cache
def definition(name):
    """A function as the solved lesson defines it."""
    lesson = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions")
    found = [cell.source for cell in lesson.cells if cell.source.startswith(f"def {name}(")]
    names = {"np": np}
    exec(found[0].partition("\n\n")[0], names)
    return names[name]


def picture(seed, side=64):
    coarse = np.random.default_rng(seed).integers(0, 255, (4, 4, 3), dtype=np.uint8)
    return np.kron(coarse, np.ones((side // 4, side // 4, 1), np.uint8))


def test_place_of_the_lesson_is_the_novelty_of_the_package():
    """Typicality too, but for the package's own works, each of which it leaves out of its kind."""
    known = reference.load()
    point = known.project(picture_features([picture(1)], "deep"))[0]
    found = gallery.novelty(picture(1))
    new, _ = definition("place")(point / known.usual, known.world / known.usual, known.met)
    assert new == pytest.approx(found.novelty, rel=1e-5)
    shares = []
    for style in range(4):
        kind = known.world[known.seeds % 4 == style]
        shares.append(definition("place")(point, known.world, kind)[1])
    shares.append(definition("place")(point, known.world, known.met)[1])
    assert max(shares) == pytest.approx(found.typicality, abs=0.03)


def test_training_pair_of_the_lesson_is_that_of_the_package():
    from artlab import diffusion

    rng = np.random.default_rng(0)
    pictures, noise = rng.uniform(-1, 1, (2, 28, 28)), rng.normal(size=(2, 28, 28))
    noisy, target = definition("training_pair")(pictures, 0.3, noise)
    np.testing.assert_allclose(noisy, diffusion.add_noise(pictures, 0.3, noise), rtol=1e-12)
    velocity = diffusion.velocity(pictures, 0.3, noise)
    np.testing.assert_allclose(diffusion.noise_from(noisy, 0.3, velocity), target, rtol=1e-9)


def test_v_of_the_checker_is_the_target_of_the_package():
    from artlab import diffusion

    told = [why for why in lesson_13.TARGET_MISTAKES if "This is v" in why[1]]
    (mistake, _), given = told[0], (lesson_13.PICTURES, 0.36, lesson_13.NOISE)
    np.testing.assert_allclose(mistake(*given), diffusion.velocity(*given), rtol=1e-12)


def test_pitch_of_the_lesson_is_the_rule_of_the_package():
    """Every note of a melody is what the lesson's rule makes of its place in the picture."""
    found = gallery.sonify(picture(3, 256))
    steps = notes.MAJOR if found.score.scale == "major" else notes.MINOR
    scale = np.array(notes.scale_pitches(found.score.root, steps))
    melody = found.score.voice("melody")
    assert melody
    for note in melody:
        assert definition("pitch")(note.place[1], scale) == note.pitch


def test_wishes_of_the_checker_are_those_of_the_package():
    low, high = notes.LOWEST_MELODY, notes.LOWEST_MELODY + 12 * notes.OCTAVES
    assert (lesson_13.wish(1), lesson_13.wish(0)) == (low, high)


def test_mirrored_picture_plays_its_melody_backwards():
    tunes = [
        [note.pitch for note in gallery.sonify(pixels).score.voice("melody")]
        for pixels in (picture(3, 256), picture(3, 256)[:, ::-1])
    ]
    assert tunes[0] == tunes[1][::-1] and tunes[0] != tunes[1]


def test_no_key_reaches_what_the_lesson_shows(monkeypatch, capsys):
    """The cells of the hosted model, with a key in the environment: none of it is printed."""
    pytest.importorskip("openai")
    secret = "sk-test-0123456789abcdef"
    monkeypatch.setenv("OPENAI_API_KEY", secret)
    lesson = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "student")
    cells = [cell.source for cell in lesson.cells if "server" in cell.source]
    cells = [source for source in cells if source.startswith(("import json", "from artlab"))]
    assert len(cells) == 2
    shown, names = [], {}
    names |= {"display": shown.append, "Studio": lambda **given: FakeStudio(given["writer"])}
    for source in cells:
        exec(source, names)
    printed = capsys.readouterr()
    assert '"Authorization": "Bearer ***"' in printed.out
    assert len(shown) == 1 and shown[0].startswith("Two mountains stand behind a wide lake")
    everything = printed.out + printed.err + repr(names["server"].seen) + repr(names["hosted"])
    assert secret not in everything and secret[8:] not in everything


class FakeStudio:
    """Gives back what the writer wrote."""

    def __init__(self, writer):
        self.writer = writer

    def paint(self, prompt):
        return self.writer(prompt)
