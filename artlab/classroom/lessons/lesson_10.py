"""Lesson 10, the full pipeline: exercises, predictions, quiz, glossary, three broken paintings."""

import numpy as np

from artlab.classroom.answers import as_array, as_function, close, describe
from artlab.classroom.lesson import Choice, Open, Prediction, Question, Right, Term, Wrong, exercise
from artlab.world.scene import Scene
from artlab.world.sketch import Sketch, Stroke

DRAWING = Sketch(
    [
        Stroke("mountain", [[0.05, 0.7], [0.35, 0.15], [0.6, 0.7]]),
        Stroke("lake", [[0.0, 0.72], [1.0, 0.7]]),
        Stroke("boat", [[0.7, 0.8], [0.78, 0.85], [0.86, 0.8]]),
    ],
    "4:3",
)

# Exercise 10.1 ----------------------------------------------------------------------------------


def line_painting(sketch, plan=None):
    """The lines of a sketch as a network would return them: float32 in [-1, 1]."""
    grey = sketch.raster(256).astype(np.float32) / np.float32(127.5) - 1
    return np.repeat(grey[..., None], 3, axis=-1)


RANGE_MISTAKES = (
    (
        lambda lines: lines / 255,
        "Paper is 1, as it should be, but ink is 0. To the pipeline 0 is half-way between black "
        "and white, so your lines come out grey, and no error tells you. Subtract, so that 0 "
        "becomes -1.",
    ),
    (
        lambda lines: (lines.astype(np.uint8) * np.uint8(2)) / 255 - 1,
        "`sketch.raster(256) * 2` wraps round: uint8 holds 0 to 255, and 255 times 2 is 510, "
        "kept as 254. Turn the lines into floats first: `.astype(float)`.",
    ),
    (
        lambda lines: 1 - lines / 127.5,
        "Your picture is a negative: paper is -1 and ink is 1. White on black is a fine idea for "
        "a night, but here black ink is asked for.",
    ),
    (
        lambda lines: lines / 255 - 0.5,
        "Half the range: yours runs from -0.5 to 0.5, so paper is light grey and ink dark grey. "
        "Divide by 127.5 and subtract 1.",
    ),
    (
        lambda lines: lines - 127.5,
        "The middle is right, the scale is not: yours runs from -127.5 to 127.5. Divide by 127.5.",
    ),
    (
        lambda lines: lines / 127.5,
        "The scale is right, the middle is not: yours runs from 0 to 2. Subtract 1.",
    ),
    (
        lambda lines: lines + 0.0,
        "These are still the values of a file, 0 to 255. A network ends in tanh, so what it "
        "returns lies in [-1, 1]: divide by 127.5 and subtract 1.",
    ),
)


@exercise(
    "10.1",
    "A painter of your own",
    hints=(
        "`sketch.raster(256)` is uint8: 0 where ink is, 255 where paper is. Which number must "
        "each become?",
        "0 must become -1 and 255 must become 1: divide by 127.5, then subtract 1. Do it in "
        "floats. Then give it three equal channels.",
        "`np.repeat(grey[..., None], 3, axis=-1)` turns (height, width) into (height, width, 3).",
    ),
    solution="""
def paint_lines(sketch, plan):
    grey = sketch.raster(256).astype("float32") / 127.5 - 1
    return np.repeat(grey[..., None], 3, axis=-1)
""",
)
def paint_lines(answer):
    """One drawing of format 4:3, so that height and width differ."""
    returned = as_function(answer, "paint_lines")(DRAWING, Scene(water="lake", format="4:3"))
    lines = DRAWING.raster(256).astype(float)
    if getattr(returned, "dtype", None) == np.uint8:
        raise Wrong(
            "uint8 is what a file holds, and the pipeline takes it too. This exercise asks for "
            "what a network returns: floats in [-1, 1]."
        )
    if getattr(getattr(returned, "dtype", None), "kind", "f") in "iu":
        raise Wrong(
            "Whole numbers have come back: all greys between black and white are lost. Leave them "
            "floats."
        )
    got = as_array(returned, what="the painting")
    got = _channels_last(got, lines.shape)
    if close(got, np.repeat((lines / 127.5 - 1)[..., None], 3, axis=-1), 0.005):
        return Right("-1 is black, 1 is white. Now it is a part of the pipeline.")
    for mistake, why in RANGE_MISTAKES:
        if close(got, np.repeat(mistake(lines)[..., None], 3, axis=-1), 0.005):
            return Wrong(why)
    if np.ptp(got, axis=-1).max() > 0.01:
        return Wrong(
            "Your channels differ, so there is colour in it. Black on white is asked for: "
            "take `sketch.raster(256)`, which is one plane, three times."
        )
    if -1 <= got.min() < got.max() <= 1 and len(np.unique(got)) < 4 < len(np.unique(lines)):
        return Wrong(
            "Only black and white are left; the greys at the edges of the lines are lost. `//` "
            "does that, it cuts the decimals off. Divide with `/`."
        )
    return Wrong(
        "Shape and size are right, the values are not. Yours run from "
        f"{got.min():.3g} to {got.max():.3g}; ink should be -1 and paper 1."
    )


