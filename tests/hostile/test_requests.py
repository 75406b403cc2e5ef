"""Requests that no browser sends: wrong methods, ids, hosts, types and lengths."""

from collections.abc import Mapping
from typing import TypeVar

import pytest

from tests.access.matrix import is_refused, rows
from tests.access.places import Door, value_of
from tests.hostile.bodies import SENDERS, all_sheets
from tests.hostile.sending import FORM, Answer, Post, is_kept_in_part
from tests.hostile.values import VALUES, encoded, share_of
from tests.scenes import World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "X" * 300)
IDS = {
    "a number": "1",
    "2^63": "9223372036854775808",
    "less than nothing": "-1",
    "nobody's": "a" * 20,
    "one letter short": "a" * 19,
    "signs": "%00%ff%ed%a0%80",
    "a way up": "..%2f..%2fetc%2fpasswd",
    "quotes": "'%20OR%201=1--",
    "braces": "%7B%7B7*7%7D%7D",
    "long": "a" * 5000,
}
QUERIES = (
    *("q", "page", "place", "part", "measure", "mode", "later", "minutes", "gentler", "next"),
    *("paper", "large"),
)
TYPES = (
    *("text/plain", "application/json", "application/xml", "multipart/form-data", "", "x" * 500),
    *("multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-16"),
)
HOSTS = ("evil.example", "localhost.evil.example", "a b", "", "[", "ü")
PRINTING = {"handouts.letters.create"}
"""Deeds without a field that print at once, which is slow however they are asked."""

PARTS = {
    "cut off": b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx',
    "no name": b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
    "no head": b"--b\r\n\r\nx\r\n--b--\r\n",
    "another boundary": b"--c\r\n\r\nx\r\n--c--\r\n",
    "a file": b'--b\r\nContent-Disposition: form-data; name="name"; filename="../a\0"\r\n'
    b"\r\n\xff\r\n"
    b"--b--\r\n",
    "5,000 parts": b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * 5000
    + b"--b--",
}


SHARES = pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.release)])


Asked = TypeVar("Asked", bound=tuple[Door | str, ...])


def faults(answers: Mapping[Asked, Answer]) -> dict[Asked, str]:
    return {
        asked: answer.fault
        for asked, answer in answers.items()
        if answer.fault and not _is_heard(asked[0], answer)
    }


def _is_heard(door: object, answer: Answer) -> bool:
    return isinstance(door, Door) and is_kept_in_part(door.endpoint, answer)


def opened(name: str) -> list[Door]:
    """The pages that somebody may open, without those that print."""
    told = rows().items()
    mine = [door for door, statuses in told if not is_refused(door, statuses[name])]
    return [d for d in mine if d.method == "GET" and not d.endpoint.startswith("handouts.")]


@SHARES
def test_a_method_that_a_page_does_not_know_is_refused(
    world: World, post: Post, is_whole: bool
) -> None:
    known = set(rows())
    assert known
    for place, door in enumerate(sorted(known)):
        address = world.address(door, "mia")
        for method in share_of(METHODS, place, is_whole=is_whole):
            if method.upper() not in {one.method for one in known if one.endpoint == door.endpoint}:
                answer = post.ask("theresa", method, address)
                assert answer.fault == "", (door, method)


@SHARES
def test_an_id_that_is_none_leads_nowhere(world: World, post: Post, is_whole: bool) -> None:
    wrong = {}
    ids, own = world.ids_of["mia"], world.furniture["mia"]
    for place, (door, names) in enumerate(sorted(world.doors.items())):
        for name in set(names) - {"filename", "name", "item", "scale_number"}:
            real = str(value_of(door, name, ids, own))
            path, _, query = world.address(door, "mia").replace(real, "@", 1).partition("?")
            values = share_of(tuple(IDS.items()), place, is_whole=is_whole)
            for name_of, value in values if "@" in path else ():
                told = rows()[door]
                # A job nobody has begun is there for nobody; then the one who could begin it asks.
                sender = next(
                    (who for who in SENDERS if not is_refused(door, told[who])), "theresa"
                )
                answer = post.ask(sender, door.method, f"{path.replace('@', value)}?{query}")
                if answer.fault or (answer.status < 400 and answer.status != 303):
                    wrong[door, name_of] = answer.fault or answer.status
    assert wrong == {}


def test_a_question_that_is_none_leads_nowhere(world: World, post: Post) -> None:
    address = world.address(Door("portal.measures.answer", "GET"), "mia").removesuffix("1")
    for method in ("GET", "POST"):
        for item in ("0", "99", "100", "-1", "9223372036854775808", "9" * 5000, "1.0"):
            assert post.ask("mia", method, address + item).status == 404


def test_no_word_behind_a_question_mark_breaks_a_page(world: World, post: Post) -> None:
    found = {}
    pages = [(sender, door) for sender in SENDERS for door in opened(sender)]
    for place, (sender, door) in enumerate(pages):
        address = world.address(door, "mia").partition("?")[0]
        for told, value in list(VALUES.items())[place % 32 :: 32]:
            query = encoded(tuple((name, value) for name in QUERIES)).decode()
            found[door, told] = post.ask(sender, "GET", f"{address}?{query[:20_000]}")
    assert faults(found) == {}


def test_a_page_beyond_all_numbers_is_the_last_one(world: World, post: Post) -> None:
    for sender, address in (("theresa", "/therapist/clients"), ("ada", "/admin/audit")):
        for number in ("0", "-1", "9223372036854775808", "9" * 5000, "٣", "x"):
            assert post.ask(sender, "GET", f"{address}?page={number}").status == 200


@SHARES
def test_a_body_of_another_kind_is_taken_for_an_empty_form(
    world: World, post: Post, is_whole: bool
) -> None:
    found = {
        (sheet.door, kind): post.ask(
            sheet.sender, "POST", sheet.address, data=encoded(sheet.body), kind=kind
        )
        for place, sheet in enumerate(all_sheets(world))
        if sheet.door.endpoint not in PRINTING
        for kind in share_of(TYPES, place, is_whole=is_whole)
    }
    assert faults(found) == {}


@SHARES
def test_a_form_in_parts_that_do_not_fit_together_is_refused(
    world: World, post: Post, is_whole: bool
) -> None:
    kind = "multipart/form-data; boundary=b"
    found = {
        (sheet.door, told): post.ask(sheet.sender, "POST", sheet.address, data=data, kind=kind)
        for place, sheet in enumerate(all_sheets(world))
        if sheet.door.endpoint not in PRINTING
        for told, data in share_of(tuple(PARTS.items()), place, is_whole=is_whole)
    }
    assert faults(found) == {}


def test_what_is_larger_than_any_form_is_refused(world: World, post: Post) -> None:
    assert any(len(sheet.body) > 2 for sheet in all_sheets(world))
    for sheet in all_sheets(world):
        if len(sheet.body) > 2:
            answer = post.ask(
                sheet.sender, "POST", sheet.address, data=b"a=" + b"x" * 1_100_000, kind=FORM
            )
            assert (answer.status, answer.fault) == (413, ""), sheet.door


def test_another_name_of_the_site_is_refused(world: World) -> None:
    for sender, address in (
        ("nobody", "/sign-in"),
        ("theresa", "/therapist/"),
        ("mia", "/portal/"),
    ):
        browser = world.people[sender].browser
        for host in HOSTS:
            with browser.get(address, headers={"Host": host}) as answer:
                assert answer.status_code == 400, host
                assert answer.mimetype == "text/plain"
