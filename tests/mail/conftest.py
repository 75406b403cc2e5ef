"""A post office, and messages that wait to be sent."""

from collections.abc import Callable, Iterator

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.post.messages import MessageKind
from clinic.models.messages import Message
from clinic.operations.post.outbox import queue
from tests.cast import NOW, Cast
from tests.mail.post_office import PostOffice, open_post_office

Tell = Callable[..., Message]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def tell(db: Db, cast: Cast) -> Tell:
    """Queue a message that is due at once, for the first occasion unless another is named."""

    def queue_one(name: str = "mia", occasion: str = "one", **more: object) -> Message:
        given: dict[str, object] = {
            "kind": MessageKind.SCHEDULE_CHANGED,
            "enrollment": cast.enrollments[name],
            "due_at": NOW,
            "path": "/portal/weeks",
        }
        message = queue(db, Actor(None, NOW), occasion=occasion, **(given | more))  # type: ignore[arg-type]
        assert message is not None
        return message

    return queue_one
