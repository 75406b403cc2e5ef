"""A passkey's answer holds for this address, this sign-in and this key, and for nothing else."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from clinic.domain.clinic.factors import FactorKind
from clinic.lookups.clinic.passkeys import Site, WrongAnswer, answered_by, made_passkey
from clinic.models.factors import SecondFactor

HERE = Site("https://clinic.example", b"a challenge of thirty-two bytes!!")
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Keeper:
    """A keeper of one key, which tells what a test wants it to."""

    origin: str = HERE.origin
    rp_id: str = "clinic.example"
    challenge: bytes = HERE.challenge
    flags: int = PRESENT | VERIFIED
    count: int = 1
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self) -> str:
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        data = self._data(ATTESTED) + bytes(16) + (4).to_bytes(2) + b"here" + cose
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._said(attestationObject=text(attested), **self._client("webauthn.create"))

    def answer(self) -> str:
        data, client = self._data(0), self._client("webauthn.get")
        raw = json.dumps(self._told("webauthn.get")).encode()
        signed = self.key.sign(data + sha256(raw).digest(), ec.ECDSA(SHA256()))
        return self._said(authenticatorData=text(data), signature=text(signed), **client)

    def _data(self, more: int) -> bytes:
        return (
            sha256(self.rp_id.encode()).digest()
            + bytes([self.flags | more])
            + self.count.to_bytes(4)
        )

    def _told(self, kind: str) -> dict[str, Any]:
        return {"type": kind, "challenge": text(self.challenge), "origin": self.origin}

    def _client(self, kind: str) -> dict[str, str]:
        return {"clientDataJSON": text(json.dumps(self._told(kind)).encode())}

    def _said(self, **response: str) -> str:
        said = {"id": text(b"here"), "rawId": text(b"here"), "type": "public-key"}
        return json.dumps({**said, "response": response, "clientExtensionResults": {}})


def kept(keeper: Keeper) -> SecondFactor:
    made = made_passkey(HERE, keeper.make())
    return SecondFactor(
        kind=FactorKind.PASSKEY,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
    )


WRONG: dict[str, dict[str, Any]] = {
    "another address": {"origin": "https://clinic.example.evil.example"},
    "another address in part": {"origin": "http://clinic.example"},
    "another host": {"rp_id": "evil.example"},
    "another sign-in": {"challenge": b"another one of thirty-two bytes!!"},
    "nobody who was looked at": {"flags": PRESENT},
    "nobody there": {"flags": VERIFIED},
}


def test_a_right_answer_names_its_key_and_its_count() -> None:
    keeper = Keeper()
    factor = kept(keeper)
    keeper.count = 7
    assert answered_by(HERE, [factor], keeper.answer()) == (factor, 7)


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_a_key_that_is_made_elsewhere_is_not_taken(changed: dict[str, Any]) -> None:
    with pytest.raises(WrongAnswer):
        made_passkey(HERE, Keeper(**changed).make())


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_an_answer_for_something_else_does_not_hold(changed: dict[str, Any]) -> None:
    keeper = Keeper()
    factor = kept(keeper)
    with pytest.raises(WrongAnswer):
        answered_by(HERE, [factor], replace(keeper, **changed).answer())


def test_the_answer_of_another_key_does_not_hold() -> None:
    with pytest.raises(WrongAnswer):
        answered_by(HERE, [kept(Keeper())], Keeper().answer())


@pytest.mark.parametrize("said", ["", "{}", "[]", "null", '{"id": 1}', "\x00", '{"id": "' * 900])
def test_what_cannot_be_read_does_not_hold(said: str) -> None:
    factor = kept(Keeper())
    with pytest.raises(WrongAnswer):
        answered_by(HERE, [factor], said)
    with pytest.raises(WrongAnswer):
        made_passkey(HERE, said)
