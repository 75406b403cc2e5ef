"""Every field of every form takes whatever is sent: an answer below 500, soon, or nothing done."""

from itertools import count

import pytest

from tests.access.matrix import rows
from tests.access.places import Door
from tests.hostile.bodies import all_sheets
from tests.hostile.sending import Post, is_kept_in_part
from tests.hostile.values import EXTRAS, share_of, twists
from tests.scenes import World

NOT_FORMS = {
    # sent by a script: see test_autosave.py
    Door("portal.worksheets.save", "POST"),
    Door("portal.worksheets.save", "PUT"),
    Door("portal.measures.save", "PUT"),
    Door("portal.measures.save_all", "PUT"),
    # sent by a mail program, without a page
    Door("auth.messages.one_click", "POST"),
    # buttons that stand only where something happened to somebody's way in
    Door("auth.private_texts.update", "POST"),
    Door("admin.accounts.grant_factor", "POST"),
    # stand only where something is to end, is held, is open now, or a part has a last day
    Door("admin.endings.create", "POST"),
    Door("therapist.endings.create", "POST"),
    Door("therapist.endings.lift", "POST"),
    Door("therapist.emergencies.end", "POST"),
    Door("therapist.emergencies.update", "POST"),
    Door("therapist.cohort_people.keep", "POST"),
    Door("therapist.cohort_people.take_back", "POST"),
    Door("therapist.record_copies.hand", "POST"),
    # sent by a script: what a passkey signed, and that somebody is still there
    Door("auth.passkeys.answer", "POST"),
    Door("auth.login_sessions.stay", "POST"),
    # stands before the door alone, where nobody of the cast is: see test_doors.py
    Door("auth.doors.create", "POST"),
    # asked of somebody whose device shows another clock, by a script
    Door("portal.clocks.answer", "POST"),
    Door("auth.recovery_words.confirm", "POST"),
    # stand only where the clinic names a sign-in server of its own: see test_providers.py
    Door("auth.providers.create", "POST"),
    Door("auth.providers.remove", "POST"),
    Door("admin.identities.update", "POST"),
    Door("admin.identities.remove", "POST"),
    # buttons of the sheet's own form, which is bent where it is finished
    Door("portal.worksheets.share", "POST"),
    Door("portal.worksheets.take_back", "POST"),
    # stands only where a program has another version with the same sessions
    Door("therapist.cohort_program.update", "POST"),
}


def faults_of(world: World, post: Post, *, is_whole: bool) -> dict[tuple[str, str, str], str]:
    found = {}
    turn = count()
    for sheet in all_sheets(world):
        for name in sorted({name for name, _value in sheet.body} - {"csrf_token"}):
            every = tuple(twists(sheet.body, name))
            for told, body in share_of(every, next(turn), is_whole=is_whole):
                answer = post.send(sheet, body)
                if answer.fault and not is_kept_in_part(sheet.door.endpoint, answer):
                    found[sheet.door.endpoint, name, told] = answer.fault
    return found


def test_every_deed_of_the_table_has_its_form_on_a_page(world: World) -> None:
    told = {door for door in rows() if door.method != "GET"} - NOT_FORMS
    assert {sheet.door for sheet in all_sheets(world)} == told


def test_the_bodies_that_are_bent_are_taken_when_they_are_straight(
    world: World, post: Post
) -> None:
    straight = [sheet for sheet in all_sheets(world) if not sheet.asks_for_a_file]
    statuses = {sheet.door.endpoint: post.send(sheet, sheet.body) for sheet in straight}
    refused = {name: answer.status for name, answer in statuses.items() if answer.status >= 400}
    # Who has open cases names somebody to take them over; what speaks against a time is said first;
    # a proof is what nobody can fill in from the page alone.
    proofs = {"auth.factors.create", "auth.passkeys.create", "auth.proofs.create"}
    # So is, of a record that is opened in an emergency, that nobody is called so.
    said_first = {
        *("therapist.cohort_people.remove", "therapist.emergencies.create"),
        "therapist.make_ups.update",
    }
    assert refused == dict.fromkeys(proofs | said_first, 422)
    assert len([name for name, answer in statuses.items() if answer.written]) >= 20


def test_no_value_in_any_field_breaks_a_page_or_is_half_done(world: World, post: Post) -> None:
    assert faults_of(world, post, is_whole=False) == {}


@pytest.mark.release
def test_no_value_at_all_in_any_field_breaks_a_page_or_is_half_done(
    world: World, post: Post
) -> None:
    assert faults_of(world, post, is_whole=True) == {}


def test_fields_that_no_form_asks_for_change_nothing(world: World, post: Post) -> None:
    assert all_sheets(world)
    for sheet in all_sheets(world):
        plain, more = post.send(sheet, sheet.body), post.send(sheet, (*sheet.body, *EXTRAS))
        assert (more.status, more.written) == (plain.status, plain.written), sheet.door
