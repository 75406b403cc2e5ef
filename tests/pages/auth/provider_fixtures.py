"""A clinic that names a sign-in server: a real one, on loopback.

It signs by the clock of the machine, and so the application is at that time here.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.providers import Provider
from clinic.operations.clinic.identities import link_own_identity
from tests.cast import Cast
from tests.conftest import Clock
from tests.provider_server import CLIENT_ID, CLIENT_SECRET, running_provider
from tests.providing import SUBJECT, claims, configure


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running_provider() as address:
        yield address


@pytest.fixture
def provider(app: Flask, issuer: str, clock: Clock) -> Provider:
    """Name the provider in the settings of the clinic."""
    clock.at = datetime.now(UTC)
    return configure(app, Provider(issuer, CLIENT_ID, CLIENT_SECRET, frozenset({"mfa"})))


@pytest.fixture
def linked(db: Db, cast: Cast, provider: Provider, clock: Clock) -> Cast:
    """Link Theresa, and let the provider say no more of her than who she is."""
    claims(provider)
    theresa = cast.accounts["theresa"]
    doer = Actor(theresa.id, clock(), theresa.role)
    link_own_identity(db, doer, theresa, provider.issuer, SUBJECT, 0)
    return cast
