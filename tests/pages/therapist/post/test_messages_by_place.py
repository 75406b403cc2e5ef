"""A message about a place is for those who lead that group; about a person, for who has her now."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.post.messages import MessageState
from clinic.domain.post.recipients import Recipient
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.operations.groups.cohorts import close_cohort
from tests.cast import NOW, Cast, join_another
from tests.client import Person
from tests.queued import queued

As = Callable[[str], Person]
SYSTEM = Actor(None, NOW)


@operation
def lose_address(db: Db, actor: Actor, client: Client) -> None:
    client.email = None


@operation
def end(db: Db, actor: Actor, place: Enrollment) -> None:
    place.status = EnrollmentStatus.COMPLETED


@pytest.fixture
def second(db: Db, cast: Cast) -> Enrollment:
    """Mia, whom no mail reaches, is in Sam's group too."""
    lose_address(db, SYSTEM, cast.clients["mia"])
    return join_another(db, cast, "mia")


def tell(db: Db, cast: Cast, place: Enrollment | None) -> Message:
    """Let something have to be told, about a place or about no place."""
    return queued(db, SYSTEM, place or Recipient(client_id=cast.clients["mia"].id))


def who_may_settle(as_: As, message: Message) -> set[str]:
    """Give who has it on her list, and is not told that there is no such thing."""
    found = set()
    for name in ("theresa", "tom", "sam"):
        person = as_(name)
        url = person.url("therapist.messages.tell", message_id=message.public_id)
        is_listed = url in person.get("therapist.messages.index").html
        is_counted = "did not reach" in person.get("therapist.dashboard.show").text
        assert is_listed == is_counted
        found |= {name} if is_listed else set()
    return found


def test_what_is_sent_about_a_place_waits_for_those_who_lead_that_group(
    as_: As, db: Db, cast: Cast, second: Enrollment
) -> None:
    message = tell(db, cast, cast.enrollments["mia"])
    assert who_may_settle(as_, message) == {"theresa", "tom"}
    for deed in ("tell", "retry"):
        asked = as_("sam").post(f"therapist.messages.{deed}", message_id=message.public_id)
        assert asked.status == 404
    db.refresh(message)
    assert message.state is MessageState.BY_HAND


def test_also_when_that_place_is_over(as_: As, db: Db, cast: Cast, second: Enrollment) -> None:
    message = tell(db, cast, cast.enrollments["mia"])
    end(db, SYSTEM, cast.enrollments["mia"])
    assert who_may_settle(as_, message) == {"theresa", "tom"}


def test_the_second_group_has_its_own(as_: As, db: Db, cast: Cast, second: Enrollment) -> None:
    assert who_may_settle(as_, tell(db, cast, second)) == {"sam"}


def test_what_is_about_a_person_as_such_waits_for_all_who_look_after_her_now(
    as_: As, db: Db, cast: Cast, second: Enrollment
) -> None:
    message = tell(db, cast, None)
    assert who_may_settle(as_, message) == {"theresa", "tom", "sam"}
    end(db, SYSTEM, cast.enrollments["mia"])
    assert who_may_settle(as_, message) == {"sam"}


def test_a_closed_group_looks_after_nobody(as_: As, db: Db, cast: Cast, second: Enrollment) -> None:
    message = tell(db, cast, None)
    close_cohort(db, SYSTEM, cast.other_cohort)
    assert who_may_settle(as_, message) == {"theresa", "tom"}


def test_where_all_her_groups_are_over_those_of_any_can_settle_it(
    as_: As, db: Db, cast: Cast, second: Enrollment
) -> None:
    message = tell(db, cast, None)
    for place in db.scalars(select(Enrollment).where(Enrollment.client_id == second.client_id)):
        end(db, SYSTEM, place)
    assert who_may_settle(as_, message) == {"theresa", "tom", "sam"}
