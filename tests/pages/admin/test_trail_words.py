"""Every kind of page that leaves an entry has its own name in the trail."""

from flask import Flask

from clinic.domain.access import NOT_CLINICAL, Action
from clinic.presenters.trail_words import kind_words, read_words


def test_every_kind_of_read_has_a_name_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        names = read_words()
        assert set(names) == (set(Action) - NOT_CLINICAL) | {Action.CALENDAR_OWN}
        assert len(set(names.values())) == len(names)
        kinds = ["therapist:client:read", "accounts.add_account"]
        assert list(kind_words(kinds).values()) == ["Read: clients", "Add account"]
