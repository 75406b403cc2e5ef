"""Every form that the application shows to the cast, filled in so that it would be taken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from werkzeug.exceptions import HTTPException

from tests.access.matrix import is_refused, rows
from tests.access.places import Door
from tests.cast import PASSPHRASE
from tests.devices import WORDS
from tests.hostile.forms import BOXES, Body, Control, Form, forms_on, links_on
from tests.scenes import World

SENDERS = ("theresa", "mia", "ada", "nobody")
USUAL = {
    "text": "Some words",
    "textarea": "Some words",
    "tel": "020 7946 0000",
    "email": "someone.new@example.org",
    "date": "2026-04-20",
    "time": "18:00",
    "number": "3",
    "password": "four brown mugs drying",
    "url": "https://meet.example.org/room",
}
CORNERS = {
    "therapist.enrollments.new": ("young",),
    "therapist.sessions.edit": ("young",),
    "therapist.place_offers.new": ("listed",),
    "therapist.place_offers.edit": ("listed",),
    "therapist.waiting.index": ("listed",),
    "therapist.risk_cases.show": ("young", "toms", "waiting"),
    "admin.accounts.show": ("young",),
    "therapist.cohort_program.edit": ("young",),
    "therapist.program_versions.show": ("young",),
    "therapist.administrations.show": ("open", "refused"),
    "therapist.settlements.edit": ("twice",),
    "portal.measures.show": ("refused",),
    "portal.place_offers.show": ("listed",),
}
"""Pages with forms for what has not begun, has ended, or stands otherwise than Mia's own."""

LIKE = {
    f"therapist.program_parts.{name}": Door("therapist.program_parts.update", "POST")
    for name in ("check", "paper", "preview")
}
LIKE |= {
    f"{audience}.pauses.remove": Door(f"{audience}.pauses.update", "POST")
    for audience in ("portal", "therapist")
}
LIKE["admin.closed_days.restore"] = Door("admin.closed_days.remove", "POST")
LIKE["therapist.absences.restore"] = Door("therapist.absences.remove", "POST")
LIKE["therapist.own_measures.trial"] = Door("therapist.own_measures.create", "POST")
"""What a script or a button sends: the form that stands on the page, to another address."""

_LEFT_EMPTY = {
    **{f"questions-{n}-{name}": [""] for n in range(3) for name in ("risk_from", "answer")},
    **{
        f"scales-{n}-{name}": [""]
        for n in range(2)
        for name in ("questions", "factor", "missing", "cutoff", "details")
    },
    "until": [""],
}
_CHANGED = {
    **{name: [""] for name in _LEFT_EMPTY if name.startswith("questions-")},
    **{f"scales-0-{name}": [""] for name in ("questions", "details")},
    **{f"scales-1-{name}": [""] for name in ("factor", "missing", "cutoff")},
    "questions-2-risk_from": ["1"],
    "until": [""],
    "purpose": ["Another purpose"],
}
"""Numbers that a form may leave out; words in their place would be told as faults."""
_KEYED = {f"item_{number}": ["1"] for number in range(1, 11)}
OWN = {
    "admin.settings.update": {"region": [""]},
    "auth.passphrases.update": {"current": [PASSPHRASE]},
    "auth.recovery_words.create": {"passphrase": [PASSPHRASE]},
    "auth.recoveries.update": {"sign_in_name": ["tom@example.org"], "words": [WORDS]},
    "auth.login_sessions.create": {"sign_in_name": ["tom@example.org"], "passphrase": [PASSPHRASE]},
    "therapist.cohorts.create": {"duration_minutes": ["120"]},
    **{f"therapist.make_ups.{deed}": {"ends_at": ["20:00"]} for deed in ("create", "update")},
    "admin.consent_texts.create": {"body": ["Other words."]},
    "portal.practice.create": {"practiced_on": ["2026-04-02"]},
    "portal.clocks.update": {"zone": ["Europe/Madrid"]},
    "portal.calls.create": {"which": ["other"], "other": [USUAL["tel"]]},
    "therapist.sessions.update": {"starts_on": ["2026-04-23"]},
    **{f"therapist.waiting.{it}": {"referred_on": ["2026-03-20"]} for it in ("create", "update")},
    "therapist.keyings.create": {"written_total": [""]} | _KEYED,
    "therapist.settlements.update": {"item_3": ["1"]},
    "therapist.corrections.update": {"item_10": ["1"]},
    "therapist.measure_uses.create": {"occasions": ["baseline"]},
    "therapist.own_measures.create": _LEFT_EMPTY,
    "therapist.own_measures.update": _CHANGED,
}
"""What only the person knows, or what must fit the day that the tests are on."""


