"""The course's site: lessons, gallery, reference and decisions, as pages that need no host.

`tools/build_site.py` calls what is here, one step after another.
"""
