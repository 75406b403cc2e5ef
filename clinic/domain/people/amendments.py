"""What a person asks to have corrected about her, and how it ended."""

from enum import StrEnum

LONGEST = 2000
MOST_OPEN = 20
"""More than that is a conversation."""


class AmendmentState(StrEnum):
    """Where a wish for a correction stands."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not-done"
