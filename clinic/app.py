"""The application: named steps, one line each."""

import datetime
from collections.abc import Callable
from datetime import timedelta
from typing import assert_never

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from clinic.blueprints import admin, auth, handouts, portal, therapist
from clinic.db import open_engine, session_factory
from clinic.key_files import KeyFile
from clinic.models.audit import AuditJournal
from clinic.settings import Settings, read_settings
from clinic.web import (
    bootstrap,
    drafts,
    errors,
    fonts,
    gate,
    headers,
    hours,
    page_reads,
    pages,
    sign_in,
    style_sheets,
    translations,
)
from clinic.web.ids import PublicId, SheetCodeConverter, Token
from clinic.web.json_bodies import JsonBodies
from clinic.web.request_context import Hearth, close_request
from clinic.zone_database import use_newest_zones

LARGEST_REQUEST = 1024 * 1024
_BLUEPRINTS = (auth, therapist, portal, handouts, admin)


def utc_now() -> datetime.datetime:
    """Read the clock."""
    return datetime.datetime.now(datetime.UTC)


def create_app(
    settings: Settings | None = None, clock: Callable[[], datetime.datetime] = utc_now
) -> Flask:
    """Make the application; refuses to start when a route is not labelled for its audience."""
    use_newest_zones()
    settings = settings or read_settings()
    app = Flask("clinic.web", template_folder=str(settings.templates), static_folder="static")
    _hold(app, settings, clock)
    _configure(app, settings)
    _trust_proxies(app, settings)
    _seal_templates(app)
    app.json = JsonBodies(app)
    Babel(app)
    translations.register(app)
    CSRFProtect(app)
    sign_in.register(app)
    errors.register(app)
    drafts.register(app)
    headers.register(app)
    pages.register(app)
    hours.register(app)
    page_reads.register(app)
    _add_routes(app)
    app.before_request(gate.gate)
    app.teardown_request(close_request)
    gate.check_every_route(app)
    return app


def _hold(app: Flask, settings: Settings, clock: Callable[[], datetime.datetime]) -> None:
    keys = KeyFile(settings)
    engine = open_engine(settings.database_url, keys)
    databases = session_factory(engine, keys, AuditJournal())
    app.extensions["hearth"] = Hearth(settings, keys, databases, clock)


def _configure(app: Flask, settings: Settings) -> None:
    # The oldest first, as its library wants them: a form that lay open is taken, and signed again.
    secrets = [key.hex() for key in reversed(app.extensions["hearth"].keys.derive_all("cookies"))]
    prefix = "__Host-" if settings.is_secure else ""
    app.config.update(
        SECRET_KEY=secrets[-1],
        SECRET_KEY_FALLBACKS=secrets[:-1],
        WTF_CSRF_SECRET_KEY=secrets,
        SESSION_COOKIE_NAME=f"{prefix}hearth",
        DEVICE_COOKIE_NAME=f"{prefix}hearth-device",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=10),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        TRUSTED_HOSTS=[settings.host, "localhost", settings.bind],
        WTF_CSRF_ENABLED=settings.has_csrf,
        # A questionnaire may lie open for hours; the token lives as long as the sign-in.
        WTF_CSRF_TIME_LIMIT=None,
        # It would want a Referer, which our own policy keeps browsers from sending.
        WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE="en_US",
        # Times are converted to a cohort's own zone before they are written.
        BABEL_DEFAULT_TIMEZONE="UTC",
    )


def _trust_proxies(app: Flask, settings: Settings) -> None:
    """Take a visitor's address from the servers in front, and from as many of them as there are."""
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]


def _seal_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # Ends every chain over a kind: one that nobody wrote words for must not print in silence.
    app.jinja_env.globals["assert_never"] = assert_never


def _add_routes(app: Flask) -> None:
    app.url_map.converters["id"] = PublicId
    app.url_map.converters["token"] = Token
    app.url_map.converters["sheet_code"] = SheetCodeConverter
    for package in _BLUEPRINTS:
        app.register_blueprint(package.blueprint)
    app.register_blueprint(bootstrap.blueprint)
    app.register_blueprint(fonts.blueprint)
    app.register_blueprint(style_sheets.blueprint)
    gate.open_library_routes(app, "static")
    # The sender of this request is a mail program: the random token in its address is the proof.
    app.extensions["csrf"].exempt("clinic.blueprints.auth.messages.one_click")
