"""Markdown to HTML that shows with the network off: formulas as MathML, code in colours."""

import functools
import html
import re

FENCED = "python"
# TeX sets a thin space between log and its argument, but none before a bracket.
_NAMED = re.compile(r"(<mi>(?:log|ln|exp|max|min|sin|cos)</mi>)(?!<mo[^>]*>&#x00028;)")


def to_html(text):
    """A block of Markdown as HTML.

    Args:
        text: Markdown as in the lessons: tables, `$...$`, `$$...$$`, `<details>`.

    Returns:
        HTML. The lessons' own HTML passes; it is as trusted as their code.

    Example:

    >>> to_html("*one* of **two**")
    '<p><em>one</em> of <strong>two</strong></p>'
    """
    return _parser().render(text).strip()


def inline_html(text):
    """One line of Markdown as HTML, without a paragraph round it.

    Example:

    >>> inline_html("`a < b`")
    '<code>a &lt; b</code>'
    """
    return _parser().renderInline(text).strip()


def code_html(code):
    """Python as HTML with a class for each kind of token.

    Example:

    >>> code_html("x = 1").startswith('<pre class="code">')
    True
    """
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    lines = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")
    return f'<pre class="code"><code>{lines}</code></pre>'


def math_html(formula, block=False):
    r"""A formula in TeX as MathML, which browsers set by themselves.

    Args:
        formula: without its dollar signs.
        block: whether it stands on a line of its own.

    Returns:
        A `<math>` element.

    Raises:
        ValueError: the formula cannot be read.

    Example:

    >>> math_html("p^2").endswith("<mi>p</mi><mn>2</mn></msup></mrow></math>")
    True
    """
    from latex2mathml.converter import convert

    try:
        made = convert(formula, display="block" if block else "inline")
        return _NAMED.sub(r'\1<mspace width="0.17em"/>', made)
    except Exception as error:  # the converter has a family of errors of its own
        raise ValueError(f"`formula` cannot be read: {error!r}. Received: {formula}") from error


@functools.cache
def _parser():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": True, "highlight": _highlight}).enable("table")
    parser.use(
        dollarmath_plugin,
        allow_digits=False,
        renderer=lambda formula, options: math_html(formula, options["display_mode"]),
    )
    return parser


def _highlight(code, language, _):
    return code_html(code) if language == FENCED else html.escape(code)
