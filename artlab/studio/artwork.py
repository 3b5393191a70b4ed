"""One finished work: what was asked, thought, drawn and painted, and how to do it again."""

import dataclasses
import json
import pathlib

import numpy as np

from artlab import images
from artlab.studio import panels
from artlab.studio.codes import Settings
from artlab.world.scene import Scene
from artlab.world.sketch import Sketch

KEY = "artlab"  # of the text inside the PNG that holds everything
FORMAT = 1


@dataclasses.dataclass(frozen=True, eq=False)
class Artwork:
    """A painting with all the steps that led to it; a notebook shows them side by side.

    Args:
        prompt: what was asked for.
        description: what the writer made of it; the plan is read from this text alone.
        plan: a `Scene`: what the drawer read in the description.
        sketch: a `Sketch`: what the drawer drew.
        painting: uint8 array of shape (height, width, 3), sRGB.
        seed: the seed of the whole work.
        timings: dict from the name of a step to its seconds.
        notices: texts for who asked, such as "I cannot draw: dragon."
        provenance: dict of JSON types: settings, models with the sha256 of their weights,
            versions, licences of the data.

    Raises:
        ValueError: `painting` is no uint8 array of that shape.
    """

    prompt: str
    description: str
    plan: Scene
    sketch: Sketch
    painting: np.ndarray
    seed: int
    timings: dict
    notices: tuple[str, ...]
    provenance: dict

    def __post_init__(self):
        painting = np.asarray(self.painting)
        if painting.dtype != np.uint8 or painting.ndim != 3 or painting.shape[-1] != 3:
            raise ValueError(
                "`painting` must be uint8 of shape (height, width, 3). "
                f"Received: {painting.dtype} of shape {painting.shape}"
            )
        painting = painting.copy()
        painting.flags.writeable = False
        object.__setattr__(self, "painting", painting)
        object.__setattr__(self, "notices", tuple(self.notices))

    @property
    def settings(self):
        """The `Settings`: prompt, seed, style, size, finish, and revised descriptions."""
        return Settings(**self.provenance["settings"])

    @property
    def code(self):
        """A short code that repaints the work anywhere: `Artwork.from_code(code)`."""
        return self.settings.code

    @property
    def asked(self):
        """What was asked for, as the shipped writer notes it: see `Description.mentions`.

        Noted in the prompt, or in the last description that somebody revised, with the style
        that the studio was told; {} for an empty prompt.
        """
        from artlab.studio import describing

        return describing.asked(self.settings)

    @property
    def alt(self):
        """The painting in words, for who listens instead of looking."""
        return panels.alt(self.plan, self.painting, self.styles)

    @property
    def styles(self):
        """Whose styles it took, in turn: dicts of a title and what else is known."""
        return tuple(entry["style"] for entry in self.provenance.get("restyled", ()))

    def __repr__(self):
        height, width = self.painting.shape[:2]
        return (
            f"Artwork({self.prompt!r}, seed={self.seed}: {self.plan.style}, "
            f"{len(self.sketch.strokes)} strokes, {width} x {height} pixels)"
        )

    def _repr_html_(self):
        return panels.steps(self)

    # Files

    def save(self, path):
        """Writes the painting as a PNG file that carries everything else inside.

        Args:
            path: the file; it must end in .png. Its folder is made when absent.

        Returns:
            The path, a `pathlib.Path`.

        Raises:
            ValueError: the name does not end in .png.
            OSError: the file cannot be written; then nothing is left behind.
        """
        path = pathlib.Path(path)
        if path.suffix.lower() != ".png":
            raise ValueError(f"`path` must end in .png. Received: {path}")
        images.save_png(path, self.painting, self.metadata())
        return path

    def metadata(self):
        """The texts inside the PNG: a dict from text to text."""
        return {
            "Title": self.prompt or self.description,
            "Description": self.description,
            "Software": f"artlab {self.provenance['artlab']}",
            KEY: json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":")),
        }

    def to_dict(self):
        """Everything but the pixels, as JSON types."""
        kept = ("prompt", "description", "seed", "timings", "provenance")
        return {
            "format": FORMAT,
            **{name: getattr(self, name) for name in kept},
            "notices": list(self.notices),
            "plan": self.plan.to_dict(),
            "sketch": panels.short(self.sketch),
        }

    @classmethod
    def load(cls, path):
        """Reads what `save` wrote.

        Args:
            path: a PNG file.

        Returns:
            An `Artwork`.

        Raises:
            ValueError: the file is no PNG, or none that `save` wrote.
            FileNotFoundError: there is none.
        """
        texts = images.load_png_metadata(path)
        try:
            fields = json.loads(texts[KEY])
            if fields.pop("format") != FORMAT:
                raise ValueError("it was written by another version of artlab")
            fields["plan"] = Scene.from_dict(fields["plan"])
            fields["sketch"] = Sketch.from_dict(fields["sketch"])
            work = cls(painting=images.read_image(path), **fields)
            work.settings  # noqa: B018 -- raises where they are not settings
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(
                f"`path` must be a painting that `Artwork.save` wrote ({error}). Received: {path}"
            ) from error
        return work

    # In another manner

    def in_style_of(self, painting, *, fast=False, **options):
        """The same work painted in the manner of another picture.

        Prompt, description, plan and sketch stay; the painting changes, and the provenance
        tells whose style it took and how. `code` repaints the work without the style.

        Args:
            painting: a painting of `datasets.met_paintings()`, or any picture that
                `gallery.transfer` reads.
            fast: one pass of a trained decoder (`gallery.fast_transfer`), instead of a search
                (`gallery.transfer`).
            **options: of those functions, such as `size`, `steps`, `style_weight`, `seed`; by
                default the size of this painting.

        Returns:
            An `Artwork`.

        Raises:
            ValueError: an option is none of theirs, or `painting` is no picture.
        """
        from artlab.studio import restyling

        return restyling.restyled(self, painting, fast, options)

    # Doing it again

    def replay(self, studio=None):
        """Paints the work again, from the prompt.

        Args:
            studio: a `Studio` with the same parts, where the work was made with a student's
                own; the shipped models by default.

        Returns:
            An `Artwork`. Its pixels are the same on the same machine type with the same
            versions and weights.

        Raises:
            ValueError: a part was a student's own, and `studio` is not given; or its style is
                that of a picture that is not the Met's.
        """
        models = self.provenance["models"].items()
        own = [name for name, told in models if not told["shipped"]]
        if own and studio is None:
            raise ValueError(
                f"`studio` must be a Studio with the same parts. Received: None, and this work "
                f"was made with an own {' and '.join(own)}"
            )
        work, styles = _paint(self.settings, studio), self.provenance.get("restyled")
        if not styles:
            return work
        from artlab.studio import restyling

        return restyling.again(work, styles)

    @classmethod
    def from_code(cls, code, studio=None):
        """Repaints a work from its `code`.

        Args:
            code: a str that starts with "art1."
            studio: a `Studio`; the shipped models by default.

        Returns:
            An `Artwork`.

        Raises:
            ValueError: it is no code.
        """
        return _paint(Settings.from_code(code), studio)


def _paint(settings, studio):
    from artlab.studio.pipeline import Studio

    studio = Studio() if studio is None else studio
    return studio.repaint(settings)
