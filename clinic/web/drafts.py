"""Words that wait in a browser: the keys that seal and open them, and the word that they came."""

import re
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask, Response, current_app, request

from clinic.domain.clinic.keys import KeyRing
from clinic.domain.people.privacy import Privacy
from clinic.web.request_context import SignedIn, hearth, signed_in

COOKIE = "hearth-draft"
_COOKIE_SECONDS = 600
_MARK = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{8}")
_CURVE = ec.SECP256R1()
_GROUP_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# of the points of P-256 (SEC 2, section 2.4.2)
_COORDINATE_BYTES = 32
_FIRST_ERROR = 400


def seal_of(account: SignedIn, keys: KeyRing) -> str:
    """Give the public half of a person's key: with it a page seals what is typed in it."""
    return _sealed_to(_seeds(account, keys, account.closures)[0])


def keys_of(account: SignedIn, keys: KeyRing, privacy: Privacy) -> list[dict[str, str]]:
    """Give the private halves as JSON Web Keys, the current one first, to that person alone.

    Earlier keys of the clinic open what has waited since before it changed its key. What has waited
    since before a link passed through other hands stays closed as all that is private does.
    """
    open_since = privacy.unclosed_from(account.closures)
    ages = range(account.closures, open_since - 1, -1)
    return [_as_jwk(_private_key(seed)) for age in ages for seed in _seeds(account, keys, age)]


def register(app: Flask) -> None:
    """Let pages seal, and let each answer to a form say whether its words came."""
    app.add_template_global(_seal, "drafts_seal")
    app.after_request(_say_whether_taken)


def _seal() -> str:
    account = signed_in()
    return seal_of(account, hearth().keys) if account else ""


@lru_cache(1024)
def _sealed_to(seed: bytes) -> str:
    # Every page of somebody signed in bears it, and computing it costs a millisecond.
    key = _private_key(seed).public_key()
    return _base64url(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _seeds(account: SignedIn, keys: KeyRing, closures: int) -> tuple[bytes, ...]:
    since = f" since {closures}" if closures else ""
    return keys.derive_all(f"drafts of {account.public_id}{since}")


def _private_key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(seed) % (_GROUP_ORDER - 1) + 1, _CURVE)


def _as_jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    point = key.public_key().public_numbers()
    numbers = {"x": point.x, "y": point.y, "d": key.private_numbers().private_value}
    texts = {name: _base64url(n.to_bytes(_COORDINATE_BYTES)) for name, n in numbers.items()}
    return {"kty": "EC", "crv": "P-256", **texts}


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _say_whether_taken(answer: Response) -> Response:
    # Only a body that the view has read: to read it here could fail, or take for ever.
    form = request.__dict__.get("form")
    mark = form.get("draft", "") if form and request.method == "POST" else ""
    if _MARK.fullmatch(mark):
        word = "taken" if answer.status_code < _FIRST_ERROR else "refused"
        answer.set_cookie(
            COOKIE,
            f"{mark}.{word}",
            max_age=_COOKIE_SECONDS,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            # Read by the next page, which then forgets its draft: it opens nothing.
            httponly=False,
            samesite="Lax",
        )
    return answer
