"""What went wrong, as a page in plain words. Nothing clinical ever reaches a log line."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NoResultFound,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from clinic.content.faults import ContentError
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.sheet_answers import AnswerFault
from clinic.domain.text import N_
from clinic.printing.render import PrintFailed
from clinic.web.request_context import hearth, wants_json

_SOMEBODY_FIRST = N_(
    "Somebody else did the same a moment ago, so this was not done a second time. Open the page "
    "again to see how things are now."
)
_CONSTRAINTS = {
    "uq_accounts_sign_in_name": N_("There is already an account with this e-mail address."),
    "uq_enrollments_cohort_id_client_id": N_("This person already has a place in the cohort."),
    "uq_attendance_group_session_id_enrollment_id": N_(
        "Somebody else marked this room at the same moment. Open the page again to see the marks."
    ),
    "uq_administrations_enrollment_id_instrument_id_occasion": N_(
        "This person has this questionnaire on this occasion already. One occasion has one filling."
    ),
    "uq_keyings_administration_id_turn": N_(
        "Somebody else keyed this paper at the same moment. Open it again to see what was kept."
    ),
}
_TABLE_COLUMN = {
    # SQLite names the columns of a broken constraint, PostgreSQL its name.
    "uq_accounts_sign_in_name": "accounts.sign_in_name",
    "uq_enrollments_cohort_id_client_id": "enrollments.cohort_id, enrollments.client_id",
    "uq_attendance_group_session_id_enrollment_id": (
        "attendance.group_session_id, attendance.enrollment_id"
    ),
    "uq_administrations_enrollment_id_instrument_id_occasion": (
        "administrations.enrollment_id, administrations.instrument_id, administrations.occasion"
    ),
    "uq_keyings_administration_id_turn": "keyings.administration_id, keyings.turn",
}


_NOT_READ = N_(
    "The clinic's records are not available right now. Nothing that was saved is lost. Please try "
    "again in a minute."
)
_NOT_WRITTEN = N_(
    "The clinic's records cannot be written to right now. What was saved before is safe, and this "
    "was not added to it. Please try again in a minute."
)
_AGAIN_SECONDS = 30
_OUR_FAULT = (DataError, NotSupportedError, ProgrammingError)
_ROOMS = ("portal.", "therapist.")
_SHEETS = ("portal.worksheets.finish", "therapist.responses.update")
_OURS = ("csrf_token", "version", "then")
_WORTH_COPYING = 3
# Characters; shorter than this are ticks, ratings and numbers.


def sentence(refused: Refused) -> str:
    """Give a refusal's sentence in the reader's language."""
    return str(_(refused.message, **refused.params))


def fault_sentences(faults: Iterable[AnswerFault]) -> dict[str, str]:
    """Give a sentence for each field, or for each cell of a table as `log-0-minutes`."""
    return {fault.key.replace(".", "-"): str(_(fault.message, **fault.params)) for fault in faults}


def _page(status: int, title: str, text: str) -> Any:
    if wants_json():
        return jsonify(error=text), status
    page = render_template(
        "errors/show.html", title=title, text=text, status=status, typed=_typed(status)
    )
    return page, status


def _typed(status: int) -> list[str]:
    """Give back the words of a form that could not be taken, so that they can be copied.

    Only to whoever sent them, and never as a form that is ready to be sent: somebody else's page
    might have sent the words in this person's name.
    """
    if status not in (400, 401, 403, 404, 503) or not (request.endpoint or "").startswith(_ROOMS):
        return []
    texts = (text.strip() for name, text in request.form.items(multi=True) if name not in _OURS)
    # One word alone is an answer on a sheet; elsewhere it is a choice or a code of ours.
    is_sheet = request.endpoint in _SHEETS
    return [text for text in texts if len(text) > _WORTH_COPYING and (is_sheet or " " in text)]


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    words = {
        400: (_("This could not be read"), _("Please go back and try again. Nothing was changed.")),
        401: (
            _("Please sign in again"),
            _("You were signed out because nothing happened for a while. Nothing was changed."),
        ),
        403: (
            _("This is not part of your work here"),
            _("Your account does not open this page. Nothing was changed."),
        ),
        404: (
            _("There is nothing here"),
            _("The page does not exist, or it is not one of yours."),
        ),
        405: (_("This could not be read"), _("Please go back and try again. Nothing was changed.")),
        413: (_("That is too large"), _("Please send less at once. Nothing was changed.")),
        429: (_("Too many attempts"), _("Please wait a few minutes and try again.")),
    }
    title, text = words.get(
        status, (_("This did not work"), _("Please go back and try again. Nothing was changed."))
    )
    return _page(status, title, text)


def _host(_error: SecurityError) -> Any:
    # Plain: a page would need addresses of ours, and no site of ours was asked for.
    return _("There is no clinic at this address."), 400, {"Content-Type": "text/plain"}


def _not_found(_error: NoResultFound) -> Any:
    return _page(
        404,
        _("There is nothing here"),
        _("The page does not exist, or it is not one of yours.")
        if request.method in ("GET", "HEAD")
        else _(
            "This was not saved. What it belongs to does not exist, or it is not one of yours: "
            "perhaps your time in the group has ended."
        ),
    )


def _refused(error: Refused) -> Any:
    return _page(409 if isinstance(error, Stale) else 422, _("This was not done"), sentence(error))


def _content(_error: ContentError) -> Any:
    # An operation read a stored text for itself, to write by it, and could not.
    text = _(
        "The text of what this belongs to cannot be read, so nothing was written. "
        "What was saved before is safe."
    )
    return _page(422, _("This was not done"), text)


def _stale(_error: StaleDataError) -> Any:
    text = _("Somebody else changed this a moment ago. Open it again and look before you save.")
    return _page(409, _("This was not saved"), text)


def _constraint(error: IntegrityError) -> Any:
    # Two at the same moment: the rules looked, found nothing in the way, and one came first.
    told = str(error.orig)
    for name, text in _CONSTRAINTS.items():
        if name in told or _TABLE_COLUMN[name] in told:
            return _page(409, _("This was not saved"), _(text))
    current_app.logger.error("a constraint stopped %s", request.endpoint)
    return _page(409, _("This was not saved"), _(_SOMEBODY_FIRST))


def _csrf(_error: CSRFError) -> Any:
    text = _(
        "The page was open for a long time, or you signed in again in another window. Go back, "
        "reload the page and send it again. Nothing was changed."
    )
    return _page(400, _("This page is too old to be sent"), text)


def _print(error: PrintFailed) -> Any:
    return _page(503, _("The print did not work"), _(error.message))


def _away(error: Exception) -> Any:
    # A disk that is full, a lock that is held, a server that is gone: none of it lasts for ever.
    if isinstance(error, _OUR_FAULT):
        return _crash(error)
    current_app.logger.error("%s at %s", type(error).__name__, request.endpoint, exc_info=False)
    g.has_no_database = True
    if request.method in ("GET", "HEAD"):
        title, text = _("The records cannot be reached"), _(_NOT_READ)
    else:
        title, text = _("This was not saved"), _(_NOT_WRITTEN)
    page, status = _page(503, title, text)
    return page, status, {"Retry-After": str(_AGAIN_SECONDS)}


def _crash(error: Exception) -> Any:
    # The kind of fault and the endpoint only: an exception's text may hold what somebody typed.
    current_app.logger.error("%s at %s", type(error).__name__, request.endpoint, exc_info=False)
    if hearth().settings.strict:
        raise error
    text = _("Something went wrong on our side. What was saved before is safe.")
    return _page(500, _("This did not work"), text)


def register(app: Flask) -> None:
    """Give every kind of fault its page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _host)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(NoResultFound, _not_found)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(ContentError, _content)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _constraint)
    app.register_error_handler(PrintFailed, _print)
    for kind in (DatabaseError, InterfaceError, PoolTimeout):
        app.register_error_handler(kind, _away)
    app.register_error_handler(Exception, _crash)
