"""The gallery's paintings: the studio repaints vetted works, once for each version of itself."""

import hashlib
import html
import json
from dataclasses import dataclass
from pathlib import Path

from artlab.runtime import atomic_write
from artlab.studio.text import language_of

STORE = ".cache/site/works"
WEIGHTS = ("artlab/weights/writer", "artlab/weights/drawer", "artlab/weights/painter")
QUALITY = 90
HERO = ("two mountains behind a lake at dusk", 3)  # the sentence of README and of lesson 00


@dataclass(frozen=True)
class Work:
    """What a page shows of a painting.

    Args:
        prompt, style, seed, code: what repaints it.
        description: what the writer made of the prompt.
        alt: the painting in words.
        sketch: an SVG document; sketch_alt: it in words.
        painting: bytes of a PNG file.
    """

    prompt: str
    style: str
    seed: int
    code: str
    description: str
    alt: str
    sketch: str
    sketch_alt: str
    painting: bytes


def vetted(root, limit=None):
    """Works that were looked at before (`artlab.studio.vetted`).

    Args:
        root: folder of the course.
        limit: how many; all by default.

    Returns:
        A list of `Work`.
    """
    from artlab.studio.vetted import PROMPTS

    return [_work(root, *one) for one in PROMPTS[:limit]]


def hero(root):
    """The work on the first page."""
    prompt, seed = HERO
    return _work(root, prompt, None, seed)


def _work(root, prompt, style, seed):
    path = Path(root) / STORE / f"{_key(root, prompt, style, seed)}.json"
    if not path.is_file():
        with atomic_write(path) as temporary:
            fields = json.dumps(_painted(prompt, style, seed), ensure_ascii=False)
            temporary.write_text(fields, encoding="utf-8")
    fields = json.loads(path.read_text(encoding="utf-8"))
    return Work(**fields | {"painting": bytes.fromhex(fields["painting"])})


def _painted(prompt, style, seed):
    from artlab import images
    from artlab.studio import Studio, panels

    work = Studio(seed=seed, style=style, size=512).paint(prompt)
    return {
        "prompt": prompt,
        "style": work.plan.style,
        "seed": seed,
        "code": work.code,
        "description": work.description,
        "alt": work.alt.partition(":")[0],  # without the statistics of its pixels
        "sketch": work.sketch.svg(512),
        "sketch_alt": panels.sketch_alt(work.sketch),
        "painting": images.png_bytes(work.painting).hex(),
    }


def _key(root, *settings):
    cards = [(Path(root) / folder / "README.md").read_bytes() for folder in WEIGHTS]
    return hashlib.sha256(repr(settings).encode() + b"".join(cards)).hexdigest()[:24]


def figure_html(work, files):
    """A painting with its sentence, its style and its code.

    Args:
        work: a `Work`.
        files: a `Files`.

    Returns:
        A `<figure>`.
    """
    address = files.picture(work.painting, QUALITY)
    width, height = files.sizes[address]
    language = language_of(work.prompt)
    return (
        f'<figure class="work"><img loading="lazy" src="{address}" width="{width}"'
        f' height="{height}" alt="{html.escape(work.alt)}">'
        f'<figcaption><span lang="{language}">{html.escape(work.prompt)}</span>'
        f"<small>{work.style}, seed {work.seed}</small><details><summary>Its code</summary>"
        f"<code>{html.escape(work.code)}</code></details></figcaption></figure>"
    )
