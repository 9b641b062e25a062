from docs_hub.models.pages import DocIndexPage, DocPage
from docs_hub.models.sections import DocAsset, DocSection
from docs_hub.models.sources import DocSource

__all__ = ["DocAsset", "DocIndexPage", "DocPage", "DocSection", "DocSource"]