def _channels_last(got, shape):
    """The painting, if its shape is (height, width, 3)."""
    if got.shape == shape:
        raise Wrong(
            f"This is one grey plane of shape {shape}. A painting has three channels, red, green "
            "and blue, even if they are equal."
        )
    if got.shape == (3, *shape):
        raise Wrong(
            "The channels stand first. PyTorch lays pictures out so; this pipeline, like Keras, "
            "has them last: (height, width, 3)."
        )
    if got.shape == (1, *shape, 3):
        return got[0]
    if got.shape == (*shape, 1):
        raise Wrong("The channel axis is there, with one channel. Repeat it: three of them.")
    if got.shape == (shape[0], 3 * shape[1]):
        raise Wrong(
            "The columns are repeated, because a plane has no axis for channels yet: "
            "`grey[..., None]` adds one."
        )
    if got.shape != (*shape, 3):
        raise Wrong(
            f"For a sketch of format 4:3 and 256 pixels the shape should be {(*shape, 3)}. "
            f"Yours is {got.shape}."
        )
    return got


# Exercise 10.2 ----------------------------------------------------------------------------------

PAGE = np.array([[255, 255, 180, 255], [250, 60, 0, 255], [255, 120, 255, 252]], np.uint8)
FAINT = np.array([[250, 180], [240, 200]], np.uint8)
INK_MISTAKES = (
    (
        lambda page: 255 - page / 255,
        "Brackets are missing: `255 - page / 255` divides first. `(255 - page) / 255`.",
    ),
    (
        lambda page: 1 - page / 256,
        "You divide by 256, so white paper keeps a grey veil. The largest value is 255.",
    ),
    (
        lambda page: page / 255 - 1,
        "The two are changed over: this runs from -1 to 0. `1 - page / 255`.",
    ),
    (
        lambda page: 1.0 * (page == 0),
        "Only what is wholly black counts here. Keep the greys: pencil is ink too.",
    ),
    (
        lambda page: page / 255,
        "Here paper is 1 and lines are 0. The painter's plane of lines is white on black: 1 says "
        "“ink”. It would see a sheet full of ink with lines of nothing.",
    ),
    (
        lambda page: 255 - page,
        "Ink and paper are the right way round, but the values still run from 0 to 255. The "
        "painter learned from planes in [0, 1].",
    ),
    (
        lambda page: 1 - page / 127.5,
        "This is the range [-1, 1], which belongs to paintings. A plane of lines says how much "
        "ink is there: 0 for none, 1 for full.",
    ),
    (
        lambda page: page / 127.5 - 1,
        "This is the page scaled like a painting, to [-1, 1], with paper at 1. A plane of lines "
        "has paper at 0 and ink at 1.",
    ),
    (
        lambda page: 1.0 * (page < 128),
        "A threshold at 128 loses what is faint: pencil of grey 180 is gone. Keep the greys; they "
        "are also what makes a line smooth.",
    ),
    (
        lambda page: 1.0 - page // 255,
        "All that is not wholly white becomes full ink. `//` does that, for it divides whole "
        "numbers and cuts (254 // 255 is 0), and so does a comparison. Use `/`.",
    ),
    (
        lambda page: 1.0 * (np.uint8(1) - page),
        "`1 - page` wraps round in uint8: 1 - 255 gives 2, and 1 - 60 gives 197. Divide first; "
        "that makes floats.",
    ),
    (
        lambda page: -(page / 255),
        "Turning the sign is not turning black and white: yours runs from -1 to 0. Add 1.",
    ),
)


