"""What a database still holds after rows were removed: freed pages, and its log."""

from contextlib import suppress

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine


def overwrite_freed(engine: Engine) -> None:
    """Rewrite the database, so that nothing of removed rows is left in its files.

    A file overwrites what is removed at once (`secure_delete`); rewritten, it also holds no copy
    that was left behind when a page was rearranged. Whoever reads or writes meanwhile may keep it
    from being done: then the next time does it.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
            server.exec_driver_sql("VACUUM FULL")
        return
    line = engine.raw_connection()
    try:
        with suppress(sqlcipher.OperationalError):
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                line.cursor().execute(statement)
    finally:
        line.close()
