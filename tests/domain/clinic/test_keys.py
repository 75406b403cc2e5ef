"""A ring of keys while they are changed."""

import json
from itertools import count

import pytest

from clinic.domain.clinic.keys import KEY_BYTES, KeyRing

_numbers = count(1)


def another(size: int) -> bytes:
    """Give bytes that nobody else was given."""
    return next(_numbers).to_bytes(size)


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.fresh(another)


def test_a_change_adds_a_key_of_either_kind_and_takes_none_away(ring: KeyRing) -> None:
    begun = ring.begin_change(another)

    assert begun.keys.items() > ring.keys.items()
    assert begun.current not in ring.keys
    assert begun.database_keys == (ring.database, begun.coming)
    assert len({*begun.keys.values(), *begun.database_keys}) == 4


def test_a_change_that_was_begun_goes_on_with_the_keys_it_has(ring: KeyRing) -> None:
    begun = ring.begin_change(another)
    assert begun.begin_change(another) is begun


def test_at_its_end_one_key_opens_the_database(ring: KeyRing) -> None:
    begun = ring.begin_change(another)
    assert begun.coming is not None
    done = begun.opening_with(begun.coming)
    assert done.database_keys == (begun.coming,)
    assert done.keys == begun.keys


def test_a_ring_is_written_and_read_at_every_stage(ring: KeyRing) -> None:
    for stage in (ring, ring.begin_change(another)):
        assert KeyRing.from_json(json.dumps(stage.as_dict())) == stage


def test_a_name_that_is_taken_is_not_given_again(ring: KeyRing) -> None:
    odd = KeyRing("k1", {**ring.keys, "k3": another(KEY_BYTES)}, ring.database)
    assert odd.begin_change(another).current == "k4"


def test_only_a_ring_with_all_earlier_keys_follows(ring: KeyRing) -> None:
    later = ring.begin_change(another).begin_change(another)
    assert later.follows(ring)
    assert ring.follows(ring)
    assert not ring.follows(later)
    assert not KeyRing.fresh(another).follows(ring)


def test_purposes_are_derived_from_the_newest_key_first(ring: KeyRing) -> None:
    rings = [ring]
    for _ in range(2):
        begun = rings[-1].begin_change(another)
        rings.append(begun.opening_with(begun.database_keys[-1]))
    assert rings[-1].derive_all("a") == tuple(one.derive("a") for one in reversed(rings))


def test_no_key_is_shown_where_a_ring_is_printed(ring: KeyRing) -> None:
    begun = ring.begin_change(another)
    assert all(repr(key) not in repr(begun) for key in (*begun.keys.values(), *begun.database_keys))
