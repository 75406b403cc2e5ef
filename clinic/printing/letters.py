"""Letters to one person; what they say may be read by whoever opens the mailbox."""

from dataclasses import dataclass
from gettext import NullTranslations

from clinic.domain.text import N_
from clinic.printing import render
from clinic.printing.sheets import Paper
from clinic.printing.squares import square

_TITLE = N_("Your invitation")
_SQUARE = N_("A square for the camera of a phone")


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """What an invitation says; dates come as the words that the reader's language has for them."""

    sender: str
    sender_lines: tuple[str, ...]
    # Street and town, telephone: as the clinic writes itself.
    recipient: str
    link: str
    sign_in_name: str
    written_on: str
    expires_on: str
    contact: str
    # A whole sentence, as "Call us at 555-0100."
    signed_by: str
    paper: Paper
    language: str = "en"
    is_large: bool = False


def invitation_html(
    letter: InvitationLetter, translations: NullTranslations = render.ENGLISH
) -> str:
    return render.html(
        "letter.html",
        translations,
        document_title=translations.gettext(_TITLE),
        language=letter.language,
        paper=letter.paper,
        is_large=letter.is_large,
        letter=letter,
        qr=square(letter.link, translations.gettext(_SQUARE), border=4),
    )


def invitation_letter(
    letter: InvitationLetter, translations: NullTranslations = render.ENGLISH
) -> bytes:
    return render.pdf(invitation_html(letter, translations))