@exercise(
    "10.2",
    "A page becomes a plane of lines",
    hints=(
        "Write down two numbers first: what must 255, white paper, become? And 0, black ink?",
        "255 must become 0 and 0 must become 1. `page / 255` does it the other way round.",
        "`1 - page / 255`",
    ),
    solution="""
def ink(page):
    return 1 - page / 255
""",
)
def ink(answer):
    """A page with paper, faint pencil, ink, and paper that is not quite white."""
    function = as_function(answer, "ink")
    returned = function(PAGE.copy())
    got = as_array(returned, what="the plane")
    if got.shape == (*PAGE.shape, 3):
        raise Wrong("One plane is asked for, of the shape of the page, without channels.")
    got = as_array(returned, PAGE.shape, "the plane")
    if close(got, 1 - PAGE / 255, 1e-3):
        faint = as_array(function(FAINT.copy()), FAINT.shape, "the plane of a faint page")
        if not close(faint, 1 - FAINT / 255, 1e-3):
            return Wrong(
                "You stretch each page from its own darkest to its own lightest place, so faint "
                "pencil becomes full ink. Divide by 255, whatever the page holds.",
                right="a page with ink and paper.",
            )
        return Right("Paper is 0, ink is 1, and a pencil line is something between.")
    for mistake, why in INK_MISTAKES:
        if close(got, mistake(PAGE), 0.002):
            return Wrong(why)
    if got.min() >= 0 and got.max() == 1 and got[1, 2] == 1:
        return Wrong(
            f"Black ink is 1, good. But pencil of grey 180 should be {75 / 255:.2f}; yours is "
            f"{got[0, 2]:.2f}."
        )
    return Wrong(
        f"White paper should become 0, yours is {got[0, 0]:.3g}. Black ink should become 1, "
        f"yours is {got[1, 2]:.3g}."
    )


# Exercise 10.3 ----------------------------------------------------------------------------------

STAGES = ("writer", "reader", "drawer", "painter")
FAULTS = {"A": "reader", "B": "writer", "C": "painter"}
ALSO = {"plan": "reader", "description": "writer", "sketch": "drawer", "painting": "painter"}
BROKEN = {  # prompt, description, plan
    "A": (
        "a boat on a lake, on a night with a moon",
        "Night lies over a lake between two mountains. The moon stands above the peaks, and one "
        "boat drifts on the still water. A watercolour.",
        Scene(("high", "middle"), "lake", light="sun", boats=1, style="watercolour"),
    ),
    "B": (
        "mountains above a sea at dusk, but no boats",
        "Three mountains rise above a wide sea at dusk, the sun is going down behind them. A "
        "boat sails home. A woodblock print.",
        Scene(
            ("high", "middle", "low"), "sea", light="sun", boats=1, time="dusk", style="woodblock"
        ),
    ),
    "C": (
        "a high mountain at the left, a pavilion, pines, a blue-green landscape",
        "A high mountain fills the left side. A pavilion stands below it among three pines. A "
        "blue-green landscape by day.",
        Scene(("high",), "none", "pine", 3, pavilions=1, style="blue-green", layout="left"),
    ),
}
WHY_NOT = {
    ("A", "painter"): "The painter painted what it was told: the plan says `day` and `sun`, and "
    "the painting shows a day with a sun. Who blames the painter for the plan must retrain the "
    "wrong network. Look for the first step whose output does not follow from its input.",
    ("A", "drawer"): "The drawer drew what the plan lists, and the plan lists a sun. Compare the "
    "plan with the text that it was read from.",
    ("A", "writer"): "The description says “Night” and “moon”, as the prompt does. The writer "
    "kept every word.",
    ("B", "reader"): "The plan counts one boat because the description has one. The reader read "
    "well. Was the description faithful to the prompt?",
    ("B", "drawer"): "The plan counts one boat, the drawer drew one: its grammar lets it do "
    "nothing else. Go further up.",
    ("B", "painter"): "The painter cannot leave out a boat that is drawn in the sketch. Go "
    "further up.",
    ("C", "writer"): "The description says “left”, as the prompt does. Go further down.",
    ("C", "reader"): "The plan says what the description says. Lay sketch and painting side by "
    "side: on which side is the mountain?",
    ("C", "drawer"): "The mountain stands left in the sketch, as was asked. In the painting it "
    "stands right.",
}


