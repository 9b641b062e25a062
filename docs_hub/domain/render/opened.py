"""Renders pages of one source in a child process: opened once, then page after page."""

from docs_hub.domain.mkdocs_config import Extension
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Rendered, Renderer, RenderingError

_opened: list[tuple[Renderer, Surroundings]] = []


def open_source(dialect: str, extensions: tuple[Extension, ...], around: Surroundings) -> list[tuple[int, str]]:
    """Its problems, which concern the whole source."""
    _opened[:] = [(Renderer(dialect, extensions), around)]
    return _opened[0][0].problems


def render_opened(text: str, path: str) -> Rendered | str:
    """Or why it cannot be rendered."""
    renderer, around = _opened[0]
    try:
        return renderer.render(text, path=path, around=around)
    except RenderingError as error:
        return str(error)
