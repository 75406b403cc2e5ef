"""One request of the line as a call of the pages (PEP 3333), with its body in hand."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]
Headers = list[tuple[bytes, bytes]]


class Application(Protocol):
    """The pages, as PEP 3333 sees them."""

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any], /
    ) -> Iterable[bytes]:
        """Answer one request."""


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """A whole answer, which no thread has to wait for any more."""

    status: int
    headers: Headers
    body: bytes


def header_of(scope: Scope, name: bytes) -> bytes:
    """Give a header of the request, empty where there is none."""
    return next((text for key, text in scope["headers"] if key == name), b"")


def environ_of(scope: Scope, body: bytes, length: int) -> dict[str, Any]:
    """Tell the pages about a request; `length` is more than the body where that is too large."""
    host, port = scope.get("server") or ("localhost", "80")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        # As it was sent: the decoded path of the scope has lost what is not UTF-8.
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, text in scope["headers"]:
        _add_header(environ, name, text.decode("latin-1"))
    return environ


def _add_header(environ: dict[str, Any], name: bytes, text: str) -> None:
    if b"_" in name or name in (b"content-length", b"transfer-encoding"):
        # An underscore would pass for the hyphen of a header that only a proxy may set.
        return
    if name == b"content-type":
        environ["CONTENT_TYPE"] = text
        return
    key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
    mark = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{mark}{text}" if key in environ else text


def call(application: Application, environ: dict[str, Any]) -> WholeAnswer:
    """Call the pages and take their answer whole."""
    begun: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _fault: object = None) -> None:
        told = [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in headers]
        begun.append((int(status.partition(" ")[0]), told))

    parts = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    status, told = begun[-1]
    return WholeAnswer(status, told, body)
