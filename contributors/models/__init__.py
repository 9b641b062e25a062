from contributors.models.board import BoardSettings, BoardVersion, Claim, DoneReport, RememberedLabel, Task
from contributors.models.ledger import Contribution, RecordedRepository, Uncredited
from contributors.models.people import Affiliation, Identity, Organization, Person, PersonJoin

__all__ = [
    "Affiliation",
    "BoardSettings",
    "BoardVersion",
    "Claim",
    "Contribution",
    "DoneReport",
    "Identity",
    "Organization",
    "Person",
    "PersonJoin",
    "RecordedRepository",
    "RememberedLabel",
    "Task",
    "Uncredited",
]
