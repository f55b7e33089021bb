"""The site of the documentation: `make docs` builds it from the pages here and the docstrings, and fetches nothing."""

import re
from importlib import metadata
from pathlib import Path

project = "replay"
author = "The replay developers"
release = metadata.version("dispute-replay")
html_title = f"replay {release}"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
default_role = "code"
suppress_warnings = ["ref.python"]  # words of a type such as `day`, which several classes have as a field
myst_heading_anchors = 4
autodoc_member_order = "groupwise"
autodoc_default_options = {"members": True}
napoleon_google_docstring = False
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_copy_source = False


def _to_files(app, docname, source):
    """Pages outside of this folder, the README for one, are no pages of the site: links to them give the file."""
    folder = Path(app.env.doc2path(docname)).parent

    def link(found):
        words, target = found[1], found[2]
        inside = (folder / target).resolve().is_relative_to(app.srcdir)
        return found[0] if inside else f"{{download}}`{words} <{target}>`"

    source[0] = re.sub(r"\[([^\]]+)\]\((\.\./[^)#]*\.md)(?:#[^)]*)?\)", link, source[0])


def setup(app):
    """Connect the rule above."""
    app.connect("source-read", _to_files)
