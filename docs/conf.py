"""Settings of the site (`make site`); its sources are gathered by tools/build_site.py."""

import base64
import hashlib
import re
import sys
from pathlib import Path

import furo

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

project = "artlab"
author = "the artlab course"
html_title = "artlab"
html_short_title = "artlab"
language = "en"
root_doc = "index"
exclude_patterns = ["extra"]

extensions = ["myst_parser", "coursesite.readable"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_dmath_allow_digits = False
myst_dmath_allow_space = True
myst_heading_anchors = 4
html_math_renderer = "mathml"  # formulas are made at build time: no MathJax, no host

html_theme = "furo"
html_static_path = ["site/static"]
templates_path = ["site/templates"]
html_css_files = ["course.css"]
html_js_files = [("course.js", {"defer": "defer"})]
html_favicon = "site/static/seal.svg"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_domain_indices = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#a84a00",
        "color-brand-content": "#0069a4",
        "color-brand-visited": "#7a3560",
    },
    "dark_css_variables": {
        "color-brand-primary": "#e8a06b",
        "color-brand-content": "#8cc4e8",
        "color-brand-visited": "#d9a6c8",
    },
}
pygments_style = "course_pygments.Paper"
pygments_dark_style = "course_pygments.Night"
sys.path.insert(0, str(HERE / "site"))

toc_object_entries = False
add_module_names = False

# Furo's one script of its own in the page; no other may run (see `_policy`).
THEME = Path(furo.__file__).parent / "theme" / "furo" / "base.html"
INLINE = re.search(r"<script>(.*?)</script>", THEME.read_text(encoding="utf-8"), re.S)[1]
ALLOWED = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()
POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self' data:; media-src 'self';"
    " style-src 'self' 'unsafe-inline'; form-action 'self'; base-uri 'none';"
    f" script-src 'self' 'sha256-{ALLOWED}'"
)


def _policy(app, pagename, templatename, context, doctree):
    """Asks browsers to load nothing from other hosts and to run no script but the site's."""
    head = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    context["metatags"] = head + context.get("metatags", "")
    # Sphinx calls the captions of the navigation headings, and gives them no level.
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace(' role="heading"', "")


def _name_landmarks(app, error):
    """Two asides on a page need names, so that a listener can tell them apart."""
    for path in sorted(Path(app.outdir).rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for opening, name in LANDMARKS.items():
            text = text.replace(
                f'<aside class="{opening}', f'<aside aria-label="{name}" class="{opening}'
            )
        path.write_text(text, encoding="utf-8", newline="\n")


LANDMARKS = {"sidebar-drawer": "Navigation", "toc-drawer": "On this page"}


def _source_folder(app, config):
    """Notebooks to download are copied beside the pages."""
    config.html_extra_path = [str(Path(app.srcdir) / "extra")]


def setup(app):
    """Connects what is above."""
    app.connect("config-inited", _source_folder)
    app.connect("html-page-context", _policy, priority=900)
    app.connect("build-finished", _name_landmarks)
