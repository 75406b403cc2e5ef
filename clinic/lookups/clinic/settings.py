"""What the clinic says about itself."""

from collections.abc import Callable
from dataclasses import fields
from datetime import time
from typing import Any

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.clinic.settings import ClinicSettings, Paper
from clinic.lookups.statements import kept, rows_of
from clinic.models.settings import Setting


def clinic_settings(db: Db) -> ClinicSettings:
    """Give the clinic's settings, with the defaults for what nobody has set."""
    kinds = {field.name: field.type for field in fields(ClinicSettings)}
    stored = rows_of(db, _stored())
    values: dict[str, Any] = {
        name: _READ.get(kinds[name], str)(value) for name, value in stored if name in kinds
    }
    return ClinicSettings(**values)


@kept
def _stored() -> Select[str, str]:
    return select(Setting.name, Setting.value)


def _is_true(value: str) -> bool:
    return value == str(True)


_READ: dict[Any, Callable[[str], Any]] = {
    int: int,
    bool: _is_true,
    Paper: Paper,
    time: time.fromisoformat,
}
"""How a stored text becomes a value; what is not named here stays text."""
