"""Whom an address is about: the client and the cohort behind the public ids in it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, null, select

from clinic.db import Db
from clinic.domain.clinic.trail import PageRead, Subject
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.emergencies import Emergency
from clinic.models.endings import Ending
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.measures import Administration, ScoreImport
from clinic.models.notes import SessionNote
from clinic.models.practice import PracticeEntry
from clinic.models.readings import ChartNote
from clinic.models.reports import Amendment, RecordCopy
from clinic.models.risk import RiskCase
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession, StandIn
from clinic.models.waiting import PlaceOffer, Waiting
from clinic.models.worksheets import WorksheetResponse

_NOBODY = null().label("client_id")
_NOWHERE = null().label("cohort_id")


def _of_place(kind: Any, *ways: Any) -> Select[*tuple[Any, ...]]:
    """Select by a row that belongs to somebody's place, or leads to one over others."""
    chosen = select(kind.id, Enrollment.client_id, Enrollment.cohort_id).select_from(kind)
    for way in ways:
        chosen = chosen.join(way)
    last = ways[-1] if ways else kind
    return chosen.join(Enrollment, last.enrollment_id == Enrollment.id)


_SELECTS: Mapping[str, tuple[Any, Select[*tuple[Any, ...]]]] = {
    "client_id": (Client, select(Client.id, Client.id, _NOWHERE)),
    "cohort_id": (Cohort, select(Cohort.id, _NOBODY, Cohort.id)),
    "session_id": (GroupSession, select(GroupSession.id, _NOBODY, GroupSession.cohort_id)),
    "make_up_id": (
        MakeUp,
        select(MakeUp.id, _NOBODY, GroupSession.cohort_id).join(
            GroupSession, MakeUp.group_session_id == GroupSession.id
        ),
    ),
    "stand_in_id": (
        StandIn,
        select(StandIn.id, _NOBODY, GroupSession.cohort_id).join(StandIn.group_session),
    ),
    "emergency_id": (Emergency, select(Emergency.id, Emergency.client_id, Emergency.cohort_id)),
    "file_id": (ScoreImport, select(ScoreImport.id, _NOBODY, ScoreImport.cohort_id)),
    "enrollment_id": (
        Enrollment,
        select(Enrollment.id, Enrollment.client_id, Enrollment.cohort_id),
    ),
    "assignment_id": (Assignment, _of_place(Assignment)),
    "administration_id": (Administration, _of_place(Administration)),
    "amendment_id": (Amendment, _of_place(Amendment)),
    "copy_id": (RecordCopy, _of_place(RecordCopy)),
    "note_id": (ChartNote, _of_place(ChartNote)),
    "session_note_id": (
        SessionNote,
        select(SessionNote.id, Enrollment.client_id, GroupSession.cohort_id)
        .join(SessionNote.group_session)
        .outerjoin(SessionNote.enrollment),
    ),
    "change_id": (
        ScheduleChange,
        select(ScheduleChange.id, _NOBODY, ScheduleChange.cohort_id),
    ),
    "ending_id": (Ending, select(Ending.id, Ending.client_id, _NOWHERE)),
    "case_id": (RiskCase, _of_place(RiskCase)),
    "waiting_id": (Waiting, _of_place(Waiting)),
    "offer_id": (PlaceOffer, _of_place(PlaceOffer, Waiting)),
    "entry_id": (PracticeEntry, _of_place(PracticeEntry, Assignment)),
    "response_id": (WorksheetResponse, _of_place(WorksheetResponse, Assignment)),
}
NAMED = frozenset(_SELECTS)
"""The parameters of addresses that say whom a page is about."""


def subject_of(db: Db, read: PageRead) -> Subject:
    """Find whom a page was about; a client's own page that names nobody was about her."""
    subject = Subject()
    for name, public_id in read.names:
        if name in _SELECTS:
            kind, chosen = _SELECTS[name]
            row = db.execute(chosen.where(kind.public_id == public_id)).one_or_none()
            if row is not None:
                subject = Subject((kind.__tablename__, row[0]), row[1], row[2])
                break
    if subject.client_id is None and read.action.audience == "portal":
        own = db.scalar(select(Client.id).where(Client.account_id == read.account_id))
        return Subject(subject.row, own, subject.cohort_id)
    return subject
