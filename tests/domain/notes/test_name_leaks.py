"""Who else can be found in a text about one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.notes.name_leaks import GroupMember, LeakKind, find_leaks
from clinic.domain.people.doubles import Traits


def member(
    given: str, family: str, email: str = "", phone: str = "", code: str = ""
) -> GroupMember:
    return GroupMember(f"{given}-{family}", Traits(given, family, email, phone), code)


MIA = member("Mia", "Rossi", "mia.rossi@example.org", "+44 20 7946 0018", "EG-7")
SAMIRA = member("Samira", "Tate")
HOPE = member("Hope", "Young")
WILL = member("Will", "Okafor")
WILLIAM = member("William", "Dąbrowski-Öz")
ANNA_K, ANNA_M = member("Anna", "Keller"), member("Anna", "Moser")
VAN = member("Theresa", "van den Berg")
ALL = (MIA, SAMIRA, HOPE, WILL, WILLIAM, ANNA_K, ANNA_M, VAN)


def found(text: str, own: GroupMember | None = None) -> list[tuple[str, LeakKind]]:
    return [(leak.found, leak.kind) for leak in find_leaks(text, ALL, own)]


@pytest.mark.parametrize(
    ("text", "what", "kind"),
    [
        ("He listened to Mia.", "Mia", LeakKind.NAME),
        ("he listened to mia and left", "mia", LeakKind.NAME),
        ("Mia's letter moved him.", "Mia", LeakKind.NAME),
        ("MIA ROSSI was late.", "MIA ROSSI", LeakKind.NAME),
        ("It was Rossi, Mia who spoke.", "Rossi, Mia", LeakKind.NAME),
        ("Thanked Mías mother.", "Mías", LeakKind.NAME),
        ("They spoke with M\u200bia.", "M\u200bia", LeakKind.NAME),
        ("They spoke with Mi\u0301a.", "Mi\u0301a", LeakKind.NAME),
        ("They spoke with \uff2d\uff29\uff21.", "\uff2d\uff29\uff21", LeakKind.NAME),
        ("They spoke with Sаmira.", "Sаmira", LeakKind.NAME),
        ("They spoke with M1a.", "M1a", LeakKind.NAME),
        ("Dabrowski left.", "Dabrowski", LeakKind.NAME),
        ("It was about van den Berg.", "Berg", LeakKind.NAME),
        ("He asked Mai twice.", "Mai", LeakKind.SPELLING),
        ("He asked Miaa twice.", "Miaa", LeakKind.SPELLING),
        ("He asked Samria twice.", "Samria", LeakKind.SPELLING),
        ("Samria cried.", "Samria", LeakKind.SPELLING),
        ("Then samrra cried.", "samrra", LeakKind.SPELLING),
        ("He likes Sam.", "Sam", LeakKind.SPELLING),
        ("He likes Sammy.", "Sammy", LeakKind.SPELLING),
        ("He likes Billy.", "Billy", LeakKind.SPELLING),
        ("He likes Willy a lot.", "Willy", LeakKind.SPELLING),
        ("He spelled S a m i r a.", "S a m i r a", LeakKind.SPELLING),
        ("He spelled S-a-m-i-r-a.", "S-a-m-i-r-a", LeakKind.SPELLING),
        ("He agreed with M.R. at once.", "M.R.", LeakKind.INITIALS),
        ("He agreed with M. R. at once.", "M. R.", LeakKind.INITIALS),
        ("He agreed with MR at once.", None, None),
        ("He agreed with ST at once.", None, None),
        ("He agreed with HY at once.", "HY", LeakKind.INITIALS),
        ("He told M. about it.", "M.", LeakKind.INITIALS),
        ("He told M about it.", "M", LeakKind.INITIALS),
        ("It was Hope who spoke.", "Hope", LeakKind.EVERYDAY),
        ("Hope Young spoke.", "Hope Young", LeakKind.NAME),
        ("Will came late.", "Will", LeakKind.EVERYDAY),
        ("Write to mia.rossi@example.org.", "mia.rossi@example.org", LeakKind.ADDRESS),
        ("Her login is MIA.ROSSI there.", "MIA.ROSSI", LeakKind.ADDRESS),
        ("Call 020 7946 0018 first.", "020 7946 0018", LeakKind.ADDRESS),
        ("As EG-7 said.", "EG-7", LeakKind.ADDRESS),
    ],
)
def test_somebody_is_found(text: str, what: str | None, kind: LeakKind | None) -> None:
    assert found(text) == ([] if what is None else [(what, kind)])


@pytest.mark.parametrize(
    "text",
    [
        "There is hope, and he will come when he is young at heart.",
        "The group talked about miasma, amiable people and Miami.",
        "Told the group that he will try. She came. Then all left.",
        "Rated 3, 2 and 1; PHQ-9 fell from 14 to 8 on 2026-03-03 at 18:00.",
        "A. walk, a cup of tea, I. and so on. OK. TV. CBT with the GP.",
        "Practiced soothing rhythm breathing; felt warmth; noticed the critic.",
        "The theme was sameness.",
        "",
    ],
)
def test_ordinary_words_are_nobody(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "own", "what"),
    [
        ("Anna spoke of her mother.", ANNA_K, []),
        ("Anna K. spoke of her mother, A.K. too.", ANNA_K, []),
        ("Anna heard what Anna M. said.", ANNA_K, ["Anna M"]),
        ("Anna heard what Moser said.", ANNA_K, ["Moser"]),
        ("Anna heard what Mia said.", ANNA_K, ["Mia"]),
        ("William and Will.", WILLIAM, ["Will"]),
        ("Sam and Samira.", SAMIRA, []),
    ],
)
def test_what_she_shares_with_another_one_is_hers(
    text: str, own: GroupMember, what: list[str]
) -> None:
    assert [leak.found for leak in find_leaks(text, ALL, own)] == what


def test_a_finding_is_known_again_after_the_text_moved() -> None:
    one, other = find_leaks("Mia spoke.", ALL)[0], find_leaks("Later Mia spoke.", ALL)[0]
    assert one.sign == other.sign
    assert one.sign != find_leaks("Samira spoke.", ALL)[0].sign


@given(st.text(max_size=200))
def test_findings_lie_in_the_text_one_beside_the_other(text: str) -> None:
    leaks = find_leaks(text, ALL)
    places = [place for leak in leaks for place in (leak.start, leak.end)]
    assert places == sorted(places)
    assert [text[leak.start : leak.end] for leak in leaks] == [leak.found for leak in leaks]
    assert all(leak.found for leak in leaks)


@given(
    st.sampled_from([MIA, SAMIRA, WILLIAM, VAN]),
    st.text(alphabet="abc xyz.,\n", max_size=40),
    st.booleans(),
)
def test_a_whole_name_is_found_wherever_it_stands(
    one: GroupMember, around: str, is_large: bool
) -> None:
    name = f"{one.traits.preferred_name} {one.traits.family_name}"
    text = f"{around} {name.upper() if is_large else name} {around}"
    assert one.key in {leak.member for leak in find_leaks(text, ALL)}
