"""Which threads an endpoint runs on, so that no kind of work can hold up another kind."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


class Lane(StrEnum):
    """A kind of work, by what it waits for."""

    PAGES = "pages"
    """Whatever is not named below."""
    AT_ONCE = "at-once"
    """Needs neither the database nor the press: where help is, styles, faces."""
    HASHING = "hashing"
    """Compares or hashes a passphrase, which is slow by intent."""
    ASKING = "asking"
    """Does more for a name that somebody has, which must not show in the time that it takes."""
    ELSEWHERE = "elsewhere"
    """Waits for a server that is not ours."""
    PRINTING = "printing"
    """Waits for a printing child."""


_AT_ONCE = "auth.help.show bootstrap.show fonts.show static style_sheets.show"
_HASHING = (
    "auth.doors.create auth.factors.create auth.invitations.accept auth.login_sessions.create "
    "auth.passkeys.create auth.passphrases.update auth.private_texts.update auth.proofs.create "
    "auth.recoveries.update auth.recovery_codes.create auth.recovery_words.create"
)
_ELSEWHERE = "auth.providers.create auth.providers.leave auth.providers.new auth.providers.show"
_PRINTING = (
    "handouts.administrations.show handouts.assignments.show handouts.consents.show "
    "handouts.departures.show handouts.letters.create handouts.readiness.create "
    "handouts.reports.create handouts.reports.create_of_cohort handouts.responses.show "
    "handouts.waiting.show handouts.worksheets.show portal.consents.paper portal.worksheets.form"
)
LANES: Mapping[str, Lane] = MappingProxyType(
    {
        **dict.fromkeys(_AT_ONCE.split(), Lane.AT_ONCE),
        **dict.fromkeys(_HASHING.split(), Lane.HASHING),
        "auth.recoveries.create": Lane.ASKING,
        **dict.fromkeys(_ELSEWHERE.split(), Lane.ELSEWHERE),
        **dict.fromkeys(_PRINTING.split(), Lane.PRINTING),
    }
)


def lane_finder(app: Flask) -> Callable[[str, str], Lane]:
    """Give a function that tells the lane of a path and a method."""
    adapter = app.url_map.bind("localhost")

    def find(path: str, method: str) -> Lane:
        try:
            endpoint, _values = adapter.match(path, method)
        except (HTTPException, RequestRedirect):
            return Lane.PAGES
        return LANES.get(endpoint, Lane.PAGES)

    return find
