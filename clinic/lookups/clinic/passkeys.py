"""Passkeys: what a browser is asked for, and whether its answer is right.

`webauthn` is imported where it is used: it takes half a second, for which no other page waits.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from clinic.domain.clinic.keys import KeyRing
from clinic.models.accounts import Account
from clinic.models.factors import SecondFactor


class WrongAnswer(ValueError):
    """A browser's answer for a passkey that does not hold."""


@dataclass(frozen=True, slots=True)
class MadePasskey:
    """A key that a browser has made and whose answer was looked at, as text for the table."""

    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Site:
    """The address to which a passkey is bound, and the challenge of one sign-in there."""

    origin: str
    challenge: bytes

    @property
    def rp_id(self) -> str:
        """The host name, which a passkey is never shown to another one than."""
        return urlsplit(self.origin).hostname or ""


def challenge_of(keys: KeyRing, token: str, purpose: str) -> bytes:
    """Give the challenge of a sign-in: 256 bits that end with its token, and so are used once."""
    return hmac.new(keys.derive("passkey"), f"{purpose}:{token}".encode(), sha256).digest()


def creation_options(site: Site, account: Account, name: str, own: Sequence[SecondFactor]) -> str:
    """Say as JSON what a browser is to make: a discoverable key that wants finger, face or PIN."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=name,
        user_name=account.sign_in_name,
        user_id=account.public_id.encode(),
        challenge=site.challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=raw) for raw in _ids(own)],
    )
    return str(options_to_json(options))


def request_options(site: Site, own: Sequence[SecondFactor]) -> str:
    """Say as JSON which passkeys may answer."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import (
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    options = generate_authentication_options(
        rp_id=site.rp_id,
        challenge=site.challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=raw) for raw in _ids(own)],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return str(options_to_json(options))


def made_passkey(site: Site, answer: str) -> MadePasskey:
    """Look at the answer with which a browser tells of a new key; raises WrongAnswer."""
    from webauthn import verify_registration_response

    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=site.challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as error:
        # Its parsers raise their own and others' kinds; whatever cannot be read is no proof.
        raise WrongAnswer from error
    return MadePasskey(
        _as_text(made.credential_id), _as_text(made.credential_public_key), made.sign_count
    )


def answered_by(site: Site, own: Sequence[SecondFactor], answer: str) -> tuple[SecondFactor, int]:
    """Find the passkey that gave an answer, with its new count of answers; raises WrongAnswer."""
    from webauthn import verify_authentication_response
    from webauthn.helpers import parse_authentication_credential_json

    try:
        given = parse_authentication_credential_json(answer)
        said = _as_text(given.raw_id)
        factor = next(row for row in own if row.credential_id == said)
        good = verify_authentication_response(
            credential=given,
            expected_challenge=site.challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=_as_bytes(factor.public_key or ""),
            # Compared when it is noted, under a lock.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as error:
        raise WrongAnswer from error
    return factor, good.new_sign_count


def _ids(own: Sequence[SecondFactor]) -> list[bytes]:
    return [_as_bytes(row.credential_id) for row in own if row.credential_id]


def _as_text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _as_bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
