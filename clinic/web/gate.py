"""The gate: every view carries one label, and one function reads it before every request."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request

from clinic.domain.access import Action, allows
from clinic.web.proofs import fresh_or_asked
from clinic.web.request_context import db, require_sign_in, signed_in
from clinic.web.sign_in import at_door

View = TypeVar("View", bound=Callable[..., Any])


class UnlabelledRoute(RuntimeError):
    """A route has no access label, or one of another audience; the program does not start."""


def access(action: Action) -> Callable[[View], View]:
    """Label a view with the one action it is for. Sets an attribute and wraps nothing."""

    def label(view: View) -> View:
        view.access = action  # type: ignore[attr-defined]  # functions take attributes
        return view

    return label


def edits(view: View) -> View:
    """Label a view that takes a form over standing rows: nobody writes between read and write."""
    view.edits = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def fresh(**but_for: str) -> Callable[[View], View]:
    """Label a view that wants somebody who has proved a moment ago who she is.

    For what cannot be undone or carries much. `but_for` names what is sent where it is neither, as
    `then="preview"`.
    """

    def label(view: View) -> View:
        view.fresh = but_for  # type: ignore[attr-defined]  # functions take attributes
        return view

    return label


def polls(view: View) -> View:
    """Label a view that a script asks again and again: its asking keeps nobody signed in."""
    view.polls = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def label_of(endpoint: str, app: Flask) -> Action | None:
    """Read the label of an endpoint, or `None`."""
    label = getattr(app.view_functions.get(endpoint), "access", None)
    return label if isinstance(label, Action) else None


def is_edit(endpoint: str, app: Flask) -> bool:
    """Say whether an endpoint is labelled as one that edits what stands."""
    return getattr(app.view_functions.get(endpoint), "edits", False) is True


def is_poll(endpoint: str, app: Flask) -> bool:
    """Say whether a script asks an endpoint again and again."""
    return getattr(app.view_functions.get(endpoint), "polls", False) is True


def freshness_of(endpoint: str, app: Flask) -> Mapping[str, str] | None:
    """Read the label of freshness of an endpoint: what it leaves out, or `None` without one."""
    return getattr(app.view_functions.get(endpoint), "fresh", None)


def gate() -> Any:
    """Let a request pass, ask it to sign in, or refuse it. Without a label nothing passes."""
    if request.endpoint is None:
        return None
    most = request.max_content_length
    if most is not None and (request.content_length or 0) > most:
        # Also where a view reads nothing of what was sent.
        abort(413)
    action = label_of(request.endpoint, current_app)
    if action is None:
        abort(403)
    if action is Action.OPEN_TO_ALL:
        return None
    g.action = action
    account = signed_in()
    if account is None:
        if at_door() is None:
            return require_sign_in()
        return None if action is Action.DOOR_ENTER else require_sign_in("auth.doors.show")
    if not allows(account.role, action):
        abort(403)
    but_for = freshness_of(request.endpoint, current_app)
    if but_for is not None and all(request.form.get(n) != v for n, v in but_for.items()):
        answer = fresh_or_asked(account)
        if answer is not None:
            return answer
    if request.method in ("POST", "PUT") and is_edit(request.endpoint, current_app):
        db().hold()
    return None


def open_library_routes(app: Flask, *endpoints: str) -> None:
    """Label routes that a library registered: styles, scripts and icons."""
    for endpoint in endpoints:
        served = app.view_functions[endpoint]

        def serve(served: Callable[..., Any] = served, **values: Any) -> Any:
            return served(**values)

        app.view_functions[endpoint] = access(Action.OPEN_TO_ALL)(serve)


def check_every_route(app: Flask) -> None:
    """Refuse to start when a route has no label or one of another audience."""
    for rule in app.url_map.iter_rules():
        action = label_of(rule.endpoint, app)
        if action is None:
            raise UnlabelledRoute(f"{rule.endpoint} ({rule.rule}) has no access label")
        audience = rule.endpoint.partition(".")[0]
        if action is not Action.OPEN_TO_ALL and action.audience != audience:
            raise UnlabelledRoute(f"{rule.endpoint} bears {action.value}, of another audience")
