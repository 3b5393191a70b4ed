"""The studio: a sentence becomes a description, the description a sketch, the sketch a painting.

artwork = Studio(seed=3).paint("two mountains behind a lake at dusk")
artwork.save("lake.png")

Nothing is loaded before it is used: neither ONNX Runtime nor any training framework.
"""

from artlab import _lazy

# class or function -> module inside artlab.studio
HOME = {
    "Artwork": "artwork",
    "Drawer": "drawer",
    "Painter": "painter",
    "PersonalPainter": "personal.painting",
    "PersonalWriter": "personal.writing",
    "Studio": "pipeline",
    "Writer": "writer",
    "finish": "finishing",
    "lines_of": "training.personal_pictures",
    "paint_entries": "wall",
    "personalise_painter": "training.personal_painter",
    "personalise_writer": "training.personal_writer",
    "read_codes": "wall",
    "wall_html": "wall",
}

__all__, __getattr__, __dir__ = _lazy.names(__name__, HOME)
