"""Notes on a session: their formats, their parts, and what signing and adding mean."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from clinic.domain.text import N_

LONGEST_PART = 20_000
"""Characters of one part: more than anybody reads, and what a page still carries."""
LATE_AFTER = timedelta(hours=72)
"""After the end of a session, a note that is signed says why it comes late."""


class NoteFormat(StrEnum):
    """Into which parts a note is divided. What was written by one keeps it."""

    FREE = "free"
    SOAP = "soap"
    DAP = "dap"
    BIRP = "birp"
    GIRP = "girp"


FORMAT_PARTS: dict[NoteFormat, tuple[tuple[str, str], ...]] = {
    NoteFormat.FREE: (("text", N_("Note")),),
    NoteFormat.SOAP: (
        ("subjective", N_("Subjective")),
        ("objective", N_("Objective")),
        ("assessment", N_("Assessment")),
        ("plan", N_("Plan")),
    ),
    NoteFormat.DAP: (
        ("data", N_("Data")),
        ("assessment", N_("Assessment")),
        ("plan", N_("Plan")),
    ),
    NoteFormat.BIRP: (
        ("behavior", N_("Behavior")),
        ("intervention", N_("Intervention")),
        ("response", N_("Response")),
        ("plan", N_("Plan")),
    ),
    NoteFormat.GIRP: (
        ("goal", N_("Goal")),
        ("intervention", N_("Intervention")),
        ("response", N_("Response")),
        ("plan", N_("Plan")),
    ),
}
"""Each part by its key and its heading, in the order in which it is written and read."""


class AdditionKind(StrEnum):
    """What is added to a signed note, which itself stays as it was signed."""

    ADDENDUM = "addendum"
    """Something that was not known, or was left out."""
    AMENDMENT = "amendment"
    """Something in it is wrong; the addition says how it should read."""


def parts_in_order(
    form: NoteFormat, written: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Give key, heading and text of each part that something stands in."""
    return tuple(
        (key, heading, written[key]) for key, heading in FORMAT_PARTS[form] if written.get(key)
    )


def is_late(ended_at: datetime, signed_at: datetime) -> bool:
    """Whether a note comes so late after the session that it says why."""
    return signed_at > ended_at + LATE_AFTER


def digest_of(session: str, subject: str, form: str, texts: Iterable[tuple[str, str]]) -> str:
    """Give the SHA-256, in hexadecimal, of what is signed.

    Args:
        session: the public id of the meeting.
        subject: the public id of the place of whom it is about, or nothing for the whole group.
        form: the format of a note, or the kind of an addition.
        texts: key and text of each part, in any order.
    """
    whole = json.dumps(
        [session, subject, form, sorted(texts)], ensure_ascii=False, separators=(",", ":")
    )
    return sha256(whole.encode()).hexdigest()
