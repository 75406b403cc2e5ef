"""The invitation: one page that tells how to come in and nothing of what for."""

from dataclasses import replace

from clinic.domain.clinic.settings import Paper
from clinic.printing.letters import InvitationLetter, invitation_html, invitation_letter
from tests.clinical_words import CLINICAL
from tests.printing.paper import pages

LETTER = InvitationLetter(
    sender="Harbor House",
    sender_lines=("1 Quay Street",),
    recipient="Mia",
    link="https://hearth.example.org/join/3kq0zR8vY2mN7pLxT5wB1c",
    sign_in_name="mia-r",
    written_on="March 2, 2026",
    expires_at="March 16, 2026 at 18:00",
    contact="Call us at 555-0100.",
    signed_by="Theresa Lind",
    paper=Paper.A4,
)


def test_the_letter_says_in_one_page_where_to_go_until_when_and_as_whom() -> None:
    (page,) = pages(invitation_letter(LETTER))
    for words in ("Dear Mia,", LETTER.link, "mia-r", "March 16, 2026", "Call us at 555-0100."):
        assert words in page


def test_the_letter_carries_no_clinical_word() -> None:
    text = invitation_html(LETTER).lower()
    assert [word for word in CLINICAL if word in text] == []


def test_the_square_is_drawn_in_the_document_itself() -> None:
    html = invitation_html(LETTER)
    assert html.count("<svg") == 1
    assert "href" not in html


def test_the_longest_link_that_we_give_still_fits_the_page() -> None:
    assert len(pages(invitation_letter(replace(LETTER, link=LETTER.link + "x" * 200)))) == 1
