"""How people are named where others can see it."""

import pytest

from clinic.domain.text import given_name, short_name


@pytest.mark.parametrize(
    ("preferred", "family", "name"),
    [("Mia", "Rosen", "Mia R."), (" Max ", "ölmez", "Max Ö."), ("Mia", " ", "Mia")],
)
def test_a_name_in_the_room_gives_only_one_letter_of_the_family(
    preferred: str, family: str, name: str
) -> None:
    assert short_name(preferred, family) == name


@pytest.mark.parametrize(
    ("name", "given"),
    [("Theresa Lind", "Theresa"), ("Cher", "Cher"), (" Jo  Ann ", "Jo"), ("", "")],
)
def test_a_colleague_is_greeted_by_the_given_name(name: str, given: str) -> None:
    assert given_name(name) == given
