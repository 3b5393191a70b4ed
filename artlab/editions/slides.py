"""Slides of a lesson: what an instructor shows while the notebook is open beside it.

A section becomes: its points and first picture, its further pictures, its predictions, its
exercises, its takeaway. What to say, to ask and to look out for stands in the speaker's view
(press S). Text and exercises come from the lesson; points and notes from the instructor's note.
"""

import html
import re

from artlab.classroom.lesson import Missing, find_exercise, find_prediction
from artlab.classroom.teaching import rows
from artlab.editions.closing import quiz_slides, term_slides
from artlab.editions.deck import slide
from artlab.editions.markup import code_html, inline_html, to_html
from artlab.editions.planning import chapters, plan
from artlab.lessons import split_outputs, split_solutions

MAX_PICTURES = 3  # of one section: more would be a gallery, and that is the notebook
MAX_CODE_LINES = 12
WIDEST_BESIDE = 1.3  # width over height of a picture that stands beside the points
LONG_TASK = 450  # letters, from which a task is set smaller
QUIZ, RECAP = "Quiz", "Recap"
_SHOWS = re.compile(r"\bplots\.show\(|\bwidgets\.\w+\(")
_TAKEAWAY = re.compile(
    r"^\*\*Takeaway[^*]*\*\*:?\s*(?P<text>.*?)(?:\n\n|\Z)", re.DOTALL | re.MULTILINE
)
_TASK = re.compile(
    r"^(?:### Exercise|\*\*Exercise) (?P<name>\d\d\.\d+)[^\n]*?(?:\*\*|\n|\Z)", re.MULTILINE
)
_END_OF_TASK = re.compile(r"^(?:### |\*\*Predict)", re.MULTILINE)
NO_PICTURE = "Picture: in the notebook, or here after `make figures`"
LIVE = "Live: in the notebook"


def slides(name, text, pictures=None, cover=None):
    """The slides of a lesson, as a list of HTML sections.

    Args:
        name: of the lesson, such as `"03_training_a_gan"`.
        text: its source.
        pictures: dict from cell id to pictures (`artlab.editions.pictures.load`).
        cover: the `Picture` of the first slide, or `None`.

    Returns:
        A list of strings, one `<section>` each.

    Raises:
        LessonError: the source or a note breaks a rule.
    """
    planned, pictures = plan(name, text), pictures or {}
    starts = {row.section.title: row for row in rows(planned, ("core", "studio"))}
    found = chapters(name, text)
    made = [_title(planned, found[0], cover)]
    for chapter in found[1:]:
        if chapter.note is not None:
            made += _section(chapter, starts[chapter.title], pictures)
    return [*made, *quiz_slides(planned.number), *term_slides(planned.number)]


def _title(planned, chapter, cover):
    facts = dict(
        re.findall(r"^\| *(\w[\w ]*?) *\| *(.+?) *\|$", "\n".join(chapter.prose), re.MULTILINE)
    )
    aim = f"<p>{inline_html(_sentence(facts.get('You end up with', '')))}</p>"
    body = f'<p class="number">{planned.number}</p><h1>{inline_html(planned.title)}</h1>{aim}'
    picture = _image(cover, "cover") if cover else ""
    minutes = ", ".join(f"{part.upper()} {value} min" for part, value in planned.minutes.items())
    return slide(f"<div>{body}</div>{picture}", "title split" if cover else "title", minutes)


def _section(chapter, row, pictures):
    if chapter.title.startswith(QUIZ):
        return []  # the questions follow by themselves
    if chapter.title.startswith(RECAP):
        return _recap(chapter.prose[0], row)
    shown = [one for cell in chapter.cells for one in pictures.get(cell.id, [])][:MAX_PICTURES]
    # A picture may give a prediction away: then it comes behind it. A wide one needs the width.
    beside = bool(shown) and not row.section.predictions and is_tall(shown[0])
    made = [_points(chapter, row, shown[0] if beside else None, has_pictures=bool(shown))]
    made += [_prediction(name) for name in row.section.predictions]
    made += [_picture(chapter, one) for one in shown[beside:]]
    made += [_exercise(chapter, name) for name in row.section.exercises]
    return [one for one in [*made, *_takeaways(chapter)] if one]


def is_tall(picture):
    """Whether a picture can be read in half the width of a slide."""
    width, height = picture.size
    return width <= WIDEST_BESIDE * height


def _recap(prose, row):
    first, *others = re.split(r"(?m)^### ", prose)
    made = [slide(f"<h2>{RECAP}</h2>{to_html(first)}", "recap", _speaker(row))]
    for other in others:
        title, _, text = other.partition("\n")
        made.append(slide(f"<h2>{inline_html(title)}</h2>{to_html(text)}", "recap"))
    return made