@dataclass(frozen=True)
class Sheet:
    """A form in somebody's hand: who sends what where."""

    door: Door
    address: str
    sender: str
    body: Body
    asks_for_a_file: bool = False


def sheets(world: World, sender: str) -> dict[Door, Sheet]:
    """Find one form of each door that somebody may send, on the pages that she may open."""
    allowed = _allowed(sender)
    found: dict[Door, Sheet] = {}
    for address, html in pages_of(world, sender):
        for form in forms_on(html, address):
            door = _door(world, form.action, form.method)
            if door in allowed and form.method == "POST":
                has_file = any(control.kind == "file" for control in form.controls.values())
                sheet = Sheet(door, form.action, sender, _body(door, form), has_file)
                found.setdefault(door, sheet)
    for door in allowed:
        if like := found.get(LIKE.get(door.endpoint, door)):
            found.setdefault(door, replace(like, door=door, address=world.address(door, "mia")))
    return found


def pages_of(world: World, name: str) -> Iterator[tuple[str, str]]:
    """Give the pages that somebody may open with Mia's ids, and one of each kind they lead to."""
    browser = world.people[name].browser
    allowed = _allowed(name)
    pages = [door for door in sorted(allowed) if door.method == "GET" and _is_page(door)]
    waiting = [
        world.address(Door(endpoint, "GET"), of)
        for endpoint, corners in CORNERS.items()
        if name != "nobody" and rows()[Door(endpoint, "GET")][name] in (200, 303)
        for of in corners
    ]
    waiting += [world.address(door, "mia") for door in pages]
    seen: set[object] = set()
    for address in waiting:
        if urlsplit(address).path.endswith(".pdf"):
            continue
        with browser.get(address) as page:
            html = page.get_data(as_text=True) if page.mimetype == "text/html" else ""
        yield address, html
        for link in links_on(html):
            shape = (_door(world, link, "GET"), *sorted(name for name, _ in _query(link)))
            if shape[0] in allowed and shape not in seen:
                seen.add(shape)
                waiting.append(link)


_FOUND: dict[str, list[Sheet]] = {}
"""By scene: its copies have the same forms at the same addresses, and a crawl takes its time."""


def all_sheets(world: World) -> list[Sheet]:
    """Give one form of each door, in the hand of the first of the cast who may send it."""
    if world.scene.url not in _FOUND:
        found: dict[Door, Sheet] = {}
        for sender in SENDERS:
            found = sheets(world, sender) | found
        _FOUND[world.scene.url] = [found[door] for door in sorted(found)]
    return _FOUND[world.scene.url]


def _allowed(name: str) -> set[Door]:
    return {door for door, told in rows().items() if not is_refused(door, told[name])}


def _is_page(door: Door) -> bool:
    return door.endpoint.count(".") == 2 and door.endpoint != "auth.offline.show"  # a script's form


def _door(world: World, address: str, method: str) -> Door | None:
    urls = world.app.url_map.bind("localhost")
    try:
        endpoint, _values = urls.match(urlsplit(address).path, method)
    except HTTPException:
        return None
    return Door(endpoint, method)


def _query(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)


def _body(door: Door, form: Form) -> Body:
    own = OWN.get(door.endpoint, {})
    return form.body(lambda control: own.get(control.name) or _usual(control))


def _usual(control: Control) -> list[str]:
    if any(text.startswith("---") for text in control.standing):
        return [text.replace("title: ", "title: Our ", 1) for text in control.standing]
    if control.kind in ("checkbox", "file") or control.standing or control.name.startswith(BOXES):
        return control.standing
    return [next(filter(None, control.offered), USUAL.get(control.kind, ""))]
