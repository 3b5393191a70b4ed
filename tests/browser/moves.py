"""What a person does with each widget of each lesson; the test asks that none is left out.

A new widget needs a function that moves all of its controls and sees what that does, and a row
in `MOVES`. `missing` names the calls that have none.
"""

import ast
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import moves_classroom as classroom
import moves_gan as gan
import moves_gpt as gpt
import moves_pictures as pictures
from widget_area import Area

from artlab.widgets import HOME

LESSONS = sorted((Path(__file__).parents[2] / "lessons").glob("[0-9][0-9]_*.py"))
NUMBERS = [path.name[:2] for path in LESSONS]

# Names that put nothing into the notebook: places for D, a figure that is shown as any other.
NOT_SHOWN = {"plane_places", "planes"}
# Parts from which widgets are made; the class behind `cover_and_predict`.
PARTS = {"buttons", "choice", "connect", "int_slider", "panel", "play", "slider", "switch", "text"}
PARTS |= {"CoveredPicture"}
# Widgets that are moved in a test of their own.
ELSEWHERE = {"DrawingCanvas": "test_canvas.py", "class_wall": "test_wall_in_browser.py"}
QUIZZES = {"quiz": classroom.answer_quiz, "diagnostic": classroom.answer_diagnostic}


@dataclass(frozen=True)
class Move:
    """What is done with one widget.

    Attributes:
        name: the function of `artlab.widgets`.
        act: function of the `Area` in which it is.
        cell: a text of the cell whose output shows it; by default the call itself.
    """

    name: str
    act: object
    cell: str = ""

    @property
    def where(self):
        return self.cell or f"widgets.{self.name}("


MOVES = {
    "00": [Move("studio_panel", pictures.paint_a_line)],
    "01": [Move("pixel_reader", gan.read_pixels), Move("weight_explorer", gan.weigh)],
    "02": [
        Move("be_the_generator", gan.be_the_generator),
        Move("saddle_walk", gan.walk_the_saddle),
        Move("Arena", gan.see_both_learn, "good = play("),
        Move("Arena", gan.see_both_learn, "hasty = play("),
        Move("replay", gan.replay, "hasty.replay()"),
    ],
    "03": [Move("LiveView", gan.see_training), Move("training_scrubber", gan.scrub_training)],
    "04": [Move("ring_scrubber", gan.scrub_rings), Move("loss_slider", gan.slide_the_logit)],
    "05": [
        Move("stamp_sliders", gan.overlap_stamps),
        Move("LiveView", gan.see_training),
        Move("training_scrubber", gan.scrub_training),
        Move("latent_walk", gan.see_the_walk),
        Move("morph_pad", gan.morph_animals),
        Move("precision_balls", gan.choose_a_fault),
    ],
    "06": [
        Move("next_token_bars", gpt.write_by_hand),
        Move("attention_reader", gpt.read_attention),
        Move("side_by_side", gpt.see_side_by_side, '"answered": writer.write('),
        Move("side_by_side", gpt.see_side_by_side, "one.write(request, max_new_tokens"),
        Move("side_by_side", gpt.see_requests, "(understood: {"),
        Move("writing", gpt.stream),
    ],
    "07": [
        Move("LiveWriting", gpt.see_writing),
        Move("writing_scrubber", gpt.rewrite_two_sentences, 'widgets.writing_scrubber({"3,599'),
        Move("writing_scrubber", gpt.rewrite_the_diary, 'widgets.writing_scrubber({"the diary'),
    ],
    "08": [
        Move("stroke_player", gpt.draw_token_by_token),
        Move("token_editor", gpt.edit_a_number),
    ],
    "09": [
        Move("Picture", pictures.see_epochs, "l1_generator = build_generator()"),
        Move("wipe", pictures.wipe),
        Move("patch_hover", pictures.point_at_patches),
        Move("snapshot_scrubber", pictures.scrub_the_long_run),
    ],
    "10": [
        Move("description_editor", pictures.edit_the_description),
        Move("draw_and_paint", pictures.draw_and_paint),
    ],
    "11": [
        Move("LiveStyle", pictures.see_style, "on_step=widgets.LiveStyle()"),
        Move("LiveStyle", pictures.see_textures, "widgets.LiveStyle(keep="),
        Move("style_mixer", pictures.mix_a_style),
        Move("painting_browser", pictures.leaf_through),
    ],
    "12": [Move("cover_and_predict", pictures.cover_the_painting)],
    "13": [Move("denoising_scrubber", pictures.step_out_of_the_noise)],
}


def source_of(number):
    """Path of a lesson's source."""
    return next(path for path in LESSONS if path.name.startswith(number))


def of_lesson(page, number):
    """All moves of a lesson, its quizzes included.

    Args:
        page: a `LabPage` with the lesson, run to its end.
        number: of the lesson.

    Yields:
        `(name, act, area)`; the names differ, and serve for files.
    """
    for place, move in enumerate(MOVES.get(number, ()), 1):
        outputs = page.outputs(move.where)
        if not outputs:
            raise LookupError(f"lesson {number} must have a cell with {move.where!r}. It has none")
        for output in outputs:
            yield f"{place}_{move.name}", move.act, Area(page.page, output)
    for name, act in QUIZZES.items():
        call = f'{name}("{number}")' if name == "quiz" else f"{name}()"
        for output in page.outputs(call):
            yield name, partial(act, number=number), Area(page.page, output)


def widget_calls(source):
    """Names of the widgets that a lesson calls, in their order, one for each call.

    Args:
        source: text of a lesson in py:percent.

    Returns:
        List of str: functions of `artlab.widgets` that show something, `quiz`, `diagnostic`, and
        `replay` of an arena where it is shown.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        shown = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        if shown and getattr(node.value.func, "attr", "") == "replay":
            found.append((node.lineno, node.col_offset, "replay"))
        name = _widget(node.func) if isinstance(node, ast.Call) else ""
        if name:
            found.append((node.lineno, node.col_offset, name))
    return [name for _, _, name in sorted(found)]


def _widget(function):
    if isinstance(function, ast.Name):
        return function.id if function.id in QUIZZES else ""
    if not isinstance(function, ast.Attribute):
        return ""
    of_ours = isinstance(function.value, ast.Name) and function.value.id == "widgets"
    name = function.attr
    return name if of_ours and name in HOME and name not in NOT_SHOWN else ""


def missing(number, source):
    """Calls of a lesson for which there is no move.

    Args:
        number: of the lesson.
        source: its text.

    Returns:
        List of names; a name stands there as often as moves are missing.
    """
    left = widget_calls(source)
    for move in MOVES.get(number, ()):
        if move.name in left:
            left.remove(move.name)
    return [name for name in left if name not in QUIZZES]
