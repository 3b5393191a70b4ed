"""Lesson 00, start here: exercises, predictions, quiz and glossary."""

import difflib
import functools
import re

from artlab.classroom.answers import as_letter, as_text, describe, something
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

ARTICLES = ("a", "an", "the")
STAGES = ("describe", "plan", "draw", "paint", "finish")
SIDES = ("style", "size", "finish", "revisions")  # settings besides sentence and seed


@exercise(
    "00.1",
    "What the seed decides",
    hints=(
        "Which words of your sentence do you see in both paintings? What differs, unasked?",
        "`Studio(seed=…)` takes the seed. Keep the sentence, take another number, and look.",
        'second = Studio(seed=7).paint(my_sentence), and the letter is "B".',
    ),
    solution="""
my_sentence = "a boat on a misty lake"
first = Studio(seed=1).paint(my_sentence)
second = Studio(seed=7).paint(my_sentence)
answer = (first, second, "B")
""",
)
def what_the_seed_decides(answer):
    """Two works of one sentence with two seeds, and the statement that they show."""
    first, second, letter = _several(answer, 3, "(first, second, letter)")
    one, other = _settings(first, "the first"), _settings(second, "the second")
    if one.prompt.strip() != other.prompt.strip():
        raise Wrong(
            "The sentences differ. Then you cannot tell what comes from the seed: keep every "
            "word, change the seed alone."
        )
    if one.seed == other.seed:
        raise Wrong(
            f"Both have seed {one.seed}, and so they are equal, pixel by pixel. Take another one."
        )
    _same_sides(one, other)
    letter = as_letter(letter, "ABCD", "the letter")
    if letter in _SEED_MYTHS:
        raise Wrong(_SEED_MYTHS[letter], right="one sentence, two seeds.")
    return Right(
        "A seed is the number from which all random choices follow. It chooses what your "
        "sentence leaves open, and nothing else."
    )


_SEED_MYTHS = {
    "A": "No seed is better than another. You may like one painting more; with another sentence, "
    "the same seed may give the one that you like less. Quality is in the trained weights.",
    "C": "Neighbouring seeds are strangers. Seed 4 is no small step from seed 3: one other number, "
    "and all random choices are made anew.",
    "D": "What you ask for is asked for with every seed. Where a thing is missing, a model made a "
    "mistake; the seed has no say in what you want.",
}


@exercise(
    "00.2",
    "Change one noun, and nothing else",
    hints=(
        "A fair comparison changes one thing. Which two things go into a studio's work?",
        "Copy the line of `before`. Keep the seed; exchange one thing of the picture for another.",
        "For “lake” you may write “river”. The other words, and seed 3, stay.",
    ),
    solution="""
before = Studio(seed=3).paint("two mountains behind a lake at dusk")
after = Studio(seed=3).paint("two mountains behind a river at dusk")
answer = (before, after)
""",
)
def change_one_noun(answer):
    """Two works whose sentences differ in one thing of the picture, with one seed."""
    before, after = _several(answer, 2, "(before, after)")
    one, other = _settings(before, "the first"), _settings(after, "the second")
    old, new = _words(one.prompt), _words(other.prompt)
    if one.seed != other.seed and old != new:
        raise Wrong(
            f"The seed changed as well, from {one.seed} to {other.seed}. Two changes, one "
            "difference: you cannot tell which of them made it. Keep the seed."
        )
    if one.seed != other.seed:
        raise Wrong("Only the seed changed. Keep it, and exchange a word.")
    _same_sides(one, other)
    if old == new:
        raise Wrong("Both sentences say the same, so both paintings are the same.")
    left, came = _exchanged(old, new)
    _check_things(left, came, one.prompt, other.prompt)
    return Right(
        f"“{left}” became “{came}”, and the seed stayed. Whatever differs follows from this word."
    )


@exercise(
    "00.3",
    "The order of the stages",
    hints=(
        "Ask of each stage: what does it need on its table before it can begin?",
        "The painter needs strokes. Strokes need a plan. The plan is read from the description.",
        'order = ["describe", "plan", "draw", "paint", "finish"]',
    ),
    solution='order = ["describe", "plan", "draw", "paint", "finish"]',
)
def order_of_stages(answer):
    """The five stages, first to last."""
    order = _stages(answer)
    place = {name: order.index(name) for name in STAGES}
    if order[0] == "paint":
        raise Wrong(
            "The painter comes first here, as if the GAN read the text. It cannot read: its input "
            "is a drawing, with style, time and weather as numbers. Words end at the plan."
        )
    for earlier, later, why in _NEEDS:
        if place[earlier] > place[later]:
            raise Wrong(why)
    return Right(
        "Words, plan, strokes, pixels, paper. Each stage sees only what the one before hands on."
    )


