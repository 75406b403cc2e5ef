"""Reads of pages with clinical data, on their way into the audit trail.

A page that is read must answer with a full disk and beside a held lock, and a request for it cannot
write. So its request only notes the read here, in memory, once the answer is made; a thread of the
server writes what waits, a batch at a time, and tries again for as long as it fails.
"""

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from clinic.domain.access import NOT_CLINICAL, Action, Actor
from clinic.domain.clinic.trail import PageRead
from clinic.lookups.clinic.subjects import subject_of
from clinic.operations.clinic.trail import note_reads
from clinic.web.gate import is_poll, label_of
from clinic.web.request_context import Hearth, hearth, now, signed_in

BATCH = 50
"""As many as hold the write lock for some milliseconds."""
_SHOWN = frozenset({200, 409, 422})
"""Answers with the page itself, or with its form once more."""


def register(app: Flask) -> None:
    """Note the reads of every page."""
    app.after_request(_note)


def note_read(account_id: int, action: Action) -> None:
    """Note a read by somebody whom the gate does not know, as of a calendar app."""
    names = tuple((name, str(value)) for name, value in (request.view_args or {}).items())
    hearth().page_reads.add(PageRead(now(), account_id, action, names))


def _note(answer: Response) -> Response:
    if request.endpoint is None or answer.status_code not in _SHOWN or request.method == "HEAD":
        return answer
    action = label_of(request.endpoint, current_app)
    if action is None or action in NOT_CLINICAL or is_poll(request.endpoint, current_app):
        return answer
    # What a script is told of its saving is no page; a file to keep is one.
    is_file = "Content-Disposition" in answer.headers
    is_receipt = request.method != "GET" and answer.is_json and not is_file
    account = signed_in()
    if account is not None and not is_receipt:
        note_read(account.account_id, action)
    return answer


def write_down(held: Hearth) -> bool:
    """Write what waits, in the order in which it was read; say whether nothing is left.

    What fails stays in memory. Whom a page was about is looked up before the write lock is taken.
    """
    reads = held.page_reads
    while True:
        batch, lost = reads.first(BATCH)
        if not batch and not lost:
            return True
        try:
            with held.databases() as db:
                found = [(read, subject_of(db, read)) for read in batch]
                note_reads(db, Actor(None, held.clock()), found, lost)
        except (DBAPIError, PoolTimeout):
            return False
        reads.written(len(batch), lost)
