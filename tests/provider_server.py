"""A real OpenID Connect provider on loopback, in a process of its own: `oidc-provider-mock`.

It does not ask for PKCE by itself. What stands in front of it here does: no code is given without a
challenge, and none is traded without the verifier that fits.
"""

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT_ID = "hearth"
CLIENT_SECRET = "a secret of both"


@contextmanager
def running_provider() -> Iterator[str]:
    """Give the issuer of a provider that runs until the block ends."""
    environment = os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}
    command = [sys.executable, "-W", "ignore", __file__]
    with subprocess.Popen(  # noqa: S603 - this file
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield f"http://localhost:{int(process.stdout.readline())}"
        finally:
            process.kill()


class AsksForProof:
    """Holds every code back that is not proved to be its bearer's (RFC 7636)."""

    def __init__(self, provider: Any) -> None:
        self.provider = provider
        self.challenges: dict[str, str] = {}

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"] == "/oauth2/token":
            return self._trade(environ, start)
        if environ["PATH_INFO"] != "/oauth2/authorize":
            return self.provider(environ, start)
        asked = parse_qs(environ["QUERY_STRING"])
        if asked.get("code_challenge_method") != ["S256"] or "nonce" not in asked:
            return _refuse(start)

        def noting(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            told = parse_qs(urlsplit(dict(headers).get("Location", "")).query)
            for code in told.get("code", []):
                self.challenges[code] = asked["code_challenge"][0]
            return start(status, headers, *rest)

        return self.provider(environ, noting)

    def _trade(self, environ: dict[str, Any], start: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        told = parse_qs(body.decode())
        proof = hashlib.sha256(told.get("code_verifier", [""])[0].encode()).digest()
        challenge = self.challenges.pop(told.get("code", [""])[0], None)
        if challenge != base64.urlsafe_b64encode(proof).decode().rstrip("="):
            return _refuse(start)
        return self.provider(environ | {"wsgi.input": io.BytesIO(body)}, start)


def _refuse(start: Any) -> list[bytes]:
    start("400 Bad Request", [("Content-Type", "application/json")])
    return [json.dumps({"error": "invalid_grant"}).encode()]


def main() -> None:
    """Serve until the test is done with it, and say on which port."""
    import oidc_provider_mock
    from werkzeug.serving import make_server

    guarded = AsksForProof(oidc_provider_mock.app(require_nonce=True))
    with make_server("localhost", 0, guarded, threaded=True) as server:
        print(server.server_port, flush=True)  # noqa: T201 - to the test that started it
        server.serve_forever()


if __name__ == "__main__":
    main()
