"""Words that wait in a browser: whose key opens them, and how an answer says that they came."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from clinic.domain.clinic.keys import KeyRing
from tests.client import Person
from tests.cookies import seal

As = Callable[[str], Person]
MARK = "a" * 64 + ".01234567"


def test_each_person_has_a_key_of_her_own_and_the_same_at_every_sign_in(as_: As) -> None:
    mia, again, max_ = as_("mia"), as_("mia"), as_("max")
    assert mia.get("auth.drafts.show").json["keys"] == again.get("auth.drafts.show").json["keys"]
    assert mia.get("auth.drafts.show").json["keys"] != max_.get("auth.drafts.show").json["keys"]
    assert seal(mia) == seal(again) != seal(max_)


def test_the_key_is_never_kept_and_stands_on_no_page(as_: As) -> None:
    mia = as_("mia")
    answer = mia.get("auth.drafts.show")
    assert answer.answer.headers["Cache-Control"] == "no-store"
    assert answer.json["keys"][0]["d"] not in mia.get("auth.login_sessions.index").html


def test_no_key_without_a_sign_in(as_: As) -> None:
    mia = as_("mia")
    mia.post("auth.login_sessions.remove")
    assert mia.get("auth.drafts.show").status == 303


def test_what_was_sealed_before_the_clinic_changed_its_key_opens_afterward(
    as_: As, app: Flask
) -> None:
    mia = as_("mia")
    before = mia.get("auth.drafts.show").json["keys"]
    held = app.extensions["hearth"]
    ring = KeyRing("k2", {**held.keys.keys, "k2": b"2" * 32}, held.keys.database)
    app.extensions["hearth"] = replace(held, key_source=ring)
    after = mia.get("auth.drafts.show").json["keys"]
    assert after[0] not in before
    assert after[1:] == before


def test_an_answer_says_whether_the_words_of_a_form_were_taken(as_: As) -> None:
    mia = as_("mia")
    refused = mia.post("portal.calls.create", {"other": "", "which": "no", "draft": MARK})
    assert refused.status == 422
    assert f"hearth-draft={MARK}.refused" in refused.answer.headers["Set-Cookie"]
    taken = mia.post("portal.calls.create", {"other": "0151 2345", "which": "other", "draft": MARK})
    assert taken.status == 303
    cookies = taken.answer.headers.getlist("Set-Cookie")
    assert any(f"hearth-draft={MARK}.taken" in each for each in cookies)


def test_no_other_mark_is_given_back(as_: As) -> None:
    mia = as_("mia")
    answer = mia.post("portal.calls.create", {"draft": MARK + "; Path=/; x"})
    assert "hearth-draft" not in answer.answer.headers.get("Set-Cookie", "")
