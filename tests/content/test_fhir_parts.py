"""What of a Questionnaire cannot be taken: it is named, and the rest comes in."""

import json

import pytest

from tests.content.questionnaires import HL7, WORDS, back, faults, foreign, question, weight

ODD = {
    "words of more than 500": question("x", answerOption=foreign()["item"][0]["answerOption"])
    | {"text": "x" * 501},
    "more than one answer may": foreign()["item"][0] | {"linkId": "x", "repeats": True},
    "which is not in the file": question("x", answerValueSet="http://example.org/other"),
    "hidden in the file": foreign()["item"][0]
    | {"linkId": "x", "extension": [{"url": f"{HL7}questionnaire-hidden", "valueBoolean": True}]},
    "a modifierExtension": foreign()["item"][0] | {"linkId": "x", "modifierExtension": [{}]},
    "answers of the type url": {"linkId": "x", "type": "url"},
    "a number without a lowest": {"linkId": "x", "type": "integer"},
    "two answers with the same": question(
        "x",
        answerOption=[
            {"valueCoding": {"display": word, "extension": [weight(1)]}} for word in WORDS
        ],
    ),
    "fewer than two answers": question("x", answerOption=[{"valueInteger": 1}]),
    "no answers to choose from": question("x"),
    "linkId stands twice": foreign()["item"][0],
    "the answer “Rather not”": question(
        "x",
        answerOption=[
            *(
                {"valueCoding": {"display": w, "extension": [weight(n)]}}
                for n, w in enumerate(WORDS)
            ),
            {"valueCoding": {"code": "asked-declined", "display": "Rather not"}},
        ],
    ),
}


@pytest.mark.parametrize("reason", ODD)
def test_what_cannot_be_taken_of_one_question_is_named_and_the_others_come_in(reason: str) -> None:
    one, lost = back(foreign(item=[*foreign()["item"], ODD[reason]]))
    assert [item.text for item in one.items][:2] == ["Is it?", "Was it?"]
    assert any(reason in each for each in lost), lost


def test_parts_that_no_score_rests_on_are_named_once_for_all_questions() -> None:
    items = [
        item | {"enableWhen": [], "extension": [{"url": "http://example.org/odd"}]}
        for item in foreign()["item"]
    ]
    _, lost = back(foreign(item=items, contact=[], approvalDate="2026", _title={"id": "x"}))
    assert lost == (
        "the questionnaire: approvalDate, contact",
        "questions a, b: enableWhen",
        "questions a, b: the extension http://example.org/odd",
    )


def test_words_below_a_question_do_not_become_the_heading_of_the_next() -> None:
    help_text = {"linkId": "h", "type": "display", "text": "Tick one."}
    first, second = foreign()["item"]
    one, lost = back(foreign(item=[first | {"item": [help_text]}, second]))
    assert [item.heading for item in one.items] == ["", ""]
    assert "question h: words that stand below question a" in lost


def test_where_weights_cannot_be_read_no_other_question_takes_their_place() -> None:
    """Else the sum of a known scale would be that of the one question that its sum leaves out."""
    halves = [{"display": one, "extension": [weight(n / 2)]} for n, one in enumerate(WORDS)]
    plain = [{"display": one} for one in WORDS]
    items = [
        question(link, answerOption=[{"valueCoding": one} for one in codings])
        for link, codings in (("first", halves), ("second", halves), ("how hard", plain))
    ]
    raw = json.dumps(foreign(item=items)).encode()
    assert "weights of answers that can be added up" in faults(raw)


def test_words_that_are_too_long_for_their_place_are_named() -> None:
    lost = back(foreign(description="so " * 150, title="T" * 130))[1]
    assert "the questionnaire: the end of its description, after 300 characters" in lost
    assert "the questionnaire: the end of its title, after 120 characters" in lost
