"""Letters to one person; what they say may be read by whoever opens the mailbox."""

from dataclasses import dataclass
from gettext import NullTranslations

from clinic.domain.clinic.settings import Paper
from clinic.domain.text import N_
from clinic.printing import render
from clinic.printing.squares import square

_TITLE = N_("Your invitation")
_ENDING = N_("About your place")
_WAITING = N_("About a place for you")
_SQUARE = N_("A square for the camera of a phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every letter says; dates come as the words that the reader's language has for them."""

    sender: str
    sender_lines: tuple[str, ...] = ()
    """Street and town, telephone: as the clinic writes itself."""
    recipient: str
    written_on: str
    contact: str
    """A whole sentence, as `Call us at 555-0100.`"""
    signed_by: str
    paper: Paper
    language: str = "en"
    is_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLetter(Letter):
    """The way in, for one person."""

    link: str
    sign_in_name: str
    expires_at: str
    is_reset: bool = False
    """For somebody who was here before and forgot her passphrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingLetter(Letter):
    """That a place has ended, to somebody who left before the end."""

    ended_on: str
    has_page: bool
    asked_until: str
    """Empty where nothing is asked any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLetter(Letter):
    """That somebody is on the list for a place, by which rule, and what comes next."""

    name: str
    """The discreet one."""
    listed_on: str
    rule: str
    """A whole sentence."""
    answer_by: str
    """The last day of an offer; empty where none is made."""
    has_page: bool


def invitation_html(
    letter: InvitationLetter, translations: NullTranslations = render.ENGLISH
) -> str:
    qr = square(letter.link, translations.gettext(_SQUARE), border=4)
    return _html("letter.html", _TITLE, letter, translations, qr=qr)


def invitation_letter(
    letter: InvitationLetter, translations: NullTranslations = render.ENGLISH
) -> bytes:
    return render.pdf(invitation_html(letter, translations))


def ending_letter(letter: EndingLetter, translations: NullTranslations = render.ENGLISH) -> bytes:
    return render.pdf(_html("ending.html", _ENDING, letter, translations))


def waiting_letter(letter: WaitingLetter, translations: NullTranslations = render.ENGLISH) -> bytes:
    return render.pdf(_html("waiting.html", _WAITING, letter, translations))


def _html(
    template: str, title: str, letter: Letter, translations: NullTranslations, **more: object
) -> str:
    return render.html(
        template,
        translations,
        document_title=translations.gettext(title),
        language=letter.language,
        paper=letter.paper,
        is_large=letter.is_large,
        letter=letter,
        **more,
    )
