"""Inviting a person: once on the screen, never twice, and not before there is help to name."""

import re
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.accounts import Invitation
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, Cast
from tests.client import Page, Person

As = Callable[[str], Person]


def invite(person: Person, cast: Cast, name: str = "noor") -> Page:
    where = {"enrollment_id": cast.enrollments[name].public_id}
    return person.post("therapist.links.create", **where)


def link_on(page: Page) -> str:
    found = re.search(r"http://localhost(/invitation/[\w-]{43})", page.text)
    assert found, "the page has a link with a whole address"
    return found[1]


def test_the_link_opens_the_invitation_of_that_person(as_: As, cast: Cast) -> None:
    page = invite(as_("theresa"), cast)
    assert page.has_heading("An invitation for Noor")
    assert "shown only once" in page.text
    assert any(one["src"].startswith("data:image/svg+xml") for one in page.parts("img"))
    invitation = as_("nobody").open(link_on(page))
    assert invitation.status == 200
    name = re.search(r"Sign-in name (\S+)", page.text)
    assert name
    assert name[1] in invitation.text


def test_a_fresh_link_ends_the_one_before(as_: As, cast: Cast) -> None:
    theresa = as_("theresa")
    first = link_on(invite(theresa, cast))
    second = link_on(invite(theresa, cast))
    assert as_("nobody").open(first).status == 404
    assert as_("nobody").open(second).status == 200


def test_the_person_s_page_then_says_until_when_the_link_works(as_: As, cast: Cast) -> None:
    theresa, show = as_("theresa"), {"client_id": cast.clients["noor"].public_id}
    assert "Not invited yet." in theresa.get("therapist.clients.show", **show).text
    link = link_on(invite(theresa, cast))
    page = theresa.get("therapist.clients.show", **show)
    assert "The link works until Wed, Mar 4, 12:00." in page.text
    assert link not in page.html


def test_nobody_is_invited_before_the_clinic_has_said_where_help_is(
    as_: As, db: Db, cast: Cast
) -> None:
    change_settings(db, Actor(None, NOW), replace(clinic_settings(db), crisis_line=""))
    theresa = as_("theresa")
    page = invite(theresa, cast)
    assert page.status == 422
    assert "Clients cannot be invited yet" in page.text
    assert db.scalar(select(func.count()).select_from(Invitation)) == 0
    show = theresa.get("therapist.clients.show", client_id=cast.clients["noor"].public_id)
    assert "Nobody can be invited yet" in show.text


def test_others_invite_nobody(as_: As, cast: Cast) -> None:
    assert invite(as_("sam"), cast).status == 404
    assert invite(as_("sigrid"), cast).status == 403