_NEEDS = (
    (
        "paint",
        "finish",
        "Finishing lays paper, grain and snow over a painting. Before the painter there is none.",
    ),
    (
        "draw",
        "paint",
        "The painter turns strokes into pixels. Before the drawer has drawn, there are no strokes.",
    ),
    (
        "plan",
        "draw",
        "The drawer draws what the plan counts, so the plan comes before the strokes.",
    ),
    (
        "describe",
        "plan",
        "The plan is read from the description, not from your sentence. That is why a word that "
        "you change in the description changes the drawing.",
    ),
)


# Reading answers


def _several(answer, number, example):
    """The parts of a tuple; dots among them mean that the exercise is not finished."""
    if not isinstance(answer, tuple | list) or len(answer) != number:
        raise Wrong(f"Hand over {number} things, {example}. You gave {describe(answer)}.")
    if any(part is ... for part in answer):
        raise Open
    return answer


def _settings(work, name):
    """The settings of an artwork, or an explanation."""
    from artlab.studio.artwork import Artwork

    if not isinstance(work, Artwork):
        raise Wrong(
            f"{name.capitalize()} should be an artwork: `Studio(seed=…).paint(…)`. "
            f"You gave {describe(work)}."
        )
    return work.settings


def _same_sides(one, other):
    changed = [name for name in SIDES if getattr(one, name) != getattr(other, name)]
    if changed:
        raise Wrong(f"The {' and the '.join(changed)} changed as well. Change one thing only.")


def _words(sentence):
    """Words of a sentence in lower case, without articles; each Chinese character by itself."""
    found = re.findall(r"[^\W_\u3400-\u9fff]+(?:['-][^\W_\u3400-\u9fff]+)*|[\u3400-\u9fff]",
                       sentence.lower())  # fmt: skip
    return [word for word in found if word not in ARTICLES]


def _exchanged(old, new):
    """What went and what came, as texts; `Wrong` unless they stand at one place."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    changes = [part for part in matcher.get_opcodes() if part[0] != "equal"]
    kind, start, end, new_start, new_end = changes[0]
    if len(changes) > 1 or max(end - start, new_end - new_start) > 2:
        raise Wrong("More than one word changed. Exchange one thing, and keep all other words.")
    if kind == "insert":
        raise Wrong("You added a word. Take one away for it: exchange one thing for another.")
    if kind == "delete":
        raise Wrong("You left a word out. Put another thing in its place.")
    glue = "" if re.match(r"[\u3400-\u9fff]", new[new_start]) else " "
    return glue.join(old[start:end]), glue.join(new[new_start:new_end])


def _check_things(left, came, old, new):
    """`Wrong` unless one thing that the studio can draw took another's place."""
    from artlab.studio.text import unknown_words

    unknown = unknown_words(new)
    if unknown:
        raise Wrong(
            f"The studio cannot draw “{unknown[0]}”. It says so in `after.notices`, and paints "
            "the rest. Take a thing that it knows: a sea, a river, a boat, a pine."
        )
    was, is_now = things(old), things(new)
    if was == is_now:
        raise Wrong(
            f"“{came}” in place of “{left}” leaves the things in the picture as they are. "
            "Exchange a noun that names another thing: a lake, a boat, the moon."
        )
    if not is_now - was:
        raise Wrong(
            f"“{came}” names no thing that the studio paints. Is it spelled right? Take one that "
            "it knows: a sea, a river, a boat, a pine."
        )
    if len(was - is_now) != 1 or len(is_now - was) != 1:
        raise Wrong(f"“{left}” and “{came}” are not one thing each. Exchange one for one.")


@functools.cache
def _nouns(language):
    """Pairs of a noun and the element that it names, the longest nouns first."""
    from artlab.world import lexicon_en, lexicon_zh

    if language == "zh":
        tables = [lexicon_zh.NOUNS_ZH, *({"mountain": p} for p in lexicon_zh.HEIGHT_ZH.values())]
        pairs = [(noun, name) for table in tables for name in table for noun, _ in table[name]]
    else:
        tables = [lexicon_en.NOUNS_EN, {"mountain": lexicon_en.HILLS_EN}]
        pairs = [(noun.lower(), name) for t in tables for name in t for pair in t[name]
                 for noun in pair]  # fmt: skip
    return sorted(set(pairs), key=lambda pair: (-len(pair[0]), pair))


def things(sentence):
    """Names of the elements that a sentence mentions: a set."""
    from artlab.studio.text import language_of

    language = language_of(sentence)
    left, found = sentence.lower(), set()
    for noun, name in _nouns(language):
        pattern = re.escape(noun) if language == "zh" else rf"\b{re.escape(noun)}\b"
        left, number = re.subn(pattern, " ", left)
        if number:
            found.add(name)
    return found


