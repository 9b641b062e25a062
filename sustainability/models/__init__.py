from sustainability.models.funding import Entry, ExchangeRate, Funder, FundingSource, Reserve
from sustainability.models.imports import FundingImport, RemovedRow
from sustainability.models.reports import Report, ReportRows
from sustainability.models.settings import SustainabilitySettings

__all__ = [
    "Entry",
    "ExchangeRate",
    "Funder",
    "FundingImport",
    "FundingSource",
    "RemovedRow",
    "Report",
    "ReportRows",
    "Reserve",
    "SustainabilitySettings",
]