@exercise(
    "10.3",
    "Locate a fault",
    hints=(
        "For each painting go from left to right, and stop at the first step whose output does "
        "not follow from its own input.",
        "A: compare description and plan. B: compare prompt and description. C: compare sketch "
        "and painting.",
        "What a step gets is right until the step that spoils it: A is spoiled between the "
        "description and the plan, B before the description, C after the sketch.",
    ),
    solution="""
faults = {"A": "reader", "B": "writer", "C": "painter"}
""",
)
def faults(answer):
    """A dict from the letter to the stage, or three stages in order."""
    named = _stages(answer)
    right = [letter for letter in FAULTS if named[letter] == FAULTS[letter]]
    if len(right) == len(FAULTS):
        return Right("The first step whose output does not follow from its input is at fault.")
    letter = next(letter for letter in FAULTS if letter not in right)
    so_far = f"{' and '.join(right)}." if right else ""
    if len(set(named.values())) == 1 and len(right) == 1:
        raise Wrong(
            f"You blame the {named['A']} for all three. It is at fault in one of them; in "
            f"{letter} its output follows from its input.",
            so_far,
        )
    raise Wrong(f"{letter}: {WHY_NOT[letter, named[letter]]}", so_far)


def _stages(answer):
    """A stage for each letter."""
    if isinstance(answer, tuple | list) and len(answer) == len(FAULTS):
        answer = dict(zip(FAULTS, answer, strict=True))
    if not isinstance(answer, dict):
        raise Wrong(
            'Write a dict from letter to stage, such as {"A": "drawer", ...}. '
            f"You gave {describe(answer)}."
        )
    answer = {str(key).strip().upper()[:20]: word for key, word in answer.items()}
    if any(answer.get(letter) is ... for letter in FAULTS):
        raise Open
    if missing := [letter for letter in FAULTS if letter not in answer]:
        raise Wrong(f"There is no answer for {' and '.join(missing)}.")
    found = {}
    for letter in FAULTS:
        word = str(answer[letter]).strip().lower() if isinstance(answer[letter], str) else ""
        word = word.removeprefix("the ")
        found[letter] = ALSO.get(word, word)
        if found[letter] not in STAGES:
            told = describe(answer[letter])
            raise Wrong(f"{letter}: the stages are {', '.join(STAGES)}. You gave {told}.")
    return found


def broken_works(studio=None):
    """Three works of a chain in which one stage each time does something else than it should.

    Args:
        studio: a `Studio` that draws and paints; the shipped models by default.

    Returns:
        A dict from "A", "B", "C" to `Artwork`.
    """
    from artlab.studio import Studio

    studio = Studio(seed=4) if studio is None else studio
    works = {}
    for letter, (prompt, description, plan) in BROKEN.items():
        mirrored = FAULTS[letter] == "painter"
        sketch = _leaning_left(studio, plan) if mirrored else studio.sketch(plan)
        painting = studio.paint_sketch(sketch, plan)
        painting = painting[:, ::-1] if mirrored else painting
        settings = studio.settings(prompt, studio.seed)
        made = (settings, description, plan, sketch, painting)
        works[letter] = studio.work(*made, (), {})
    return works


def _leaning_left(studio, plan, tries=10):
    """A sketch whose summit stands so far left that nobody overlooks a mirrored painting."""
    sketches = (studio.sketch(plan, seed) for seed in range(studio.seed, studio.seed + tries))
    best, left = None, 1.0
    for sketch in sketches:
        ridge = np.concatenate([stroke.points for stroke in sketch.of("mountain")[0]])
        summit = ridge[np.argmin(ridge[:, 1]), 0]
        if summit < left:
            best, left = sketch, summit
        if left < 0.34:
            break
    return best


# Words ------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        "10.a",
        "You type a prompt. Which of the models reads your words?",
        "The writer alone reads the prompt. The drawer reads the description, and the painter "
        "reads no words at all: it gets lines, and style, time and weather as numbers.",
        choices=("the writer", "writer and drawer", "writer, drawer and painter"),
    ),
    Prediction(
        "10.b",
        "In the description “lake” becomes “sea”. What share of the strokes stays, to the last "
        "digit, as it was?",
        "Only elements that the two plans do not share are drawn again: the water, and what lies "
        "in it. Everything else is copied, not redrawn.",
        tolerance=0.15,
        unit="%",
    ),
    Prediction(
        "10.c",
        "A painter returns values in [0, 1] where [-1, 1] is agreed. What happens?",
        "[0, 1] lies inside [-1, 1], so no check can object. Black, 0, is taken for the middle "
        "grey: the picture comes out pale.",
        choices=("an error", "a pale picture", "a dark picture", "the same picture"),
    ),
)

