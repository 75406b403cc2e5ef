"""What tests of a therapist's pages share."""

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.programs import ProgramRow
from tests.cast import Cast

Plan = dict[str, object]


@pytest.fixture
def plan(db: Db, cast: Cast) -> Plan:
    """What a therapist fills in when all is well."""
    return {
        "program": program_id(db, "safe-connections"),
        "name": "Wednesday group",
        "discreet_name": "Wednesdays",
        "first_on": "2026-03-25",
        "begins_at": "17:30",
        "rhythm": "weekly",
        "duration_minutes": "120",
        "time_zone": "Europe/London",
        "place": "Room 4",
        "video_url": "",
        "capacity": "8",
        "facilitators": [cast.accounts["theresa"].public_id, cast.accounts["tom"].public_id],
        "supervisors": [cast.accounts["sigrid"].public_id],
        "paper_names": "code",
    }


def program_id(db: Db, slug: str) -> str:
    return db.scalars(select(ProgramRow.public_id).where(ProgramRow.slug == slug)).one()
