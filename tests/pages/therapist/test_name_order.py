"""People stand in one order, whatever database keeps them and however it was set up."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.operations.people.clients import add_client
from tests.cast import NOW, Cast
from tests.client import Person

As = Callable[[str], Person]


@pytest.fixture
def named(db: Db, cast: Cast) -> None:
    """People whose names databases of different places put in different orders."""
    theresa = Actor(cast.accounts["theresa"].id, NOW, cast.accounts["theresa"].role)
    for name in ("Zoe", "éva", "Émile", "anna", "Åse", "Evelyn"):
        add_client(
            db,
            theresa,
            preferred_name=name,
            family_name="",
            email=None,
            phone=None,
            medium=Medium.PAPER,
        )


@pytest.mark.usefixtures("named")
def test_marks_and_capitals_do_not_say_where_somebody_stands(as_: As) -> None:
    text = as_("theresa").get("therapist.clients.index").text

    order = ["anna", "Åse", "Émile", "éva", "Evelyn", "Max", "Mia", "Noor", "Zoe"]
    assert sorted(order, key=text.index) == order


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("typed", ["ÉMILE", "emile", "Émil"])
def test_a_name_is_found_with_its_marks_or_without(as_: As, typed: str) -> None:
    assert "Émile" in as_("theresa").get("therapist.clients.index", q=typed).text
