"""The versions of what people agree to: one in force, the others kept."""

from collections.abc import Callable

from tests.client import Person

As = Callable[[str], Person]
NEW = {"title": "Taking part", "body": "First.\n\nSecond <b>words</b>."}


def test_a_new_version_comes_into_force_and_the_older_one_stays_readable(as_: As) -> None:
    ada = as_("ada")
    assert "ships with Hearth" in ada.get("admin.consent_texts.index").text
    answer = ada.post("admin.consent_texts.create", NEW)
    page = ada.open(answer.location)
    assert "Version 2 is in force. Everybody will be asked again." in page.text
    assert "Version 2: Taking part" in page.text
    assert "Version 1: Taking part in the group" in page.text
    assert "Second <b>words</b>." in page.text
    assert "words" not in [one.text for one in page.parts("b")]


def test_an_empty_text_is_refused_and_what_was_typed_stays(as_: As) -> None:
    page = as_("ada").post("admin.consent_texts.create", {**NEW, "body": " \n "})
    assert page.status == 422
    assert "Write the text that people are to agree to." in page.text
    assert page.has_value("Taking part")


def test_somebody_who_began_on_an_older_version_is_told_so(as_: As) -> None:
    ada = as_("ada")
    drawn = ada.get("admin.consent_texts.new").drawn
    ada.post("admin.consent_texts.create", NEW)
    page = ada.post("admin.consent_texts.create", {**NEW, "body": "Other words.", "drawn": drawn})
    assert page.status == 422
    assert (
        "Someone else changed this in the meantime: it is now “First. Second <b>words</b>.”"
        in page.text
    )
    assert "You wrote “Other words.”" in page.text
