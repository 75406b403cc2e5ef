"""What is closed of a client's own words, even to herself."""

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.people.privacy import Privacy
from clinic.models.accounts import privacy_of


def own_privacy(db: Db, reader: Reader) -> Privacy:
    """Give what is closed of the reader's own."""
    return privacy_of(db, reader.account_id)
