"""Where a place is over nobody alone holds a link of the person, who may be in another group."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import CohortStatus, EnrollmentStatus
from clinic.models.accounts import Invitation
from clinic.models.cohorts import Facilitator
from clinic.operations.clinic.accounts import deactivate_account
from tests.access.stealing import words_of
from tests.access.two_people import asked_by, letter, links, page_of
from tests.cast import NOW, Cast, join_another
from tests.client import Person
from tests.credentials import told

As = Callable[[str], Person]
_LINK = re.compile(r"/invitation/[\w-]{43}")


@operation
def end(db: Db, actor: Actor, cast: Cast, name: str, status: str) -> None:
    if status == "closed":
        cast.cohort.status = CohortStatus.CLOSED
    else:
        cast.enrollments[name].status = EnrollmentStatus(status)
        cast.enrollments[name].ended_at = actor.at


@operation
def leave(db: Db, actor: Actor, cast: Cast, who: str) -> None:
    hers = Facilitator.account_id == cast.accounts[who].id
    db.execute(update(Facilitator).where(hers).values(ended_at=actor.at))


@pytest.fixture(params=["completed", "withdrawn", "closed"])
def over(request: pytest.FixtureRequest, db: Db, cast: Cast) -> None:
    for name in ("mia", "noor"):
        end(db, Actor(None, NOW), cast, name, request.param)


@pytest.fixture
def ended(db: Db, cast: Cast) -> None:
    end(db, Actor(None, NOW), cast, "mia", "completed")


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize("name", ["mia", "noor"])
@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_one_alone_gets_no_link_of_whoever_left_wherever_she_is_now(
    as_: As, db: Db, cast: Cast, name: str, is_elsewhere: bool
) -> None:
    if is_elsewhere:
        join_another(db, cast, name)
    theresa, before = as_("theresa"), links(db)
    place = {"enrollment_id": cast.enrollments[name].public_id}
    shown = theresa.post("therapist.links.create", **place)
    assert (shown.status, "/invitation/" in shown.html) == (422, False)
    assert ("This place is over" in shown.text) or name == "mia"
    if name == "noor":
        assert theresa.post("therapist.links.create", {"by": "mail"}, **place).status == 303
    assert "it takes two of those who lead the group" in page_of(theresa, cast, name).text
    answer = letter(theresa, cast, name)
    assert (answer.status, answer.answer.mimetype) == (303, "text/html")
    assert "You asked for a letter on" in page_of(theresa, cast, name).text
    assert links(db) == before


@pytest.mark.usefixtures("over")
def test_two_of_those_who_lead_the_group_make_a_letter_and_the_owner_hears_of_both(
    as_: As, db: Db, cast: Cast
) -> None:
    theresa, tom = as_("theresa"), as_("tom")
    asked = asked_by(theresa, cast, tom)
    assert "Theresa Lind asked on" in page_of(tom, cast).text
    assert letter(theresa, cast, grant=asked).status == 422, "not her own"
    printed = letter(tom, cast, grant=asked)
    assert printed.answer.mimetype == "application/pdf"
    found = _LINK.search(words_of(printed))
    assert found
    assert as_("nobody").open(found[0]).status == 200
    assert letter(tom, cast, grant=asked).status == 422, "granted once"
    assert told(db, cast.accounts["mia"]) == ["link-asked", "link-printed"]
    news = as_("mia").get("auth.account_news.index").text
    assert "Theresa Lind asked for a link for you, which takes a second person" in news


@pytest.mark.usefixtures("ended")
def test_the_other_group_neither_sees_nor_grants_what_was_asked_for(
    as_: As, db: Db, cast: Cast
) -> None:
    there = join_another(db, cast, "mia").public_id
    asked = asked_by(as_("theresa"), cast, as_("tom"))
    sam = as_("sam")
    page = sam.get("therapist.clients.show", client_id=cast.clients["mia"].public_id, place=there)
    assert page.status == 200
    assert "Theresa" not in page.text
    assert "letter on" not in page.text
    sent = {"grant": asked}
    assert sam.post("handouts.letters.create", sent, enrollment_id=there).status == 404
    assert letter(sam, cast, grant=asked).status == 404
    assert letter(as_("tom"), cast, "noor", grant=asked).status == 404


@pytest.mark.usefixtures("ended")
@pytest.mark.parametrize("how", ["left", "closed"])
def test_nothing_is_granted_that_somebody_asked_for_who_is_gone(
    as_: As, db: Db, cast: Cast, how: str
) -> None:
    tom = as_("tom")
    asked, before = asked_by(as_("theresa"), cast, tom), links(db)
    if how == "left":
        leave(db, Actor(None, NOW), cast, "theresa")
    else:
        deactivate_account(db, Actor(None, NOW), cast.accounts["theresa"])
    refused = letter(tom, cast, grant=asked)
    assert refused.status == 422
    assert ("has been closed" if how == "closed" else "no longer leads") in refused.text
    assert links(db) == before


@pytest.mark.usefixtures("ended")
def test_where_nobody_else_leads_the_group_a_sentence_says_so(as_: As, db: Db, cast: Cast) -> None:
    leave(db, Actor(None, NOW), cast, "tom")
    refused = letter(as_("theresa"), cast)
    assert refused.status == 422
    assert "Nobody else leads this group who could grant it." in refused.text


@pytest.mark.usefixtures("ended")
def test_a_link_by_mail_still_goes_to_the_owner_alone(as_: As, db: Db, cast: Cast) -> None:
    theresa, place = as_("theresa"), cast.enrollments["mia"].public_id
    sent = {"by": "mail"}
    assert theresa.post("therapist.links.create", sent, enrollment_id=place).status == 303
    found = select(Invitation.mailed_to).order_by(Invitation.id.desc()).limit(1)
    assert db.scalar(found) == "mia@example.org"
