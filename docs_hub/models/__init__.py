from docs_hub.models.blobs import DocBlob
from docs_hub.models.care import Care, CareMail, CheckMark
from docs_hub.models.changes import DocChange
from docs_hub.models.conflicts import DocConflict
from docs_hub.models.history import PageHistory
from docs_hub.models.leases import TaskLease
from docs_hub.models.listening import DayKey, Feedback, PageTask, VainSearch
from docs_hub.models.outside import OutsideHost, OutsideLink, OutsidePicture, OutsideRead, OutsideUse, PictureUse
from docs_hub.models.pages import DocIndexPage, DocPage
from docs_hub.models.proposals import DocEdit, Proposal, SaidOnPage
from docs_hub.models.sections import DocAsset, DocSection
from docs_hub.models.sources import DocSource
from docs_hub.models.suggestions import DocSuggestion, SuggestionReview
from docs_hub.models.versions import DocRender, DocVersion, FormerPath, NavPart, VersionPage

__all__ = [
    "Care",
    "CareMail",
    "CheckMark",
    "DayKey",
    "DocAsset",
    "DocBlob",
    "DocChange",
    "DocConflict",
    "DocEdit",
    "DocIndexPage",
    "DocPage",
    "DocRender",
    "DocSection",
    "DocSource",
    "DocSuggestion",
    "DocVersion",
    "Feedback",
    "FormerPath",
    "NavPart",
    "OutsideHost",
    "OutsideLink",
    "OutsidePicture",
    "OutsideRead",
    "OutsideUse",
    "PageHistory",
    "PageTask",
    "PictureUse",
    "Proposal",
    "SaidOnPage",
    "SuggestionReview",
    "TaskLease",
    "VainSearch",
    "VersionPage",
]
