"""Every form over rows that stand, found by itself, with two pages open on the same rows."""

import sys

import pytest

from clinic.web.gate import is_edit
from tests.hostile.sending import COUNTED, Post
from tests.hostile.two_pages import CHANGES, Drawn, changes, drawn_forms
from tests.markup import Part, parsed
from tests.scenes import World

EDITS = 28
"""How many forms there are over rows that stand."""

SUGGESTED = frozenset(
    {
        "auth.invitations.accept",
        "auth.passphrases.update",
        "auth.proofs.create",
        "auth.recovery_words.create",
        "handouts.make_up_packs.create",
        "handouts.packs.create",
        "handouts.reports.create",
        "handouts.reports.create_of_cohort",
        "portal.calls.create",
        "portal.own_records.create",
        "portal.practice.create",
        "therapist.assignments.create",
        "therapist.chart_notes.create",
        "therapist.cohort_people.remove",
        "therapist.cohorts.create",
        "therapist.consents.create",
        "therapist.emergencies.create",
        "therapist.enrollments.create",
        "therapist.make_ups.create",
        "therapist.own_measures.create",
        "therapist.place_offers.create",
        "therapist.record_copies.create",
        "therapist.record_copies.file",
        "therapist.signed_notes.add",
        "therapist.signed_notes.create",
        "therapist.waiting.create",
        "therapist.wordings.create",
    }
)
"""They make something new: what stands in them is a suggestion, and no row."""

BY_VERSION = frozenset(
    {
        "portal.practice.correct",
        "portal.worksheets.finish",
        "therapist.responses.update",
        "therapist.own_measures.update",
        "therapist.program_parts.update",
    }
)
"""They name the version that they began with, and are refused or laid together by it."""

SHOWN_FIRST = frozenset({"therapist.sessions.update"})
"""What would change is shown first, and stands or falls with what was shown."""


DEEDS = frozenset(
    {
        "portal.pauses.update",
        "therapist.departures.update",
        "therapist.pauses.update",
        "therapist.refusals.update",
        "therapist.screenings.update",
    }
)
"""Nothing of theirs stands yet where they are drawn here: pressing the button is the deed."""

BESIDE = COUNTED | {"audit_entries", "audit_heads", "submissions"}
"""Not the rows of the form: that somebody pressed may be written down."""


AS_DRAWN = {
    "portal.worksheets.finish": {"then": "later"},
    "therapist.responses.update": {"then": "later"},
}
"""Sent as they are drawn; to call a sheet done is a deed."""


@pytest.fixture
def standing(world: World) -> list[Drawn]:
    """The forms over rows that stand, by whatever they are kept from overwriting."""
    found = drawn_forms(world)
    return [each for each in found if each.door.endpoint in {*CHANGES, *SHOWN_FIRST, *BY_VERSION}]


@pytest.fixture
def edits(world: World) -> list[Drawn]:
    """The forms that carry what they were drawn from, but for those that show first."""
    found = [each for each in drawn_forms(world) if "drawn" in each.form.controls]
    return [each for each in found if each.door.endpoint not in SHOWN_FIRST]


def test_every_form_in_which_something_stands_carries_what_it_was_drawn_from(world: World) -> None:
    carrying, silent = set(), set()
    for each in drawn_forms(world):
        shown = [c for c in each.form.controls.values() if c.kind != "hidden" and c.standing]
        if "drawn" in each.form.controls:
            carrying.add(each.door.endpoint)
        elif shown:
            silent.add(each.door.endpoint)
    assert silent == SUGGESTED | BY_VERSION
    assert carrying == set(CHANGES) | SHOWN_FIRST
    assert len(carrying) == EDITS
    assert {name for name in carrying if not is_edit(name, world.app)} == set()
    # With `-s` the count is read: how many there are, and how each is kept from overwriting.
    sys.stdout.write(
        f"\n{len(carrying)} forms carry what they were drawn from, {len(BY_VERSION)} name the "
        f"version they began with, {len(silent - BY_VERSION)} make something new.\n"
    )


def test_two_who_change_different_fields_both_keep_theirs(
    world: World, post: Post, edits: list[Drawn]
) -> None:
    lost = {}
    for each in edits:
        first, ours, _theirs, second, other = changes(each)
        if not second:
            continue
        post.watch.restore()
        statuses = each.sent(world, **{first: ours})[0], each.sent(world, **{second: other})[0]
        page = each.again(world)
        if (page.standing(first), page.standing(second)) != (ours, other) or 303 not in statuses:
            lost[each.door.endpoint] = (statuses, page.standing(first), page.standing(second))
    post.watch.restore()
    assert lost == {}


def test_who_changes_what_another_changed_sees_both_and_overwrites_nothing(
    world: World, post: Post, edits: list[Drawn]
) -> None:
    wrong = {}
    for each in edits:
        first, ours, theirs, _second, _other = changes(each)
        if each.standing(first) == theirs:
            continue
        post.watch.restore()
        done = each.sent(world, **{first: ours})[0]
        before = each.again(world).standing(first)
        status, html = each.sent(world, **{first: theirs})
        stands = each.again(world).standing(first)
        is_asked = status == 422 and Part(parsed(html)).has_field(f"settle-{first}")
        if not is_asked or stands != before or before != ours:
            wrong[each.door.endpoint] = (done, status, before, stands)
    post.watch.restore()
    assert wrong == {}


def test_an_older_page_on_which_nothing_was_changed_changes_nothing(
    world: World, post: Post, edits: list[Drawn]
) -> None:
    wrong = {}
    for each in edits:
        first, ours, _theirs, _second, _other = changes(each)
        post.watch.restore()
        each.sent(world, **{first: ours})
        before = each.again(world)
        each.sent(world)
        after = each.again(world)
        if after.standing(first) != before.standing(first):
            wrong[each.door.endpoint] = (before.standing(first), after.standing(first))
    post.watch.restore()
    assert wrong == {}


def test_a_page_on_which_nothing_was_changed_writes_nothing(
    world: World, post: Post, standing: list[Drawn]
) -> None:
    wrong = {}
    for each in standing:
        post.watch.restore()
        status, _html = each.sent(world, **AS_DRAWN.get(each.door.endpoint, {}))
        stands = post.watch.differences()
        is_edit_only = each.door.endpoint not in DEEDS
        if is_edit_only and (
            found := {name: told for name, told in stands.items() if name not in BESIDE}
        ):
            wrong[each.door.endpoint] = (status, found)
    post.watch.restore()
    assert not wrong, "\n".join(f"{name}: {it}" for name, it in wrong.items())
