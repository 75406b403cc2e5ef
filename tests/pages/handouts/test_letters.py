"""The letter of invitation, asked for by staff."""

from collections.abc import Callable

from tests.cast import Cast
from tests.client import Person
from tests.printing.paper import pages

As = Callable[[str], Person]


def test_the_letter_carries_a_link_that_opens(as_: As, cast: Cast) -> None:
    where = {"enrollment_id": cast.enrollments["noor"].public_id}
    answer = as_("theresa").post("handouts.letters.create", **where).answer
    assert answer.mimetype == "application/pdf"
    (page,) = pages(answer.data)
    for words in ("Dear Noor,", "Riverside", "Mar 4, 2026 at 12:00", "Theresa Lind", "555 0111"):
        assert words in page
    # A long address breaks where it may, and where that is depends on its random letters.
    path = "/invitation/" + "".join(page.split()).split("/invitation/")[1][:43]
    assert as_("nobody").open(path).status == 200


def test_the_letter_names_neither_group_nor_clinic(as_: As, cast: Cast) -> None:
    where = {"enrollment_id": cast.enrollments["noor"].public_id}
    (page,) = pages(as_("theresa").post("handouts.letters.create", **where).answer.data)
    for word in ("Tuesday evening group", "Riverside Clinic", "Haddad"):
        assert word not in page


def test_others_write_to_nobody(as_: As, cast: Cast) -> None:
    where = {"enrollment_id": cast.enrollments["noor"].public_id}
    assert as_("sam").post("handouts.letters.create", **where).status == 404
    assert as_("sigrid").post("handouts.letters.create", **where).status == 403
