"""What a script could send in the place of a sheet's answers: any JSON at all, or none."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.groups.cohorts import Span
from clinic.domain.homework.doses import Dose
from clinic.domain.homework.worksheets import Worksheet as Sheet
from clinic.lookups.programs.content import worksheet_of
from clinic.models.programs import WorksheetRow
from clinic.operations.homework.assignments import assign
from tests.cast import Cast
from tests.furniture import AT
from tests.hostile.sending import Answer, Post
from tests.hostile.watch import Watch
from tests.scenes import World

JSON = "application/json"
DEEP = 100_000
BODIES = {
    "nothing": b"",
    "no JSON": b"answers=1",
    "half": b'{"answers": {',
    "a list": b"[]",
    "a number": b"1e400",
    "nothing said": b"null",
    "deep": b"[" * DEEP + b"]" * DEEP,
    "deep inside": b'{"version": 0, "answers": ' + b'{"a":' * DEEP + b"1" + b"}" * (DEEP + 1),
    "no UTF-8": b'{"answers": {"a": "\xff"}, "version": 0}',
    "5,000 digits": b'{"answers": {}, "version": ' + b"9" * 5000 + b"}",
    "no version": b'{"answers": {}}',
    "a version of words": b'{"answers": {}, "version": "0"}',
    "a version that is true": b'{"answers": {}, "version": true}',
    "answers in a list": b'{"answers": [1], "version": 0}',
    "an unknown field": b'{"answers": {"\\ud800": "x"}, "version": 0}',
}
ODD = [
    *("\ud800", "a\0b", "x" * 600_000, "٣", "{0.__class__}", "9" * 5000),
    *(2**31, 2**63, -(2**63), 10**4000, 1.5, float("inf"), float("nan"), True),
    *([], {}, [[]], [{}], [None], [{"": None}], {"a": {"b": "c"}}, [1] * 1000, ["\ud800"]),
]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


class Sheets:
    """Every sheet of the shelf, in Mia's hands."""

    def __init__(self, world: World, db: Db, cast: Cast, watch: Watch) -> None:
        rows = db.scalars(select(WorksheetRow)).all()
        self.sheets = [worksheet_of(row) for row in rows]
        self.post = Post(world, watch)
        self._urls = {}
        window = Span(AT - timedelta(days=1), AT + timedelta(days=2))
        for row, sheet in zip(rows, self.sheets, strict=True):
            given_to = [cast.enrollments["mia"]]
            (own,) = assign(
                db, Actor(None, AT), cast.sessions[8], given_to, row, window, Dose(1, 10)
            )
            self._urls[sheet.code] = world.people["mia"].url(
                "portal.worksheets.save", assignment_id=own.public_id
            )
        watch.remember()

    def save(self, sheet: Sheet, answers: object) -> Answer:
        body = json.dumps({"answers": answers, "version": 0}).encode()
        return self.put(self._urls[sheet.code], body)

    def put(self, url: str, body: bytes) -> Answer:
        return self.post.ask("mia", "PUT", url, data=body, kind=JSON)

    @property
    def any_url(self) -> str:
        return next(iter(self._urls.values()))


@pytest.fixture
def sheets(world: World, db: Db, cast: Cast, watch: Watch) -> Sheets:
    return Sheets(world, db, cast, watch)


def test_a_body_that_is_no_answer_is_refused(sheets: Sheets) -> None:
    told = {name: sheets.put(sheets.any_url, body) for name, body in BODIES.items()}
    assert {name: answer.fault for name, answer in told.items() if answer.fault} == {}
    assert {name for name, answer in told.items() if answer.status not in (400, 422)} == set()


def test_no_field_of_any_sheet_breaks_on_an_odd_value(sheets: Sheets) -> None:
    faults = {}
    for sheet in sheets.sheets:
        for place, field in enumerate(sheet.fields):
            for value in ODD[place % 12 :: 12]:
                if fault := sheets.save(sheet, {field.key: value}).fault:
                    faults[sheet.code, field.key, repr(value)[:40]] = fault
    assert faults == {}


@pytest.mark.release
def test_no_sheet_breaks_on_any_json(sheets: Sheets) -> None:
    fields = [(sheet, field.key) for sheet in sheets.sheets for field in sheet.fields]

    @settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(fields), ANY)
    def holds(one: tuple[Sheet, str], value: object) -> None:
        sheet, key = one
        assert sheets.save(sheet, {key: value}).fault == ""

    holds()
