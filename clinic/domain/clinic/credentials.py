"""What happens to the way in of an account, and which address is its owner's alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ADDRESS_SETTLES = timedelta(days=7)
"""How long an address that staff changed is nobody's yet."""

PLACE_SETTLES = timedelta(days=7)
"""How long a place that was given, or given back, lets nobody hold a link alone."""

LINK_RESTS = timedelta(minutes=15)
"""How long somebody who asks for a link again has the one that is on its way."""


class WhyTwo(StrEnum):
    """Why a link from a place takes two of those who lead its group."""

    OVER = "over"
    """The person may be in another group by now."""
    NEW = "new"
    """Whoever gave it may have done so for the link."""


class AccountEventKind(StrEnum):
    """What happened to the passphrase, the second factor, the way back or the address."""

    LINK_MAILED = "link-mailed"
    LINK_PRINTED = "link-printed"
    LINK_ASKED = "link-asked"
    """An administrator asked for one, which takes a second administrator."""
    LINK_GRANTED = "link-granted"
    LINK_AT_TERMINAL = "link-at-terminal"
    CHANGED = "passphrase-changed"
    BY_LINK = "passphrase-by-link"
    BY_WORDS = "passphrase-by-words"
    WORDS_MADE = "words-made"
    ADDRESS_CHANGED = "address-changed"
    """By staff."""
    ADDRESS_CONFIRMED = "address-confirmed"
    PRIVATE_OPENED = "private-opened"
    NEW_DEVICE = "new-device"
    """Somebody signed in on a device on which she never had."""
    WRONG_CODES = "wrong-codes"
    """The passphrase was right on a device that is not known, and codes after it were not."""
    FACTOR_ADDED = "factor-added"
    FACTOR_ENDED = "factor-ended"
    """By the owner."""
    CODES_MADE = "codes-made"
    CODE_USED = "code-used"
    FACTOR_RESET_ASKED = "factor-reset-asked"
    FACTOR_RESET = "factor-reset"
    FACTOR_RESET_AT_TERMINAL = "factor-reset-at-terminal"
    IDENTITY_LINKED = "identity-linked"
    """With the clinic's own sign-in server."""
    IDENTITY_ENDED = "identity-ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddress:
    """What is known of the address that a message to somebody goes to."""

    address: str | None
    sign_in_name: str
    confirmed: str | None
    """The address at which the owner was reached, or that she called her own."""
    confirmed_at: datetime | None
    """NULL again since a link passed through other hands: whoever used it may have called it so."""
    changed_at: datetime | None
    """When somebody else changed the address last."""

    def is_owners(self, now: datetime) -> bool:
        """Say whether a secret may be sent there because nobody but the owner reads it.

        The owner has used it, to sign in or to choose a passphrase, or has said that it is hers;
        and staff did not change it since, or not for some days.
        """
        if not self.address or "@" not in self.address:
            return False
        address = self.address.lower()
        is_confirmed = self.confirmed_at is not None and address == (self.confirmed or "").lower()
        if not is_confirmed and address != self.sign_in_name.lower():
            return False
        if self.changed_at is None or now - self.changed_at >= ADDRESS_SETTLES:
            return True
        return (
            is_confirmed and self.confirmed_at is not None and self.confirmed_at > self.changed_at
        )


def masked(address: str) -> str:
    """Write an address so that its owner knows it and nobody else learns it: "m…@e…"."""
    mailbox, _, host = address.partition("@")
    return f"{mailbox[:1]}…@{host[:1]}…" if host else f"{mailbox[:1]}…"