QUESTIONS = (
    Question(
        "You asked for no boats. The description mentions one, and so do plan, sketch and "
        "painting. Who is at fault?",
        (
            Choice(
                "The writer",
                True,
                "Its output does not follow from its input; all later steps did what they got.",
            ),
            Choice("The drawer", False, "It drew the boat that its plan lists."),
            Choice("The painter", False, "It painted the lines that it was given, boat included."),
            Choice(
                "All of them, a little",
                False,
                "Three of the four outputs follow from their inputs. One does not.",
            ),
        ),
    ),
    Question(
        "Two prompts lead, by chance, to the same description. The seed is the same. Then the "
        "sketches are",
        (
            Choice(
                "the same",
                True,
                "The plan is read from the description alone, and the drawer sees only the plan.",
            ),
            Choice("different, for the prompts differ", False, "The drawer never sees a prompt."),
            Choice(
                "different, for the drawer draws by lot",
                False,
                "Its lots come from the seed, and the seed is the same.",
            ),
        ),
    ),
    Question(
        "Why is the painter a GAN, when `world.render` paints labelled sketches so well?",
        (
            Choice(
                "It paints lines that say nothing of what they are",
                True,
                "The renderer is a rule for each element; a line without a name has no rule.",
            ),
            Choice(
                "It is more exact",
                False,
                "It learned from the renderer's paintings and comes near them, not beyond.",
            ),
            Choice(
                "A renderer cannot paint in styles",
                False,
                "It paints in all four: it made the pictures that the GAN learned from.",
            ),
        ),
    ),
    Question(
        "A part of your own returns floats from 0 to 1, [-1, 1] is agreed, and no error comes. "
        "What do you do?",
        (
            Choice(
                "Look at black and white in the picture",
                True,
                "A wrong range inside the agreed one can only be seen: ink is not black.",
            ),
            Choice(
                "Nothing: no error, no fault",
                False,
                "Checks see shapes and limits, not meanings. The picture is pale.",
            ),
            Choice(
                "Clip the values to [-1, 1]",
                False,
                "They lie inside already, so clipping changes nothing.",
            ),
        ),
    ),
    Question(
        "“The language model creates, the GAN only imitates.” What is right about that?",
        (
            Choice(
                "Nothing: both learned from examples, and both can copy or go beyond",
                True,
                "Language models repeat training text (Carlini 2021), GANs can be pushed away "
                "from known styles (Elgammal 2017).",
            ),
            Choice(
                "All of it: tokens are symbols, pixels are not",
                False,
                "Both are numbers, fitted to examples by gradient descent.",
            ),
            Choice(
                "GANs do copy: they are trained on pictures",
                False,
                "So are the drawer's tokens made of drawings. Training on examples is not copying.",
            ),
        ),
    ),
)

TERMS = (
    Term("pipeline", "流水线", "steps in a row, each fed with what the one before made"),
    Term("stage", "阶段", "one step of a pipeline; here writer, reader, drawer, painter"),
    Term("prompt", "提示词", "what you ask for"),
    Term("description", "描述", "what the writer makes of it; the plan is read from this alone"),
    Term("plan", "构图方案", "what is in the picture, as a list of fields; a `Scene`"),
    Term("sketch", "草图", "strokes, each with the name of what it belongs to; a `Sketch`"),
    Term("interface", "接口", "what two stages agree on: types, shapes, ranges, meanings"),
    Term(
        "value range",
        "取值范围",
        "the smallest and largest number that may occur, and their meaning",
    ),
    Term("causal", "因果的", "a change there brings a change here, and nothing else does"),
    Term("intervention", "干预", "changing one thing by hand and watching what follows"),
    Term("plain line", "无标注线条", "a stroke that does not say what it belongs to"),
    Term("renderer", "渲染器", "a program that paints by rules, one for each element"),
    Term("thinning", "细化", "shrinking a drawn line to a path one pixel wide"),
    Term("random seed", "随机种子", "the number from which all chance of a work follows"),
    Term("provenance", "来源信息", "how a work was made: settings, models, versions, licences"),
    Term("replay", "重现", "making a work again from its provenance"),
    Term("hash", "哈希值", "a short fingerprint of a file; another file has another one"),
    Term("portfolio", "作品集", "a page of one's works"),
    Term("base model", "基础模型", "a language model that only continues text"),
    Term("instruction tuning", "指令微调", "training a language model to do what a text asks for"),
)
