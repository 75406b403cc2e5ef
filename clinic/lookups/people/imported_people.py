"""People of whom only a file of scores told: nobody to enroll, to invite or to write to."""

from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.models.clients import Client


def check_comes_here(client: Client) -> None:
    """Refuse a place or an account for somebody who stands in a file and does not come here."""
    if client.score_import_id is not None:
        raise Refused(
            N_("%(name)s comes from a file of scores, so there is nobody to enroll or invite."),
            {"name": client.preferred_name},
            "client",
        )
