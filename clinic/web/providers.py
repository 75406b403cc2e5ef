"""Asking the clinic's own sign-in server who somebody is: OpenID Connect, code flow with PKCE."""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from flask import session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from clinic.domain.clinic.factors import FRESH_FOR
from clinic.domain.clinic.providers import Identity, Provider, is_guarded

_ERRAND = "errand"
_ERRAND_LASTS = timedelta(minutes=10)
_LEEWAY = 60
_SECONDS = (3.05, 5)
_LARGEST = 256 * 1024
_SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
# All of them with a public key: a secret that both sides know could be used by either to sign.


class ProviderAway(Exception):
    """The provider does not answer, or not as it should."""


class NotBelieved(Exception):
    """What came back is not what was asked for, or not signed by the provider."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What somebody was sent to the provider for; her cookie alone holds it."""

    state: str
    nonce: str
    verifier: str
    begun_at: str
    goal: str
    links: str
    """The account that is to be linked; empty where somebody signs in."""


def begin(provider: Provider, back: str, now: datetime, goal: str, links: str = "") -> str:
    """Note an errand in the cookie, and give the address at the provider to go to."""
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    errand = Errand(state, nonce, verifier, now.isoformat(), goal, links)
    # Whoever links must be who sits here, and not whoever is still signed in over there.
    more: dict[str, object] = {"prompt": "login"} if links else {}
    with _session(provider, back) as client:
        address, _state = client.create_authorization_url(
            _told_by(provider)["authorization_endpoint"],
            state=state,
            nonce=nonce,
            code_verifier=verifier,
            max_age=int(FRESH_FOR.total_seconds()),
            **more,
        )
    session[_ERRAND] = astuple(errand)
    return str(address)


def end_errand(state: str, now: datetime) -> Errand | None:
    """Give the errand that an answer belongs to; it counts once, and not for long."""
    kept = session.pop(_ERRAND, None)
    if not isinstance(kept, (list, tuple)):
        return None
    errand = Errand(*kept)
    is_late = now - datetime.fromisoformat(errand.begun_at) > _ERRAND_LASTS
    is_other = not hmac.compare_digest(errand.state.encode(), state.encode(errors="replace"))
    return None if is_late or is_other else errand


def identity_behind(
    provider: Provider, errand: Errand, code: str, back: str, now: datetime
) -> Identity:
    """Trade a code for what the provider signs of the person, and believe it only if all fits."""
    told = _told_by(provider)
    try:
        with _session(provider, back) as client:
            token = client.fetch_token(
                told["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=errand.verifier,
                timeout=_SECONDS,
                allow_redirects=False,
            )
        keys = KeySet.import_key_set(_fetched(told["jwks_uri"]))  # type: ignore[arg-type]
        return _believed(provider, errand, token, keys, now)
    except (requests.RequestException, requests.exceptions.JSONDecodeError) as fault:
        raise ProviderAway from fault
    except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError, OverflowError) as fault:
        raise NotBelieved from fault


def address_of_leaving(provider: Provider, home: str) -> str | None:
    """Give where somebody ends her sign-in at the provider too, where it says so."""
    end = _told_by(provider).get("end_session_endpoint")
    if not is_guarded(end):
        return None
    told = {"client_id": provider.client_id, "post_logout_redirect_uri": home}
    return str(requests.Request("GET", end, params=told).prepare().url)


def _believed(
    provider: Provider, errand: Errand, token: Mapping[str, Any], keys: KeySet, now: datetime
) -> Identity:
    signed = jwt.decode(token["id_token"], keys, algorithms=_SIGNATURES)
    claims = CodeIDToken(
        signed.claims,
        signed.header,
        options={
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": errand.nonce},
            "auth_time": {"essential": True},
        },
        params={
            "nonce": errand.nonce,
            "client_id": provider.client_id,
            "access_token": token.get("access_token"),
        },
    )
    claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
    proved_at = datetime.fromtimestamp(claims["auth_time"], UTC)
    if not claims["sub"] or now - proved_at > FRESH_FOR + timedelta(seconds=_LEEWAY):
        raise ValueError("nobody has proved lately who she is")
    methods, level = claims.get("amr") or [], str(claims.get("acr") or "")
    has_second = provider.proves_second([str(method) for method in methods], level)
    return Identity(provider.issuer, str(claims["sub"]), min(proved_at, now), has_second)


def _session(provider: Provider, back: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid",  # no address, no name: nothing is found by them
        redirect_uri=back,
        code_challenge_method="S256",
    )


def _told_by(provider: Provider) -> dict[str, Any]:
    """Read what the provider says of itself; it must be itself, and guarded everywhere."""
    told = _fetched(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if told.get("issuer") != provider.issuer or not all(is_guarded(told.get(n)) for n in needed):
        raise ProviderAway
    return told


def _fetched(address: str) -> dict[str, Any]:
    try:
        with requests.get(address, timeout=_SECONDS, allow_redirects=False, stream=True) as answer:
            body = answer.raw.read(_LARGEST, decode_content=True)
            is_fine = answer.status_code == requests.codes.ok
        told = json.loads(body) if is_fine else None
    except (requests.RequestException, OSError, ValueError) as fault:
        raise ProviderAway from fault
    if not isinstance(told, dict):
        raise ProviderAway
    return told
