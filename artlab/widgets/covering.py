"""Lesson 12: cover parts of a picture, and see what a classifier says of the rest."""

import base64
import pathlib

import anywidget
import cv2
import numpy as np
import traitlets

from artlab import images
from artlab.gallery import checks
from artlab.gallery.analysis.occluding import check_classifier

SIDE = 360  # longer side of the picture on screen, in CSS pixels
STORED = 512  # longer side of the picture that the page gets, in pixels
GRID = 240  # positions of a mask on the longer side
MOST = 40  # rectangles that are kept


class CoveredPicture(anywidget.AnyWidget):
    """A picture that a student covers, and the probabilities that remain.

    Args:
        classifier: has `classes` and `covered(picture, seen)`: a `Classifier` of the gallery, or
            one field of its scene reader.
        picture: any picture.
        width: longer side on screen in CSS pixels, 64 to 1024.

    Attributes:
        boxes: the rectangles, `[left, top, right, bottom]` in [0, 1], y down.

    Raises:
        ValueError: for anything else.
    """

    _esm = (pathlib.Path(__file__).parent / "cover.js").read_text(encoding="utf-8")

    picture = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int(SIDE).tag(sync=True)
    aspect = traitlets.Float(1.0).tag(sync=True)
    color = traitlets.Unicode("#808080").tag(sync=True)
    boxes = traitlets.List().tag(sync=True)
    shares = traitlets.List().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)
    flipped = traitlets.Bool(False).tag(sync=True)

    def __init__(self, classifier, picture, width=SIDE):
        check_classifier(classifier)
        if isinstance(width, bool) or not isinstance(width, int) or not 64 <= width <= 1024:
            raise ValueError(f"`width` must be an int from 64 to 1024. Received: {width!r}")
        self.pixels, self.classifier = checks.picture("picture", picture), classifier
        self.whole = classifier.covered(self.pixels, None)[0]
        rows, columns = self.pixels.shape[:2]
        names = ", ".join(map(str, classifier.classes))
        super().__init__(
            picture=_source(self.pixels),
            alt=f"A picture to cover; the classifier chooses among: {names}",
            width=round(width * columns / max(rows, columns)),
            aspect=columns / rows,
            color="#{:02x}{:02x}{:02x}".format(*np.rint(self.pixels.mean((0, 1))).astype(int)),
        )
        self.observe(lambda _: self.ask(), names="boxes")
        self.ask()

    def __repr__(self):
        return f"A picture to cover. {self.answer}"

    @property
    def seen(self):
        """What is seen: float32 (rows, columns), 1 seen and 0 covered, the longer side 240."""
        scale = GRID / max(self.pixels.shape[:2])
        rows, columns = (max(1, round(side * scale)) for side in self.pixels.shape[:2])
        mask = np.ones((rows, columns), np.float32)
        for left, top, right, bottom in filter(None, map(_box, self.boxes[:MOST])):
            down = slice(round(top * rows), round(bottom * rows))
            mask[down, round(left * columns) : round(right * columns)] = 0
        return mask

    @property
    def prediction(self):
        """The most probable class with the parts covered."""
        return max(self.shares, key=lambda share: share[1])[0]

    def ask(self):
        """Asks the classifier; a picture that is covered whole gets no new answer."""
        seen = self.seen
        hidden = 1 - float(seen.mean())
        if not seen.any():
            self.answer = "Nothing is left to see. Uncover a part."
            return
        now = self.classifier.covered(self.pixels, seen[None])[0] if hidden else self.whole
        names = [str(name) for name in self.classifier.classes]
        best, first = int(np.argmax(now)), int(np.argmax(self.whole))
        with self.hold_sync():
            self.flipped = best != first
            self.shares = [
                [name, round(float(new), 4), round(float(old), 4)]
                for name, new, old in zip(names, now, self.whole, strict=True)
            ]
            self.answer = _told(hidden, names[best], names[first], now[best])

    def uncover(self):
        """Takes all rectangles off."""
        self.boxes = []


def cover_and_predict(classifier, picture, width=SIDE):
    """A picture to cover with the mouse, and the classifier's answer to what is left.

    Drag over the picture to cover a part. On the keyboard: arrow keys move the cover, with shift
    they change its size, Enter lays down another one, Backspace takes the last one off.

    Args:
        classifier, picture, width: as in `CoveredPicture`.

    Returns:
        `CoveredPicture`.
    """
    return CoveredPicture(classifier, picture, width)


def _box(sides):
    """What the browser sent as a rectangle in [0, 1], or None where it is none."""
    try:
        left, top, right, bottom = (min(max(float(side), 0.0), 1.0) for side in sides)
    except (TypeError, ValueError):
        return None
    finite = all(side == side for side in (left, top, right, bottom))
    return (left, top, right, bottom) if finite and left < right and top < bottom else None


def _told(hidden, best, first, share):
    """The answer in words."""
    if not hidden:
        return f"Whole picture: {best} ({share:.0%})."
    change = f"It says {best} ({share:.0%}), no longer {first}." if best != first else (
        f"Still {best} ({share:.0%})."
    )  # fmt: skip
    return f"{max(hidden, 0.01):.0%} covered. {change}"


def _source(pixels):
    """A PNG of at most 512 pixels a side, as a data URL."""
    scale = min(1.0, STORED / max(pixels.shape[:2]))
    size = tuple(max(1, round(side * scale)) for side in pixels.shape[1::-1])
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    return "data:image/png;base64," + base64.b64encode(images.png_bytes(small)).decode("ascii")
