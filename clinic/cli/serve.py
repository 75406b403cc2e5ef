"""`clinic serve`: the web server."""

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from clinic.settings import Settings, read_settings

THREADS = 8


@click.command()
def serve() -> None:
    """Serve the pages on CLINIC_BIND until stopped."""
    run(read_settings())


def run(settings: Settings) -> None:
    """Serve with one worker process; the database and the printing children do the heavy work."""
    host, port = settings.address
    Server(
        "clinic.app:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
    ).serve()
