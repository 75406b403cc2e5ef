"""By what somebody who is to be entered looks like somebody who is known."""

import pytest

from clinic.domain.people.doubles import Likeness, Traits, likenesses

MIA = Traits("Mia", "Rossi", "mia@example.org", "+44 20 7946 0018")


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (Traits("Maria", "R.", " Mia@Example.org "), ["email"]),
        (Traits("Maria", email="mia@example.com"), []),
        (Traits("Maria", phone="020 7946 0018"), ["phone"]),
        (Traits("Maria", phone="0044 (0)20 79460018"), ["phone"]),
        (Traits("Maria", phone="+44 20 7946 0019"), []),
        (Traits("Maria", phone="0018"), []),
        (Traits("mía", "ROSSI"), ["name"]),
        (Traits("Mia Rossi"), ["name"]),
        (Traits("Mia"), []),
        (Traits("Mia", "Rossi", "mia@example.org", "02079460018"), ["email", "phone", "name"]),
    ],
)
def test_people_are_alike_in_an_address_a_number_or_a_whole_name(
    other: Traits, alike: list[str]
) -> None:
    assert likenesses(MIA, other) == tuple(Likeness(word) for word in alike)
    assert likenesses(other, MIA) == likenesses(MIA, other)


def test_nothing_is_like_nothing() -> None:
    assert likenesses(Traits("Ann"), Traits("Bea")) == ()
    assert likenesses(Traits("Ann", phone=""), Traits("Bea", phone=None, email="")) == ()


def test_a_name_of_two_words_is_the_same_with_a_hyphen() -> None:
    assert likenesses(Traits("Anna-Lena", "Ek"), Traits("Anna", "Lena Ek")) == (Likeness.NAME,)
