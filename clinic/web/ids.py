"""The random ids of addresses as a URL converter: `<id:cohort_id>`."""

from werkzeug.routing import BaseConverter


class PublicId(BaseConverter):
    """Takes what `new_public_id` makes and nothing else, so that no number ever reaches a query."""

    regex = "[a-km-z2-9]{20}"
    part_isolating = True


class Token(BaseConverter):
    """Takes the token of an invitation: URL-safe text of 43 characters."""

    regex = "[A-Za-z0-9_-]{43}"
    part_isolating = True
