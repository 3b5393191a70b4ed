"""Pages that list others: the first page, the lessons, the gallery, decisions, the reference."""

import html

from artlab.classroom.course import COLOURS, STAGES
from artlab.classroom.path import ROUTES
from artlab.editions.markup import inline_html
from coursesite import paintings
from coursesite.lesson_page import COLAB, raw


def first(lessons, covers, hero, works, files, repository):
    """The first page.

    Args:
        lessons: list of `Lesson`.
        covers: dict from a lesson's name to the address of its picture.
        hero: the `Work` that is shown step by step.
        works: four works, one of each style.
        files: a `Files`.
        repository: `"owner/name"`.

    Returns:
        MyST Markdown.
    """
    parts = [
        "---\nhide-toc: true\n---\n",
        "# How AI makes art, hands on",
        raw(_opening(hero, files, lessons[0], repository)),
        "## Four brushes, one sentence each",
        raw(_strip(works, files)),
        "[All paintings of the gallery](/gallery.md)",
        "## The lessons",
        "Every lesson is a notebook that runs on a laptop with the network off. The result comes "
        "first; then you take it apart.",
        raw(cards(lessons, covers, "lessons/")),
        "## Your way through",
        raw(_routes()),
        "## Two commands",
        "```shell\nmake lab     # sets up once, then opens JupyterLab on the first lesson\n"
        "make test    # every test and every notebook, with the network blocked\n```",
        "Or no command at all: every lesson opens in Colab. [What you need](/start.md) · "
        "[What was measured](/measured.md) · [For instructors](/teaching/index.md)",
    ]
    return "\n\n".join(parts) + "\n"


def _opening(hero, files, lesson, repository):
    svg = files.sketch(hero.sketch)
    colab = COLAB.format(repository=repository, name=lesson.name)
    steps = (
        ("You ask", f'<p class="say">{html.escape(hero.prompt)}</p>'),
        ("A language model describes", f"<p>{html.escape(hero.description)}</p>"),
        (
            "Another draws its lines",
            f'<img src="{svg}" width="512" height="512" alt="{html.escape(hero.sketch_alt)}">',
        ),
        ("A GAN paints", _image(files.picture(hero.painting, paintings.QUALITY), hero.alt)),
    )
    shown = "".join(f'<li><p class="step">{head}</p>{body}</li>' for head, body in steps)
    return (
        f'<div class="opening"><p class="lead">{_LEAD}</p>'
        f'<p class="actions"><a class="button" href="lessons/{lesson.name}.html">'
        f"Start with lesson {lesson.number}</a>"
        f' <a class="button second" href="{html.escape(colab)}">Open it in Colab</a>'
        ' <span class="when">A painting in the first minute</span></p>'
        f'<ol class="steps">{shown}</ol></div>'
    )


_LEAD = (
    "Type a sentence. A language model thinks of a scene and draws it, and a network paints it. "
    "Then open every part: play the GAN game, train a GAN in front of your eyes, write a GPT, "
    "lend a picture the style of a master."
)


def _image(address, alt):
    return f'<img src="{address}" width="512" height="512" alt="{html.escape(alt)}">'


def _strip(works, files):
    return (
        f'<div class="works four">{"".join(paintings.figure_html(w, files) for w in works)}</div>'
    )


def cards(lessons, covers, folder):
    """Cards of lessons, in their order, each in the colour of its stage of the studio.

    Args:
        lessons: list of `Lesson`.
        covers: dict from a lesson's name to the address of its picture.
        folder: what leads from the page to the lessons.

    Returns:
        HTML.
    """
    made = (_card(lesson, covers, folder, *_stage(lesson)) for lesson in lessons)
    return f'<ul class="cards">{"".join(made)}</ul>'


def _stage(lesson):
    """(name, colour) of the stage that a lesson belongs to."""
    for (name, _, numbers), colour in zip(STAGES, COLOURS, strict=True):
        if lesson.number in numbers:
            return name, colour
    return "", COLOURS[0]


def _card(lesson, covers, folder, stage, colour):
    # The picture says nothing that its title does not: listeners are spared it, the page is not.
    address = covers.get(lesson.name)
    shown = f'<img loading="lazy" src="{address}" alt="">' if address else _NO_COVER
    return (
        f'<li style="--stage: {colour}"><a href="{folder}{lesson.name}.html">{shown}'
        f'<span class="text"><span class="stage">{html.escape(stage)}</span>'
        f'<span class="title"><b>{lesson.number}</b> {inline_html(lesson.title)}</span>'
        f'<span class="end">{inline_html(lesson.facts["You end up with"])}</span>'
        f'<span class="when">{lesson.minutes} min of class</span></span></a></li>'
    )


_NO_COVER = '<span class="none"></span>'


def _routes():
    items = "".join(
        f"<li><b>The {route.name}</b> <span>{html.escape(route.about)}</span></li>"
        for route in ROUTES.values()
    )
    return (
        f'<ul class="routes">{items}</ul><p>Ten questions in lesson 00 find out where you stand; '
        "<code>what_next()</code> names the next exercise, and says why.</p>"
    )


def lesson_list(lessons, covers):
    """The page of all lessons by stage of the studio; they are its children in the navigation."""
    covers = {name: f"../{address}" for name, address in covers.items()}
    parts = ["# Lessons", _WHAT_A_LESSON_IS]
    for name, chinese, numbers in STAGES:
        found = [lesson for lesson in lessons if lesson.number in numbers]
        if found:
            parts += [f'## {name} <span lang="zh">{chinese}</span>', raw(cards(found, covers, ""))]
    names = "\n".join(f"{one.number} {one.title} <{one.name}>" for one in lessons)
    return "\n\n".join([*parts, f"```{{toctree}}\n:hidden:\n\n{names}\n```"]) + "\n"


_WHAT_A_LESSON_IS = (
    "Read them here with the pictures of a real run, or open one and change it. On these pages "
    "exercises are unsolved, and widgets stand still: both come to life in the notebook."
)


def gallery(works, files, figures):
    """The gallery.

    Args:
        works: list of `Work`.
        files: a `Files`.
        figures: Markdown of the larger pictures.

    Returns:
        MyST Markdown.
    """
    parts = ["# Gallery", _WHAT_A_WORK_IS]
    for style in dict.fromkeys(work.style for work in works):
        shown = "".join(paintings.figure_html(w, files) for w in works if w.style == style)
        parts += [f"## {style.capitalize()}", raw(f'<div class="works">{shown}</div>')]
    return "\n\n".join([*parts, figures]) + "\n"


_WHAT_A_WORK_IS = (
    "Sentences in English and Chinese, painted by the studio's three small networks from what they "
    "learned of a painted world. Nothing here was retouched; each painting was looked at before it "
    "was chosen. Its code paints it again on your machine: `Artwork.from_code(code)`, or "
    "`artlab wall` for many."
)


def listing(title, lead, entries):
    """A page that leads to others.

    Args:
        title: its heading.
        lead: Markdown below it.
        entries: names of pages, relative to this one.

    Returns:
        MyST Markdown.
    """
    names = "\n".join(entries)
    return f"# {title}\n\n{lead}\n\n```{{toctree}}\n:maxdepth: 1\n\n{names}\n```\n"


def navigation():
    """The hidden tree of the first page, in the sidebar of all."""
    groups = (
        ("Learn", ("start", "lessons/index", "gallery")),
        ("Teach", ("teaching/index",)),
        (
            "Look up",
            ("reference/index", "measured", "decisions/index", "contributing", "changelog"),
        ),
    )
    return "\n".join(
        f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n" + "\n".join(names) + "\n```\n"
        for caption, names in groups
    )
