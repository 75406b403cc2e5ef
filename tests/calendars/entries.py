"""One entry of a calendar, to be changed by a test."""

from datetime import UTC, datetime, timedelta

from clinic.domain.post.calendar_events import Entry

AT = datetime(2026, 2, 25, 12, 0, 0, 5, tzinfo=UTC)


def entry(title: str = "Tuesdays", at: datetime = AT, uid: str = "a", **values: object) -> Entry:
    told: dict[str, object] = {
        "sequence": 3,
        "changed_at": AT,
        "place": "Room 2",
        "notes": (),
        "ends_at": at + timedelta(hours=2),
        "zone": "Europe/London",
        "is_cancelled": False,
    }
    return Entry(uid=uid, title=title, starts_at=at, **{**told, **values})  # type: ignore[arg-type]  # each test names what it changes
