"""What a group's scores come to, as its therapists and its supervisor read it."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.comparisons import within
from clinic.domain.outcomes.effects import Effect
from clinic.domain.outcomes.pairs import Pair, sample_of
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.scores import give_score, newcomers
from tests.selects import selects_of

As = Callable[[str], Person]
PAGE = "therapist.cohort_measures.show"
THREE = {"mia": (20, 10), "max": (15, 12), "noor": (18, 8)}


@pytest.fixture
def three(db: Db, cast: Cast) -> None:
    for name, (before, after) in THREE.items():
        give_score(db, cast, name, before)
        give_score(db, cast, name, after, occasion="mid")


def page_of(as_: As, cast: Cast, who: str = "theresa", **wanted: str) -> Page:
    return as_(who).get(PAGE, cohort_id=cast.cohort.public_id, **wanted)


def test_before_anybody_has_a_score_the_page_says_what_will_be_here(as_: As, cast: Cast) -> None:
    text = page_of(as_, cast).text

    assert "No scores yet" in text
    assert "Questionnaires" in text


def test_a_small_case_that_was_computed_by_hand(as_: As, cast: Cast, three: None) -> None:
    """Changes of -10, -3 and -10: -7.67 on average, over an SD before of 2.52 that is 3.05."""
    text = page_of(as_, cast).text

    assert "n = 3, mean change -7.67 points from before to midway." in text
    assert "d_pre 3.05" in text
    assert "Before 3 17.67 2.52 Midway 3 10.00 2.00" in text
    zones = "recovered 1 reliably better 1 no reliable change 1 reliably worse 0"
    assert f"{zones} worse, past the cut-off 0 with both scores 3" in text
    assert "Max D. 15 12 3 better no reliable change" in text
    # At the published cut-off of 10 one is not yet past it.
    assert "Mia R. 20 10 10 better reliably better" in text
    assert "Noor H. 18 8 10 better recovered" in text


def test_every_effect_size_is_that_of_the_rules(as_: As, cast: Cast, three: None) -> None:
    sample = sample_of([Pair(name, *scores) for name, scores in THREE.items()])

    text = page_of(as_, cast).text

    effects = within(sample, Direction.LOWER)
    assert effects
    for name, effect in effects.items():
        assert isinstance(effect, Effect)
        assert effect.ci is not None
        low, high = map(two_decimals, effect.ci)
        assert f"{name} {two_decimals(effect.value)} {low} to {high} within one group" in text


def two_decimals(value: float) -> str:
    return f"{value:.2f}"


def test_every_drawing_has_its_figures_beside_it(as_: As, cast: Cast, three: None) -> None:
    page = page_of(as_, cast)

    assert len(page.parts(role="img", aria_label=True)) == 2 * 4
    captions = [one.text for one in page.parts("caption")]
    for caption in (
        "How people changed",
        "The drawing in figures",
        "Completers",
        "The two drawings in figures",
    ):
        assert any(one.endswith(caption) for one in captions)
    assert "a pattern is easily chance" in page.text
    assert page.parts(class_="chart-cutoff")
    assert page.parts(class_="chart-corridor")


def test_three_people_without_names_would_not_be_hidden(as_: As, cast: Cast, three: None) -> None:
    text = page_of(as_, cast, view="unnamed").text

    assert "without names, so few would hide nobody" in text
    assert "Mia R." not in text
    assert "n = 3, mean change -7.67" in text


def test_nothing_of_three_people_may_leave_the_clinic(as_: As, cast: Cast, three: None) -> None:
    text = page_of(as_, cast, view="outside").text

    assert "Left out: it would reveal fewer than five people." in text
    assert "Before – – – Midway – – –" in text
    for figure in ("17.67", "-7.67", "3.05", "Mia", "recovered 1"):
        assert figure not in text


def test_eight_people_are_points_without_names_and_outside_only_figures(
    as_: As, db: Db, cast: Cast, three: None
) -> None:
    newcomers(db, cast, 5)

    unnamed, outside = (page_of(as_, cast, view=view) for view in ("unnamed", "outside"))

    for page in (unnamed, outside):
        assert "Newcomer" not in page.text
        assert "n = 8, mean change" in page.text
    assert len(unnamed.parts(class_="chart-plate")) > 8
    assert "8 people, each a point" in unnamed.html
    assert "each a point" not in outside.html
    assert not outside.parts(class_="chart-person")
    assert "Each point would be a person" in outside.text


def test_a_supervisor_reads_along_and_prints_nothing(as_: As, cast: Cast, three: None) -> None:
    page = page_of(as_, cast, "sigrid")

    assert "Mia R." in page.text
    assert "Report for the service" not in page.text


def test_the_services_count_who_came_twice_and_has_both_scores(
    as_: As, db: Db, cast: Cast, three: None
) -> None:
    for name, (before, after) in {"mia": (9, 4), "max": (12, 12), "noor": (10, 7)}.items():
        give_score(db, cast, name, before, "gad-7")
        give_score(db, cast, name, after, "gad-7", "mid")
    by = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    for number in (1, 2):
        came = {cast.enrollments[n].public_id: PersonMark(AttendanceMark.PRESENT) for n in THREE}
        if number == 2:
            came.pop(cast.enrollments["max"].public_id)
        mark_attendance(db, by, cast.sessions[number], came)

    text = page_of(as_, cast).text

    # Mia: 20 to 10 and 9 to 4, still a case by PHQ-9. Noor: 18 to 8 and 10 to 7, recovered.
    assert "Here that is 2 people." in text
    assert "At caseness before 2 of 2" in text
    for words in ("Recovery 1 of 2", "Reliable improvement 2 of 2", "Reliable recovery 1 of 2"):
        assert words in text
    assert "Reliable deterioration 0 of 2" in text
    outside = page_of(as_, cast, view="outside").text
    assert "Here that is too few to report." in outside
    assert "1 of 2" not in outside


def test_the_page_costs_the_same_for_three_and_for_twenty(
    as_: As, db: Db, cast: Cast, three: None
) -> None:
    theresa = as_("theresa")
    few = selects_of(db, theresa, PAGE, cohort_id=cast.cohort.public_id)
    newcomers(db, cast, 17)

    assert selects_of(db, theresa, PAGE, cohort_id=cast.cohort.public_id) == few
    assert few <= 14
