"""S16: every answer carries the same guards: pages, refusals, faults, redirects, files, scripts."""

from werkzeug.datastructures import Headers

from tests.access.matrix import rows
from tests.hostile.bodies import SENDERS
from tests.scenes import World

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = ("default-src 'none'", "script-src 'self'", "object-src 'none'", "base-uri 'none'")
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
PUBLIC = ("static", "bootstrap.", "fonts.", "style_sheets.")
SLOW = ("handouts.",)
"""Printing takes seconds; its answers pass the same hook as all others."""


def faults(headers: Headers, *, is_public: bool) -> list[str]:
    """Name what is missing or too much."""
    policy = headers.get("Content-Security-Policy", "")
    found = [name for name, value in ALWAYS.items() if headers.get(name) != value]
    found += [name for name in NEVER if name in headers]
    found += [part for part in POLICY if part not in policy]
    found += ["unsafe"] if "unsafe" in policy else []
    found += ["frame-ancestors"] if "frame-ancestors '" not in policy else []
    is_kept = headers.get("Cache-Control") != "no-store"
    found += ["Cache-Control"] if is_kept and not is_public else []
    kind = headers.get("Content-Type", "")
    found += ["charset"] if kind.startswith("text/") and "charset=" not in kind else []
    return found


def test_s16_every_answer_carries_every_guard(world: World) -> None:
    assert faults(Headers(), is_public=False)
    wrong, statuses = {}, set()
    for door in rows():
        if door.endpoint.startswith(SLOW):
            continue
        for name in SENDERS[1:]:
            address = world.address(door, "mia")
            with world.people["nobody" if door.method != "GET" else name].browser.open(
                address, method=door.method
            ) as answer:
                statuses.add(answer.status_code)
                if found := faults(answer.headers, is_public=door.endpoint.startswith(PUBLIC)):
                    wrong[door, name] = found
    for address in ("/no/such/page", "/static/none.js", "/sign-in?next=%00"):
        with world.people["nobody"].browser.get(address) as answer:
            assert faults(answer.headers, is_public=False) == []
    assert wrong == {}
    assert statuses >= {200, 303, 401, 403, 404}
