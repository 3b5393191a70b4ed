"""The reference: a page for each room of the package, read from its source without importing it.

A room's public names are those of its `HOME` (names that are imported on first use) or of its
`__all__`; each is shown with its signature and its docstring, which is Markdown.
"""

import ast
import textwrap
from dataclasses import dataclass

import griffe

from coursesite.lesson_page import raw

# room -> what it is for, in a word; `artlab.gan` and `artlab.runtime` list modules of their own
ROOMS = {
    "studio": "from prompt to painting",
    "world": "the painted world",
    "gan": "GANs",
    "gan.losses": "losses of GANs",
    "gan.networks": "networks of GANs",
    "gan.metrics": "measures of generated pictures",
    "diffusion": "a diffusion model",
    "gpt": "GPT",
    "gpt.writers": "writers",
    "gallery": "style, analysis, sound",
    "datasets": "data sets",
    "plots": "figures",
    "widgets": "widgets",
    "classroom": "exercises",
    "images": "pictures",
    "runtime": "the machine",
}
OPTIONS = {
    "warnings": False,
    "returns_multiple_items": False,
    "returns_named_value": False,
    "trim_doctest_flags": False,
}
TABLES = ("HOME", "_HOMES")
LABELS = {"parameters": "Args", "returns": "Returns", "raises": "Raises", "yields": "Yields"}
LABELS |= {"attributes": "Attributes"}
HIDDEN = "_"


@dataclass(frozen=True)
class Room:
    """A room of the package.

    Args:
        path: such as `"artlab.gan"`.
        word: what it is for.
        names: dict from a public name to its `griffe` object.
        summary: its docstring.
    """

    path: str
    word: str
    names: dict
    summary: str


def rooms(root, only=None):
    """Reads the package.

    Args:
        root: folder of the course.
        only: names of rooms; all by default.

    Returns:
        A list of `Room`.
    """
    package = griffe.load(
        "artlab", search_paths=[str(root)], docstring_parser="google", docstring_options=OPTIONS
    )
    return [_room(package, path, word) for path, word in ROOMS.items() if not only or path in only]


def _room(package, path, word):
    module = package[path]
    found = {name: _find(module, home, name) for name, home in _homes(module).items()}
    shown = {name: one for name, one in sorted(found.items()) if one and _is_ours(one)}
    summary = module.docstring.value if module.docstring else ""
    return Room(f"artlab.{path}", word, shown, summary)


def _is_ours(found):
    return found.docstring and found.kind in (griffe.Kind.CLASS, griffe.Kind.FUNCTION)


def _homes(module):
    """Public names of a module, each with the module in it that has the name ("" for itself)."""
    for table in TABLES:
        if table in module.members:
            homes = ast.literal_eval(str(module[table].value))
            if all(name in module[home].members for name, home in homes.items()):
                return homes
    listed = [name for name in module.exports or () if isinstance(name, str)]
    return dict.fromkeys(listed or _defined(module), "")


def _defined(module):
    return [n for n, m in module.members.items() if not m.is_alias and not n.startswith(HIDDEN)]


def _find(module, home, name):
    """The class or function behind a name; `None` for a constant that is one of several."""
    found = module[f"{home}.{name}" if home else name]
    try:
        if found.is_module:  # `world.describe` is a function and, on the disk, a module
            found = found[name]
        return found.final_target if found.is_alias else found
    except griffe.AliasResolutionError:
        return None


def page(room, links):
    """The page of a room.

    Args:
        room: a `Room`.
        links: a `Links`.

    Returns:
        MyST Markdown.
    """
    parts = [f"# `{room.path}`: {room.word}", text(room.summary)]
    parts += [f"```{{py:module}} {room.path}\n```"]
    for name, found in room.names.items():
        parts.append(f"## {name}")
        parts.append(_entry(found, room.path, name, links))
    return "\n\n".join(parts) + "\n"


