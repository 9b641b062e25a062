"""Whether a person's e-mail address may stand in the public history of a repository."""

from django.db import transaction

from common import audit
from common.models import User


@transaction.atomic
def allow_address(*, user: User, is_public: bool) -> None:
    """For commits from now on; what is in a commit already stays there."""
    if user.is_address_public == is_public:
        return
    user.is_address_public = is_public
    user.save(update_fields=["is_address_public"])
    audit.record(actor=user, action="home.allow_address", subject=f"user:{user.pk}", is_public=is_public)
