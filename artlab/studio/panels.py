"""The steps of a work side by side, as HTML: the words, the plan and the sketch, the painting."""

import base64
import html

import numpy as np

from artlab import images

ROW = (
    '<section class="artlab-artwork mathjax_ignore tex2jax_ignore"'
    ' style="display: flex; flex-wrap: wrap; gap: 12px;'
    ' align-items: flex-start; max-width: 1180px; margin: 0.4em 0; font-size: 14px">{}</section>'
)
PANEL = (
    '<div style="flex: 1 1 {least}px; min-width: 0; max-width: {most}px; box-sizing: border-box;'
    " background: #FBF8F1; color: #26221C; border: 1px solid #E4DDCE; border-radius: 6px;"
    ' padding: 0.6em 0.8em; line-height: 1.5; overflow-wrap: anywhere">'
    '<div style="font-weight: 600; margin-bottom: 0.35em">{head}</div>{body}</div>'
)
QUOTE = '<p lang="{language}" style="margin: 0 0 0.5em; color: #26221C">{text}</p>'
SMALL = '<p style="margin: 0.5em 0 0; font-size: 12px; color: #6F685C">{}</p>'
NOTICE = '<p style="margin: 0.5em 0 0; font-weight: 600; color: #A84A00">{}</p>'
DOCUMENT = (
    '<img src="data:image/svg+xml;base64,{code}" alt="{alt}"'
    ' style="display: block; width: 100%; max-width: {width}px; border-radius: 2px">'
)
SHOWN = 320  # width of the pictures on screen, in CSS pixels
TOLD = ("style", "time", "weather", "format", "view")


def steps(work):
    """Four panels for an `Artwork`; every text is escaped."""
    return ROW.format(
        panel("1 You ask", words(work.prompt) + "".join(map(notice, work.notices)), 180)
        + panel("2 The writer describes", words(work.description), 220)
        + panel("3 The drawer plans and draws", sketch(work.sketch, work.plan), 240)
        + panel("4 The painter paints", painting(work), 240)
    )


def panel(head, body, least=220, most=SHOWN + 30):
    """One panel: its head is escaped here, its body is HTML."""
    return PANEL.format(head=html.escape(head), body=body, least=least, most=most)


def words(text):
    """A prompt or a description as a paragraph, with its language marked for screen readers."""
    language = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
    shown = html.escape(text) if text.strip() else "<em>nothing</em>"
    return QUOTE.format(language=language, text=shown)


def sketch(drawing, plan, size=SHOWN):
    """The sketch as a picture, and what was planned below it."""
    picture = svg(drawing.svg(size), sketch_alt(drawing), drawing.shape(size)[1])
    return picture + small(plan_text(plan))


def svg(document, alt, width):
    """An SVG document as an `<img>`: nothing in it can run."""
    code = base64.b64encode(document.encode("utf-8")).decode("ascii")
    return DOCUMENT.format(code=code, alt=html.escape(alt, quote=True), width=width)


def painting(work, size=SHOWN):
    """The painting, and how long it took."""
    shape = work.painting.shape
    width = round(size * shape[1] / max(shape[:2]))
    seconds = work.timings.get("total")
    line = f"seed {work.seed}" + (f" · {seconds:.1f} s" if seconds is not None else "")
    manners = "".join(small("I" + in_style(style)[1:]) for style in work.styles)
    return images.html(work.painting, work.alt, width) + manners + small(line)


def plan_text(plan):
    """The plan in one line: counts, then style, time, weather, format and view."""
    counts = ", ".join(counted(name, number) for name, number in plan.counts.items())
    return "Plan: " + " · ".join([counts or "empty", *(getattr(plan, name) for name in TOLD)])


def counted(name, number):
    """`counted("boat", 2)` gives "2 boats"."""
    return f"{number} {name}" + ("s" if number > 1 and name != "bamboo" else "")


def sketch_alt(drawing):
    """The sketch in words."""
    numbers = {}
    for name in drawing.elements:
        if name != "ground":
            numbers[name] = numbers.get(name, 0) + 1
    told = ", ".join(counted(name, number) for name, number in numbers.items())
    return f"Line drawing of {told or 'an empty scene'}: {len(drawing.strokes)} strokes"


def alt(plan, pixels, styles=()):
    """A painting in words: what was planned, whose style it took, then what the pixels say."""
    counts = ", ".join(counted(name, number) for name, number in plan.counts.items())
    what = f"{plan.style} painting of {counts or 'bare land'}, {plan.time}, {plan.weather}"
    what += "".join(f", {in_style(style)}" for style in styles)
    return images.describe(pixels, what[0].upper() + what[1:])


def in_style(style):
    """Whose style a painting took, in words.

    >>> in_style({"title": "Irises", "artist": "Vincent van Gogh"})
    'in the style of Irises by Vincent van Gogh'
    """
    author = f" by {style['artist']}" if "artist" in style else ""
    return f"in the style of {style['title']}{author}"


def short(drawing):
    """`Sketch.to_dict` with as few digits as give the same float32 points back."""
    fields = drawing.to_dict()
    for line, stroke in zip(fields["strokes"], drawing.strokes, strict=True):
        line["points"] = [[float(str(np.float32(x))) for x in point] for point in stroke.points]
    return fields


def small(text):
    """A line in small letters; escaped here."""
    return SMALL.format(html.escape(text))


def notice(text):
    """A line that is meant to be seen; escaped here."""
    return NOTICE.format(html.escape(text))
