"""The last slides of a lesson: its quiz and its glossary, from the classroom."""

import html

from artlab.classroom.lesson import Missing, load
from artlab.editions.deck import slide
from artlab.editions.markup import inline_html

ROWS_OF_TERMS = 7
LETTERS = "ABCDEF"


def quiz_slides(number):
    """A slide for each question of a lesson; empty where it has none."""
    try:
        questions = getattr(load(number), "QUESTIONS", ())
    except Missing:
        return []
    return [_question(place, one) for place, one in enumerate(questions, start=1)]


def _question(place, question):
    """A question; its right answer is marked on the second press."""
    # The right choice comes first in the source; a shift by the question's number spreads it.
    shift = place % len(question.choices)
    choices = question.choices[-shift:] + question.choices[:-shift] if shift else question.choices
    lines = []
    for letter, choice in zip(LETTERS, choices, strict=False):
        why = f"<small>{inline_html(choice.why)}</small>" if choice.correct else ""
        kind = ' class="fragment right"' if choice.correct else ""
        lines.append(f"<li><b>{letter}</b> {inline_html(choice.text)}<div{kind}>{why}</div></li>")
    head = f'<p class="label">Question {place}</p><h2>{inline_html(question.prompt)}</h2>'
    right = next(choice for choice in choices if choice.correct)
    notes = f"Right: {right.text} " + " ".join(
        f"Not “{one.text}”: {one.why}" for one in choices if not one.correct
    )
    return slide(f'{head}<ul class="choices">{"".join(lines)}</ul>', "question", notes)


def term_slides(number):
    """The glossary of a lesson, in English and Chinese, on as many slides as it needs."""
    try:
        terms = getattr(load(number), "TERMS", ())
    except Missing:
        return []
    num_pages = -(-len(terms) // ROWS_OF_TERMS)
    pages = [
        terms[page * len(terms) // num_pages : (page + 1) * len(terms) // num_pages]
        for page in range(num_pages)
    ]
    return [slide(f'<p class="label">Glossary</p>{_term_table(page)}', "terms") for page in pages]


def _term_table(terms):
    lines = [
        f'<tr><td>{inline_html(term.english)}</td><td lang="zh">{html.escape(term.chinese)}</td>'
        f"<td>{inline_html(term.meaning)}</td></tr>"
        for term in terms
    ]
    return f"<table>{''.join(lines)}</table>"
