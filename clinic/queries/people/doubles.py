"""Reading who of the people a reader works with looks like somebody who is to be entered.

Whoever is beyond the reader's reach is never among them: that a person is known elsewhere is hers.
"""

from dataclasses import dataclass

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import NewClient
from clinic.domain.people.doubles import Likeness, Traits, likenesses
from clinic.lookups.people.names import full_name
from clinic.models.clients import Client, comes_here
from clinic.models.names import by_name
from clinic.queries.scope import client_ids


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody who is known, and in what she is like the newcomer."""

    public_id: str
    name: str
    code: str
    likenesses: tuple[Likeness, ...]

    @property
    def has_same_email(self) -> bool:
        """Whether the address is the same, which no cohort takes twice."""
        return Likeness.EMAIL in self.likenesses


def doubles_of(db: Db, reader: Reader, newcomer: NewClient) -> tuple[Double, ...]:
    """List who of the reader's own people may be the same person, most alike first."""
    told = Traits(newcomer.preferred_name, newcomer.family_name, newcomer.email, newcomer.phone)
    known = db.scalars(
        select(Client).where(Client.id.in_(client_ids(reader)), comes_here()).order_by(*by_name())
    )
    found = [
        Double(row.public_id, full_name(row), row.code, alike)
        for row in known
        if (alike := likenesses(told, _traits(row)))
    ]
    return tuple(sorted(found, key=lambda one: -len(one.likenesses)))


def _traits(row: Client) -> Traits:
    return Traits(row.preferred_name, row.family_name, row.email, row.phone)
