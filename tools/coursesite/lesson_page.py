"""A lesson as a page: its prose, its code, and what the code showed when it was run."""

import html
import re
from dataclasses import dataclass

from artlab.editions.markup import inline_html
from coursesite import outputs

COLAB = "https://colab.research.google.com/github/{repository}/blob/main/notebooks/{name}.ipynb"
BADGE = "badge"  # id of the cell with Colab's badge, which lies on another host
_ROW = re.compile(r"(?m)^\| (?P<key>[^|\n]+) \| (?P<value>.+) \|$")
_TITLE = re.compile(r"(?m)^# (.+)$")
_SECOND = re.compile(r"(?m)^# ")  # a page has one title; a lesson's later ones are sections here
_TABLE = re.compile(r"(?m)^\|.*\n\|[-| ]+\|\n(?:\|.*\n?)+")
_BACKTICKS = re.compile(r"`{3,}")
NOT_RUN = "*No pictures yet: this lesson has not been run for these pages.*"


@dataclass(frozen=True)
class Lesson:
    """What the site says of a lesson.

    Args:
        name: such as `"03_training_a_gan"`.
        title: its heading.
        facts: its table, a dict such as `{"Class": "CORE 45 min, ..."}`.
        lead: its first paragraph, Markdown.
    """

    name: str
    title: str
    facts: dict
    lead: str

    @property
    def number(self):
        """Its two digits."""
        return self.name[:2]

    @property
    def minutes(self):
        """Minutes of a class, as the table says them for CORE."""
        return re.search(r"CORE (\d+) min", self.facts["Class"])[1]


def read(name, cells):
    """Reads title, table and first paragraph off the head of a lesson.

    Args:
        name: of the lesson.
        cells: of its notebook.

    Returns:
        A `Lesson`.
    """
    head = next(c.source for c in cells if c.cell_type == "markdown" and c.source.startswith("# "))
    facts = {match["key"].strip(): match["value"].strip() for match in _ROW.finditer(head)}
    lead = head.split("\n\n")[1].replace("\n", " ")
    return Lesson(name, _TITLE.search(head)[1], facts, lead)


def page(lesson, notebook, files, links, repository):
    """The page of a lesson.

    Args:
        lesson: a `Lesson`.
        notebook: its notebook, with the outputs of a run where there was one.
        files: a `Files`.
        links: a `Links`.
        repository: `"owner/name"` on GitHub.

    Returns:
        MyST Markdown.
    """
    states = _states(notebook)
    parts = []
    for cell in notebook.cells:
        if cell.id == BADGE:
            continue
        if cell.cell_type == "code":
            parts += _code(cell, states, files, links)
            continue
        prose = links.rewrite(cell.source, f"notebooks/{lesson.name}.ipynb")
        parts += _head(prose, lesson, repository) if not parts else [_SECOND.sub("## ", prose)]
    if not states:
        parts.insert(2, NOT_RUN)
    return "\n\n".join(filter(None, parts)) + "\n"


def _head(prose, lesson, repository):
    """The first cell: title, buttons, and the table of facts as a list."""
    heading, _, rest = prose.partition("\n")
    before, after = _TABLE.split(rest, maxsplit=1)
    return [
        heading,
        buttons(lesson, repository),
        before.strip(),
        raw(_facts(lesson)),
        after.strip(),
    ]


def _facts(lesson):
    rows = (f"<dt>{key}</dt><dd>{inline_html(value)}</dd>" for key, value in lesson.facts.items())
    return f'<dl class="facts">{"".join(rows)}</dl>'


def buttons(lesson, repository):
    """Where a lesson runs: Colab, or the student's own JupyterLab."""
    colab = COLAB.format(repository=repository, name=lesson.name)
    return raw(
        f'<p class="actions"><a class="button" href="{html.escape(colab)}">Open in Colab</a>'
        f' <a class="button second" href="../notebooks/{lesson.name}.ipynb" download>'
        "Download the notebook</a>"
        f' <span class="when">Lesson {lesson.number}, {lesson.minutes} min of class</span></p>'
    )


def _states(notebook):
    kept = notebook.metadata.get("widgets", {})
    return kept.get("application/vnd.jupyter.widget-state+json", {}).get("state", {})


def _code(cell, states, files, links):
    yield fenced("code-block", "python", cell.source)
    shown = outputs.cell_html(cell.get("outputs", []), states, files)
    if shown:
        yield raw(f'<div class="output">{links.between_lessons(shown)}</div>')


def raw(markup):
    """HTML in MyST Markdown, passed through whole."""
    return fenced("raw", "html", markup)


def fenced(directive, argument, content, options=""):
    """A directive with a fence that is longer than any in its content.

    Example:

    >>> fenced("code-block", "python", "x = 1")
    '```{code-block} python\\nx = 1\\n```'
    """
    longest = max(map(len, _BACKTICKS.findall(content)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{{{directive}}} {argument}\n{options}{content.strip(chr(10))}\n{fence}"
