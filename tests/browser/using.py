"""Uses all that can be used in a lesson, and tells what went wrong."""

import traceback

import moves
from moves_classroom import Cards


def use(page, number, folder):
    """Moves every widget of a lesson, then its cards, and photographs them.

    Args:
        page: a `LabPage` with the lesson, run to its end.
        number: of the lesson.
        folder: `pathlib.Path` for the pictures.

    Returns:
        Tracebacks of what went wrong, a list of str.
    """
    problems = []
    for name, act, area in moves.of_lesson(page, number):
        problems += tried(name, lambda act=act, area=area: use_one(act, area))
        page.photograph(area.locator, folder / f"widget_{name}.png")
    cards = Cards(page, number)
    for act in (cards.guess, cards.ask_for_hints, lambda: cards.solve(moves.source_of(number))):
        problems += tried("cards", act)
    return problems


def use_one(act, area):
    """One move; then no control may be left that it has not used."""
    area.locator.scroll_into_view_if_needed()
    act(area)
    area.settle()
    left = area.unused()
    assert not left, f"every control must be used. Not used: {left}"


def tried(name, act):
    """`[]`, or what went wrong; the other widgets are tried all the same."""
    try:
        act()
    except Exception:
        return [f"{name}: {traceback.format_exc()}"]
    return []
