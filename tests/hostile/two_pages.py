"""Forms over rows that stand, each as one page shows it, and what two people change in them."""

import re
from dataclasses import dataclass

from tests.access.places import Door
from tests.hostile.bodies import SENDERS, _allowed, _door, pages_of
from tests.hostile.forms import Form, forms_on
from tests.scenes import World

MARK = r"mark_\w+"
CHANGES = {
    "admin.consent_texts.create": ("title", "Ours", "Theirs", "body", "Other words."),
    "admin.endings.update": ("keep_record", "240", "96", "keep_post", "12"),
    "admin.settings.update": ("clinic_name", "Ours", "Theirs", "crisis_line", "555 0200, always"),
    "portal.clocks.update": ("zone", "Europe/Berlin", "America/New_York", "", ""),
    "portal.contacts.update": ("phone", "555 1", "555 2", "emergency_name", "Ida"),
    "portal.measures.answer": ("item_1", "2", "3", "", ""),
    "portal.measures.answer_all": ("item_2", "1", "2", "item_3", "1"),
    "portal.messages.update": ("quiet_from", "22:00", "20:00", "quiet_until", "07:00"),
    "portal.pauses.update": ("ends_on", "2026-04-18", "2026-04-19", "", ""),
    "therapist.attendance.update": (MARK, "present", "absent", MARK, "excused"),
    "therapist.cohorts.update": ("name", "Ours", "Theirs", "place", "Room 9"),
    "therapist.contacts.update": ("phone", "555 1", "555 2", "language", "Italian"),
    "therapist.corrections.update": ("item_1", "2", "3", "item_2", "2"),
    "therapist.enrollments.update": ("reason", "Ours", "Theirs", "status", "completed"),
    "therapist.departures.update": ("words", "Ours", "Theirs", "", ""),
    "therapist.make_ups.mark": (MARK, "excused", "", MARK, "excused"),
    "therapist.make_ups.update": ("place", "Room 8", "Room 9", "ends_at", "14:30"),
    "therapist.norms.update": ("reliability", "0.85", "0.86", "source", "our audit"),
    "therapist.pauses.update": ("ends_on", "2026-04-18", "2026-04-19", "", ""),
    "therapist.place_offers.update": ("last_day", "2026-04-11", "2026-04-12", "", ""),
    "therapist.practice_papers.update": (
        *("minutes-.*-2026-04-02-0", "7", "8", "before-.*-2026-04-02-1", "3"),
    ),
    "therapist.process_notes.update": ("words", "Ours", "Theirs", "", ""),
    "therapist.refusals.update": ("reason", "Ours", "Theirs", "", ""),
    "therapist.screenings.update": ("note_1", "Ours", "Theirs", "note_2", "Words"),
    "therapist.session_notes.update": ("words_group_text", "Ours", "Theirs", "", ""),
    "therapist.waiting.update": ("note", "Ours", "Theirs", "referred_on", "2026-03-15"),
    "therapist.waiting.update_rule": ("rule", "referral", "by-hand", "", ""),
}
"""Two values for one field, and one for another that is drawn again; a form may have but one."""

NEEDED = {
    "therapist.corrections.update": {"reason": "The paper says so"},
    "therapist.departures.update": {"why": "moved"},
    "therapist.place_offers.update": {"words": "She is away"},
    "therapist.waiting.update_rule": {"words": "As agreed"},
}


@dataclass(frozen=True)
class Drawn:
    """A form as one page shows it."""

    door: Door
    sender: str
    page: str
    form: Form

    @property
    def body(self) -> dict[str, object]:
        # Each page has a once-only key of its own; a form that is sent twice is another test.
        controls = [c for c in self.form.controls.values() if c.name != "once"]
        return {c.name: list(c.standing) or [""] for c in controls} | dict(
            NEEDED.get(self.door.endpoint, {})
        )

    def sent(self, world: World, **changed: str) -> tuple[int, str]:
        body = {name: it for name, it in {**self.body, **changed}.items() if it != [""]}
        kept = {n: "" for n in self.body if n not in body and self._is_typed(n)}
        browser = world.people[self.sender].browser
        with browser.post(self.form.action, data={**body, **kept}) as given:
            return given.status_code, given.get_data(as_text=True)

    def again(self, world: World) -> "Drawn":
        with world.people[self.sender].browser.get(self.page) as page:
            found = forms_on(page.get_data(as_text=True), self.page)
        form = next(form for form in found if form.action == self.form.action)
        return Drawn(self.door, self.sender, self.page, form)

    def standing(self, name: str) -> str:
        return " ".join(self.form.controls[name].standing)

    def names(self, pattern: str) -> list[str]:
        return [name for name in self.form.controls if re.fullmatch(pattern, name)]

    def _is_typed(self, name: str) -> bool:
        return self.form.controls[name].kind not in ("checkbox", "radio", "file")


_FOUND: dict[str, list[Drawn]] = {}


def drawn_forms(world: World) -> list[Drawn]:
    """Give one form of each door, as the first of the cast who may send it sees it."""
    found: dict[Door, Drawn] = {}
    for sender in SENDERS if world.scene.url not in _FOUND else ():
        allowed = _allowed(sender)
        for address, html in pages_of(world, sender):
            for form in forms_on(html, address):
                door = _door(world, form.action, form.method)
                if door in allowed and form.method == "POST":
                    found.setdefault(door, Drawn(door, sender, address, form))
    return _FOUND.setdefault(world.scene.url, [found[door] for door in sorted(found)])


def changes(each: Drawn) -> tuple[str, str, str, str, str]:
    first, ours, theirs, second, other = CHANGES[each.door.endpoint]
    names = each.names(first)
    return names[0], ours, theirs, (each.names(second) or [""])[-1], other
