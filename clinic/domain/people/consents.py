"""Consent: the text that somebody agrees to, how she did, and how it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic.domain.errors import Refused
from clinic.domain.text import N_

LONGEST_TITLE = 120
LONGEST_BODY = 12_000
LONGEST_REASON = 500

DEFAULT_TITLE = N_("Taking part in the group")
DEFAULT_BODY = N_(
    "This page says what taking part means. Read it in your own time, and ask about whatever is "
    "not clear before you agree.\n\n"
    "What happens. The group meets at the dates that you were given, with the same people and the "
    "same leaders. There is talk, there are exercises such as slow breathing and imagining, and "
    "there is a little practice at home. You may pass at any time, and you may leave an exercise "
    "out or choose a gentler one.\n\n"
    "What it can be like. Turning kindly to oneself can feel strange at first, and sometimes hard "
    "feelings come up. Tell the leaders early; it helps them to help you. The group is not an "
    "emergency service. The help page says where help is at any hour.\n\n"
    "What stays in the room. The leaders keep what they hear to themselves as their profession "
    "asks of them. There are limits: where somebody's life or safety, or that of a child, is in "
    "danger, or where a court orders it, they may have to speak, and they tell you first wherever "
    "they can. The members promise one another to keep to themselves what others tell. That is a "
    "promise, and the law does not stand behind it in the way that it does for the leaders.\n\n"
    "What is written down. The leaders note when you come, what you practice and how you answer "
    "questionnaires, so that they can see together with you how it goes. Those who lead the group "
    "read it, and a supervisor may. You may ask to see what is written about you.\n\n"
    "Your choice. Taking part is your choice. You may take this agreement back at any time, "
    "without giving a reason; what else is offered to you here does not get worse by it. What was "
    "written up to then stays in your record for as long as the law asks."
)


class ConsentWay(StrEnum):
    """How somebody agreed."""

    PORTAL = "portal"
    PAPER = "paper"


class ConsentState(StrEnum):
    """How it stands now."""

    NONE = "none"
    GIVEN = "given"
    OUTDATED = "outdated"
    """To a text that a newer one has replaced."""
    WITHDRAWN = "withdrawn"


class WithdrawalEffect(StrEnum):
    """What follows at once when somebody takes her agreement back, and what does not."""

    POST_STOPS = "post-stops"
    LEFT_OUT = "left-out"
    SEEN = "seen"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement: to which version, and when it was taken back, if it was."""

    version: int
    withdrawn_at: datetime | None = None


def state_of(agreements: Sequence[Agreement], newest_version: int) -> ConsentState:
    """Give how it stands after these agreements, the last one being the newest."""
    standing = [one.version for one in agreements if one.withdrawn_at is None]
    if newest_version in standing:
        return ConsentState.GIVEN
    if standing:
        return ConsentState.OUTDATED
    return ConsentState.WITHDRAWN if agreements else ConsentState.NONE


def paragraphs(body: str) -> tuple[str, ...]:
    """Give the paragraphs of a text, which empty lines part."""
    parts = (" ".join(part.split()) for part in body.replace("\r", "").split("\n\n"))
    return tuple(part for part in parts if part)


def check_text(title: str, body: str) -> None:
    """Refuse a text that nobody could agree to."""
    if not title.strip():
        raise Refused(N_("Give the text a title."), field="title")
    if not paragraphs(body):
        raise Refused(N_("Write the text that people are to agree to."), field="body")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            N_("The title is longer than %(most)s characters."), {"most": LONGEST_TITLE}, "title"
        )
    if len(body) > LONGEST_BODY:
        raise Refused(
            N_("The text is longer than %(most)s characters."), {"most": LONGEST_BODY}, "body"
        )
