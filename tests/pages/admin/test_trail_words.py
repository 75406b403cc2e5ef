"""Every kind of page that leaves an entry has its own name in the trail."""

from flask import Flask

from clinic.domain.access import NOT_CLINICAL, Action
from clinic.presenters.trail_words import deed_words, read_words


def test_every_kind_of_read_has_a_name_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        names = read_words()
        assert set(names) == (set(Action) - NOT_CLINICAL) | {Action.CALENDAR_OWN}
        assert len(set(names.values())) == len(names)
        assert deed_words("therapist:client:read") == "Read: clients"
        assert deed_words("accounts.add_account") == "Add account"
