"""A writer of a student's own: the shipped writer with some of its weights exchanged."""

from __future__ import annotations

from artlab.studio import provenance, text, writer
from artlab.studio.onnx_gpt import OnnxGPT
from artlab.studio.personal import keeping

FILE = "personal_writer.safetensors"
SHIPPED = "model.safetensors"


class PersonalWriter(writer.Writer):
    """Writes descriptions in the words of a student's own lines.

    `studio.personalise_writer` makes one; a `Studio` takes it as its `writer`. Its grammar is the
    shipped writer's: notes in their order, then a description in the language of the prompt.

    Args:
        name: what it is called.
        weights: dict from the name of a weight of the shipped writer to the float16 array that
            takes its place.
        about: dict of JSON types: how it was made.
        threads: threads of ONNX Runtime.

    Raises:
        ValueError: an argument is not such.

    Example:
        writer = PersonalWriter.load("my_writer")
        Studio(seed=2, writer=writer).describe("a lake at dusk")
    """

    def __init__(self, name, weights, about, threads=1):
        self.name, self.about = keeping.checked_name(name), dict(about)
        self.weights = dict(weights)
        self.fingerprint = keeping.fingerprint(self.weights)
        graph = provenance.WEIGHTS / "writer" / "model.onnx"
        super().__init__(OnnxGPT(graph, threads, self.weights), text.Tokenizer.load())

    @classmethod
    def load(cls, where, threads=1):
        """A writer that `save` wrote, or a shipped example.

        Args:
            where: its folder, or one of `shipped()`.
            threads: threads of ONNX Runtime.

        Raises:
            FileNotFoundError: there is none.
            ValueError: it belongs to another version of the shipped writer, or is damaged.
        """
        weights, about = keeping.load(where, FILE, "writer", SHIPPED)
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
        about = self.about | {"name": self.name}
        about["needs"] = keeping.shipped_sha256("writer", SHIPPED)
        return keeping.save(folder, FILE, self.weights, about, self._card())

    @property
    def provenance(self):
        """What a work tells of its writer: a dict of JSON types."""
        return {
            "name": self.name,
            "kind": "personal writer",
            "fingerprint": self.fingerprint,
            "begun with": "the shipped writer",
            "lines": self.about.get("num_lines"),
        }

    def __repr__(self):
        lines = self.about.get("num_lines")
        return f"PersonalWriter({self.name!r}, {self.fingerprint}: {lines} lines)"

    def _card(self):
        about = self.about
        number = sum(array.size for array in self.weights.values())
        rows = {
            "file": f"`{FILE}`: {number:,} numbers, float16, that take the place of the shipped "
            "writer's; the others stay as they are",
            "lines": f"{about.get('num_lines')}; {about.get('source', 'not told')}",
            "steps": f"{about.get('steps_done')} of {about.get('steps')}, seed {about.get('seed')}",
            "cost": f"{about.get('seconds', 0):.0f} s",
            "fingerprint": f"`{self.fingerprint}`",
            "licence": about.get("licence", "that of your lines: you know"),
        }
        rows |= {name: about[name] for name in ("command", "scores") if name in about}
        return {
            "title": "A personal writer",
            "summary": "Made with `studio.personalise_writer`. It belongs to the writer that the "
            "course ships.",
            "rows": rows,
            "limits": "**Limits.** " + LIMITS,
        }


LIMITS = (
    "It has 2,000 pieces of words: letters and characters that are not among them are lost. It "
    "may write whole lines that it learned from: whoever may use it may read them."
)
