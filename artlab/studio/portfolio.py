"""A page of one's works: one HTML file that holds the paintings, how they came about, and how to
make them again. It loads nothing and runs nothing."""

import base64
import html
import pathlib

from artlab import _arguments, images, runtime
from artlab.studio import panels
from artlab.studio.artwork import Artwork
from artlab.studio.documents import document
from artlab.studio.text import language_of

MOST = 100  # works of a page
FRAME = (
    '<iframe sandbox title="{title}" srcdoc="{page}" style="width: 100%; height: {height}px;'
    ' border: 1px solid #B9AF9B; border-radius: 6px; background: #FBF8F1"></iframe>'
)
STYLE = """
:root { color-scheme: light dark;
  --paper: #FBF8F1; --ink: #26221C; --faint: #6F685C; --line: #DDD4C2 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1E1B16; --ink: #EFE9DC; --faint: #B1A895; --line: #453F34 }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 3em 1.2em 4em; max-width: 68em; background: var(--paper);
  color: var(--ink); font: 17px/1.6 Georgia, "Songti SC", "Noto Serif CJK SC", serif;
  overflow-wrap: anywhere }
header { text-align: center; margin-bottom: 3.5em }
h1 { font-weight: normal; font-size: 2.3em; line-height: 1.2; margin: 0 0 0.2em }
h2 { font-weight: normal; font-size: 1.35em; line-height: 1.35; margin: 0 0 0.6em }
header p { margin: 0.5em auto; max-width: 40em }
.faint, dt, summary { color: var(--faint); font-size: 0.85em }
article { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.2em 2.4em;
  align-items: start; padding: 2.4em 0; border-top: 1px solid var(--line); break-inside: avoid }
.painting { display: block; width: 100%; height: auto; background: #fff;
  box-shadow: 0 1px 10px #0003 }
.sketch { display: block; width: 100%; max-width: 15em; height: auto; background: #fff;
  border: 1px solid var(--line) }
dl { margin: 0.6em 0 0 } dd { margin: 0 0 0.5em; font-size: 0.85em }
code { font: 0.8em/1.5 ui-monospace, Menlo, Consolas, monospace; word-break: break-all }
@media (max-width: 44em) { article { grid-template-columns: minmax(0, 1fr) } }
@media print { body { background: #fff; color: #000; padding: 0 } }
"""
BODY = """<header><h1>{title}</h1>{head}</header>
<main>
{works}
</main>
<footer class="faint">{count} · made with artlab {version}. Each painting is a PNG file that tells
how it was made; its code repaints it.</footer>
"""
WORK = """<article>
<img class="painting" src="data:image/png;base64,{picture}" alt="{alt}">
<div>
<h2 lang="{language}">{prompt}</h2>
<p lang="{described}">{description}</p>
<img class="sketch" src="data:image/svg+xml;base64,{sketch}" alt="{lines}">
<p class="faint">{plan} · seed {seed}</p>
<details><summary>How it was made</summary><dl>{facts}</dl></details>
</div>
</article>"""
FACT = "<dt>{}</dt><dd>{}</dd>"


