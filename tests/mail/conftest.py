"""A post office, and messages that wait to be sent."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.messages import Message
from tests.cast import NOW, Cast
from tests.mail.post_office import PostOffice, open_post_office
from tests.queued import queued

Tell = Callable[..., Message]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def tell(db: Db, cast: Cast) -> Tell:
    """Queue a message that is due at once, for the first occasion unless another is named."""

    def queue_one(name: str = "mia", occasion: str = "one", **more: Any) -> Message:
        return queued(db, Actor(None, NOW), cast.enrollments[name], about=occasion, **more)

    return queue_one
