"""Names stand in one order everywhere, and are found however somebody types them."""

import pytest

from clinic.domain.name_order import MARKED, PLAIN, folded


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Émile", "emile"),
        ("E\u0301mile", "emile"),
        ("Øystein", "oystein"),
        ("Łukasz", "lukasz"),
        ("Strauß", "straus"),
        ("İpek", "ipek"),
        ("Ιωάννα", "ιωαννα"),
        ("Жанна", "жанна"),
        ("Nguyễn", "nguyen"),
        ("O’Brien", "o’brien"),
        ("李娜", "李娜"),
        ("", ""),
    ],
)
def test_a_letter_is_its_plain_small_form(name: str, plain: str) -> None:
    assert folded(name) == plain


def test_each_letter_has_one_in_plain() -> None:
    assert len(MARKED) == len(PLAIN) == len(set(MARKED))
    assert folded(PLAIN) == PLAIN
