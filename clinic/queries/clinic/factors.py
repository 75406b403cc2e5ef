"""Reading one's own second factors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.clinic.factors import FactorKind
from clinic.lookups.clinic.factors import factors_of, first_factor_from, open_codes
from clinic.models.accounts import LoginSession
from clinic.models.factors import SecondFactor
from clinic.queries.clinic.accounts import own_account


@dataclass(frozen=True, slots=True)
class OwnFactors:
    """What proves, beside the passphrase, who the reader is."""

    factors: Sequence[SecondFactor]
    codes_left: int
    is_staff: bool
    begins_at: datetime | None
    """From when on a first one may be set up; `None` where it may be at any time."""

    @property
    def has_app(self) -> bool:
        """Whether an app is among them."""
        return any(one.kind is FactorKind.APP for one in self.factors)


def own_factors(db: Db, reader: Reader) -> OwnFactors:
    """Give the reader's own second factors."""
    return OwnFactors(
        factors_of(db, reader.account_id),
        len(open_codes(db, reader.account_id)),
        reader.role is not Role.CLIENT,
        first_factor_from(db, own_account(db, reader)),
    )


def get_own_factor(db: Db, reader: Reader, public_id: str) -> SecondFactor:
    """Give one of the reader's own second factors."""
    return db.scalars(
        select(SecondFactor).where(
            SecondFactor.public_id == public_id, SecondFactor.account_id == reader.account_id
        )
    ).one()


def own_started_at(db: Db, reader: Reader, login_session_id: int) -> datetime:
    """Say since when the reader is signed in here."""
    return db.scalars(
        select(LoginSession.started_at).where(
            LoginSession.id == login_session_id, LoginSession.account_id == reader.account_id
        )
    ).one()
