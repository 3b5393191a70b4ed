"""Which strokes each element is drawn with: the shapes that the grammar allows."""

import dataclasses

DRAW_ORDER = (
    "mountain", "lake", "river", "sea", "ground", "rock", "bough", "pine", "willow", "bamboo",
    "pavilion", "boat", "sun", "moon", "cloud", "bird",
)  # fmt: skip
"""Elements in the order in which they are drawn: planes, what stands on them, the air."""
PLACED = ("mountain", "lake", "river", "sea", "ground")
"""The land: elements that tell every point by its place. All others tell the place of their first
point, and then steps from point to point, so that a boat keeps its shape wherever it sails."""


@dataclasses.dataclass(frozen=True)
class Form:
    """A shape that an element may have.

    Args:
        strokes: for each stroke the least and the most points that are written.
        least: how many of the strokes must be there; the rest may be left out from the end.
        closed: numbers of the strokes whose last point is their first; it is not written.
        rightwards: numbers of the strokes that never go back to the left.
        downwards: numbers of the strokes that never go up.
        level: numbers of the strokes that keep one height.
    """

    strokes: tuple
    least: int
    closed: tuple = ()
    rightwards: tuple = ()
    downwards: tuple = ()
    level: tuple = ()

    def admits(self, lengths):
        """Whether strokes of these lengths, in this order, may begin or be the element."""
        pairs = zip(lengths, self.strokes, strict=False)
        fits = all(least <= length <= most for length, (least, most) in pairs)
        return fits and len(lengths) <= len(self.strokes)


def _form(first, *others, least=None, **how):
    strokes = (first, *others)
    return Form(strokes, len(strokes) if least is None else least, **how)


WAVE, SPUR, POST, BEND = (5, 5), (3, 3), (2, 2), (6, 6)  # points, least and most
SPURS = tuple(range(1, 9))
FORMS = {
    "mountain": [
        _form((4, 13), *[SPUR] * 8, least=1, rightwards=(0,), downwards=tuple(range(1, 9)))
    ],
    "lake": [_form(BEND, *[WAVE] * 7, least=1, rightwards=tuple(range(8)))],
    "river": [
        _form(BEND, BEND, *[WAVE] * 6, least=2, rightwards=tuple(range(2, 8)), downwards=(0, 1))
    ],
    "sea": [_form((2, 2), *[WAVE] * 7, least=1, rightwards=tuple(range(8)), level=(0,))],
    "ground": [_form((6, 7))],
    "rock": [_form((7, 7), (3, 3))],
    "bough": [_form((4, 4), *[POST] * 4)],
    "pine": [_form((4, 4), *[(3, 3)] * 5)],
    "willow": [_form(*[(4, 4)] * 7)],
    "bamboo": [_form((3, 3), *[POST] * 3)],
    "pavilion": [_form((7, 7), *[POST] * 3, (7, 7), least=4, closed=(0, 4))],
    "boat": [  # under sail, or with an awning and someone in the bow
        _form((4, 4), POST, (4, 4), closed=(0, 2)),
        _form((4, 4), (4, 4), (3, 3), closed=(0,)),
    ],
    "sun": [_form((9, 9), closed=(0,))],
    "moon": [_form((11, 11), closed=(0,))],
    "cloud": [_form((10, 10), closed=(0,))],
    "bird": [_form((5, 5))],
    "extra": [_form(*[(2, 16)] * 12, least=1)],
}
"""Which strokes an element may have; see `Form`."""
