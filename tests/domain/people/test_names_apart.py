"""Two people of a group are never named alike, and nobody is renamed without need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.text import Named, names_apart


def apart(*people: str) -> list[str]:
    named = [Named(place, *person.split("|")) for place, person in enumerate(people)]
    return list(dict(sorted(names_apart(named).items())).values())


@pytest.mark.parametrize(
    ("people", "names"),
    [
        (("Mia|Rossi", "Max|Dubois"), ["Mia R.", "Max D."]),
        (("Anna|Meyer", "Anna|Muller", "Bo|Meyer"), ["Anna Me.", "Anna Mu.", "Bo M."]),
        (("Anna|Meyer", "Anna|Meyers"), ["Anna Meyer", "Anna Meyers"]),
        (("Anna|Meyer", "Anna|Meyer"), ["Anna Meyer 1", "Anna Meyer 2"]),
        (("Anna|Meyer", "anna|MEYER "), ["Anna Meyer 1", "anna MEYER 2"]),
        (("Anna Maria|Meyer", "Anna|Meyer"), ["Anna Maria M.", "Anna M."]),
        (("Jo|van der Berg", "Jo|van der Meer"), ["Jo van der B.", "Jo van der M."]),
        (("Ana|", "Ana|"), ["Ana 1", "Ana 2"]),
        (("Zoe|Ødegaard", "Zoe|Østby"), ["Zoe Ød.", "Zoe Øs."]),
        (("Eva|Müller", "Eva|Mu\u0308ller"), ["Eva Müller 1", "Eva Müller 2"]),
    ],
)
def test_as_much_is_said_as_tells_people_apart(people: tuple[str, ...], names: list[str]) -> None:
    assert apart(*people) == names


def test_who_came_first_keeps_the_first_number_in_whatever_order_they_are_read() -> None:
    first, second = Named(4, "Anna", "Meyer"), Named(9, "Anna", "Meyer")
    assert names_apart([second, first]) == {4: "Anna Meyer 1", 9: "Anna Meyer 2"}


def test_somebody_of_another_name_changes_nothing() -> None:
    two = [Named(1, "Anna", "Meyer"), Named(2, "Anna", "Muller")]
    assert names_apart([*two, Named(3, "Ben", "Moor")]).items() >= names_apart(two).items()


letters = st.text(st.sampled_from("aAáMmeé .1'"), max_size=5)


@given(st.lists(st.tuples(letters, letters), max_size=8))
def test_no_two_are_named_alike(people: list[tuple[str, str]]) -> None:
    named = names_apart(Named(place, *who) for place, who in enumerate(people))
    seen = [" ".join(name.casefold().split()) for name in named.values()]
    assert len(set(seen)) == len(people)
