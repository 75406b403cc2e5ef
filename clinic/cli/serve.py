"""`clinic serve`: the web server."""

import socket

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from clinic.cli.session import open_database
from clinic.settings import Settings, read_settings

CONNECTIONS = 2048
HEAD_SECONDS = 15
STOP_SECONDS = 80
# Whoever reads an answer byte by byte must not hold up the end for ever; systemd waits for 90.


@click.command()
def serve() -> None:
    """Serve the pages on CLINIC_BIND until stopped."""
    run(read_settings())


def run(settings: Settings) -> None:
    """Serve with one worker process; the database and the printing children do the heavy work."""
    with open_database(settings):
        pass  # A fault is one sentence here, and a trace of the worker process later.
    host, port = settings.address
    _refuse_taken(host, port)
    Server(
        "clinic.server.entry:make_front",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backpressure=CONNECTIONS,
        backlog=CONNECTIONS,
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