def _stages(answer):
    """The five names in the student's order."""
    parts = re.findall(r"\w+", answer) if isinstance(answer, str) else answer
    something(parts, "the order")
    if not isinstance(parts, list | tuple):
        raise Wrong(f"Hand over a list of five names. You gave {describe(answer)}.")
    if any(part is ... or (isinstance(part, str) and part == "…") for part in parts):
        raise Open
    order = [as_text(part, "each name").lower() for part in parts]
    if sorted(order) != sorted(STAGES):
        missing = ", ".join(sorted(set(STAGES) - set(order))) or "none"
        raise Wrong(
            f"Use each of the five names once: {', '.join(sorted(STAGES))}. Missing: {missing}."
        )
    return order


PREDICTIONS = [
    Prediction(
        "00.a",
        "You paint the same sentence with the same seed again. How many pixels differ?",
        "Models compute; they do not dream. The same input, seed and weights give the same pixels.",
        unit="pixels",
    ),
    Prediction(
        "00.b",
        "Which stage takes the longest?",
        "Writer and drawer take hundreds of small steps, token by token; the painter takes one "
        "large step for all pixels. Which is longer depends on the sentence and on the machine.",
        choices=STAGES,
    ),
]

QUESTIONS = [
    Question(
        "You ask for “a dragon over a lake”. What does the studio do?",
        [
            Choice(
                "It says that it cannot draw a dragon, and paints the rest",
                True,
                "It knows one world, landscapes, and `notices` name what lies outside.",
            ),
            Choice(
                "It stops with an error",
                False,
                "A wish is no mistake: you get a painting, and a notice.",
            ),
            Choice(
                "It invents a dragon",
                False,
                "The drawer has no word for it, and the painter never saw one.",
            ),
        ],
    ),
    Question(
        "Which part of the studio reads your sentence?",
        [
            Choice("The writer", True, "It turns your sentence into a description."),
            Choice("The drawer", False, "It reads, but only the description, never your sentence."),
            Choice("The painter", False, "It gets strokes and a few numbers: no words at all."),
            Choice("All of them", False, "A chain: each part sees what the one before hands on."),
        ],
    ),
    Question(
        "You want to see what the word “snow” does to a painting. You change …",
        [
            Choice(
                "that word, and keep the seed",
                True,
                "One change, so what differs comes from it.",
            ),
            Choice(
                "that word, and take a new seed",
                False,
                "With a new seed mountains and boats move too. You could not tell why.",
            ),
            Choice(
                "the seed, until it snows",
                False,
                "Then you see what chance does, not what the word does.",
            ),
        ],
    ),
    Question(
        "A friend’s computer is to paint exactly your painting. What do you send her?",
        [
            Choice(
                "Its code",
                True,
                "Sentence, seed, style and size are inside. With the same version, on the same "
                "type of machine, she gets the same pixels.",
            ),
            Choice("The sentence", False, "Her studio would use a seed of its own."),
            Choice("The seed", False, "A seed without its sentence chooses among nothing."),
            Choice("A screenshot", False, "That shows the painting. Nobody can paint it again."),
        ],
    ),
    Question(
        "Where in this studio is the GAN?",
        [
            Choice(
                "In the painter",
                True,
                "It learned to paint against a second network that judged its paintings.",
            ),
            Choice(
                "In the writer",
                False,
                "The writer is a language model: it writes one token after the other.",
            ),
            Choice(
                "In the drawer",
                False,
                "The drawer is a language model too; its tokens stand for strokes.",
            ),
        ],
    ),
]

TERMS = [
    Term("notebook", "笔记本", "a page of text and code that runs, such as this one"),
    Term("cell", "单元格", "one piece of a notebook, text or code"),
    Term("prompt", "提示词", "the sentence that you type"),
    Term("seed", "随机种子", "the number from which all random choices follow"),
    Term("description", "描述", "what the writer makes of the prompt; the plan is read from it"),
    Term("plan", "构图计划", "how many of which things, and style, time and weather"),
    Term("stroke", "笔画", "one line of a drawing"),
    Term("sketch", "草图", "all strokes of a drawing"),
    Term("pixel", "像素", "one dot of a picture"),
    Term("style", "风格", "how it is painted: ink, blue-green, watercolour, woodblock"),
    Term("pipeline", "流水线", "stages in a row, each working on what the one before made"),
    Term("model", "模型", "a program whose numbers were learned from examples"),
    Term("weights", "权重", "the learned numbers of a model"),
    Term("language model", "语言模型", "a model that continues a text, token by token"),
    Term("token", "词元", "one entry of the list that a language model chooses from"),
    Term("GAN", "生成对抗网络", "a painting network, trained against one that judges it"),
    Term("finishing", "装裱润饰", "paper, grain, snow and seal, laid over a painting"),
    Term("code of a work", "作品代码", "sentence, seed and settings in a few letters"),
]
