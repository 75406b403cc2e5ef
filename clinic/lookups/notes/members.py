"""By what the people of a group can be found in a text, and what was let stand."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import NOT_YET
from clinic.domain.notes.name_leaks import GroupMember, Leak, find_leaks
from clinic.domain.people.doubles import Traits
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.notes import OverruledName, SessionNote
from clinic.models.sealed import read_sealed


def members_of(db: Db, cohort_id: int) -> dict[int, GroupMember]:
    """Give everybody who has, or had, a place in a group, by the row id of the place."""
    rows = db.execute(
        select(Enrollment.id, Enrollment.public_id, Client)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id == cohort_id, Enrollment.status.not_in(NOT_YET))
        .order_by(Enrollment.id)
    )
    return {
        place: GroupMember(
            public_id,
            Traits(client.preferred_name, client.family_name, client.email, client.phone),
            client.code,
        )
        for place, public_id, client in rows
    }


def leaks_in(members: dict[int, GroupMember], place: int | None, text: str) -> tuple[Leak, ...]:
    """Find who else stands in a text about one place, or about the whole group."""
    return find_leaks(text, members.values(), members.get(place) if place else None)


def overruled_in(db: Db, note: SessionNote) -> dict[str, str]:
    """Give the findings in a note that were let stand, each with its reason."""
    rows = db.scalars(select(OverruledName).where(OverruledName.note_id == note.id))
    return {
        read_sealed(db.keys, row, "sign") or "": read_sealed(db.keys, row, "reason") or ""
        for row in rows
    }
