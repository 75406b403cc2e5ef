"""The people of the demo clinic, and what each of them did; nobody in it exists."""

from dataclasses import dataclass

from clinic.domain.access import Role
from clinic.domain.enrollments import AttendanceMark as M
from clinic.domain.enrollments import Medium

PASSPHRASE = "quiet harbor at noon"  # noqa: S105 -- of invented people, printed for all

STAFF = (
    ("theresa@example.org", "Theresa Lind", Role.THERAPIST),
    ("tom@example.org", "Tom Adeyemi", Role.THERAPIST),
    ("sam@example.org", "Sam Whitlock", Role.THERAPIST),
    ("sigrid@example.org", "Sigrid Aune", Role.SUPERVISOR),
    ("ada@example.org", "Ada Moreau", Role.ADMINISTRATOR),
)

CRISIS_LINE = "555 0100, day and night"
CRISIS_TEXT = (
    "If your life or somebody else's is in danger, call the emergency number of your country "
    "now.\n\n"
    "For somebody to talk to at any hour: 555 0100.\n\n"
    "This is a demo clinic. The numbers here lead nowhere."
)
CONTACT_TEXT = (
    "Between meetings, leave a message at 555 0111. Somebody listens on weekdays at noon."
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person of the demo group.

    `marks` are for sessions 1 to 3; `share` is how much of the planned practice was done, from 0
    to 1; `phq` and `gad` are item answers at baseline and before session 4, where given.
    """

    given: str
    family: str
    medium: Medium
    marks: tuple[M, M, M]
    share: float
    phq: tuple[str | None, str | None]
    gad: tuple[str | None, str | None]
    felt_worse: bool = False
    note: str = ""


GROUP = (
    DemoPerson(
        *("Mia", "Rossi", Medium.PORTAL, (M.PRESENT, M.PRESENT, M.PRESENT), 0.9),
        phq=("221210110", None),
        gad=("2212101", None),
        note="The window seat worked better than closing my eyes.",
    ),
    DemoPerson(
        *("Max", "Dubois", Medium.PORTAL, (M.PRESENT, M.LATE, M.PRESENT), 0.5),
        phq=("322221210", "211211100"),
        gad=("3322221", "2211111"),
        felt_worse=True,
        note="It got tight in my chest, so I looked around the room instead.",
    ),
    DemoPerson(
        *("Noor", "Haddad", Medium.PAPER, (M.PRESENT, M.PRESENT, M.PRESENT), 0.8),
        phq=("112110100", "111010000"),
        gad=("1211100", "1111000"),
    ),
    DemoPerson(
        *("Ines", "Kovac", Medium.PORTAL, (M.PRESENT, M.EXCUSED, M.ABSENT), 0.2),
        phq=("223222221", None),
        gad=(None, None),
    ),
    DemoPerson(
        *("Joel", "Park", Medium.PORTAL, (M.PRESENT, M.PRESENT, M.LEFT_EARLY), 0.4),
        phq=("232321211", "232321221"),
        gad=("2222211", "2221211"),
    ),
    DemoPerson(
        *("Samira", "Tate", Medium.PORTAL, (M.EXCUSED, M.PRESENT, M.PRESENT), 0.6),
        phq=("211121000", "222222110"),
        gad=("2121110", "1111100"),
    ),
    DemoPerson(
        *("Arthur", "Nkemelu", Medium.PAPER, (M.PRESENT, M.PRESENT, M.PRESENT), 0.7),
        phq=("121111110", None),
        gad=("1212111", None),
    ),
    DemoPerson(
        *("Lena", "Fischer", Medium.PORTAL, (M.PRESENT, M.PRESENT, M.EXCUSED), 0.3),
        phq=("332232210", None),
        gad=("3332322", None),
    ),
)
PAUSED, BACK = "Lena", "Samira"
PAUSE_REASON = "We move house. I would like to be back when the boxes are unpacked."
BREAK_REASON = "Her mother was in hospital; she asked for some days without homework."
REFUSED = "Ines"
# the mail server knows nobody at her address
KEYED_ONCE = ("gad-7", "mid")
"""Noor's paper waits for a second keying, and Arthur's lies on the desk."""
SHEET_ON_DESK = "Noor"
"""Her week of home practice is still to be typed in; Arthur's is in."""

NEXT_GROUP = (
    ("Oskar", "Lund", Medium.PORTAL),
    ("Priya", "Nair", Medium.PORTAL),
    ("Wanda", "Cole", Medium.PAPER),
)
OTHER_GROUP = (("Olga", "Petrenko", Medium.PORTAL), ("Ruben", "Silva", Medium.PORTAL))

CALLED = "Joel"
CALL_NUMBER = "555 0142"
CALL_WORDS = "It was a hard weekend. Nothing has happened; I would just like to talk."
CALL_TRIED = "Rang once, no answer. Trying again at four."

WHAT_WAS_DONE = (
    "Called the same day. Thoughts without plan or intent; the safety plan was gone through again, "
    "and we speak once more before the next meeting."
)

SHEET_ANSWERS: dict[str, dict[str, object]] = {
    "W05": {
        "log": [
            {"when": "Tue, noon", "event": "my brother did not call back", "threat": 7},
            {"when": "Wed, 8 am", "event": "coffee in the yard", "soothing": 6},
        ],
        "pattern": "Threat wakes up while I wait. Being outside helps.",
    },
    "W08": {
        "trigger": "A message stays unanswered for an hour.",
        "sign": "My chest gets tight and I scroll up to reread everything.",
        "pause": "Phone face down, three slow breaths.",
    },
}