def _entry(found, path, name, links):
    """One class or function as a directive of Sphinx's Python domain."""
    source = links.on_github(_file(found))
    body = [
        _docstring(found),
        raw(f'<p class="source"><a href="{source}">Source of {name}</a></p>'),
    ]
    if found.is_class:
        body += [_method(one) for one in _methods(found)]
        return _directive("py:class", f"{path}.{name}{_signature(_maker(found))}", body)
    return _directive("py:function", f"{path}.{name}{_signature(found)}", body)


def _file(found):
    parts = found.filepath.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("artlab") :])


def _maker(found):
    """What a class is called with: its `__init__`, or the fields of a dataclass."""
    made = found.members.get("__init__")
    return made if made is not None and not made.is_alias else None


def _methods(found):
    for name, one in found.members.items():
        if not one.is_alias and not name.startswith(HIDDEN) and one.docstring:
            yield one


def _method(one):
    if "property" in one.labels or one.is_attribute:
        return _directive("py:property", one.name, [_docstring(one)])
    static = ":classmethod:\n" if "classmethod" in one.labels else ""
    return _directive("py:method", one.name + _signature(one), [_docstring(one)], static)


def _directive(name, argument, body, options=""):
    inside = "\n\n".join(filter(None, body))
    colons = ":" * (max(map(len, [*_runs(inside), ":::"])) + 1)
    return f"{colons}{{{name}}} {argument}\n{options}\n{inside}\n{colons}"


def _runs(content):
    return [line[: len(line) - len(line.lstrip(":"))] for line in content.split("\n")]


def _signature(function):
    """`(content, *, size=256)` as it stands in the source; annotations are left to the text."""
    if function is None:
        return ""
    kinds, words, starred = griffe.ParameterKind, [], False
    for one in function.parameters:
        if one.name in ("self", "cls"):
            continue
        prefix = {kinds.var_positional: "*", kinds.var_keyword: "**"}.get(one.kind, "")
        starred |= prefix == "*"
        if one.kind is kinds.keyword_only and not starred:
            words, starred = [*words, "*"], True
        default = f"={one.default}" if one.default is not None and not prefix else ""
        words.append(f"{prefix}{one.name}{default}")
    return f"({', '.join(words)})"


def _docstring(found):
    return "\n\n".join(filter(None, map(_section, found.docstring.parsed)))


def _section(section):
    kind = section.kind.value
    if kind == "text":
        return text(section.value)
    if kind == "admonition":
        return f"**{section.title}**\n\n{text(section.value.description)}"
    if kind == "examples":
        return "**Example**\n\n" + "\n\n".join(text(words) for _, words in section.value)
    lines = [_item(kind, one) for one in section.value]
    return f"**{LABELS.get(kind, kind.title())}**\n\n" + "\n\n".join(lines)


def _item(kind, one):
    """`name` on a line and its meaning below it, as a list of definitions."""
    meaning = text(one.description).replace("\n", "\n  ")
    if kind in ("returns", "yields"):
        return text(one.description)
    named = one.annotation if kind == "raises" else one.name
    return f"`{named}`\n: {meaning}"


def text(words):
    """Markdown of a docstring, with its lines of Python as code.

    Example:

    >>> text("Do this:\\n\\nstudio = Studio()")
    'Do this:\\n\\n```python\\nstudio = Studio()\\n```'
    """
    return "\n\n".join(map(_block, textwrap.dedent(words).strip().split("\n\n")))


def _block(block):
    if block.lstrip().startswith(">>>"):
        return f"```pycon\n{block}\n```"
    if block == "Example:":
        return "**Example**"
    return f"```python\n{block}\n```" if _is_code(block) else block


def _is_code(block):
    """Whether every line is an assignment, a call or an import, as in an example."""
    try:
        statements = ast.parse(textwrap.dedent(block)).body
    except SyntaxError:
        return False
    calls = [one.value for one in statements if isinstance(one, ast.Expr)]
    plain = (ast.Assign, ast.Expr, ast.Import, ast.ImportFrom, ast.For, ast.With)
    return (
        bool(statements)
        and all(isinstance(one, plain) for one in statements)
        and all(isinstance(one, ast.Call) for one in calls)
    )
