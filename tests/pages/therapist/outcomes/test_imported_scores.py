"""An older group whose totals were read in: its page, where no norm is known."""

from collections.abc import Callable
from datetime import date, time

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.groups.cohorts import CohortPlan
from clinic.domain.measures.instruments import Direction, score_only
from clinic.domain.measures.score_files import ScoreFile, ScoreFileRow
from clinic.lookups.clinic.system import newest_program
from clinic.operations.groups.cohorts import record_closed_cohort
from clinic.operations.measures.score_imports import import_scores
from tests.cast import NOW, Cast
from tests.client import Person

As = Callable[[str], Person]


def test_changes_are_drawn_and_none_is_called_reliable(as_: As, db: Db, cast: Cast) -> None:
    row, by = newest_program(db, "safe-connections"), Actor(None, NOW)
    plan = CohortPlan(
        name="Group of 2019",
        discreet_name="Evenings",
        first_on=date(2019, 1, 8),
        begins_at=time(18, 0),
        duration_minutes=120,
        time_zone="UTC",
        capacity=8,
    )
    cohort = record_closed_cohort(db, by, plan, row, [cast.accounts["theresa"]])
    bdi = score_only("bdi", "BDI-II", minimum=0, maximum=63, better=Direction.LOWER)
    scores = [("7", 31, 12), ("8", 24, 25), ("9", 18, 10)]
    told = tuple(
        ScoreFileRow(who, when, "bdi", value)
        for who, before, after in scores
        for when, value in (("before", before), ("after", after))
    )
    import_scores(db, by, cohort, ScoreFile(told), [bdi], {"before": 1, "after": 8})

    page = as_("theresa").get("therapist.cohort_measures.show", cohort_id=cohort.public_id)

    assert "No confirmed norm is known for this scale" in page.text
    assert "Enter the clinic’s own norm" in page.text
    assert "n = 3, mean change -8.67 points from before to after." in page.text
    assert "7 31 12 19 better not judged" in page.text
    assert "recovered" not in page.text
    assert "NHS Talking Therapies" not in page.text
    assert not page.parts(class_="chart-cutoff")
