"""What a built site links to: broken links within it, hosts outside it, words for its pictures."""

import html
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LINK = re.compile(r'\b(href|src)="([^"]*)"')
_ID = re.compile(r'\b(?:id|name)="([^"]+)"')
_TAG = re.compile(r"<(?:a|img|link|script|source|audio|iframe|use)\b[^>]*>")
_LOADED = re.compile(r"<(?:img|script|source|audio|iframe)\b|<link\b[^>]*stylesheet")


def broken(folder):
    """Links that lead nowhere within a site, and what it would load from other hosts.

    Args:
        folder: the built site.

    Returns:
        A list of lines; empty when all is well.
    """
    folder = Path(folder)
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    ids = {path: {html.unescape(name) for name in _ID.findall(t)} for path, t in texts.items()}
    return [line for path, text in texts.items() for line in _problems(folder, path, text, ids)]


def _problems(folder, path, text, ids):
    where = path.relative_to(folder).as_posix()
    for tag in _TAG.findall(text):
        for _, raw in _LINK.findall(tag):
            address = html.unescape(raw)
            parts = urlsplit(address)
            if parts.scheme in ("http", "https") or address.startswith("//"):
                if _LOADED.match(tag):
                    yield f"{where}: would load {address}"
            elif not parts.scheme and not _leads(path, parts, ids):
                yield f"{where}: leads nowhere: {address}"


def _leads(path, parts, ids):
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return False
    anchor = unquote(parts.fragment)
    return not anchor or target not in ids or anchor in ids[target]


def external(folder):
    """Addresses on other hosts that the pages link to, sorted."""
    found = set()
    for path in Path(folder).rglob("*.html"):
        links = [html.unescape(link) for _, link in _LINK.findall(path.read_text(encoding="utf-8"))]
        found |= {link for link in links if link.startswith(("http://", "https://"))}
    return sorted(found)
