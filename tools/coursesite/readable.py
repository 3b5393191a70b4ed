"""Sphinx extension: what a page needs so that everyone can read it, with the network off.

Formulas become MathML at build time; nothing is loaded to set them. A cell without words at the
head of a table gets a name that is heard and not seen; a head that is all empty goes.
"""

from docutils import nodes

from artlab.editions.markup import math_html

HEARD = '<span class="visually-hidden">row</span>'


def setup(app):
    """Adds the renderer `"mathml"`, and mends the heads of tables."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("doctree-read", lambda app, tree: name_heads(tree))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _inline(translator, node):
    translator.body.append(math_html(node.astext()))
    raise nodes.SkipNode


def _block(translator, node):
    formula = math_html(node.astext(), block=True)
    translator.body.append(f'<div class="formula">{formula}</div>')
    raise nodes.SkipNode


def name_heads(tree):
    """Names the empty cells at the heads of a document's tables, in place."""
    for head in list(tree.findall(nodes.thead)):
        if not head.astext().strip():
            head.parent.remove(head)
            continue
        for entry in head.findall(nodes.entry):
            if not entry.astext().strip():
                entry += nodes.raw("", HEARD, format="html")
