"""P7: no figure under five people leaves the clinic, also where groups are counted together."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.outcomes.pooling import places_counted
from clinic.domain.outcomes.reports import ReportKind
from clinic.models.cohorts import Cohort
from clinic.models.reports import ReportIssue
from clinic.operations.outcomes.reports import OutgoingReport, note_report
from clinic.queries.outcomes.cohort_reports import CohortReport, cohort_report
from tests.access.words import read
from tests.cast import NOW, Cast
from tests.client import Person
from tests.crowd import open_another
from tests.scores import give_score, newcomers

As = Callable[[str], Person]


@pytest.fixture
def later(db: Db, cast: Cast) -> Cohort:
    """A group of three that begins after Theresa's, in which three have scores as well."""
    cohort = open_another(db, cast, "Spring group")
    newcomers(db, cast, 3)
    newcomers(db, replace(cast, cohort=cohort), 3)
    return cohort


def report(db: Db, cast: Cast, cohort: Cohort, *, pools: bool = False) -> CohortReport:
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)
    return cohort_report(db, reader, cohort.public_id, NOW, pools=pools)


def changed(told: CohortReport) -> int | None:
    """Give of how many people the report tells a change; nothing where it tells none."""
    change = told.figures.measures[0].change_of_pairs
    return change.n if change and change.mean_change is not None else None


def leave(db: Db, cast: Cast, told: CohortReport) -> None:
    going = OutgoingReport(ReportKind.COHORT, "the service", b"%PDF")
    by = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    note_report(db, by, told.cohort, going, told.releases, told.beside)


def test_p7_a_group_of_three_is_pooled_until_there_is_something_to_show(
    db: Db, cast: Cast, later: Cohort
) -> None:
    alone = report(db, cast, later)
    assert (changed(alone), alone.figures.began) == (None, None)
    told = report(db, cast, later, pools=True)
    assert changed(told) == 6
    assert told.beside == (cast.cohort,)


def test_p7_nothing_is_pooled_where_the_group_can_be_told_of_alone(db: Db, cast: Cast) -> None:
    open_another(db, cast, "Spring group")
    newcomers(db, cast, 6)
    told = report(db, cast, cast.cohort, pools=True)
    assert (changed(told), told.beside) == (6, ())


def test_p7_a_pooled_report_is_held_beside_those_of_each_of_its_groups(
    db: Db, cast: Cast, later: Cohort
) -> None:
    leave(db, cast, report(db, cast, later, pools=True))
    noted = select(func.count()).select_from(ReportIssue).where(ReportIssue.cohort_id.is_not(None))
    assert db.scalar(noted) == 2
    # One more with both scores: the difference of the two reports would be her own change.
    for occasion, value in (("baseline", 15), ("mid", 3)):
        give_score(db, cast, "mia", value, occasion=occasion)
    again = report(db, cast, later, pools=True)
    assert changed(again) is None
    assert again.releases.is_held_back


def test_p7_the_report_says_what_it_pooled(cast: Cast, later: Cohort, as_: As) -> None:
    values = {"paper": "A4", "then": "preview", "pools": "y"}
    where = {"cohort_id": later.public_id}
    answer = as_("theresa").post("handouts.reports.create_of_cohort", values, **where).answer
    text = " ".join(read(answer.get_data()).split())
    assert f"counted with it {cast.cohort.name.lower()}, from" in text
    assert "counted together with 1 earlier group of the same program" in text
    assert "n = 6, mean change" in text


def test_p7_somebody_in_two_groups_counts_once() -> None:
    assert places_counted([{11: 1, 12: 2}, {21: 1, 22: 3}]) == {11, 12, 22}
