"""What the classroom shows: a card in the notebook, plain text everywhere else."""

import html
import re
from dataclasses import dataclass

# A word and a sign stand for each state, so that nothing is in the colour alone.
STATES = {
    "right": ("✓ Right", "#00724F"),
    "wrong": ("✗ Not yet", "#A84A00"),
    "open": ("… Open", "#6F685C"),
    "unknown": ("? Not found", "#8A5F00"),
    "hint": ("Hint", "#0069A4"),
    "solution": ("One solution", "#0069A4"),
    "next": ("Next", "#0069A4"),
    "noted": ("Noted", "#0069A4"),
    "outcome": ("Outcome", "#9A3F72"),
    "list": ("", "#6F685C"),
}
CARD = (
    '<section class="artlab-card" style="background: #FBF8F1; color: #26221C; max-width: 44em;'
    " border: 1px solid #E4DDCE; border-left: 6px solid {colour}; border-radius: 4px;"
    ' padding: 0.55em 0.9em; margin: 0.4em 0; line-height: 1.5; font-size: 14px">'
    '<div style="font-weight: 600">{head}</div>{body}</section>'
)
CODE = '<code style="background: #EFE9DB; color: #26221C; padding: 0 0.25em">{}</code>'
STRESS = re.compile(r"(?<![\w*])(\*{1,2})(\w|\w[^*\n]*\w)\1(?![\w*])")
BLOCK = (
    '<pre style="background: #EFE9DB; color: #26221C; padding: 0.6em 0.8em; margin: 0.4em 0;'
    ' overflow-x: auto; line-height: 1.4">{}</pre>'
)


@dataclass(frozen=True)
class Feedback:
    """What the classroom answers: HTML in a notebook, text in a terminal.

    Attributes:
        state: one of `STATES`.
        title: what it is about, such as "03.1 G's step".
        paragraphs: plain texts; `backticks` become code.
        code: a block of code, or "".
        rows: rows of a table, the first one its head, or ().
    """

    state: str
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    code: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def right(self):
        """Whether this says that an answer is right."""
        return self.state == "right"

    @property
    def message(self):
        """All paragraphs as one text."""
        return "\n".join(self.paragraphs)

    def __str__(self):
        head = " · ".join(filter(None, (STATES[self.state][0], self.title)))
        table = [" | ".join(row) for row in self.rows]
        return "\n".join(filter(None, [head, *self.paragraphs, self.code, *table]))

    __repr__ = __str__

    def _repr_html_(self):
        word, colour = STATES[self.state]
        mark = f'<span style="color: {colour}">{html.escape(word)}</span>' if word else ""
        head = " · ".join(filter(None, (mark, markup(self.title))))
        body = "".join(f'<p style="margin: 0.35em 0 0">{markup(p)}</p>' for p in self.paragraphs)
        body += BLOCK.format(html.escape(self.code)) if self.code else ""
        body += table(self.rows) if self.rows else ""
        return CARD.format(colour=colour, head=head, body=body)


def markup(text):
    """Escapes a text, then turns `backticks` into code, *stars* into stress, line ends into breaks.

    Example:

    >>> markup("1 < 2")
    '1 &lt; 2'
    """
    safe = html.escape(str(text))
    parts = re.split(r"`([^`\n]+)`", safe)
    parts[::2] = [STRESS.sub(r"<em>\2</em>", part) for part in parts[::2]]
    parts[1::2] = [CODE.format(part) for part in parts[1::2]]
    return "".join(parts).replace("\n", "<br>")


def table(rows):
    """An HTML table; the first row is its head."""
    cell = 'style="text-align: left; vertical-align: top; padding: 0.25em 0.9em 0.25em 0"'
    head, *body = rows
    lines = ["".join(f'<th scope="col" {cell}>{markup(text)}</th>' for text in head)]
    lines += ["".join(f"<td {cell}>{markup(text)}</td>" for text in row) for row in body]
    inner = "".join(f'<tr style="background: none">{line}</tr>' for line in lines)
    return f'<table style="color: #26221C; margin: 0.4em 0 0">{inner}</table>'
