"""Between the reading and the writing of an edit nobody else writes, on either database."""

import threading
import time

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.models.cohorts import Cohort
from tests.cast import NOW, Cast

DOER = Actor(None, NOW)


@operation
def move(db: Db, _actor: Actor, cohort_id: int, place: str) -> Cohort:
    cohort = db.get_one(Cohort, cohort_id)
    db.refresh(cohort)
    cohort.place = place
    return cohort


def test_a_deed_waits_until_an_edit_is_written(db: Db, cast: Cast) -> None:
    cohort_id, order = cast.cohort.id, []

    def other() -> None:
        with db.beside() as beside:
            beside.info["journal"] = db.info["journal"]
            move(beside, DOER, cohort_id, "Room of the other")
            order.append("other")

    db.hold()
    beside = threading.Thread(target=other)
    beside.start()
    time.sleep(0.3)
    # Read under the hold, and so still true when it is written.
    read = db.get_one(Cohort, cohort_id, populate_existing=True).place
    order.append("edit")
    move(db, DOER, cohort_id, f"{read} and more")
    beside.join(10)
    assert order == ["edit", "other"]
    db.commit()
    db.refresh(cast.cohort)
    assert cast.cohort.place == "Room of the other"


def test_an_edit_that_comes_to_nothing_lets_the_others_go_on(db: Db, cast: Cast) -> None:
    with db.beside() as held:
        held.hold()
    db.commit()
    move(db, DOER, cast.cohort.id, "Room 9")
    assert cast.cohort.place == "Room 9"
