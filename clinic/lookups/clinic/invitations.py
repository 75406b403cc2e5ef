"""Who may be invited, and by whom."""

from clinic.db import Db
from clinic.domain.access import Role
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.accounts import Account


def check_may_invite(db: Db, role: Role | None, account: Account) -> None:
    """Refuse a link for a closed account, for somebody else's people, or before help is named."""
    if not account.is_active:
        raise Refused(N_("This account is closed. Open it again first."))
    is_client = account.role is Role.CLIENT
    if role is not None and is_client == (role is Role.ADMINISTRATOR):
        raise Refused(N_("Therapists invite clients; administrators invite staff."))
    if is_client and not _has_crisis_help(db):
        raise Refused(
            N_(
                "Clients cannot be invited yet: the help page does not say where to find help. "
                "An administrator can write it under Clinic."
            )
        )


def _has_crisis_help(db: Db) -> bool:
    told = clinic_settings(db)
    return bool(told.crisis_text.strip() and told.crisis_line.strip())
