"""Notes to a day and the clinic's own norms: who writes them, what they may hold."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.content.instrument_files import load_instruments
from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.domain.outcomes.change import Distribution
from clinic.domain.outcomes.readings import OwnNorm
from clinic.lookups.measures.norms import clinic_norms
from clinic.models.readings import ChartNote, ClinicNorm
from clinic.models.sealed import read_sealed
from clinic.operations.measures.norms import remove_norm, set_norm
from clinic.operations.people.chart_notes import LONGEST_NOTE, remove_chart_note, write_chart_note
from tests.cast import NOW, Cast

TODAY = NOW.date()
OURS = OwnNorm(5.5, 0.84, "our audit of 2025", 15.4, Distribution(2.9, 3.5))
PHQ = load_instruments().instruments["phq-9"].main


@pytest.fixture
def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)


def test_a_note_is_kept_sealed_with_its_day_and_its_writer(
    db: Db, cast: Cast, theresa: Actor
) -> None:
    note = write_chart_note(db, theresa, cast.enrollments["mia"], TODAY, "  lost  her job ", TODAY)

    assert read_sealed(db.keys, note, "words") == "lost her job"
    assert "job" not in str(note.words)
    assert (note.noted_on, note.made_by_id, note.made_at) == (TODAY, theresa.account_id, NOW)
    remove_chart_note(db, theresa, note)
    assert db.scalars(select(ChartNote)).all() == []


@pytest.mark.parametrize(
    ("days", "words", "sentence", "field"),
    [
        (0, "   ", "Write a few words", "words"),
        (0, "x" * (LONGEST_NOTE + 1), "up to 200", "words"),
        (1, "tomorrow", "has not come yet", "noted_on"),
        (-2000, "long ago", "too far back", "noted_on"),
    ],
)
def test_a_note_without_words_or_with_a_day_to_come_is_refused(
    db: Db, cast: Cast, theresa: Actor, days: int, words: str, sentence: str, field: str
) -> None:
    day = TODAY + timedelta(days=days)

    with pytest.raises(Refused, match=sentence) as caught:
        write_chart_note(db, theresa, cast.enrollments["mia"], day, words, TODAY)

    assert caught.value.field == field


def test_a_norm_is_set_changed_and_removed(db: Db, theresa: Actor) -> None:
    set_norm(db, theresa, "phq-9", PHQ, OURS)
    changed = replace(OURS, sd=6.0, clinical_mean=None, functional=None)
    row = set_norm(db, theresa, "phq-9", PHQ, changed)

    assert dict(clinic_norms(db)) == {("phq-9", "total"): changed}
    assert (row.set_by_id, row.set_at) == (theresa.account_id, NOW)
    remove_norm(db, theresa, row)
    assert db.scalars(select(ClinicNorm)).all() == []


@pytest.mark.parametrize(
    ("norm", "sentence", "field"),
    [
        (replace(OURS, sd=0), "above 0 and at most 27", "sd"),
        (replace(OURS, sd=28), "above 0 and at most 27", "sd"),
        (replace(OURS, reliability=1), "above 0 and below 1", "reliability"),
        (replace(OURS, reliability=0), "above 0 and below 1", "reliability"),
        (replace(OURS, clinical_mean=30), "from 0 to 27", "clinical_mean"),
        (replace(OURS, functional=Distribution(-1, 3)), "from 0 to 27", "functional_mean"),
        (replace(OURS, functional=Distribution(3, 0)), "above 0", "functional_sd"),
        (replace(OURS, source=""), "where the figures come from", "source"),
    ],
)
def test_figures_that_no_scores_of_the_scale_can_have_are_refused(
    db: Db, theresa: Actor, norm: OwnNorm, sentence: str, field: str
) -> None:
    with pytest.raises(Refused, match=sentence) as caught:
        set_norm(db, theresa, "phq-9", PHQ, norm)

    assert caught.value.field == field
    assert clinic_norms(db) == {}


def test_the_program_itself_writes_neither(db: Db, cast: Cast) -> None:
    nobody = Actor(None, NOW)

    with pytest.raises(Refused):
        set_norm(db, nobody, "phq-9", PHQ, OURS)
    with pytest.raises(Refused):
        write_chart_note(db, nobody, cast.enrollments["mia"], TODAY, "a word", TODAY)
