"""Copying what a database server writes, by its own log, and a base backup each day."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from importlib.metadata import version

from clinic.backups.following import FOLDER, Sealing
from clinic.backups.making import Made, aside
from clinic.backups.servers import (
    base_made_at,
    base_name,
    make_base,
    receive,
)
from clinic.domain.clinic.backups import Manifest
from clinic.key_files import load_keys
from clinic.settings import Settings

WHOLE_EVERY = timedelta(days=1)


class ServerFollower:
    """Follows a server; what was written while nobody did waits in the server's own slot."""

    def __init__(self, settings: Settings, sealing: Sealing, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._sealing = sealing
        self._now = now
        sealing.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = settings.data / FOLDER / "log"
        url = settings.database_url
        self._log = receive(url, place, sealing.folder, sealing.owner, sealing.recipients)
        self._thread = ThreadPoolExecutor(1)
        self._whole: Future[None] | None = None
        made = [base_made_at(one.name, sealing.owner) for one in sealing.folder.iterdir()]
        self._whole_at = max((at for at in made if at is not None), default=None)
        self.is_new = self._whole_at is None

    def close(self) -> None:
        """Let a base backup that is being made end, and stop receiving."""
        self._thread.shutdown()
        self._log.close()

    def begin_anew(self) -> None:
        """Nothing is kept between: the server itself knows from where to go on."""

    def step(self) -> int:
        """Seal what was received; give the number of files."""
        return self._log.step()

    def is_whole_due(self) -> bool:
        """Say whether it is time for a base backup, and none is being made."""
        is_time = self._whole_at is None or self._now() - self._whole_at >= WHOLE_EVERY
        return self._whole is None and is_time

    def begin_whole(self, then: Callable[[Made], None]) -> None:
        """Make a base backup beside further steps; `then` runs beside them too."""
        at = self._whole_at = self._now()
        sealing, settings = self._sealing, self._settings
        target = sealing.folder / base_name(at, sealing.owner)

        def run() -> None:
            with aside(settings.data) as place:
                keys = load_keys(settings)
                make_base(settings.database_url, place, keys, sealing.recipients, target)
            manifest = Manifest(at, version("hearth-clinic"), "", {}, "")
            then(Made(target, manifest, target.stat().st_size))

        self._whole = self._thread.submit(run)

    def finish_whole(self) -> None:
        """Wait for the base backup that is being made, and raise what kept it from being made."""
        done, self._whole = self._whole, None
        if done is not None:
            done.result()

    def check_whole(self) -> None:
        """Look whether a base backup is done, and raise what kept it from being made."""
        if self._whole is not None and self._whole.done():
            self.finish_whole()
