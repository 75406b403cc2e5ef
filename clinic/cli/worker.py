"""`clinic worker`: the loop that sends what is due."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context, parent_process

import click
from sqlalchemy.exc import DBAPIError

from clinic.cli.command_context import open_database, program_itself
from clinic.cli.endings import end_due
from clinic.cli.starting import clock_is_right, started
from clinic.db import Db
from clinic.domain.post.mail import OutgoingLetter, Undelivered, domain_of
from clinic.domain.post.messages import CLAIM_LASTS, clinical_words
from clinic.lookups.people.pauses import is_end_due
from clinic.lookups.people.place_offers import is_offer_due
from clinic.lookups.post.reminders import open_cohort_ids
from clinic.lookups.safety.left_cases import has_left_cases
from clinic.mail.composing import compose
from clinic.mail.transports import Transport, open_transport
from clinic.operations.people.pauses import end_due_pauses
from clinic.operations.people.place_offers import end_due_offers
from clinic.operations.post.deliveries import claim_next, mark_failed, mark_sent
from clinic.operations.post.reminders import plan_reminders
from clinic.operations.safety.left_cases import hand_on_left_cases
from clinic.server.starts import Start
from clinic.settings import Settings, read_settings

PAUSE_SECONDS = 5.0
_REST_SECONDS = 30.0
# after the database did not answer


@click.command()
@click.option("--once", is_flag=True, help="Send what is due now, and end.")
@clock_is_right
def worker(once: bool, clock_is_right: bool) -> None:
    """Send reminders and other messages, until stopped."""
    settings = read_settings()
    if found := clinical_words(settings.mail_from):
        click.echo(
            f"clinic: CLINIC_MAIL_FROM holds “{', '.join(found)}”: whoever sees the envelope "
            "learns what the letter is about.",
            err=True,
        )
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    with started(Start(settings, serves=False), is_clock_right=clock_is_right):
        work(settings, once=once, stopped=stopped)


@contextmanager
def mail_worker() -> Iterator[None]:
    """Run a worker beside the server of the demo, in a process of its own that ends with it."""
    # A fresh process and no fork: the server's own process starts threads and children.
    process = get_context("spawn").Process(target=_beside, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _beside() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        stopped.set()

    threading.Thread(target=watch, daemon=True).start()
    work(read_settings(), stopped=stopped, is_quiet=True)


def work(
    settings: Settings,
    *,
    once: bool = False,
    stopped: threading.Event | None = None,
    pause_seconds: float = PAUSE_SECONDS,
    claim_lasts: timedelta = CLAIM_LASTS,
    transport: Transport | None = None,
    is_quiet: bool = False,
) -> None:
    """Send what is due, again and again; whatever stops it in the middle, nothing is lost."""
    stopped = stopped or threading.Event()
    say = _nothing if is_quiet else _say
    transport = transport or open_transport(settings.mail, settings.data, click.echo)
    with open_database(settings) as db:
        while True:
            rest = pause_seconds
            try:
                plan_due(db)
                send_due(db, settings, transport, claim_lasts, stopped.is_set, say=say)
                end_due(db, settings, program_itself())
            except DBAPIError as fault:
                if once:
                    raise
                db.rollback()
                rest = _REST_SECONDS
                say(f"The database did not answer, trying again soon: {type(fault.orig).__name__}")
            if once or stopped.wait(rest):
                return


def plan_due(db: Db) -> int:
    """End what is over: breaks, offers, the care of who left; bring all reminders up to date.

    Gives how many reminders that changed.
    """
    worker_itself = program_itself()
    if is_end_due(db, worker_itself.at):
        end_due_pauses(db, worker_itself)
    if is_offer_due(db, worker_itself.at):
        end_due_offers(db, worker_itself)
    if has_left_cases(db, worker_itself.at):
        hand_on_left_cases(db, worker_itself)
    return sum(plan_reminders(db, program_itself(), cohort) for cohort in open_cohort_ids(db))


def send_due(
    db: Db,
    settings: Settings,
    transport: Transport,
    claim_lasts: timedelta = CLAIM_LASTS,
    is_stopped: Callable[[], bool] = lambda: False,
    *,
    say: Callable[[str], None] | None = None,
) -> int:
    """Send all that is due at this moment, and say how many messages were taken."""
    taken = 0
    domain = domain_of(settings.mail_from)
    while not is_stopped():
        letter = claim_next(db, program_itself(), domain, claim_lasts)
        if letter is None:
            break
        taken += _send(db, settings, transport, letter, say or _say)
    return taken


def _send(
    db: Db,
    settings: Settings,
    transport: Transport,
    letter: OutgoingLetter,
    say: Callable[[str], None],
) -> bool:
    mail = compose(letter, settings.mail_from, settings.base_url)
    try:
        transport.deliver(mail, settings.mail_from, letter.to)
    except Undelivered as fault:
        mark_failed(db, program_itself(), letter, fault.fault)
        number = f" ({fault.code})" if fault.code else ""
        say(f"{letter.message}: {fault}{number}")
        return False
    mark_sent(db, program_itself(), letter)
    say(f"{letter.message}: sent")
    return True


def _say(words: str) -> None:
    """Log ids and never names or addresses."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    click.echo(f"{at} {words}", err=True)


def _nothing(_words: str) -> None:
    """Say nothing: the terminal of the demo is the server's."""
