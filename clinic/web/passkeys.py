"""To which address a passkey is bound, and which challenge counts in a sign-in."""

from clinic.lookups.clinic.passkeys import Site, challenge_of
from clinic.web.request_context import hearth


def site_of(token: str, purpose: str) -> Site:
    """Give the clinic's own address and the challenge of a sign-in; the browser's word is neither.

    The challenge ends with the token, which every passkey that is made or answers replaces.
    """
    held = hearth()
    return Site(held.settings.base_url.rstrip("/"), challenge_of(held.keys, token, purpose))
