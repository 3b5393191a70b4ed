"""`glossary`: the words of a lesson, in English and Chinese."""

from artlab.classroom.cards import Feedback
from artlab.classroom.checking import never_raises
from artlab.classroom.lesson import load, tidy


@never_raises
def glossary(number):
    """The terms of a lesson with their Chinese names and meanings.

    Args:
        number: of the lesson, such as "03".

    Returns:
        `Feedback` with a table. Nothing is ever raised.
    """
    terms = sorted(getattr(load(number), "TERMS", ()), key=lambda term: term.english.casefold())
    rows = [("English", "中文", "Meaning")]
    rows += [(term.english, term.chinese, term.meaning) for term in terms]
    return Feedback("list", f"Glossary of lesson {tidy(number)}", rows=tuple(rows))
