"""One HTML file that holds all it shows: it loads nothing and runs nothing."""

import html

from artlab.studio.text import language_of

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
DOCUMENT = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}</body>
</html>
"""


def document(title, body, style=""):
    """A whole HTML document.

    Args:
        title: its name; escaped here.
        body: HTML.
        style: CSS.

    Returns:
        A str.

    Example:

    >>> "<title>a &lt; b</title>" in document("a < b", "")
    True
    """
    return DOCUMENT.format(
        language=language_of(title),
        policy=POLICY,
        title=html.escape(title),
        style=style,
        body=body,
    )
