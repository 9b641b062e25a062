"""Loaded once where children are forked from: every parser, with what it loads only at its first page."""

from docs_hub.domain.links import LinkResolver
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import DIALECTS, Renderer

TEXT = "# A\n\n*b* `c` [d](e.md)\n\n- f\n\n| g | h |\n|---|---|\n| i | j |\n\n```python\nk = 1\n```\n"


def load() -> None:
    around = Surroundings(LinkResolver({}, {}), lambda target: None)
    for dialect in DIALECTS:
        renderer = Renderer(dialect)
        for path in ("a.md", "a.rst"):
            renderer.render(TEXT, path=path, around=around)


load()
