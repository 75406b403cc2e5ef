"""Headers that every answer carries, closed by default."""

from flask import Flask, Response, request

from clinic.web.request_context import hearth

_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Bootstrap draws check marks and arrows as data: images in its style sheet.
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{name} {sources}" for name, sources in _DIRECTIVES.items())
_PUBLIC = frozenset({"static", "bootstrap.show", "fonts.show", "style_sheets.show"})


def policy_with(**directives: str) -> str:
    """Give the policy with some directives of a page's own, as `frame_src="'self'"`."""
    own = {name.replace("_", "-"): sources for name, sources in directives.items()}
    return "; ".join(f"{name} {sources}" for name, sources in {**_DIRECTIVES, **own}.items())


def add_headers(answer: Response) -> Response:
    """Add what is missing; a view may have set its own."""
    headers = answer.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint in _PUBLIC and answer.status_code in (200, 304):
        # A script that another one imports has no stamp of its content in its address.
        is_stamped = request.endpoint != "static" or "v" in request.args
        headers["Cache-Control"] = "public, max-age=86400" if is_stamped else "no-cache"
    else:
        headers["Cache-Control"] = "no-store"
    if hearth().settings.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    return answer


def register(app: Flask) -> None:
    """Add the headers to every answer, pages and errors alike."""
    app.after_request(add_headers)