class Portfolio:
    """Works on one page, in the order given.

    Args:
        works: a list of 1 to 100 `Artwork`s.
        title: the page's name.
        author: who shows the works; "" for nobody.
        statement: a few words on them; "" for none.

    Raises:
        ValueError: for anything else.

    Example:
        Portfolio(studio.gallery("a lake at dusk", 3), "Three lakes").save("lakes.html")
    """

    def __init__(self, works, title="My paintings", author="", statement=""):
        works = list(works) if isinstance(works, list | tuple) else works
        if not isinstance(works, list) or not 1 <= len(works) <= MOST:
            told = f"{len(works)} works" if isinstance(works, list) else type(works).__name__
            raise ValueError(f"`works` must be a list of 1 to {MOST} Artworks. Received: {told}")
        for work in works:
            if not isinstance(work, Artwork):
                raise ValueError(f"`works` must be Artworks. Received: {type(work).__name__}")
        for name, value in (("title", title), ("author", author), ("statement", statement)):
            if not isinstance(value, str):
                raise ValueError(f"`{name}` must be a text. Received: {value!r}")
            _arguments.text(name, value)
        if not title.strip():
            raise ValueError(f"`title` must not be empty. Received: {title!r}")
        self.works = works
        self.title, self.author, self.statement = title.strip(), author.strip(), statement.strip()

    def __repr__(self):
        return f"Portfolio({self.title!r}: {_number(self.works)})"

    @property
    def html(self):
        """The page; a str. Every text in it is escaped."""
        head = (self.author and f"by {self.author}", self.statement)
        body = BODY.format(
            title=html.escape(self.title),
            head="".join(f"<p>{html.escape(text)}</p>" for text in head if text),
            works="\n".join(map(_work, self.works)),
            count=_number(self.works),
            version=html.escape(str(self.works[0].provenance["artlab"])),
        )
        return document(self.title, body, STYLE)

    def _repr_html_(self):
        page = html.escape(self.html, quote=True)
        return FRAME.format(title=html.escape(self.title, quote=True), page=page, height=620)

    def save(self, path):
        """Writes the page, completely or not at all.

        Args:
            path: the file; it must end in .html or .htm. Its folder is made when absent.

        Returns:
            The path, a `pathlib.Path`.

        Raises:
            ValueError: the name ends in something else.
            OSError: the file cannot be written; then nothing is left behind.
        """
        path = pathlib.Path(path)
        if path.suffix.lower() not in (".html", ".htm"):
            raise ValueError(f"`path` must end in .html. Received: {path}")
        with runtime.atomic_write(path) as temporary:
            temporary.write_text(self.html, encoding="utf-8")
        return path


def _number(works):
    return f"{len(works)} painting{'s' * (len(works) > 1)}"


def _work(work):
    """One work as HTML."""
    asked = work.prompt.strip() or "Nothing was asked"
    return WORK.format(
        picture=base64.b64encode(images.png_bytes(work.painting, work.metadata())).decode("ascii"),
        alt=html.escape(work.alt, quote=True),
        language=language_of(asked),
        prompt=html.escape(asked),
        described=language_of(work.description),
        description=html.escape(work.description),
        sketch=base64.b64encode(work.sketch.svg(320).encode("utf-8")).decode("ascii"),
        lines=html.escape(panels.sketch_alt(work.sketch), quote=True),
        plan=html.escape(panels.plan_text(work.plan)),
        seed=int(work.seed),
        facts="".join(FACT.format(html.escape(name), body) for name, body in _facts(work)),
    )


def _facts(work):
    """Pairs of a name and its HTML: the code, the models, what they learned from, versions."""
    told = work.provenance
    yield "Code that repaints it", f"<code>{html.escape(work.code)}</code>"
    for name, model in told["models"].items():
        yield f"The {name}", _model(model)
    for style in work.styles:
        yield "Style", _style(style)
    versions = (f"{name} {number}" for name, number in told["versions"].items() if number)
    yield "Versions", html.escape(f"artlab {told['artlab']}, {', '.join(versions)}")
    if work.notices:
        yield "Notices", html.escape(" ".join(work.notices))


def _model(model):
    """One model: whose it is, the fingerprint of its weights, its data and licence."""
    if not model["shipped"]:
        code = f", fingerprint {model['fingerprint']}" if "fingerprint" in model else ""
        return html.escape(f"own: {model['name']}{code}")
    hashes = model["sha256"].items()
    lines = [f"{name}: sha256 <code>{html.escape(code)}</code>" for name, code in hashes]
    lines += [
        f"{key}: {html.escape(str(model[key]))}" for key in ("data", "licence") if key in model
    ]
    return "<br>".join(lines) or "shipped with the course"


def _style(style):
    """Whose style a work took, and under which licence that picture is."""
    licence = f" ({style['license']})" if "license" in style else ""
    return html.escape(f"{panels.in_style(style)}{licence}")
