"""`course_map`: all lessons of the course, each below the stage of the studio that it opens."""

import html
import sys

REPOSITORY = "artlab-course/artlab"
COLAB = f"https://colab.research.google.com/github/{REPOSITORY}/blob/main/notebooks/"
SOON = "to come"
# number -> (file without suffix, or "" where the lesson is to come; what you do there)
LESSONS = {
    "00": ("00_start_here", "paint with a sentence"),
    "01": ("01_foundations", "pictures as numbers, slopes, a first network"),
    "02": ("02_the_gan_game", "play the game of two networks"),
    "03": ("03_training_a_gan", "train a GAN and watch it paint"),
    "04": ("04_gan_losses", "choose what the networks play for"),
    "05": ("05_convolutional_gan", "paint an animal by name"),
    "06": ("06_how_gpt_writes", "see how GPT writes"),
    "07": ("07_your_own_gpt", "train a GPT of your own"),
    "08": ("08_a_language_model_draws", "let a language model draw"),
    "09": ("09_sketch_to_painting", "turn a sketch into a painting"),
    "10": ("10_the_full_pipeline", "open the whole pipeline, put your own parts in"),
    "11": ("11_style_transfer", "lend a picture the style of another"),
    "12": ("12_reading_artworks", "let a machine read artworks, and doubt it"),
    "13": ("13_beyond", "go beyond: new, your own, allowed; diffusion, sound"),
}
# (what the stage is called, in Chinese, numbers of its lessons)
STAGES = (
    ("Start", "起步", ("00", "01")),
    ("The writer: words", "写：文字", ("06", "07")),
    ("The drawer: strokes", "画：线条", ("08",)),
    ("The painter: pixels", "绘：像素", ("02", "03", "04", "05", "09")),
    ("The whole studio", "整间画室", ("10",)),
    ("Looking, and beyond", "看，与更远", ("11", "12", "13")),
)
MAP = (
    '<nav class="artlab-map" aria-label="Map of the course" style="display: flex;'
    ' flex-wrap: wrap; gap: 10px; max-width: 1000px; margin: 0.4em 0; font-size: 14px">{}</nav>'
)
ROOM = (
    '<section style="flex: 1 1 270px; max-width: 320px; box-sizing: border-box;'
    " background: #FBF8F1; color: #26221C; border: 1px solid #E4DDCE;"
    ' border-top: 5px solid {colour}; border-radius: 4px; padding: 0.5em 0.8em; line-height: 1.5">'
    '<div style="font-weight: 600">{name} <span lang="zh" style="font-weight: 400;'
    ' color: #6F685C">{chinese}</span></div>{lessons}</section>'
)
LINE = '<div style="margin-top: 0.3em"><b>{number}</b> {what}</div>'
LINK = '<a href="{target}" style="color: #0069A4; text-decoration: underline">{text}</a>'
LATER = '<span style="color: #6F685C">{text} ({soon})</span>'
COLOURS = ("#6F685C", "#0069A4", "#00724F", "#A84A00", "#9A3F72", "#8A5F00")


class CourseMap:
    """The map in a notebook, and its lessons as lines of text elsewhere.

    Args:
        base: what stands before the file names: "" for notebooks in one folder, or an address.
    """

    def __init__(self, base=""):
        self.base = base

    def _repr_html_(self):
        rooms = [
            ROOM.format(
                colour=colour,
                name=html.escape(name),
                chinese=chinese,
                lessons="".join(map(self._line, numbers)),
            )
            for (name, chinese, numbers), colour in zip(STAGES, COLOURS, strict=True)
        ]
        return MAP.format("".join(rooms))

    def _line(self, number):
        file, text = LESSONS[number]
        text = html.escape(text)
        if not file:
            return LINE.format(number=number, what=LATER.format(text=text, soon=SOON))
        target = html.escape(f"{self.base}{file}.ipynb", quote=True)
        return LINE.format(number=number, what=LINK.format(target=target, text=text))

    def __repr__(self):
        lines = []
        for name, _, numbers in STAGES:
            lines.append(name)
            for number in numbers:
                file, text = LESSONS[number]
                lines.append(f"  {number} {text}" + ("" if file else f" ({SOON})"))
        return "\n".join(lines)


def course_map():
    """The map of the course, with a link to each lesson that is there.

    Returns:
        `CourseMap`: HTML in a notebook, text elsewhere. In Colab the links lead to Colab,
        elsewhere to the notebooks in the same folder.
    """
    return CourseMap(COLAB if "google.colab" in sys.modules else "")
