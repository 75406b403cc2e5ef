"""A text promises no contact that nothing backs, and names nothing that does not ship."""

import pytest

from clinic.content.faults import FaultReport
from clinic.content.promises import LOG_TICKS, check_text, names_log_tick
from clinic.forms.homework.practice import PracticeForm
from tests.content.sources import SHEET
from tests.marks import library

TITLES = ("My safety plan", "My cards", "Soothing rhythm breathing")


def faults(text: str, *, is_backed: bool = False) -> list[str]:
    report = FaultReport("sheets/W01-x.md")
    check_text(text, report, TITLES, {"W01", "W28"}, is_backed=is_backed)
    return [str(fault) for fault in sorted(report.faults)]


@pytest.mark.parametrize(
    "text",
    [
        "Tick that it happened, so that your facilitator can be in touch.",
        "Your facilitator\nwill be in touch.",
        "We will call you before the next meeting.",
        "Your facilitator calls you for ten minutes.",
        "Somebody gets back to you.",
        "The team will contact you.",
        "One of the facilitators will get in touch.",
        "You will hear from your therapist.",
        "Write it here so that your facilitators are told.",
        "A facilitator gives you a call within a day.",
        "We’ll be in touch.",
        "Somebody from the team will phone you.",
        "One of us will call you.",
        "Your facilitators will check in with you.",
        "Your facilitator checks on you the next day.",
        "We will follow up with you.",
        "Expect a call from your facilitator.",
        "You will be called the same day.",
        "You’ll be contacted.",
        "Your facilitator will talk to you about it.",
        "Your facilitator is told at once.",
        "We are told when you write here.",
        "Your facilitators get a message.",
        "Then your facilitator hears of it.",
        "This lets your facilitator know.",
        "Mark it so your facilitator knows.",
        "Write it down so that we can look after you.",
        "Your facilitator will reach out.",
        "The clinic will write to you.",
        "Your facilitator looks at it the same day.",
        "Somebody reads it within two days.",
        "We respond within a day.",
        "Leave your number and we call.",
        "They will get in touch with you.",
        "Your group leader will speak with you.",
    ],
)
def test_a_promise_of_contact_needs_a_field_that_keeps_it(text: str) -> None:
    assert faults(text)
    assert faults(text, is_backed=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "Tell your facilitator.",
        "Call somebody you trust.",
        "Talk to us, and contact your facilitator the same day.",
        "If you feel unsafe, call for help.",
        "example: My brother calls me, and we will call you.",
        "They call you names.",
        "We look at it together in the next meeting.",
        "Somebody who looks at you kindly.",
        "Tell your facilitator, and ask to be called.",
        "Talk to your facilitator or a specialist service first.",
        "Somebody reads aloud what she likes to.",
        "Ask for help within a day.",
        "They will be glad to see you.",
        "Your facilitator can help you to choose.",
        "We answer one another slowly.",
    ],
)
def test_what_the_reader_may_do_is_no_promise(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Call the line on your help card.", False),
        ("See W99 for more.", False),
        ("Open the sheet “My lost page”.", False),
        ("Take my worry list along.", False),
        ("Go to your safety plan (W28).", True),
        ("A phrase from my cards.", True),
        ("Do the exercise “Soothing rhythm breathing”.", True),
        ("worksheet: W99", True),
        ("Call the line on the help card.", False),
        ("Your help card has the number.", False),
        ("Look at the emergency sheet.", False),
        ("It is on the back of your appointment card.", False),
        ("Write it on one of your coping cards.", False),
        ("See sheet 12.", False),
        ("Read handout “Many hands”.", False),
        ("Do the practice called “Quiet sea”.", False),
        ("Do the exercise 'Many hands'.", False),
        ("See the “Many hands” sheet.", False),
        ("Open the audio recording.", False),
        ("Listen to the recording we sent you.", False),
        ("Use the app.", False),
        ("See the card you were given.", False),
        ("Use the safety plan.", True),
        ("Use the sheet in two sittings, 10 minutes each.", True),
        ("Say the words of the card aloud.", True),
        ("Make a recording of your own voice.", True),
        ("The list of signs above.", True),
        ("Open “Soothing rhythm breathing” practice again.", True),
    ],
)
def test_what_is_named_ships(text: str, is_there: bool) -> None:
    assert (faults(text) == []) is is_there


def test_a_fault_names_its_line() -> None:
    assert faults("one\ntwo\nWe will\ncall you")[0].startswith(
        "sheets/W01-x.md:3: expected a field"
    )


def test_the_ticks_that_content_may_name_are_the_labels_of_the_log() -> None:
    fields = (PracticeForm.felt_worse, PracticeForm.memories_broke_in)
    assert tuple(str(field.args[0]) for field in fields) == LOG_TICKS
    # Content that was printed and stored names them by these words, so they stay.
    assert LOG_TICKS == ("I felt worse with it", "Hard memories broke in")


def test_an_exercise_points_to_a_tick_that_the_log_has() -> None:
    assert names_log_tick("check “Hard memories\nbroke in” in your log")
    assert not names_log_tick("tick that it happened")
    figure = library().exercises["compassionate-figure"]
    assert names_log_tick(figure.stop_rule)


def test_the_sheet_of_these_tests_is_one_without_a_promise() -> None:
    assert faults(SHEET, is_backed=False) == []
