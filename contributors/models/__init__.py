from contributors.models.board import BoardSettings, BoardVersion, Claim, Task
from contributors.models.ledger import Contribution, RecordedRepository, Uncredited
from contributors.models.people import Affiliation, Identity, Organization, Person, PersonJoin

__all__ = [
    "Affiliation",
    "BoardSettings",
    "BoardVersion",
    "Claim",
    "Contribution",
    "Identity",
    "Organization",
    "Person",
    "PersonJoin",
    "RecordedRepository",
    "Task",
    "Uncredited",
]
