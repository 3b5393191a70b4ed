"""Outputs of executed cells as HTML that shows without a kernel and in which nothing runs.

Whatever a lesson displayed goes through an allow-list (nh3) of elements, attributes and CSS
properties. Pictures and sounds leave the page for files of their own, so pages stay light.
"""

import base64
import html
import re

import nh3

from coursesite import frozen

ELEMENTS = """a abbr audio b blockquote br caption code col colgroup dd details div dl dt em
figcaption figure h3 h4 h5 hr i img li nav ol p pre s section small source span strong sub summary
sup table tbody td tfoot th thead tr u ul"""
ATTRIBUTES = {
    "*": {"aria-label", "class", "lang", "style", "title"},
    "a": {"href"},
    "audio": {"controls", "src"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
PROPERTIES = """align-items background background-color border border-bottom border-collapse
border-left border-radius border-right border-spacing border-top box-sizing color display flex
flex-wrap font-family font-size font-style font-weight gap grid-template-columns height
image-rendering justify-content line-height list-style margin margin-bottom margin-left
margin-right margin-top max-width min-width opacity overflow-wrap overflow-x padding padding-left
text-align text-decoration vertical-align white-space width"""
INSIDE = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/svg+xml;base64,")
SOUND = ("data:audio/wav;base64,", "data:audio/mpeg;base64,")
_DATA = re.compile(r'\bsrc="data:([a-z+/]+);base64,([A-Za-z0-9+/=]+)"')
_EMPTY_HEAD = re.compile(r"<th\b[^>]*>\s*</th>")
_IMAGE = re.compile(r"<img\b([^>]*)>")
_DRAWING = re.compile(r"<svg\b([^>]*)>.*?</svg>", re.S)
_LABEL = re.compile(r'\baria-label="([^"]*)"')
_SEEN = re.compile(r"<(?:img|audio)\b|>\s*[^<\s]")
_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def safe(markup):
    """HTML of which only what can be seen is left.

    Args:
        markup: HTML from anyone.

    Returns:
        HTML without scripts, handlers, forms, frames, style sheets or foreign addresses of
        pictures.

    Example:

    >>> safe('<b onclick="x()">a</b><script>x()</script><img src="http://x/y.png" alt="b">')
    '<b>a</b><img alt="b">'
    """
    return nh3.clean(
        markup,
        tags=set(ELEMENTS.split()),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"data", "http", "https"},
        filter_style_properties=set(PROPERTIES.split()),
        link_rel=None,
    )


def _kept(tag, attribute, value):
    if attribute == "src":
        allowed = INSIDE if tag == "img" else SOUND
        return value if value.startswith(allowed) else None
    if attribute == "style" and "url(" in value:  # would ask another host
        return None
    return None if attribute == "href" and value.startswith("data:") else value


def cell_html(outputs, states, files):
    """All outputs of a cell.

    Args:
        outputs: in nbformat 4.
        states: states of the notebook's widgets, a dict from model id to model.
        files: where pictures go, a `Files`.

    Returns:
        HTML; empty where nothing is to be seen.
    """
    parts, printed = [], ""
    for output in outputs:
        if output["output_type"] == "stream":
            printed += "" if output["name"] == "stderr" else "".join(output["text"])
            continue
        parts += [text_html(printed), _one(output, states, files)]
        printed = ""
    return "\n".join(filter(None, [*parts, text_html(printed)]))


def text_html(text):
    """Printed text, escaped; the last state of lines that a program wrote over."""
    lines = [line.rsplit("\r", 1)[-1] for line in _ESCAPE.sub("", text).rstrip().split("\n")]
    return f'<pre class="printed">{html.escape(chr(10).join(lines))}</pre>' if text.strip() else ""


def _one(output, states, files):
    data = output.get("data", {})
    if output["output_type"] == "error":
        return text_html("\n".join(output["traceback"]))
    plain = "".join(data.get("text/plain", ""))
    view = data.get("application/vnd.jupyter.widget-view+json")
    if view:
        return frozen.widget_html(view["model_id"], states, plain, lambda text: show(text, files))
    if "text/html" in data:
        shown = show("".join(data["text/html"]), files)
        return shown if _SEEN.search(f">{shown}") else text_html(plain)
    for kind in ("image/svg+xml", "image/png", "image/jpeg"):
        if kind in data:
            return _picture(kind, "".join(data[kind]), plain, files)
    return text_html(plain)


def show(markup, files):
    """Safe HTML whose pictures and sounds are files."""
    markup = safe(_DRAWING.sub(_as_picture, markup))
    markup = _DATA.sub(lambda match: f'src="{files.source(*match.groups())}"', markup)
    markup = _EMPTY_HEAD.sub("<td></td>", markup)  # a head without words tells a listener nothing
    return _IMAGE.sub(lambda match: _sized(match[1], files.sizes), markup)


def _as_picture(match):
    """A drawing in the page as a picture: in a file of its own nothing of it can run."""
    drawing, head = match[0], match[1]
    if "xmlns=" not in head:
        drawing = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    said = _LABEL.search(head)
    return _svg(drawing, said[1] if said else "")


def _svg(drawing, alt):
    code = base64.b64encode(drawing.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{code}" alt="{alt}">'


def _sized(attributes, sizes):
    """An `<img>` that is loaded when it comes into view, and keeps its place until then."""
    found = dict(re.findall(r'\b(src|width)="([^"]*)"', attributes))
    size = sizes.get(found.get("src"))
    if size and found.get("width", "1").isdigit():
        width = int(found.get("width", size[0]))
        attributes += f' height="{round(width * size[1] / size[0])}"'
        attributes += "" if "width" in found else f' width="{width}"'
    return f'<img loading="lazy"{attributes}>'


def _picture(kind, data, plain, files):
    code = base64.b64encode(data.encode()).decode() if "svg" in kind else data.replace("\n", "")
    said = plain if plain and not plain.startswith("<") else "The picture that this cell draws"
    return _sized(f' src="{files.source(kind, code)}" alt="{html.escape(said)}"', files.sizes)