def _points(chapter, row, picture, has_pictures):
    note, title = chapter.note, inline_html(chapter.title)
    points = "".join(f"<li>{inline_html(point)}</li>" for point in note.slides)
    asks = "".join(
        f'<p class="ask fragment">{inline_html(_sentence(ask))}</p>' for ask in note.asks
    )
    body = f"<ul>{points}</ul>{asks}"
    right = "" if has_pictures else _placeholder(chapter)
    right = _image(picture) if picture else right
    kind = "split" if picture else "points"
    return slide(f"<h2>{title}</h2><div>{body}</div>{right}", kind, _speaker(row))


def _placeholder(chapter):
    code = "\n".join(cell.source for cell in chapter.cells)
    found = _SHOWS.search(code)
    if not found:
        return ""
    words = LIVE if "widgets." in found[0] else NO_PICTURE
    return f'<p class="placeholder">{inline_html(words)}</p>'


def _speaker(row):
    note = row.section.note
    lines = [f"{row.start // 60}:{row.start % 60:02d}, {note.minutes} min. {note.say}"]
    lines += [f"Ask: {text}" for text in note.asks]
    lines += [f"Goes wrong: {text}" for text in note.pitfalls]
    if note.late:
        lines.append(f"Late: {note.late} Saves up to {row.saves} min.")
    return "\n\n".join(lines)


def _picture(chapter, picture):
    title = f'<h2 class="small">{inline_html(chapter.title)}</h2>'
    return slide(title + _image(picture, "whole"), "picture", picture.alt)


def _image(picture, kind=""):
    return f'<img class="{kind}" src="{picture.uri}" alt="{html.escape(picture.alt)}">'


def _prediction(name):
    try:
        found = find_prediction(name)
    except Missing:
        return ""
    choices = "".join(f"<li>{inline_html(choice)}</li>" for choice in found.choices)
    answer = f"<ul>{choices}</ul>" if choices else f"<p>Your guess: … {found.unit}</p>"
    head = f'<p class="label">Predict · {name}</p>'
    return slide(f"{head}<h2>{inline_html(found.prompt)}</h2>{answer}", "predict", found.why)


def _exercise(chapter, name):
    try:
        title = find_exercise(name).title
    except Missing:
        title = ""
    head = f'<p class="label">Exercise · {name}</p><h2>{inline_html(title)}</h2>'
    stub = _stub(chapter, name)
    text = next(filter(None, (task_text(prose, name) for prose in chapter.prose)), "")
    text = text or _sentence(_comment(chapter, name))
    body = to_html(text) + (code_html(stub) if stub else "")
    hints = f'Stuck? `hint("{name}")` tells more, three times; `solution("{name}")` shows one.'
    kind = "exercise long" if len(text) > LONG_TASK else "exercise"
    return slide(f"{head}{body}", kind, hints)


def task_text(prose, name):
    """What a lesson says of an exercise, from its heading to the next one.

    Example:

    >>> task_text("### Exercise 03.1: a range\\n\\nWrite it.\\n\\n### Next", "03.1")
    'Write it.'
    """
    for found in _TASK.finditer(prose):
        if found["name"] == name:
            rest = prose[found.end() :]
            end = _END_OF_TASK.search(rest)
            return (rest[: end.start()] if end else rest).strip()
    return ""


def _stub(chapter, name):
    """The student's lines of an exercise, where they fit on a slide."""
    for cell in chapter.cells:
        if f'check("{name}"' in cell.source:
            pieces = split_solutions(name, split_outputs(name, cell.source)[0])
            lines = [line for lines, stub in pieces for line in (lines if stub is None else stub)]
            first = next((at for at, line in enumerate(lines) if _said(name, line)), -1) + 1
            kept = "\n".join(lines[first : _last_line(lines, name) + 1]).strip("\n")
            return re.sub(r"\n{2,}", "\n\n", kept) if kept.count("\n") < MAX_CODE_LINES else ""
    return ""


def _comment(chapter, name):
    """What a comment in the code says of an exercise that has no heading."""
    lines = "\n".join(cell.source for cell in chapter.cells).split("\n")
    return next(filter(None, (_said(name, line) for line in lines)), "")


def _said(name, line):
    return line.partition(f"# Exercise {name}: ")[2]


def _last_line(lines, name):
    return next(number for number, line in enumerate(lines) if f'check("{name}"' in line)


def _takeaways(chapter):
    found = _TAKEAWAY.finditer("\n\n".join(chapter.prose))
    texts = [" ".join(match["text"].split()) for match in found]
    head = '<p class="label">Takeaway</p>'
    return [
        slide(f"{head}<h2>{inline_html(_sentence(text))}</h2>", "takeaway")
        for text in texts
        if text
    ]


def _sentence(text):
    return text[:1].upper() + text[1:]
