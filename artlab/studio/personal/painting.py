"""A painter of a student's own: the shipped painter with some of its weights exchanged."""

from __future__ import annotations

import dataclasses

from artlab.studio import codes, painter, provenance
from artlab.studio.personal import keeping
from artlab.studio.sessions import open_session
from artlab.world.scene import Scene

FILE = "personal_painter.safetensors"
SHIPPED = "painter.safetensors"


class PersonalPainter(painter.Painter):
    """Paints sketches in the look of a student's own pictures.

    `studio.personalise_painter` makes one; a `Studio` takes it as its `painter`. Of a plan it
    obeys time and weather. Style and palette give way to the look.

    Args:
        name: what it is called.
        weights: dict from the name of a weight of the shipped painter to the float16 array that
            takes its place.
        about: dict of JSON types: `base`, the style that it began with, and how it was made.
        threads: threads of ONNX Runtime; 0 for one per core.

    Raises:
        ValueError: an argument is not such.

    Example:
        painter = PersonalPainter.load("my_painter")
        Studio(seed=2, painter=painter).paint("a lake at dusk")
    """

    def __init__(self, name, weights, about, threads=0):
        self.name, self.about = keeping.checked_name(name), dict(about)
        self.base = codes.check_style(self.about.get("base")) or "ink"
        self.weights = dict(weights)
        self.fingerprint = keeping.fingerprint(self.weights)
        graph = provenance.WEIGHTS / "painter" / "painter.onnx"
        self._session = open_session(graph, threads, self.weights)

    @classmethod
    def load(cls, where, threads=0):
        """A painter that `save` wrote, or a shipped example.

        Args:
            where: its folder, or one of `shipped()`.
            threads: threads of ONNX Runtime; 0 for one per core.

        Raises:
            FileNotFoundError: there is none.
            ValueError: it belongs to another version of the shipped painter, or is damaged.
        """
        weights, about = keeping.load(where, FILE, "painter", SHIPPED)
        return cls(about["name"], weights, about, threads)

    @staticmethod
    def shipped():
        """Names of the examples that come with the course: a tuple of str."""
        return keeping.shipped(FILE)

    def save(self, folder):
        """Writes the weights that changed, and a card.

        Args:
            folder: it is made when absent.

        Returns:
            The folder, a `pathlib.Path`.
        """
        about = self.about | {"name": self.name, "base": self.base}
        about["needs"] = keeping.shipped_sha256("painter", SHIPPED)
        return keeping.save(folder, FILE, self.weights, about, self._card())

    def paint_many(self, sketches, plans, size=painter.NATIVE, plain=False):
        """Paints several sketches; see `Painter.paint_many`."""
        plans = [self.seen(plan) for plan in plans]
        return super().paint_many(sketches, plans, size, plain)

    def seen(self, plan):
        """The plan as the painter obeys it: in the style that it began with."""
        if not isinstance(plan, Scene):
            return plan  # `paint_many` says what is wrong
        return dataclasses.replace(plan, style=self.base, palette=0)

    @property
    def provenance(self):
        """What a work tells of its painter: a dict of JSON types."""
        return {
            "name": self.name,
            "kind": "personal painter",
            "fingerprint": self.fingerprint,
            "begun with": f"the shipped painter, {self.base}",
            "pictures": self.about.get("num_pictures"),
        }

    def __repr__(self):
        return (
            f"PersonalPainter({self.name!r}, {self.fingerprint}: {self.about.get('num_pictures')} "
            f"pictures, begun with {self.base})"
        )

    def _card(self):
        about = self.about
        number = sum(array.size for array in self.weights.values())
        rows = {
            "file": f"`{FILE}`: {number:,} numbers, float16, that take the place of the shipped "
            "painter's; the others stay as they are",
            "pictures": f"{about.get('num_pictures')}; {about.get('source', 'not told')}",
            "begun with": self.base,
            "steps": f"{about.get('steps_done')} of {about.get('steps')}, seed {about.get('seed')}",
            "cost": f"{about.get('seconds', 0):.0f} s",
            "fingerprint": f"`{self.fingerprint}`",
            "licence": about.get("licence", "that of your pictures: you know"),
        }
        rows |= {name: about[name] for name in ("command", "scores") if name in about}
        return {
            "title": "A personal painter",
            "summary": "Made with `studio.personalise_painter`. It belongs to the painter that "
            "the course ships.",
            "rows": rows,
            "limits": "**Limits.** " + LIMITS,
        }


LIMITS = (
    "The pictures had no sketches; their edges stood for them, so the painter was not told which "
    "area is water and which is rock. A look is colours, light and marks: what things are drawn "
    "like stays the studio's. Whoever may see the pictures may see this file: marks of single "
    "pictures can come back."
)
