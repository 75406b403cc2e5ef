"""`clinic serve`: the web server."""

import socket

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from clinic.cli.starting import clock_is_right, started
from clinic.server.files import files_at_once
from clinic.server.starts import Start
from clinic.settings import read_settings

CONNECTIONS = 2048
OWN_FILES = 256
# for the database, the pages and the printing children
HEAD_SECONDS = 15
STOP_SECONDS = 80
# Whoever reads an answer byte by byte must not hold up the end for ever; systemd waits for 90.


@click.command()
@clock_is_right
def serve(clock_is_right: bool) -> None:
    """Serve the pages on CLINIC_BIND until stopped."""
    settings = read_settings()
    greeting = f"Hearth is at {settings.base_url}, its data in {settings.data}. Stop with Ctrl-C."
    run(Start(settings), is_clock_right=clock_is_right, greeting=greeting)


def run(start: Start, *, is_clock_right: bool = False, greeting: str = "") -> None:
    """Serve with one worker process; the database and the printing children do the heavy work.

    Args:
        greeting: printed once nothing stands against the start.
    """
    with started(start, is_clock_right=is_clock_right):
        if greeting:
            click.echo(greeting)
        _serve(*start.settings.address)


def _serve(host: str, port: int) -> None:
    _refuse_taken(host, port)
    connections = min(CONNECTIONS, files_at_once() - OWN_FILES)
    Server(
        "clinic.server.entry:make_front",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backpressure=connections,
        backlog=connections,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
        workers=1,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
    ).serve()


def _refuse_taken(host: str, port: int) -> None:
    """Refuse an address that is in use; the server itself would share it without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise click.ClickException(
                f"CLINIC_BIND: {host} port {port} cannot be used: {fault.strerror}."
            ) from None
