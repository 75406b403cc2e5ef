"""Every practice and every idea of the inventory has a place in the content that ships."""

from functools import lru_cache

import pytest

from clinic.content.cross_checks import daily_minutes
from clinic.content.instrument_files import load_instruments
from clinic.content.library import Library, load_library
from tests.cast import ROOT

PRACTICES = set(range(1, 64))
OF_THE_FACILITATOR = 33
"""Naming what happens between people in the room is a deed of the facilitator's, in the plan."""

IDEAS = {
    "64": ("R05", "From me to myself"),
    "65": ("R01", "What has hurt you before makes the loop start faster"),
    "66": ("R02", "Calm breathing, a kind tone and a steady way of sitting"),
    "67": ("R01", "Paul Gilbert developed compassion-focused therapy"),
    "68": ("W02", "We read it aloud together"),
    "69": ("W02", "Joining online"),
    "70": ("W28", "Signs that I need more help than the group gives"),
    "71": ("R01", "it is no cure for everything"),
    "72": ("R03", "comforted one day and overlooked the next"),
    "73": ("W09", "Sudden goodbyes"),
    "74": ("R03", "waiting to be left"),
    "75": ("R02", "a smoke alarm that rings for toast"),
    "76": ("R03", "The protection itself keeps the worry alive"),
    "77": ("R03", "checking the phone, and reading a lot into tone and reply times"),
    "78": ("R01", "not your fault"),
    "79": ("R03", "in small steps that are repeated"),
    "80": ("R03", "four kinds of skill"),
    "81": ("R03", "with people who are steady enough"),
    "82": ("W27", "People I can turn to"),
    "83": ("W29", "Trusting my own sense of things: now"),
    "84": ("W01", "One to three goals that matter to me"),
    "84a": ("W22", "At most one new step a week"),
    "84b": ("R02", "Your body is often ahead of you"),
    "84c": ("R03", "a neutral face can look like a no"),
    "84d": ("R03", "working hard to please, so that people stay"),
    "84e": ("R03", "You do not have to go through your whole past first"),
}
"""Rows of the inventory that explain rather than practice: the sheet, and words that carry them."""


@lru_cache(1)
def library() -> Library:
    return load_library(ROOT / "worksheets", frozenset(load_instruments().instruments))


def test_every_practice_has_an_exercise() -> None:
    practiced = {row for exercise in library().exercises.values() for row in exercise.rows}
    assert PRACTICES - practiced == {OF_THE_FACILITATOR}


def test_the_facilitator_is_reminded_to_name_what_happens_between_people() -> None:
    plan = library().programs["safe-connections"].sessions[7].plan
    assert any("what happened between people in the room" in item.note for item in plan)


@pytest.mark.parametrize("row", IDEAS)
def test_every_idea_stands_on_a_sheet(row: str) -> None:
    code, words = IDEAS[row]
    text = library().worksheet_sources[code].text.replace("**", "")
    assert words in " ".join(text.split())


@pytest.mark.parametrize("number", range(1, 6))
def test_each_of_the_first_five_weeks_gives_something_to_read(number: int) -> None:
    session = library().programs["safe-connections"].sessions[number]
    assert session.handouts[0] == f"R{number:02}"


@pytest.mark.parametrize("code", [f"R{number:02}" for number in range(1, 6)])
def test_a_sheet_to_read_asks_for_nothing(code: str) -> None:
    assert library().worksheets[code].fields == ()


def test_the_short_program_asks_for_little_at_home() -> None:
    program = library().programs["four-week-introduction"]
    daily = [daily_minutes(session, library().worksheets) for session in program.sessions]
    assert max(daily[:3]) <= 8
    assert max(daily) <= 10
