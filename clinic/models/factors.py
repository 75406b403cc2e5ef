"""Second factors of accounts: the app and the passkeys, and the codes on paper for without them."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.domain.clinic.factors import FactorKind
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.sealed import sealed_column


class SecondFactor(Public, Base):
    """An app or a passkey that proves, beside the passphrase, who somebody is."""

    __tablename__ = "second_factors"
    __table_args__ = table_args(
        CheckConstraint("(kind = 'app') = (secret IS NOT NULL)", name="an_app_has_its_secret"),
        CheckConstraint(
            "(kind = 'passkey') = (credential_id IS NOT NULL AND public_key IS NOT NULL"
            " AND sign_count IS NOT NULL)",
            name="a_passkey_has_its_key",
        ),
    )

    account_id: Mapped[int] = belongs_to("accounts.id")
    kind: Mapped[FactorKind] = mapped_column(stored(FactorKind, "kind"))
    label: Mapped[str] = mapped_column(String(120))
    """The device on which it was set up, in words."""
    secret: Mapped[str | None] = sealed_column()
    """Of an app, in base 32."""
    used_step: Mapped[int | None]
    """Of an app: the newest half minute since 1970 whose code was taken; none counts twice."""
    credential_id: Mapped[str | None] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str | None]
    sign_count: Mapped[int | None] = mapped_column(BigInteger)
    """Of a passkey; a count that does not grow tells of a copy."""
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of the codes on paper that stand in for a second factor, each of them once."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[int] = belongs_to("accounts.id")
    salt: Mapped[str] = mapped_column(String(32))
    """Shared by those that were made together, so that a try is hashed once."""
    code_hash: Mapped[str] = mapped_column(String(64))
    """Argon2id, in hexadecimal."""
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Newer ones took its place, or the second factor ended."""
